"""The foreign keys of a database as a graph of its tables."""

from __future__ import annotations

from collections import defaultdict, deque
from typing import cast

from driftcheck.kinds.constraint import Constraint
from driftcheck.model import UNSTATED, Snapshot
from driftcheck.names import parent, referred

Graph = dict[str, set[str]]


def foreign_keys(snapshot: Snapshot) -> Graph:
    """Table → the tables that a foreign key joins it with, in either direction."""
    graph: Graph = defaultdict(set)
    for path, facts in snapshot.of("constraint").items():
        key = cast(Constraint, facts)
        if key.type == "foreign key" and key.references is not UNSTATED:
            table, other = parent(path), referred(key.references)[0]
            graph[table].add(other)
            graph[other].add(table)
    return graph


def joined(graph: Graph, start: str, end: str, *, steps: int | None = None) -> bool:
    """Whether foreign keys lead from one table to the other, over at most `steps` of them."""
    return end in reached(graph, start, steps=steps)


def reached(graph: Graph, start: str, *, steps: int | None = None) -> set[str]:
    """The tables that foreign keys join with this one, itself among them, over at most `steps` keys."""
    seen, queue = {start}, deque([(start, 0)])
    while queue:
        table, distance = queue.popleft()
        if steps is None or distance < steps:
            for other in graph.get(table, ()):
                if other not in seen:
                    seen.add(other)
                    queue.append((other, distance + 1))
    return seen
