"""What users can create and no kind describes: counted, so that nothing is passed over in silence."""

from __future__ import annotations

from driftcheck.kinds.catalog import FIRST_USER_OID

_PLAIN = (  # catalogs without a schema whose rows have a number and may belong to an extension
    "pg_language",
    "pg_transform",
    "pg_am",
    "pg_largeobject_metadata",
)
_IN_SCHEMAS = {  # catalog → its column that holds the schema; only what stands in pg_catalog, the rest has kinds
    "pg_class": "relnamespace",
    "pg_proc": "pronamespace",
    "pg_operator": "oprnamespace",
    "pg_type": "typnamespace",
    "pg_opclass": "opcnamespace",
    "pg_ts_config": "cfgnamespace",
    "pg_ts_dict": "dictnamespace",
}
_OTHERS = {
    "pg_user_mapping": "SELECT pg_catalog.count(*) FROM pg_catalog.pg_user_mappings",
    "pg_seclabel": "SELECT pg_catalog.count(*) FROM pg_catalog.pg_seclabel",
    "pg_shseclabel": "SELECT pg_catalog.count(*) FROM pg_catalog.pg_shseclabel",
    "pg_tablespace": f"SELECT pg_catalog.count(*) FROM pg_catalog.pg_tablespace t WHERE t.oid >= {FIRST_USER_OID}",
    "pg_conversion": f"SELECT pg_catalog.count(*) FROM pg_catalog.pg_conversion t WHERE t.oid >= {FIRST_USER_OID}",
}


def query(version: int) -> str:
    """(catalog, how many), of those that are not zero."""
    counts = dict(_OTHERS)
    for catalog in _PLAIN:
        counts[catalog] = _count(catalog, "true")
    for catalog, column in _IN_SCHEMAS.items():
        no_row_types = "AND t.typrelid = 0 AND t.typcategory <> 'A'" if catalog == "pg_type" else ""
        system = f"t.{column} IN (SELECT n.oid FROM pg_catalog.pg_namespace n WHERE n.nspname = 'pg_catalog')"
        counts[f"{catalog} in pg_catalog"] = _count(catalog, f"{system} {no_row_types}")
    if version >= 150000:
        counts["pg_parameter_acl"] = "SELECT pg_catalog.count(*) FROM pg_catalog.pg_parameter_acl"
    union = " UNION ALL ".join(f"SELECT '{name}' AS name, ({sql}) AS number" for name, sql in counts.items())
    return f'SELECT c.name, c.number FROM ({union}) c WHERE c.number > 0 ORDER BY c.name COLLATE pg_catalog."C"'


def _count(catalog: str, condition: str) -> str:
    """How many of a catalog's rows came after the server's own and belong to no extension."""
    return f"""SELECT pg_catalog.count(*) FROM pg_catalog.{catalog} t WHERE t.oid >= {FIRST_USER_OID} AND {condition}
        AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.objid = t.oid AND d.deptype = 'e'
            AND d.classid = 'pg_catalog.{catalog}'::pg_catalog.regclass)"""
