"""Lists of objects.

- `` - `badges` - Badge definitions`` under "**Tables:**", `1. **`orders`** - what was bought`, `` - `is_admin(user_id)` ``
- **orders**: customers see their own (under a heading about policies: an access rule)
- labels under a table's name: "**Purpose**: …", "**Columns**: 9 (…)", "RLS: enabled", "PK: id", "FK: a_id → a.id"
"""

from __future__ import annotations

import re

from driftcheck.kinds.index import Index
from driftcheck.kinds.policy import Policy
from driftcheck.kinds.table import Table
from driftcheck.kinds.trigger import Trigger
from driftcheck.kinds.type import Type
from driftcheck.ledger import child, sibling
from driftcheck.names import derived, last, quote, split
from driftcheck.sources.documents import arrows, attributes, claims, columns, labels, objects, titles, vocabulary
from driftcheck.sources.documents.context import Context
from driftcheck.sources.documents.markup import Block, Inline, Span
from driftcheck.sources.documents.naming import Name, Named, is_identifier, lead, mood_of, parse

_NAMED_KINDS = (
    "table",
    "view",
    "materialized_view",
    "function",
    "type",
    "extension",
    "role",
    "bucket",
    "sequence",
    "publication",
    "schema",
)
_SEPARATED = re.compile(r"\s*(?:\Z|[-–—:(,|=→]|\(|is\b|returns\b|with\b|for\b|on\b|auf\b|sur\b|sobre\b)")
_COMMANDS = re.compile(r"\b(ALL|SELECT|INSERT|UPDATE|DELETE)\b")
_ON = re.compile(
    r"\b(?:enabled|on|yes|active|aktiviert|activé|activée|activado|ativado|ja|oui|sí|sim|true)\b|✅|✓|✔", re.IGNORECASE
)
_OFF = re.compile(
    r"\b(?:disabled|off|no|not enabled|inactive|deaktiviert|désactivé|desactivado|desativado|nein|non|não|false|none)\b|❌|✗|✘",
    re.IGNORECASE,
)


def read(block: Block, context: Context) -> None:
    """Take what a list states."""
    if (
        context.body
        and context.table
        and not context.explicit
        and columns.put_bullets(_unlabelled(block), context.table, context, all_of_them=False)
    ):
        for item in block.children:
            inner = context.within(body=False)
            if (
                item.inline is not None
                and (labelled := labels.read(item.inline))
                and labelled.label
                and not _is_column(item, context)
            ):
                inner = _label(labelled, item, context) or inner
            _below(item, inner)
        return
    if context.object is not None and context.object[0] == "type" and context.today and not context.explicit:
        _list_of_values(block, context.object[1], context)
        return
    if context.announces == {"column"} and context.table and context.today:
        columns.put_bullets(block, context.table, context, all_of_them=True)
        return
    for item in block.children:
        read_item(item, context)


def _unlabelled(block: Block) -> Block:
    kept = [
        item
        for item in block.children
        if item.inline is None
        or not (labels.read(item.inline) or labels.Labelled("", "", item.inline)).label
        or item.inline.spans[0].code
    ]
    return Block("list", block.line, block.end, children=kept)


def _is_column(item: Block, context: Context) -> bool:
    assert item.inline is not None
    found = columns.bullet(item.inline, columns.known_types(context))
    return found is not None and bool(found[1].type)


def read_item(item: Block, context: Context) -> None:
    """Take what one item states, and what stands below it."""
    inline = item.inline
    if inline is None:
        for block in item.children:
            if block.kind == "list":
                read(block, context)
        return
    if inline.struck or not context.today:
        return
    below = _item(item, inline, context)
    _below(item, below)


def _below(item: Block, context: Context) -> None:
    from driftcheck.sources.documents import blocks

    for block in item.children:
        blocks.read(block, context)


def _item(item: Block, inline: Inline, context: Context) -> Context:
    """Read the item's own line; the context of what is nested in it."""
    other = context.within(announces=frozenset(), explicit=False, body=False)
    if context.pattern in ("policy", "index"):
        claims.pattern(context.pattern, inline, context)
        return other
    labelled = labels.read(inline)
    if not (labelled and context.table and labelled.label) and arrows.take(inline, context):
        return other
    leading = lead(inline)
    if leading is not None and "policy" in context.above and _of_this_table(leading, context):
        claims.access(leading, context, inline.line)
        return other
    if (
        labelled
        and (context.table or labelled.label in ("rls", "foreign key"))
        and (inner := _label(labelled, item, context))
    ):
        return inner
    if leading is None or leading.look != "code":
        if claims.label(*_label_of(inline), context) or claims.sentences(inline, context):
            return other
        if (
            context.announces == {"index"}
            and context.explicit
            and not context.table
            and not any(s.code for s in inline.spans)
        ):
            claims.pattern("index", inline, context)
            return other
    if "policy" in context.above and context.announces <= {"table", "policy"} and not context.table:
        if leading is not None and leading.look in ("bold", "code") and _SEPARATED.match(leading.rest.text):
            claims.access(leading, context, inline.line)
        return other
    if "policy" in context.announces and context.table:
        _policy(item, inline, context)
        return other
    return _object(item, inline, context)


