"""Policies that admit everybody, that cost more than they need, or that trust what the caller writes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import cast

from driftcheck.advice.base import Advice, View, found
from driftcheck.advice.expressions import always_true, called_per_row, trusts_metadata
from driftcheck.kinds.policy import Policy
from driftcheck.model import Finding, Severity
from driftcheck.names import parent, split

_COMMANDS = ("SELECT", "INSERT", "UPDATE", "DELETE")


def _enforced(view: View) -> Iterator[tuple[str, Policy]]:
    """The policies of tables whose row security is on."""
    for path, facts in view.own("policy").items():
        table = view.world.relations.get(parent(path))
        if table is not None and table.rls:
            yield path, cast(Policy, facts)


def _open_writes(view: View) -> Iterator[Finding]:
    for path, policy in _enforced(view):
        if policy.permissive is False or not view.reaches(policy.roles):
            continue
        checked = policy.check if isinstance(policy.check, str) else policy.using
        open_in = {
            "UPDATE": always_true(policy.using) or always_true(checked),
            "DELETE": always_true(policy.using),
            "INSERT": always_true(checked),
        }
        wanted = open_in if policy.command == "ALL" else [policy.command]
        commands = [c for c in ("INSERT", "UPDATE", "DELETE") if c in wanted and open_in[c]]
        if commands:
            text = f"USING {policy.using or '-'}, WITH CHECK {policy.check or '-'}"
            who = ", ".join(policy.roles) if isinstance(policy.roles, list) else "public"
            yield found("policy", path, f"admits every row to {' and '.join(commands)} by {who}: {text}", commands)


def _several(view: View) -> Iterator[Finding]:
    by_table: dict[str, list[tuple[str, Policy]]] = defaultdict(list)
    for path, policy in _enforced(view):
        if policy.permissive is not False:
            by_table[parent(path)].append((split(path)[-1], policy))
    for table, policies in by_table.items():
        met: dict[tuple[str, ...], list[str]] = {}
        for command in _COMMANDS:
            named = [(n, p) for n, p in policies if p.command in (command, "ALL")]
            for role in sorted({r for _, p in named for r in _roles(p)}):
                together = tuple(sorted(n for n, p in named if role in _roles(p) or "public" in _roles(p)))
                if len(together) > 1 and view.reaches([role]):
                    met.setdefault(together, []).append(f"{command} by {role}")
        whole = [names for names in met if not any(set(names) < set(other) for other in met)]
        if whole:
            said = "; ".join(f"{', '.join(f'“{n}”' for n in names)} for {', '.join(met[names])}" for names in whole)
            yield found("table", table, f"several permissive policies are evaluated for each row: {said}",
                        [list(names) for names in whole])  # fmt: skip


def _roles(policy: Policy) -> list[str]:
    return policy.roles if isinstance(policy.roles, list) else ["public"]


def _per_row(view: View) -> Iterator[Finding]:
    for path, policy in _enforced(view):
        calls = dict.fromkeys(c for text in (policy.using, policy.check) for c in called_per_row(text))
        if calls and view.reaches(policy.roles):
            yield found("policy", path, f"calls {', '.join(calls)} once a row instead of once a query", list(calls))


def _metadata(view: View) -> Iterator[Finding]:
    for path, facts in view.own("policy").items():
        policy = cast(Policy, facts)
        where = trusts_metadata(view.world, policy)
        if where:
            yield found("policy", path, f"decides by what users write about themselves: {where}", where)


RULES = (
    Advice(
        name="advice-write-policy-always-true",
        severity=Severity.WARNING,
        what="A policy admits every row to INSERT, UPDATE or DELETE.",
        why="For its roles row level security is as good as off; a WITH CHECK that is always true lets rows be given away.",
        mend="Say whose rows may be written: USING ((select auth.uid()) = user_id), with the same WITH CHECK.",
        look=_open_writes,
        said_by=("policy-using-changed", "policy-check-changed", "policy-undocumented"),
    ),
    Advice(
        name="advice-several-permissive-policies",
        severity=Severity.INFO,
        what="Several permissive policies hold for one role and command.",
        why="Each of them is evaluated for each row, and what is allowed is their sum, which no single one shows.",
        mend="Join them into one policy with OR, or name a role in each, so that they do not overlap.",
        look=_several,
    ),
    Advice(
        name="advice-auth-call-per-row",
        severity=Severity.WARNING,
        what="A policy calls auth.uid(), auth.jwt(), auth.role() or current_setting() for each row.",
        why="The value is the same for the whole query; on a large table the calls are most of its time.",
        mend="Write (select auth.uid()): PostgreSQL evaluates it once.",
        look=_per_row,
    ),
    Advice(
        name="advice-user-metadata-trusted",
        severity=Severity.ERROR,
        what="A policy decides by user_metadata, which every signed-in user may change.",
        why='Whoever writes "admin" into their own metadata is one.',
        mend="Use app_metadata, which only the service role writes, or a table of roles.",
        look=_metadata,
    ),
)
