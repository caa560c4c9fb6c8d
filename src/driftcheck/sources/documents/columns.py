"""Columns in bullets and counted lists.

- `` - `email` (text, unique, not null) - login address``, `` - `state`: text NOT NULL DEFAULT 'ashore' ``
- "Columns: 9 (id, name, …)", "Columns: `id`, `boat_id`"

A counted list is complete exactly when it names as many columns as it counts; bullets without a count are partial.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable

from driftcheck.kinds.table import Table
from driftcheck.model import Fault, Level
from driftcheck.sources.documents import arrows, attributes, labels, remarks
from driftcheck.sources.documents.context import Context
from driftcheck.sources.documents.markup import Block, Inline
from driftcheck.sources.documents.naming import Name, Named, is_unchecked, lead, parse
from driftcheck.sources.documents.wholeness import mark

_COUNT = re.compile(r"\s*(\d{1,4})\b(?!\s*[,.:)]\s*\w)")
_OPEN_END = re.compile(r"(?:,?\s*(?:etc\.?|and (?:more|others|so on)|usw\.?|u\.\s?a\.|…|\.\.\.))\s*\Z", re.IGNORECASE)
_ARROW = re.compile(r"[\s`*]*(?:→|->|=>)")
_NOT_TODAY = re.compile(
    r"(?:\A|[(\-–—,;:])[\s*_]*(?:(?:was |now )?(?:removed|dropped|deleted|planned|proposed|entfernt|geplant|supprimée?|prévue?|"
    r"eliminad[ao]|removid[ao]|planejad[ao]|planificad[ao])(?=\s*(?:in\b|since\b|with\b|as of\b|by\b|for\b|seit\b|en\b|"
    r"desde\b|v?\d|[).,;*_]|\Z))|renamed to\b|no longer\b|to be added\b|not yet\b|coming soon\b|à venir\b)",
    re.IGNORECASE,
)
_VALUE = r"(?:`[^`]{1,60}`|'[^']{1,60}')"
_ENUM = re.compile(
    rf"[-–—:]\s*`(?P<type>[a-z_][a-z0-9_]*)`\s*\((?P<values>(?:{_VALUE}(?:\s*[|/]\s*{_VALUE})+|'[^']{{1,60}}'(?:\s*,\s*'[^']{{1,60}}')+))\)\s*\Z"
)  # "`kind` - `account_kind` (`paid` | `guest`)": a type of the page's own and its values
_DASH = re.compile(r"\s+[-–—]\s+")
_BARE = re.compile(r"[^\W\d][\w$]*\Z")


def evidence(blocks: Iterable[Block]) -> bool | None:
    """True where blocks show columns: a table of them, a counted list, bullets with types. None where none do."""
    from driftcheck.sources.documents import grid

    for block in blocks:
        if block.kind == "paragraph" and block.inline is not None:
            for line in block.inline.lines():
                labelled = labels.read(line)
                if labelled and labelled.label == "column" and re.search(r"\w", labelled.value.text):
                    return True
            if paragraph(block.inline):
                return True
        if block.kind == "table" and grid.has_columns(block):
            return True
        if block.kind == "list":
            for item in block.children:
                if item.inline is None:
                    continue
                labelled = labels.read(item.inline)
                if (
                    labelled
                    and labelled.label in ("column", "primary key")
                    and (labelled.value.text.strip() or item.children)
                ):
                    return True
            if shows(block):
                return True
    return None


def shows(block: Block) -> bool:
    """Whether a list is one of columns, with types or without."""
    return typed(block) or _names_of_columns(block)


def typed(block: Block, types: frozenset[str] = frozenset()) -> bool:
    """Whether a list's bullets are columns: most name one thing, and at least one gives its type or key."""
    inlines = [item.inline for item in block.children if item.inline is not None]
    columns = [one for inline in inlines if (one := bullet(inline, types)) is not None]
    rows = sum(bool(_in_a_row(inline)) for inline in inlines)
    return any(said.type or said.primary_key for _, said, _ in columns) and (len(columns) + rows) * 2 > len(inlines)


