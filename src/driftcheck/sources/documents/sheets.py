"""A policy or trigger told property by property, each on a labelled line under its name.

    ### 1. `guests_read` (SELECT)          1. **guests_read**            **Name**: guests_read
    - **Roles**: {anon}                       - Operation: SELECT        **Command**: SELECT
    - **Using**: `true`                       - Using: `true`            **Using**: `true`

What an expression's label leaves empty stands in the fence below it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from driftcheck.sources.documents import gridcells, gridparts, heads, labels, rules
from driftcheck.sources.documents.context import Context
from driftcheck.sources.documents.leads import is_unchecked, lead, trimmed
from driftcheck.sources.documents.markup import Block, Inline, Row, Span
from driftcheck.sources.documents.naming import is_identifier
from driftcheck.sources.documents.outline import Section

_ROLES = {
    "policy": ("command", "roles", "using", "check", "permissive", "table", "name"),
    "trigger": ("timing", "event", "function", "level", "table", "name"),
}
_SIGNS = {"policy": {"command", "roles", "using", "check", "permissive"}, "trigger": {"timing", "event", "function"}}
_OTHER_WORDS = {
    "policy": {
        "qual": "using", "permissive": "permissive", "policy name": "name", "name": "name", "type": "permissive",
        "policy type": "permissive", "target roles": "roles", "target role": "roles", "table": "table",
    },
    "trigger": {"action": "function", "trigger name": "name", "name": "name", "table": "table"},
}  # fmt: skip
_VERBS = ("ALL", "SELECT", "INSERT", "UPDATE", "DELETE")
_EXPRESSIONS = ("using", "check")
_NUMBER = re.compile(r"\s*(?:policy|trigger)?\s*#?\d{1,3}\s*[.):]\s+", re.IGNORECASE)
_BEHIND = re.compile(r"\s*\(([^()]*)\)\s*\Z")
_REMARK = re.compile(r"\(\s*(?:for\s+)?(all|select|insert|update|delete)\b", re.IGNORECASE)
_TO = re.compile(r"\broles?\s*:\s*[`{]*([a-z_]\w*)", re.IGNORECASE)
_SORT = re.compile(r"\([^()]*\b(permissive|restrictive)\b[^()]*\)", re.IGNORECASE)

Sheet = dict[str, Inline]


def is_property(words: str) -> bool:
    """Whether a label says what is told of a policy or trigger, so that it is no name of one: "Using", "Roles"."""
    return any(_role(words, kind) in _SIGNS[kind] for kind in _SIGNS)


def take(section: Section, kinds: Iterable[str], context: Context) -> bool:
    """State the policy or trigger that the heading names; the blocks that tell of it are taken out of the section."""
    for kind in ("policy", "trigger"):
        if kind in kinds:
            sheet, read = _of_blocks(section.parts, kind)
            if _state(kind, trimmed(section.title), sheet, context, section.line):
                section.parts = [part for part in section.parts if not any(part is one for one in read)]
                return True
    return False


def table_over(section: Section, kinds: Iterable[str], context: Context) -> str | None:
    """The table that a heading among those of policies or triggers names, where they follow one by one below it."""
    named = lead(section.title, plain=True)
    kinds = {"policy", "trigger"}.intersection(kinds)
    if named is None or len(named.names) != 1 or named.names[0].signature is not None or named.names[0].hyphened:
        return None
    if named.look != "code" and not is_identifier(named.text):
        return None
    below = [part for part in section.parts if isinstance(part, Section)]
    items = [
        item for part in section.parts if isinstance(part, Block) and part.kind == "list" for item in part.children
    ]
    told = [one.parts for one in below] + [item.children for item in items]
    grids = [part for part in section.parts if isinstance(part, Block) and part.kind == "table"]
    if not any(_lists(grid, kind) for grid in grids for kind in kinds) and not any(
        _of_blocks(parts, kind)[1] for parts in told for kind in kinds
    ):
        return None
    return named.names[0].path(context.schema)


def _lists(block: Block, kind: str) -> bool:
    """Whether a table's rows are policies or triggers by name: | Operation | Policy name | Rule |."""
    roles = heads.roles(block.rows[0].cells) if block.rows else []
    said = {role for found in roles for role in found}
    named = [n for n, found in enumerate(roles) if kind in found[:1]]
    names = [
        row.cells[named[0]].text.strip(" `").upper() for row in block.rows[1:] if named and len(row.cells) > named[0]
    ]
    return bool(said & _SIGNS[kind]) and any(re.search(r"[A-Z]", name) and name not in _VERBS for name in names)


def of_item(item: Block, inline: Inline, context: Context) -> bool:
    """State the policy or trigger that an item names and the list nested in it describes; whether it is one."""
    for kind in ("policy", "trigger"):
        if kind in context.announces:
            sheet, _ = _of_blocks(item.children, kind)
            if _state(kind, inline, sheet, context, inline.line):
                return True
    return False


