"""One of everything, and what it must read as: stated by hand, kind by kind, nothing more and nothing less."""

from __future__ import annotations

import typing
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from driftcheck.kinds import KINDS
from driftcheck.model import UNSTATED, Snapshot, properties
from driftcheck.sources.live.rows import _nullable
from driftcheck.sources.live.scan import parenthesised, split_commas
from tests.live.expected import ROLE, expected
from tests.live.support import build_rich, facts, read, run, version


@pytest.fixture
def rich(each_database: str) -> Iterator[str]:
    build_rich(each_database)
    yield each_database
    run(each_database, "DROP SUBSCRIPTION feed")  # a database with one cannot be dropped


def test_every_object_and_every_property_reads_as_stated(rich: str) -> None:
    snapshot, wanted = read(rich), expected(version(rich))
    assert snapshot.unread == []
    for kind, objects in wanted.items():
        found = facts(snapshot, kind)
        assert found.keys() == objects.keys(), kind
        for path, properties_ in objects.items():
            assert found[path] == properties_, (kind, path)
    read_kinds = {kind for kind in snapshot.objects if kind != "role"}
    assert read_kinds == wanted.keys()


def test_roles_read_as_stated(each_database: str) -> None:
    name = "SELECT current_database()"
    with psycopg.connect(each_database, autocommit=True) as connection:
        database = connection.execute(name).fetchone()[0]  # type: ignore[index]
        connection.execute("DROP ROLE IF EXISTS role_boss; DROP ROLE IF EXISTS role_worker")
        connection.execute(
            "CREATE ROLE role_boss CREATEDB CREATEROLE; CREATE ROLE role_worker LOGIN NOINHERIT REPLICATION BYPASSRLS"
            " CONNECTION LIMIT 5 VALID UNTIL '2031-02-03 04:05:06+00';"
            " GRANT role_boss TO role_worker WITH ADMIN OPTION;"
            " ALTER ROLE role_worker SET search_path = a, b;"
            " ALTER ROLE role_worker SET app.jwt_secret = 'hunter2hunter2';"
            f" ALTER ROLE role_worker IN DATABASE {database} SET work_mem = '8MB'; COMMENT ON ROLE role_boss IS 'Boss'"
        )
        found = facts(read(each_database), "role")
        connection.execute("DROP ROLE role_worker; DROP ROLE role_boss")
    assert found["role_boss"] == ROLE | {"create_db": True, "create_role": True, "comment": "Boss"}
    assert found["role_worker"] == ROLE | {
        "login": True,
        "inherit": False,
        "replication": True,
        "bypass_rls": True,
        "connection_limit": 5,
        "valid_until": "2031-02-03 04:05:06+00",
        "member_of": ["role_boss WITH ADMIN"],
        "settings": ["search_path=a, b", "app.jwt_secret=(withheld)"],
        "database_settings": ["work_mem=8MB"],
    }


def test_what_is_not_modelled_or_withheld_is_said(rich: str) -> None:
    snapshot = read(rich)
    assert snapshot.not_modelled == {"pg_largeobject_metadata": 1, "pg_user_mapping": 1}
    assert snapshot.withheld == [
        "the connection strings of subscriptions",
        "the options of user mappings",
        "the values of foreign options",
    ]
    assert "hunter2" not in repr(snapshot.objects)


def test_every_property_is_read_and_everything_read_is_a_property(rich: str) -> None:
    with psycopg.connect(rich) as connection:
        release = connection.info.server_version
        connection.execute("SET search_path = ''")
        for kind in KINDS.values():
            if kind.query is None:
                continue
            cursor = connection.execute(kind.query(release))  # type: ignore[arg-type]
            aliases = {column.name.partition(":")[0] for column in cursor.description or ()}
            read_ = {alias for alias in aliases if alias[0] not in "@?" and alias not in ("path", "path+", "extension")}
            assert read_ == set(properties(kind.facts)), kind.name


def test_none_is_told_from_an_annotation_as_its_type_tells_it() -> None:
    for kind in KINDS.values():
        hints = typing.get_type_hints(kind.facts)
        assert _nullable(kind.facts) == {name for name, hint in hints.items() if type(None) in typing.get_args(hint)}