def _in_a_row(inline: Inline) -> list[str]:
    """The names of a bullet that is several columns at once and nothing else: "email, full_name, display_name"."""
    bare = re.sub(r"\s*\([^()]*\)\s*\Z", "", inline.source)  # "`name`, `kind` (cat/dog)"
    pieces = [piece.strip(" `") for piece in bare.split(",")]
    usual = len(pieces) > 1 and all(re.fullmatch(r"[a-z_][a-z0-9_]*", piece) for piece in pieces)
    return pieces if usual else []


def paragraph(inline: Inline) -> list[tuple[str, attributes.Attributes, str | None, int]]:
    """Lines without bullets that are columns all the same, if all of them are: "id - uuid - primary key"."""
    lines = [line for line in inline.lines() if line.text.strip()]
    if len(lines) < 2 or any(span.bold for span in inline.spans):
        return []
    found = [(bullet(line), line.line) for line in lines]
    if not all(one is not None and one[1].type for one, _ in found):
        return []
    return [(*one, line) for one, line in found if one is not None]


def bullet(inline: Inline, types: frozenset[str] = frozenset()) -> tuple[str, attributes.Attributes, str | None] | None:
    """A bullet that names a column: its name, what is said of it, and its description. None if it names none."""
    named = lead(inline, plain=True)
    if named is None:
        return _in_one_span(inline, types)
    if len(named.names) != 1 or len(named.names[0].parts) != 1:
        return None
    name = named.names[0]
    text = named.rest.source.strip()
    if enum := _ENUM.match(text):
        return name.parts[0], attributes.Attributes(type=enum["type"], described=True), enum["values"]
    if name.signature is not None:
        if named.look != "plain" and not text:
            return None
        text = f"({name.signature}) {text}"
    said, description = _said(text, types)
    return name.parts[0], said, description


def _in_one_span(inline: Inline, types: frozenset[str]) -> tuple[str, attributes.Attributes, str | None] | None:
    """`` `email text NOT NULL` - login address``: name and type in one code span."""
    spans = [span for span in inline.spans if span.text.strip()]
    text = spans[0].text.strip() if spans else ""
    if not spans or not spans[0].code:
        match = re.match(r"([^\W\d]\w*):?\s+(?=\S)", inline.text)
        if not match or not re.fullmatch(r"[a-z_][a-z0-9_]*", match[1]):
            return None
        said, description = _said(inline.text[match.end() :], types)
        return (match[1], said, description) if said.type else None
    name, _, rest = text.partition(" ")
    name = name.rstrip(":")
    if not _BARE.match(name) or not rest:
        return None
    said = attributes.read(rest, types=types)
    if not said.type or said.rest:
        return None
    after = inline.text.partition(spans[0].text)[2].strip().lstrip("-–—: ").strip()
    return name, said, after or None


def _said(text: str, types: frozenset[str]) -> tuple[attributes.Attributes, str | None]:
    """What follows a column's name: attributes in parentheses or behind a colon, then a dash and a description."""
    text = text.replace("`", "") if text.count("`") % 2 == 0 else text
    body, description = text, ""
    if text.startswith("("):
        end = _closing(text)
        body, description = text[1:end], text[end + 1 :]
        said = attributes.read(body, types=types)
        if said.tail and len(parts := _DASH.split(body, maxsplit=1)) > 1:  # "(text — e.g. `owner`)"
            said, description = attributes.read(parts[0], types=types), f"{description} {parts[1]}"
        if not said.described or said.tail:
            return attributes.Attributes(), (text.strip() or None)
        description = description.strip().lstrip("-–—: ").strip()
        said = dataclasses.replace(said)
        remarks.words(description, said, only_whole=True)
        if said.rest:
            description = f"{description} ({said.rest})" if description else ""
        return said, description or None
    if _ARROW.match(text) and (said := attributes.read(text, typed=False)).references and not said.rest:
        return said, None
    body = text.lstrip("-–—:→ ").strip() if not text.startswith("->") else text
    parts = re.split(r"\s+(?:[-–—]|--|//|#)\s+", body, maxsplit=1)
    said = attributes.read(parts[0], types=types)
    if len(parts) > 1 and said.type and not said.rest:
        more = attributes.read(parts[1], typed=False)
        if more.described and not more.rest:
            return attributes.read(f"{parts[0]}, {parts[1]}", types=types), None
    if said.tail or (said.type and said.type[0].isupper() and not said.type.isupper() and said.rest):
        return attributes.Attributes(), body or None
    if said.type is None and not (said.described and not said.rest):
        return attributes.Attributes(), body or None
    if said.rest and not said.type:
        return attributes.Attributes(), body or None
    rest = [said.rest.strip("() ")] if said.rest else []
    return said, " ".join([*parts[1:], *rest]).strip() or None


