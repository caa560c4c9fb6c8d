"""The remedy in the database: statements after which it has what is expected."""

from __future__ import annotations

from driftcheck.kinds import PARTS
from driftcheck.model import UNSTATED, Facts, Finding
from driftcheck.names import join, last, parent, quote, split
from driftcheck.remedies import changes, drops, names
from driftcheck.remedies.remedy import Script
from driftcheck.remedies.sound import sound
from driftcheck.remedies.world import Objects, World

NOTHING = Script([])
GUESSED = "what the document leaves open is a guess"
_APART = ("comment", "owner", "grants")  # statements of their own, into which no other fact comes
_OPEN = {  # what must be stated, or the statement holds a guess
    "column": ("type",),
    "function": ("returns", "body"),
    "view": ("definition",),
    "materialized_view": ("definition",),
    "policy": ("command",),
    "trigger": ("timing", "events", "function"),
    "index": ("table", "columns"),
}


def statements(finding: Finding, world: World) -> Script:
    """The statements for one finding; none where what is stated does not say which."""
    kind, path = finding.kind, finding.object
    match finding.status:
        case "missing":
            return _create(kind, path, world)
        case "undocumented":
            return drops.drop(kind, world.actual, path)
        case "changed" if finding.property == "name":
            return Script(names.rename(kind, str(finding.actual), path))
        case "changed" if finding.property:
            wanted = world.merged(kind, path)
            there = world.actual.of(kind).get(world.actual_path(kind, path))
            if wanted is None or there is None or not (finding.property in _APART or sound(kind, wanted)):
                return NOTHING
            return changes.change(kind, finding, world.actual_path(kind, path), wanted, there)
        case "broken-claim" if finding.rule == "claim-rls" and finding.actual is False:
            return Script([f"ALTER TABLE {join(*split(path))} ENABLE ROW LEVEL SECURITY"])
    return NOTHING


def _create(kind: str, path: str, world: World) -> Script:
    from driftcheck.build import statements as built
    from driftcheck.model import Snapshot

    if path not in world.expected.of(kind) or kind in ("relationship", "claim"):
        return NOTHING
    wanted = {k: {p: _plain(f) for p, f in found.items()} for k, found in world.below(kind, path).items()}
    if not all(sound(k, f) for k, found in wanted.items() for f in found.values()):
        return NOTHING
    wanted = {k: {names.normal(k, world.today(k, p)): f for p, f in found.items()} for k, found in wanted.items()}
    for facts in wanted.get("index", {}).values():
        facts.table = world.renamed.get(facts.table, facts.table)  # type: ignore[attr-defined]  # copies
    existing = world.around(_tables(wanted))
    made = built(Snapshot(objects=wanted), existing)[1:]
    if (kind, path) == ("schema", "public"):  # which is taken for granted where a database is built
        made.insert(0, "CREATE SCHEMA public")
    if kind == "sequence":
        made += _drawing_from(path, world)
    if any(statement.startswith(("CREATE FUNCTION", "CREATE PROCEDURE")) for statement in made):
        made = ["SET check_function_bodies = off", *made] if len(made) > 1 else made
    return Script(made, (GUESSED,) if _is_open(wanted) else ())


def _drawing_from(sequence: str, world: World) -> list[str]:
    """The defaults that went with their sequence."""
    result = []
    for path, facts in world.expected.of("column").items():
        default = getattr(facts, "default", None)
        there = world.actual.of("column").get(world.actual_path("column", path))
        if default and there is not None and "nextval(" in default and last(sequence) in default:
            table = parent(world.actual_path("column", path))
            result.append(f"ALTER TABLE {table} ALTER COLUMN {quote(last(path))} SET DEFAULT {default}")
    return result


def _plain(facts: Facts) -> Facts:
    """A copy of the facts, without a number of columns, which would invent some."""
    from msgspec.structs import replace

    return replace(facts, column_count=UNSTATED) if hasattr(facts, "column_count") else replace(facts)


def _tables(objects: Objects) -> set[str]:
    """The relations that these objects hang on or refer to."""
    found = set(objects.get("table", ()))
    for kind, paths in objects.items():
        for path, facts in paths.items():
            parts = split(path)
            if kind in PARTS:
                found.add(join(*parts[:-1]))
            for name in (getattr(facts, "table", None), getattr(facts, "references", None)):
                if name:
                    found.add(join(*split(name)))
    return found


def _is_open(objects: Objects) -> bool:
    for kind, needed in _OPEN.items():
        for facts in objects.get(kind, {}).values():
            if any(getattr(facts, name) is UNSTATED for name in needed):
                return True
    columns = {join(*split(path)[:-1]) for path in objects.get("column", ())}
    return any(path not in columns for path in objects.get("table", ()))
