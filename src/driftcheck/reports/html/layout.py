"""Where the boxes of an entity diagram stand: what is referred to left of what refers to it, near what it is tied to."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence

GAP_X, GAP_Y = 70, 16
TALLEST = 760  # a column of boxes higher than this becomes two
WIDEST_GRID = 1_120


@dataclasses.dataclass
class Box:
    """A box of a known size; `place` gives it its corner."""

    width: int
    height: int
    x: int = 0
    y: int = 0


def place(boxes: Mapping[str, Box], edges: Iterable[tuple[str, str]]) -> tuple[int, int]:
    """Give every box its place; the size of the whole. An edge is (what refers, what it refers to)."""
    targets: dict[str, list[str]] = {name: [] for name in boxes}
    sources: dict[str, list[str]] = {name: [] for name in boxes}
    for source, target in edges:
        if source != target and target not in targets[source]:
            targets[source].append(target)
            sources[target].append(source)
    tied = [name for name in boxes if targets[name] or sources[name]]
    layers = _layers(tied, targets)
    _untangle(layers, targets, sources)
    width, height = _columns(layers, boxes)
    alone = [name for name in boxes if not (targets[name] or sources[name])]
    return _grid(alone, boxes, width, height)


def _layers(names: Sequence[str], targets: Mapping[str, Sequence[str]]) -> list[list[str]]:
    """A table one further right than the furthest that it refers to; a circle of references is cut where it closes."""
    rank: dict[str, int] = {}
    for first in names:
        path: list[tuple[str, int]] = [(first, 0)]
        entered = {first}
        while path:  # depth first, without recursion: chains may be long
            name, seen = path.pop()
            if name in rank:
                continue
            if seen < len(targets[name]):
                path.append((name, seen + 1))
                target = targets[name][seen]
                if target not in rank and target not in entered:
                    entered.add(target)
                    path.append((target, 0))
            else:
                rank[name] = max((rank[t] + 1 for t in targets[name] if t in rank), default=0)
    layers: list[list[str]] = [[] for _ in range(max(rank.values(), default=-1) + 1)]
    for name in names:
        layers[rank[name]].append(name)
    return [layer for layer in layers if layer]


def _untangle(
    layers: list[list[str]], targets: Mapping[str, Sequence[str]], sources: Mapping[str, Sequence[str]]
) -> None:
    """Order each layer by the middle of what its boxes are tied to, to and fro."""
    position = {name: i for layer in layers for i, name in enumerate(layer)}
    for turn in range(6):
        neighbours = targets if turn % 2 == 0 else sources
        for layer in layers if turn % 2 == 0 else reversed(layers):
            middles = {
                name: sum(position[n] for n in tied) / len(tied) if (tied := neighbours[name]) else position[name]
                for name in layer
            }
            layer.sort(key=lambda name: middles[name])
            position.update({name: i for i, name in enumerate(layer)})


def _columns(layers: Iterable[Sequence[str]], boxes: Mapping[str, Box]) -> tuple[int, int]:
    """Stand the layers side by side, each in as many columns as its height needs; the size."""
    columns: list[list[str]] = []
    for layer in layers:
        height = sum(boxes[name].height + GAP_Y for name in layer)
        number = -(-height // TALLEST)
        each = -(-len(layer) // number)
        columns += [list(layer[i : i + each]) for i in range(0, len(layer), each)]
    heights = [sum(boxes[name].height + GAP_Y for name in column) - GAP_Y for column in columns]
    tallest = max(heights, default=0)
    x = 0
    for column, height in zip(columns, heights, strict=True):
        y = (tallest - height) // 2
        for name in column:
            boxes[name].x, boxes[name].y = x, y
            y += boxes[name].height + GAP_Y
        x += max(boxes[name].width for name in column) + GAP_X
    return max(x - GAP_X, 0), tallest


def _grid(names: Sequence[str], boxes: Mapping[str, Box], width: int, height: int) -> tuple[int, int]:
    """Stand what is tied to nothing in rows below; the size of the whole."""
    room = max(width, min(WIDEST_GRID, sum(boxes[name].width + GAP_Y for name in names)))
    x, y, row, right = 0, height + 2 * GAP_Y if height and names else height, 0, width
    for name in names:
        box = boxes[name]
        if x and x + box.width > room:
            x, y, row = 0, y + row + GAP_Y, 0
        box.x, box.y = x, y
        x += box.width + GAP_Y
        row = max(row, box.height)
        right = max(right, x - GAP_Y)
    return right, y + row
