"""What a comparison of two values says about the caller and the row."""

from __future__ import annotations

import dataclasses

from driftcheck.access import values as v
from driftcheck.access import words
from driftcheck.access.depends import callers, free, rels, unknown
from driftcheck.access.formula import FALSE, NULL, TRUE, Atom, Formula, Role, conjunction, disjunction, negate
from driftcheck.access.subqueries import exists, over
from driftcheck.names import split

_MATCHING = frozenset({"=", "@>", "<@", "&&", "?", "?|", "?&", "~~", "~~*", "^@", "like"})
_NEGATED = {"<>": "=", "!=": "=", "!~~": "~~", "!~~*": "~~*"}
_FLIPPED = {"=": "<>", "<>": "=", "!=": "=", "<": ">=", ">": "<=", "<=": ">", ">=": "<"}
_MIRRORED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "@>": "<@", "<@": "@>"}
_LITERAL = "the caller's own"


def flipped(operator: str) -> str | None:
    """The operator that holds where this one does not."""
    return _FLIPPED.get(operator)


def truth(value: v.Value, text: str) -> Formula:
    """A value where a condition is wanted."""
    match value:
        case v.Truth(formula):
            return formula
        case v.Const(x):
            return NULL if x is None else TRUE if str(x).lower() in ("true", "t", "1") else FALSE
        case v.Free():
            return TRUE
        case v.Unknown(reason):
            return Atom(text, unknown=reason)
        case v.Claim(path):
            if path and words.is_role("", path[-1]):
                return _claimed(path, frozenset({"true"}), text)
            return NULL
        case v.Column(rel, table, name):
            role = frozenset({Role(f"{table}.{name}", frozenset({"true"}))}) if words.is_flag(name) else frozenset()
            spelling = f"#{rel}.{name}"  # one, however it is qualified
            return Atom(spelling, frozenset({rel}), roles=role, total=not value.nullable)
        case v.Query():
            return over(value, lambda found: truth(found, text), text)
        case v.Choice(options):
            return disjunction(conjunction((when, truth(then, text))) for when, then in options)
        case v.Opaque() if not value.caller:
            return Atom(text, value.rels)
    return Atom(text, rels(value), unknown=f"{text} is not understood")


def compare(operator: str, a: v.Value, b: v.Value, text: str) -> Formula:
    """`a operator b`."""
    reason = unknown(a) or unknown(b)
    if reason:
        return Atom(text, rels(a) | rels(b), unknown=reason)
    for one, other, turned in ((a, b, operator), (b, a, _MIRRORED.get(operator, operator))):
        match one:
            case v.Choice(options):
                return disjunction(conjunction((when, compare(turned, then, other, text))) for when, then in options)
            case v.Query() if one.aggregate == "count":
                return _counted(one, turned, other, text)
            case v.Query():
                return over(one, lambda found: compare(turned, found, other, text), text)  # noqa: B023 - called at once
    if v.Const(None) in (a, b):
        return NULL
    if free(a) or free(b):
        return TRUE
    if isinstance(a, v.Const) and isinstance(b, v.Const):
        return _constants(operator, str(a.value), str(b.value))
    if operator in _NEGATED:
        return _different(_NEGATED[operator], a, b, text)
    return _pair(operator, a, b, text)


def _different(operator: str, a: v.Value, b: v.Value, text: str) -> Formula:
    positive = _pair(operator, a, b, text)
    if isinstance(positive, Atom) and positive.roles and not positive.negated:
        turned = frozenset(dataclasses.replace(r, negated=not r.negated) for r in positive.roles)
        return Atom(f"NOT ({positive.text})", positive.rels, positive.caller, turned, positive.column)
    return negate(positive)


