"""How whole is the list that an object would stand in?"""

from __future__ import annotations

from driftcheck.kinds import KINDS, RELATIONS
from driftcheck.kinds.database import PATH as DATABASE
from driftcheck.model import UNSTATED, Facts, Level, Snapshot
from driftcheck.names import parent, quote, split


def table_of(kind: str, path: str, facts: Facts) -> str | None:
    """The relation that the object hangs on, None for an object that hangs on none or does not say on which."""
    if KINDS[kind].scope != "table":
        return None
    if kind == "index":
        table: str | None = getattr(facts, "table", None) or None
        return table
    return parent(path)


def level(snapshot: Snapshot, kind: str, path: str, facts: Facts) -> Level:
    """How whole the snapshot's list of this kind is, where the object belongs: of its table, schema or database."""
    if snapshot.complete:
        return Level.COMPLETE
    plural = KINDS[kind].plural
    holders: list[Facts | None] = [snapshot.of("database").get(DATABASE)]
    scope = KINDS[kind].scope
    if scope in ("schema", "table"):
        holders.append(snapshot.of("schema").get(quote(split(path)[0])))
    if scope == "publication":
        holders.append(snapshot.of("publication").get(quote(split(path)[0])))
    if table := table_of(kind, path, facts):
        holders += (snapshot.of(relation).get(table) for relation in RELATIONS)
    return max((_stated(holder, plural) for holder in holders if holder is not None), default=Level.PARTIAL)


def _stated(holder: Facts, plural: str) -> Level:
    if holder.complete is not UNSTATED and plural in holder.complete:
        return Level.COMPLETE
    if holder.presumed is not UNSTATED and plural in holder.presumed:
        return Level.PRESUMED
    return Level.PARTIAL
