"""Tables of objects: of tables, indexes, policies, triggers, functions, enums, extensions, views, buckets, foreign keys."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from driftcheck.kinds.bucket import Bucket
from driftcheck.kinds.constraint import Constraint
from driftcheck.kinds.extension import Extension
from driftcheck.kinds.index import Index
from driftcheck.kinds.policy import Policy
from driftcheck.kinds.table import Table
from driftcheck.kinds.trigger import Trigger
from driftcheck.kinds.type import Type
from driftcheck.ledger import child, sibling
from driftcheck.model import UNSTATED
from driftcheck.names import derived, join, last, quote, split
from driftcheck.sources.documents import attributes, claims, columns, heads, objects
from driftcheck.sources.documents.context import Context
from driftcheck.sources.documents.markup import Block, Inline, Row
from driftcheck.sources.documents.naming import Name, Named, is_identifier, lead, mood_of, parse

Roles = list[list[str]]

_WANTED = {  # under a heading that announces the kind, the table must have a name and one of these
    "table": {"description", "columns", "rls", "rows", "schema", "references", "type"},
    "view": {"description", "definition", "columns", "type"},
    "materialized_view": {"description", "definition", "columns", "type"},
    "index": {"columns", "definition", "table", "method", "unique", "from_column"},
    "policy": {"command", "using", "check", "roles", "table", "definition"},
    "trigger": {"timing", "event", "function", "table", "definition"},
    "function": {"arguments", "returns", "security", "language", "description", "type"},
    "type": {"values", "description", "definition"},
    "extension": {"version", "description", "schema"},
    "bucket": {"public", "description"},
    "role": {"description"},
    "sequence": {"description", "type"},
    "schema": {"description", "table", "columns"},
    "publication": {"description", "table"},
    "foreign key": {"references", "on_delete", "to"},
    "constraint": {"type", "definition", "columns"},
    "relationship": {"to", "references", "cardinality"},
}
_OWN = {  # the head's own words: its first column names the kind, and one of these stands beside it
    "table": ("table", {"description", "columns", "rls", "rows"}),
    "index": ("index", {"columns", "definition", "table"}),
    "policy": ("policy", {"command", "using", "check", "roles"}),
    "trigger": ("trigger", {"event", "timing", "function"}),
    "function": ("function", {"arguments", "returns", "security", "language"}),
    "type": ("enum", {"values"}),
    "extension": ("extension", {"version", "description", "schema"}),
    "view": ("view", {"description", "definition", "columns"}),
    "bucket": ("bucket", {"public"}),
}


def fits(kind: str, roles: Roles, said: set[str]) -> str | None:
    """The kind if a table under a heading of this kind lists it."""
    wanted = _WANTED.get(kind)
    if wanted is None:
        return None
    own = _OWN.get(kind, (kind, set()))[0]
    named = any({"name", own, kind, "from", "constraint"} & set(found) for found in roles)
    if kind in ("foreign key", "relationship"):
        named = named or "table" in said
    if kind == "policy" and "table" in roles[0]:
        named = True
    return kind if named and said & wanted else None


def owns(kind: str, head: list[Inline], roles: Roles, said: set[str], context: Context) -> bool:
    """Whether the head alone says that the table lists this kind."""
    if kind == "foreign key":
        return (
            "table" in said and "references" in said and bool({"on_delete", "from_column"} & said) and len(roles) >= 3
        )
    first, beside = _OWN[kind]
    if not roles or first not in roles[0] or not said & beside:
        return False
    if (
        kind in ("view", "extension", "table")
        and context.announces
        and kind not in context.announces
        and context.explicit
    ):
        return False
    return not (kind == "table" and {"command", "using"} <= said)


class _Cells:
    """A row's cells by what their column means."""

    def __init__(self, row: Row, roles: Roles, order: tuple[str, ...]) -> None:
        self.row, self.line = row, row.line
        self._where: dict[str, int] = {}
        taken: set[int] = set()
        for role in order:
            for number, found in enumerate(roles):
                if role in found and number not in taken:
                    self._where[role] = number
                    taken.add(number)
                    break

    def cell(self, *wanted: str) -> Inline | None:
        """The cell of the first of these roles that the table has."""
        for role in wanted:
            number = self._where.get(role)
            if number is not None and number < len(self.row.cells):
                return self.row.cells[number]
        return None

    def text(self, *wanted: str) -> str:
        """Its words, "" where there is none or it says nothing."""
        cell = self.cell(*wanted)
        text = cell.text.strip() if cell else ""
        return "" if text.lower() in ("-", "–", "—", "n/a", "none", "") else text