def _of_this_table(named: Named, context: Context) -> bool:
    """Whether the item repeats the name of the table that the section is about, and says something of it."""
    return [name.path(context.schema) for name in named.names] == [context.table] and bool(named.description)


def _label_of(inline: Inline) -> tuple[str, Inline]:
    found = labels.read(inline)
    return (found.words, found.value) if found else ("", inline)


def _object(item: Block, inline: Inline, context: Context) -> Context:
    """An item that names an object of the kind that the heading announces."""
    other = context.within(announces=frozenset(), explicit=False, body=False)
    kinds = [kind for kind in _NAMED_KINDS if kind in context.announces]
    if "constraint" in context.announces and _constraint(inline, context):
        return other
    if item.children and (inner := _announces(inline, context)):
        return inner
    named = lead(inline, plain=True)
    if named is None or not _SEPARATED.match(named.rest.text) or mood_of(named) or _contents(named, inline):
        return other
    if named.look in ("plain", "bold") and not is_identifier(named.text.partition("(")[0]):
        return other
    function = named.names[0].signature is not None
    if "index" in context.announces:
        _index(named, inline, context)
        return other
    if context.announces == {"trigger"}:
        _trigger(named, inline, context)
        return other
    if (
        not kinds
        and item.children
        and any(b.kind == "list" and columns.typed(b) for b in item.children)
        and not context.table
    ):
        kinds = ["table"]
    if function:
        kinds = [kind for kind in kinds if kind == "function"]
    elif len(kinds) > 1:
        remark = vocabulary.words(named.remark)
        said = {vocabulary.KIND_OF.get(word) for word in remark}
        kinds = [kind for kind in kinds if kind in said] or [kind for kind in kinds if kind != "function"][:1]
    if not kinds:
        return other
    kind, paths = kinds[0], []
    if kind == "table" and (column := columns.bullet(inline)) and column[1].type:
        return other  # a column, under a lead-in that is none of a table's
    for name in named.names:
        path = objects.state(kind, name, context, inline.line, _described(named, kind))
        if path is None:
            return other
        paths.append(path)
        objects.listed(kind, path, context, inline.line)
    if kind == "publication":
        objects.members(paths[0], named, context, inline.line)
    if kind == "type":
        _values(paths[0], named, context)
    if kind == "function":
        _returns(paths[0], named, context)
    if kind == "bucket":
        _bucket(paths[0], named, context)
    relation = kind in ("table", "view", "materialized_view")
    return context.within(
        announces=frozenset(), explicit=False, table=paths[0] if relation else None, tables=tuple(paths) if relation else (),
        object=(kind, paths[0]), body=relation, partial=False, table_level=99,
        schema=paths[0] if kind == "schema" else context.schema,
    )  # fmt: skip


def _described(named: Named, kind: str) -> str | None:
    return named.description


def _announces(inline: Inline, context: Context) -> Context | None:
    """ "- Tables" with the tables nested in it: a heading in the form of an item."""
    if any(span.code for span in inline.spans) or len(inline.text) > 60:
        return None
    title = titles.read(inline, heading=False)
    if not title.known or not title.announces or title.mood:
        return None
    return context.within(
        announces=title.announces,
        above=context.above | title.announces,
        explicit=True,
        partial=title.partial,
        title=title.text,
    )


def _contents(named: Named, inline: Inline) -> bool:
    """Whether the item is a line of a table of contents."""
    return named.look == "link" and any((span.link or "").startswith("#") for span in inline.spans)


def _list_of_values(block: Block, path: str, context: Context) -> None:
    """The values of an enum, one an item: `active` - may log in."""
    values = []
    for item in block.children:
        text = item.inline.source if item.inline else ""
        match = re.match(r"\W*([\w-]+(?: [\w-]+)?)\W*(?:\Z|[`*'\"]*\s*[-–—:(])", text)
        if match is None:
            return
        values.append(match[1])
    facts = context.page.ledger.find("type", path)
    if facts is not None and values:
        context.page.ledger.state("type", path, Type(at=context.at(block.line), kind="enum", values=values))