LISTED = {  # what a reader of a schema may ask of it, in the names of the facts
    "schema": "owner grants comment",
    "extension": "schema version comment",
    "role": "superuser inherit create_role create_db login replication bypass_rls connection_limit valid_until member_of "
    "settings database_settings comment",
    "table": "persistence partition_key partition_of partition_bound inherits of_type rls rls_forced replica_identity "
    "options access_method tablespace owner grants comment",
    "column": "type nullable default identity identity_options identity_grants generated generated_kind collation "
    "storage compression statistics options foreign_options grants comment",
    "constraint": "type columns references match on_delete on_update set_null_columns deferrable initially_deferred "
    "validated enforced no_inherit exclusion temporal expression nulls_not_distinct include comment",
    "index": "table method columns include predicate unique nulls_not_distinct valid clustered replica_identity options "
    "tablespace comment",
    "policy": "table command permissive roles using check comment",
    "trigger": "table timing events level function arguments when enabled constraint deferrable initially_deferred "
    "from_table old_table new_table comment",
    "event_trigger": "event tags function enabled owner comment",
    "rule": "table event instead definition enabled comment",
    "view": "definition options owner grants comment",
    "materialized_view": "definition populated options access_method tablespace owner grants comment",
    "function": "kind arguments modes defaults outputs returns language volatility strict security leakproof parallel "
    "cost rows settings body support owner grants comment",
    "sequence": "type start increment minimum maximum cache cycle owned_by owner grants comment",
    "type": "kind values base nullable default checks check_names attributes subtype subtype_options collation owner grants "
    "comment",
    "default_privilege": "grants",
    "publication": "all_tables schemas operations owner comment",
    "publication_member": "columns where",
    "subscription": "publications enabled owner comment",
    "foreign_server": "wrapper options owner grants comment",
    "foreign_table": "server options owner grants comment",
    "foreign_data_wrapper": "options owner grants comment",
    "statistics": "table columns kinds owner comment",
    "collation": "provider locale deterministic owner comment",
    "bucket": "public",
}


@pytest.mark.parametrize(("kind", "names"), LISTED.items())
def test_what_a_reader_may_ask_is_a_property_that_is_compared(kind: str, names: str) -> None:
    assert set(names.split()) <= set(properties(KINDS[kind].facts))


def test_index_keys_are_what_postgresql_prints(rich: str) -> None:
    run(
        rich,
        """CREATE TABLE shop.keyed (i integer, v character varying(9), t text, "Odd, ""x" text, o oid, e shop.mood,
            d shop.amount, arr integer[], c text COLLATE "C", ip inet, n name)""",
        'CREATE FUNCTION shop."Odd (f"(i integer) RETURNS integer LANGUAGE sql IMMUTABLE AS $$SELECT i$$',
        'CREATE INDEX k1 ON shop.keyed (i, v, t, "Odd, ""x", o, e, d, arr, c, ip, n)',
        'CREATE INDEX k2 ON shop.keyed (i DESC, v DESC NULLS LAST, t NULLS FIRST, c COLLATE "POSIX")',
        'CREATE INDEX k9 ON shop.keyed (t COLLATE "C" DESC)',
        "CREATE INDEX k3 ON shop.keyed (i oid_ops, t text_pattern_ops, v varchar_pattern_ops)",
        "CREATE INDEX k10 ON shop.keyed (v varchar_ops, v text_ops)",
        "CREATE INDEX k4 ON shop.keyed USING hash (e)",
        "CREATE INDEX k5 ON shop.keyed USING gin (arr, to_tsvector('simple'::regconfig, t))",
        "CREATE INDEX k6 ON shop.keyed USING brin (i int4_minmax_multi_ops, ip inet_inclusion_ops)",
        "CREATE INDEX k7 ON shop.keyed USING gist (ip inet_ops)",
        'CREATE INDEX k11 ON shop.keyed (i, (i + 1) DESC, lower("Odd, ""x"), pg_catalog.lower(t) text_pattern_ops) INCLUDE (e)',
        "CREATE INDEX k12 ON shop.keyed ((arr[1]), (v::text), (t IS NULL), (CASE WHEN i > 0 THEN 'a,b' END), COALESCE(t, v))",
        'CREATE INDEX k13 ON shop.keyed (shop."Odd (f"(i), (ARRAY[i, 2]), (lower(v) COLLATE "C"), (t::name) name_ops)',
        "CREATE INDEX k14 ON shop.keyed USING hash ((n::text))",
        "CREATE INDEX k15 ON shop.keyed USING gist ((ip::inet) inet_ops)",
        'CREATE INDEX k8 ON shop.keyed ((i + 1) DESC, lower("Odd, ""x"), (t || \'USING (\') COLLATE "C")',
    )
    snapshot = read(rich)
    with psycopg.connect(rich) as connection:
        connection.execute("SET search_path = ''")
        printed = dict(
            connection.execute(
                "SELECT c.oid::pg_catalog.regclass::text, pg_catalog.pg_get_indexdef(c.oid) FROM pg_catalog.pg_class c"
                " WHERE c.relkind IN ('i', 'I') AND c.relnamespace = 'shop'::pg_catalog.regnamespace"
            ).fetchall()
        )
    compared = 0
    for path, keys in ((path, found["columns"]) for path, found in facts(snapshot, "index").items()):
        whole = parenthesised(printed[path].replace("(\nCASE", "(CASE"), "USING")
        assert keys == split_commas(whole or ""), path
        compared += 1
    assert compared >= 21


