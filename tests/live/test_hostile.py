"""A database that means harm: names that break quoting, and objects that run if a name is looked up carelessly."""

from __future__ import annotations

import psycopg
import pytest
from psycopg import sql

from driftcheck.model import Snapshot
from driftcheck.names import join, split
from tests.live.support import as_role, facts, read, run

NAMES = [
    "Mixed Case",
    'quo"te',
    "it's",
    "semi;colon -- comment",
    "back\\slash",
    "percent%s %(x)s {0}",
    "new\nline",
    "tab\tand\x1b[31mred\x1b[0m",
    "[bold]markup[/bold]",
    "dotted.name",
    "(paren, comma)",
    "null",
    "NULL",
    "select",
    "日本語 ünïcödé",
    "\u202ertl",
    "trailing ",
    "{curly,brace}",
    "=equals*/r",
    "x" * 63,
]


@pytest.fixture
def names(each_database: str) -> str:
    """Every kind of object that can bear any name, under every name."""
    with psycopg.connect(each_database, autocommit=True) as connection:
        for role in NAMES:
            connection.execute(sql.SQL("DROP ROLE IF EXISTS {0}").format(sql.Identifier(role)))
        for name in NAMES:
            given = {"n": sql.Identifier(name), "l": sql.Literal(name)}
            for statement in (
                "CREATE SCHEMA {n}",
                "CREATE ROLE {n}",
                "CREATE TYPE public.{n} AS ENUM ({l}, 'other')",
                "CREATE TABLE {n}.{n} ({n} integer DEFAULT 1 CONSTRAINT {n} CHECK ({n} > 0), b text, e public.{n}[])",
                "ALTER TABLE {n}.{n} ADD CONSTRAINT key UNIQUE ({n}), ADD CONSTRAINT f FOREIGN KEY ({n})"
                " REFERENCES {n}.{n} ({n})",
                "CREATE INDEX i ON {n}.{n} ({n} DESC, lower(b || {l}))",
                "CREATE VIEW {n}.v AS SELECT {n} FROM {n}.{n} WHERE b <> {l}",
                "CREATE FUNCTION {n}.{n}({n} integer DEFAULT 1) RETURNS integer LANGUAGE sql AS 'SELECT 1'",
                "CREATE FUNCTION {n}.t() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN END'",
                "CREATE TRIGGER {n} AFTER UPDATE OF {n} ON {n}.{n} FOR EACH ROW WHEN (new.b <> {l})"
                " EXECUTE FUNCTION {n}.t({l})",
                "CREATE POLICY {n} ON {n}.{n} TO {n} USING (b = {l})",
                "GRANT SELECT ON {n}.{n} TO {n} WITH GRANT OPTION",
                "COMMENT ON TABLE {n}.{n} IS {l}",
            ):
                connection.execute(sql.SQL(statement).format(**given))
    return each_database


def test_every_name_is_read_as_it_is(names: str) -> None:
    snapshot = read(names)
    assert snapshot.unread == []
    for name in NAMES:
        table = join(name, name)
        assert split(table) == (name, name)
        found = facts(snapshot, "table")[table]
        assert found["comment"] == name
        assert found["grants"] == {name: ["SELECT*"]}
        assert facts(snapshot, "column")[join(name, name, name)]["type"] == "integer"
        assert facts(snapshot, "constraint")[join(name, name, "f")]["references"] == f"{table}({join(name)})"
        assert facts(snapshot, "constraint")[join(name, name, "key")]["columns"] == [name]
        assert facts(snapshot, "constraint")[join(name, name, name)]["type"] == "check"
        assert facts(snapshot, "index")[join(name, "i")]["columns"][0] == f"{join(name)} DESC"  # type: ignore[index]
        assert len(facts(snapshot, "index")[join(name, "i")]["columns"]) == 2  # type: ignore[arg-type]
        trigger = facts(snapshot, "trigger")[join(name, name, name)]
        assert trigger["arguments"] == [name]
        assert trigger["events"] == [f"UPDATE OF {join(name)}"]
        assert str(trigger["when"]).startswith("(new.b <> ")
        assert facts(snapshot, "policy")[join(name, name, name)]["roles"] == [name]
        assert facts(snapshot, "type")[join("public", name)]["values"] == [name, "other"]
        function = facts(snapshot, "function")[table + "(integer)"]
        assert (function["arguments"], function["defaults"]) == ([name], ["1"])