def values(value: Inline, context: Context) -> None:
    """ "Values: `open`, `closed`" under an enum's heading."""
    assert context.object is not None
    if found := objects.enum_values(value.source):
        facts = Type(at=context.at(value.line), kind="enum", values=found)
        context.page.ledger.state("type", context.object[1], facts)


def named_lines(inline: Inline, context: Context) -> bool:
    """Lines without bullets that are entries all the same: each begins with a name in code and a dash or colon."""
    lines = [line for line in inline.lines() if line.text.strip()]
    found = [lead(line) for line in lines]
    if not all(named and named.look == "code" and re.match(r"\s*[-–—:]", named.rest.text) for named in found):
        return False
    for line in lines:
        _object(Block("item", line.line, inline=line), line, context)
    return True


def _values(path: str, named: Named, context: Context) -> None:
    values = objects.enum_values(named.rest.source.strip().lstrip("-–—: "))
    facts = context.page.ledger.find("type", path)
    if values and facts is not None:
        facts.values = values  # type: ignore[attr-defined]


def _returns(path: str, named: Named, context: Context) -> None:
    """ "returns setof boats", "→ boolean"."""
    from driftcheck.sql.types import canonical, is_type

    text = named.rest.text.strip()
    match = re.match(
        r"(?:[:–—-]\s*)?(?:returns?|→|->|:|gibt|retourne|devuelve|retorna)\s+`?((?:setof\s+)?[\w.\"]+(?:\([\d, ]+\))?(?:\[\])?)`?",
        text,
        re.IGNORECASE,
    )
    facts = context.page.ledger.find("function", path)
    if match is None or facts is None:
        return
    setof = match[1].lower().startswith("setof ")
    bare = match[1][6:].strip() if setof else match[1]
    if setof or is_type(bare):
        facts.returns = ("SETOF " if setof else "") + (canonical(bare) if is_type(bare) else bare)  # type: ignore[attr-defined]
        if not facts.description or facts.description.startswith(("returns", "→", "->")):
            facts.description = objects.UNSTATED
            objects.describe(facts, text[match.end() :].strip().lstrip("-–—: "))


def _bucket(path: str, named: Named, context: Context) -> None:
    """ "`avatars` (public)", "(private)"."""
    facts = context.page.ledger.find("bucket", path)
    word = named.remark.lower().split(",")[0].strip().removesuffix(" bucket")
    if facts is not None and word in ("public", "private"):
        facts.public = word == "public"  # type: ignore[attr-defined]


def _label(labelled: labels.Labelled, item: Block, context: Context) -> Context | None:
    """A labelled line under a table's name; None where the label says nothing here."""
    table, value, line = context.table, labelled.value, item.line
    inner = context.within(announces=frozenset(), explicit=False, body=False)
    if labelled.label == "foreign key" and table is None:
        return None
    if table is None:
        return None
    ledger = context.page.ledger
    match labelled.label:
        case "description":
            for path in context.tables or (table,):
                facts = ledger.find("table", path) or ledger.find("view", path)
                if facts is not None and value.text.strip():
                    objects.describe(facts, value.text)
            return inner
        case "column":
            if value.text.strip():
                columns.counted(table, value, context, line)
            return context.within(announces=frozenset({"column"}), explicit=True, body=False)
        case "primary key":
            if names := _columns_in(value):
                attributes.key(table, names, "primary key", context, line)
        case "unique":
            if names := _columns_in(value):
                attributes.key(table, names, "unique", context, line)
        case "foreign key":
            _foreign_keys(value, table, context, line)
            return context.within(announces=frozenset({"foreign key"}), explicit=True, body=False)
        case "rls":
            _rls(value, table, context, line)
            return context.within(announces=frozenset({"policy"}), explicit=True, body=False)
        case "policy":
            return context.within(announces=frozenset({"policy"}), explicit=True, body=False)
        case "access":
            text = value.text.strip()
            if text:
                claims.access(Named([_name(table)], "code", value, ""), context, line)
        case "index":
            for piece in attributes.split_commas(value.text):
                _index_of(piece, table, context, line)
            return context.within(announces=frozenset({"index"}), explicit=True, body=False)
        case "trigger" | "constraint":
            return context.within(announces=frozenset({labelled.label}), explicit=True, body=False)
        case "relationship":
            return context.within(announces=frozenset({"relationship"}), explicit=True, body=False)
        case _:
            return (
                None
                if claims.label(labelled.words, value, context) is False
                and not labelled.label
                and not _plain_label(item)
                else inner
            )
    return inner


