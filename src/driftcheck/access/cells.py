"""One cell of the matrix, as the contract spells it."""

from __future__ import annotations

import msgspec
from msgspec import UNSET, Struct, UnsetType


class Cell(Struct, kw_only=True):
    """What one kind of caller may do with one command on one table or view."""

    object: str
    command: str  # select | insert | update | delete
    caller: str  # anonymous | stranger | owner | member | admin | service
    reach: list[str]
    owner_column: str | None = None
    conditions: list[str] = []
    policies: list[str] = []
    also: list[str] = []
    except_: list[str] = msgspec.field(default_factory=list, name="except")
    columns: list[str] | None = None
    may_move: bool = False
    unknown: str | None = None
    executed: list[str] | UnsetType | None = UNSET  # --prove: what happened; null where made rows could not tell


class Matrix(Struct, kw_only=True):
    """`driftcheck access TARGET -f json`."""

    format: int = 1
    target: str = ""
    complete: bool = True
    cells: list[Cell] = []


def to_json(matrix: Matrix) -> bytes:
    """The contract's JSON, indented."""
    return msgspec.json.format(msgspec.json.encode(matrix), indent=2)


def key(cell: Cell) -> tuple[str, str, str]:
    """What a cell is about."""
    return cell.object, cell.command, cell.caller


def disagreements(cells: list[Cell]) -> list[Cell]:
    """The cells in which something else happened than was derived: defects of driftcheck."""
    return [c for c in cells if c.unknown is None and isinstance(c.executed, list) and c.executed != c.reach]
