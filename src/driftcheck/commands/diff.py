"""`driftcheck diff`: any source against any source; the left one is the expected."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from driftcheck.commands import standards
from driftcheck.commands.check import config, guard, read_all, report
from driftcheck.commands.standards import Standards
from driftcheck.config import Config
from driftcheck.kinds.claim import Claim
from driftcheck.model import Snapshot
from driftcheck.reports.report import Report
from driftcheck.sources import Context
from driftcheck.sources.targets import name_of

MOST = 40  # lines of a note that anybody reads
_GUARDS = frozenset({"table", "view", "materialized_view", "policy", "function", "role", "schema", "column", "trigger"})


def diff(
    expected: str,
    actual: str,
    context: Context,
    schemas: Sequence[str] = (),
    show_all: bool = False,
    held: Standards = standards.NONE,
    advice: bool = False,
) -> Report:
    """The report on `actual`, held against `expected`."""
    guard(context, [expected, actual])
    left, right = read_all([expected], context), read_all([actual], context)
    names = name_of(actual, context), [name_of(expected, context)]
    made = report(*names, left, right, config(context), schemas, show_all, held, advice)
    said = _access(left, right, made, config(context))
    return replace(made, notes=[*made.notes, *said])


def _access(left: Snapshot, right: Snapshot, made: Report, config: Config) -> list[str]:
    """Who can do more, or less, than before: what the findings together come to. Only of tables on both sides."""
    if not any(finding.kind in _GUARDS for finding in made.findings):
        return []
    from driftcheck.access.changes import changes
    from driftcheck.access.stated import cells

    spoken = {
        claim.about for claim in left.of("claim").values() if isinstance(claim, Claim) and claim.claim == "access"
    }
    whole = left.complete and right.complete
    touched = {finding.object for finding in made.findings}
    found = changes(
        # the sentences of the others have findings of their own
        (cell for cell in cells(left, config.schemas) if cell.object not in spoken),
        (cell for cell in cells(right, config.schemas) if whole or any(_within(path, cell.object) for path in touched)),
    )
    return found if len(found) <= MOST else [*found[:MOST], f"and {len(found) - MOST} more changes of access"]


def _within(path: str, table: str) -> bool:
    return path == table or path.startswith(f"{table}.")
