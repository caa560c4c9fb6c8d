"""Functions, procedures, aggregates and window functions: `pg_proc`."""

from __future__ import annotations

from driftcheck.kinds import same
from driftcheck.kinds.base import ERROR, WARNING, Kind
from driftcheck.kinds.catalog import comment, extension, grants, implied, owner, schema
from driftcheck.model import UNSTATED, Facts, Flag, Grants, Names, Number, OptionalText, Text


class Function(Facts):
    kind: Text = UNSTATED  # function | procedure | aggregate | window
    arguments: Names = UNSTATED  # the names of the input arguments, in order; an unnamed one is ""
    modes: Names = UNSTATED  # in, inout, variadic: of the input arguments, where one is not plain
    defaults: Names = UNSTATED  # DEFAULT expressions of the last arguments
    outputs: Names = UNSTATED  # OUT arguments: "total numeric"
    returns: Text = UNSTATED
    language: Text = UNSTATED
    volatility: Text = UNSTATED  # immutable | stable | volatile
    security: Text = UNSTATED  # definer | invoker
    body: Text = UNSTATED
    strict: Flag = UNSTATED
    leakproof: Flag = UNSTATED
    parallel: Text = UNSTATED  # safe | restricted | unsafe
    cost: Number | float = UNSTATED
    rows: Number | float = UNSTATED
    settings: Names = UNSTATED  # "search_path=public"
    support: OptionalText = UNSTATED
    owner: Text = UNSTATED
    grants: Grants = UNSTATED
    comment: OptionalText = UNSTATED


_AGGREGATE = """(SELECT pg_catalog.concat_ws(', ', 'SFUNC = ' || g.aggtransfn::pg_catalog.regproc::pg_catalog.text,
                'STYPE = ' || pg_catalog.format_type(g.aggtranstype, NULL),
                'SSPACE = ' || NULLIF(g.aggtransspace, 0)::pg_catalog.text,
                'FINALFUNC = ' || NULLIF(g.aggfinalfn::pg_catalog.oid, 0)::pg_catalog.regproc::pg_catalog.text,
                CASE WHEN g.aggfinalextra THEN 'FINALFUNC_EXTRA' END,
                'FINALFUNC_MODIFY = ' || CASE g.aggfinalmodify WHEN 's' THEN 'SHAREABLE' WHEN 'w' THEN 'READ_WRITE' END,
                'COMBINEFUNC = ' || NULLIF(g.aggcombinefn::pg_catalog.oid, 0)::pg_catalog.regproc::pg_catalog.text,
                'SERIALFUNC = ' || NULLIF(g.aggserialfn::pg_catalog.oid, 0)::pg_catalog.regproc::pg_catalog.text,
                'DESERIALFUNC = ' || NULLIF(g.aggdeserialfn::pg_catalog.oid, 0)::pg_catalog.regproc::pg_catalog.text,
                'INITCOND = ' || pg_catalog.quote_literal(g.agginitval),
                'MSFUNC = ' || NULLIF(g.aggmtransfn::pg_catalog.oid, 0)::pg_catalog.regproc::pg_catalog.text,
                'MINVFUNC = ' || NULLIF(g.aggminvtransfn::pg_catalog.oid, 0)::pg_catalog.regproc::pg_catalog.text,
                'MSTYPE = ' || pg_catalog.format_type(NULLIF(g.aggmtranstype, 0), NULL),
                'MFINALFUNC = ' || NULLIF(g.aggmfinalfn::pg_catalog.oid, 0)::pg_catalog.regproc::pg_catalog.text,
                'MINITCOND = ' || pg_catalog.quote_literal(g.aggminitval),
                'SORTOP = ' || NULLIF(g.aggsortop, 0)::pg_catalog.regoperator::pg_catalog.text,
                CASE WHEN g.aggkind = 'h' THEN 'HYPOTHETICAL' END)
            FROM pg_catalog.pg_aggregate g WHERE g.aggfnoid = p.oid)"""


