"""Keys and checks in bullets: "FK: cart_id → carts.id", "`carts_total_check`: CHECK (total > 0)"."""

from __future__ import annotations

import re

from driftcheck.kinds.constraint import Constraint
from driftcheck.ledger import child
from driftcheck.names import last, quote, split
from driftcheck.sources.documents import attributes, checks, keyfacts, labels, toldkeys
from driftcheck.sources.documents.context import Context
from driftcheck.sources.documents.leads import lead, mood_of
from driftcheck.sources.documents.markup import Inline
from driftcheck.sources.documents.naming import parse


def columns_in(value: Inline) -> list[str]:
    """The names in "id, cart_id"; nothing where one of them is none."""
    text = value.text.strip().rstrip(".").strip("()[]`")
    names = [parse(piece) for piece in attributes.split_commas(text.replace(" + ", ", "))]
    if not names or any(n is None or len(n) != 1 or len(n[0].parts) != 1 for n in names):
        return []
    return [n[0].parts[0] for n in names if n]


def foreign_keys(value: Inline, table: str, context: Context, line: int) -> None:
    """`user_id → users.id`, `user_id references users(id) ON DELETE CASCADE`, several with commas."""
    for piece in attributes.split_commas(value.text):
        match = re.match(r"\s*\(?\s*([\w, ]+?)\s*\)?\s*\(?(?=→|->|=>|references?\b|refs?\b|to\b)", piece, re.IGNORECASE)
        if match is None:
            continue
        rest = re.sub(r"\A\s*(?:to|reference)\s", "→ ", piece[match.end() :])
        rest = rest.replace("(ON DELETE", "ON DELETE").replace("(on delete", "on delete")
        said = attributes.read(rest, typed=False)
        names = [name.strip() for name in match[1].split(",")]
        if said.references and all(re.fullmatch(r"\w+", name) for name in names):
            keyfacts.foreign_key(table, names, said.references, context, line, said.on_delete, said.on_update)


_KEYS_ALONE = re.compile(r"[*\s`]*\(([^()]{1,300})\)[`\s]*(?:[.;–—-].*)?\Z", re.DOTALL)


def key_alone(inline: Inline, context: Context) -> bool:
    """`` - `(shop_id, sold_at)` `` under "Unique constraints:" or "Primary key:" of a table: whether it is one, over columns
    that the page gives the table.
    """
    match = _KEYS_ALONE.match(inline.text)
    kind = labels.kind_of(context.title.strip().rstrip(":"))
    if match is None or context.table is None or kind not in ("unique", "primary key"):
        return False
    names = [name.strip() for name in match[1].split(",")]
    known = context.page.ledger.objects["column"]
    if not all(child(context.table, name) in known for name in names):
        return False
    keyfacts.key(context.table, names, kind, context, inline.line)
    return True


_NAMED_KEY = re.compile(
    r"\W{0,4}(?P<name>[^\W\d]\w*)\s*[:–—-]\s+\(?\s*(?P<columns>[^\W\d]\w*(?:\s*,\s*\w+){0,15})\s*\)?\s*"
    r"(?=→|->|=>|references\b|referencia\b|référence\b|verweist auf\b)",
    re.IGNORECASE,
)


def _is_table(name: str, context: Context) -> bool:
    return context.page.ledger.find("table", keyfacts.known_table(name, context)) is not None


def _named_key(match: re.Match[str], target: str, table: str, context: Context, line: int) -> bool:
    said = attributes.read(target, typed=False)
    if said.references is None:
        return False
    columns = [column.strip() for column in match["columns"].split(",")]
    facts = Constraint(at=context.at(line), type="foreign key", columns=columns)
    facts.references = keyfacts.reference(said.references, context)
    if said.on_delete:
        facts.on_delete = said.on_delete
    if said.on_update:
        facts.on_update = said.on_update
    context.page.ledger.state("constraint", child(table, match["name"]), facts)
    return True


