"""Documented DDL made exact (`--scratch`): built in a throwaway PostgreSQL and read back as PostgreSQL prints it."""

from __future__ import annotations

import time

import msgspec

from driftcheck.kinds import KINDS
from driftcheck.match import match
from driftcheck.model import UNSTATED, Facts, Snapshot, stated
from driftcheck.names import parent

_SECONDS = 120.0
_OTHERWISE = frozenset({"grants", "columns"})  # spelled in one way only; what they list is not for a server to say


def exact(snapshot: Snapshot, scratch_url: str | None, timeout: float | None = None) -> Snapshot:
    """The snapshot, with types and expressions as the server prints them where all that they depend on is stated.

    What cannot be built there stays as it is written, and compares by its meaning. UsageError without a server.
    """
    from driftcheck import build, platform_stub
    from driftcheck.sources.sql import scratch
    from driftcheck.sources.sql.run import Runner

    deadline = time.monotonic() + min(timeout or _SECONDS, _SECONDS)
    with scratch.database(scratch_url) as made:
        runner = Runner(made.url, made.own_server, deadline)
        try:
            for statement in platform_stub.statements():
                runner.prepare(statement)
            failures = [
                statement
                for statement in build.statements(snapshot, scratch.read(made, deadline))
                if not runner.tried(statement)
            ]
            there = scratch.read(made, deadline)
        finally:
            runner.close()
    result = msgspec.structs.replace(
        snapshot,
        objects={k: {p: msgspec.structs.replace(f) for p, f in o.items()} for k, o in snapshot.objects.items()},
    )
    if failures:
        result.notes = [*snapshot.notes, f"--scratch: {len(failures)} documented statements could not be run there"]
    _take_over(result, there)
    return result


def _take_over(snapshot: Snapshot, there: Snapshot) -> None:
    typed = _typed(snapshot)
    everything = all(typed.values())
    for name, kind in KINDS.items():
        properties = set(kind.same) - _OTHERWISE
        if not properties or kind.missing is None:
            continue
        for path, to in match(name, snapshot.of(name), there.of(name), {}).pairs.items():
            facts, found = snapshot.of(name)[path], there.of(name)[to]
            if not _depends_on_stated(name, path, facts, typed, everything):
                continue
            for property, _ in list(stated(facts)):
                value = getattr(found, property)
                loose = facts.loose is not UNSTATED and property in facts.loose
                if property in properties and not loose and value is not UNSTATED:
                    setattr(facts, property, value)


def _typed(snapshot: Snapshot) -> dict[str, bool]:
    """Table → whether the types of its columns are stated, each exactly."""
    found: dict[str, bool] = dict.fromkeys(snapshot.of("table"), False)
    seen: dict[str, bool] = {}
    for path, facts in snapshot.of("column").items():
        exact = getattr(facts, "type", UNSTATED) is not UNSTATED and facts.loose is UNSTATED
        seen[parent(path)] = seen.get(parent(path), True) and exact
    return found | seen


def _depends_on_stated(kind: str, path: str, facts: Facts, typed: dict[str, bool], everything: bool) -> bool:
    if KINDS[kind].scope == "table":
        table = getattr(facts, "table", None) if kind == "index" else parent(path)
        return typed.get(str(table), False)
    return everything
