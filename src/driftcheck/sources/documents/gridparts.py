"""Rows of what hangs on tables: indexes, policies, triggers, constraints, foreign keys, relationships."""

from __future__ import annotations

import re

import msgspec

from driftcheck.kinds.constraint import Constraint
from driftcheck.kinds.index import Index
from driftcheck.kinds.policy import Policy
from driftcheck.kinds.relationship import Relationship
from driftcheck.kinds.trigger import Trigger
from driftcheck.ledger import child, sibling
from driftcheck.model import UNSTATED
from driftcheck.names import quote, split
from driftcheck.sources.documents import attributes, checks, claims, gridcells, heads, keyfacts, labels, rules
from driftcheck.sources.documents.context import Context
from driftcheck.sources.documents.leads import Named, lead
from driftcheck.sources.documents.markup import Inline
from driftcheck.sources.documents.naming import Name, parse


def index(first: Inline, cells: gridcells.Cells, context: Context) -> None:
    """| `carts_note_idx` | carts | note | yes |, or its CREATE INDEX."""
    from driftcheck.sql.ddl import read as ddl

    table, at = gridcells.table_of(cells, context), context.at(cells.line)
    definition = cells.text("definition")
    if re.match(r"\s*create\s", definition, re.IGNORECASE):
        own = gridcells.named_in(first)
        if own and context.table and _is_key(child(context.table, own.names[0].parts[-1]), context):
            return  # the index of a key
        ddl(definition, context.page.ledger, path=context.page.path, line=cells.line, schema=context.schema)
        return
    named = gridcells.named_in(first)
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
    condition = re.match(r"\W{0,2}where\s+(.+)", cells.text("using"), re.IGNORECASE | re.DOTALL)
    if condition and attributes.is_expression(predicate := condition[1].replace("`", "").strip()):
        facts.predicate = predicate
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


_ANYBODY = frozenset({"all", "any", "anyone", "everyone", "everybody", "todos", "alle", "tous", "none"})
"""Who may be meant, in words that are no names of roles."""
_COMMANDS = ("ALL", "SELECT", "INSERT", "UPDATE", "DELETE")


def policy(first: Inline, cells: gridcells.Cells, context: Context) -> None:
    """A policy by name; a row that has only a table and a rule in words is an access rule."""
    table = gridcells.table_of(cells, context)
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
    if not re.search(r"\w", name) or name.strip("`").upper() in _COMMANDS or name.lower() in ("none", "n/a"):
        return  # no policy: "—", or one that only its command tells
    facts = Policy(at=context.at(cells.line), table=table)
    command = re.sub(r"\Afor\s+", "", cells.text("command", "type").strip("`"), flags=re.IGNORECASE).upper()
    if command in _COMMANDS:
        facts.command = command
    elif command in ("*", "ANY"):
        facts.command = "ALL"
    if kind := re.match(r"(permissive|restrictive)\b", cells.text("permissive", "type"), re.IGNORECASE):
        facts.permissive = kind[1].lower() == "permissive"
    listed = cells.text("roles").strip("` ").removeprefix("{").removesuffix("}")  # as pg_policies shows them
    roles = [role.strip("` ") for role in attributes.split_commas(listed) if role.strip("` ")]
    if roles and all(re.fullmatch(r"[a-z_]\w*", role) for role in roles) and not _ANYBODY.intersection(roles):
        facts.roles = roles
    for role, cell in (("using", cells.cell("using", "definition")), ("check", cells.cell("check"))):
        text = _BREAK.sub(" ", _rule(cell)) if cell else ""
        for label, labelled in _labelled(text):
            if attributes.is_expression(labelled):
                setattr(facts, label, labelled)
        coded = cell is not None and any(span.code for span in cell.spans)
        text = re.sub(r"\A(?:using|with check)\s*(?=\()", "", text, flags=re.IGNORECASE)
        if text and attributes.is_expression(text) and (coded or re.search(r"[()=<>']|\btrue\b|\bfalse\b", text)):
            is_check = re.match(r"\W*with check\b", cell.text if cell else "", re.IGNORECASE)
            setattr(facts, "check" if is_check else role, text)
    if facts.using is not UNSTATED and facts.command == "INSERT" and facts.check is UNSTATED:
        facts.check, facts.using = facts.using, UNSTATED
    for word, role in (("using", "using"), ("with check", "check")):
        whole = cells.text("using", "definition") if (role, facts.command) != ("using", "INSERT") else ""
        if getattr(facts, role) is UNSTATED and (said := rules.in_parentheses(whole, word)):
            setattr(facts, role, said)
    shared = context.tables if table == context.table and cells.cell("table") is None else ()
    for one in shared or (table,):
        context.page.ledger.state("policy", child(one, name), msgspec.structs.replace(facts, table=one))
        context.page.wholeness.listing(
            "policy", quote(split(one)[0]), context.at(cells.line), partial=context.partial or context.table is not None
        )


_BREAK = re.compile(r"<br ?/?>", re.IGNORECASE)
_LABEL = re.compile(r"\b(using|with check)\s*:", re.IGNORECASE)


def _labelled(text: str) -> list[tuple[str, str]]:
    """A cell that tells each rule behind its name: "USING: `a = b`<br>WITH CHECK: `c`"."""
    before, *parts = _LABEL.split(text)
    if before.strip(" `"):
        return []
    fields = ("check" if "check" in label.lower() else "using" for label in parts[::2])
    return list(zip(fields, (rule.strip(" `\n") for rule in parts[1::2]), strict=True))


