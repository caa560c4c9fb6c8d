"""A page's Markdown as blocks with exact lines: headings, paragraphs, lists, tables, fences, raw HTML.

Built from markdown-it-py's tokens (CommonMark with tables and strikethrough). What is inside a line becomes spans that
know whether they are code, bold, struck through, or a link.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

LONGEST_INLINE = 10_000  # characters of one paragraph, item or cell; in a longer one nothing is looked for
LONGEST_LINE = 20_000  # characters of a line in a fence
_BLANKS = re.compile(r"[ \t]{2,}|\t")
_TAG = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]*)[^<>]*>")
_HTML_BOLD, _HTML_CODE, _HTML_STRUCK = ("b", "strong"), ("code", "tt", "kbd"), ("s", "del", "strike")


@dataclasses.dataclass(slots=True)
class Span:
    """A run of characters of one look, in one line."""

    text: str
    line: int
    code: bool = False
    bold: bool = False
    struck: bool = False
    link: str | None = None


@dataclasses.dataclass(slots=True)
class Inline:
    """The content of a heading, paragraph, cell or item's first line."""

    spans: list[Span]
    line: int

    @property
    def text(self) -> str:
        """The words without their markup."""
        return "".join(span.text for span in self.spans)

    @property
    def source(self) -> str:
        """The words with their code spans marked."""
        return "".join(f"`{span.text}`" if span.code else span.text for span in self.spans)

    @property
    def struck(self) -> bool:
        """Whether all that it says is struck through."""
        return bool(self.spans) and all(span.struck or not span.text.strip() for span in self.spans)

    def lines(self) -> Iterator[Inline]:
        """Each source line by itself."""
        if not self.spans:
            yield self
        for line in sorted({span.line for span in self.spans}):
            yield Inline([span for span in self.spans if span.line == line and span.text != "\n"], line)


@dataclasses.dataclass(slots=True)
class Row:
    """A table's row."""

    cells: list[Inline]
    line: int


@dataclasses.dataclass(slots=True)
class Block:
    """One block. `kind`: heading, paragraph, list, item, table, fence, html, quote, rule, or the end of a heading's section."""

    kind: str
    line: int
    end: int = 0  # the line after the last one
    level: int = 0  # of a heading
    ordered: bool = False  # of a list
    inline: Inline | None = None  # heading, paragraph; an item's first paragraph
    children: list[Block] = dataclasses.field(default_factory=list)  # of a list, item or quote
    rows: list[Row] = dataclasses.field(default_factory=list)  # of a table, its head first
    info: str = ""  # of a fence: the words after the backticks
    content: str = ""  # of a fence, from `first` on; of raw HTML; the HTML comments in a heading or paragraph
    first: int = 0  # the line of a fence's first line of content

    @property
    def compact(self) -> str:
        """The content in one line with single blanks: for looking into, not for reading."""
        return " ".join(self.content.split())


@cache
def _markdown() -> MarkdownIt:
    from markdown_it import MarkdownIt

    md = MarkdownIt("commonmark", {"maxNesting": 40}).enable(["table", "strikethrough"])
    md.core.ruler.disable(["inline"])  # inline content is parsed here, within bounds
    return md


def blocks(text: str) -> list[Block]:
    """The page's blocks, in order."""
    md = _markdown()
    env: dict[str, Any] = {}
    tokens = md.parse(text, env)
    return _Builder(md, env).build(tokens)


class _Builder:
    def __init__(self, md: MarkdownIt, env: dict[str, Any]) -> None:
        self._md, self._env = md, env

    def build(self, tokens: Sequence[Token]) -> list[Block]:
        root = Block("root", 1)
        open_blocks = [root]
        for token in tokens:
            top, name = open_blocks[-1], token.type
            line, end = (token.map[0] + 1, token.map[1] + 1) if token.map else (top.line, top.end)
            if name in _OPEN:
                block = Block(_OPEN[name], line, end)
                if name == "heading_open":
                    block.level = int(token.tag[1])
                block.ordered = name == "ordered_list_open"
                top.children.append(block)
                open_blocks.append(block)
            elif name in _CLOSE:
                self._close(open_blocks.pop(), open_blocks[-1])
            elif name == "tr_open":
                top.rows.append(Row([], line))
            elif name == "inline":
                inline = self._inline(token, line)
                if top.kind == "table":
                    if top.rows:
                        inline.line = top.rows[-1].line
                        top.rows[-1].cells.append(inline)
                else:
                    top.inline = inline
                    if "<!--" in token.content:
                        top.content, top.first = token.content, line
            elif name in ("fence", "code_block"):
                first = line + 1 if name == "fence" else line
                top.children.append(
                    Block("fence", line, end, info=token.info.strip(), content=_bounded(token.content), first=first)
                )
            elif name == "html_block":
                top.children.append(Block("html", line, end, content=token.content, first=line))
            elif name == "hr":
                top.children.append(Block("rule", line, end))
        return root.children

    @staticmethod
    def _close(block: Block, holder: Block) -> None:
        """An item speaks by its first paragraph."""
        if block.kind == "paragraph" and holder.kind == "item" and holder.children[0] is block:
            holder.inline = block.inline
            holder.children.pop()

    def _inline(self, token: Token, line: int) -> Inline:
        content = token.content if len(token.content) <= LONGEST_INLINE else ""
        if "  " in content or "\t" in content:
            content = _BLANKS.sub(" ", content)
        plain = "`" not in content and not any(c in content for c in "*_~[<&\\!\n")
        if plain:
            spans = [Span(part, line + n) for n, part in enumerate(content.split("\n"))]
            return Inline(spans, line)
        children: list[Token] = []
        self._md.inline.parse(content, self._md, self._env, children)
        return Inline(_spans(children, line), line)


_OPEN = {
    "heading_open": "heading",
    "paragraph_open": "paragraph",
    "bullet_list_open": "list",
    "ordered_list_open": "list",
    "list_item_open": "item",
    "table_open": "table",
    "blockquote_open": "quote",
}
_CLOSE = frozenset(name.replace("_open", "_close") for name in _OPEN)


def _bounded(content: str) -> str:
    """A fence's content; nothing of one with lines that nobody wrote by hand."""
    return content if len(content) < LONGEST_LINE or max(map(len, content.split("\n"))) < LONGEST_LINE else ""


def _spans(tokens: list[Token], line: int) -> list[Span]:
    spans: list[Span] = []
    bold = struck = code = 0
    links: list[str] = []
    for token in tokens:
        name = token.type
        if name in ("text", "code_inline", "text_special"):
            if token.content:
                look = Span(token.content, line, name == "code_inline" or code > 0, bold > 0, struck > 0)
                look.link = links[-1] if links else None
                spans.append(look)
        elif name in ("softbreak", "hardbreak"):
            spans.append(Span("\n", line))
            line += 1
        elif name in ("strong_open", "strong_close"):
            bold += token.nesting
        elif name in ("s_open", "s_close"):
            struck += token.nesting
        elif name == "link_open":
            links.append(str(token.attrs.get("href", "")))
        elif name == "link_close" and links:
            links.pop()
        elif name == "html_inline":
            line += token.content.count("\n")
            tag = _TAG.match(token.content)
            step = -1 if token.content.startswith("</") else 1
            word = tag[1].lower() if tag else ""
            if word == "br":
                spans.append(Span("\n", line))
            elif word in _HTML_BOLD:
                bold += step
            elif word in _HTML_CODE:
                code += step
            elif word in _HTML_STRUCK:
                struck += step
    return spans