def _plain_label(item: Block) -> bool:
    """Whether the item begins with a bold label that is no name of an object: "**Key Features**: …"."""
    assert item.inline is not None
    named = lead(item.inline)
    return named is None or named.look != "code"


def _name(path: str) -> Name:
    return Name(split(path))


def _columns_in(value: Inline) -> list[str]:
    text = value.text.strip().strip("()`").rstrip(".")
    names = [parse(piece) for piece in attributes.split_commas(text.replace(" + ", ", "))]
    if not names or any(n is None or len(n) != 1 or len(n[0].parts) != 1 for n in names):
        return []
    return [n[0].parts[0] for n in names if n]


def _foreign_keys(value: Inline, table: str, context: Context, line: int) -> None:
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


def _rls(value: Inline, table: str, context: Context, line: int) -> None:
    text = value.text.strip()
    if not text:
        return
    if len(text.split()) <= 3:
        off, on = _OFF.search(text), _ON.search(text)
        if off or on:
            context.page.ledger.state("table", table, Table(at=context.at(line), rls=not off))
            return
    claims.access(Named([_name(table)], "code", value, ""), context, line)


def rls_in_words(inline: Inline, context: Context) -> bool:
    """Under "Row level security" of a table: "Enabled. Only owners see their rows." Whether it says so."""
    assert context.table is not None
    text = " ".join(inline.text.split())
    first, _, rest = text.partition(".")
    words = re.sub(r"\b(?:rls|row[- ]level[- ]security|is|status)\b|[:*]", " ", first, flags=re.IGNORECASE).strip()
    if len(words.split()) > 2 or not (_ON.fullmatch(words) or _OFF.fullmatch(words)):
        return False
    off = _OFF.fullmatch(words) is not None
    context.page.ledger.state("table", context.table, Table(at=context.at(inline.line), rls=not off))
    if rest.strip():
        claims.access(
            Named([_name(context.table)], "code", Inline([Span(rest.strip(), inline.line)], inline.line), ""),
            context,
            inline.line,
        )
    return True


def _trigger(named: Named, inline: Inline, context: Context) -> None:
    """`` - `touch` on `orders` (BEFORE UPDATE) executes `set_time()` ``."""
    text = named.rest.text
    table = context.table
    if match := re.match(r"\s*(?:on|auf|sur|sobre)\s+[`\"]?([^\W\d][\w.]*)", text, re.IGNORECASE):
        names = parse(match[1])
        table = names[0].path(context.schema) if names else table
    timing = re.search(r"\b(before|after|instead of)\b", text, re.IGNORECASE)
    events = re.findall(r"\b(insert|update|delete|truncate)\b", text, re.IGNORECASE)
    if table is None or len(named.names) != 1 or not (timing or events or context.table is None):
        return
    facts = Trigger(at=context.at(inline.line), table=table)
    if timing:
        facts.timing = timing[1].upper()
        if events:
            facts.events = list(dict.fromkeys(event.upper() for event in events))
    if called := re.search(
        r"(?:executes?|calls?|runs?|function|→|->)\s+(?:function\s+)?`?([^\W\d][\w.]*)\(\)`?", text, re.IGNORECASE
    ):
        names = parse(called[1])
        if names:
            facts.function = names[0].path(context.schema)
    context.page.ledger.state("trigger", child(table, named.names[0].parts[-1]), facts)