def _rule(cell: Inline) -> str:
    """The rule in a cell: what is code at its beginning, where that alone is code; "`true` (anyone)" is true."""
    code = [span.text.strip() for span in cell.spans if span.code]
    text = cell.text.strip()
    return code[0] if len(code) == 1 and text.startswith(code[0]) and attributes.is_expression(code[0]) else text


_TIMING = re.compile(r"\b(before|after|instead of)\b", re.IGNORECASE)


_EVENT = re.compile(r"\b(insert|delete|truncate|update(?:\s+of\s+[\w, ]+?(?=\s+or\b|$))?)", re.IGNORECASE)


def trigger(first: Inline, cells: gridcells.Cells, context: Context) -> None:
    """| `touch` | carts | BEFORE | UPDATE | `set_time()` |, or its CREATE TRIGGER."""
    table = gridcells.table_of(cells, context)
    definition = cells.text("definition")
    if re.match(r"\s*create\s", definition, re.IGNORECASE):
        from driftcheck.sql.ddl import read as ddl

        ddl(definition, context.page.ledger, path=context.page.path, line=cells.line, schema=context.schema)
        return
    named = gridcells.named_in(first)
    if table is None or named is None:
        return
    facts = Trigger(at=context.at(cells.line), table=table)
    words = " ".join(cells.text(role) for role in ("timing", "event"))
    if timing := _TIMING.search(words):
        facts.timing = timing[1].upper()
    if events := [" ".join(e.split()) for e in _EVENT.findall(words)]:
        facts.events = [e.upper() if " " not in e else "UPDATE OF" + e[9:] for e in events]
    function = cells.cell("function")
    if function is not None and (called := lead(_called(function), plain=True)):
        facts.function = called.names[0].path(context.schema)
    level = cells.text("level").upper()
    if each := re.search(r"\bfor each (row|statement)\b", words, re.IGNORECASE):
        level = each[1].upper()
    if level in ("ROW", "STATEMENT", "FOR EACH ROW", "FOR EACH STATEMENT", "EACH ROW", "EACH STATEMENT"):
        facts.level = level.split()[-1]
    context.page.ledger.state("trigger", child(table, named.names[0].parts[-1]), facts)
    context.page.wholeness.listing(
        "trigger", quote(split(table)[0]), context.at(cells.line), partial=context.partial or context.table is not None
    )


def _called(cell: Inline) -> Inline:
    """The cell without the words of the statement before the function: "EXECUTE FUNCTION touch()"."""
    match = re.match(r"\s*execute\s+(?:function|procedure)\s+", cell.text, re.IGNORECASE)
    return labels.cut(cell, match.end()) if match else cell


def constraint(first: Inline, cells: gridcells.Cells, context: Context) -> None:
    """| orders_user_fkey | FOREIGN KEY | FOREIGN KEY (user_id) REFERENCES users(id) |, as tbls writes it."""
    from driftcheck.sql.ddl import read as ddl

    table, definition = gridcells.table_of(cells, context), cells.text("definition", "using").strip("`")
    named = gridcells.named_in(first)
    if "check" in context.title.lower() and checks.at(f"CHECK ({definition})", 0) == len(f"CHECK ({definition})"):
        definition = f"CHECK ({definition})"  # "| carts_total_check | total >= 0 |" among the checks
    if (
        table is None
        or named is None
        or not re.match(r"\s*(?:primary|unique|foreign|check|exclude)\b", definition, re.IGNORECASE)
    ):
        return
    text = f"ALTER TABLE {table} ADD CONSTRAINT {quote(named.names[0].parts[-1])} {definition}"
    for unread in ddl(text, context.page.ledger, path=context.page.path, line=cells.line, schema=split(table)[0]):
        context.page.unparsed.append((unread.line, unread.reason))


def foreign_key(cells: gridcells.Cells, context: Context) -> bool:
    """| carts | user_id | users(id) | CASCADE |, | `carts.user_id` | `users.id` |; whether the row gives one."""
    table = gridcells.table_of(cells, context)
    drawn = cells.text("from").replace("`", "")
    source = cells.text("from_column", "name", "columns").replace("`", "") or (drawn if "." in drawn else "")
    if cells.cell("table") is None and cells.cell("from_column") is not None and (holder := parse(drawn)):
        table = holder[0].path(context.schema)
    if "." in source and (parsed := parse(source)):
        table = Name(parsed[0].parts[:-1]).path(context.schema)
        source = parsed[0].parts[-1]
    names = [name.strip() for name in source.split(",")]
    if table is None or not all(re.fullmatch(r"[^\W\d]\w*", name) for name in names):
        return False
    target = cells.text("references", "to").replace("`", "")
    if (column := cells.text("to_column").strip("`")) and re.fullmatch(r"[\w.]+", target):
        target += f"({column})"
    said = attributes.read(f"references {target}", typed=False)
    action = re.match(r"(cascade|restrict|no action|set null|set default)\b", cells.text("on_delete"), re.IGNORECASE)
    update = re.match(r"(cascade|restrict|no action|set null|set default)\b", cells.text("on_update"), re.IGNORECASE)
    if said.references is None:
        return False
    keyfacts.foreign_key(
        table, names, said.references, context, cells.line,
        action[1].upper() if action else said.on_delete, update[1].upper() if update else said.on_update,
    )  # fmt: skip
    return True


def relationship(cells: gridcells.Cells, context: Context) -> None:
    """| carts | gifts | 1:N |: put down once both are known to be tables."""
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
