"""What a value is made of: which relations it is read from, what of the caller it holds."""

from __future__ import annotations

from driftcheck.access import values as v
from driftcheck.access.formula import FALSE, NULL, TRUE, Formula, atoms


def rels(value: v.Value) -> frozenset[int]:
    """The relations that a value is read from."""
    match value:
        case v.Column(rel):
            return frozenset({rel})
        case v.Opaque():
            return value.rels
        case v.Array(items):
            return frozenset().union(*map(rels, items)) if items else frozenset()
        case v.Query(branches):
            inside = frozenset().union(*(b.rels for b in branches)) if branches else frozenset()
            found = [a.rels for b in branches for a in atoms(b.where)]
            found += [rels(x) for b in branches for _, x in b.columns[:1]]
            return frozenset().union(*found) - inside
        case v.Truth(formula):
            return frozenset().union(*(a.rels for a in atoms(formula)))
        case v.Choice(options):
            parts = [rels(x) for _, x in options] + [a.rels for f, _ in options for a in atoms(f)]
            return frozenset().union(*parts)
    return frozenset()


def callers(value: v.Value) -> frozenset[str]:
    """What of the caller a value is made of."""
    match value:
        case v.Caller(what):
            return frozenset({what})
        case v.Claim():
            return frozenset({"claim"})
        case v.Opaque():
            return value.caller
        case v.Array(items):
            return frozenset().union(*map(callers, items)) if items else frozenset()
        case v.Query(branches):
            asked = [a.caller for b in branches for a in atoms(b.where)]
            return frozenset().union(*asked, *(callers(x) for b in branches for _, x in b.columns[:1]))
        case v.Truth(formula):
            return frozenset().union(*(a.caller for a in atoms(formula)))
        case v.Choice(options):
            return frozenset().union(*(callers(x) for _, x in options))
    return frozenset()


def unknown(value: v.Value) -> str | None:
    """Why a value is not understood."""
    match value:
        case v.Unknown(reason):
            return reason
        case v.Array(items):
            return next((r for item in items if (r := unknown(item))), None)
    return None


def free(value: v.Value) -> bool:
    """Whether the caller chooses it."""
    return isinstance(value, v.Free) or (isinstance(value, v.Opaque) and value.free)


def plain(query: v.Query) -> v.Value:
    """A scalar subquery, or its value where no row decides it: `(SELECT auth.uid())`."""
    if len(query.branches) == 1 and not query.aggregate:
        (branch,) = query.branches
        if not branch.rels and branch.where == TRUE and branch.columns:
            value: v.Value = branch.columns[0][1]
            return value
    return query


def choice(options: list[tuple[Formula, v.Value]]) -> v.Value:
    """CASE, without what never holds."""
    kept = [(when, then) for when, then in options if when not in (FALSE, NULL)]
    if kept and kept[0][0] == TRUE:
        return kept[0][1]
    return v.Choice(tuple(kept)) if kept else v.Const(None)


def combined(operands: list[v.Value], text: str) -> v.Value:
    """A function of values: it depends on what they depend on."""
    for operand in operands:
        if isinstance(operand, v.Unknown):
            return operand
    if any(map(free, operands)):
        return v.Free()
    related = frozenset().union(*map(rels, operands)) if operands else frozenset()
    asked = frozenset().union(*map(callers, operands)) if operands else frozenset()
    columns = {c for x in operands if (c := x.name if isinstance(x, v.Column) else getattr(x, "column", None))}
    if asked and not related and v.Const(None) in operands:
        return v.Const(None)
    return v.Opaque(text, related, asked, column=min(columns) if len(columns) == 1 else None)
