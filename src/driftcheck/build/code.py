"""What holds expressions and code, as DDL: types, functions, views, rules, policies, triggers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import cast

from driftcheck.build.draft import Draft
from driftcheck.build.text import dollar_quoted, literal, name_of, signature
from driftcheck.build.types import buildable
from driftcheck.kinds.event_trigger import EventTrigger
from driftcheck.kinds.function import Function
from driftcheck.kinds.materialized_view import MaterializedView
from driftcheck.kinds.policy import Policy
from driftcheck.kinds.rule import Rule
from driftcheck.kinds.trigger import Trigger
from driftcheck.kinds.type import Type
from driftcheck.kinds.view import View
from driftcheck.model import UNSTATED
from driftcheck.names import join, last, parent, quote, split

_WORD = re.compile(r"[^\W\d][\w$]*")


def types(draft: Draft) -> Iterator[str]:
    """CREATE TYPE and CREATE DOMAIN; what others are made of comes first."""
    made = {path: cast(Type, facts) for path, facts in draft.new("type")}
    for path in _uses_first(
        {path: " ".join([*(t.attributes or ()), t.base or "", t.subtype or ""]) for path, t in made.items()}
    ):
        yield create_type(path, made[path])


def create_type(path: str, facts: Type) -> str:
    """A type of one of the five sorts; one that says nothing of itself is a domain over text."""
    kind = facts.kind
    if kind is UNSTATED:
        kind = "enum" if facts.values else "composite" if facts.attributes else "range" if facts.subtype else "domain"
    match kind:
        case "enum":
            return f"CREATE TYPE {path} AS ENUM ({', '.join(map(literal, facts.values or ()))})"
        case "composite":
            return f"CREATE TYPE {path} AS ({', '.join(facts.attributes or ())})"
        case "range":
            options = dict(facts.subtype_options or {})
            names = {"opclass": "subtype_opclass", "diff": "subtype_diff", "multirange": "multirange_type_name"}
            more = "".join(f", {names.get(name, name)} = {value}" for name, value in options.items())
            return f"CREATE TYPE {path} AS RANGE (subtype = {facts.subtype or 'integer'}{more})"
    text = f"CREATE DOMAIN {path} AS {buildable(facts.base or 'text', loose='base' in (facts.loose or ()))}"
    if facts.collation:
        text += f" COLLATE {facts.collation}"
    if facts.default is not UNSTATED and facts.default is not None:
        text += f" DEFAULT {facts.default}"
    if facts.nullable is False:
        text += " NOT NULL"
    return text + "".join(f" CHECK ({check})" for check in facts.checks or ())


def functions(draft: Draft, *, early: bool) -> Iterator[str]:
    """CREATE FUNCTION: `early` ones before the tables that may call them, the others after the tables they speak of."""
    relations = {last(path) for kind in ("table", "view", "materialized_view") for path in draft.of(kind)}
    for path, facts in draft.new("function"):
        function = cast(Function, facts)
        spoken_of = _WORD.findall(" ".join([*signature(path), *(function.outputs or ()), function.returns or ""]))
        parsed = function.body is not UNSTATED and function.body.lstrip().upper().startswith(
            ("BEGIN ATOMIC", "RETURN ")
        )
        if early is not (parsed or bool(relations.intersection(spoken_of))):
            yield create_function(path, function)


def create_function(path: str, facts: Function) -> str:
    """CREATE FUNCTION, PROCEDURE or AGGREGATE; a body that nobody states returns NULL."""
    types = signature(path)
    if facts.kind == "aggregate":
        definition = facts.body or "SFUNC = int8inc, STYPE = bigint, INITCOND = 0"
        return f"CREATE AGGREGATE {name_of(path)}({', '.join(types) or '*'}) ({definition})"
    procedure = facts.kind == "procedure"
    text = f"CREATE {'PROCEDURE' if procedure else 'FUNCTION'} {name_of(path)}({', '.join(_arguments(types, facts))})"
    returns = buildable(facts.returns, loose=True) if facts.returns is not UNSTATED else "void"
    if not procedure:
        text += f" RETURNS {returns}"
    language, body = _code(facts, returns, procedure=procedure)
    text += f" LANGUAGE {language}"
    text += " SECURITY DEFINER" if facts.security == "definer" else ""
    if not procedure:
        text += f" {facts.volatility.upper()}" if facts.volatility is not UNSTATED else ""
        text += " STRICT" if facts.strict is True else ""
        text += " LEAKPROOF" if facts.leakproof is True else ""
        text += f" PARALLEL {facts.parallel.upper()}" if facts.parallel is not UNSTATED else ""
    for setting in facts.settings or ():
        name, _, value = setting.partition("=")
        text += f" SET {name} = {setting_value(value)}"
    return f"{text} {body}"


def _arguments(types: list[str], facts: Function) -> list[str]:
    names, modes, defaults = list(facts.arguments or ()), list(facts.modes or ()), list(facts.defaults or ())
    result = []
    for i, type in enumerate(types):
        mode = f"{modes[i].upper()} " if i < len(modes) and modes[i] != "in" else ""
        name = f"{quote(names[i])} " if i < len(names) and names[i] else ""
        default = i - (len(types) - len(defaults))
        text = f"{mode}{name}{buildable(type, loose=True)}"
        result.append(f"{text} DEFAULT {defaults[default]}" if default >= 0 else text)
    return [*result, *(f"OUT {output}" for output in facts.outputs or ())]


def _code(facts: Function, returns: str, *, procedure: bool) -> tuple[str, str]:
    """The language, and AS with the body."""
    language = facts.language
    if facts.body is not UNSTATED:
        body = facts.body
        if language is UNSTATED:
            language = "plpgsql" if re.search(r"\bbegin\b", body, re.IGNORECASE) else "sql"
        if language == "sql" and body.lstrip().upper().startswith(("BEGIN ATOMIC", "RETURN ")):
            return language, body
        if language == "c":
            library, _, symbol = body.partition(", ")
            return language, f"AS {literal(library)}, {literal(symbol)}"
        return language, f"AS {literal(body) if language == 'internal' else dollar_quoted(body)}"
    if language == "sql":
        body = "" if returns == "void" or procedure else f"SELECT NULL::{returns}"
        rows = returns.upper().startswith(("SETOF ", "TABLE"))
        return language, f"AS {dollar_quoted('SELECT' if rows else body)}"
    statement = "NULL"
    if returns == "trigger":
        statement = "RETURN NEW"
    elif returns == "void" or returns.upper().startswith(("SETOF ", "TABLE")) or facts.outputs:
        statement = "RETURN"
    elif not procedure:
        statement = "RETURN NULL"
    return "plpgsql", f"AS {dollar_quoted(f'BEGIN {statement}; END')}"


def setting_value(value: str) -> str:
    """A setting's value; a list of names (search_path) stays a list.

    >>> setting_value('public, extensions'), setting_value('""'), setting_value("5s")
    ('public, extensions', "''", "'5s'")
    """
    if value in ("", '""'):
        return "''"
    if "," in value or value.startswith('"') or _WORD.fullmatch(value):
        return value
    return literal(value)


def views(draft: Draft) -> Iterator[str]:
    """Views and materialized views; what others select from comes first."""
    made = {path: facts for kind in ("view", "materialized_view") for path, facts in draft.new(kind)}
    for path in _uses_first({path: cast(View, facts).definition or "" for path, facts in made.items()}):
        facts = made[path]
        if isinstance(facts, MaterializedView):
            yield create_view(path, facts.definition or "", "MATERIALIZED VIEW", {})
            if facts.populated is False:
                yield f"REFRESH MATERIALIZED VIEW {path} WITH NO DATA"
        else:
            view = cast(View, facts)
            yield create_view(path, view.definition or "", "VIEW", view.options or {})


def create_view(path: str, definition: str, kind: str, options: dict[str, str]) -> str:
    """CREATE VIEW or CREATE MATERIALIZED VIEW."""
    with_ = f" WITH ({', '.join(f'{name}={value}' for name, value in options.items())})" if options else ""
    return f"CREATE {kind} {path}{with_} AS {definition.strip().rstrip(';')}"


def rules(draft: Draft) -> Iterator[str]:
    """Rules whose definition is stated: one without says nothing that could be built."""
    for path, facts in draft.new("rule"):
        rule = cast(Rule, facts)
        if rule.definition is not UNSTATED:
            yield rule.definition.rstrip(";")
        elif rule.table is not UNSTATED:
            yield f"CREATE RULE {quote(last(path))} AS ON {rule.event or 'DELETE'} TO {rule.table} DO INSTEAD NOTHING"


def policies(draft: Draft) -> Iterator[str]:
    """Row security policies."""
    for path, facts in draft.new("policy"):
        yield create_policy(path, cast(Policy, facts))


def create_policy(path: str, facts: Policy) -> str:
    """CREATE POLICY; an expression that nobody states is `true`."""
    command = facts.command if facts.command is not UNSTATED else "ALL"
    text = f"CREATE POLICY {quote(last(path))} ON {join(*split(path)[:-1])}"
    text += " AS RESTRICTIVE" if facts.permissive is False else ""
    text += f" FOR {command} TO {', '.join(role_name(role) for role in facts.roles or ['public'])}"
    using = facts.using
    check = facts.check
    if command != "INSERT" and (using or using is UNSTATED):
        text += f" USING ({using or 'true'})"
    if command in ("INSERT", "UPDATE", "ALL") and (check or (check is UNSTATED and command == "INSERT")):
        text += f" WITH CHECK ({check or 'true'})"
    return text


NO_ROLES = frozenset({"public", "current_user", "session_user", "current_role"})
"""What may stand where a role is named and is none (`RoleSpec`)."""


def role_name(name: str) -> str:
    """A role as TO writes it."""
    return name.upper() if name.lower() in NO_ROLES else quote(name)


def triggers(draft: Draft) -> Iterator[str]:
    """Triggers, and those that are switched off or to another state."""
    for path, facts in draft.new("trigger"):
        trigger = cast(Trigger, facts)
        yield create_trigger(path, trigger)
        if trigger.enabled is not UNSTATED and trigger.enabled != "origin":
            yield fire(path, trigger.enabled)


_FIRES = {"disabled": "DISABLE", "replica": "ENABLE REPLICA", "always": "ENABLE ALWAYS"}


def fire(path: str, enabled: str) -> str:
    """ALTER TABLE … TRIGGER: when it fires, in the words of `Trigger.enabled`."""
    return f"ALTER TABLE {parent(path)} {_FIRES.get(enabled, 'ENABLE')} TRIGGER {quote(last(path))}"


def create_trigger(path: str, facts: Trigger) -> str:
    """CREATE TRIGGER; `function` must be stated."""
    constraint = facts.constraint is True
    text = f"CREATE {'CONSTRAINT ' if constraint else ''}TRIGGER {quote(last(path))}"
    text += f" {'AFTER' if constraint else facts.timing or 'BEFORE'} {' OR '.join(facts.events or ['UPDATE'])}"
    text += f" ON {join(*split(path)[:-1])}"
    if facts.from_table:
        text += f" FROM {facts.from_table}"
    if facts.deferrable is True:
        text += " DEFERRABLE INITIALLY DEFERRED" if facts.initially_deferred is True else " DEFERRABLE"
    transitions = [f"OLD TABLE AS {quote(facts.old_table)}"] if facts.old_table else []
    transitions += [f"NEW TABLE AS {quote(facts.new_table)}"] if facts.new_table else []
    if transitions:
        text += f" REFERENCING {' '.join(transitions)}"
    text += f" FOR EACH {facts.level or 'ROW'}"
    if facts.when:
        text += f" WHEN ({facts.when})"
    return f"{text} EXECUTE FUNCTION {facts.function}({', '.join(map(literal, facts.arguments or ()))})"


def event_triggers(draft: Draft) -> Iterator[str]:
    """Event triggers whose function is stated."""
    for path, facts in draft.new("event_trigger"):
        trigger = cast(EventTrigger, facts)
        if trigger.function is not UNSTATED:
            tags = f" WHEN TAG IN ({', '.join(map(literal, trigger.tags))})" if trigger.tags else ""
            event = trigger.event or "ddl_command_end"
            yield f"CREATE EVENT TRIGGER {path} ON {event}{tags} EXECUTE FUNCTION {trigger.function}()"


def _uses_first(texts: dict[str, str]) -> list[str]:
    """The objects in an order in which each comes after those that its text names."""
    by_name: dict[str, list[str]] = {}
    for path in texts:
        by_name.setdefault(last(path), []).append(path)
    order: list[str] = []
    seen: set[str] = set()

    def visit(path: str) -> None:
        if path not in seen:
            seen.add(path)
            for word in _WORD.findall(texts[path]):
                for other in by_name.get(word, ()):
                    visit(other)
            order.append(path)

    for path in texts:
        visit(path)
    return order
