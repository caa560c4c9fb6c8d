"""One alteration for every property of every kind: what is there first, one command, and the object that it changes.

`{s}` in the SQL is a schema of the case's own, and the stem of the names that no schema holds.
"""

from __future__ import annotations

from typing import NamedTuple

from driftcheck.kinds import KINDS
from driftcheck.model import properties


class Alteration(NamedTuple):
    """One property, altered once."""

    kind: str
    property: str
    before: str
    alter: str
    object: str
    since: int = 14  # the first release that knows it
    rules: tuple[str, ...] = ()  # the rules of its findings; () is the property's own rule alone

    @property
    def name(self) -> str:
        """`table.owner`."""
        return f"{self.kind}.{self.property}"


class Sample(NamedTuple):
    """An object of a kind: how to make it, how SQL calls it, where it stands."""

    make: str
    sql: str
    object: str
    grant: str = ""  # what can be granted on it


_FUNCTION = "CREATE FUNCTION {s}.f(a integer) RETURNS integer LANGUAGE sql AS 'SELECT 1'; "
_TRIGGERED = "CREATE FUNCTION {s}.t() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$; "
_EVENT = "CREATE FUNCTION {s}.e() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN END $$; "
_TABLE = "CREATE TABLE {s}.a (id integer, n integer, t text); "
_KEYED = "CREATE TABLE {s}.b (id integer PRIMARY KEY, n integer, UNIQUE (id, n)); " + _TABLE
_WRAPPER = "CREATE FOREIGN DATA WRAPPER {s}_w; "
_SERVER = _WRAPPER + "CREATE SERVER {s}_s TYPE 'db' VERSION '9' FOREIGN DATA WRAPPER {s}_w OPTIONS (host 'h'); "
_FAMILY = "CREATE OPERATOR FAMILY {s}.ints USING btree; "
_CLASS = _FAMILY + (
    "CREATE OPERATOR CLASS {s}.c FOR TYPE integer USING btree FAMILY {s}.ints AS "
    "OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >, FUNCTION 1 btint4cmp(integer, integer); "
)
_OPERATOR = (
    "CREATE FUNCTION {s}.added(integer, integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1 + $2'; "
    "CREATE OPERATOR {s}.<+> (FUNCTION = {s}.added, LEFTARG = integer, RIGHTARG = integer); "
)
_CAST = (
    "CREATE TYPE {s}.m AS ENUM ('a'); CREATE FUNCTION {s}.c(integer) RETURNS {s}.m LANGUAGE sql IMMUTABLE "
    "AS $$ SELECT 'a'::{s}.m $$; CREATE CAST (integer AS {s}.m) WITH FUNCTION {s}.c(integer) AS ASSIGNMENT; "
)
_SUBSCRIPTION = (
    "CREATE SUBSCRIPTION {s}_u CONNECTION 'host=nowhere' PUBLICATION p WITH (connect = false, slot_name = NONE); "
)

SAMPLES = {
    "schema": Sample("", "SCHEMA {s}", "{s}", "USAGE"),
    "extension": Sample("SELECT altered.extension('{s}_x'); ", "EXTENSION {s}_x", "{s}_x"),
    "default_privilege": Sample("ALTER DEFAULT PRIVILEGES IN SCHEMA {s} GRANT SELECT ON TABLES TO altered_reader; ", "", "postgres.{s}.tables"),
    "role": Sample("CREATE ROLE {s}_r; ", "ROLE {s}_r", "{s}_r"),
    "table": Sample(_TABLE, "TABLE {s}.a", "{s}.a", "SELECT"),
    "column": Sample(_TABLE, "COLUMN {s}.a.n", "{s}.a.n"),
    "constraint": Sample(
        "CREATE TABLE {s}.a (n integer, CONSTRAINT c CHECK (n > 0)); ", "CONSTRAINT c ON {s}.a", "{s}.a.c"
    ),
    "index": Sample(_TABLE + "CREATE INDEX i ON {s}.a (n); ", "INDEX {s}.i", "{s}.i"),
    "policy": Sample(_TABLE + "CREATE POLICY p ON {s}.a; ", "POLICY p ON {s}.a", "{s}.a.p"),
    "trigger": Sample(
        _TABLE + _TRIGGERED + "CREATE TRIGGER g AFTER INSERT ON {s}.a FOR EACH ROW EXECUTE FUNCTION {s}.t(); ",
        "TRIGGER g ON {s}.a",
        "{s}.a.g",
    ),
    "rule": Sample(_TABLE + "CREATE RULE r AS ON DELETE TO {s}.a DO INSTEAD NOTHING; ", "RULE r ON {s}.a", "{s}.a.r"),
    "view": Sample(_TABLE + "CREATE VIEW {s}.v AS SELECT id, n FROM {s}.a; ", "VIEW {s}.v", "{s}.v", "SELECT"),
    "materialized_view": Sample(
        _TABLE + "CREATE MATERIALIZED VIEW {s}.v AS SELECT id, n FROM {s}.a; ",
        "MATERIALIZED VIEW {s}.v",
        "{s}.v",
        "SELECT",
    ),
    "foreign_table": Sample(
        _SERVER + "CREATE FOREIGN TABLE {s}.a (id integer OPTIONS (x 'y')) SERVER {s}_s OPTIONS (y 'z'); ",
        "FOREIGN TABLE {s}.a",
        "{s}.a",
        "SELECT",
    ),
    "function": Sample(_FUNCTION, "FUNCTION {s}.f(integer)", "{s}.f(integer)", "EXECUTE"),
    "sequence": Sample("CREATE SEQUENCE {s}.q; ", "SEQUENCE {s}.q", "{s}.q", "USAGE"),
    "type": Sample("CREATE TYPE {s}.m AS ENUM ('a', 'c'); ", "TYPE {s}.m", "{s}.m", "USAGE"),
    "publication": Sample("CREATE PUBLICATION {s}_p; ", "PUBLICATION {s}_p", "{s}_p"),
    "event_trigger": Sample(
        _EVENT + "CREATE EVENT TRIGGER {s}_e ON ddl_command_end WHEN TAG IN ('CREATE CAST') EXECUTE FUNCTION {s}.e(); ",
        "EVENT TRIGGER {s}_e",
        "{s}_e",
    ),
    "foreign_data_wrapper": Sample(_WRAPPER, "FOREIGN DATA WRAPPER {s}_w", "{s}_w", "USAGE"),
    "foreign_server": Sample(_SERVER, "SERVER {s}_s", "{s}_s", "USAGE"),
    "subscription": Sample(_SUBSCRIPTION, "SUBSCRIPTION {s}_u", "{s}_u"),
    "statistics": Sample(_TABLE + "CREATE STATISTICS {s}.x ON id, n FROM {s}.a; ", "STATISTICS {s}.x", "{s}.x"),
    "collation": Sample("CREATE COLLATION {s}.l (provider = libc, locale = 'C'); ", "COLLATION {s}.l", "{s}.l"),
    "operator": Sample(_OPERATOR, "OPERATOR {s}.<+> (integer, integer)", '{s}."<+>"(integer, integer)'),
    "operator_class": Sample(_CLASS, "OPERATOR CLASS {s}.c USING btree", "{s}.c(btree)"),
    "operator_family": Sample(_FAMILY, "OPERATOR FAMILY {s}.ints USING btree", "{s}.ints(btree)"),
    "cast": Sample(_CAST, "CAST (integer AS {s}.m)", "integer→{s}.m"),
    "text_search_configuration": Sample(
        "CREATE TEXT SEARCH CONFIGURATION {s}.x (PARSER = default); ", "TEXT SEARCH CONFIGURATION {s}.x", "{s}.x"
    ),
    "text_search_dictionary": Sample(
        "CREATE TEXT SEARCH DICTIONARY {s}.x (TEMPLATE = simple); ", "TEXT SEARCH DICTIONARY {s}.x", "{s}.x"
    ),
    "text_search_parser": Sample(
        "CREATE TEXT SEARCH PARSER {s}.x "
        "(START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype); ",
        "TEXT SEARCH PARSER {s}.x",
        "{s}.x",
    ),
    "text_search_template": Sample(
        "CREATE TEXT SEARCH TEMPLATE {s}.x (LEXIZE = dsimple_lexize, INIT = dsimple_init); ",
        "TEXT SEARCH TEMPLATE {s}.x",
        "{s}.x",
    ),
}  # fmt: skip

