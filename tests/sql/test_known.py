"""What the comparison knows of types by heart, held against the catalogs."""

from __future__ import annotations

import psycopg

from driftcheck.sql.expressions import known, literals, results, unify_queries
from driftcheck.sql.types import canonical


def column(connection: psycopg.Connection, query: str) -> set[str]:
    return {row[0] for row in connection.execute(query)}


def test_the_catalogs_say_the_same(each_database: str) -> None:
    with psycopg.connect(each_database) as connection:
        implicit = column(
            connection,
            "SELECT format_type(casttarget, NULL) FROM pg_cast WHERE castcontext = 'i'"
            " UNION SELECT typname FROM pg_cast JOIN pg_type t ON t.oid = casttarget WHERE castcontext = 'i'",
        )
        assert implicit >= known._ALWAYS | known._ELSEWHERE
        leading = column(
            connection,
            "SELECT DISTINCT format_type(castsource, NULL) FROM pg_cast WHERE castcontext = 'i' AND castsource <> casttarget",
        )
        assert (known._NEVER_FROM - {"text"}) & leading == set()
        returned = set(
            connection.execute(
                "SELECT proname, format_type(prorettype, NULL) FROM pg_proc"
                " WHERE pronamespace = 'pg_catalog'::regnamespace"
            )
        )
        assert {(name, known._FUNCTIONS[name]) for name in known.BUILT_IN} <= returned
        assert not {name for name, _ in returned} & (known._NOT_BUILT_IN - {"gen_random_uuid"})
        for type, names in results.RETURNS.items():
            assert {(name, found) for name, found in returned if name in names} == {(name, type) for name in names}
        text = column(
            connection,
            "SELECT proname FROM pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace AND proargtypes[0] = 'text'::regtype",
        )
        assert text >= known.TEXT_FUNCTIONS
        classes = column(connection, "SELECT opcname FROM pg_opclass WHERE opcdefault")
        assert classes >= unify_queries._DEFAULT_CLASSES
        never = column(connection, "SELECT opcname FROM pg_opclass GROUP BY opcname HAVING NOT bool_or(opcdefault)")
        assert not never & unify_queries._DEFAULT_CLASSES
        called = connection.execute(
            "SELECT proname, format_type(prorettype, NULL), EXISTS (SELECT FROM pg_cast"
            " WHERE castsource = proargtypes[0] AND casttarget = prorettype)"
            " FROM pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace AND pronargs = 1 AND proname = ANY (%s)",
            [sorted(literals.CASTS)],
        ).fetchall()
        assert called
        assert not [name for name, type, cast in called if not cast or type != canonical(name)]
