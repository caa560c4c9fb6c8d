"""What a remedy is."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

import msgspec


class Remedy(msgspec.Struct, frozen=True):
    """Both ways to mend one finding."""

    document: str  # where, and what to write there
    sql: str | None  # statements, each with its semicolon


@dataclasses.dataclass(frozen=True)
class Script:
    """Statements without semicolons, and remarks that stand above them."""

    statements: list[str]
    notes: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.statements)


Change = Callable[[str, str, Any, Any], list[str] | None]
"""(path, property, the facts wanted, the facts there) → the statements that give the property its expected value; None or
nothing where there is no such statement.
"""
