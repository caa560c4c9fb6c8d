"""What a comparison of two values says about the caller and the row."""

from __future__ import annotations

import re
from collections.abc import Iterable

from driftcheck.access import values as v
from driftcheck.access import words
from driftcheck.access.formula import (
    FALSE,
    NULL,
    TRUE,
    Atom,
    Formula,
    Role,
    conjunction,
    disjunction,
    is_true,
    negate,
    terms,
)
from driftcheck.access.scope import PLACES
from driftcheck.names import split

_MATCHING = frozenset({"=", "@>", "<@", "&&", "?", "?|", "?&", "~~", "~~*", "^@", "like"})
_NEGATED = {"<>": "=", "!=": "=", "!~~": "~~", "!~~*": "~~*"}
_FLIPPED = {"=": "<>", "<>": "=", "!=": "=", "<": ">=", ">": "<=", "<=": ">", ">=": "<"}
_MIRRORED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "@>": "<@", "<@": "@>"}
_LITERAL = "the caller's own"


def flipped(operator: str) -> str | None:
    """The operator that holds where this one does not."""
    return _FLIPPED.get(operator)


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
            return frozenset().union(*(a.caller for b in branches for a in atoms(b.where)))
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


def atoms(formula: Formula) -> Iterable[Atom]:
    """The leaves that are not constant."""
    if isinstance(formula, Atom):
        yield formula
    elif not hasattr(formula, "value"):
        for part in formula.parts:
            yield from atoms(part)


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
            return Atom(
                f"#{rel}.{name}", frozenset({rel}), roles=role, total=not value.nullable
            )  # one spelling, however it is qualified
        case v.Query():
            return over(value, lambda found: truth(found, text), text)
        case v.Choice(options):
            return disjunction(conjunction((when, truth(then, text))) for when, then in options)
        case v.Opaque() if not value.caller:
            return Atom(text, value.rels)
    return Atom(text, rels(value), unknown=f"{text} is not understood")


def over(query: v.Query, test: object, text: str) -> Formula:
    """A condition on a scalar subquery: null where it has no row."""
    found = any_row(query, test, text)
    return disjunction((found, NULL))


def any_row(query: v.Query, test: object, text: str) -> Formula:
    """Whether the query has a row whose first column meets the test."""
    assert callable(test)
    return disjunction(
        close(b.rels, conjunction((b.where, test(b.columns[0][1] if b.columns else v.Const("1")))), text, b.tables)
        for b in query.branches
    )


def exists(query: v.Query, text: str) -> Formula:
    """Whether the query has a row."""
    return disjunction(close(b.rels, b.where, text, b.tables) for b in query.branches)


def close(inner: frozenset[int], where: Formula, text: str, tables: frozenset[str] = frozenset()) -> Formula:
    """A condition on rows of relations that are in sight only here: what it says of the rows outside and of the caller.

    What only the rows inside decide counts as met: data can make it so.
    """
    if not inner:
        return is_true(where)
    found = []
    for term in terms(where):
        inside = [atom for atom in term if atom.rels & inner]
        parts: list[Formula] = [atom for atom in term if not atom.rels & inner]
        outer = frozenset().union(*(a.rels for a in inside)) - inner
        asked = frozenset().union(*(a.caller for a in inside if not a.negated))
        itself = _same_column(inside, inner)
        reason = next((a.unknown for a in inside if a.unknown), None)
        if reason:
            parts.append(Atom(text, outer, unknown=reason))
        elif asked or outer:
            roles = frozenset(
                Role(r.where, r.values, r.negated != a.negated) for a in inside for r in a.roles
            ) | frozenset(Role(t, frozenset({"admin"})) for t in tables if words.is_admin_table(split(t)[-1]))
            through = tables.union(*(a.through for a in inside))
            facts = _facts(inside, inner)
            if itself is not None:
                parts.append(itself)
                outer = frozenset()
                if not roles:
                    found.append(conjunction(parts))
                    continue
            spelled = "exists " + " and ".join(sorted(facts)) if facts else text
            if asked:
                parts.append(Atom(spelled, outer, asked, roles, through=through, facts=facts))
            else:
                parts.append(Atom(spelled, outer, facts=facts))
        found.append(conjunction(parts))
    return disjunction(found)


_NUMBER = re.compile(r"#(\d+)\.")


def _facts(inside: list[Atom], inner: frozenset[int]) -> frozenset[str]:
    """The parts of a predicate on other rows, spelled alike wherever they stand; none where a table stands twice."""
    paths = [PLACES.get(rel, "") for rel in inner]
    if "" in paths or len(set(paths)) < len(paths):
        return frozenset()

    def place(found: re.Match[str]) -> str:
        rel = int(found[1])
        return f"{PLACES.get(rel, '')}." if rel in inner else found[0]

    return frozenset(("not " if a.negated else "") + _NUMBER.sub(place, a.text) for a in inside)


def _same_column(inside: list[Atom], inner: frozenset[int]) -> Atom | None:
    """`profiles.id = auth.uid() AND profiles.id = notes.user_id` says that notes.user_id is the caller."""
    matched = {e: a for a in inside if a.caller and not a.negated and len(a.equal) == 1 for e in a.equal}
    links = [a for a in inside if not a.caller and not a.negated and len(a.equal) == 2]
    outside = [a for a in inside if a.rels - inner]
    for link in links:
        ends = [e for e in link.equal if e in matched]
        others = [e for e in link.equal if e[0] not in inner]
        if len(ends) == 1 and len(others) == 1 and outside == [link]:
            ((rel, column),) = others
            caller = matched[ends[0]].caller
            return Atom(link.text, frozenset({rel}), caller, column=column, equal=frozenset(others))
    return None


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
        turned = frozenset(Role(r.where, r.values, not r.negated) for r in positive.roles)
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
            case v.Claim(), _ if rels(other) and operator in _MATCHING:
                return Atom(text, rels(other), frozenset({"claim"}), column=None)
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
        return frozenset({str(value.value).lower() if isinstance(value.value, bool) else str(value.value)})
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
