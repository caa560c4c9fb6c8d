"""What the catalog queries of the kinds share: joins for comments, owners and extensions, and the user's schemas.

A query returns one row an object, in no order: a sort would keep us waiting for the first row, and the objects are put in
order here. The aliases say what the columns are (sources/live/rows.py reads them):

- `path`: a part of the object's path, unquoted, outermost first; `path+`: text that follows it (a function's arguments),
  or two texts between which an arrow stands: not every server's encoding has one, so that queries are ASCII;
- `path:relation`: the number of the relation that the object hangs on, instead of its names and its extension, which
  are asked once for all; rows of other relations are passed over, so a query need not look whose they are; the objects
  of one relation are sorted by `@number`, else by name;
- a field of the kind's struct, as it is;
- `field:reading`: a field that sources/live/readings.py puts into words from what the catalog holds (numbers of columns,
  ACLs, option arrays), because that costs the server more than us;
- `field:relation`: a relation's number;
- `@name`: for the readings of others of the row; a row whose `@skip` is true is no object, one whose `@inherited` is
  true states what its relation does not have from a parent;
- `?field`: whether the field must have a value: if it has none all the same, the object changed under the read.

Numbers of objects are cast to int8, and nothing is of a type that JSON lacks: the rows may come as JSON.

Every function, relation and type is qualified with pg_catalog: a temporary table or type would be found before it
otherwise, even with an empty search path. Operators are not: pg_temp is never searched for them, the path is empty, and
IN, CASE and NULLIF look theirs up in the path however the rest is written (PostgreSQL documentation, 5.10.5 and 20.11.1).
"""

from __future__ import annotations

USER_SCHEMA = r"(n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema')"
"""`n` is a schema of the user's: PostgreSQL keeps the prefix pg_ to itself, temporary schemas (pg_temp_3) included."""

FIRST_USER_OID = 16384
"""Objects with a lower number came with the server (`FirstNormalObjectId`, access/transam.h)."""


DEFAULT_COLLATION = 100
"""The number of the collation `default` (pg_collation.dat)."""


def schema(oid: str) -> str:
    """Joins the schema `n` of an object, and drops the object if it is PostgreSQL's own."""
    return f"JOIN pg_catalog.pg_namespace n ON n.oid = {oid} AND {USER_SCHEMA}"


def comment(catalog: str, oid: str, number: str = "0") -> str:
    """Joins the comment as `d.description`; `number` is the column's, 0 for a whole object."""
    return (
        f"LEFT JOIN pg_catalog.pg_description d ON d.classoid = 'pg_catalog.{catalog}'::pg_catalog.regclass"
        f" AND d.objoid = {oid} AND d.objsubid = {number}"
    )


def extension(catalog: str, oid: str) -> str:
    """Joins the extension that owns the object as `e.extname`. Numbers are unique in a catalog only: hence classid."""
    return f"""
        LEFT JOIN (
            SELECT member.objid, owner.extname
            FROM pg_catalog.pg_depend member JOIN pg_catalog.pg_extension owner ON owner.oid = member.refobjid
            WHERE member.classid = 'pg_catalog.{catalog}'::pg_catalog.regclass AND member.deptype = 'e'
              AND member.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass
        ) e ON e.objid = {oid}"""


def implied(catalog: str, oid: str) -> str:
    """Whether the object came with a type (a range's constructors and casts) and goes with it."""
    return f"""{oid} IN (SELECT member.objid FROM pg_catalog.pg_depend member
            WHERE member.classid = 'pg_catalog.{catalog}'::pg_catalog.regclass AND member.deptype = 'i'
                AND member.refclassid = 'pg_catalog.pg_type'::pg_catalog.regclass)"""


def owner(oid: str) -> str:
    """The name of a role."""
    return f"pg_catalog.pg_get_userbyid({oid}) AS owner"


def grants(acl: str, type: str, owner: str) -> str:
    """The privileges on an object, those by default where none were ever granted; `type` is acldefault's letter."""
    return f"""COALESCE({acl}, pg_catalog.acldefault('{type}', {owner}))::pg_catalog.text AS "grants:acl {type}\""""


def function_name(oid: str) -> str:
    """A function's path as an array; null if there is none."""
    return f"""(SELECT ARRAY[fn.nspname, f.proname]::pg_catalog.text[] FROM pg_catalog.pg_proc f
        JOIN pg_catalog.pg_namespace fn ON fn.oid = f.pronamespace WHERE f.oid = {oid})"""


ENABLED = "WHEN 'O' THEN 'origin' WHEN 'D' THEN 'disabled' WHEN 'R' THEN 'replica' WHEN 'A' THEN 'always' END"
"""When a trigger or rule fires (`session_replication_role`)."""
