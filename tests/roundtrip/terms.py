"""Names, types, values and expressions as generated schemas use them."""

from __future__ import annotations

from typing import NamedTuple

from hypothesis import strategies as st

# What trips naive readers: quotes, dots, comment marks, format marks, white space, characters of several bytes.
_ALPHABET = "abcxyzABC012_ .\"'$%;-/*(){}[]<>&|\\äß日🙂"
_PLAIN = ["users", "order", "user", "select", "Order Items", "tags", "a", "b", "x1", "группа", "événement"]


def names(prefix: str) -> st.SearchStrategy[str]:
    """A name that only this prefix has: plain, reserved or hostile."""
    hostile = st.text(_ALPHABET, min_size=1, max_size=10)
    return st.one_of(st.just(""), st.sampled_from(_PLAIN), hostile).map(lambda name: f"{prefix}{name}"[:40])


def quoted(name: str) -> str:
    """As an identifier in SQL."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """As a string in SQL (standard_conforming_strings)."""
    return "'" + text.replace("'", "''") + "'"


class ColumnType(NamedTuple):
    """A type with values of it, as SQL writes them."""

    name: str
    values: tuple[str, ...]
    ordered: bool = True  # a btree index and < work


TYPES = [
    ColumnType("integer", ("0", "5", "-3", "(2 + 2)")),
    ColumnType("int8", ("0", "9000000000", "'7'")),
    ColumnType("smallint", ("1", "'1'")),
    ColumnType("numeric(12,2)", ("0", "1.50", "-0.00", "'3.14'")),
    ColumnType("numeric", ("0.0", "1e3")),
    ColumnType("real", ("1.5", "0")),
    ColumnType("double precision", ("1.5", "'NaN'")),
    ColumnType("boolean", ("true", "FALSE", "'t'", "(1 > 2)")),
    ColumnType("text", ("'a'", "''", "'it''s'", "('a' || 'b')", "'x'::text", "upper('q')")),
    ColumnType("varchar(20)", ("'a'", "'user'", "''", "'x'::varchar")),
    ColumnType("character varying", ("'a'", "'b'::text")),
    ColumnType("char(3)", ("'abc'", "'a'")),
    ColumnType("date", ("CURRENT_DATE", "'2024-01-01'", "date '2024-02-03'", "(now())::date")),
    ColumnType("timestamptz", ("now()", "CURRENT_TIMESTAMP", "NOW() + INTERVAL '7 days'", "'2024-01-01 00:00:00+00'")),
    ColumnType("timestamp without time zone", ("now()", "LOCALTIMESTAMP", "timezone('utc', now())")),
    ColumnType("time", ("'12:00'", "LOCALTIME")),
    ColumnType("interval", ("'1 day'", "interval '2 hours'")),
    ColumnType("uuid", ("gen_random_uuid()", "'00000000-0000-0000-0000-000000000000'")),
    ColumnType("jsonb", ("'{}'", "'[]'::jsonb", "jsonb_build_object('a', 1)")),
    ColumnType("json", ("'{}'", "'{\"a\": 1}'::json"), ordered=False),
    ColumnType("bytea", ("'\\x00'", "''")),
    ColumnType("inet", ("'127.0.0.1'", "'::1'")),
    ColumnType("text[]", ("'{}'", "ARRAY['a', 'b']", "ARRAY[]::text[]", "'{a,b}'::text[]")),
    ColumnType("integer[]", ("'{}'", "ARRAY[1, 2]")),
    ColumnType("int4range", ("'[1,5)'", "int4range(1, 5)")),
]


class Column(NamedTuple):
    """A column to write expressions about."""

    name: str
    type: ColumnType
    generated: str = ""  # STORED | VIRTUAL

    @property
    def ordered(self) -> bool:
        """Whether it can be the key of a btree index."""
        return self.type.ordered and self.generated != "VIRTUAL"


def conditions(columns: list[Column], depth: int = 2) -> st.SearchStrategy[str]:
    """Boolean expressions over these columns, spelled as people spell them."""
    simple = st.sampled_from(columns).flatmap(_about)
    if depth == 0:
        return simple
    inner = conditions(columns, depth - 1)
    both = st.tuples(inner, inner)
    return st.one_of(
        simple,
        simple,
        both.map(lambda p: f"{p[0]} AND {p[1]}"),
        both.map(lambda p: f"({p[0]}) OR ({p[1]})"),
        inner.map(lambda e: f"NOT ({e})"),
        both.map(lambda p: f"CASE WHEN {p[0]} THEN {p[1]} ELSE false END"),
    )


def _about(column: Column) -> st.SearchStrategy[str]:
    name = quoted(column.name)
    always = [f"{name} IS NOT NULL", f"{name} IS NULL", f"({name}) IS NOT NULL"]
    kind = column.type.name
    if kind == "boolean":
        always += [name, f"{name} = true", f"{name} IS NOT TRUE", f"COALESCE({name}, false)"]
    elif kind in ("integer", "int8", "smallint", "numeric", "numeric(12,2)"):
        always += [
            f"{name} > 0", f"{name} >= 0", f"{name} BETWEEN 1 AND 10", f"{name} IN (1, 2, 3)", f"{name} <> 4",
            f"{name} NOT IN (1, 2)", f"{name} % 2 = 0", f"COALESCE({name}, 0) < 100", f"{name} = ANY (ARRAY[1, 2])",
            f"({name} * 2 + 1) <= 50", f"{name} IS DISTINCT FROM 7", f"-{name} < 3",
        ]  # fmt: skip
    elif kind in ("text", "varchar(20)", "character varying"):
        always += [
            f"{name} IN ('a', 'b')", f"{name} = 'a'", f"{name} LIKE '%@%'", f"{name} ILIKE 'a%'", f"{name} ~ '^[a-z]+$'",
            f"{name} NOT LIKE 'x%'", f"length({name}) > 2", f"lower({name}) = 'x'", f"{name} <> ''",
            f"{name} = ANY (ARRAY['a', 'b'])", f"char_length(trim({name})) BETWEEN 1 AND 20", f"{name}::text !~ 'z'",
            f"COALESCE({name}, 'none') <> 'none'", f"{name} SIMILAR TO 'a|b'", f"substring({name} from 1 for 2) = 'ab'",
            f"position('@' in {name}) > 1", f"nullif({name}, '') IS NOT NULL",
        ]  # fmt: skip
    elif kind in ("date", "timestamptz", "timestamp without time zone"):
        always += [
            f"{name} > '2020-01-01'", f"EXTRACT(year FROM {name}) >= 2000", f"{name} < '2100-01-01'::date",
            f"date_part('month', {name}) <> 13",
        ]  # fmt: skip
    elif kind == "jsonb":
        always += [
            f"{name} ? 'a'",
            f"{name} ->> 'a' = 'x'",
            f"jsonb_typeof({name}) = 'object'",
            f"({name}->'a'->>0) IS NULL",
        ]
    elif kind == "text[]":
        always += [f"'a' = ANY ({name})", f"{name} @> ARRAY['a']", f"cardinality({name}) < 9", f"{name}[1] = 'x'"]
    return st.sampled_from(always)
