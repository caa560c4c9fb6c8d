"""Row security under a table's name: "RLS: enabled", policies in bullets, rules in words.

- `` `carriers see theirs` (SELECT, role carrier): `carrier_id = me()` ``, "own rows" FOR SELECT USING (…)
- **carriers see theirs** (SELECT, authenticated): `carrier_id = me()`
- "Enabled. Only owners see their rows."
"""

from __future__ import annotations

import re

from driftcheck.access.sentences import is_subject, read_whole
from driftcheck.kinds.policy import Policy
from driftcheck.kinds.table import Table
from driftcheck.ledger import child
from driftcheck.model import Level
from driftcheck.names import parent, split
from driftcheck.sources.documents import attributes, claims, labels, moods, objects
from driftcheck.sources.documents.context import Context
from driftcheck.sources.documents.leads import Named
from driftcheck.sources.documents.markup import Inline, Span
from driftcheck.sources.documents.naming import Name
from driftcheck.sources.documents.wholeness import mark

_ACTS = frozenset(
    """
    read view see create add write edit modify change manage upload download list select insert update delete remove all
    access lesen sehen schreiben ändern löschen lire voir créer écrire modifier supprimer leer ver crear escribir editar
    eliminar ler criar escrever excluir apagar
    """.split()  # noqa: SIM905 — a list of words reads best as one
)
"""What may be done, before a colon: "**View**: members see their own" is a rule, not a policy of that name."""
_COMMANDS = re.compile(r"\b(ALL|SELECT|INSERT|UPDATE|DELETE)\b")


_ON = re.compile(
    r"\b(?:enabled|on|yes|active|aktiviert|activé|activée|activado|ativado|ja|oui|sí|sim|true)\b|✅|✓|✔", re.IGNORECASE
)


_OFF = re.compile(
    r"\b(?:disabled|off|no|not enabled|inactive|deaktiviert|désactivé|desactivado|desativado|nein|non|não|false|none)\b|❌|✗|✘",
    re.IGNORECASE,
)


_STATE = frozenset(
    """
    enabled on yes active aktiviert activé activée activado ativado ja oui sí sim true disabled off no not inactive deaktiviert
    désactivé desactivado desativado nein non não false none rls is currently forced and + with policies for all operations
    ✅ ✓ ✔ ✔️ ❌ ✗ ✘
    """.split()  # noqa: SIM905
)


_NO_POLICIES = re.compile(r"\b(?:no|zero|0|without(?: any)?)\s+(?:rls\s+)?policies\b", re.IGNORECASE)
_COUNTED = re.compile(r"\(\s*(\d{1,3})\s+polic(?:y|ies)\b[^()]*\)", re.IGNORECASE)


def table_name(path: str) -> Name:
    """A path as a name."""
    return Name(split(path))


def on_or_off(text: str) -> bool | None:
    """Whether words say that row security is on: "✅ Enabled", "⚠️ disabled (see 0042.sql)"; None where they do not.

    >>> on_or_off("✅ Enabled"), on_or_off("off (for now)"), on_or_off("owners see their rows")
    (True, False, None)
    >>> on_or_off("Enabled with no policies"), on_or_off("no policies"), on_or_off("yes (planned)")
    (True, None, None)
    """
    behind = re.search(r"\(|[;:.,]\s|\s(?:[-–—|]|with|by default|for|but)\s", text)
    said = _NO_POLICIES.sub(" ", text[: behind.start()] if behind else text)
    words = [word for word in said.split() if any(c.isalnum() or c in "✅✓✔❌✗✘" for c in word)]
    if not words or any(word.strip("*_`.,;!:").lower() not in _STATE for word in words):
        return None
    if behind and moods.of(text[behind.start() :][:80]) == "plan":
        return None  # "yes (planned)"
    off, on = _OFF.search(" ".join(words)), _ON.search(" ".join(words))
    return not off if off or on else None


def rest(text: str) -> str:
    """What follows the words that say whether row security is on: "enabled; owners see their rows"."""
    match = re.search(r"(?:[;.,]\s|\s[-–—|]\s)", text)
    return text[match.end() :].strip() if match else ""


def _as_many(number: int, table: str, context: Context) -> None:
    """Where as many policies of the table are stated as are counted, none for "no policies", they are all of them."""

    def settle() -> None:
        facts = context.page.ledger.find("table", table)
        stated = sum(parent(path) == table for path in context.page.ledger.objects.get("policy", {}))
        if facts is not None and stated == number:
            mark(facts, "policies", Level.COMPLETE)

    context.page.later.append(settle)


def rls(value: Inline, table: str, context: Context, line: int) -> None:
    """ "RLS: enabled"; a rule in words is kept as one."""
    text = value.text.strip()
    if not text:
        return
    on = on_or_off(text)
    if on is not None:
        context.page.ledger.state("table", table, Table(at=context.at(line), rls=on))
    if _NO_POLICIES.search(text):
        _as_many(0, table, context)
    elif number := _COUNTED.search(text):
        _as_many(int(number[1]), table, context)
    if on is None or rest(text):
        claims.access(Named([table_name(table)], "code", value, ""), context, line)


