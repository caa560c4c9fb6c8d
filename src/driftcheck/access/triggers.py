"""Triggers that change what policies decide about: they rewrite the row, swallow it, or take the statement's place."""

from __future__ import annotations

from driftcheck.access.trees import UnreadableError, tokens
from driftcheck.access.world import Relation, World
from driftcheck.kinds.function import Function
from driftcheck.kinds.trigger import Trigger
from driftcheck.model import UNSTATED
from driftcheck.names import split


def meddling(world: World, relation: Relation, command: str, read: frozenset[str]) -> str | None:
    """Why a trigger makes the outcome unknown; `read` are the columns that policies read."""
    for name, trigger in world.triggers.get(relation.path, []):
        if trigger.enabled == "disabled" or not _fires(trigger, command):
            continue
        if trigger.timing == "INSTEAD OF":
            return f"the INSTEAD OF trigger {name} decides what happens"
        if trigger.timing == "BEFORE" and trigger.level == "ROW":
            reason = _rewrites(world, trigger, command, read)
            if reason:
                return f"the trigger {name} {reason}"
    return None


def instead(world: World, relation: Relation, command: str) -> str | None:
    """The INSTEAD OF trigger of a view, or a rule."""
    for path, rule in world.snapshot.of("rule").items():
        if path.startswith(relation.path + ".") and getattr(rule, "event", None) == command.upper():
            return f"the rule {split(path)[-1]} decides what happens"
    return meddling(world, relation, command, frozenset())


def _fires(trigger: Trigger, command: str) -> bool:
    events = trigger.events if trigger.events is not UNSTATED else []
    return any(event.split()[0].lower() == command for event in events)


def _rewrites(world: World, trigger: Trigger, command: str, read: frozenset[str]) -> str | None:
    function = _function(world, trigger)
    body = function.body if function is not None and isinstance(function.body, str) else None
    if body is None or function is None or function.language != "plpgsql":
        return "runs a function that is not understood"
    try:
        pieces = [piece for piece, _ in tokens(body)]
    except UnreadableError:
        return "runs a function that is not understood"
    for i, piece in enumerate(pieces):
        after = pieces[i + 1 : i + 4]
        if piece == "new" and len(after) == 3 and after[0] == "." and after[2] in (":=", "="):
            if after[1].strip('"') in read and _assigned(pieces, i):
                return f"rewrites {after[1]}"
        elif piece == "new" and after[:1] == [":="]:
            return "rewrites the row"
        elif piece == "raise" and after[:1] == ["exception"]:
            return "may refuse the row"
        elif piece == "return" and after[:1] == ["null"]:
            return "may drop the row"
        elif piece == "return" and after[:1] == ["old"] and command == "update":
            return "may drop the change"
    return None


def _assigned(pieces: list[str], i: int) -> bool:
    """`NEW.a := …` as a statement, not `IF NEW.a = …`."""
    return pieces[i + 3] == ":=" or i == 0 or pieces[i - 1] in (";", "begin", "then", "else", "loop")


def _function(world: World, trigger: Trigger) -> Function | None:
    if trigger.function is UNSTATED:
        return None
    parts = split(trigger.function)
    schema = parts[-2] if len(parts) > 1 else "public"
    found = world.functions.get((schema, parts[-1]), [])
    return found[0][1] if len(found) == 1 else None