def qualified_foreign_key(inline: Inline, context: Context) -> bool:
    """`` `carts.user_id` → `users.id` ``, "carts.user_id references users(id) on delete cascade": whether it is one.

    Under a table's name the column may stand alone, and the key's name before it: "`carts_user_fkey`: user_id → users(id)".
    """
    text = inline.text.replace("`", "")
    if context.table and (named := _NAMED_KEY.match(text)) and not _is_table(named["name"], context):
        return _named_key(named, text[named.end() :], context.table, context, inline.line)
    match = re.match(r"\W*(?:([\w.]+)\.)?(\w+)\W*?\s*(?=→|->|=>|references\b|refers to\b)", text, re.IGNORECASE)
    if match is None or not (path := _table_of_key(match[1], match[2], context)):
        return False
    said = attributes.read(text[match.end() :], typed=False)
    if said.references is None:
        return False
    keyfacts.foreign_key(path, [match[2]], said.references, context, inline.line, said.on_delete, said.on_update)
    return True


def _table_of_key(written: str | None, column: str, context: Context) -> str | None:
    """The table that is written before the column, else the section's, unless the word is that table's own name."""
    if written is None:
        return context.table if context.table and column != last(context.table) else None
    names = parse(written)
    if not names:
        return None
    parts = names[0].parts
    return names[0].path(context.schema) if len(parts) > 1 else keyfacts.known_table(parts[0], context)


def _statement(inline: Inline) -> str:
    """The rule that stands in code, without the words behind it: "`FOREIGN KEY (a) REFERENCES b(id)` - the owner"."""
    first = next((span for span in inline.spans if span.text.strip()), None)
    whole = first is not None and first.code and re.match(r"[\w\s]+\(.*\)", first.text) is not None
    return first.text if whole and first is not None else inline.text


_CODED_NAME = re.compile(
    r"\W{0,2}`(?P<name>[^\W\d]\w*)`\s+`?(?P<rule>(?:primary key|unique|foreign key|check|exclude)\s*\(.*\)[^`]*)`?\Z",
    re.IGNORECASE | re.DOTALL,
)


def constraint(inline: Inline, context: Context) -> bool:
    """ "CHECK (state IN ('a', 'b'))", "`orders_total_check`: CHECK (total >= 0)": under a table's name."""
    from driftcheck.sql import ddl

    match = re.match(
        r"\W*(?:(?P<name>[^\W\d]\w*)\s*[:–—-]\s*)?(?P<rule>(?:primary key|unique|foreign key|check|exclude)\s*\(.*\).*)\Z",
        _statement(inline).strip(),
        re.IGNORECASE,
    )
    if context.table is None or len(inline.text) > 2000:
        return False
    if match is None and (coded := _CODED_NAME.match(inline.source.strip())):  # "`carts_check` CHECK (total > 0)"
        match = re.match(r"(?P<name>\w+) (?P<rule>.*)\Z", f"{coded['name']} {coded['rule']}", re.DOTALL)
    if match is None:
        return _check(inline, context)
    named = f"CONSTRAINT {quote(match['name'])} " if match["name"] else ""
    rule = (
        match["rule"][: match["rule"].rfind(")") + 1]
        if match["rule"].lower().startswith(("check", "unique", "primary"))
        else match["rule"]
    )
    text = f"ALTER TABLE {context.table} ADD {named}{rule}"
    unread = ddl.read(
        text, context.page.ledger, path=context.page.path, line=inline.line, schema=split(context.table)[0]
    )
    context.page.unparsed += [(one.line, one.reason) for one in unread]
    return not unread


_OF_A_TABLE = re.compile(
    r"\W{0,3}`(?P<table>[^\W\d][\w.]*)`\s*[:–—-]\s*`?(?P<rule>(?:primary key|unique|foreign key|check)\s*\(.*\)[^`]*)`?\s*\Z",
    re.IGNORECASE | re.DOTALL,
)


