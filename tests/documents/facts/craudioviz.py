"""What a careful reader takes from craudioviz.md, by a dumb scan: each statement there is written alike."""

from __future__ import annotations

from tests.documents.facts.make import claim, state
from tests.documents.oracle import Statement

PROJECT = "kteobfyferrukqeolofj"
UPDATED = "2025-11-21"
TYPES = {
    "UUID": "uuid",
    "TEXT": "text",
    "INTEGER": "integer",
    "TIMESTAMPTZ": "timestamp with time zone",
    "JSONB": "jsonb",
    "BOOLEAN": "boolean",
    "INET": "inet",
}
TWICE = {"idx_sessions_user": (107, 578), "idx_usage_user": (302, 484)}
"""Index names that are defined on two tables, and where."""
FAULTS = [{107, 578}, {302, 484}, {6, 882}]
MORE_FAULTS = {883, 884, 885, 886}
"""The other totals are above what is listed too; whether the page means to list those whole is a matter of taste."""
COUNTS = {"tables": (80, {6, 882}), "indexes": (100, {883}), "policies": (150, {884}), "functions": (10, {885})}
COUNTS["triggers"] = (20, {886})


def statements(lines: list[str]) -> list[Statement]:
    """36 tables by DDL and `auth.users` by name; the page calls itself complete, and counts more than it shows."""
    stated = [state("schema", "public", None, presumed=["tables"]), state("table", "auth.users", 85)]
    table, heading = "", 0
    for line, text in enumerate(lines, 1):
        if text.startswith("### "):
            heading = line
        elif text.startswith("CREATE TABLE "):
            table = "public." + text.split()[2]
            rls = {"rls": True} if table == "public.profiles" else {}
            stated.append(state("table", table, (heading, line), complete=["columns"], **rls))
        elif table and text.startswith("  UNIQUE("):
            columns = text.strip(" ),").removeprefix("UNIQUE(").split(", ")
            stated.append(_key(table, columns, line, "unique", "key"))
        elif table and text.startswith("  "):
            stated += _column(table, text, line)
        elif text.startswith("CREATE INDEX "):
            stated += _index(text, line)
        else:
            table = ""
    return [*stated, *_policies(), *_functions()]


def _column(table: str, text: str, line: int) -> list[Statement]:
    definition, _, note = text.strip().partition(" -- ")
    name, written, *rest = definition.rstrip(",").split()
    options = " ".join(rest)
    kind = TYPES.get(written, written.replace("VARCHAR", "character varying").replace("DECIMAL", "numeric"))
    default = None
    if "DEFAULT" in rest:
        default = rest[rest.index("DEFAULT") + 1].replace("NOW()", "now()")
    nullable = "NOT NULL" not in options and "PRIMARY KEY" not in options
    facts = {"type": kind, "nullable": nullable, "default": default, **({"note": note} if note else {})}
    stated = [state("column", f"{table}.{name}", line, **facts)]
    if "PRIMARY KEY" in options:
        stated.append(_key(table, [name], line, "primary key", "pkey"))
    if "UNIQUE" in rest:
        stated.append(_key(table, [name], line, "unique", "key"))
    if "REFERENCES" in rest:
        target = rest[rest.index("REFERENCES") + 1]
        target = target if "." in target else f"public.{target}"
        action = options.partition("ON DELETE ")[2] or "NO ACTION"
        stated.append(_key(table, [name], line, "foreign key", "fkey", references=target, on_delete=action))
    return stated


def _key(table: str, columns: list[str], line: int, kind: str, suffix: str, **facts: str) -> Statement:
    middle = "" if suffix == "pkey" else "_".join(columns) + "_"
    name = f"{table.partition('.')[2]}_{middle}{suffix}"
    return state("constraint", f"{table}.{name}", line, type=kind, columns=columns, named=False, **facts)


def _index(text: str, line: int) -> list[Statement]:
    _, _, name, _, target = text.split(" ", 4)
    table, _, keys = target.rstrip(");").partition("(")
    facts = {"table": f"public.{table}", "columns": keys.split(", ")}
    if name == "idx_sessions_user":  # the two disagree in both
        facts = {}
    elif name == "idx_usage_user":  # they agree in the columns
        facts = {"columns": ["user_id", "created_at DESC"]}
    if line == TWICE.get(name, (0, 0))[1]:
        return []
    return [state("index", f"public.{name}", TWICE.get(name, line), **facts)]


def _policies() -> list[Statement]:
    admins = "EXISTS (SELECT 1 FROM profiles WHERE id = auth.uid() AND role IN ('admin', 'owner'))"
    rows = [
        (770, "profiles", "Users can view own profile", "SELECT", {"using": "auth.uid() = id"}),
        (774, "profiles", "Users can update own profile", "UPDATE", {"using": "auth.uid() = id"}),
        (782, "bot_executions", "Only admins can view bot executions", "SELECT", {"using": admins}),
        (795, "app_catalog", "Anyone can view apps", "SELECT", {"using": "status = 'active'"}),
        (799, "app_usage", "Authenticated can track usage", "INSERT", {"check": "auth.uid() IS NOT NULL"}),
    ]
    return [
        state(
            "policy", f'public.{table}."{name}"', line, table=f"public.{table}", command=command, roles=["public"], **e
        )
        for line, table, name, command, e in rows
    ]


def _functions() -> list[Statement]:
    return [
        state("function", "public.update_updated_at()", 811, arguments=[], returns="trigger", language="plpgsql"),
        state(
            *("function", "public.get_user_credits(uuid)", 828),
            arguments=["user_uuid"],
            returns="integer",
            language="sql",
            volatility="stable",
        ),
        state(
            *("trigger", "public.profiles.update_profiles_updated_at", 820),
            table="public.profiles",
            timing="BEFORE",
            events=["UPDATE"],
            level="ROW",
            function="public.update_updated_at",
        ),
    ]


def counts(lines: list[str]) -> list[Statement]:
    """Its totals, each "or more"; a total that stands twice may be told at either place, or at both."""
    return [
        claim(
            "count", "database", line, lines[line - 1].partition(":** ")[2].strip(), of=of, number=number, at_least=True
        )
        for of, (number, places) in COUNTS.items()
        for line in sorted(places)
    ]


OPTIONAL = {("claim", "count", 6), ("claim", "count", 882)}
