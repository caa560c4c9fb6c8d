"""From the changes of a run to messages: who is told of what, and the JSON that carries it."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from typing import Any

import msgspec

from driftcheck.globs import selected
from driftcheck.history.model import Change, Changes
from driftcheck.history.outbox import Message
from driftcheck.model import Severity
from driftcheck.names import split
from driftcheck.settings import Alert
from driftcheck.watch.settings import Sink

LARGEST = 256 * 1024  # bytes
LONGEST = 2000  # characters of one transition's message
FEW = 100  # targets that a transition still names in a message that is too large


def compose(changes: Changes, sinks: Sequence[Sink], run: str, at: str, watched: int) -> Iterator[Message]:
    """One message for each sink that a change concerns. `watched` counts the run's targets: more than one is a fleet."""
    for sink in sinks:
        if told := routed(changes, sink.route):
            text = encode(payload(told, run, at, watched))
            yield Message(id=f"msg_{uuid.uuid4().hex}", sink=sink.name, payload=text)


def routed(changes: Changes, route: Alert) -> Changes:
    """The changes that a sink wants to hear of. What concerns a whole target has neither kind nor schema."""
    found: Changes = {}
    for target, all_ in changes.items():
        if route.targets and not selected(target, route.targets):
            continue
        if kept := [change for change in all_ if _wanted(change, route)]:
            found[target] = kept
    return found


def _wanted(change: Change, route: Alert) -> bool:
    about = change.about
    if about is None:
        return True
    if route.severity and about.severity.weight < Severity(route.severity).weight:
        # it was told while it weighed more, so its easing is told as well
        return change.was is not None and change.was.seen.severity.weight >= Severity(route.severity).weight
    if route.kinds and about.kind not in route.kinds:
        return False
    return not route.schemas or _in_schemas(about.kind, about.object, route.schemas)


def _in_schemas(kind: str, object: str, schemas: Sequence[str]) -> bool:
    from driftcheck.kinds import KINDS

    known = KINDS.get(kind)
    if kind != "schema" and (known is None or known.scope not in ("schema", "table")):
        return any(fnmatchcase("", glob) for glob in schemas)
    return selected(split(object)[0], schemas)


def payload(changes: Changes, run: str, at: str, watched: int) -> dict[str, Any]:
    """The message of the contract; of a fleet, one transition a finding with the targets that it concerns."""
    if watched > 1:
        target, transitions = None, list(_grouped(changes))
    else:
        (target, all_) = next(iter(changes.items()))
        transitions = [transition(change) for change in all_]
    data: dict[str, Any] = {"format": 1, "target": target, "run": run, "at": at}
    if watched > 1:
        data["watched"] = watched
    return {**data, "counts": _counts(transitions), "transitions": transitions}


def transition(change: Change) -> dict[str, Any]:
    """One transition. Of a target as a whole, only its message says more."""
    about = change.about
    if about is None:
        severity = Severity.ERROR if change.transition == "unreachable" else Severity.INFO
        nothing = {"kind": None, "object": None, "fingerprint": None, "message": _short(change.message), "at": None}
        return {"transition": change.transition, "rule": None, "severity": severity.value, **nothing}
    return {
        "transition": change.transition,
        "rule": about.rule,
        "severity": about.severity.value,
        "kind": about.kind,
        "object": about.object,
        "fingerprint": about.fingerprint,
        "message": _short(about.message),
        "at": {"path": about.at.path, "line": about.at.line} if about.at else None,
    }


def _grouped(changes: Changes) -> Iterator[dict[str, Any]]:
    """By transition and finding, the most widespread of the gravest first."""
    groups: dict[tuple[str, str | None, str | None], dict[str, Any]] = {}
    for target, all_ in changes.items():
        for change in all_:
            about = change.about
            key = (
                (change.transition, about.fingerprint, about.severity.value)
                if about
                else (change.transition, None, None)
            )
            group = groups.get(key)
            if group is None:
                group = groups[key] = {**transition(change), "targets": []}
            group["targets"].append(target)
    for group in groups.values():
        if group["rule"] is None and len(group["targets"]) > 1:
            state = "could not be checked" if group["transition"] == "unreachable" else "can be checked again"
            group["message"] = f"{len(group['targets'])} targets {state}; the first: {group['message']}"
    yield from sorted(groups.values(), key=_gravity)


def _gravity(group: dict[str, Any]) -> tuple[int, int, str, str]:
    return -Severity(group["severity"]).weight, -len(group["targets"]), group["object"] or "", group["transition"]


def encode(data: dict[str, Any]) -> str:
    """As JSON of at most LARGEST bytes: first targets, then transitions are left out, and counted as `omitted`."""
    text = msgspec.json.encode(data)
    if len(text) <= LARGEST:
        return text.decode()
    short = [_few(one) for one in data["transitions"]]
    head = {**data, "transitions": [], "omitted": len(short)}
    left = LARGEST - len(msgspec.json.encode(head))
    kept = []
    for one in short:
        left -= len(msgspec.json.encode(one)) + 1
        if left < 0:
            break
        kept.append(one)
    cut = {**data, "transitions": kept}
    if len(kept) < len(short):
        cut["omitted"] = len(short) - len(kept)
    return msgspec.json.encode(cut).decode()


def _few(one: dict[str, Any]) -> dict[str, Any]:
    targets = one.get("targets", [])
    if len(targets) <= FEW:
        return one
    return {**one, "targets": targets[:FEW], "targets_omitted": len(targets) - FEW}


def _counts(transitions: Sequence[dict[str, Any]]) -> dict[str, int]:
    return dict(Counter(one["transition"] for one in transitions))


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
