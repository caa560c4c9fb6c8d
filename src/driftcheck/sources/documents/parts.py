"""Keys, checks and triggers in bullets: "FK: cart_id → carts.id", `` `touch` on `carts` (BEFORE UPDATE) ``."""

from __future__ import annotations

import re

from driftcheck.kinds.trigger import Trigger
from driftcheck.ledger import child
from driftcheck.names import last, quote, split
from driftcheck.sources.documents import attributes
from driftcheck.sources.documents.context import Context
from driftcheck.sources.documents.markup import Inline
from driftcheck.sources.documents.naming import Named, parse


def columns_in(value: Inline) -> list[str]:
    """The names in "id, cart_id"; nothing where one of them is none."""
    text = value.text.strip().rstrip(".").strip("()`")
    names = [parse(piece) for piece in attributes.split_commas(text.replace(" + ", ", "))]
    if not names or any(n is None or len(n) != 1 or len(n[0].parts) != 1 for n in names):
        return []
    return [n[0].parts[0] for n in names if n]


def foreign_keys(value: Inline, table: str, context: Context, line: int) -> None:
    """`user_id → users.id`, `user_id references users(id) ON DELETE CASCADE`, several with commas."""
    for piece in attributes.split_commas(value.text):
        match = re.match(r"\s*\(?\s*([\w, ]+?)\s*\)?\s*(?=→|->|=>|references\b|refs?\b|to\b)", piece, re.IGNORECASE)
        if match is None:
            continue
        rest = re.sub(r"\A\s*to\s", "→ ", piece[match.end() :])
        rest = rest.replace("(ON DELETE", "ON DELETE").replace("(on delete", "on delete")
        said = attributes.read(rest, typed=False)
        names = [name.strip() for name in match[1].split(",")]
        if said.references and all(re.fullmatch(r"\w+", name) for name in names):
            attributes.foreign_key(table, names, said.references, context, line, said.on_delete, said.on_update)


_FIRES = re.compile(r"\b(?:before|after|instead of)\s+(?:insert|update|delete|truncate)\b", re.IGNORECASE)


def fires(text: str) -> bool:
    """Whether the words say when a trigger fires: "(BEFORE UPDATE)", "after insert or delete"."""
    return _FIRES.search(text) is not None


def trigger(named: Named, inline: Inline, context: Context) -> None:
    """`` - `touch` on `orders` (BEFORE UPDATE) executes `set_time()` ``."""
    text = named.rest.text
    table = context.table
    if match := re.match(r"\s*(?:on|auf|sur|sobre)\s+[`\"]?([^\W\d][\w.]*)", text, re.IGNORECASE):
        names = parse(match[1])
        table = names[0].path(context.schema) if names else table
    timing = re.search(r"\b(before|after|instead of)\b", text, re.IGNORECASE)
    events = re.findall(r"\b(insert|update|delete|truncate)\b", text, re.IGNORECASE)
    called = re.search(
        r"(?:executes?|calls?|runs?|function|→|->)\s+(?:function\s+)?`?([^\W\d][\w.]*)\(\)`?", text, re.IGNORECASE
    )
    if table is None or len(named.names) != 1 or not (timing or events or called or context.table is None):
        return
    facts = Trigger(at=context.at(inline.line), table=table)
    if timing:
        facts.timing = timing[1].upper()
        if events:
            facts.events = list(dict.fromkeys(event.upper() for event in events))
    if called:
        names = parse(called[1])
        if names:
            facts.function = names[0].path(context.schema)
    context.page.ledger.state("trigger", child(table, named.names[0].parts[-1]), facts)


def qualified_foreign_key(inline: Inline, context: Context) -> bool:
    """`` `carts.user_id` → `users.id` ``, "carts.user_id references users(id) on delete cascade": whether it is one.

    Under a table's name the column may stand alone.
    """
    text = inline.text.replace("`", "")
    match = re.match(r"\W*(?:([\w.]+)\.)?(\w+)\W*?\s*(?=→|->|=>|references\b|refers to\b)", text, re.IGNORECASE)
    if match is None or not (path := _table_of_key(match[1], match[2], context)):
        return False
    said = attributes.read(text[match.end() :], typed=False)
    if said.references is None:
        return False
    attributes.foreign_key(path, [match[2]], said.references, context, inline.line, said.on_delete, said.on_update)
    return True


def _table_of_key(written: str | None, column: str, context: Context) -> str | None:
    """The table that is written before the column, else the section's, unless the word is that table's own name."""
    if written is None:
        return context.table if context.table and column != last(context.table) else None
    names = parse(written)
    if not names:
        return None
    parts = names[0].parts
    return names[0].path(context.schema) if len(parts) > 1 else attributes.known_table(parts[0], context)


def _statement(inline: Inline) -> str:
    """The rule that stands in code, without the words behind it: "`FOREIGN KEY (a) REFERENCES b(id)` - the owner"."""
    first = next((span for span in inline.spans if span.text.strip()), None)
    whole = first is not None and first.code and re.match(r"[\w\s]+\(.*\)", first.text) is not None
    return first.text if whole and first is not None else inline.text


def constraint(inline: Inline, context: Context) -> bool:
    """ "CHECK (state IN ('a', 'b'))", "`orders_total_check`: CHECK (total >= 0)": under a table's name."""
    from driftcheck.sql import ddl

    match = re.match(
        r"\W*(?:(?P<name>[^\W\d]\w*)\s*[:–—-]\s*)?(?P<rule>(?:primary key|unique|foreign key|check|exclude)\s*\(.*\).*)\Z",
        _statement(inline).strip(),
        re.IGNORECASE,
    )
    if match is None or context.table is None or len(inline.text) > 2000:
        return False
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