def read(kind: str, block: Block, roles: Roles, context: Context) -> None:
    """State what each row gives."""
    if kind in ("foreign key", "relationship"):
        for row in block.rows[1:]:
            (_foreign_key if kind == "foreign key" else _relationship)(_Cells(row, roles, _ORDER[kind]), context)
        return
    for row in block.rows[1:]:
        cells = _Cells(
            row,
            roles,
            _ORDER.get(
                kind, (_OWN.get(kind, (kind,))[0], "name", "description", "schema", "type", "columns", "definition")
            ),
        )
        first = cells.cell(_OWN.get(kind, (kind,))[0], "name", kind, "table" if kind == "policy" else "")
        if first is None or first.struck or not first.text.strip():
            continue
        _READERS.get(kind, _simple(kind))(first, cells, context)


_ORDER: dict[str, tuple[str, ...]] = {
    "table": ("table", "name", "description", "rls", "columns", "references", "schema", "type"),
    "index": ("index", "name", "table", "columns", "from_column", "unique", "definition", "method", "type", "description", "using"),
    "policy": ("policy", "name", "table", "command", "roles", "using", "check", "definition", "description", "type"),
    "trigger": ("trigger", "name", "table", "timing", "event", "function", "level", "definition", "description"),
    "function": ("function", "name", "arguments", "returns", "security", "language", "volatility", "type", "description"),
    "type": ("enum", "name", "values", "type", "description", "definition"),
    "extension": ("extension", "name", "version", "schema", "description"),
    "bucket": ("bucket", "name", "public", "description"),
    "constraint": ("constraint", "name", "type", "definition", "columns", "table"),
    "foreign key": ("constraint", "table", "from", "from_column", "name", "references", "to", "on_delete", "on_update", "columns"),
    "relationship": ("from", "table", "to", "references", "cardinality", "type", "description"),
}  # fmt: skip


def _named(cell: Inline) -> Named | None:
    named = lead(cell, plain=True)
    if named is None or mood_of(named):
        return None
    return named if named.look != "plain" or is_identifier(named.text.partition("(")[0]) or "." in named.text else None


def _simple(kind: str) -> Callable[[Inline, _Cells, Context], None]:
    def state(first: Inline, cells: _Cells, context: Context) -> None:
        named = _named(first)
        if named is not None:
            for name in named.names:
                objects.state(kind, name, context, cells.line, cells.text("description") or None)

    return state


def _table(first: Inline, cells: _Cells, context: Context) -> None:
    named = _named(first)
    if named is None or (named.look == "plain" and not is_identifier(named.text)) or (mood_note := _gone(cells)):
        return
    del mood_note
    type = cells.text("type").upper()
    kind = {"VIEW": "view", "MATERIALIZED VIEW": "materialized_view", "FOREIGN TABLE": "foreign_table"}.get(
        type, "table"
    )
    schema = parse(cells.text("schema"))
    inner = context.within(schema=quote(schema[0].parts[0])) if schema and len(schema[0].parts) == 1 else context
    for name in named.names:
        path = objects.state(kind, name, inner, cells.line, cells.text("description") or None)
        if path is None:
            continue
        facts = context.page.ledger.find(kind, path)
        rls = heads.flag(cells.text("rls"))
        if isinstance(facts, Table) and rls is not None:
            context.page.ledger.state("table", path, Table(at=context.at(cells.line), rls=rls))
        if (listed := cells.cell("columns")) is not None and kind == "table":
            _columns(listed, path, inner, cells.line)
        if (related := cells.cell("references")) is not None and kind == "table":
            _relations(related, path, inner, cells.line)


def _gone(cells: _Cells) -> bool:
    note = cells.text("description")
    return bool(
        re.match(
            r"\W*(?:removed|dropped|deleted|planned|proposed|entfernt|geplant|supprimée?|eliminada|removida)\b",
            note,
            re.IGNORECASE,
        )
    )


def _columns(cell: Inline, table: str, context: Context, line: int) -> None:
    """A cell with a number of columns, or with columns one below the other, or in a row."""
    text = cell.text.strip()
    if re.fullmatch(r"\d{1,4}", text):
        context.page.ledger.state("table", table, Table(at=context.at(line), column_count=int(text)))
        return
    for piece in (p for part in text.split("\n") for p in attributes.split_commas(part)):
        found = columns.bullet(_inline(piece.replace("`", ""), line))
        if found and (found[1].described or not found[2]):
            attributes.put(table, found[0], found[1], context, line)


