"""What two matrices say differently, in sentences: "anonymous can now read `invoices`"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from driftcheck.access.cells import Cell, key
from driftcheck.access.session import CALLERS, TIED
from driftcheck.access.telling import enumerated, rows
from driftcheck.names import join, split

WHO = {
    "anonymous": "anonymous",
    "stranger": "any signed-in user",
    "owner": "the row's owner",
    "member": "whoever is tied to the row",
    "admin": "an administrator",
    "service": "the service role",
}
_VERBS = {"select": "read", "insert": "insert into", "update": "update", "delete": "delete from"}


def changes(before: Iterable[Cell], after: Iterable[Cell]) -> list[str]:
    """A sentence for each caller and table whose cells differ; unknown cells, and tables of one side, say nothing."""
    old = {key(cell): cell for cell in before}
    met: dict[tuple[str, str, str, str], list[str]] = {}
    pairs = [(old[key(cell)], cell) for cell in after if key(cell) in old]
    changed: dict[tuple[str, str, str], tuple[str, str]] = {}
    for was, new in pairs:
        if change := _change(was, new):
            changed[key(new)] = change
    for (object, command, caller), (word, which) in changed.items():
        same = changed.get((object, command, "stranger")) == (word, which)
        if not (caller in TIED and same):  # who is signed in at all includes them
            met.setdefault((object, caller, word, which), []).append(command)
    order = list(CALLERS)
    found = sorted(met.items(), key=lambda item: (item[0][0], order.index(item[0][1]), item[0][2:]))
    said = [_sentence(*about, commands) for about, commands in found]
    return [*said, *_given_away(pairs)]


def _change(was: Cell, new: Cell) -> tuple[str, str] | None:
    if "unknown" in (*was.reach, *new.reach) or was.reach == new.reach:
        return None
    if not new.reach:
        return "can no longer", ""
    if not was.reach:
        return "can now", "" if "all" in new.reach else rows(new.reach)
    wider = "all" in new.reach or ("all" not in was.reach and set(was.reach) < set(new.reach))
    return "can now" if wider else "can now only", f"{rows(new.reach)} (before: {rows(was.reach)})"


def _sentence(object: str, caller: str, word: str, which: str, commands: list[str]) -> str:
    return f"{WHO[caller]} {word} {enumerated([_VERBS[c] for c in commands])} `{_name(object)}`" + (
        f": {which}" if which else ""
    )


def _given_away(pairs: list[tuple[Cell, Cell]]) -> Iterator[str]:
    for was, new in pairs:
        if new.may_move and not was.may_move and "unknown" not in was.reach:
            yield f"{WHO[new.caller]} can now give rows of `{_name(new.object)}` to somebody else"


def _name(object: str) -> str:
    schema, *rest = split(object)
    return join(*rest) if schema == "public" else object