def shadows(url: str) -> Snapshot:
    """Shadows of what the queries use, in a schema that is first on everybody's path; using any of them is an error."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE SCHEMA evil")
        connection.execute(
            "CREATE FUNCTION evil.boom() RETURNS integer LANGUAGE plpgsql"
            " AS $$ BEGIN RAISE EXCEPTION 'evil ran'; END $$"
        )
        used = connection.execute(
            """SELECT DISTINCT p.proname, oidvectortypes(p.proargtypes), format_type(p.prorettype, NULL)
               FROM pg_proc p WHERE p.pronamespace = 'pg_catalog'::regnamespace AND p.prokind = 'f' AND NOT p.proretset
                 AND p.prorettype::regtype::text IN ('text', 'boolean', 'integer', 'name', 'oid', 'bigint')
                 AND p.proname IN ('format_type', 'pg_get_expr', 'pg_get_viewdef', 'pg_get_indexdef', 'pg_get_userbyid',
                    'pg_get_constraintdef', 'pg_get_triggerdef', 'pg_get_ruledef', 'acldefault', 'current_setting',
                    'concat', 'substr', 'length', 'quote_ident', 'encode', 'oidvectortypes', 'pg_get_function_result',
                    'nameeq', 'oideq', 'texteq', 'shobj_description', 'has_table_privilege', 'row_security_active')"""
        ).fetchall()
        made = 0
        for name, arguments, result in used:
            if "any" in arguments or "VARIADIC" in arguments:
                continue
            function = sql.SQL(
                "CREATE FUNCTION evil.{}({}) RETURNS {} LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'evil ran'; END $$"
            ).format(sql.Identifier(name), sql.SQL(arguments), sql.SQL(result))
            connection.execute(function)
            made += 1
        assert made > 30
        for left, right in (("name", "name"), ("oid", "oid"), ("text", "text"), ('"char"', '"char"'), ("name", "text")):
            for operator in ("=", "<>", "~~", "!~~", "<", ">", ">=", "||", "!~"):
                function = sql.SQL(
                    "CREATE OR REPLACE FUNCTION evil.op({l}, {r}) RETURNS boolean LANGUAGE plpgsql"
                    " AS $$ BEGIN RAISE EXCEPTION 'evil ran'; END $$;"
                    "CREATE OPERATOR evil.{o} (FUNCTION = evil.op, LEFTARG = {l}, RIGHTARG = {r})"
                ).format(l=sql.SQL(left), r=sql.SQL(right), o=sql.SQL(operator))
                connection.execute(function)
        for relation in ("pg_class", "pg_namespace", "pg_attribute", "pg_proc", "pg_roles", "pg_description"):
            connection.execute(sql.SQL("CREATE VIEW evil.{} AS SELECT evil.boom()").format(sql.Identifier(relation)))
        connection.execute("CREATE DOMAIN evil.text AS pg_catalog.text CHECK (evil.boom() = 1)")
        connection.execute("CREATE DOMAIN evil.regclass AS pg_catalog.regclass CHECK (evil.boom() = 1)")
        connection.execute("CREATE TABLE evil.watched (id integer); CREATE INDEX ON evil.watched (id) WHERE id > 0")
        connection.execute("ALTER TABLE evil.watched ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY")
        connection.execute("CREATE POLICY trap ON evil.watched USING (evil.boom() = 1)")
        name = sql.Identifier(connection.info.dbname)
        connection.execute(sql.SQL("ALTER DATABASE {} SET search_path = evil, pg_catalog").format(name))
    return read(url)


def test_nothing_of_the_users_runs(each_database: str) -> None:
    before = facts(read(each_database), "schema")
    snapshot = shadows(each_database)
    assert snapshot.unread == []
    assert facts(snapshot, "schema").keys() == {*before, "evil"}
    assert facts(snapshot, "view").keys() >= {"evil.pg_class", "evil.pg_proc"}
    assert facts(snapshot, "policy")["evil.watched.trap"]["using"] == "(evil.boom() = 1)"
    with psycopg.connect(each_database) as connection, pytest.raises(psycopg.errors.RaiseException, match="evil ran"):
        connection.execute("SELECT format_type(23, NULL)")  # the shadows work: whoever looks carelessly runs them


def test_temporary_objects_of_the_session_are_not_found_first(each_database: str) -> None:
    """A pooler may hand out a session in which someone else's temporary tables still stand."""
    from driftcheck.kinds import KINDS
    from driftcheck.sources.live.batch import statements

    run(each_database, "CREATE TABLE real (id integer)")
    with psycopg.connect(each_database, autocommit=True) as connection:
        for name in ("pg_class", "pg_namespace", "pg_attribute", "pg_proc", "pg_type", "pg_description", "pg_depend"):
            connection.execute(f"CREATE TEMPORARY TABLE {name} (oid text)")
        connection.execute("CREATE DOMAIN pg_temp.text AS varchar(1)")
        seen = {}
        for name, statement in statements(connection.info.server_version, 30, 3):
            cursor = connection.execute(statement)  # type: ignore[arg-type]
            if name in KINDS:
                seen[name] = cursor.fetchall()
    assert [row[:2] for row in seen["table"]] == [("public", "real")]


