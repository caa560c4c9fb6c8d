"""`driftcheck accept`: today's findings become accepted drift, with a reason and an end."""

from __future__ import annotations

import datetime
import tomllib
from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from driftcheck.accepted import Acceptances, Entry, parse
from driftcheck.errors import UsageError
from driftcheck.globs import matches, selected
from driftcheck.hints import did_you_mean
from driftcheck.tomlplaces import Lines, places, written

if TYPE_CHECKING:
    from driftcheck.model import Finding
    from driftcheck.reports.report import Report

_KEYS = Entry.__struct_fields__


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What the command line asks for."""

    reason: str | None = None
    by: str | None = None
    until: datetime.date | None = None
    rules: Sequence[str] = ()
    objects: Sequence[str] = ()
    prune: bool = False


class Outcome(msgspec.Struct, kw_only=True):
    """What became of it: the file's new text, and the entries that came and went."""

    text: str
    added: list[Entry]
    renewed: list[Entry]
    removed: list[Entry]


def wanted(
    reason: str | None,
    by: str | None,
    until: str | None,
    rules: Sequence[str] = (),
    objects: Sequence[str] = (),
    prune: bool = False,
) -> Wanted:
    """The command line's wishes. UsageError for one that means nothing, before any database is read."""
    if reason is None and not prune:
        raise UsageError('accepted drift needs a reason: --reason "import until the new year"')
    if reason is not None and not reason.strip():
        raise UsageError("--reason: a reason has words")
    return Wanted(reason=reason, by=by or None, until=_date(until), rules=_known(rules), objects=objects, prune=prune)


def _date(text: str | None) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text) if text is not None else None
    except ValueError:
        raise UsageError(f'--until: "{text}" is not a date such as 2027-01-31') from None


def _known(rules: Sequence[str]) -> Sequence[str]:
    from driftcheck.rules import RULES

    for pattern in rules:
        if not pattern.startswith("!") and not any(matches(rule, pattern) for rule in RULES):
            raise UsageError(f'--rule: no rule is called "{pattern}"{did_you_mean(pattern, RULES)}')
    return rules


def accept(report: Report, accepted: Acceptances, wish: Wanted) -> Outcome:
    """The file's text with an entry for each finding that is chosen and not accepted yet.

    One that has expired gets the new reason and end in its place. With `prune` entries that match nothing go.
    """
    text, removed = accepted.text.replace("\r\n", "\n"), list[Entry]()
    if wish.prune:
        stale = {entry.fingerprint for _, entry in report.stale}
        removed = [entry for entry in accepted.entries if entry.fingerprint in stale]
        text = _without(text, {i for i, entry in enumerate(accepted.entries) if entry in removed})
    added: dict[str, Entry] = {}
    renewed: dict[str, Entry] = {}
    known = {entry.fingerprint for entry in accepted.entries}
    for finding in report.counting() if wish.reason is not None else ():
        if _chosen(finding, wish):
            entry = _entry(finding, wish)
            (renewed if entry.fingerprint in known else added)[entry.fingerprint] = entry
    text = _renewed(text, accepted, renewed)
    if added and text.strip():
        text = text.rstrip("\n") + "\n"
    for entry in added.values():
        text += ("\n" if text else "") + "\n".join(("[[accepted]]", *_lines(entry))) + "\n"
    kept = [entry for entry in accepted.entries if entry not in removed]
    _verify(text, accepted.path, [*(renewed.get(e.fingerprint, e) for e in kept), *added.values()])
    if "\r\n" in accepted.text:
        text = text.replace("\n", "\r\n")
    return Outcome(text=text, added=list(added.values()), renewed=list(renewed.values()), removed=removed)


def _chosen(finding: Finding, wish: Wanted) -> bool:
    return (not wish.rules or selected(finding.rule, wish.rules)) and (
        not wish.objects or selected(finding.object, wish.objects)
    )


def _entry(finding: Finding, wish: Wanted) -> Entry:
    assert wish.reason is not None
    return Entry(
        fingerprint=finding.fingerprint,
        rule=finding.rule,
        object=finding.object.encode("utf-8", "replace").decode(),
        reason=wish.reason.encode("utf-8", "replace").decode(),
        by=wish.by and wish.by.encode("utf-8", "replace").decode(),
        until=wish.until,
    )


def _lines(entry: Entry) -> list[str]:
    return [f"{key} = {written(getattr(entry, key))}" for key in _KEYS if getattr(entry, key) is not None]


def _without(text: str, numbers: set[int]) -> str:
    """The text without these entries. Comments between entries stay: they may be about more than one."""
    lines, found = text.split("\n"), places(text)
    for number in sorted(numbers, reverse=True):
        first, last = found[("accepted", str(number))]
        if last < len(lines) and not lines[last].strip() and (first == 1 or not lines[first - 2].strip()):
            last += 1  # of the two blank lines around it
        del lines[first - 1 : last]
    return "\n".join(lines)


def _renewed(text: str, accepted: Acceptances, renewed: dict[str, Entry]) -> str:
    """The text with new values for entries that it has: line by line, so that comments stay."""
    entries = parse(text, accepted.path).entries if renewed else []
    lines, found = text.split("\n"), places(text) if renewed else {}
    for number in reversed(range(len(entries))):
        entry = renewed.get(entries[number].fingerprint)
        if entry is None:
            continue
        whole = found[("accepted", str(number))]
        new = lines[whole.first - 1 : whole.last]
        here = {key: found[place] for key in _KEYS if (place := ("accepted", str(number), key)) in found}
        for key, at in sorted(here.items(), key=lambda item: -item[1].first):
            at = Lines(at.first - whole.first, at.last - whole.first + 1)
            value = getattr(entry, key)
            comment = _comment(new[at.first : at.last])
            if value is None:
                new[at.first : at.last] = [comment.strip()] if comment else []
            elif value != getattr(entries[number], key):
                new[at.first : at.last] = [f"{key} = {written(value)}{comment}"]
        new += [line for line in _lines(entry) if line.partition(" ")[0] not in here]
        lines[whole.first - 1 : whole.last] = new
    return "\n".join(lines)


def _comment(lines: list[str]) -> str:
    """The comment behind a key's value, with the blanks before it."""
    text = "\n".join(lines)
    at = text.find("#")
    while at >= 0:
        try:
            tomllib.loads(text[:at])
        except tomllib.TOMLDecodeError:
            at = text.find("#", at + 1)
        else:
            return text[len(text[:at].rstrip()) :]
    return ""


def _verify(text: str, path: str, wanted: list[Entry]) -> None:
    """UsageError if the text does not say what it should: the file was written in a form that cannot be edited."""
    try:
        found = parse(text, path).entries
    except UsageError:
        found = []
    if found != wanted:
        raise UsageError(f"{path}: cannot be edited; write each entry as a table of its own, headed [[accepted]]")
