"""Mermaid entity diagrams.

    erDiagram
        carts ||--o{ parcels : "ships as"
        carts { uuid id PK  string note "free text" }

Entities are tables, their attributes columns (which ones: the diagram need not show all), lines relationships.
"""

from __future__ import annotations

import re

from driftcheck.kinds import RELATIONS
from driftcheck.kinds.relationship import Relationship
from driftcheck.kinds.table import Table
from driftcheck.ledger import child
from driftcheck.managed import SCHEMAS as MANAGED
from driftcheck.names import join, last, parent, split
from driftcheck.sources.documents import attributes, columnfacts, objects
from driftcheck.sources.documents.context import Context, Page
from driftcheck.sources.documents.markup import Block
from driftcheck.sources.documents.naming import Name, parse

_ENTITY = r'(?:"[^"]+"|[^\W\d][\w.-]*)'
_LINE = re.compile(
    rf"\s*(?P<from>{_ENTITY})(?:\[[^\]]*\])?\s+(?P<left>[|}}o]{{1,2}}|\|\||[}}|][o|])(?:--|\.\.)(?P<right>[|{{o]{{1,2}})\s+(?P<to>{_ENTITY})(?:\[[^\]]*\])?\s*(?::\s*(?P<label>\"[^\"]*\"|.*?))?\s*\Z"
)
_OPEN = re.compile(rf'\s*(?P<name>{_ENTITY})\s*(?:\[\s*"?(?P<alias>[^\]"]+)"?\s*\])?\s*(?P<open>\{{)?\s*(?P<rest>.*)\Z')
_ATTRIBUTE = re.compile(
    r"\s*(?P<type>[^\W\d][\w\[\]().,-]*)\s+(?P<name>\*?[\w-]+)\s*(?P<keys>(?:PK|FK|UK)(?:\s*,\s*(?:PK|FK|UK))*)?\s*(?:\"(?P<note>[^\"]*)\")?\s*\Z"
)
_MANAGED = {
    f"{schema}_{table}": (schema, table)
    for schema, table in (("auth", "users"), ("storage", "objects"), ("storage", "buckets"))
}
_SIDES = {"||": "1", "|o": "0..1", "o|": "0..1", "}o": "*", "o{": "*", "}|": "*", "|{": "*"}


def read(block: Block, context: Context) -> None:
    """Take what an entity diagram states; other diagrams state nothing."""
    lines = [" ".join(line.split()) for line in block.content.split("\n")]
    start = next(
        (n for n, line in enumerate(lines) if line.strip() and not line.strip().startswith(("%%", "---", "title:"))),
        None,
    )
    if context.page.generated or not context.today:
        return
    if start is None or not lines[start].strip().startswith("erDiagram"):
        return
    _entities(lines, start + 1, block.first, context)


def _entities(lines: list[str], start: int, first: int, context: Context) -> None:
    entity: str | None = None
    drawn: list[tuple[re.Match[str], int]] = []
    aliases: dict[str, str] = {}
    for number in range(start, len(lines)):
        text = lines[number].split("%%")[0].strip()
        line = first + number
        if not text:
            continue
        if entity is not None:
            entity = _attributes(text, entity, line, context)
        elif match := _LINE.match(text):
            drawn.append((match, line))
        elif (
            (match := _OPEN.match(text))
            and (match["open"] or match["alias"] or not match["rest"])
            and not text.startswith(("direction", "style", "class", "classDef"))
        ):
            aliases[match["name"]] = _called(match["name"], match["alias"])
            entity = _table(aliases[match["name"]], line, context)
            if not match["open"]:
                entity = None
            elif match["rest"]:
                entity = _attributes(match["rest"], entity or "", line, context)
            elif entity is None:
                entity = ""
    for match, line in drawn:
        _relationship(match, line, aliases, context)


def _attributes(text: str, entity: str, line: int, context: Context) -> str | None:
    """The columns on one line of an entity; the entity, or None once it is closed."""
    closed = text.rstrip().endswith("}")
    body = text.rstrip().removesuffix("}").strip() if closed else text
    if body and entity and (match := _ATTRIBUTE.match(body)):
        drawn = _type(match["type"])
        if drawn == "text" and split(entity)[0] in MANAGED:
            drawn = "string"  # the platform's tables are drawn, not specified: its e-mail is a varchar
        said = attributes.Attributes(type=drawn)
        keys = match["keys"] or ""
        said.primary_key, said.unique = "PK" in keys, "UK" in keys
        columnfacts.put(entity, match["name"].lstrip("*"), said, context, line, match["note"])
    return None if closed else entity