def _relations(cell: Inline, table: str, context: Context, line: int) -> None:
    for piece in cell.text.split("\n"):
        match = re.match(r"\s*([a-z_]\w*)\s*(?=→|->|=>)", piece)
        if match:
            said = attributes.read(piece[match.end() :], typed=False)
            if said.references:
                attributes.foreign_key(
                    table, [match[1]], said.references, context, line, said.on_delete, said.on_update
                )


def _inline(text: str, line: int) -> Inline:
    from driftcheck.sources.documents.markup import Span

    return Inline([Span(text, line)], line)


def _of_table(cells: _Cells, context: Context) -> str | None:
    cell = cells.cell("table")
    if cell is None or not cell.text.strip():
        return context.table
    named = lead(cell, plain=True)
    if named is None or len(named.names) != 1:
        return None
    return named.names[0].path(context.schema)


def _index(first: Inline, cells: _Cells, context: Context) -> None:
    from driftcheck.sql.ddl import read as ddl

    table, at = _of_table(cells, context), context.at(cells.line)
    definition = cells.text("definition")
    if re.match(r"\s*create\s", definition, re.IGNORECASE):
        own = _named(first)
        if own and context.table and _is_key(child(context.table, own.names[0].parts[-1]), context):
            return  # the index of a key
        ddl(definition, context.page.ledger, path=context.page.path, line=cells.line, schema=context.schema)
        return
    named = _named(first)
    if table is None or named is None or len(named.names) != 1:
        return
    name = named.names[0].parts[-1]
    if _is_key(child(table, name), context):
        return
    facts = Index(at=at, table=table)
    listed = cells.text("columns", "from_column") or (definition if "(" not in definition else "")
    keys = [
        key.strip()
        for key in attributes.split_commas(listed.replace("`", "").strip().removeprefix("(").removesuffix(")"))
        if key.strip()
    ]
    if keys and all(
        attributes.is_expression(
            re.sub(r"\s+(asc|desc|nulls first|nulls last|\w+_ops)\b", "", key, flags=re.IGNORECASE)
        )
        for key in keys
    ):
        facts.columns = [_key(key) for key in keys]
    words = " ".join(cells.text(role) for role in ("method", "type", "using", "description")).lower()
    if method := re.search(r"\b(btree|b-tree|hash|gist|gin|brin|spgist|hnsw|ivfflat)\b", words):
        facts.method = method[1].replace("-", "")
    answer = heads.flag(cells.text("unique"))
    if answer is not None:
        facts.unique = answer
    elif re.search(r"\bunique\b|\beindeutig\b", " ".join(cells.text(role) for role in ("method", "type")).lower()):
        facts.unique = True
    context.page.ledger.state("index", sibling(table, name), facts)
    context.page.wholeness.listing(
        "index", quote(split(table)[0]), at, partial=context.partial or context.table is not None
    )


def _is_key(path: str, context: Context) -> bool:
    facts = context.page.ledger.find("constraint", path)
    return isinstance(facts, Constraint) and facts.type in ("primary key", "unique", "exclusion")


def _key(text: str) -> str:
    words = text.split()
    if "(" in text or len(words) == 1:
        return text
    return " ".join(
        [words[0], *(w.upper() if w.lower() in ("asc", "desc", "nulls", "first", "last") else w for w in words[1:])]
    ).removesuffix(" ASC")


_COMMANDS = ("ALL", "SELECT", "INSERT", "UPDATE", "DELETE")


def _policy(first: Inline, cells: _Cells, context: Context) -> None:
    """A policy by name; a row that has only a table and a rule in words is an access rule."""
    table = _of_table(cells, context)
    name_cell = cells.cell("policy", "name")
    if table is None:
        return
    if name_cell is None:
        rule = cells.cell("using", "description", "definition", "roles", "command")
        named = lead(first, plain=True)
        if rule is not None and named is not None and rule is not first and not any(s.code for s in rule.spans):
            claims.access(Named(named.names, named.look, rule, named.text), context, cells.line)
        return
    name = name_cell.text.strip().strip('"“”')
    facts = Policy(at=context.at(cells.line), table=table)
    command = cells.text("command").strip("`").upper()
    if command in _COMMANDS:
        facts.command = command
    elif command in ("*", "ANY"):
        facts.command = "ALL"
    roles = [role.strip("` ") for role in attributes.split_commas(cells.text("roles")) if role.strip("` ")]
    if roles and all(re.fullmatch(r"[a-z_]\w*", role) for role in roles):
        facts.roles = roles
    for role, cell in (("using", cells.cell("using", "definition")), ("check", cells.cell("check"))):
        text = cell.text.strip() if cell else ""
        coded = cell is not None and any(span.code for span in cell.spans)
        text = re.sub(r"\A(?:using|with check)\s*(?=\()", "", text, flags=re.IGNORECASE)
        if text and attributes.is_expression(text) and (coded or re.search(r"[()=<>']|\btrue\b|\bfalse\b", text)):
            setattr(facts, role, text)
    if facts.using is not UNSTATED and facts.command == "INSERT" and facts.check is UNSTATED:
        facts.check, facts.using = facts.using, UNSTATED
    context.page.ledger.state("policy", child(table, name), facts)
    context.page.wholeness.listing(
        "policy", quote(split(table)[0]), context.at(cells.line), partial=context.partial or context.table is not None
    )


