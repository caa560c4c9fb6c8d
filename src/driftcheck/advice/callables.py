"""Views and functions that run with other rights than the caller's, or in a search path that the caller chooses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import cast

from driftcheck.advice.base import API_ROLES, Advice, View, found
from driftcheck.kinds.function import Function
from driftcheck.model import Finding, Severity
from driftcheck.names import split

_ATOMIC = re.compile(r"\s*(?:BEGIN\s+ATOMIC|RETURN)\b", re.IGNORECASE)


def _views(view: View) -> Iterator[Finding]:
    for relation in view.relations("view"):
        if not relation.invoker and view.served(relation):
            owner = relation.owner or "its owner"
            yield found("view", relation.path, f"reads its tables as {owner}, past the row security of whoever asks")


def _functions(view: View) -> Iterator[tuple[str, Function]]:
    for path, facts in view.own("function").items():
        function = cast(Function, facts)
        if function.kind in ("function", "procedure"):
            yield path, function


def _definers(view: View) -> Iterator[Finding]:
    anonymous = [role for role in view.callers if role != API_ROLES[1]]
    for path, function in _functions(view):
        if function.security != "definer" or split(path)[0] not in view.exposed:
            continue
        if function.returns in ("trigger", "event_trigger"):  # the API cannot call them
            continue
        roles = [r for r in anonymous if view.world.enters(r, split(path)[0]) and view.world.executes(r, function)]
        if roles:
            by = f"runs with the rights of {function.owner}" if isinstance(function.owner, str) else "runs as its owner"
            yield found("function", path, f"{by}, and {', '.join(roles)} may call it", roles)


def _paths(view: View) -> Iterator[Finding]:
    for path, function in _functions(view):
        if function.language in ("c", "internal") or (function.language == "sql" and _ATOMIC.match(str(function.body))):
            continue
        settings = function.settings if isinstance(function.settings, list) else []
        if not any(setting.partition("=")[0].lower() == "search_path" for setting in settings):
            yield found("function", path, "takes its search_path from whoever calls it")


RULES = (
    Advice(
        name="advice-definer-view",
        severity=Severity.ERROR,
        what="A view that the API serves reads its tables with its owner's rights.",
        why="Row level security of the tables is asked for the owner, whom it usually lets pass, and not for the caller.",
        mend="ALTER VIEW … SET (security_invoker = true), PostgreSQL 15 and later; else move it to a schema of its own.",
        look=_views,
    ),
    Advice(
        name="advice-definer-function-callable",
        severity=Severity.WARNING,
        what="Anonymous callers of the API may call a SECURITY DEFINER function.",
        why="Its body runs with its owner's rights, past row level security, for anybody.",
        mend="REVOKE EXECUTE ON FUNCTION … FROM PUBLIC, anon; or make it SECURITY INVOKER; or move it to a schema that is not served.",
        look=_definers,
    ),
    Advice(
        name="advice-mutable-search-path",
        severity=Severity.WARNING,
        what="A function does not fix its search_path.",
        why="Names in its body mean what the caller's search path says: another table or operator may stand in.",
        mend="ALTER FUNCTION … SET search_path = '', and write schemas before the names in its body.",
        look=_paths,
    ),
)