def _type(written: str) -> str:
    """A type, which a diagram may write without blanks, parentheses and brackets.

    >>> _type("timestamp_with_time_zone"), _type("numeric_6_2_"), _type("varchar_40"), _type("text__"), _type("cart_state")
    ('timestamp with time zone', 'numeric(6,2)', 'varchar(40)', 'text[]', 'cart_state')
    """
    from driftcheck.sql.types import is_type

    bare = written.rstrip("_").replace("-", " ").replace("_", " ")
    words = bare.split()
    if "_" not in written:
        return written.replace("-", " ")
    sizes = [word for word in words if word.isdecimal()]
    name = " ".join(words[: len(words) - len(sizes)])
    if is_type(name) and (not sizes or words[-len(sizes) :] == sizes):
        return name + (f"({','.join(sizes)})" if sizes else "[]" if written.endswith("__") else "")
    return written


def _name(written: str) -> Name | None:
    names = parse(written.strip('"') if " " not in written else written)
    if not names or len(names) != 1 or names[0].hyphened:
        return None
    name = names[0]
    if name.spellings and name.parts != name.spellings[0]:  # diagrams write CUSTOMER and Customer for customer
        name.parts, name.spellings = name.spellings[0], [name.parts]
    elif name.parts[-1] != written.strip('"') and not name.spellings:
        name.spellings = [(*name.parts[:-1], written.strip('"').rpartition(".")[2])]
        pascal = "".join(word.capitalize() for word in name.parts[-1].split("_"))  # LINE_ITEM for an ORM's LineItem
        camel = pascal[:1].lower() + pascal[1:]
        name.spellings += [(*name.parts[:-1], one) for one in (pascal, camel) if one != name.parts[-1]]
    return name


def _table(written: str, line: int, context: Context) -> str | None:
    name = _name(written)
    if name is None:
        return None
    path = name.path(context.schema)
    managed = _MANAGED.get(name.parts[-1].lower()) if len(name.parts) == 1 else None
    if managed and context.page.ledger.find("table", path) is None:  # a diagram cannot write a dot
        path, name.spellings = join(*managed), []
    if not any(context.page.ledger.find(kind, path) for kind in RELATIONS):
        facts = Table(at=context.at(line))
        if name.spellings:
            facts.spellings = name.other_paths(context.schema)
        context.page.ledger.state("table", path, facts)
        context.page.drawn[path] = context.at(line)
    return path


def settle(page: Page) -> None:
    """An entity that the page heads in another spelling is that table: LINE_ITEM beside "### `LineItem`"."""
    ledger = page.ledger
    tables = ledger.objects["table"]
    twins: dict[str, str] = {}
    for path, at in page.drawn.items():
        facts = tables.get(path)
        other = next(
            (
                o
                for o in (facts.spellings if facts is not None and facts.spellings else ())
                if o in tables and o != path
            ),
            "",
        )
        if facts is not None and facts.at == at and other:
            twins[path] = other
    for path, other in twins.items():
        stated = {last(one).lower() for one in ledger.objects["column"] if parent(one) == other}
        for column in [one for one in ledger.objects["column"] if parent(one) == path and last(one) not in stated]:
            ledger.state("column", child(other, last(column)), ledger.objects["column"][column])
        ledger.remove("table", path)
    for line in ledger.objects["relationship"].values() if twins else ():
        for end in ("source", "to"):
            drawn = getattr(line, end)
            setattr(line, end, twins.get(drawn, drawn))


def _called(name: str, alias: str | None) -> str:
    """The table's name in `c["customers"]`; in `customers["Our customers"]` the alias is only what is drawn."""
    return alias if alias and re.fullmatch(r"[a-z_][a-z0-9_.]*", alias) else name


def _relationship(match: re.Match[str], line: int, aliases: dict[str, str], context: Context) -> None:
    source = _table(aliases.get(match["from"], match["from"]), line, context)
    target = _table(aliases.get(match["to"], match["to"]), line, context)
    left, right = _SIDES.get(match["left"]), _SIDES.get(match["right"])
    if source is None or target is None or left is None or right is None:
        return
    facts = Relationship(at=context.at(line), source=source, to=target, cardinality=f"{left}:{right}")
    label = (match["label"] or "").strip().strip('"')
    if label:
        facts.label = label
    key = f"{source} -> {target}"
    known = context.page.ledger.find("relationship", key)
    if known is not None and getattr(known, "label", None) != facts.label:
        key = f"{key} {label}".strip()
    context.page.ledger.state("relationship", key, facts)


__all__ = ["objects", "read"]
