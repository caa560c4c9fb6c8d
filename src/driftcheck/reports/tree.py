"""`show` for people: schemas, what they hold, what hangs on that, and which lists are whole."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from driftcheck.findings import label, say
from driftcheck.kinds import KINDS, RELATIONS
from driftcheck.kinds.claim import Claim
from driftcheck.kinds.column import Column
from driftcheck.kinds.database import PATH as DATABASE
from driftcheck.model import UNSTATED, Facts, Snapshot, place, stated
from driftcheck.names import last, parent, quote, split
from driftcheck.reports.escape import escape
from driftcheck.reports.lines import line

if TYPE_CHECKING:
    from rich.text import Text
    from rich.tree import Tree

    from driftcheck.reports import Medium

Objects = dict[str, dict[str, dict[str, Facts]]]  # holder's path → kind → path → facts
LONGEST = 72  # columns of a value
_HIDDEN = ("table", "comment", "owner", "grants", "storage", "cost", "rows")
_TELLING = ("rls", "public")  # false is news
# what PostgreSQL gives to whoever asks for nothing else
_USUAL = {
    "connection_limit": -1,
    "access_method": "heap",
    "enabled": "origin",
    "enforced": True,
    "inherit": True,
    "kind": "function",
    "level": "ROW",
    "match": "SIMPLE",
    "method": "btree",
    "on_delete": "NO ACTION",
    "on_update": "NO ACTION",
    "parallel": "unsafe",
    "permissive": True,
    "persistence": "permanent",
    "replica_identity": "default",
    "security": "invoker",
    "valid": True,
    "validated": True,
    "volatility": "volatile",
}
_TEXT = ("body", "definition")


def render(source: str, snapshot: Snapshot, medium: Medium) -> str:
    """The tree's text."""
    import io

    from rich.console import Console

    stream = io.StringIO()
    console = Console(
        file=stream,
        width=medium.width,
        force_terminal=medium.colour,
        color_system="standard" if medium.colour else None,
        no_color=not medium.colour,
        highlight=False,
        emoji=False,
        legacy_windows=False,
    )
    console.print(tree(source, snapshot))
    return "".join(text.rstrip() + "\n" for text in stream.getvalue().splitlines())


def tree(source: str, snapshot: Snapshot) -> Tree:
    """The whole of a snapshot."""
    from rich.tree import Tree

    root = Tree(line((escape(source), "bold"), *_origin(snapshot)))
    held = _held(snapshot)
    _branches(root, snapshot.of("database").get(DATABASE), held.pop("", {}), held)
    for schema in dict.fromkeys([*snapshot.of("schema"), *held]):
        if schema not in held and schema not in snapshot.of("schema"):
            continue
        facts = snapshot.of("schema").get(schema)
        branch = root.add(line(("schema ", "dim"), (escape(schema), "bold"), *_about(facts)))
        _branches(branch, facts, held.pop(schema, {}), held)
    return root


def _held(snapshot: Snapshot) -> Objects:
    """Each object under what holds it: "" for the database, a schema, a relation, a publication."""
    held: Objects = defaultdict(lambda: defaultdict(dict))
    relations = {path for kind in RELATIONS for path in snapshot.of(kind)}
    publications = {split(path): path for path in snapshot.of("publication")}
    for kind, path, facts in snapshot:
        scope = KINDS[kind].scope
        holder = ""
        if scope == "publication":
            holder = publications.get(split(path)[:1], "")
        elif scope in ("schema", "table"):
            holder = quote(split(path)[0])
            table = getattr(facts, "table", None) if kind == "index" else parent(path)
            if scope == "table" and table in relations:
                holder = str(table)
        if kind not in ("schema", "database"):
            held[holder][kind][path] = facts
    return {holder: dict(kinds) for holder, kinds in held.items()}


def _branches(branch: Tree, holder: Facts | None, kinds: dict[str, dict[str, Facts]], held: Objects) -> None:
    for kind, objects in kinds.items():
        plural = KINDS[kind].plural
        group = branch.add(line((f"{label(plural)} {len(objects)}", "cyan"), (_whole(holder, plural), "green")))
        for path, facts in objects.items():
            node = group.add(_label(_object(kind, path, facts)))
            if path in held and kind in (*RELATIONS, "publication"):
                _branches(node, facts, held.pop(path), held)


def _label(pieces: list[tuple[str, str]]) -> Text:
    label = line(*pieces)
    label.no_wrap = False
    label.overflow = "fold"
    return label


def _object(kind: str, path: str, facts: Facts) -> list[tuple[str, str]]:
    if isinstance(facts, Claim):
        about = facts.about if facts.about is not UNSTATED else path
        words = facts.text if facts.text is not UNSTATED else ""
        return [(escape(about), ""), (f"  {_short(words)}", "dim"), *_at(facts)]
    scope = KINDS[kind].scope
    name = path if scope == "database" or "(" in path else quote(last(path))
    if scope == "publication":
        name = path.partition(".")[2]
    said = _column(facts) if isinstance(facts, Column) else _facts(facts)
    return [(escape(name), "bold" if kind in RELATIONS else ""), (f"  {said}" if said else "", "dim"), *_about(facts)]


def _column(facts: Column) -> str:
    parts = [facts.type if facts.type is not UNSTATED else ""]
    if facts.nullable is not UNSTATED:
        parts.append("" if facts.nullable else "NOT NULL")
    if facts.default is not UNSTATED and facts.default is not None:
        parts.append(f"default {_short(facts.default)}")
    parts.append(_facts(facts, ("type", "nullable", "default")))
    return " ".join(filter(None, parts))


def _facts(facts: Facts, known: tuple[str, ...] = ()) -> str:
    parts = []
    for property, value in stated(facts):
        if (
            property in known
            or property in _HIDDEN
            or (not value and property not in _TELLING)
            or _USUAL.get(property) == value
        ):
            continue
        if property in _TEXT:
            lines = str(value).strip().count("\n") + 1
            parts.append(f"{property} of {lines} line{'s' * (lines != 1)}")
        elif isinstance(value, bool):
            parts.append(say(value, property))
        else:
            parts.append(f"{_words(property)} {_short(say(value, property))}")
    return ", ".join(parts)


def _words(property: str) -> str:
    return property.replace("_", " ")


def _short(text: str) -> str:
    text = escape(text)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _whole(holder: Facts | None, plural: str) -> str:
    if holder is not None and holder.complete is not UNSTATED and plural in holder.complete:
        return "  complete"
    return "  presumed complete" if holder and holder.presumed is not UNSTATED and plural in holder.presumed else ""


def _about(facts: Facts | None) -> list[tuple[str, str]]:
    if facts is None:
        return []
    note = facts.note if facts.note is not UNSTATED else ""
    return [(f"  ({_short(note)})" if note else "", "italic dim"), *_at(facts)]


def _at(facts: Facts) -> list[tuple[str, str]]:
    at = place(facts)
    return [(f"  {escape(at.path)}:{at.line}", "blue")] if at else []


def _origin(snapshot: Snapshot) -> list[tuple[str, str]]:
    parts = []
    if snapshot.server:
        parts.append(f"PostgreSQL {snapshot.server}")
    for source in snapshot.sources:
        parts.append(f"describes {source.project}" if source.project else "")
        parts.append(f"updated {source.updated}" if source.updated else "")
    said = ", ".join(dict.fromkeys(filter(None, parts)))
    return [(f"  {escape(said)}" if said else "", "dim")]
