"""A page as a tree of sections: what stands under which heading, or under which lead-in ("**Tables:**", "Indexes:")."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator

from driftcheck.sources.documents import introduced, moods
from driftcheck.sources.documents.labels import kind_of
from driftcheck.sources.documents.markup import Block, Inline, Span

_NAME = re.compile(r"(?P<name>[a-z_][a-z0-9_.]*)(?:\s*(?:[-–—(]|(?P<colon>:))|\Z)")
INTRODUCED = 9
"""The level of a line that names the table of the columns below it: lead-ins may follow for the same table."""
LEAD = 10
"""The level of a lead-in: below every heading."""


@dataclasses.dataclass(slots=True)
class Section:
    """A heading or lead-in, the blocks under it, and the sections below it, both in order in `parts`."""

    title: Inline
    line: int
    level: int
    parts: list[Block | Section] = dataclasses.field(default_factory=list)
    parent: Section | None = None
    comments: str = ""  # the HTML comments in the title

    @property
    def heading(self) -> bool:
        """Whether it is a heading, no lead-in."""
        return self.level < LEAD

    @property
    def blocks(self) -> Iterator[Block]:
        """The blocks directly under the heading, those below lead-ins included."""
        for part in self.parts:
            if isinstance(part, Block):
                yield part
            elif not part.heading:
                yield from part.blocks

    @property
    def sections(self) -> Iterator[Section]:
        """The sections directly below."""
        return (part for part in self.parts if isinstance(part, Section))

    def walk(self) -> Iterator[Section]:
        """This section and all below it, in order."""
        yield self
        for section in self.sections:
            yield from section.walk()


def outline(blocks: list[Block]) -> Section:
    """The page's root section, with everything below it."""
    root = Section(Inline([], 1), 1, 0)
    current = root
    for number, block in enumerate(blocks):
        if block.kind == "heading" and block.inline is not None:
            while current.level >= block.level:
                assert current.parent is not None
                current = current.parent
            current = _open(current, block.inline, block.line, block.level)
            current.comments = block.content
            continue
        if block.kind == "end":
            while current.level >= block.level and current.parent is not None:
                current = current.parent
            continue
        following = blocks[number + 1] if number + 1 < len(blocks) else None
        if block.kind in ("paragraph", "rule", "quote") and current.level >= LEAD:
            assert current.parent is not None
            current = current.parent
        if (
            block.kind == "paragraph"
            and block.inline is not None
            and following is not None
            and (
                (named := following.kind == "table" and _names_table(block.inline))
                or is_lead_in(block.inline)
                or (following.kind == "fence" and _is_reservation(block.inline))
            )
        ):
            before, lead = (None, block.inline) if named else _last_line(block.inline)
            if following.kind in ("list", "table", "fence", "html"):
                if before is not None:
                    current.parts.append(dataclasses.replace(block, inline=before))
                while named and current.level >= INTRODUCED:
                    assert current.parent is not None
                    current = current.parent
                current = _open(current, lead, lead.line, INTRODUCED if named else LEAD)
                continue
        current.parts.append(block)
    return root


def is_lead_in(inline: Inline) -> bool:
    """Whether a paragraph announces what follows: its last line ends with a colon, or is bold as a whole."""
    last = _last_line(inline)[1]
    text = last.text.strip()
    if not text or len(text) > 200:
        return False
    named = (
        _NAME.match(text) if len(text) <= 120 and last.spans and (last.spans[0].bold or last.spans[0].code) else None
    )
    if named and not (named["colon"] and kind_of(named["name"])):
        return True  # "**carts** - what is about to be bought"
    return text.endswith((":", "：")) or all(span.bold or not span.text.strip() for span in last.spans)


def _names_table(inline: Inline) -> bool:
    """Whether a paragraph over a list of columns begins by naming their table: "Table `visits` keeps …"."""
    return introduced.table_of(inline) is not None


def _is_reservation(inline: Inline) -> bool:
    """Whether a short line over a fence begins by saying that the fence is not of today: "Instead of", "TODO create"."""
    before, last = _last_line(inline)
    if before is not None and before.text.rstrip()[-1:] not in ".!?:;":
        return False  # the line only goes on with a sentence
    text = last.text.strip()
    return len(text) <= 120 and moods.of(" ".join(text.split()[:3])) not in (None, "history")


def _last_line(inline: Inline) -> tuple[Inline | None, Inline]:
    lines = list(inline.lines())
    if len(lines) == 1:
        return None, lines[0]
    last = lines[-1]
    spans: list[Span] = []
    for span in inline.spans:
        if span.line >= last.line:
            break
        spans.append(span)
    return Inline(spans, inline.line), last


def _open(parent: Section, title: Inline, line: int, level: int) -> Section:
    section = Section(title, line, level, parent=parent)
    parent.parts.append(section)
    return section