_TIMING = re.compile(r"\b(before|after|instead of)\b", re.IGNORECASE)
_EVENT = re.compile(r"\b(insert|delete|truncate|update(?:\s+of\s+[\w, ]+?(?=\s+or\b|$))?)", re.IGNORECASE)


def _trigger(first: Inline, cells: _Cells, context: Context) -> None:
    table = _of_table(cells, context)
    definition = cells.text("definition")
    if re.match(r"\s*create\s", definition, re.IGNORECASE):
        from driftcheck.sql.ddl import read as ddl

        ddl(definition, context.page.ledger, path=context.page.path, line=cells.line, schema=context.schema)
        return
    named = _named(first)
    if table is None or named is None:
        return
    facts = Trigger(at=context.at(cells.line), table=table)
    words = " ".join(cells.text(role) for role in ("timing", "event"))
    if timing := _TIMING.search(words):
        facts.timing = timing[1].upper()
    if events := [" ".join(e.split()) for e in _EVENT.findall(words)]:
        facts.events = [e.upper() if " " not in e else "UPDATE OF" + e[9:] for e in events]
    function = cells.cell("function")
    if function is not None and (called := lead(function, plain=True)):
        facts.function = called.names[0].path(context.schema)
    level = cells.text("level").upper()
    if level in ("ROW", "STATEMENT", "FOR EACH ROW", "FOR EACH STATEMENT", "EACH ROW", "EACH STATEMENT"):
        facts.level = level.split()[-1]
    context.page.ledger.state("trigger", child(table, named.names[0].parts[-1]), facts)
    context.page.wholeness.listing(
        "trigger", quote(split(table)[0]), context.at(cells.line), partial=context.partial or context.table is not None
    )


def _function(first: Inline, cells: _Cells, context: Context) -> None:
    from driftcheck.sql.types import canonical, is_type

    named = _named(first)
    if named is None or len(named.names) != 1:
        return
    name = named.names[0]
    cell = cells.cell("arguments")
    if cell is not None and name.signature in (None, ""):
        text = cell.text.strip().strip("`()").strip()
        name.signature = "" if text.lower() in attributes.NOTHING else text
    more: dict[str, Any] = {}
    returns = cells.text("returns").strip("`")
    if returns and (
        is_type(returns.lower().removeprefix("setof "))
        or re.fullmatch(r"(?:setof )?[a-z_][\w.]*(?:\[\])?", returns, re.IGNORECASE)
    ):
        setof = returns.lower().startswith("setof ")
        bare = returns[6:] if setof else returns
        more["returns"] = ("SETOF " if setof else "") + canonical(bare)
    security = cells.text("security").lower()
    if match := re.search(r"\b(definer|invoker)\b", security):
        more["security"] = match[1]
    language = cells.text("language").lower()
    if re.fullmatch(r"[a-z]\w*", language):
        more["language"] = language
    if (volatility := cells.text("volatility").lower()) in ("immutable", "stable", "volatile"):
        more["volatility"] = volatility
    type = cells.text("type").lower()
    if type in ("procedure", "aggregate", "window"):
        more["kind"] = type
    objects.function(name, context, cells.line, cells.text("description") or None, **more)


def _type(first: Inline, cells: _Cells, context: Context) -> None:
    named = _named(first)
    if named is None:
        return
    cell = cells.cell("values")
    path = objects.state("type", named.names[0], context, cells.line, cells.text("description") or None)
    facts = context.page.ledger.find("type", path) if path else None
    values = objects.enum_values(cell.source.replace("\n", ", ")) if cell else None
    if isinstance(facts, Type) and values:
        facts.values = values


