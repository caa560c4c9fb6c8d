"""`compile --explain`: each line of the documents with what was taken from it; what was not, at the end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from driftcheck.findings import label, say
from driftcheck.kinds import KINDS
from driftcheck.model import At, Facts, place, stated
from driftcheck.names import last, parent
from driftcheck.reports.escape import escape
from driftcheck.reports.lines import columns, line, paint, wrap

if TYPE_CHECKING:
    from rich.text import Text

    from driftcheck.ledger import Taken
    from driftcheck.reports import Medium
    from driftcheck.sources.documents import Compiled, DocumentExplanation

SEVERAL = 3  # more objects of one kind than these are named together
WIDEST = 160
LONGEST = 40  # columns of a value

Objects = dict[str, dict[str, Facts]]


def render(compiled: Compiled, medium: Medium) -> str:
    """The documents line by line: `=` gave facts, `?` names something and gave none."""
    width = min(medium.width, WIDEST)
    facts = compiled.snapshot.objects
    return paint((text for one in compiled.explanation for text in _document(one, facts, width)), medium)


def _document(one: DocumentExplanation, facts: Objects, width: int) -> Iterator[Text]:
    yield line((escape(one.path), "bold"))
    margin = len(str(len(one.lines))) + 3
    left = (width - margin - 2) // 2
    for entry in one.lines:
        if not entry.text.strip() and not entry.taken:
            continue
        sign, style = ("=", "green") if entry.taken else ("?", "yellow") if entry.names else (" ", "dim")
        said = [
            part
            for text in taken(entry.taken, facts, At(one.path, entry.number))
            for part in wrap(text, width - margin - left - 2)
        ]
        shown = _cut(entry.text, left if said else width - margin)
        pad = " " * (left - columns(shown) + 2)
        head = (f"{entry.number:>{margin - 3}} ", "dim")
        yield line(
            head,
            (f"{sign} ", style),
            (shown, "" if sign != " " else "dim"),
            *([(pad + said[0], "cyan")] if said else []),
        )
        for rest in said[1:]:
            yield line((" " * (margin + left + 2), ""), (rest, "cyan"))
    yield line()
    yield from _coverage(one, width)


def _coverage(one: DocumentExplanation, width: int) -> Iterator[Text]:
    facts = sum(len(entry.taken) for entry in one.telling)
    yield line(
        (f"{one.path}: {_count(facts, 'fact')} from {len(one.telling)} of {_count(len(one.lines), 'line')}", "bold")
    )
    for title, entries in (
        ("name something and gave no fact", [(entry.number, entry.text.strip()) for entry in one.silent]),
        ("are statements that could not be read", one.unparsed),
    ):
        if entries:
            yield line((f"{len(entries)} {title}:", "yellow"))
            for number, text in entries:
                yield line((f"  {one.path}:{number}  ", "blue"), (_cut(text, width - len(one.path) - 12), ""))
    yield line()


def taken(found: Sequence[Taken], facts: Objects, at: At) -> list[str]:
    """What a line gave, in words: an object with the properties that stand there, or several of a kind at once."""
    groups: dict[tuple[str, str], dict[str, None]] = {}
    for one in found:
        groups.setdefault((one.kind, parent(one.object)), {})[one.object] = None
    said = []
    for (kind, holder), paths in groups.items():
        if len(paths) > SEVERAL:
            where = f" of {holder}" if holder else ""
            said.append(f"{len(paths)} {label(KINDS[kind].plural)}{where}: {', '.join(map(last, paths))}")
            continue
        for path in paths:
            words = ", ".join(_properties(facts.get(kind, {}).get(path), at))
            said.append(f"{label(kind)} {path}{': ' if words else ''}{words}")
    return said


def _properties(facts: Facts | None, at: At) -> Iterator[str]:
    if facts is None:
        return
    for property, value in stated(facts):
        if place(facts, property) == at:
            said = say(value, property)
            plain = isinstance(value, bool) or value is None
            yield said if plain else f"{property.replace('_', ' ')} {_cut(said, LONGEST)}"


def _cut(text: str, width: int) -> str:
    text = escape(text.rstrip().expandtabs(4))
    if columns(text) <= width:
        return text
    cut = ""
    for c in text:
        if columns(cut + c) > width - 1:
            break
        cut += c
    return cut + "…"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' * (number != 1)}"