def _constraint(inline: Inline, context: Context) -> bool:
    """ "CHECK (state IN ('a', 'b'))", "`orders_total_check`: CHECK (total >= 0)": under a table's name."""
    from driftcheck.sql import ddl

    match = re.match(
        r"\W*(?:(?P<name>[^\W\d]\w*)\s*[:–—-]\s*)?(?P<rule>(?:primary key|unique|foreign key|check|exclude)\s*\(.*\).*)\Z",
        inline.text.strip(),
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


def _index(named: Named, inline: Inline, context: Context) -> None:
    """`` - `orders_paid_idx` on `orders(paid_at)` ``; a name without its table states nothing."""
    _index_of(inline.source, context.table, context, inline.line)


def _index_of(text: str, table: str | None, context: Context, line: int) -> None:
    if len(text) > 500:
        return
    match = re.match(
        r"\W*(?P<name>[^\W\d]\w*)\W*?(?:\s*(?:\bon\b|auf|sur|sobre|em|[-–—:])?\s*`?(?P<table>[^\W\d][\w.]*)?`?\s*\((?P<keys>[^()]*(?:\([^()]*\)[^()]*)*)\))(?P<rest>.*)\Z",
        text.replace("`", "").strip(), re.IGNORECASE | re.DOTALL,
    )  # fmt: skip
    if match is None:
        bare = re.match(r"\W*([^\W\d]\w*)\b", text)
        if bare and table and re.search(r"idx|index", bare[1], re.IGNORECASE) and "`" in text:
            context.page.ledger.state("index", sibling(table, bare[1]), Index(at=context.at(line), table=table))
        return
    written = match["table"]
    if written and written.lower() in ("on", "using", "btree", "gin", "gist", "hash", "unique"):
        written = None
    name, keys = match["name"], [key.strip() for key in attributes.split_commas(match["keys"])]
    if written:
        names = parse(written)
        table = names[0].path(context.schema) if names else table
    if table is None or not all(re.match(r"[\w(]", key) for key in keys) or len(keys) == 0:
        return
    facts = Index(at=context.at(line), table=table, columns=[_key(key) for key in keys])
    if re.search(r"\bunique\b", text, re.IGNORECASE):
        facts.unique = True
    if method := re.search(r"\b(btree|hash|gist|gin|brin|spgist|hnsw|ivfflat)\b", match["rest"], re.IGNORECASE):
        facts.method = method[1].lower()
    if name.lower() in ("index", "unique", "idx", "btree"):
        facts.named = False
        name = derived(last(table), "_".join(k.split(" ")[0] for k in keys), "idx")
    context.page.ledger.state("index", sibling(table, name), facts)


def _key(text: str) -> str:
    words = text.split()
    return " ".join([words[0], *(word.upper() for word in words[1:])]) if words and "(" not in text else text


def _policy(item: Block, inline: Inline, context: Context) -> None:
    """`` - `customers read their own` (SELECT, role anon): `auth.uid() = user_id` ``; a rule in words is kept as one."""
    named = _policy_name(inline)
    assert context.table is not None
    if named is None:
        claims.access(Named([_name(context.table)], "code", inline, ""), context, inline.line)
        return
    name, rest = named
    facts = Policy(at=context.at(inline.line), table=context.table)
    if command := _COMMANDS.search(rest.text.upper() if rest.text.strip().startswith("(") else rest.text):
        facts.command = command[1]
    if role := re.search(
        r"\b(?:roles?|to|for role)\s*:?\s+`?([a-z_]\w*)`?", rest.text.partition("):")[0], re.IGNORECASE
    ):
        facts.roles = [role[1]]
    code = [span.text for span in rest.spans if span.code]
    expressions = [
        text
        for text in code
        if attributes.is_expression(text) and not _COMMANDS.fullmatch(text) and not re.fullmatch(r"[a-z_]\w*", text)
    ]
    if len(expressions) == 1 and not re.search(r"with check", rest.text, re.IGNORECASE):
        facts.using = expressions[0]
        if facts.command == "INSERT":
            facts.using, facts.check = objects.UNSTATED, expressions[0]
    for word, field in (("using", "using"), ("with check", "check")):
        if (expression := _in_parentheses(rest.text, word)) and getattr(facts, field) is objects.UNSTATED:
            setattr(facts, field, expression)
    context.page.ledger.state("policy", child(context.table, name), facts)


def _in_parentheses(text: str, word: str) -> str | None:
    """What stands in the parentheses behind USING or WITH CHECK."""
    start = text.lower().find(word + " (")
    if start < 0:
        return None
    start = text.index("(", start)
    depth = 0
    for position in range(start, len(text)):
        depth += (text[position] == "(") - (text[position] == ")")
        if depth == 0:
            expression = text[start + 1 : position].strip()
            return expression if attributes.is_expression(expression) else None
    return None


def _policy_name(inline: Inline) -> tuple[str, Inline] | None:
    spans = [span for span in inline.spans if span.text.strip()]
    if not spans:
        return None
    first = spans[0]
    if first.code or first.bold:
        name = first.text.strip().strip('"').rstrip(":")
        if first.code and (attributes.is_expression(name) and " " in name and not re.match(r"[\w ]+\Z", name)):
            return None
        position = inline.text.find(first.text) + len(first.text)
        return (name, labels.cut(inline, position)) if name and not _COMMANDS.fullmatch(name.upper()) else None
    match = re.match(r'\s*["“]([^"”]{3,120})["”]', inline.text)
    return (match[1], labels.cut(inline, match.end())) if match else None


__all__ = ["quote", "read", "read_item"]