def rls_in_words(inline: Inline, context: Context) -> bool:
    """Under "Row level security" of a table: "Enabled. Only owners see their rows." Whether it says so."""
    assert context.table is not None
    text = " ".join(inline.text.split())
    first, _, rest = text.partition(".")
    words = re.sub(r"\b(?:rls|row[- ]level[- ]security|is|status)\b|[:*]", " ", first, flags=re.IGNORECASE).strip()
    if len(words.split()) > 2 or not (_ON.fullmatch(words) or _OFF.fullmatch(words)):
        if not read_whole(text) or _is_remark(inline):
            return False
        claims.access(Named([table_name(context.table)], "code", inline, ""), context, inline.line)
        return True
    off = _OFF.fullmatch(words) is not None
    context.page.ledger.state("table", context.table, Table(at=context.at(inline.line), rls=not off))
    if rest.strip():
        claims.access(
            Named([table_name(context.table)], "code", Inline([Span(rest.strip(), inline.line)], inline.line), ""),
            context,
            inline.line,
        )
    return True


def _is_remark(inline: Inline) -> bool:
    """Whether a label says that the line is about the policies, not one: "**Policy name**: …", "**Rationale**: …"."""
    labelled = labels.read(inline)
    if labelled is None or labelled.label in ("rls", "access") or is_subject(labelled.words):
        return False
    return bool(labelled.label) or inline.spans[0].bold


def policy(inline: Inline, context: Context) -> None:
    """`` - `customers read their own` (SELECT, role anon): `auth.uid() = user_id` ``; a rule in words is kept as one."""
    named = _policy_name(inline)
    assert context.table is not None
    if named is None:
        claims.access(Named([table_name(context.table)], "code", inline, ""), context, inline.line)
        return
    name, rest = named
    facts = Policy(at=context.at(inline.line), table=context.table)
    commands, roles = _remarked(rest.text, context)
    if len(commands) < 2 and (
        command := _COMMANDS.search(rest.text.upper() if rest.text.strip().startswith("(") else rest.text)
    ):
        facts.command = command[1]
    if role := re.search(
        r"\b(?:roles?|to|for role)\s*:?\s+`?([a-z_]\w*)`?", rest.text.partition("):")[0], re.IGNORECASE
    ):
        facts.roles = [role[1]]
    elif roles:
        facts.roles = roles
    code = [span.text for span in rest.spans if span.code]
    expressions = [
        text
        for text in code
        if text in ("true", "false")
        or (attributes.is_expression(text) and not _COMMANDS.fullmatch(text) and not re.fullmatch(r"[a-z_]\w*", text))
    ]
    if len(expressions) == 1 and not re.search(r"with check", rest.text, re.IGNORECASE):
        facts.using = expressions[0]
        if facts.command == "INSERT":
            facts.using, facts.check = objects.UNSTATED, expressions[0]
    for word, field in (("using", "using"), ("with check", "check")):
        if (expression := in_parentheses(rest.text, word)) and getattr(facts, field) is objects.UNSTATED:
            setattr(facts, field, expression)
    context.page.ledger.state("policy", child(context.table, name), facts)


_ROLES = frozenset({"anon", "authenticated", "service_role", "public"})


def _remarked(text: str, context: Context) -> tuple[list[str], list[str]]:
    """The commands and the roles in "(SELECT, authenticated)" or "SELECT, authenticated, …" behind a policy's name.

    Roles are those of the API, and those that the pages state.
    """
    if match := re.match(r"\s*\(([^()]*)\)", text):
        words = re.split(r"[\s,;/·|]+", match[1].replace("`", ""))
    else:
        words = [piece.strip(" `:–—-") for piece in re.split(r"[,;/·|]|\s[-–—]\s", text)]
    known = _ROLES | context.page.ledger.objects.get("role", {}).keys()
    commands = [word.upper() for word in words if _COMMANDS.fullmatch(word.upper())]
    return list(dict.fromkeys(commands)), list(dict.fromkeys(word for word in words if word in known))


def in_parentheses(text: str, word: str) -> str | None:
    """What stands in the parentheses behind USING or WITH CHECK."""
    start = text.lower().find(word + " (")
    if start < 0:
        return None
    start = text.index("(", start)
    depth = 0
    for position in range(start, len(text)):
        depth += (text[position] == "(") - (text[position] == ")")
        if depth == 0:
            expression = text[start + 1 : position].strip()
            return expression if attributes.is_expression(expression) else None
    return None


def is_caller_or_act(name: str, *, coded: bool) -> bool:
    """Whether the words are who may do what and no policy's name: "Users", "Read / write", `anon`."""
    words = [word for word in re.split(r"[\s/,&]+|\band\b", name.lower()) if word]
    return name in _ROLES or (not coded and (_ACTS.issuperset(words) or is_subject(name)))


def _policy_name(inline: Inline) -> tuple[str, Inline] | None:
    spans = [span for span in inline.spans if span.text.strip()]
    if not spans:
        return None
    first = spans[0]
    if first.code or first.bold:
        name = first.text.strip().strip('"').rstrip(":")
        if first.code and (attributes.is_expression(name) and " " in name and not re.match(r"[\w ]+\Z", name)):
            return None
        position = inline.text.find(first.text) + len(first.text)
        if is_caller_or_act(name, coded=first.code):
            return None
        return (name, labels.cut(inline, position)) if name and not _COMMANDS.fullmatch(name.upper()) else None
    match = re.match(r'\s*["“]([^"”]{3,120})["”]', inline.text)
    return (match[1], labels.cut(inline, match.end())) if match else None
