"""`driftcheck check`: the live database against what is expected of it."""

from __future__ import annotations

from collections.abc import Sequence
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from driftcheck import policy, sources
from driftcheck.commands import standards
from driftcheck.commands.expected import expected_of
from driftcheck.compare import compare
from driftcheck.errors import UsageError
from driftcheck.model import Finding, Snapshot
from driftcheck.reports.notes import notes
from driftcheck.reports.report import Report, States
from driftcheck.sources import Context

if TYPE_CHECKING:
    from driftcheck.commands.standards import Standards
    from driftcheck.config import Config
    from driftcheck.sources.live.targets import Target


def check(
    target: str | None,
    expected: Sequence[str],
    context: Context,
    schemas: Sequence[str] = (),
    show_all: bool = False,
    held: Standards = standards.NONE,
    advice: bool = False,
) -> Report:
    """The report on `target` (None: the only one there is), held against `expected` (none: those that name it).

    The server works while the expected side is read; of two faults it is that one's that is told. UsageError,
    DatabaseError.
    """
    from driftcheck.ahead import beginning
    from driftcheck.sources.targets import configured, resolve

    name = configured(target, context)
    database = resolve(target, context)
    _guard(context, [database])
    wanted = list(expected) or expected_of(name, database, context)
    with beginning(database, context.left()) as read:
        left = read_all(wanted, context)
        right = read.result()
    return report(name or database.name, wanted, left, right, config(context).of(name), schemas, show_all, held, advice)


def _guard(context: Context, databases: list[Target]) -> None:
    """No SQL runs on a database that is compared."""
    if context.scratch_url is not None:
        from driftcheck.sources.sql.scratch import refuse_same

        refuse_same(context.scratch_url, databases)


def guard(context: Context, spellings: Sequence[str]) -> None:
    """The same for those sources that are databases. UsageError."""
    if context.scratch_url is not None:
        from driftcheck.sources import is_live
        from driftcheck.sources.targets import resolve

        _guard(context, [resolve(spelling, context) for spelling in spellings if is_live(spelling, context)])


def read_all(spellings: Sequence[str], context: Context) -> Snapshot:
    """One snapshot of all these sources; what two of them say differently becomes a contradiction."""
    snapshots = sources.read_each(spellings, context)
    for snapshot in snapshots:
        if not snapshot.objects:
            names = ", ".join(source.path for source in snapshot.sources) or spellings[0]
            raise UsageError(f"{names}: states no fact about a database: nothing to compare")
    if len(snapshots) > 1:
        from driftcheck.sources.merge import merge

        return _exact(merge(snapshots), context)
    return _exact(snapshots[0], context)


def _exact(snapshot: Snapshot, context: Context) -> Snapshot:
    """With --scratch: what people wrote, as PostgreSQL prints it. What was run or read from a server already is."""
    if not context.scratch or snapshot.origin not in ("documents", "models"):
        return snapshot
    from driftcheck.sources.sql.exact import exact

    return exact(snapshot, context.scratch_url, context.left())


def report(
    target: str,
    expected: Sequence[str],
    left: Snapshot,
    right: Snapshot,
    config: Config,
    schemas: Sequence[str] = (),
    show_all: bool = False,
    held: Standards = standards.NONE,
    advice: bool = False,
) -> Report:
    """The report on two snapshots that have been read; with all advice, or the rules that the configuration names."""
    policy.check_patterns(config, schemas, left, right)
    comparison = compare(left, right, policy.counts(config, schemas))
    found = comparison.findings + _advice(right, config, advice, comparison.findings)
    findings, hidden = policy.apply(found, config, schemas, show_all)
    unread = [*left.unread, *right.unread]
    made = Report(
        target=target,
        expected=list(expected),
        complete=not unread,
        unread=unread,
        findings=findings,
        hidden=hidden,
        coverage=comparison.coverage,
        notes=notes(left, right),
        live=right.origin == "database",
        server=right.server or None,
        show_all=show_all,
        by_schema=comparison.by_schema,
        states=States(
            expected=policy.chosen(left, config, schemas),
            actual=policy.chosen(right, config, schemas),
            pairs=comparison.pairs,
        ),
    )
    return standards.hold(made, comparison, held)


def _advice(snapshot: Snapshot, config: Config, everything: bool, said: Sequence[Finding]) -> list[Finding]:
    """Advice on a snapshot that lists what there is: of other ones nothing can be said."""
    named = [pattern for pattern, level in config.severity.items() if pattern.startswith("advice") and level != "off"]
    if not snapshot.complete or not (everything or named):
        return []
    from driftcheck.access.exposed import exposed_of
    from driftcheck.advice import RULES, advise

    wanted = [rule for rule in RULES if everything or any(fnmatchcase(rule, pattern) for pattern in named)]
    return advise(snapshot, exposed_of(snapshot, config.schemas), wanted, said)


def config(context: Context) -> Config:
    """The context's configuration, or the defaults."""
    from driftcheck.config import Config

    return context.config or Config()