# How an object goes and comes where that is not DROP and the last statement that made it.
_GOES = {
    "column": "ALTER TABLE {s}.a DROP COLUMN n",
    "constraint": "ALTER TABLE {s}.a DROP CONSTRAINT c",
    "default_privilege": "ALTER DEFAULT PRIVILEGES IN SCHEMA {s} REVOKE SELECT ON TABLES FROM altered_reader",
}
_COMES = {
    "schema": "CREATE SCHEMA {s}",
    "column": "ALTER TABLE {s}.a ADD COLUMN n integer",
    "constraint": "ALTER TABLE {s}.a ADD CONSTRAINT c CHECK (n > 0)",
}


def _derived() -> list[Alteration]:
    """What every kind has alike: it goes, it comes, and its owner, grants and comment change."""
    found = []
    for kind, (make, sql, object, grant) in SAMPLES.items():
        names = properties(KINDS[kind].facts)
        drop = _GOES.get(kind, f"DROP {sql}")
        come = _COMES.get(kind) or make.rstrip("; ").rpartition("; ")[2]
        rule = kind.replace("_", "-")
        found.append(Alteration(kind, "missing", make, drop, object, rules=(f"{rule}-missing",)))
        found.append(Alteration(kind, "undocumented", make + drop, come, object, rules=(f"{rule}-undocumented",)))
        if "owner" in names:
            found.append(Alteration(kind, "owner", make, f"ALTER {sql} OWNER TO altered_owner", object))
        if "comment" in names:
            found.append(Alteration(kind, "comment", make, f"COMMENT ON {sql} IS 'It''s new'", object))
        if grant:
            on = sql.replace("MATERIALIZED VIEW", "TABLE").replace("FOREIGN TABLE", "TABLE").replace("VIEW", "TABLE")
            on = on.replace("SERVER", "FOREIGN SERVER")
            found.append(Alteration(kind, "grants", make, f"GRANT {grant} ON {on} TO altered_reader", object))
    return found


def _column(property: str, alter: str, before: str = "n integer", **more: int) -> Alteration:
    return Alteration(
        "column", property, f"CREATE TABLE {{s}}.a (id integer, {before}); ", f"ALTER TABLE {{s}}.a {alter}", "{s}.a.n", **more
    )  # fmt: skip


def _again(
    kind: str, property: str, before: str, after: str, object: str, drop: str, setup: str = "", since: int = 14
) -> Alteration:
    """What only dropping and making it again changes."""
    return Alteration(kind, property, f"{setup}{before}", f"{drop}; {after}", object, since)


def _constraint(
    property: str, before: str, after: str, table: str = "id integer, n integer", since: int = 14
) -> Alteration:
    setup = f"CREATE TABLE {{s}}.b (id integer PRIMARY KEY, n integer, UNIQUE (id, n), UNIQUE (n)); CREATE TABLE {{s}}.a ({table}); "
    add = "ALTER TABLE {s}.a ADD CONSTRAINT c "
    drop = "ALTER TABLE {s}.a DROP CONSTRAINT c"
    return _again("constraint", property, add + before, add + after, "{s}.a.c", drop, setup, since)


def _index(property: str, before: str, after: str, since: int = 14) -> Alteration:
    make = "CREATE {}".format
    return _again("index", property, make(before), make(after), "{s}.i", "DROP INDEX {s}.i", _TABLE, since)


def _policy(property: str, before: str, after: str) -> Alteration:
    make = "CREATE POLICY p ON {s}.a "
    return _again("policy", property, make + before, make + after, "{s}.a.p", "DROP POLICY p ON {s}.a", _TABLE)


def _trigger(property: str, before: str, after: str) -> Alteration:
    setup = (
        _KEYED
        + _TRIGGERED
        + "CREATE FUNCTION {s}.u() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$; "
    )
    make = "CREATE {}".format
    return _again("trigger", property, make(before), make(after), "{s}.a.g", "DROP TRIGGER g ON {s}.a", setup)


