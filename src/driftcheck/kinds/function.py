"""Functions, procedures, aggregates and window functions: `pg_proc`."""

from __future__ import annotations

from driftcheck.kinds import same
from driftcheck.kinds.base import ERROR, INFO, WARNING, Kind
from driftcheck.model import UNSTATED, Facts, Flag, Grants, Names, Number, OptionalText, Text


class Function(Facts):
    kind: Text = UNSTATED  # function | procedure | aggregate | window
    arguments: Names = UNSTATED  # the names of the input arguments, in order; an unnamed one is ""
    modes: Names = UNSTATED  # in, inout, variadic: of the input arguments, where one is not plain
    defaults: Names = UNSTATED  # DEFAULT expressions of the last arguments
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


KIND = Kind(
    name="function",
    plural="functions",
    facts=Function,
    scope="schema",
    missing=ERROR,
    undocumented=WARNING,
    changed={"kind": ERROR, "arguments": ERROR, "modes": ERROR, "returns": ERROR, "security": ERROR, "comment": INFO},
    same={
        "arguments": same.argument_names,
        "returns": same.types,
        "body": same.bodies,
        "defaults": same.expression_lists,
        "grants": same.grants,
    },
    why="Callers depend on the signature; SECURITY DEFINER decides whose rights the body runs with.",
)
