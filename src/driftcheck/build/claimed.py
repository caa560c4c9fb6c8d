"""What claims say of many objects at once, made true in a draft: row security, totals, arrows between tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import cast

from driftcheck.build.draft import Draft
from driftcheck.completeness import level
from driftcheck.kinds import COLLECTIONS
from driftcheck.kinds.claim import Claim
from driftcheck.kinds.constraint import Constraint
from driftcheck.kinds.database import PATH as DATABASE
from driftcheck.kinds.function import Function
from driftcheck.kinds.index import Index
from driftcheck.kinds.policy import Policy
from driftcheck.kinds.relationship import Relationship
from driftcheck.kinds.table import Table
from driftcheck.kinds.trigger import Trigger
from driftcheck.kinds.view import View
from driftcheck.managed import is_managed
from driftcheck.model import UNSTATED, Facts, Level
from driftcheck.names import join, last, parent, quote, split

_POLICIES = re.compile(r"\bpolic(y|ies)\b", re.IGNORECASE)
MOST = 10_000  # a total above it is no schema's


def fill_claims(draft: Draft) -> None:
    """Every claim of the draft that can be made true by adding to what is unstated."""
    claims = [cast(Claim, facts) for facts in draft.of("claim").values()]
    for facts in draft.of("relationship").values():
        drawn = cast(Relationship, facts)
        if drawn.source is not UNSTATED and drawn.to is not UNSTATED:
            _connect(draft, drawn.source, drawn.to)
    for claim in claims:
        match claim.claim:
            case "flow":
                for a, b in pairwise(claim.tables or ()):
                    _connect(draft, a, b)
            case "foreign-keys" if claim.tables:
                target, *only = claim.tables
                for table in only or _tables(draft, claim):
                    _connect(draft, target, table)
            case "rls":
                _secure(draft, claim)
    _allow([claim for claim in claims if claim.claim == "access"], draft)
    for claim in claims:
        if claim.claim == "count":
            _count(draft, claim)


def _allow(claims: list[Claim], draft: Draft) -> None:
    """Policies that say what the sentences about access say, where there is somebody whom they can speak of."""
    if not any(path.startswith("auth.uid(") for path in draft.existing.of("function")):
        return
    from driftcheck.access.policies import policies_for

    columns = {path: list(draft.columns(path)) for path in draft.of("table")}
    for path in dict.fromkeys(c.about for c in claims if isinstance(c.about, str)):
        table = draft.of("table").get(path)
        if not isinstance(table, Table):
            continue
        if table.rls is UNSTATED:
            table.rls = True
        draft.objects["policy"].update(policies_for(path, [c for c in claims if c.about == path], columns))


def _tables(draft: Draft, claim: Claim) -> list[str]:
    """The tables that a claim speaks of."""
    everything = claim.about is UNSTATED or claim.about == DATABASE
    return [
        path
        for path, facts in draft.of("table").items()
        if (not is_managed("table", path, facts) if everything else quote(split(path)[0]) == claim.about)
        and (claim.tables is UNSTATED or path in claim.tables)
        and path not in (claim.excepted or ())
    ]


def _secure(draft: Draft, claim: Claim) -> None:
    with_policy = {parent(path) for path in draft.of("policy")}
    for path in _tables(draft, claim):
        table = cast(Table, draft.of("table")[path])
        if table.rls is UNSTATED:
            table.rls = True
        if path not in with_policy and _POLICIES.search(claim.text or ""):
            facts = Policy(table=path, command="ALL", permissive=True, roles=["public"], using="true")
            draft.objects["policy"][join(*split(path), f"{last(path)} policy")] = facts


def _connect(draft: Draft, source: str, target: str) -> None:
    """A foreign key from the second table to the first, unless some foreign key joins them."""
    if source == target or draft.find("table", source) is None or draft.find("table", target) is None:
        return
    for a, b in ((source, target), (target, source)):
        if any((key.references or "").partition("(")[0] == b for key in draft.constraints(a).values()):
            return
    key = draft.primary_key(source)
    if len(key) != 1:
        return
    column = _referring_column(draft, source, target)
    draft.need_column(target, column)
    facts = Constraint(type="foreign key", columns=[column], references=f"{source}({quote(key[0])})")
    draft.add_constraint(target, facts)


def _referring_column(draft: Draft, source: str, target: str) -> str:
    """`<source>_id` where the table has it or has room for it, else a column of it that may refer to anything."""
    name = last(source)
    wanted = [f"{name}_id", f"{name.removesuffix('s')}_id", f"{name.rpartition('_')[2].removesuffix('s')}_id"]
    columns = draft.columns(target)
    for candidate in wanted:
        if candidate in columns:
            return candidate
    if draft.may_have(target, wanted[1]):
        return wanted[1]
    free = [name for name, facts in columns.items() if facts.type is UNSTATED]
    return next((name for name in free if name.endswith("_id")), next(iter(free or columns)))


def _count(draft: Draft, claim: Claim) -> None:
    """As many objects of a kind as are counted, where the list of them does not say which they are."""
    kind = COLLECTIONS.get(claim.of or "")
    if kind is None or claim.number is UNSTATED or claim.number > MOST:
        return
    everything = claim.about is UNSTATED or claim.about == DATABASE
    listed = {
        path: facts
        for path, facts in draft.of(kind.name).items()
        if (not is_managed(kind.name, path, facts) if everything else quote(split(path)[0]) == claim.about)
    }
    contradicted = any(
        fault.rule == "document-count" and (fault.object, fault.kind) == (claim.about, kind.name)
        for fault in draft.expected.faults
    )
    if contradicted or any(level(draft.expected, kind.name, p, f) is not Level.PARTIAL for p, f in listed.items()):
        return
    schema = "public" if everything else split(claim.about or "public")[0]
    made = _fillers(draft, kind.name, schema)
    for _ in range(claim.number - len(listed)):
        found = next(made, None)
        if found is None:
            return
        draft.objects[kind.name][found[0]] = found[1]


def _fillers(draft: Draft, kind: str, schema: str) -> Iterator[tuple[str, Facts]]:
    """Objects that nobody described, each unlike the other."""
    table = next((path for path in draft.of("table") if split(path)[0] == schema), None)
    for number in range(1, MOST):
        name = f"other_{kind}_{number}"
        match kind:
            case "table":
                yield join(schema, name), Table()
            case "view":
                yield join(schema, name), View(definition=f"SELECT {number} AS id")
            case "function":
                yield (
                    join(schema, name) + "()",
                    Function(arguments=[], returns="integer", body=f"BEGIN RETURN {number}; END"),
                )
            case "index" if table:
                yield join(schema, name), Index(table=table, columns=[f"({number})"], unique=False)
            case "policy" if table:
                facts = Policy(table=table, command="SELECT", roles=["public"], using=f"({number} = {number + 1})")
                yield join(*split(table), name), facts
            case "trigger" if table:
                trigger = Trigger(table=table, timing="AFTER", events=["DELETE"], level="ROW", when=f"({number} < 0)")
                yield join(*split(table), name), trigger
            case _:
                return
