"""What a reader may say beyond the expectation without inventing: what follows from it, and what PostgreSQL implies."""

from __future__ import annotations

from typing import Any

Statement = dict[str, Any]

META = {"description", "note", "named", "loose", "spellings", "lines", "body", "definition", "label", "column_count"}
"""Facts about the statement: compared only where the expectation states them."""

SILENT: dict[str, dict[str, Any]] = {
    "table": {"persistence": "permanent", "rls_forced": None},
    "column": {"generated": None, "generated_kind": None, "identity": None, "collation": None},
    "index": {"unique": False, "method": "btree", "predicate": None, "nulls_not_distinct": False},
    "constraint": {
        "on_delete": "NO ACTION",
        "on_update": "NO ACTION",
        "match": "SIMPLE",
        "deferrable": False,
        "initially_deferred": False,
        "nulls_not_distinct": False,
        "no_inherit": False,
        "validated": True,
        "enforced": True,
    },
    "policy": {"permissive": True, "using": None, "check": None, "command": "ALL", "roles": ["public"]},
    "trigger": {"level": "STATEMENT", "when": None, "constraint": False, "enabled": "origin", "arguments": []},
    "function": {
        "kind": "function",
        "volatility": "volatile",
        "security": "invoker",
        "strict": False,
        "leakproof": False,
        "parallel": "unsafe",
        "settings": [],
        "defaults": [],
    },
    "type": {"collation": None, "default": None, "checks": []},
}
"""What a statement says by leaving it out: PostgreSQL's own default. It may be stated or not, but as nothing else."""


def ends(path: str | None) -> tuple[str, ...]:
    """A path's parts: `public.orders`, `public.orders(user_id)` and `public.orders.user_id`."""
    return tuple((path or "").replace("(", ".").replace(")", "").replace('"', "").split("."))


def primary_keys(expected: list[Statement]) -> set[str]:
    """The columns that primary keys make NOT NULL."""
    return {
        f"{statement['object'].rpartition('.')[0]}.{column}"
        for statement in expected
        if statement["facts"].get("type") == "primary key"
        for column in statement["facts"]["columns"]
    }


def follows(statement: Statement, fact: str, value: Any, loose: bool, keys: set[str]) -> bool:
    """Whether a fact that is not expected follows from what is: a key's NOT NULL, a serial's default."""
    kind, name = statement["kind"], statement["object"]
    if kind == "column":
        serial = fact == "default" and str(value).startswith("nextval(")
        typescript = statement.get("at", {}).get("path", "").endswith(".ts") and fact == "type" and loose
        return (name in keys and (serial or (fact, value) == ("nullable", False))) or typescript
    if kind == "constraint":
        return fact == "columns" and statement["facts"].get("type") == "check"
    return False


def excused(statement: Statement, expected: list[Statement]) -> bool:
    """Whether an object that is not expected by name follows from those that are."""
    kind, name, facts = statement["kind"], statement["object"], statement["facts"]
    own = {fact: value for fact, value in facts.items() if fact not in META}
    if kind in ("database", "schema"):  # it holds what is stated in it
        schemas = {s["object"].split(".")[0] for s in expected}
        held = kind == "database" or name in schemas
        return held and not set(own) - {"presumed"} and not {"tables", "columns"} & set(facts.get("presumed", ()))
    if kind == "sequence":
        return any(
            name == f"{s['object']}_seq".replace(".", "\0", 1).replace(".", "_").replace("\0", ".") for s in expected
        )
    if kind == "column":
        table, _, column = name.rpartition(".")
        views = {s["object"] for s in expected if s["kind"] == "view"}
        return table in views or (
            not set(own) - {"references", "primary_key", "unique"} and _mentioned(table, column, expected)
        )
    if kind == "relationship":
        return {ends(facts.get("from"))[:2], ends(facts.get("to"))[:2]} in [_joined(s) for s in expected]
    if kind == "constraint" and facts.get("type") == "foreign key":
        pair = {ends(name)[:2], ends(facts.get("references"))[:2]}
        return any(
            s["kind"] == "relationship" and len(ends(s["facts"]["from"])) > 2 and _joined(s) == pair for s in expected
        )
    if kind == "claim" and facts.get("claim") == "count":  # a total equal to what is listed
        counted = facts.get("of", "tables")
        listed = [s for s in expected if s["kind"] == counted.removesuffix("s")]
        return facts.get("number") in (
            len(listed),
            len([s for s in listed if s["object"].startswith(f"{facts.get('about')}.")]),
            *(s["facts"].get("column_count") for s in expected if s["object"] == facts.get("about")),
        )
    return False


def _mentioned(table: str, column: str, expected: list[Statement]) -> bool:
    """Whether a key, an index or an arrow names the column."""
    for s in expected:
        if (
            s["kind"] == "constraint"
            and s["object"].rpartition(".")[0] == table
            and column in s["facts"].get("columns", ())
        ):
            return True
        if s["facts"].get("table") == table and column in s["facts"].get("columns", ()):
            return True
        places = [ends(s["facts"].get(end)) for end in ("from", "to", "references")]
        if (*ends(table), column.strip('"')) in places:
            return True
    return False


def _joined(statement: Statement) -> set[tuple[str, ...]]:
    """The two tables that a foreign key or a relationship joins."""
    facts = statement["facts"]
    if statement["kind"] == "relationship":
        return {ends(facts["from"])[:2], ends(facts["to"])[:2]}
    if facts.get("type") == "foreign key":
        return {ends(statement["object"])[:2], ends(facts.get("references"))[:2]}
    return set()