def _of_blocks(parts: Sequence[Block | Section], kind: str) -> tuple[Sheet, list[Block | Section]]:
    """The properties that the blocks tell of, and the blocks that do; none where one line is labelled otherwise."""
    sheet: Sheet = {}
    read: list[Block | Section] = []
    empty: str | None = None
    for part in parts:
        if isinstance(part, Section):
            block = next(iter(part.blocks), None)
            found = list(_lines([part.title], kind)) if not part.heading else []
            if len(found) == 1 and found[0][0] in _EXPRESSIONS and block is not None and block.kind == "fence":
                sheet.setdefault(found[0][0], _fenced(block))
                read.append(part)
            continue
        if part.kind == "fence" and empty is not None:
            sheet[empty] = _fenced(part)
            read.append(part)
        elif part.kind in ("list", "paragraph") and (lines := _inlines(part)):
            found = list(_lines(lines, kind))
            if not {role for role, _ in found} & _SIGNS[kind]:
                continue
            for role, value in found:
                sheet.setdefault(role, value)
            nested = [block for item in part.children for block in item.children if block.kind == "fence"]
            for (role, _), block in zip([f for f in found if not f[1].text.strip()], nested, strict=False):
                sheet[role] = _fenced(block)
            last = found[-1]
            empty = last[0] if last[0] in _EXPRESSIONS and not sheet[last[0]].text.strip() else None
            read.append(part)
            continue
        empty = None
    return sheet, read


def _inlines(block: Block) -> list[Inline]:
    if block.kind == "paragraph":
        return list(block.inline.lines()) if block.inline is not None else []
    return [item.inline for item in block.children if item.inline is not None]


def _lines(lines: list[Inline], kind: str) -> Iterator[tuple[str, Inline]]:
    """The labelled values of the lines; "**Command**: UPDATE | **Permissive**: yes" has two."""
    for line in lines:
        if is_unchecked(line) or line.struck:
            return
        for piece in _pieces(line):
            labelled = labels.read(piece)
            role = _role(labelled.words, kind) if labelled else None
            if labelled and role:
                yield role, labelled.value


def _pieces(line: Inline) -> Iterator[Inline]:
    starts, position = [0], 0
    for span in line.spans:
        if not span.code:
            starts += [position + match.end() for match in re.finditer(r"\s\|\s", span.text)]
        position += len(span.text)
    for start, end in zip(starts, [*starts[1:], position], strict=True):
        piece = labels.between(line, start, end)
        if piece.spans and not piece.spans[-1].code:
            piece.spans[-1].text = piece.spans[-1].text.rstrip("| ")
        yield piece


def _role(words: str, kind: str) -> str | None:
    normal = heads.normal(words)
    if normal in _OTHER_WORDS[kind]:
        return _OTHER_WORDS[kind][normal]
    return next((role for role in heads.ROLES.get(normal, ()) if role in _ROLES[kind]), None)


def _fenced(block: Block) -> Inline:
    return Inline([Span(block.content.strip().rstrip(";"), block.first, code=True)], block.line)


def _state(kind: str, title: Inline, sheet: Sheet, context: Context, line: int) -> bool:
    """State what the sheet tells of, under the name that it gives or that stands over it."""
    if not set(sheet) & _SIGNS[kind] or (context.table is None and "table" not in sheet):
        return False
    name = _name(title) if "name" not in sheet else sheet["name"]
    if name is None or not name.text.strip() or is_property(name.text):
        return False
    coded = any(span.code for span in name.spans)
    if kind == "policy" and (rules.is_caller_or_act(name.text.strip(), coded=coded) or _is_table(name, context)):
        return False
    if kind == "policy" and "command" not in sheet and (match := _REMARK.search(title.text)):
        sheet["command"] = Inline([Span(match[1], line)], line)
    if kind == "policy" and "roles" not in sheet and (match := _TO.search(title.text)):
        sheet["roles"] = Inline([Span(match[1], line)], line)
    if kind == "policy" and "permissive" not in sheet and (match := _SORT.search(title.text)):
        sheet["permissive"] = Inline([Span(match[1], line)], line)
    columns = [role for role in sheet if role != "name"]
    row = Row([name, *(sheet[role] for role in columns)], line)
    roles = [["name"], *([role] for role in columns)]
    cells = gridcells.Cells(row, roles, ("name", *columns))
    (gridparts.policy if kind == "policy" else gridparts.trigger)(name, cells, context)
    return True


def _name(title: Inline) -> Inline | None:
    """The title without its number and without what stands in parentheses behind it; None where it names nothing."""
    first = next((span for span in title.spans if span.text.strip()), None)
    text = title.text
    start = number.end() if (number := _NUMBER.match(text)) else 0
    end = behind.start() if (behind := _BEHIND.search(text)) else len(text)
    code = [span for span in title.spans if span.code]
    name = labels.between(title, start, end) if len(code) != 1 else Inline(code, title.line)
    if first is not None and (first.code or first.bold):
        name = Inline([first], title.line)  # what follows is a remark: "**own rows** (ALL), roles: `public`"
    words = name.text.strip().rstrip(":").strip().strip('"“”')
    if not words or len(words) > 63:
        return None
    return Inline([Span(words, title.line, code=bool(code))], title.line)


def _is_table(name: Inline, context: Context) -> bool:
    named = lead(name, plain=True)
    return named is not None and context.page.ledger.find("table", named.names[0].path(context.schema)) is not None