def of_a_table(inline: Inline, context: Context) -> bool:
    """ "`parcels`: FOREIGN KEY (cart_id) REFERENCES carts(id)", once the table is known: whether it is a rule of one."""
    match = _OF_A_TABLE.match(inline.source.strip()) if context.table is None and len(inline.text) <= 1000 else None
    names = parse(match["table"]) if match else None
    if match is None or not names:
        return False
    name, rule = names[0], match["rule"].strip()

    def settle() -> None:
        path = name.path(context.schema) if len(name.parts) > 1 else keyfacts.known_table(name.parts[0], context)
        if context.page.ledger.find("table", path) is not None:
            checks.state(path, rule, context, inline.line)

    context.page.later.append(settle)
    return True


_CONSTRAINT = re.compile(r"\W{0,2}(?:check |unique )?constraint\s+`([^\W\d]\w*)`\s*[:–—-]\s+\S", re.IGNORECASE)


def told(inline: Inline, context: Context) -> bool:
    """ "Constraint `carts_bounds`: 0 <= sold <= stock" below a table's heading: one of which only the name is known."""
    match = _CONSTRAINT.match(inline.source) if context.table and not context.of_several else None
    if match is None or context.table is None:
        return False
    context.page.ledger.state("constraint", child(context.table, match[1]), Constraint(at=context.at(inline.line)))
    return True


def named(inline: Inline, context: Context) -> bool:
    """ "`carts_total_positive`: the sum is above zero" under a table's constraints: with as much of it as is understood."""
    one = lead(inline)
    if (
        one is None
        or context.table is None
        or context.announces != {"constraint"}
        or one.look != "code"
        or mood_of(one)
    ):
        return False
    name = one.names[0].parts[-1]
    known = context.page.ledger.find("column", child(context.table, name)) is not None
    if len(one.names) > 1 or "_" not in name or known or not re.match(r"\s*[:–—-]\s+\S", one.rest.text):
        return False
    said = re.sub(r"\A\s*[:–—-]\s+", "", one.rest.source)
    toldkeys.take(name, said, context.table, context, inline.line)
    return True


def _check(inline: Inline, context: Context) -> bool:
    """ "`orders_total_check`: `total >= 0`" under "Check constraints"."""
    code = [span.text.strip() for span in inline.spans if span.code]
    rule = f"CHECK ({code[-1]})" if code else ""
    if "check" not in context.title.lower() or len(code) != 2 or not re.fullmatch(r"[^\W\d]\w*", code[0]):
        return False
    if not inline.text.strip().startswith(code[0]) or checks.at(rule, 0) != len(rule):
        return False
    checks.state(str(context.table), rule, context, inline.line, code[0])
    return True


_UNIQUE_BEHIND = re.compile(
    r"\W{0,3}\(\s*(?P<columns>[^\W\d]\w*(?:\s*,\s*\w+){0,15})\s*\)[`\s]*(?:is |are |must be )?unique(?:\s+(?:together|key|constraint))?"
    r"(?:\s+(?:on|in|per)\s+`?(?P<table>[^\W\d][\w.]*)`?)?\s*(?:[.;,(–—-].*)?\Z",
    re.IGNORECASE | re.DOTALL,
)


def unique_behind(inline: Inline, context: Context) -> bool:
    """ "`(guest_id, made_at)` unique", "(guest_id, day) unique on carts": whether it is such a key."""
    match = _UNIQUE_BEHIND.match(inline.text) if len(inline.text) <= 500 else None
    if match is None or not (match["table"] or context.table):
        return False
    columns = [column.strip() for column in match["columns"].split(",")]
    path = keyfacts.known_table(match["table"], context) if match["table"] else str(context.table)

    def settle() -> None:
        if context.page.ledger.find("table", path) is not None:
            keyfacts.key(path, columns, "unique", context, inline.line)

    context.page.later.append(settle)
    return True