def _pair(operator: str, a: v.Value, b: v.Value, text: str) -> Formula:
    for one, other in ((a, b), (b, a)):
        match one, other:
            case v.Truth(formula), v.Const(x) if operator == "=":
                return formula if str(x).lower() in ("true", "t") else negate(formula)
            case v.Caller(what), v.Caller(same) if what == same and operator == "=":
                return TRUE
            case v.Caller(what), v.Const(x):
                return Atom(
                    text, caller=frozenset({what}), roles=frozenset({Role(f"{_LITERAL} {what}", frozenset({str(x)}))})
                )
            case v.Claim(path), (v.Const() | v.Array()):
                return _claimed(path, _texts(other), text)
            case v.Claim(path), _ if rels(other) and operator in _MATCHING:
                roles = frozenset({_as_column(path, other)}) if path and words.is_role("", path[-1]) else frozenset()
                through = frozenset({"claim " + ".".join(path)})
                return Atom(text, rels(other), frozenset({"claim"}), roles, through=through)
            case v.Column(rel, table, name), (v.Const() | v.Array()) if not rels(other) and not callers(other):
                texts = _texts(other)
                if operator == "=" and texts in ({"true"}, {"false"}):
                    held = truth(one, text)
                    return held if texts == {"true"} else negate(held)
                spelled = f"#{rel}.{name} {operator} {sorted(texts)}"
                among = (f"{rel}.{name}", texts) if operator == "=" else None
                roles = _roles(table, name, texts)
                return Atom(spelled, frozenset({rel}), roles=roles, total=not one.nullable, among=among)
    related, asked = rels(a) | rels(b), callers(a) | callers(b)
    if asked and related:
        if operator not in _MATCHING:
            return Atom(text, related, unknown=f"{text} compares the caller in a way that is not understood")
        equal = (
            frozenset((x.rel, x.name) for x in (a, b) if isinstance(x, v.Column)) if operator == "=" else frozenset()
        )
        if len(equal) == 1 and isinstance(a, v.Caller) | isinstance(b, v.Caller):
            ((rel, name),) = equal
            text = f"#{rel}.{name} = caller's {min(asked)}"
        return Atom(text, related, asked, column=_column(a) or _column(b), equal=equal)
    if asked:
        return Atom(text, caller=asked, roles=frozenset({Role(f"{_LITERAL} {min(asked)}", frozenset({text}))}))
    if operator == "=" and isinstance(a, v.Column) and isinstance(b, v.Column):
        text = " = ".join(sorted((f"#{a.rel}.{a.name}", f"#{b.rel}.{b.name}")))
        return Atom(text, related, equal=frozenset({(a.rel, a.name), (b.rel, b.name)}))
    return Atom(text, related)


def _as_column(path: tuple[str, ...], other: v.Value) -> Role:
    """A role that the token holds, looked up in a table of roles: what that table lets it do, data decides."""
    like = f"{other.table}.{other.name}" if isinstance(other, v.Column) else ""
    return Role("claim " + ".".join(path), frozenset(), like=like)


def _claimed(path: tuple[str, ...], texts: frozenset[str], text: str) -> Formula:
    """A custom claim that says what its holder may do; plain callers have none, and other claims nobody sets."""
    name = path[-1] if path else ""
    if any(map(words.is_admin, texts)) or words.is_role("", name):
        role = Role("claim " + ".".join(path), texts)
        return Atom(text, caller=frozenset({"claim"}), roles=frozenset({role}))
    return NULL


def _roles(table: str, column: str, texts: frozenset[str]) -> frozenset[Role]:
    name = split(table)[-1] if table else ""
    if any(map(words.is_admin, texts)) or words.is_role(name, column):
        return frozenset({Role(f"{table}.{column}", texts)})
    return frozenset()


def _texts(value: v.Value) -> frozenset[str]:
    if isinstance(value, v.Const):
        text = str(value.value).lower() if isinstance(value.value, bool) else str(value.value)
        return frozenset({text[1:-1] if len(text) > 2 and text[0] == text[-1] == '"' else text})  # a string as JSON
    if isinstance(value, v.Array):
        return frozenset().union(*map(_texts, value.items)) if value.items else frozenset()
    return frozenset()


def _column(value: v.Value) -> str | None:
    match value:
        case v.Column(_, _, name):
            return name
        case v.Opaque():
            return value.column
    return None


def _counted(query: v.Query, operator: str, other: v.Value, text: str) -> Formula:
    """A count against a number: at least one row, none, or a limit that data can keep."""
    found = exists(query, text)
    number = str(other.value) if isinstance(other, v.Const) else ""
    if (operator, number) in (("=", "0"), ("<", "1"), ("<=", "0")):
        return negate(found)
    if operator in ("<", "<="):
        return TRUE
    if (operator, number) == (">=", "0"):
        return TRUE
    return found


def _constants(operator: str, a: str, b: str) -> Formula:
    if {a.lower(), b.lower()} <= {"true", "false"}:
        a, b = a.lower(), b.lower()
    match operator:
        case "=":
            return TRUE if a == b else FALSE
        case "<>" | "!=":
            return FALSE if a == b else TRUE
    return Atom(f"{a} {operator} {b}")