def _rule(property: str, before: str, after: str) -> Alteration:
    make = "CREATE RULE r AS ON "
    return _again("rule", property, make + before, make + after, "{s}.a.r", "DROP RULE r ON {s}.a", _TABLE)


def _function(property: str, alter: str) -> Alteration:
    return Alteration("function", property, _FUNCTION, f"ALTER FUNCTION {{s}}.f(integer) {alter}", "{s}.f(integer)")


def _remade(property: str, before: str, after: str, since: int = 14) -> Alteration:
    """A function made anew, with the same types of arguments."""
    drop = "DROP ROUTINE {s}.f(integer)"
    return _again("function", property, f"CREATE {before}", f"CREATE {after}", "{s}.f(integer)", drop, since=since)


def _type(property: str, before: str, after: str, name: str = "{s}.m") -> Alteration:
    make = "CREATE "
    drop = "DROP DOMAIN {s}.m" if before.startswith("DOMAIN") else "DROP TYPE {s}.m"
    return _again("type", property, make + before, make + after, name, drop)


def _sequence(property: str, alter: str) -> Alteration:
    return Alteration(
        "sequence", property, _TABLE + "CREATE SEQUENCE {s}.q AS integer; ", f"ALTER SEQUENCE {{s}}.q {alter}", "{s}.q"
    )


def _role(property: str, alter: str, before: str = "") -> Alteration:
    return Alteration("role", property, f"CREATE ROLE {{s}}_r; {before}", alter, "{s}_r")


def _publication(property: str, before: str, after: str, since: int = 14) -> Alteration:
    make = "CREATE PUBLICATION {s}_p "
    return _again(
        "publication", property, make + before, make + after, "{s}_p", "DROP PUBLICATION {s}_p", _TABLE, since
    )


def _member(property: str, before: str, after: str) -> Alteration:
    setup = "CREATE TABLE {s}.a (id integer PRIMARY KEY, n integer); CREATE PUBLICATION {s}_p FOR TABLE {s}.a "
    return Alteration(
        "publication_member", property, setup + before, f"ALTER PUBLICATION {{s}}_p SET TABLE {{s}}.a {after}",
        "{s}_p.{s}.a", 15,
    )  # fmt: skip


def _subscription(property: str, alter: str) -> Alteration:
    return Alteration("subscription", property, _SUBSCRIPTION, f"ALTER SUBSCRIPTION {{s}}_u {alter}", "{s}_u")


def _statistics(property: str, before: str, after: str) -> Alteration:
    make = "CREATE STATISTICS {s}.x "
    setup = _TABLE + "CREATE TABLE {s}.b (id integer, n integer, t text); "
    return _again("statistics", property, make + before, make + after, "{s}.x", "DROP STATISTICS {s}.x", setup)


def _collation(property: str, before: str, after: str, since: int = 14) -> Alteration:
    make = "CREATE COLLATION {s}.l "
    return _again("collation", property, make + before, make + after, "{s}.l", "DROP COLLATION {s}.l", since=since)


def _catalogued(property: str, set: str, since: int = 14) -> Alteration:
    """Of a collation of ICU, which not every build has: altered in the catalog, which is what is read."""
    where = "collname = 'l' AND collnamespace = '{s}'::regnamespace"
    alter = f"UPDATE pg_collation SET {set} WHERE {where}"
    return Alteration("collation", property, SAMPLES["collation"].make, alter, "{s}.l", since)


def _server(property: str, before: str, after: str) -> Alteration:
    make = "CREATE SERVER {s}_s "
    return _again("foreign_server", property, make + before, make + after, "{s}_s", "DROP SERVER {s}_s",
                  _WRAPPER + "CREATE FOREIGN DATA WRAPPER {s}_x; ")  # fmt: skip


_PART = "CREATE TABLE {s}.b (id integer, n integer) PARTITION BY RANGE (id); CREATE TABLE {s}.c (id integer, n integer) PARTITION BY RANGE (id); "
_CHECKED = "CONSTRAINT c CHECK (n > 0)"

