"""Writes what a run found: the runs, the findings' coming and going, and the messages about it, in one transaction.

Whatever ends the process, either all of it stands in the history, with the messages to send, or nothing does and the
next run finds the same changes again.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from driftcheck.history import outbox
from driftcheck.history.model import Change, Changes, Known, Outcome, Seen
from driftcheck.history.store import Store
from driftcheck.history.tables import findings, meta, runs, targets
from driftcheck.history.transitions import confirmed, transitions
from driftcheck.model import At, Severity

MOST_RUNS = 500_000  # rows; older ones go: when findings came and went is kept for ever
_PIECE = 500  # names in one statement

Compose = Callable[[Changes], Iterable[outbox.Message]]
"""What is to be told to whom of all changes of a run."""


def begin(store: Store, places: dict[str, str]) -> tuple[dict[str, int], dict[str, dict[str, Seen]]]:
    """A ticket for a reading of each target (target → place), and the findings that are open, by fingerprint.

    Tickets order the readings of several watchers without trust in any clock.
    """
    with store.begin() as connection:
        known = {
            row.target
            for names in _pieces(list(places))
            for row in connection.execute(sa.select(targets.c.target).where(targets.c.target.in_(names)))
        }
        fresh = [
            {"target": name, "place": place, "tickets": 0, "recorded": 0, "failures": 0}
            for name, place in places.items()
            if name not in known
        ]
        if fresh:
            connection.execute(sa.insert(targets), fresh)
        tickets: dict[str, int] = {}
        for names in _pieces(list(places)):
            here = targets.c.target.in_(names)
            connection.execute(sa.update(targets).where(here).values(tickets=targets.c.tickets + 1))
            tickets |= {row.target: row.tickets for row in connection.execute(sa.select(targets).where(here))}
        open_ = _open(connection, list(places))
        return tickets, {
            name: {fingerprint: one.seen for fingerprint, one in open_.get(name, {}).items()} for name in places
        }


def record(
    store: Store,
    run: str,
    outcomes: Sequence[Outcome],
    compose: Compose,
    now: datetime.datetime,
    remind_after: datetime.timedelta | None,
    unreachable_after: int,
) -> Changes:
    """Record the outcomes of one run and put its messages into the outbox; gives what changed, by target."""
    found: Changes = {}
    with store.begin() as connection:
        names = [outcome.target for outcome in outcomes]
        states = {
            row.target: row
            for piece in _pieces(names)
            for row in connection.execute(sa.select(targets).where(targets.c.target.in_(piece)))
        }
        open_ = _open(connection, names)
        writes = _Writes(connection, now)
        for outcome in outcomes:
            state = states[outcome.target]
            known = open_.get(outcome.target, {})
            late = outcome.ticket < state.recorded  # a later reading was recorded first: this one is no news
            changes: list[Change] = []
            if not late and outcome.failure is not None:
                changes = _failed(outcome, state, unreachable_after)
            elif not late:
                changes = _returned(outcome, state)
                current = confirmed(known, outcome.first, outcome.second)
                changes += transitions(known.values(), current, now, remind_after)
            if changes:
                found[outcome.target] = changes
            if not late:
                writes.target(outcome, state, changes)
                writes.findings(outcome, changes)
            writes.run(run, outcome, known, changes)
        writes.flush()
        if outcomes and all(outcome.failure is None for outcome in outcomes):
            connection.execute(sa.delete(meta).where(meta.c.key == "last_success"))
            connection.execute(sa.insert(meta).values(key="last_success", value=str(now.timestamp())))
        told = {
            target: kept for target, all_ in found.items() if (kept := [c for c in all_ if c.transition != "eased"])
        }
        if told:
            outbox.put(connection, compose(told), now)
        newest = connection.scalar(sa.select(sa.func.max(runs.c.id))) or 0
        connection.execute(sa.delete(runs).where(runs.c.id <= newest - MOST_RUNS))
    return told


def _failed(outcome: Outcome, state: Any, unreachable_after: int) -> list[Change]:
    if state.unreachable_at is not None or state.failures + 1 < unreachable_after:
        return []
    return [Change(transition="unreachable", message=outcome.failure or "")]


def _returned(outcome: Outcome, state: Any) -> list[Change]:
    if state.unreachable_at is None:
        return []
    return [Change(transition="reachable", message=f"{outcome.target} can be checked again")]


class _Writes:
    """The rows that a run adds and changes, written in bulk: a fleet has thousands."""

    def __init__(self, connection: sa.Connection, now: datetime.datetime) -> None:
        self.connection, self.now = connection, now
        self.runs: list[dict[str, Any]] = []
        self.opened: list[dict[str, Any]] = []
        self.closed: list[dict[str, Any]] = []
        self.altered: list[dict[str, Any]] = []
        self.seen: list[dict[str, Any]] = []
        self.states: list[dict[str, Any]] = []

    def target(self, outcome: Outcome, state: Any, changes: list[Change]) -> None:
        """The target's own state."""
        told = {change.transition for change in changes}
        self.states.append(
            {
                "_target": outcome.target,
                "place": outcome.place,
                "recorded": outcome.ticket,
                "failures": state.failures + 1 if outcome.failure is not None else 0,
                "unreachable_at": self.now
                if "unreachable" in told
                else None
                if outcome.failure is None
                else state.unreachable_at,
                "checked_at": state.checked_at if outcome.failure is not None else self.now,
            }
        )

    def findings(self, outcome: Outcome, changes: list[Change]) -> None:
        """What opens, closes and stays."""
        for change in changes:
            was, finding = change.was, change.now
            if was is not None and (finding is None or finding.fingerprint != was.seen.fingerprint):
                gone = max(self.now, was.first_seen)  # also where the clock went back
                self.closed.append({"_id": was.id, "resolved_at": gone})
            elif was is not None and finding is not None:
                told = self.now if change.transition != "eased" else was.told_at
                self.altered.append({"_id": was.id, "severity": finding.severity.value, "told_at": told})
            if finding is not None and (was is None or finding.fingerprint != was.seen.fingerprint):
                self.opened.append(self._row(outcome.target, finding))
        if outcome.failure is None:
            self.seen.append({"_target": outcome.target, "last_seen": self.now})

    def _row(self, target: str, finding: Seen) -> dict[str, Any]:
        at = finding.at
        return {
            "target": target,
            "fingerprint": finding.fingerprint,
            "rule": finding.rule,
            "severity": finding.severity.value,
            "kind": finding.kind,
            "object": finding.object,
            "message": finding.message,
            "path": at.path if at else None,
            "line": at.line if at else None,
            "first_seen": self.now,
            "last_seen": self.now,
            "told_at": self.now,
        }

    def run(self, run: str, outcome: Outcome, known: dict[str, Known], changes: list[Change]) -> None:
        """The run itself; its summary counts what is open afterwards, by severity."""
        counts: Counter[str] = Counter()
        if outcome.failure is None:
            counts.update(one.severity.value for one in confirmed(known, outcome.first, outcome.second).values())
        told = Counter(change.transition for change in changes)
        self.runs.append(
            {
                "run": run,
                "target": outcome.target,
                "started": outcome.started,
                "finished": max(outcome.finished, outcome.started),
                "outcome": "checked" if outcome.failure is None else "unreachable",
                "failure": outcome.failure,
                "snapshot": outcome.snapshot,
                "summary": {
                    **(
                        {level.value: counts[level.value] for level in reversed(Severity)}
                        if not outcome.failure
                        else {}
                    ),
                    "transitions": dict(told),
                },
            }
        )

    def flush(self) -> None:
        """Write them. What closes does so before its like opens."""
        here = self.connection
        id_: sa.BindParameter[int] = sa.bindparam("_id")
        target: sa.BindParameter[str] = sa.bindparam("_target")
        one = sa.update(findings).where(findings.c.id == id_)
        if self.closed:
            here.execute(one.values(resolved_at=sa.bindparam("resolved_at")), self.closed)
        if self.altered:
            here.execute(one.values(severity=sa.bindparam("severity"), told_at=sa.bindparam("told_at")), self.altered)
        if self.seen:
            open_ = sa.update(findings).where(findings.c.target == target, findings.c.resolved_at.is_(None))
            here.execute(
                open_.where(findings.c.last_seen < sa.bindparam("last_seen")).values(
                    last_seen=sa.bindparam("last_seen")
                ),
                self.seen,
            )
        if self.opened:
            here.execute(sa.insert(findings), self.opened)
        if self.states:
            names = ("place", "recorded", "failures", "unreachable_at", "checked_at")
            here.execute(
                sa.update(targets)
                .where(targets.c.target == target)
                .values({name: sa.bindparam(name) for name in names}),
                self.states,
            )
        if self.runs:
            here.execute(sa.insert(runs), self.runs)


def _open(connection: sa.Connection, names: Sequence[str]) -> dict[str, dict[str, Known]]:
    """Target → fingerprint → open finding."""
    found: dict[str, dict[str, Known]] = {}
    for piece in _pieces(names):
        wanted = sa.select(findings).where(findings.c.resolved_at.is_(None), findings.c.target.in_(piece))
        for row in connection.execute(wanted.order_by(findings.c.id)):
            at = At(row.path, row.line) if row.path is not None else None
            seen = Seen(
                fingerprint=row.fingerprint,
                rule=row.rule,
                severity=Severity(row.severity),
                kind=row.kind,
                object=row.object,
                message=row.message,
                at=at,
            )
            known = Known(id=row.id, seen=seen, first_seen=row.first_seen, told_at=row.told_at)
            found.setdefault(row.target, {})[row.fingerprint] = known
    return found


def _pieces(names: Sequence[str]) -> Iterable[Sequence[str]]:
    return (names[start : start + _PIECE] for start in range(0, len(names), _PIECE))
