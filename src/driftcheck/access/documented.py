"""The documented matrix: what the sentences about a table allow, as cells."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from typing import cast

from driftcheck.access import sentences
from driftcheck.access.cells import Cell
from driftcheck.access.reach import in_order
from driftcheck.access.sentences import DELETE, EVERY, INSERT, SELECT, UPDATE, Grant
from driftcheck.access.session import CALLERS, COMMANDS, SIGNED_IN, callers
from driftcheck.kinds.claim import Claim
from driftcheck.model import UNSTATED, Snapshot

_COVERS = {
    "anyone": CALLERS,
    "signed-in": callers(SIGNED_IN),
    "owner": ("owner",),
    "member": ("member", "admin"),
    "admin": ("admin",),
    "service": ("service",),
    "nobody": (),
}


@dataclasses.dataclass
class Documented:
    """What a document says of one table: per command and caller what must be possible, and what may be."""

    claims: list[Claim]
    must: dict[tuple[str, str], set[str]]
    may: dict[tuple[str, str], set[str] | None]  # None: not limited
    strange: list[str]

    @property
    def text(self) -> str:
        """The document's words."""
        return "; ".join(c.text for c in self.claims if isinstance(c.text, str))


def of(snapshot: Snapshot) -> dict[str, Documented]:
    """Table → what its access sentences say together."""
    by_table: dict[str, list[Claim]] = defaultdict(list)
    for facts in snapshot.of("claim").values():
        claim = cast(Claim, facts)
        if claim.claim == "access" and isinstance(claim.about, str) and claim.text is not UNSTATED:
            by_table[claim.about].append(claim)
    return {table: read(claims) for table, claims in by_table.items()}


def read(claims: list[Claim]) -> Documented:
    """What these sentences about one table say together."""
    grants: list[Grant] = []
    strange: list[str] = []
    denied: frozenset[str] = frozenset()
    shut: frozenset[str] = frozenset()
    closed = False
    for claim in claims:
        said = sentences.read(claim.text if isinstance(claim.text, str) else "")
        grants += said.grants
        strange += said.strange
        denied, shut, closed = denied | said.denied, shut | said.shut, closed or said.closed
    must: dict[tuple[str, str], set[str]] = defaultdict(set)
    may: dict[tuple[str, str], set[str] | None] = {}
    spoken = frozenset().union(*(g.may for g in grants), denied)
    if SELECT in spoken:  # who may change rows says nothing of who may read them, or do what else
        closed = closed or any(g.closed for g in grants)
    admins = any(g.who == "admin" for g in grants) or any(g.exclusive and g.may for g in grants)
    unlimited = {caller for grant in grants if grant.limits for caller in _COVERS[grant.who]}
    for command in COMMANDS:
        for caller in CALLERS:
            free = caller == "service" or (caller == "admin" and not admins)
            free = free or (command not in spoken and (not closed or caller in unlimited))
            may[command, caller] = None if free else set()
    for grant in grants:
        for caller in _COVERS[grant.who]:
            for command in EVERY:
                allowed = may[command, caller]
                reads = command == SELECT and grant.may & {UPDATE, DELETE}  # who changes rows has to see them
                makes = command == INSERT and grant.who == "owner" and {UPDATE, DELETE} <= grant.may  # and to have them
                if (command in grant.may or reads or makes) and allowed is not None:
                    allowed.add(grant.rows)
                if command in grant.must and (command not in denied or caller == "admin"):
                    asked = _asked(grant, caller, command)
                    if asked and not (caller == "anonymous" and command in shut):
                        must[command, caller].add(asked)
    for command in denied:
        for caller in CALLERS:
            if caller not in ("service", "admin"):
                may[command, caller] = set()
    for command in shut:
        may[command, "anonymous"] = set()
    return Documented(claims, must, may, strange)


def _asked(grant: Grant, caller: str, command: str) -> str | None:
    """What has to be possible for this caller: only what the sentence cannot mean otherwise."""
    if caller == "service" or (grant.lenient and caller == "anonymous"):
        return None
    if caller == "admin" and grant.who != "admin":
        return None
    if command != SELECT and grant.who in ("anyone", "signed-in"):
        return "own" if caller == "owner" else None  # "users can create posts": posts of theirs
    if grant.lenient and grant.rows == "all":
        return "related" if grant.who == "admin" else "condition"
    return grant.rows if grant.rows != "none" else None


def cells_of(snapshot: Snapshot) -> list[Cell]:
    """The cells that a document states; a sentence that is not understood gives unknown ones."""
    found = []
    for table, said in sorted(of(snapshot).items()):
        for command in COMMANDS:
            for caller in CALLERS:
                allowed = said.may[command, caller]
                if said.strange:
                    reason = f"not understood: {'; '.join(said.strange)}"
                    found.append(Cell(object=table, command=command, caller=caller, reach=["unknown"], unknown=reason))
                elif allowed is not None:
                    found.append(Cell(object=table, command=command, caller=caller, reach=in_order(allowed)))
    return found