STATED = [
    Alteration("extension", "schema", SAMPLES["extension"].make,
               "UPDATE pg_extension SET extnamespace = '{s}'::regnamespace WHERE extname = '{s}_x'", "{s}_x"),
    Alteration("extension", "version", SAMPLES["extension"].make,
               "UPDATE pg_extension SET extversion = '9.9' WHERE extname = '{s}_x'", "{s}_x"),
    _role("superuser", "ALTER ROLE {s}_r SUPERUSER"),
    _role("inherit", "ALTER ROLE {s}_r NOINHERIT"),
    _role("create_role", "ALTER ROLE {s}_r CREATEROLE"),
    _role("create_db", "ALTER ROLE {s}_r CREATEDB"),
    _role("login", "ALTER ROLE {s}_r LOGIN"),
    _role("replication", "ALTER ROLE {s}_r REPLICATION"),
    _role("bypass_rls", "ALTER ROLE {s}_r BYPASSRLS"),
    _role("connection_limit", "ALTER ROLE {s}_r CONNECTION LIMIT 3"),
    _role("valid_until", "ALTER ROLE {s}_r VALID UNTIL '2031-02-03'"),
    _role("member_of", "GRANT altered_reader TO {s}_r"),
    _role("settings", "ALTER ROLE {s}_r SET work_mem = '7MB'"),
    _role("database_settings", "ALTER ROLE {s}_r IN DATABASE {database} SET work_mem = '7MB'"),
    Alteration("table", "rls", _TABLE, "ALTER TABLE {s}.a ENABLE ROW LEVEL SECURITY", "{s}.a"),
    Alteration("table", "rls_forced", _TABLE, "ALTER TABLE {s}.a FORCE ROW LEVEL SECURITY", "{s}.a"),
    Alteration("table", "persistence", _TABLE, "ALTER TABLE {s}.a SET UNLOGGED", "{s}.a"),
    _again("table", "partition_key", "CREATE TABLE {s}.a (id integer, n integer) PARTITION BY RANGE (id)",
           "CREATE TABLE {s}.a (id integer, n integer) PARTITION BY RANGE (n)", "{s}.a", "DROP TABLE {s}.a"),
    Alteration("table", "partition_of", _PART + "CREATE TABLE {s}.a PARTITION OF {s}.b FOR VALUES FROM (1) TO (2)",
               "ALTER TABLE {s}.b DETACH PARTITION {s}.a; ALTER TABLE {s}.c ATTACH PARTITION {s}.a FOR VALUES FROM (1) TO (2)", "{s}.a"),
    Alteration("table", "partition_bound", _PART + "CREATE TABLE {s}.a PARTITION OF {s}.b FOR VALUES FROM (1) TO (2)",
               "ALTER TABLE {s}.b DETACH PARTITION {s}.a; ALTER TABLE {s}.b ATTACH PARTITION {s}.a FOR VALUES FROM (1) TO (3)", "{s}.a"),
    Alteration("table", "inherits", "CREATE TABLE {s}.b (id integer); " + _TABLE, "ALTER TABLE {s}.a INHERIT {s}.b", "{s}.a"),
    Alteration("table", "of_type", "CREATE TYPE {s}.y AS (id integer, n integer, t text); " + _TABLE, "ALTER TABLE {s}.a OF {s}.y", "{s}.a"),
    Alteration("table", "replica_identity", _TABLE, "ALTER TABLE {s}.a REPLICA IDENTITY FULL", "{s}.a"),
    Alteration("table", "options", _TABLE, "ALTER TABLE {s}.a SET (fillfactor = 70)", "{s}.a"),
    Alteration("table", "access_method", "CREATE ACCESS METHOD {s}_m TYPE TABLE HANDLER heap_tableam_handler; " + _TABLE,
               "DROP TABLE {s}.a; CREATE TABLE {s}.a (id integer, n integer, t text) USING {s}_m", "{s}.a"),
    Alteration("table", "tablespace", _TABLE, "ALTER TABLE {s}.a SET TABLESPACE altered_space", "{s}.a"),
    _column("type", "ALTER n TYPE bigint"),
    _column("nullable", "ALTER n SET NOT NULL"),
    _column("default", "ALTER n SET DEFAULT 5"),
    _column("generated", "DROP n, ADD n integer GENERATED ALWAYS AS (id * 3) STORED", "n integer GENERATED ALWAYS AS (id * 2) STORED"),
    _column("generated_kind", "DROP n, ADD n integer GENERATED ALWAYS AS (id * 2) VIRTUAL",
            "n integer GENERATED ALWAYS AS (id * 2) STORED", since=18),
    _column("identity", "ALTER n SET GENERATED BY DEFAULT", "n integer GENERATED ALWAYS AS IDENTITY"),
    _column("identity_options", "ALTER n SET INCREMENT BY 5", "n integer GENERATED ALWAYS AS IDENTITY"),
    _column("collation", 'ALTER n TYPE text COLLATE "C"', "n text"),
    _column("storage", "ALTER n SET STORAGE EXTERNAL", "n text"),
    _column("compression", "ALTER n SET COMPRESSION pglz", "n text"),
    _column("statistics", "ALTER n SET STATISTICS 77"),
    _column("options", "ALTER n SET (n_distinct = -0.5)"),
    Alteration("column", "foreign_options", SAMPLES["foreign_table"].make,
               "ALTER FOREIGN TABLE {s}.a ALTER id OPTIONS (ADD w 'z')", "{s}.a.id"),
    Alteration("column", "grants", _TABLE, "GRANT SELECT (n) ON {s}.a TO altered_reader", "{s}.a.n"),
    Alteration("column", "identity_grants", "CREATE TABLE {s}.a (n integer GENERATED ALWAYS AS IDENTITY)",
               "GRANT USAGE ON SEQUENCE {s}.a_n_seq TO altered_reader", "{s}.a.n"),
    Alteration("type", "check_names", "CREATE DOMAIN {s}.m AS integer CONSTRAINT a CHECK (VALUE > 0)",
               "ALTER DOMAIN {s}.m RENAME CONSTRAINT a TO b", "{s}.m"),
    _constraint("type", "UNIQUE (id)", "CHECK (id > 0)"),
    _constraint("columns", "UNIQUE (id)", "UNIQUE (n)"),
    _constraint("references", "FOREIGN KEY (id) REFERENCES {s}.b (id)", "FOREIGN KEY (id) REFERENCES {s}.b (n)"),
    _constraint("on_delete", "FOREIGN KEY (id) REFERENCES {s}.b (id)", "FOREIGN KEY (id) REFERENCES {s}.b (id) ON DELETE CASCADE"),
    _constraint("on_update", "FOREIGN KEY (id) REFERENCES {s}.b (id)", "FOREIGN KEY (id) REFERENCES {s}.b (id) ON UPDATE RESTRICT"),
    _constraint("expression", "CHECK (n > 0)", "CHECK (n >= 0)"),
    _constraint("match", "FOREIGN KEY (id, n) REFERENCES {s}.b (id, n)", "FOREIGN KEY (id, n) REFERENCES {s}.b (id, n) MATCH FULL"),
    _constraint("set_null_columns", "FOREIGN KEY (id, n) REFERENCES {s}.b (id, n) ON DELETE SET NULL",
                "FOREIGN KEY (id, n) REFERENCES {s}.b (id, n) ON DELETE SET NULL (n)", since=15),
    _constraint("deferrable", "UNIQUE (id)", "UNIQUE (id) DEFERRABLE"),
    _constraint("initially_deferred", "UNIQUE (id) DEFERRABLE", "UNIQUE (id) DEFERRABLE INITIALLY DEFERRED"),
    _constraint("validated", "CHECK (n > 0)", "CHECK (n > 0) NOT VALID"),
    _constraint("enforced", "CHECK (n > 0) NOT VALID", "CHECK (n > 0) NOT ENFORCED", since=18),
    _constraint("no_inherit", "CHECK (n > 0)", "CHECK (n > 0) NO INHERIT"),
    _constraint("nulls_not_distinct", "UNIQUE (id)", "UNIQUE NULLS NOT DISTINCT (id)", since=15),
    _constraint("temporal", "UNIQUE (r, d)", "UNIQUE (r, d WITHOUT OVERLAPS)", "r int4range, d daterange", since=18),
    _constraint("include", "UNIQUE (id)", "UNIQUE (id) INCLUDE (n)"),
    _constraint("exclusion", "EXCLUDE USING gist (r WITH &&)", "EXCLUDE USING gist (r WITH =)", "id integer, r int4range"),
    Alteration("constraint", "clustered", "CREATE TABLE {s}.a (n integer, CONSTRAINT c UNIQUE (n))", "ALTER TABLE {s}.a CLUSTER ON c", "{s}.a.c"),
    _constraint("tablespace", "UNIQUE (id)", "UNIQUE (id) USING INDEX TABLESPACE altered_space"),
    _constraint("options", "UNIQUE (id)", "UNIQUE (id) WITH (fillfactor = 70)"),
    Alteration("index", "table", "CREATE TABLE {s}.b (n integer); " + _TABLE + "CREATE INDEX i ON {s}.a (n)",
               "DROP INDEX {s}.i; CREATE INDEX i ON {s}.b (n)", "{s}.i"),
    _index("columns", "INDEX i ON {s}.a (n)", "INDEX i ON {s}.a (n DESC)"),
    _index("unique", "INDEX i ON {s}.a (n)", "UNIQUE INDEX i ON {s}.a (n)"),
    _index("method", "INDEX i ON {s}.a (n)", "INDEX i ON {s}.a USING hash (n)"),
    _index("predicate", "INDEX i ON {s}.a (n)", "INDEX i ON {s}.a (n) WHERE n > 0"),
    _index("include", "INDEX i ON {s}.a (n)", "INDEX i ON {s}.a (n) INCLUDE (t)"),
    _index("nulls_not_distinct", "UNIQUE INDEX i ON {s}.a (n)", "UNIQUE INDEX i ON {s}.a (n) NULLS NOT DISTINCT", 15),
    Alteration("index", "valid", SAMPLES["index"].make, "UPDATE pg_index SET indisvalid = false WHERE indexrelid = '{s}.i'::regclass", "{s}.i"),
    Alteration("index", "clustered", SAMPLES["index"].make, "ALTER TABLE {s}.a CLUSTER ON i", "{s}.i"),
    Alteration("index", "replica_identity", "CREATE TABLE {s}.a (n integer NOT NULL); CREATE UNIQUE INDEX i ON {s}.a (n); ALTER TABLE {s}.a REPLICA IDENTITY USING INDEX i",
               "UPDATE pg_index SET indisreplident = false WHERE indexrelid = '{s}.i'::regclass", "{s}.i"),
    Alteration("index", "options", SAMPLES["index"].make, "ALTER INDEX {s}.i SET (fillfactor = 70)", "{s}.i"),
    Alteration("index", "tablespace", SAMPLES["index"].make, "ALTER INDEX {s}.i SET TABLESPACE altered_space", "{s}.i"),
    _policy("command", "FOR SELECT USING (id > 0)", "FOR DELETE USING (id > 0)"),
    _policy("permissive", "USING (id > 0)", "AS RESTRICTIVE USING (id > 0)"),
    _policy("roles", "USING (id > 0)", "TO altered_reader USING (id > 0)"),
    _policy("using", "USING (id > 0)", "USING (id >= 0)"),
    _policy("check", "WITH CHECK (id > 0)", "WITH CHECK (id > 1)"),
    _trigger("timing", "TRIGGER g AFTER INSERT ON {s}.a EXECUTE FUNCTION {s}.t()", "TRIGGER g BEFORE INSERT ON {s}.a EXECUTE FUNCTION {s}.t()"),
    _trigger("events", "TRIGGER g AFTER INSERT ON {s}.a EXECUTE FUNCTION {s}.t()", "TRIGGER g AFTER INSERT OR UPDATE OF n ON {s}.a EXECUTE FUNCTION {s}.t()"),
    _trigger("function", "TRIGGER g AFTER INSERT ON {s}.a EXECUTE FUNCTION {s}.t()", "TRIGGER g AFTER INSERT ON {s}.a EXECUTE FUNCTION {s}.u()"),
    _trigger("level", "TRIGGER g AFTER INSERT ON {s}.a EXECUTE FUNCTION {s}.t()", "TRIGGER g AFTER INSERT ON {s}.a FOR EACH ROW EXECUTE FUNCTION {s}.t()"),
    _trigger("arguments", "TRIGGER g AFTER INSERT ON {s}.a EXECUTE FUNCTION {s}.t('a')", "TRIGGER g AFTER INSERT ON {s}.a EXECUTE FUNCTION {s}.t('b')"),
    _trigger("when", "TRIGGER g AFTER INSERT ON {s}.a FOR EACH ROW EXECUTE FUNCTION {s}.t()",
             "TRIGGER g AFTER INSERT ON {s}.a FOR EACH ROW WHEN (NEW.n > 0) EXECUTE FUNCTION {s}.t()"),
    Alteration("trigger", "enabled", SAMPLES["trigger"].make, "ALTER TABLE {s}.a DISABLE TRIGGER g", "{s}.a.g"),
    _trigger("constraint", "TRIGGER g AFTER INSERT ON {s}.a FOR EACH ROW EXECUTE FUNCTION {s}.t()",
             "CONSTRAINT TRIGGER g AFTER INSERT ON {s}.a FOR EACH ROW EXECUTE FUNCTION {s}.t()"),
    _trigger("deferrable", "CONSTRAINT TRIGGER g AFTER INSERT ON {s}.a FOR EACH ROW EXECUTE FUNCTION {s}.t()",
             "CONSTRAINT TRIGGER g AFTER INSERT ON {s}.a DEFERRABLE FOR EACH ROW EXECUTE FUNCTION {s}.t()"),
    _trigger("initially_deferred", "CONSTRAINT TRIGGER g AFTER INSERT ON {s}.a DEFERRABLE FOR EACH ROW EXECUTE FUNCTION {s}.t()",
             "CONSTRAINT TRIGGER g AFTER INSERT ON {s}.a DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION {s}.t()"),
    _trigger("from_table", "CONSTRAINT TRIGGER g AFTER INSERT ON {s}.a FOR EACH ROW EXECUTE FUNCTION {s}.t()",
             "CONSTRAINT TRIGGER g AFTER INSERT ON {s}.a FROM {s}.b FOR EACH ROW EXECUTE FUNCTION {s}.t()"),
    _trigger("old_table", "TRIGGER g AFTER DELETE ON {s}.a REFERENCING OLD TABLE AS x EXECUTE FUNCTION {s}.t()",
             "TRIGGER g AFTER DELETE ON {s}.a REFERENCING OLD TABLE AS y EXECUTE FUNCTION {s}.t()"),
    _trigger("new_table", "TRIGGER g AFTER INSERT ON {s}.a EXECUTE FUNCTION {s}.t()",
             "TRIGGER g AFTER INSERT ON {s}.a REFERENCING NEW TABLE AS y EXECUTE FUNCTION {s}.t()"),
    _rule("event", "DELETE TO {s}.a DO INSTEAD NOTHING", "INSERT TO {s}.a DO INSTEAD NOTHING"),
    _rule("instead", "DELETE TO {s}.a DO INSTEAD NOTIFY x", "DELETE TO {s}.a DO ALSO NOTIFY x"),
    _rule("definition", "DELETE TO {s}.a DO INSTEAD NOTIFY x", "DELETE TO {s}.a DO INSTEAD NOTIFY y"),
    Alteration("rule", "enabled", SAMPLES["rule"].make, "ALTER TABLE {s}.a DISABLE RULE r", "{s}.a.r"),
    Alteration("view", "definition", SAMPLES["view"].make, "CREATE OR REPLACE VIEW {s}.v AS SELECT id, n FROM {s}.a WHERE n > 0", "{s}.v"),
    Alteration("view", "options", SAMPLES["view"].make, "ALTER VIEW {s}.v SET (security_barrier = true)", "{s}.v"),
    _again("materialized_view", "definition", SAMPLES["materialized_view"].make,
           "CREATE MATERIALIZED VIEW {s}.v AS SELECT id, n FROM {s}.a WHERE n > 0", "{s}.v", "DROP MATERIALIZED VIEW {s}.v"),
    Alteration("materialized_view", "options", SAMPLES["materialized_view"].make, "ALTER MATERIALIZED VIEW {s}.v SET (fillfactor = 70)", "{s}.v"),
    Alteration("materialized_view", "populated", SAMPLES["materialized_view"].make, "REFRESH MATERIALIZED VIEW {s}.v WITH NO DATA", "{s}.v"),
    _again("materialized_view", "access_method", SAMPLES["materialized_view"].make,
           "CREATE MATERIALIZED VIEW {s}.v USING {s}_m AS SELECT id, n FROM {s}.a", "{s}.v",
           "DROP MATERIALIZED VIEW {s}.v", "CREATE ACCESS METHOD {s}_m TYPE TABLE HANDLER heap_tableam_handler; "),
    Alteration("materialized_view", "tablespace", SAMPLES["materialized_view"].make,
               "ALTER MATERIALIZED VIEW {s}.v SET TABLESPACE altered_space", "{s}.v"),
    Alteration("foreign_table", "options", SAMPLES["foreign_table"].make, "ALTER FOREIGN TABLE {s}.a OPTIONS (ADD w 'z')", "{s}.a"),
    _again("foreign_table", "server", SAMPLES["foreign_table"].make.removeprefix(_WRAPPER), "CREATE FOREIGN TABLE {s}.a (id integer OPTIONS (x 'y')) SERVER {s}_t OPTIONS (y 'z')",
           "{s}.a", "DROP FOREIGN TABLE {s}.a", _WRAPPER + "CREATE SERVER {s}_t FOREIGN DATA WRAPPER {s}_w; "),
    _remade("kind", "FUNCTION {s}.f(integer) RETURNS bigint LANGUAGE internal AS 'window_row_number'",
            "FUNCTION {s}.f(integer) RETURNS bigint LANGUAGE internal WINDOW AS 'window_row_number'"),
    _remade("arguments", "FUNCTION {s}.f(a integer) RETURNS integer LANGUAGE sql AS 'SELECT 1'", "FUNCTION {s}.f(b integer) RETURNS integer LANGUAGE sql AS 'SELECT 1'"),
    _remade("modes", "FUNCTION {s}.f(a integer) RETURNS integer LANGUAGE sql AS 'SELECT 1'", "FUNCTION {s}.f(INOUT a integer) RETURNS integer LANGUAGE sql AS 'SELECT 1'"),
    _remade("defaults", "FUNCTION {s}.f(a integer) RETURNS integer LANGUAGE sql AS 'SELECT 1'", "FUNCTION {s}.f(a integer DEFAULT 3) RETURNS integer LANGUAGE sql AS 'SELECT 1'"),
    _remade("outputs", "FUNCTION {s}.f(a integer, OUT x integer, OUT y text) LANGUAGE sql AS $$ SELECT 1, 'a' $$",
            "FUNCTION {s}.f(a integer, OUT x integer, OUT z text) LANGUAGE sql AS $$ SELECT 1, 'a' $$"),
    _remade("returns", "FUNCTION {s}.f(a integer) RETURNS integer LANGUAGE plpgsql AS 'BEGIN RETURN 1; END'", "FUNCTION {s}.f(a integer) RETURNS bigint LANGUAGE plpgsql AS 'BEGIN RETURN 1; END'"),
    _remade("language", "FUNCTION {s}.f(integer) RETURNS integer LANGUAGE internal COST 5 AS 'int4abs'", "FUNCTION {s}.f(integer) RETURNS integer LANGUAGE altered_language COST 5 AS 'int4abs'"),
    _function("volatility", "STABLE"),
    _function("security", "SECURITY DEFINER"),
    _remade("body", "FUNCTION {s}.f(a integer) RETURNS integer LANGUAGE sql AS 'SELECT 1'", "FUNCTION {s}.f(a integer) RETURNS integer LANGUAGE sql AS 'SELECT 2'"),
    _function("strict", "STRICT"),
    _function("leakproof", "LEAKPROOF"),
    _function("parallel", "PARALLEL SAFE"),
    _function("cost", "COST 7"),
    Alteration("function", "rows", "CREATE FUNCTION {s}.f(a integer) RETURNS SETOF integer LANGUAGE sql AS 'SELECT 1'", "ALTER FUNCTION {s}.f(integer) ROWS 7", "{s}.f(integer)"),
    _function("settings", "SET search_path = ''"),
    Alteration("function", "support", _FUNCTION, "ALTER FUNCTION {s}.f(integer) SUPPORT generate_series_int4_support", "{s}.f(integer)"),
    Alteration("sequence", "type", "CREATE SEQUENCE {s}.q MINVALUE 1 MAXVALUE 100", "ALTER SEQUENCE {s}.q AS smallint", "{s}.q"),
    _sequence("start", "START 5"),
    _sequence("increment", "INCREMENT 5"),
    _sequence("minimum", "MINVALUE -3"),
    _sequence("maximum", "MAXVALUE 100"),
    _sequence("cache", "CACHE 5"),
    _sequence("cycle", "CYCLE"),
    _sequence("owned_by", "OWNED BY {s}.a.id"),
    _type("kind", "TYPE {s}.m AS ENUM ()", "TYPE {s}.m AS ()"),
    Alteration("type", "values", SAMPLES["type"].make, "ALTER TYPE {s}.m ADD VALUE 'b' BEFORE 'c'", "{s}.m"),
    _type("base", "DOMAIN {s}.m AS integer", "DOMAIN {s}.m AS bigint"),
    Alteration("type", "nullable", "CREATE DOMAIN {s}.m AS integer", "ALTER DOMAIN {s}.m SET NOT NULL", "{s}.m"),
    Alteration("type", "default", "CREATE DOMAIN {s}.m AS integer", "ALTER DOMAIN {s}.m SET DEFAULT 3", "{s}.m"),
    Alteration("type", "checks", "CREATE DOMAIN {s}.m AS integer", "ALTER DOMAIN {s}.m ADD CHECK (VALUE > 3)", "{s}.m"),
    Alteration("type", "attributes", "CREATE TYPE {s}.m AS (a integer)", "ALTER TYPE {s}.m ALTER ATTRIBUTE a TYPE bigint", "{s}.m"),
    _type("subtype", "TYPE {s}.m AS RANGE (subtype = integer, multirange_type_name = m2)", "TYPE {s}.m AS RANGE (subtype = bigint, multirange_type_name = m2)"),
    _type("subtype_options", "TYPE {s}.m AS RANGE (subtype = double precision)", "TYPE {s}.m AS RANGE (subtype = double precision, subtype_diff = float8mi)"),
    _type("collation", "DOMAIN {s}.m AS text", 'DOMAIN {s}.m AS text COLLATE "C"'),
    _publication("all_tables", "WITH (publish = 'insert')", "FOR ALL TABLES WITH (publish = 'insert')"),
    _publication("schemas", "", "FOR TABLES IN SCHEMA {s}", 15),
    _publication("operations", "", "WITH (publish = 'insert')"),
    _publication("via_root", "", "WITH (publish_via_partition_root = true)"),
    _publication("generated_columns", "", "WITH (publish_generated_columns = stored)", 18),
    Alteration("publication_member", "missing", _TABLE + "CREATE PUBLICATION {s}_p FOR TABLE {s}.a",
               "ALTER PUBLICATION {s}_p DROP TABLE {s}.a", "{s}_p.{s}.a", rules=("publication-member-missing",)),
    Alteration("publication_member", "undocumented", _TABLE + "CREATE PUBLICATION {s}_p",
               "ALTER PUBLICATION {s}_p ADD TABLE {s}.a", "{s}_p.{s}.a", rules=("publication-member-undocumented",)),
    _member("columns", "(id, n)", "(id)"),
    _member("where", "", "WHERE (id > 3)"),
    Alteration("event_trigger", "event", _EVENT + "CREATE EVENT TRIGGER {s}_e ON ddl_command_end EXECUTE FUNCTION {s}.e()",
               "DROP EVENT TRIGGER {s}_e; CREATE EVENT TRIGGER {s}_e ON ddl_command_start EXECUTE FUNCTION {s}.e()", "{s}_e"),
    Alteration("event_trigger", "tags", SAMPLES["event_trigger"].make,
               "DROP EVENT TRIGGER {s}_e; CREATE EVENT TRIGGER {s}_e ON ddl_command_end WHEN TAG IN ('DROP CAST') EXECUTE FUNCTION {s}.e()", "{s}_e"),
    Alteration("event_trigger", "function", SAMPLES["event_trigger"].make + _EVENT.replace(".e()", ".e2()"),
               "DROP EVENT TRIGGER {s}_e; CREATE EVENT TRIGGER {s}_e ON ddl_command_end WHEN TAG IN ('CREATE CAST') EXECUTE FUNCTION {s}.e2()", "{s}_e"),
    Alteration("event_trigger", "enabled", SAMPLES["event_trigger"].make, "ALTER EVENT TRIGGER {s}_e DISABLE", "{s}_e"),
    Alteration("foreign_data_wrapper", "handler", _WRAPPER + "CREATE FUNCTION {s}.h() RETURNS fdw_handler LANGUAGE internal COST 5 AS 'int4abs'",
               "ALTER FOREIGN DATA WRAPPER {s}_w HANDLER {s}.h", "{s}_w"),
    Alteration("foreign_data_wrapper", "validator", _WRAPPER, "ALTER FOREIGN DATA WRAPPER {s}_w VALIDATOR postgresql_fdw_validator", "{s}_w"),
    Alteration("foreign_data_wrapper", "options", _WRAPPER, "ALTER FOREIGN DATA WRAPPER {s}_w OPTIONS (ADD x 'y')", "{s}_w"),
    _server("wrapper", "FOREIGN DATA WRAPPER {s}_w", "FOREIGN DATA WRAPPER {s}_x"),
    _server("type", "TYPE 'a' FOREIGN DATA WRAPPER {s}_w", "TYPE 'b' FOREIGN DATA WRAPPER {s}_w"),
    _server("version", "VERSION '1' FOREIGN DATA WRAPPER {s}_w", "VERSION '2' FOREIGN DATA WRAPPER {s}_w"),
    _server("options", "FOREIGN DATA WRAPPER {s}_w", "FOREIGN DATA WRAPPER {s}_w OPTIONS (host 'x')"),
    Alteration("subscription", "enabled", _SUBSCRIPTION, "UPDATE pg_subscription SET subenabled = true WHERE subname = '{s}_u'", "{s}_u"),
    _subscription("publications", "SET PUBLICATION q WITH (refresh = false)"),
    _subscription("slot", "SET (slot_name = 'z')"),
    _subscription("synchronous_commit", "SET (synchronous_commit = 'local')"),
    _subscription("options", "SET (binary = true)"),
    _statistics("table", "ON id, n FROM {s}.a", "ON id, n FROM {s}.b"),
    _statistics("columns", "ON id, n FROM {s}.a", "ON id, t FROM {s}.a"),
    _statistics("kinds", "ON id, n FROM {s}.a", "(mcv) ON id, n FROM {s}.a"),
    Alteration("statistics", "target", SAMPLES["statistics"].make, "ALTER STATISTICS {s}.x SET STATISTICS 77", "{s}.x"),
    _collation("locale", "(provider = libc, locale = 'C')", "(provider = libc, locale = 'POSIX')"),
    _catalogued("provider", "collprovider = 'd'"),
    _catalogued("deterministic", "collisdeterministic = false"),
    _catalogued("encoding", "collencoding = -1"),
    _catalogued("rules", "collicurules = '& a < g'", 16),
    Alteration("operator", "definition", _OPERATOR + "CREATE FUNCTION {s}.other(integer, integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 2'",
               "DROP OPERATOR {s}.<+> (integer, integer); CREATE OPERATOR {s}.<+> (FUNCTION = {s}.other, LEFTARG = integer, RIGHTARG = integer)",
               '{s}."<+>"(integer, integer)'),
    Alteration("operator_class", "definition", _CLASS,
               "DROP OPERATOR CLASS {s}.c USING btree; CREATE OPERATOR CLASS {s}.c FOR TYPE bigint USING btree FAMILY {s}.ints AS "
               "OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >, FUNCTION 1 btint8cmp(bigint, bigint)", "{s}.c(btree)"),
    Alteration("operator_family", "definition", _FAMILY, "ALTER OPERATOR FAMILY {s}.ints USING btree ADD OPERATOR 1 < (integer, bigint)", "{s}.ints(btree)"),
    Alteration("cast", "definition", _CAST, "DROP CAST (integer AS {s}.m); CREATE CAST (integer AS {s}.m) WITH FUNCTION {s}.c(integer) AS IMPLICIT", "integer→{s}.m"),
    Alteration("text_search_configuration", "definition", SAMPLES["text_search_configuration"].make,
               "ALTER TEXT SEARCH CONFIGURATION {s}.x ADD MAPPING FOR asciiword WITH simple", "{s}.x"),
    Alteration("text_search_dictionary", "definition", SAMPLES["text_search_dictionary"].make, "ALTER TEXT SEARCH DICTIONARY {s}.x (accept = false)", "{s}.x"),
    _again("text_search_parser", "definition", SAMPLES["text_search_parser"].make,
           "CREATE TEXT SEARCH PARSER {s}.x (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype, HEADLINE = prsd_headline)",
           "{s}.x", "DROP TEXT SEARCH PARSER {s}.x"),
    _again("text_search_template", "definition", SAMPLES["text_search_template"].make, "CREATE TEXT SEARCH TEMPLATE {s}.x (LEXIZE = dsimple_lexize)",
           "{s}.x", "DROP TEXT SEARCH TEMPLATE {s}.x"),
    Alteration("default_privilege", "grants", "ALTER DEFAULT PRIVILEGES IN SCHEMA {s} GRANT SELECT ON TABLES TO altered_reader",
               "ALTER DEFAULT PRIVILEGES IN SCHEMA {s} GRANT INSERT ON TABLES TO altered_reader", "postgres.{s}.tables"),
]  # fmt: skip

