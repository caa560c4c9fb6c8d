"""HTML in a page: headings and tables become the blocks that they stand for; everything else is left alone."""

from __future__ import annotations

import dataclasses
import re
from html.parser import HTMLParser

from driftcheck.sources.documents.markup import Block, Inline, Row, Span

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_NAME = re.compile(r"[a-z_][a-z0-9_.]*\s*(?:[-–—(]|\Z)")
_CAPTION = re.compile(
    r"(?:table:?\s+)?`?[a-z_][a-z0-9_.]*`?(?:\s+table)?\s*(?:[-–—(:].*)?\Z", re.IGNORECASE | re.DOTALL
)
_LOOKS = {
    "code": "code",
    "tt": "code",
    "kbd": "code",
    "b": "bold",
    "strong": "bold",
    "s": "struck",
    "del": "struck",
    "strike": "struck",
}
MOST_DEPTH = 50


def whole(blocks: list[Block]) -> list[Block]:
    """The page's blocks, with raw HTML that a blank line cut within a table put together again."""
    found: list[Block] = []
    parts: list[str] = []
    is_open, following = False, 0  # whether a table is open, and the line after what was put together
    for block in blocks:
        if block.kind != "html":
            is_open = False
            found.append(block)
            continue
        if is_open:
            parts += ["\n" * (block.first - following), block.content]
            found[-1].end = block.end
        else:
            _join(found, parts)
            parts = [block.content]
            found.append(dataclasses.replace(block))
        following = block.first + block.content.count("\n")
        lower = block.content.lower()
        begins, ends = lower.rfind("<table"), lower.rfind("</table")
        is_open = begins > ends or (is_open and ends < 0)
    _join(found, parts)
    return found


def _join(found: list[Block], parts: list[str]) -> None:
    if len(parts) > 1:
        next(block for block in reversed(found) if block.kind == "html").content = "".join(parts)


def expand(block: Block) -> list[Block]:
    """The blocks in a block of raw HTML; the block itself, if it has neither headings nor tables."""
    lower = block.content.lower()
    if "<table" not in lower and "<h" not in lower and "<tr" not in lower and "<summary" not in lower:
        return [block]
    reader = _Reader(block.first)
    reader.feed(block.content)
    reader.close()
    return reader.blocks or [block]


class _Reader(HTMLParser):
    def __init__(self, first: int) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self._first = first
        self._spans: list[Span] | None = None
        self._looks: dict[str, int] = {"code": 0, "bold": 0, "struck": 0}
        self._tables: list[Block] = []
        self._heading: Block | None = None
        self._line_of_cell = first
        self._captioned = False

    def _line(self) -> int:
        return self._first + self.getpos()[0] - 1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a table, row, cell or heading."""
        line = self._line()
        if tag in _HEADINGS:
            self._heading = Block("heading", line, line + 1, level=int(tag[1]))
            self._spans, self._line_of_cell = [], line
        elif tag == "summary" and not self._tables:
            self._heading = Block("heading", line, line + 1, level=6)
            self._spans, self._line_of_cell = [], line
        elif tag == "table" and len(self._tables) < MOST_DEPTH:
            self._tables.append(Block("table", line, line + 1))
        elif tag == "caption" and len(self._tables) == 1:
            self._heading = Block("heading", line, line + 1, level=6)
            self._spans, self._line_of_cell = [], line
        elif tag == "tr":
            self._caption()
            if not self._tables:
                self._tables.append(Block("table", line, line + 1))
            self._cell()
            self._tables[-1].rows.append(Row([], line))
        elif tag in ("td", "th") and self._tables and self._tables[-1].rows:
            self._cell()
            row = self._tables[-1].rows[-1]
            if not row.cells:
                row.line = line
            self._spans, self._line_of_cell = [], line
        elif tag == "br" and self._spans is not None:
            self._spans.append(Span("\n", self._line_of_cell))
        elif tag in _LOOKS:
            self._looks[_LOOKS[tag]] += 1

    def handle_endtag(self, tag: str) -> None:
        """Close what was opened."""
        if tag in _HEADINGS and self._heading is not None:
            self._heading.inline = Inline(self._spans or [], self._heading.line)
            self.blocks.append(self._heading)
            self._heading = self._spans = None
        elif tag == "summary" and self._heading is not None:
            summary = Inline(self._spans or [], self._heading.line)
            spans = [span for span in summary.spans if span.text.strip()]
            if spans and (spans[0].bold or spans[0].code) and _NAME.match(summary.text.strip()):
                self._heading.inline = summary
                self.blocks.append(self._heading)
            self._heading = self._spans = None
        elif tag == "caption":
            self._caption()
        elif tag in ("td", "th", "tr"):
            self._cell()
        elif tag == "table" and self._tables:
            self._table()
        elif tag in _LOOKS:
            self._looks[_LOOKS[tag]] = max(0, self._looks[_LOOKS[tag]] - 1)

    def handle_data(self, data: str) -> None:
        """Text of a cell or heading."""
        if self._spans is not None and data:
            text = " ".join(data.split()) if data.strip() else (" " if self._spans else "")
            if data[:1].isspace() and text.strip() and self._spans:
                text = " " + text
            if data[-1:].isspace() and text.strip():
                text += " "
            if text:
                self._spans.append(
                    Span(
                        text.replace("\xa0", " "),
                        self._line_of_cell,
                        self._looks["code"] > 0,
                        self._looks["bold"] > 0,
                        self._looks["struck"] > 0,
                    )
                )

    def close(self) -> None:
        """Tables that the page never closes count too."""
        super().close()
        while self._tables:
            self._table()

    def _caption(self) -> None:
        """A caption that is a name is the heading of its table; another one is nobody's."""
        if self._heading is not None and len(self._tables) == 1:
            title = Inline([span for span in self._spans or [] if span.text.strip()], self._heading.line)
            if _CAPTION.match(title.text.strip()):
                self._heading.inline = title
                self.blocks.append(self._heading)
                self._captioned = True
            self._heading = self._spans = None

    def _table(self) -> None:
        """The innermost open table ends, and with it what its caption says."""
        self._cell()
        table = self._tables.pop()
        if not self._tables:
            self.blocks.append(table)
            if self._captioned:
                self.blocks.append(Block("end", self._line(), level=6))
            self._captioned = False

    def _cell(self) -> None:
        if self._spans is not None and self._heading is None and self._tables and self._tables[-1].rows:
            self._tables[-1].rows[-1].cells.append(Inline(self._spans, self._line_of_cell))
            self._spans = None
