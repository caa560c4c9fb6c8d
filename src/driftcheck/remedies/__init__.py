"""How to mend a finding, both ways: the line to change in the document, and SQL that makes the database match.

The SQL is a suggestion for people to read. Nothing in driftcheck runs it.
"""

from __future__ import annotations

from driftcheck.model import Finding, Snapshot
from driftcheck.remedies import document
from driftcheck.remedies.remedy import Remedy
from driftcheck.remedies.world import World

__all__ = ["Remedies", "Remedy"]


class Remedies:
    """The remedies of one report's findings. `pairs` is Comparison.pairs; `where` stands for a place that nobody noted."""

    def __init__(self, expected: Snapshot, actual: Snapshot, pairs: dict[str, dict[str, str]], where: str) -> None:
        self._world = World(expected, actual, pairs)
        self._where = where

    def of(self, finding: Finding) -> Remedy:
        """Both ways; `sql` is None where no statement follows from what is stated."""
        return Remedy(document=document.advice(finding, self._world, self._where), sql=self._sql(finding))

    def _sql(self, finding: Finding) -> str | None:
        from driftcheck.remedies import sql
        from driftcheck.remedies.guard import fair

        found = sql.statements(finding, self._world)
        if not found or not all(map(fair, found.statements)):
            return None
        notes = [f"-- {note}" for note in found.notes]
        return "\n".join([*notes, *(f"{statement};" for statement in found.statements)])