def _closing(text: str) -> int:
    depth = 0
    for position, c in enumerate(text):
        depth += (c == "(") - (c == ")")
        if depth == 0:
            return position
    return len(text)


def counted(table: str, value: Inline, context: Context, line: int) -> bool:
    """ "9 (id, name, etc.)", "id, name", "`id`, `name`": state the columns and how many there are."""
    text = value.text.strip()
    match = _COUNT.match(text)
    number = int(match[1]) if match else None
    rest = text[match.end() :].strip() if match else text
    rest = re.sub(r"\A(?:columns|fields|total|spalten|colonnes|columnas|colunas)\b\s*", "", rest, flags=re.IGNORECASE)
    rest = rest.lstrip("-–—: ")
    if rest.startswith("("):
        rest = rest[1 : _closing(rest)]
    end = _OPEN_END.search(rest)
    listed = attributes.split_commas(rest[: end.start()] if end else rest)
    names = [name for piece in listed if (name := _column_name(piece, context))]
    whole = [piece for piece in listed if piece.strip()]
    if number is None and (not names or len(names) < len(whole)):
        return False
    ledger, at = context.page.ledger, context.at(line)
    for name in names:
        attributes.put(table, name[0], name[1], context, line)
    if number is None:
        return True
    ledger.state("table", table, Table(at=at, column_count=number))
    if number == len(names) and len(names) == len(whole):
        facts = ledger.find("table", table)
        assert facts is not None
        mark(facts, "columns", Level.COMPLETE)
        if end:
            _style(table, number, context, at)
    elif names and not end:
        ledger.fault(
            Fault(
                rule="document-count",
                object=table,
                kind="column",
                message=f"the document counts {number} columns of {table} and names {len(names)}",
                at=at,
            )
        )
    return True


def _style(table: str, number: int, context: Context, at: str) -> None:
    context.page.ledger.fault(
        Fault(
            rule="document-style",
            object=table,
            kind="table",
            message=f'the list of columns ends in "etc." and yet names all {number} that it counts',
            at=at,
        )
    )


def _column_name(piece: str, context: Context) -> tuple[str, attributes.Attributes] | None:
    """One name in a list of columns, with or without its type."""
    piece = piece.replace("`", "").strip().strip("*").strip().rstrip(".")
    names = parse(piece)
    if names and len(names) == 1 and len(names[0].parts) == 1 and names[0].signature is None:
        return names[0].parts[0], attributes.Attributes()
    name, _, rest = piece.partition(" ")
    name = name.rstrip(":")
    if not _BARE.match(name) or not rest:
        return None
    rest = rest.strip()
    if rest.startswith("(") and _closing(rest) == len(rest) - 1:
        rest = rest[1:-1]
    said = attributes.read(rest)
    return (name, said) if said.described and not said.rest else None


def put_bullets(block: Block, table: str, context: Context, *, all_of_them: bool) -> bool:
    """State the columns of a list of bullets. With `all_of_them`, a bullet without a type is a column too."""
    taken = False
    for owner, bullets in _by_table(block, table, context).items():
        taken |= _put(bullets, owner, context, all_of_them)
    return taken