def test_the_transaction_cannot_write_even_where_its_user_can(each_database: str) -> None:
    from driftcheck.sources.live.batch import statements

    with psycopg.connect(each_database, autocommit=True) as connection:
        for _, statement in statements(connection.info.server_version, 30, 3)[:-1]:
            connection.execute(statement)  # type: ignore[arg-type]
        with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
            connection.execute("CREATE TABLE public.written (id integer)")


BUCKETS = """
    CREATE SCHEMA storage;
    CREATE TABLE storage.buckets (id text PRIMARY KEY, name text NOT NULL UNIQUE, owner uuid,
        public boolean DEFAULT false,
        created_at timestamptz DEFAULT now(), file_size_limit bigint, allowed_mime_types text[]);
    INSERT INTO storage.buckets (id, name, public, file_size_limit, allowed_mime_types) VALUES
        ('avatars', 'avatars', true, 1048576, ARRAY['image/png', 'it''s, "odd"']), ('docs', 'docs', false, NULL, NULL)
"""
EMPTY = {"public": False, "file_size_limit": None, "allowed_mime_types": None}


def test_buckets_are_read_where_there_are_some(each_database: str) -> None:
    run(each_database, BUCKETS)
    assert facts(read(each_database), "bucket") == {
        "avatars": {
            "public": True,
            "file_size_limit": 1048576,
            "allowed_mime_types": ["image/png", 'it\'s, "odd"'],
        },
        "docs": EMPTY,
    }


def test_buckets_of_any_name_and_number_are_read(each_database: str) -> None:
    run(each_database, BUCKETS.partition("INSERT")[0], "ALTER TABLE storage.buckets DROP COLUMN file_size_limit")
    names = [*NAMES, *(f"bucket {i} {'ü' * (i * 7 % 900)}" for i in range(120))]
    with psycopg.connect(each_database) as connection, connection.cursor() as cursor:
        cursor.executemany("INSERT INTO storage.buckets (id, name) VALUES (%s, %s)", [(n, n) for n in names])
    assert facts(read(each_database), "bucket") == {join(name): EMPTY for name in names}


def test_no_buckets_are_no_buckets(each_database: str) -> None:
    assert facts(read(each_database), "bucket") == {}
    run(each_database, BUCKETS.partition("INSERT")[0])
    snapshot = read(each_database)
    assert facts(snapshot, "bucket") == {}
    assert snapshot.withheld == []


@pytest.mark.parametrize(
    "trap",
    [
        "CREATE INDEX ON storage.buckets (evil(1))",
        "CREATE INDEX ON storage.buckets (id) WHERE evil(1) = 1",
        "CREATE STATISTICS odd ON (evil(1) + length(id)), id FROM storage.buckets",
        "no usage",
        "ALTER TABLE storage.buckets ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON storage.buckets USING (evil(1) = 1)",
    ],
)
def test_buckets_are_not_read_at_the_price_of_running_code(each_database: str, trap: str) -> None:
    run(
        each_database,
        BUCKETS,
        "CREATE FUNCTION evil(integer) RETURNS integer LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN RETURN 1; END $$",
        "DO $$ BEGIN CREATE ROLE looker LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$",
        "GRANT SELECT ON storage.buckets TO looker; GRANT USAGE ON SCHEMA storage TO looker",
        "REVOKE USAGE ON SCHEMA storage FROM looker" if trap == "no usage" else trap,
        "CREATE OR REPLACE FUNCTION evil(integer) RETURNS integer LANGUAGE plpgsql IMMUTABLE"
        " AS $$ BEGIN RAISE EXCEPTION 'evil ran'; END $$",
    )
    with psycopg.connect(as_role(each_database, "looker")) as connection, pytest.raises(psycopg.Error):
        connection.execute("SELECT id FROM ONLY storage.buckets")  # the trap works
    snapshot = read(as_role(each_database, "looker"))
    assert facts(snapshot, "bucket") == {}
    assert snapshot.withheld == ["storage buckets (no right to read storage.buckets, or not safely)"]


def test_another_table_of_that_name_is_left_alone(each_database: str) -> None:
    run(
        each_database,
        "CREATE SCHEMA storage; CREATE VIEW storage.buckets AS SELECT 1 / 0 AS id, 2 AS name, 3 AS public",
    )
    snapshot = read(each_database)
    assert (facts(snapshot, "bucket"), snapshot.withheld) == ({}, [])
