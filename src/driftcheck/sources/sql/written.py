"""What statements say as text, beside what they come to when they run: where each object stands, and what failed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from driftcheck.kinds import KINDS, RELATIONS
from driftcheck.ledger import Ledger
from driftcheck.match import match
from driftcheck.model import UNSTATED, At, Facts, Snapshot, place, stated
from driftcheck.names import join, last, parent, split
from driftcheck.sources.sql.run import Failed
from driftcheck.sources.sql.statements import Statement
from driftcheck.sql import ddl, parse

_MAKE_ANYTHING = frozenset({"DoStmt", "SelectStmt", "CallStmt", "InsertStmt"})
Objects = dict[str, dict[str, Facts]]


class Written:
    """Reads statements as the documents' DDL is read, in their order."""

    def __init__(self) -> None:
        self._ledger = Ledger()
        self.others: list[Statement] = []  # that may make anything: it is not to be seen in them what
        self._schema = self._outside = "public"  # _outside: once the transaction has ended

    def new_file(self) -> None:
        """The search path ends with its file."""
        self._schema = self._outside = "public"

    def take(self, statement: Statement, node: parse.Node | None = None) -> None:
        """One statement, with its tree if it parses."""
        if node is not None and parse.name(node) == "VariableSetStmt":
            if node.name == "search_path":
                self._schema = ddl.first_schema(node) or "public"
                if not node.is_local:
                    self._outside = self._schema
            return
        if node is not None and parse.name(node) == "TransactionStmt":
            self._schema = self._outside
            return
        if node is not None and parse.name(node) in _MAKE_ANYTHING:
            self.others.append(statement)
        ddl.read(
            statement.text,
            self._ledger,
            path=statement.path,
            line=statement.line,
            schema=self._schema,
            entire=True,
        )

    def objects(self) -> Objects:
        """What all statements together say."""
        return {kind: dict(self._ledger.objects[kind]) for kind in KINDS if self._ledger.objects.get(kind)}


def put_places(snapshot: Snapshot, written: Objects, others: Sequence[Statement]) -> dict[str, dict[str, str]]:
    """Give the objects that ran the places where they are written; kind → written path → the one that it has."""
    pairs: dict[str, dict[str, str]] = {}
    for kind, objects in written.items():
        if KINDS[kind].missing is None:
            continue
        found = snapshot.of(kind)
        pairs[kind] = match(kind, objects, found, {}).pairs
        for path, to in pairs[kind].items():
            found[to].at, found[to].lines = objects[path].at, objects[path].lines
    for kind, path, facts in snapshot:
        if facts.at is UNSTATED and (holder := _holder(snapshot, kind, path, facts)) is not None:
            facts.at = holder.at
        if facts.at is UNSTATED and KINDS[kind].missing is not None:
            name = last(path)
            facts.at = next((statement.at for statement in others if name in statement.text), UNSTATED)
    return pairs


def _holder(snapshot: Snapshot, kind: str, path: str, facts: Facts) -> Facts | None:
    """What an object is a part of: a key's table, the table or column that a sequence serves."""
    if kind == "sequence":
        column = getattr(facts, "owned_by", None)
        return snapshot.of("column").get(column) if isinstance(column, str) else None
    if KINDS[kind].scope != "table":
        return None
    table = getattr(facts, "table", None) if kind == "index" else parent(path)
    return next((f for relation in RELATIONS if (f := snapshot.of(relation).get(str(table)))), None)


def fall_back(snapshot: Snapshot, written: Objects, pairs: dict[str, dict[str, str]], failed: Iterable[Failed]) -> None:
    """What a failed statement says counts as a document's would: its objects, and the properties that it sets."""
    lines: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for one in failed:
        if not one.already:
            lines[one.statement.path].append((one.statement.line, one.statement.end))

    def has_failed(at: At | None) -> bool:
        return at is not None and any(first <= at.line <= last for first, last in lines.get(at.path, ()))

    for kind, objects in written.items():
        for path, facts in objects.items():
            to = pairs.get(kind, {}).get(path)
            if to is None:
                if has_failed(place(facts)) and path not in snapshot.of(kind):
                    snapshot.add(kind, path, facts)
                continue
            ran = snapshot.of(kind)[to]
            for property, said in stated(facts):
                if has_failed(place(facts, property)):
                    setattr(ran, property, said)


def schema_of(kind: str, path: str) -> str | None:
    """The schema's path that an object stands in; None for what stands in none."""
    return join(split(path)[0]) if KINDS[kind].scope in ("schema", "table") else None