def _by_table(block: Block, table: str, context: Context) -> dict[str, Block]:
    """The bullets of each table: `orders.id` under "orders / order_items" is of `orders`, and an `id` there of none."""
    found: dict[str, Block] = {}
    for item in block.children:
        owner = table if len(context.tables) < 2 else ""
        named = lead(item.inline, plain=True) if item.inline is not None else None
        if named and item.inline and len(named.names) == 1 and len(parts := named.names[0].parts) > 1:
            if _ARROW.match(named.rest.text) and arrows.take(item.inline, context):
                continue
            path = Name(parts[:-1]).path(context.schema)
            if path in context.tables:
                written = item.inline.text
                start = written.index(parts[-2]) + len(parts[-2])
                owner, item = (
                    path,
                    dataclasses.replace(item, inline=labels.cut(item.inline, written.index(parts[-1], start))),
                )
        found.setdefault(owner, dataclasses.replace(block, children=[])).children.append(item)
    found.pop("", None)
    return found


def _put(block: Block, table: str, context: Context, all_of_them: bool) -> bool:
    types = known_types(context)
    block = _one_by_one(block)
    all_of_them = all_of_them or _names_of_columns(block)
    if not all_of_them and not typed(block, types):
        return False
    taken = False
    for item in block.children:
        if item.inline is None or item.inline.struck or is_unchecked(item.inline):
            continue
        for name in _in_a_row(item.inline):
            attributes.put(table, name, attributes.Attributes(), context, item.line)
            taken = True
        found = bullet(item.inline, types)
        if found is None or _NOT_TODAY.search(_after_name(item.inline)):
            continue
        name, said, description = found
        if not (said.described or all_of_them or _marked(item.inline)):
            continue
        if labels.kind_of(name) and not said.type and not (all_of_them and _marked(item.inline) and not description):
            continue
        attributes.put(table, name, said, context, item.line, description)
        taken = True
    return taken


def _after_name(inline: Inline) -> str:
    """What a bullet says of the column that it names."""
    named = lead(inline, plain=True)
    return named.rest.text if named else inline.text


def _names_of_columns(block: Block) -> bool:
    """A list directly under a table's heading of names alone, one of them such as only columns have: "id", "user_id"."""
    named = [lead(item.inline, plain=True) for item in _one_by_one(block).children if item.inline is not None]
    if len(named) < 2 or not all(n and len(n.names) == 1 and n.look in ("code", "plain") for n in named):
        return False
    found = [n.names[0].parts[-1] for n in named if n]
    if not all(name == name.lower() for name in found):
        return False
    return "id" in found or sum(name.endswith(("_id", "_at")) for name in found) >= 2


def _one_by_one(block: Block) -> Block:
    """The list with a bullet for each of the names that stand in one: "- `id`, `shop_id`, `note` (text)"."""
    children: list[Block] = []
    for item in block.children:
        pieces: list[Block] = []
        position = 0
        for piece in attributes.split_commas(item.inline.text) if item.inline is not None and not item.children else ():
            assert item.inline is not None
            part = labels.between(item.inline, position, position + len(piece))
            pieces.append(dataclasses.replace(item, inline=part))
            position += len(piece) + 1
        several = len(pieces) > 1 and all(
            p.inline and re.match(r"\s*`[^`]+`\s*(?:\(.*\)\s*)?\Z", p.inline.source) for p in pieces
        )
        children += pieces if several else [item]
    return dataclasses.replace(block, children=children)


def _marked(inline: Inline) -> bool:
    named = lead(inline)
    return named is not None and named.look == "code"


def known_types(context: Context) -> frozenset[str]:
    """The types that the pages state, by their bare names."""
    return frozenset(path.rpartition(".")[2] for path in context.page.ledger.objects.get("type", {}))


def is_bare_definition(block: Block, names: set[str]) -> bool:
    """Whether a fence begins `shipments (` under the heading `shipments`."""
    match = re.match(r"([^\W\d][\w$]*) ?\( ", block.compact)
    return match is not None and match[1].lower() in names


__all__ = ["Named", "bullet", "counted", "evidence", "put_bullets", "typed"]