PREPARED = (
    "CREATE ROLE altered_reader",
    "CREATE ROLE altered_owner SUPERUSER",  # as the owner of an event trigger must be
    "SET allow_system_table_mods = on",
    "INSERT INTO pg_language (oid, lanname, lanowner, lanispl, lanpltrusted, lanplcallfoid, laninline, lanvalidator)"
    " SELECT 424242, 'altered_language', lanowner, false, false, 0, 0, 0 FROM pg_language WHERE lanname = 'internal'",
    "CREATE SCHEMA altered",
    """CREATE FUNCTION altered.extension(name name) RETURNS void LANGUAGE sql AS $$
        INSERT INTO pg_extension (oid, extname, extowner, extnamespace, extrelocatable, extversion)
        SELECT pg_nextoid('pg_extension', 'oid', 'pg_extension_oid_index'), name, 10, 'public'::regnamespace, false, '1.0'
    $$""",  # an extension without a control file: no server has thirty that are empty
)
BUCKETS = (
    "CREATE SCHEMA storage; CREATE TABLE storage.buckets (id text PRIMARY KEY, name text, public boolean DEFAULT false,"
    " file_size_limit bigint, allowed_mime_types text[]); INSERT INTO storage.buckets (id, name) VALUES"
    " ('public', 'public'), ('file_size_limit', 'file_size_limit'), ('allowed_mime_types', 'allowed_mime_types'), ('missing', 'missing'); "
)


def _bucket(property: str, alter: str, rules: tuple[str, ...] = ()) -> Alteration:
    return Alteration("bucket", property, "", alter, property, rules=rules)


STATED += [
    _bucket("public", "UPDATE storage.buckets SET public = true WHERE id = 'public'"),
    _bucket("file_size_limit", "UPDATE storage.buckets SET file_size_limit = 5 WHERE id = 'file_size_limit'"),
    _bucket("allowed_mime_types", "UPDATE storage.buckets SET allowed_mime_types = '{{image/png}}' WHERE id = 'allowed_mime_types'"),
    _bucket("missing", "DELETE FROM storage.buckets WHERE id = 'missing'", ("bucket-missing",)),
    _bucket("undocumented", "INSERT INTO storage.buckets (id, name) VALUES ('undocumented', 'undocumented')", ("bucket-undocumented",)),
]  # fmt: skip

ALTERATIONS = [*_derived(), *STATED]

# What no command can alter, with the reason.
FIXED = {(kind, "table"): "part of its path" for kind in ("policy", "trigger", "rule")}
