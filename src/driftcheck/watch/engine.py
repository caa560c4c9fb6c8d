"""One run: read every target, read again what seems to have changed, record it, tell it."""

from __future__ import annotations

import dataclasses
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from driftcheck import secrets
from driftcheck.errors import DatabaseError, UsageError
from driftcheck.history import record as history
from driftcheck.history.model import Changes, Outcome, Seen, now, rfc3339
from driftcheck.history.store import Store
from driftcheck.history.transitions import differs
from driftcheck.model import Severity
from driftcheck.watch import messages, words
from driftcheck.watch.deliver import deliver
from driftcheck.watch.journal import Journal
from driftcheck.watch.settings import Settings

Sweep = Callable[[Sequence[Any]], Iterable[Outcome]]
"""Check all these jobs, each within its time, in any order."""

Prepare = Callable[[], tuple[Sequence[Any], Sequence[Outcome]]]
"""The jobs of a run, and the targets that cannot be one, with the reason."""


@dataclasses.dataclass(frozen=True)
class Work:
    """What every run of a process has in common."""

    settings: Settings
    store: Store
    prepare: Prepare
    sweep: Sweep
    journal: Journal
    stop: threading.Event
    say: Callable[[str], None]  # a transition, to standard output
    watched: int = 1  # targets in all; of several, messages are grouped by finding


@dataclasses.dataclass(frozen=True)
class Result:
    """What a run came to."""

    outcomes: Sequence[Outcome]
    changes: Changes
    kept: int  # messages that nobody has taken yet

    def exit_code(self, fail_on: str = "never") -> int:
        """As the contract has it: 2 configuration, 3 a target that was not read, 1 drift if that was asked for."""
        if any(outcome.misconfigured for outcome in self.outcomes):
            return UsageError.exit_code
        if any(outcome.failure is not None for outcome in self.outcomes):
            return DatabaseError.exit_code
        return int(any(Severity(severity).weight >= _weight(fail_on) for severity in self._severities(fail_on)))

    def _severities(self, fail_on: str) -> Iterator[str]:
        if fail_on == "never":
            return
        if fail_on.startswith("new:"):
            told = (change for all_ in self.changes.values() for change in all_)
            yield from (one.now.severity for one in told if one.now and one.transition in ("new", "worsened"))
        else:
            for outcome in self.outcomes:
                yield from (finding.severity for finding in (outcome.second or outcome.first).values())


def _weight(fail_on: str) -> int:
    return Severity(fail_on.removeprefix("new:")).weight


def run(work: Work) -> Result:
    """Do it once, as the run that the journal is in. HistoryError if nothing could be recorded; whatever else fails is part of the result."""
    journal, settings = work.journal, work.settings
    run_id = journal.run or ""
    began = time.monotonic()
    jobs, failed = work.prepare()
    journal.info("run started", f"run {run_id}: {len(jobs) + len(failed)} targets", targets=len(jobs) + len(failed))
    places = {one.target: one.place for one in failed} | {job.name: job.place for job in jobs}
    tickets, known = history.begin(work.store, places)
    outcomes = _read(work, jobs, known)
    for outcome in [*outcomes, *failed]:
        outcome.ticket = tickets[outcome.target]
        if outcome.failure is not None:
            outcome.failure = secrets.scrub(outcome.failure)
            journal.error("not checked", f"{outcome.target}: {outcome.failure}", target=outcome.target)
    all_ = sorted([*outcomes, *failed], key=lambda outcome: outcome.target)
    at = now()
    told = history.record(
        work.store,
        run_id,
        all_,
        lambda changes: messages.compose(changes, settings.sinks, run_id, rfc3339(at), work.watched),
        at,
        settings.remind_after,
        settings.unreachable_after,
    )
    _tell(work, told)
    kept = deliver(work.store, settings.sinks, journal, work.stop)
    seconds = round(time.monotonic() - began, 3)
    count = sum(map(len, told.values()))
    journal.info(
        "run finished",
        f"run {run_id}: {len(all_)} targets, {count} transitions, {seconds:g} s",
        targets=len(all_),
        not_checked=sum(outcome.failure is not None for outcome in all_),
        transitions=count,
        waiting=kept,
        seconds=seconds,
    )
    return Result(all_, told, kept)


def _read(work: Work, jobs: Sequence[Any], known: Mapping[str, Mapping[str, Seen]]) -> list[Outcome]:
    """An outcome for each job. What differs from the history is read again after a while, all at once."""
    common: dict[str, Seen] = {}  # thousands of targets have the same findings
    found = {outcome.target: _shared(outcome, common) for outcome in work.sweep(jobs)}
    again = [
        job
        for job in jobs
        if found[job.name].failure is None and differs(known.get(job.name, {}), found[job.name].first)
    ]
    if again:
        names = [job.name for job in again]
        work.journal.info("confirming", f"{len(again)} targets seem to have changed: reading again", targets=len(names))
        time.sleep(work.settings.confirm_after)
        for outcome in work.sweep(again):
            first, second = found[outcome.target], _shared(outcome, common)
            first.finished, first.failure, first.snapshot = second.finished, second.failure, second.snapshot
            first.second = second.first
    return list(found.values())


def _shared(outcome: Outcome, common: dict[str, Seen]) -> Outcome:
    outcome.first = {key: _one(common.setdefault(key, finding), finding) for key, finding in outcome.first.items()}
    return outcome


def _one(kept: Seen, finding: Seen) -> Seen:
    return kept if kept == finding else finding


def _tell(work: Work, told: Changes) -> None:
    """The transitions: a line each on standard output, or an entry of the log."""
    if not told:
        return
    at = rfc3339(now())
    message = messages.payload(told, work.journal.run or "", at, work.watched)
    if work.journal.format == "json":
        for one in message["transitions"]:
            about = {name: one[name] for name in ("transition", "rule", "severity", "object", "fingerprint")}
            work.journal.info("transition", one["message"], **about, targets=one.get("targets") or [message["target"]])
    else:
        work.say("".join(f"{line}\n" for line in [words.title(message), *words.brief(message)]))