def test_a_foreign_key_whose_triggers_are_off_is_not_enforced(rich: str) -> None:
    run(rich, "ALTER TABLE shop.carts DISABLE TRIGGER ALL")
    assert facts(read(rich), "constraint")["shop.carts.of_customer"]["enforced"] is False


def test_an_index_that_failed_to_build_is_not_valid(rich: str) -> None:
    run(rich, "CREATE TABLE shop.twins AS SELECT 1 AS b FROM generate_series(1, 2)")
    with pytest.raises(psycopg.errors.UniqueViolation):
        run(rich, "CREATE UNIQUE INDEX CONCURRENTLY broken ON shop.twins (b)")
    assert facts(read(rich), "index")["shop.broken"]["valid"] is False


def test_objects_of_extensions_say_so(each_database: str) -> None:
    run(
        each_database,
        "CREATE TABLE member (id integer PRIMARY KEY)",
        "CREATE FUNCTION member_function() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
        "CREATE TABLE bystander (id integer)",
        "CREATE FUNCTION my_trigger() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN END'",
        "CREATE FUNCTION its_trigger() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN END'",
        "CREATE TRIGGER mine AFTER INSERT ON member EXECUTE FUNCTION my_trigger()",
        "CREATE TRIGGER its AFTER INSERT ON member EXECUTE FUNCTION its_trigger()",
        "ALTER EXTENSION plpgsql ADD FUNCTION its_trigger()",
        "ALTER EXTENSION plpgsql ADD TABLE member",
        "ALTER EXTENSION plpgsql ADD FUNCTION member_function()",
    )
    snapshot = read(each_database)

    def owner(kind: str, path: str) -> Any:
        return snapshot.of(kind)[path].extension

    assert owner("table", "public.member") == owner("column", "public.member.id") == "plpgsql"
    assert (
        owner("constraint", "public.member.member_pkey") == owner("function", "public.member_function()") == "plpgsql"
    )
    assert owner("trigger", "public.member.its") == "plpgsql"
    assert owner("trigger", "public.member.mine") is UNSTATED
    assert owner("table", "public.bystander") is owner("column", "public.bystander.id") is UNSTATED


def test_an_acl_that_says_the_default_is_the_default(each_database: str) -> None:
    run(each_database, "CREATE TABLE a (id integer)", "CREATE TABLE b (id integer)")
    run(each_database, "GRANT SELECT ON b TO PUBLIC", "REVOKE SELECT ON b FROM PUBLIC")
    with psycopg.connect(each_database) as connection:
        acls = connection.execute("SELECT relacl IS NULL FROM pg_class WHERE relname IN ('a', 'b') ORDER BY relname")
        assert acls.fetchall() == [(True,), (False,)]
    found = facts(read(each_database), "table")
    assert found["public.a"] == found["public.b"]


def test_partition_children_state_what_is_local_to_them(rich: str) -> None:
    run(rich, "CREATE INDEX only_here ON shop.orders_2024 (day)")
    run(rich, "ALTER TABLE shop.orders_2024 ADD CONSTRAINT late CHECK (note <> 'x')")
    snapshot: Snapshot = read(rich)
    assert not [path for path in snapshot.of("column") if path.startswith("shop.orders_2024.")]
    assert [path for path in snapshot.of("constraint") if path.startswith("shop.orders_2024.")] == [
        "shop.orders_2024.late"
    ]
    assert [p for p, f in facts(snapshot, "index").items() if f["table"] == "shop.orders_2024"] == ["shop.only_here"]
    assert not [path for path in snapshot.of("trigger") if path.startswith("shop.orders_2024.")]