def _extension(first: Inline, cells: _Cells, context: Context) -> None:
    named = _named(first)
    if named is None:
        return
    path = objects.state("extension", named.names[0], context, cells.line, cells.text("description") or None)
    facts = context.page.ledger.find("extension", path) if path else None
    if isinstance(facts, Extension):
        version, schema = cells.text("version").strip("`v"), cells.text("schema").strip("`")
        if re.fullmatch(r"\d+(?:\.\d+)+", version):
            facts.version = version
        if re.fullmatch(r"[a-z_]\w*", schema):
            facts.schema = schema


def _bucket(first: Inline, cells: _Cells, context: Context) -> None:
    named = _named(first)
    if named is None:
        return
    path = objects.state("bucket", named.names[0], context, cells.line, cells.text("description") or None)
    facts = context.page.ledger.find("bucket", path) if path else None
    text = cells.text("public").lower()
    public = {"public": True, "private": False}.get(text.split()[0] if text else "", heads.flag(text))
    if isinstance(facts, Bucket) and public is not None:
        facts.public = public


def _constraint(first: Inline, cells: _Cells, context: Context) -> None:
    """| orders_user_fkey | FOREIGN KEY | FOREIGN KEY (user_id) REFERENCES users(id) |, as tbls writes it."""
    from driftcheck.sql.ddl import read as ddl

    table, definition = _of_table(cells, context), cells.text("definition")
    named = _named(first)
    if (
        table is None
        or named is None
        or not re.match(r"\s*(?:primary|unique|foreign|check|exclude)\b", definition, re.IGNORECASE)
    ):
        return
    text = f"ALTER TABLE {table} ADD CONSTRAINT {quote(named.names[0].parts[-1])} {definition}"
    for unread in ddl(text, context.page.ledger, path=context.page.path, line=cells.line, schema=split(table)[0]):
        context.page.unparsed.append((unread.line, unread.reason))


def _foreign_key(cells: _Cells, context: Context) -> None:
    table = _of_table(cells, context)
    source = cells.text("from_column", "name", "columns", "from").replace("`", "")
    if "." in source and (parsed := parse(source)):
        table = Name(parsed[0].parts[:-1]).path(context.schema)
        source = parsed[0].parts[-1]
    names = [name.strip() for name in source.split(",")]
    if table is None or not all(re.fullmatch(r"[^\W\d]\w*", name) for name in names):
        return
    said = attributes.read("references " + cells.text("references", "to").replace("`", ""), typed=False)
    action = re.match(r"(cascade|restrict|no action|set null|set default)\b", cells.text("on_delete"), re.IGNORECASE)
    update = re.match(r"(cascade|restrict|no action|set null|set default)\b", cells.text("on_update"), re.IGNORECASE)
    if said.references is None:
        return
    attributes.foreign_key(
        table, names, said.references, context, cells.line,
        action[1].upper() if action else said.on_delete, update[1].upper() if update else said.on_update,
    )  # fmt: skip


def _relationship(cells: _Cells, context: Context) -> None:
    from driftcheck.kinds.relationship import Relationship

    ends = []
    for cell in (cells.cell("from", "table"), cells.cell("to", "references")):
        named = lead(cell, plain=True) if cell else None
        if named is None or len(named.names) != 1 or len(named.names[0].parts) > 2:
            return
        ends.append(named.names[0].path(context.schema))
    source, target = ends
    at = context.at(cells.line)
    said = re.fullmatch(
        r"\s*([01nm*]|many|one|0\.\.\*|1\.\.\*)\s*(?::|[-–—]\s?to\s?[-–—]|-|to)\s*([01nm*]|many|one|0\.\.\*|1\.\.\*)\s*",
        cells.text("cardinality", "type"),
        re.IGNORECASE,
    )
    sides = {"n": "*", "m": "*", "many": "*", "one": "1"}

    def settle() -> None:
        tables = context.page.ledger.objects["table"]
        if source in tables and target in tables:
            facts = Relationship(at=at, source=source, to=target)
            if said:
                facts.cardinality = ":".join(sides.get(side.lower(), side) for side in said.groups())
            context.page.ledger.state("relationship", f"{source} -> {target}", facts)

    context.page.later.append(settle)


_READERS: dict[str, Callable[[Inline, _Cells, Context], None]] = {
    "table": _table, "index": _index, "policy": _policy, "trigger": _trigger, "function": _function, "type": _type,
    "extension": _extension, "bucket": _bucket, "constraint": _constraint,
}  # fmt: skip

__all__ = ["derived", "fits", "join", "last", "owns", "read"]
