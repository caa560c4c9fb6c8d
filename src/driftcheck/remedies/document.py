"""The remedy in the document: which line, and what to write there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from driftcheck.completeness import table_of
from driftcheck.findings import label, say
from driftcheck.kinds import RELATIONS
from driftcheck.model import At, Facts, Finding, place, stated
from driftcheck.names import last, parent, quote, split

if TYPE_CHECKING:
    from driftcheck.remedies.world import World

LONGEST = 200  # characters of a value that is repeated
_COLUMNS = 30


def advice(finding: Finding, world: World, where: str) -> str:
    """One line: `docs/db.md:52: write text instead of character varying(255)`."""
    at = finding.at
    match finding.status:
        case "missing":
            text = f"take the {label(finding.kind)} {finding.object} out"
        case "undocumented":
            at, text = _added(finding, world)
        case "changed" if finding.property == "name":
            text = f"write {finding.actual} instead of {finding.object}"
        case "changed":
            text = _written(finding)
        case "advice":
            return "nothing to change: this is about the database"
        case "contradiction":
            other = f", or at {finding.also}" if finding.also else ""
            text = f"correct what is said here{other}"
        case _:
            number = isinstance(finding.actual, int) and not isinstance(finding.actual, bool)
            text = (
                f"write {finding.actual} instead of {finding.expected}"
                if number
                else "correct the sentence, or name the exception"
            )
    return f"{at or where}: {text}"


def _written(finding: Finding) -> str:
    property = finding.property or "value"
    expected, actual = say(finding.expected, property), say(finding.actual, property)
    if max(len(expected), len(actual)) > LONGEST or "\n" in expected.strip() + actual.strip():
        return f"write what the database has ({property.replace('_', ' ')})"
    return f"write {actual} instead of {expected}"


def _added(finding: Finding, world: World) -> tuple[At | None, str]:
    """What to add, and beside what: the table that it belongs to, the schema, or the first object of its kind."""
    facts = world.actual.of(finding.kind).get(finding.object)
    owner = table_of(finding.kind, finding.object, facts) if facts is not None else None
    schema = quote(split(finding.object)[0])
    holders: list[Facts | None] = [world.expected.of(kind).get(owner) for kind in RELATIONS] if owner else []
    holders += [world.expected.of("schema").get(schema), next(iter(world.expected.of(finding.kind).values()), None)]
    at = next((found for holder in holders if holder is not None and (found := place(holder))), None)
    name = f"the {label(finding.kind)} {finding.object}"
    return at, f"add {name}{_described(finding, facts, world)}, or say that the list is not complete"


def _described(finding: Finding, facts: Facts | None, world: World) -> str:
    """The object's facts in brackets: a column's type, a table's columns."""
    if facts is None:
        return ""
    if finding.kind == "column":
        words = [
            say(value, name) for name, value in stated(facts) if name in ("type", "nullable") and value is not True
        ]
    elif finding.kind in RELATIONS:
        columns = world.columns(finding.object)
        words = [f"{last(path)} {getattr(f, 'type', '') or ''}".strip() for path, f in columns[:_COLUMNS]]
        words += ["…"] if len(columns) > _COLUMNS else []
    else:
        keys = getattr(facts, "columns", None) or ()
        words = [f"on {parent(finding.object)}"] if finding.kind == "policy" else [*keys]
    return f" ({', '.join(words)})" if words else ""
