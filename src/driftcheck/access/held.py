"""A table's documented cells held against its derived ones."""

from __future__ import annotations

import dataclasses
import re

from driftcheck.access.cells import Cell
from driftcheck.access.documented import Documented
from driftcheck.access.matrix import Derivation
from driftcheck.access.sentences.phrases import may_open
from driftcheck.access.session import CALLERS, COMMANDS, TIED
from driftcheck.access.telling import enumerated, rows
from driftcheck.access.world import Relation

_WHO = {
    "anonymous": "anonymous callers",
    "stranger": "any signed-in user",
    "owner": "the row's owner",
    "member": "whoever is tied to the row",
    "admin": "administrators",
    "service": "the service role",
}


@dataclasses.dataclass
class Held:
    """Where they part, in words."""

    wider: list[str] = dataclasses.field(default_factory=list)
    narrower: list[str] = dataclasses.field(default_factory=list)
    unverified: list[str] = dataclasses.field(default_factory=list)


def held(said: Documented, derivation: Derivation, relation: Relation) -> Held:
    """What callers can do beyond the document, and what they cannot although it says so."""
    cells = {(cmd, who): derivation.cell(relation, cmd, who) for cmd in COMMANDS for who in CALLERS}
    found = Held(unverified=[f"“{part}” is not understood" for part in said.strange])
    mapped = _mapped(cells)
    everybody: dict[tuple[str, ...], list[str]] = {}
    for caller in CALLERS:
        wider: dict[tuple[str, ...], list[str]] = {}
        narrower: dict[tuple[str, ...], list[str]] = {}
        for command in COMMANDS:
            cell = cells[command, caller]
            allowed, needed = said.may[command, caller], said.must.get((command, caller), set())
            if cell.unknown is not None:
                if allowed is not None or needed:
                    found.unverified.append(f"{command} by {_WHO[caller]}: {cell.unknown}")
                continue
            if allowed is not None and (not said.strange or (caller == "anonymous" and not may_open(said.strange))):
                beyond = _beyond(cell, allowed, mapped)
                if beyond and not (_owns_too(cell) and "own" in (said.may[command, "owner"] or {"own"})):
                    wider.setdefault(tuple(beyond), []).append(command)
            lacking = tuple(
                sorted(n for n in needed if not _has(cell, n, cells[command, "member"], cells[command, "owner"]))
            )
            if lacking:
                narrower.setdefault(lacking, []).append(command)
        everybody = everybody if caller in TIED else {t: list(c) for t, c in wider.items()}
        for tokens, commands in wider.items():
            if caller in TIED and everybody.get(tokens) == commands:
                continue  # said of whoever is signed in
            found.wider.append(_said(caller, commands, tokens, [cells[c, caller] for c in commands], relation))
        for tokens, commands in narrower.items():
            found.narrower.append(f"{_WHO[caller]} cannot {enumerated(commands)} {rows(tokens)}")
    found.unverified = list(dict.fromkeys(found.unverified))
    return found


def _mapped(cells: dict[tuple[str, str], Cell]) -> bool:
    """Whether rows are their owner's by way of another table: nobody owns one directly, members reach them."""
    own = any("own" in c.reach for (_, caller), c in cells.items() if caller == "owner")
    return not own and any("related" in c.reach for (_, caller), c in cells.items() if caller == "member")


def _beyond(cell: Cell, allowed: set[str], mapped: bool) -> list[str]:
    if "all" in allowed:
        return []
    found = []
    for token in cell.reach:
        if token == "all":
            if cell.caller != "admin" or "related" not in allowed:  # else an administrator of everything, not of one
                found.append(token)
        elif token in allowed:
            continue
        elif token == "condition":
            if not allowed & {"own", "related"}:  # else it limits those; what it adds, a stranger has as well
                found.append(token)
        elif token == "own":
            if "related" not in allowed:
                found.append(token)
        elif token == "related" and not ((mapped and cell.caller == "member") or (cell.caller == "admin" and allowed)):
            found.append(token)
    return found


def _owns_too(cell: Cell) -> bool:
    """Whether the cell's caller reaches only rows that are also the caller's own: "as themselves", in their team."""
    if cell.owner_column is None or cell.caller not in ("member", "admin") or "all" in cell.reach:
        return False
    return any(re.search(rf"\b{re.escape(cell.owner_column)}\b", text) for text in cell.also)


def _has(cell: Cell, needed: str, member: Cell, owner: Cell) -> bool:
    if "all" in cell.reach:
        return True
    match needed:
        case "own":
            return "own" in cell.reach or ("own" not in owner.reach and "related" in member.reach)
        case "related":
            return "related" in cell.reach
        case "condition":
            return bool(cell.reach)
    return False


def _said(caller: str, commands: list[str], tokens: tuple[str, ...], cells: list[Cell], relation: Relation) -> str:
    names = list(dict.fromkeys(name for cell in cells for name in cell.policies))
    by = "row security is off" if not relation.rls and relation.kind == "table" else ""
    if names:
        shown = []
        for name in names:
            policy = relation.policies.get(name)
            texts = [t for t in (policy.using, policy.check) if isinstance(t, str)] if policy else []
            shown.append(f"“{name}” ({', '.join(dict.fromkeys(texts)) or 'true'})")
        by = f"by {' and '.join(shown)}"
    return f"{_WHO[caller]} can {enumerated(commands)} {rows(tokens)}" + (f", {by}" if by else "")