def query(version: int) -> str:
    """Functions, procedures, aggregates and window functions.

    The body of a function in C is its library and symbol; of an aggregate, its definition.
    """
    return f"""
        SELECT n.nspname AS path, p.proname AS path, p.oid::pg_catalog.int8 AS "@oid",
            '(' || pg_catalog.oidvectortypes(p.proargtypes) || ')' AS "path+", e.extname AS extension,
            CASE p.prokind WHEN 'f' THEN 'function' WHEN 'p' THEN 'procedure' WHEN 'a' THEN 'aggregate'
                WHEN 'w' THEN 'window' END AS kind,
            p.proargmodes::pg_catalog.text[] AS "@modes", p.pronargs AS "@count",
            COALESCE(p.proargnames, '{{}}') AS "arguments:arguments",
            COALESCE(p.proargmodes::pg_catalog.text[], '{{}}') AS "modes:modes",
            COALESCE(pg_catalog.pg_get_expr(p.proargdefaults, 0), '') AS "defaults:expressions",
            CASE WHEN p.proargmodes IS NULL THEN '{{}}' ELSE ARRAY(
                SELECT pg_catalog.format_type(o.type, NULL) FROM ROWS FROM (pg_catalog.unnest(p.proallargtypes),
                pg_catalog.unnest(p.proargmodes)) o(type, mode) WHERE o.mode = 'o') END AS "outputs:outputs",
            pg_catalog.pg_get_function_result(p.oid) AS returns, p.prokind <> 'p' AS "?returns", l.lanname AS language,
            CASE p.provolatile WHEN 'i' THEN 'immutable' WHEN 's' THEN 'stable' WHEN 'v' THEN 'volatile' END AS volatility,
            CASE WHEN p.prosecdef THEN 'definer' ELSE 'invoker' END AS security,
            CASE WHEN p.prokind = 'a' THEN {_AGGREGATE}
                WHEN p.prosqlbody IS NOT NULL THEN pg_catalog.pg_get_function_sqlbody(p.oid)
                WHEN p.probin IS NOT NULL THEN p.probin || ', ' || p.prosrc ELSE p.prosrc END AS body, true AS "?body",
            p.proisstrict AS strict, p.proleakproof AS leakproof,
            CASE p.proparallel WHEN 's' THEN 'safe' WHEN 'r' THEN 'restricted' WHEN 'u' THEN 'unsafe' END AS parallel,
            p.procost AS "cost:number", p.prorows AS "rows:number",
            COALESCE(p.proconfig, '{{}}') AS "settings:settings",
            CASE WHEN p.prosupport::pg_catalog.oid <> 0 THEN p.prosupport::pg_catalog.text END AS support,
            {owner("p.proowner")}, d.description AS comment, {grants("p.proacl", "f", "p.proowner")}
        FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_language l ON l.oid = p.prolang
        {schema("p.pronamespace")} {comment("pg_proc", "p.oid")} {extension("pg_proc", "p.oid")}
        WHERE NOT {implied("pg_proc", "p.oid")}"""


def defaults(facts: Function) -> dict[str, object]:
    """CREATE FUNCTION's documentation; costs depend on the language."""
    made: dict[str, object] = {} if facts.arguments is UNSTATED else {"modes": [], "defaults": []}
    return {"strict": False, "leakproof": False, "parallel": "unsafe", "settings": [], **made}


KIND = Kind(
    name="function",
    plural="functions",
    facts=Function,
    scope="schema",
    missing=ERROR,
    undocumented=WARNING,
    changed={"kind": ERROR, "arguments": ERROR, "modes": ERROR, "returns": ERROR, "security": ERROR},
    same={
        "arguments": same.argument_names,
        "returns": same.results,
        "body": same.bodies,
        "defaults": same.expression_lists,
        "grants": same.grants,
    },
    defaults=defaults,
    why="Callers depend on the signature; SECURITY DEFINER decides whose rights the body runs with.",
    query=query,
)
