"""Changes to policies, triggers, functions and types."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from msgspec.structs import replace

from driftcheck.build.code import create_function, create_policy, create_trigger
from driftcheck.build.text import name_of, signature
from driftcheck.kinds.function import Function
from driftcheck.kinds.policy import Policy
from driftcheck.kinds.trigger import Trigger
from driftcheck.kinds.type import Type
from driftcheck.model import UNSTATED
from driftcheck.names import last, parent, quote
from tests.mutations.mutation import Built, Mutation


def policies(built: Built) -> Iterator[Mutation]:
    for path, facts, to, found in built.pairs("policy"):
        stated, live = cast(Policy, facts), cast(Policy, found)
        name, table = quote(last(to)), parent(to)
        drop = f"DROP POLICY {name} ON {table}"
        yield Mutation("policy dropped", (drop,), path, ("policy-missing",))
        renamed = (f"ALTER POLICY {name} ON {table} RENAME TO {quote(last(to) + ' (old)')}",)
        yield Mutation("policy renamed", renamed, path, ("policy-renamed",))
        changes: dict[str, Any] = {}
        if stated.roles is not UNSTATED:
            changes["roles"] = ["anon"]
        if stated.using:
            changes["using"] = "false" if live.using == "true" else "true"
        if stated.check:
            changes["check"] = "false" if live.check == "true" else "true"
        if stated.permissive is not UNSTATED:
            changes["permissive"] = not live.permissive
        if stated.command is not UNSTATED and live.command != "INSERT":
            changes["command"] = "UPDATE" if live.command != "UPDATE" else "ALL"
        for property, value in changes.items():
            sql = (drop, create_policy(to, replace(live, **{property: value})))
            yield Mutation(f"policy with other {property}", sql, path, (f"policy-{property}-changed",))


def triggers(built: Built) -> Iterator[Mutation]:
    for path, facts, to, found in built.pairs("trigger"):
        stated, live = cast(Trigger, facts), cast(Trigger, found)
        name, table = quote(last(to)), parent(to)
        drop = f"DROP TRIGGER {name} ON {table}"
        yield Mutation("trigger dropped", (drop,), path, ("trigger-missing",))
        renamed = (f"ALTER TRIGGER {name} ON {table} RENAME TO {quote(last(to) + '_old')}",)
        yield Mutation("trigger renamed", renamed, path, ("trigger-renamed",))
        off = (f"ALTER TABLE {table} DISABLE TRIGGER {name}",)
        rules = ("trigger-enabled-changed",) if stated.enabled is not UNSTATED or stated.ddl else ()
        yield Mutation("trigger disabled", off, path, rules)
        changes: dict[str, Any] = {}
        if stated.timing in ("BEFORE", "AFTER"):
            changes["timing"] = "AFTER" if live.timing == "BEFORE" else "BEFORE"
        if stated.events is not UNSTATED:
            changes["events"] = ["DELETE"] if live.events != ["DELETE"] else ["INSERT"]
        if stated.level is not UNSTATED:
            changes["level"] = "STATEMENT" if live.level == "ROW" else "ROW"
        for property, value in changes.items():
            sql = (drop, create_trigger(to, replace(live, when=None, **{property: value})))
            if not live.when:
                yield Mutation(f"trigger with other {property}", sql, path, (f"trigger-{property}-changed",))
        if stated.function is not UNSTATED:
            other = "CREATE FUNCTION public.other_code() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'"
            sql = (drop, other, create_trigger(to, replace(live, function="public.other_code")))
            yield Mutation("trigger with other function", sql, path, ("trigger-function-changed",))


def functions(built: Built) -> Iterator[Mutation]:
    for path, facts, to, found in built.pairs("function"):
        stated, live = cast(Function, facts), cast(Function, found)
        word = "PROCEDURE" if live.kind == "procedure" else "FUNCTION"
        drop = f"DROP {word} {to} CASCADE"
        yield Mutation("function dropped", (drop,), path, ("function-missing",))
        changes: dict[str, Any] = {}
        if stated.body is not UNSTATED and live.language in ("plpgsql", "sql"):
            changes["body"] = _other_body(live)
        if stated.volatility is not UNSTATED:
            changes["volatility"] = "immutable" if live.volatility != "immutable" else "volatile"
        if stated.security is not UNSTATED:
            changes["security"] = "invoker" if live.security == "definer" else "definer"
        for property, value in changes.items():
            sql = (
                "SET check_function_bodies = off",
                _or_replace(create_function(to, replace(live, **{property: value}))),
            )
            yield Mutation(f"function with other {property}", sql, path, (f"function-{property}-changed",))
        types = signature(to)
        trigger = live.returns == "trigger"
        if stated.returns is not UNSTATED and not trigger:
            returns = "bigint" if live.returns != "bigint" else "text"
            body = "BEGIN RETURN NULL; END" if stated.body is UNSTATED else live.body
            sql = (
                "SET check_function_bodies = off",
                drop,
                create_function(to, replace(live, returns=returns, body=body)),
            )
            yield Mutation("function with another result", sql, path, ("function-returns-changed",))
        if stated.arguments and any(live.arguments or ()):
            names = [f"{name}_old" if name else "" for name in live.arguments or ()]
            sql = ("SET check_function_bodies = off", drop, create_function(to, replace(live, arguments=names)))
            yield Mutation("function with other argument names", sql, path, ("function-arguments-changed",))
        if stated.arguments is not UNSTATED and not trigger:
            more = f"{name_of(to)}({', '.join([*types, 'boolean'])})"
            added = replace(live, arguments=[*(live.arguments or [""] * len(types)), "added"], defaults=UNSTATED)
            sql = ("SET check_function_bodies = off", drop, create_function(more, added))
            yield Mutation("function with one more argument", sql, path, ("function-arguments-changed",))
        if "(" in path and types and not trigger:
            other = "bigint" if types[0] != "bigint" else "text"
            retyped = f"{name_of(to)}({', '.join([other, *types[1:]])})"
            sql = ("SET check_function_bodies = off", drop, create_function(retyped, live))
            yield Mutation("function with another argument type", sql, path, ("function-arguments-changed",))


def _or_replace(sql: str) -> str:
    return sql.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION", 1).replace(
        "CREATE PROCEDURE", "CREATE OR REPLACE PROCEDURE", 1
    )


def _other_body(live: Function) -> str:
    if live.language == "plpgsql":
        return "BEGIN RETURN NULL; END"
    return "SELECT NULL::integer WHERE false"


def types(built: Built) -> Iterator[Mutation]:
    for path, facts, to, found in built.pairs("type"):
        stated, live = cast(Type, facts), cast(Type, found)
        yield Mutation("type dropped", (f"DROP TYPE {to} CASCADE",), path, ("type-missing",))
        if stated.values is not UNSTATED and live.values:
            sql = (f"ALTER TYPE {to} ADD VALUE 'added by somebody'",)
            yield Mutation("enum with one more value", sql, path, ("type-values-changed",))
        if stated.attributes is not UNSTATED:
            sql = (f"ALTER TYPE {to} ADD ATTRIBUTE added text CASCADE",)
            yield Mutation("composite with one more attribute", sql, path, ("type-attributes-changed",))
        if live.kind == "domain" and stated.nullable is not UNSTATED:
            sql = (f"ALTER DOMAIN {to} {'SET' if live.nullable else 'DROP'} NOT NULL",)
            yield Mutation("domain null or no longer", sql, path, ("type-nullable-changed",))
        if live.kind == "domain" and stated.checks is not UNSTATED:
            sql = (f"ALTER DOMAIN {to} ADD CONSTRAINT zz CHECK (VALUE IS NOT NULL)",)
            yield Mutation("domain with one more check", sql, path, ("type-checks-changed",))
