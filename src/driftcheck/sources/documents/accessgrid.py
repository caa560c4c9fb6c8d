"""Tables that say who may do what: roles against operations, tables against roles or operations, rules in words.

| Role | SELECT | INSERT | under a table's heading; | Table | anon | authenticated | admin |; | Table | Read | Write |;
| Table | Access rule |. Each table's row becomes one sentence in the page's words: "anon: SELECT ✓, INSERT ✗".
"""

from __future__ import annotations

import re

from driftcheck.access.sentences import is_subject, is_verb, read_whole
from driftcheck.sources.documents import claims, gridcells, heads
from driftcheck.sources.documents.context import Context
from driftcheck.sources.documents.leads import Named, lead
from driftcheck.sources.documents.markup import Block, Inline, Row
from driftcheck.sources.documents.rules import table_name

_WHO = frozenset("role roles user users who caller actor rolle rollen rôle rol persona client".split())  # noqa: SIM905
_RULE = re.compile(r"(?:rls|access|row level security)(?: (?:policy|policies|rules?|control|model|pattern|summary))?")
_YES, _NO = re.compile(r"[✓✔✅☑]️?|yes"), re.compile(r"[✗✘❌✖×]️?|no|none|-|–|—|n/a|")
_NOBODY = re.compile(
    r"[-–—✗✘❌✖×]️?\s*\(.*\)|(?:none|no one|nobody)\s*\(.*\)"
    r"|(?:via |by |through )?(?:an? |the )?(?:\w+ )?triggers?(?: only)?(?:\s*\(.*\))?|automatic(?:ally)?(?: only)?"
)  # "— (via trigger only)", "trigger only": no caller may
_FULL = re.compile(r"all|full|crud|\*|rw|r/w")
_OWN = re.compile(r"(?:their )?own(?: (?:rows?|records?|data|only))?|owner(?: only)?|self")


def read(block: Block, context: Context) -> bool:
    """Take the table if it is one of these; whether it is."""
    head = [heads.normal(cell.text.replace("_", " ")) for cell in block.rows[0].cells]
    if len(head) < 2 or len(block.rows) < 2:
        return False
    if "table" in heads.ROLES.get(head[0], []):
        return _by_table(block, head, context)
    if head[0] in _WHO and context.table is not None and len(head) > 2 and all(map(is_verb, head[1:])):
        rows = [(row.cells[0].text, row) for row in block.rows[1:] if row.cells]
        if not all(is_subject(who.strip("`* ")) for who, _ in rows):
            return False
        text = "; ".join(_of_role(who.strip("`* "), head[1:], row) for who, row in rows)
        named = Named([table_name(context.table)], "code", gridcells.plain(text, block.rows[1].line), "")
        claims.access(named, context, block.rows[1].line)
        return True
    return False


def _by_table(block: Block, head: list[str], context: Context) -> bool:
    others = head[1:]
    if len(others) > 1 and all(map(is_subject, others)):
        say = _of_roles
    elif len(others) > 1 and all(map(is_verb, others)):
        say = _of_verbs
    elif len(others) == 1 and _RULE.fullmatch(others[0]):
        say = _as_written
    else:
        return False
    rows = [row for row in block.rows[1:] if len(row.cells) > 1]
    said = [say(block.rows[0].cells, row) for row in rows]
    if sum(map(read_whole, said)) * 2 <= len(said):  # numbers, or words about something else
        return False
    for row, text in zip(rows, said, strict=True):
        named = lead(row.cells[0], plain=True)
        if named is not None:
            rest = gridcells.plain(text, row.line)
            claims.access(Named(named.names, named.look, rest, named.text), context, row.line)
    return True


def _as_written(head: list[Inline], row: Row) -> str:
    return row.cells[1].text


def _of_role(who: str, verbs: list[str], row: Row) -> str:
    """`anon: select ✓, insert ✗`."""
    cells = [cell.text.strip("`* ").lower() for cell in row.cells[1:]]
    if all(map(_is_no, cells)):
        return f"{who}: ✗"
    parts = [f"{verb} {_cell(cell)}" for verb, cell in zip(verbs, cells, strict=False)]
    allowed = [part for part in parts if not part.endswith("✗")]
    return f"{who}: {', '.join(allowed)}" + ("".join(f", {p}" for p in parts if p.endswith("✗")))


def _cell(text: str) -> str:
    if _YES.fullmatch(text) or _FULL.fullmatch(text):
        return "✓"
    return "✗" if _is_no(text) else "own rows" if _OWN.fullmatch(text) else text


def _is_no(text: str) -> bool:
    return bool(_NO.fullmatch(text) or _NOBODY.fullmatch(text))


def _of_roles(head: list[Inline], row: Row) -> str:
    """`anon: ✗; authenticated: select, insert; admin: full access`."""
    parts = []
    for who, cell in zip(head[1:], row.cells[1:], strict=False):
        text = cell.text.strip("`* ").lower()
        if _FULL.fullmatch(text):
            said = "full access"
        elif _YES.fullmatch(text):
            said = "access ✓"
        else:
            said = "✗" if _is_no(text) else "own rows" if _OWN.fullmatch(text) else text
        parts.append(f"{who.text.strip('`* ')}: {said}")
    return "; ".join(parts)


def _of_verbs(head: list[Inline], row: Row) -> str:
    """`read: everyone; write: owner, admin`."""
    parts = []
    for verb, cell in zip(head[1:], row.cells[1:], strict=False):
        text = cell.text.strip("`* ")
        parts.append(f"{verb.text.strip('`* ')}: {'✗' if _is_no(text.lower()) else text}")
    return "; ".join(parts)
