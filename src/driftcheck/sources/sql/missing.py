"""Types of extensions that the throwaway server does not have: stand-ins, so that the tables that use them can be made.

A stand-in holds text and takes any modifier. What is built on it exists and hangs together; what PostgreSQL prints of
it is not what the real type would give (a comparison of citext is printed as one of text), so there the words of the
statement count instead, as in a document.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import NamedTuple

from driftcheck.kinds import KINDS, same
from driftcheck.model import UNSTATED, Facts, Snapshot, stated
from driftcheck.names import join, parent

EXTENSION_OF = {
    "citext": "citext",
    "hstore": "hstore",
    "cube": "cube",
    "seg": "seg",
    **dict.fromkeys(("ltree", "lquery", "ltxtquery"), "ltree"),
    **dict.fromkeys(("geometry", "geography", "box2d", "box3d", "raster"), "postgis"),
    **dict.fromkeys(("vector", "halfvec", "sparsevec"), "vector"),
}
"""Type → the extension that brings it along."""

_MISSING = re.compile(r'type "?([^"]+?)(?:\[\])*"? does not exist')
_PRINTED = (
    *(same.expressions, same.expression_lists, same.checks, same.bounds, same.queries, same.index_keys),
    *(same.exclusions, same.using, same.check),
)


class Missing(NamedTuple):
    """A type that a statement asks for."""

    schema: str | None
    name: str


def asked_for(message: str) -> Missing | None:
    """The missing type that an error tells of, if an extension would bring it along.

    >>> asked_for('type "citext[]" does not exist'), asked_for("type extensions.geography does not exist")
    (Missing(schema=None, name='citext'), Missing(schema='extensions', name='geography'))
    >>> asked_for('type "mood" does not exist')
    """
    found = _MISSING.fullmatch(message)
    schema, _, name = found[1].rpartition(".") if found else ("", "", "")
    return Missing(schema or None, name) if name in EXTENSION_OF else None


def statements(name: str, schema: str) -> list[str]:
    """SQL that makes the stand-in in this schema, and one of its extension, which must have an entry in the catalog."""
    type = join(schema, name)
    functions = {end: join(schema, f"{name}_{end}") for end in ("in", "out", "typmod_in")}
    internal = "LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE AS"
    return [
        f"CREATE TYPE {type}",
        f"CREATE FUNCTION {functions['in']}(cstring) RETURNS {type} {internal} 'textin'",
        f"CREATE FUNCTION {functions['out']}({type}) RETURNS cstring {internal} 'textout'",
        f"CREATE FUNCTION {functions['typmod_in']}(cstring[]) RETURNS integer LANGUAGE sql IMMUTABLE STRICT AS 'SELECT 1'",
        f"CREATE TYPE {type} (INPUT = {functions['in']}, OUTPUT = {functions['out']},"
        f" TYPMOD_IN = {functions['typmod_in']}, LIKE = text, CATEGORY = 'S', COLLATABLE = true)",
        f"CREATE CAST ({type} AS text) WITHOUT FUNCTION AS IMPLICIT",
        *(f"CREATE CAST ({source} AS {type}) WITHOUT FUNCTION AS ASSIGNMENT" for source in ("text", "varchar")),
        _OWNED.format(type=f"'{type}'::regtype", extension=EXTENSION_OF[name]),
    ]


_OWNED = """INSERT INTO pg_catalog.pg_depend (classid, objid, objsubid, refclassid, refobjid, refobjsubid, deptype)
    SELECT made.classid, made.oid, 0, 'pg_extension'::regclass, x.oid, 0, 'e' FROM pg_catalog.pg_extension x,
    (SELECT 'pg_type'::regclass AS classid, {type}::oid AS oid
     UNION ALL SELECT 'pg_proc'::regclass, p.oid FROM pg_catalog.pg_proc p, pg_catalog.pg_type t
        WHERE t.oid = {type} AND p.oid IN (t.typinput, t.typoutput, t.typmodin)
     UNION ALL SELECT 'pg_cast'::regclass, c.oid FROM pg_catalog.pg_cast c WHERE {type} IN (c.castsource, c.casttarget)
    ) made WHERE x.extname = '{extension}'"""


def put_words(
    snapshot: Snapshot,
    written: Mapping[str, Mapping[str, Facts]],
    pairs: Mapping[str, Mapping[str, str]],
    types: Collection[str],
) -> None:
    """Where something is built on these stand-ins, by their paths, what its statement says takes the place of what
    PostgreSQL printed.
    """
    if not types:
        return
    columns = {p: column for p, column in snapshot.of("column").items() if _names(getattr(column, "type", ""), types)}
    leaning = set(map(parent, columns))
    for column in columns.values():
        for property in ("storage", "collation"):  # follow from the type
            setattr(column, property, UNSTATED)
    for kind, found in pairs.items():
        for path, to in found.items():
            ran = snapshot.of(kind)[to]
            table = getattr(ran, "table", None) or parent(to)
            reprinted = kind in ("view", "materialized_view") or table in leaning
            reprinted = reprinted or any(_names(value, types) for _, value in stated(ran))
            for property, said in stated(written[kind][path]):
                printed = reprinted and KINDS[kind].same.get(property) in _PRINTED
                if printed or _names(getattr(ran, property), types):
                    setattr(ran, property, said)


def _names(value: object, types: Collection[str]) -> bool:
    """Whether a value, or one of a list, speaks of one of the types."""
    if isinstance(value, list):
        return any(_names(one, types) for one in value)
    return isinstance(value, str) and any(type in value for type in types)
