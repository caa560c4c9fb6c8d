"""Every rule: what it reports, how much it weighs unless configured, why it matters and how to mend it.

Rules of objects are derived from the kinds: a new kind, or a new property, has its rules at once. Those of claims and
of documents that contradict themselves stand here; advice brings its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypedDict

import msgspec

from driftcheck.advice import RULES as ADVICE
from driftcheck.findings import label, rule_name
from driftcheck.kinds import KINDS, Kind
from driftcheck.model import Severity, properties


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """One rule, in words."""

    name: str
    severity: Severity
    status: str  # what its findings are: missing, undocumented, changed, broken-claim, contradiction, advice
    what: str
    why: str
    mend: str


class _Words(TypedDict):
    what: str
    why: str
    mend: str


_WHY_PROPERTY = {
    "arguments": "Calls that pass other arguments fail.",
    "body": "What the function does is no longer what was reviewed.",
    "check": "It decides which rows may be written.",
    "comment": "Only people read it.",
    "default": "Rows that leave the column out get another value.",
    "definition": "What it returns is no longer what was reviewed.",
    "grants": "They decide who may touch it.",
    "nullable": "A lost NOT NULL lets in rows that nobody expects; a new one refuses rows that were welcome.",
    "on_delete": "It decides whether rows vanish, stay, or keep their parent from being deleted.",
    "on_update": "It decides what happens to rows when the key that they refer to changes.",
    "owner": "An owner may do everything, and row level security passes it by.",
    "references": "Rows are checked against another table than documented.",
    "returns": "Callers read another type.",
    "rls": "With row level security off, policies do nothing, and every role with a grant reads every row.",
    "rls_forced": "Without it, row level security passes the table's owner by.",
    "roles": "It decides who the policy speaks of; `public` is everyone.",
    "security": "SECURITY DEFINER runs the body with its owner's rights, whoever calls it.",
    "type": "Values are stored, compared and returned differently.",
    "unique": "Without it duplicates come in.",
    "using": "It decides which rows can be seen and touched.",
    "values": "A value that is not in the list is refused; a new one may be unknown to the code.",
    "version": "Extensions change what their functions do between versions.",
}
_MEND_CHANGED = (
    "Change the line in the document if the database is right; otherwise a migration that gives the database the value "
    "that the document states."
)


def _of(kind: Kind) -> Iterator[Rule]:
    name = label(kind.name)
    a = "An" if name[0] in "aeiou" else "A"
    if kind.missing is not None:
        yield Rule(
            name=rule_name(kind.name, "missing"),
            severity=kind.missing,
            status="missing",
            what=f"{a} {name} is documented, and the database has none of that name.",
            why=kind.why,
            mend="Create it by a migration, or take it out of the document.",
        )
        yield Rule(
            name=rule_name(kind.name, "renamed"),
            severity=kind.missing,
            status="changed",
            what=f"{a} {name} is documented, and the database has one that is alike under another name.",
            why=kind.why,
            mend="Write the new name into the document, or rename it back.",
        )
    if kind.undocumented is not None:
        yield Rule(
            name=rule_name(kind.name, "undocumented"),
            severity=kind.undocumented,
            status="undocumented",
            what=f"The database has {a.lower()} {name} that no expected source speaks of.",
            why=kind.why,
            mend="Document it, drop it, or say in the document that the list is partial.",
        )
    for property in properties(kind.facts) if kind.missing is not None else ():
        words = property.replace("_", " ")
        yield Rule(
            name=rule_name(kind.name, f"{property}-changed"),
            severity=kind.severity(property),
            status="changed",
            what=f"Document and database differ in the {words} of {a.lower()} {name}.",
            why=_WHY_PROPERTY.get(property, kind.why),
            mend=_MEND_CHANGED,
        )


_CLAIMS: dict[str, tuple[Severity, _Words]] = {
    "claim-count": (
        Severity.WARNING,
        {
            "what": "The document counts objects, or the columns of a table, and the database has another number.",
            "why": "Something came or went since the document was written, and the document cannot say what.",
            "mend": "Correct the number, or list the objects: then each one is checked by itself.",
        },
    ),
    "claim-rls": (
        Severity.ERROR,
        {
            "what": "The document says that tables have row level security, or policies; this one has not.",
            "why": "With row level security off, every role with a grant reads every row.",
            "mend": "ALTER TABLE … ENABLE ROW LEVEL SECURITY and create its policies, or name the exception.",
        },
    ),
    "access-wider-than-documented": (
        Severity.ERROR,
        {
            "what": "Somebody can do more with a table's rows than the document says.",
            "why": "Readers trust the sentence; the database obeys the policy, and what it gives beyond is a leak.",
            "mend": "Narrow the policy that the finding names, or correct the sentence.",
        },
    ),
    "access-narrower-than-documented": (
        Severity.WARNING,
        {
            "what": "Somebody cannot do with a table's rows what the document says they can.",
            "why": "A feature that the document describes fails, or finds nothing, for those whom it was made for.",
            "mend": "Add or widen a policy, or correct the sentence.",
        },
    ),
    "access-unverified": (
        Severity.INFO,
        {
            "what": "A sentence about access, or a policy of its table, could not be read whole; the finding says which part.",
            "why": "What was not understood was not checked.",
            "mend": "Say it more plainly, or state the policy itself in the document.",
        },
    ),
    "claim-foreign-keys": (
        Severity.WARNING,
        {
            "what": "The document says that tables refer to another one; this one has no foreign key to it.",
            "why": "Without the key, rows may point to nothing.",
            "mend": "Add the foreign key, or name the exception.",
        },
    ),
    "claim-flow": (
        Severity.INFO,
        {
            "what": "The document draws a flow through tables that no chain of foreign keys joins.",
            "why": "The drawing explains how data hangs together, and the database does not know of it.",
            "mend": "Correct the drawing, or add the missing key.",
        },
    ),
    "relationship-missing": (
        Severity.INFO,
        {
            "what": "The document draws a relationship between two tables, and no foreign key makes it.",
            "why": "The drawing explains how data hangs together, and the database does not know of it.",
            "mend": "Correct the drawing, or add the missing key.",
        },
    ),
}
_DOCUMENTS: dict[str, _Words] = {
    "document-count": {
        "what": "A stated number is not the number of what is listed.",
        "why": "Either the number or the list is out of date.",
        "mend": "Correct the number, complete the list, or say that it is partial.",
    },
    "document-disagreement": {
        "what": "Two places of the expected side say different things of one property.",
        "why": "One of them is wrong; until it is known which, the property is not compared.",
        "mend": "Correct one of the two lines.",
    },
    "document-duplicate": {
        "what": "The document lists one object twice.",
        "why": "One of the two entries may have been meant for another object.",
        "mend": "Take one of the two out, or write down the name that was meant.",
    },
    "document-duplicate-name": {
        "what": "The document gives one name to two objects that PostgreSQL cannot hold side by side.",
        "why": "At most one of the two can exist under it.",
        "mend": "Write down the name that each object really has.",
    },
    "document-policy-without-rls": {
        "what": "The document has a policy on a table whose row level security it says is off.",
        "why": "Such a policy does nothing: every role with a grant reads every row.",
        "mend": "Say that row level security is on, or take the policy out.",
    },
    "document-unknown-column": {
        "what": "A key or index uses a column that its table, whose columns the document lists whole, does not have.",
        "why": "PostgreSQL refuses to create such a key or index, so one of the two places is wrong.",
        "mend": "Correct the name, or add the column to the list.",
    },
    "document-unknown-table": {
        "what": "Something hangs on, or refers to, a table that the document's complete list does not have.",
        "why": "Either the list is not complete, or the table is gone.",
        "mend": "Add the table to the list, correct the name, or take the statement out.",
    },
    "document-style": {
        "what": "A list's wording and the list itself do not agree: an etc. that follows all of it.",
        "why": "Readers cannot tell whether something is left out.",
        "mend": "Take the word out, or correct the number.",
    },
}


def _all() -> Iterator[Rule]:
    for kind in KINDS.values():
        yield from _of(kind)
    for name, (severity, words) in _CLAIMS.items():
        status = "missing" if name.endswith("-missing") else "broken-claim"
        yield Rule(name=name, severity=severity, status=status, **words)
    for name, words in _DOCUMENTS.items():
        yield Rule(name=name, severity=Severity.INFO, status="contradiction", **words)
    for advice in ADVICE.values():
        yield Rule(
            name=advice.name, severity=advice.severity, status="advice",
            what=advice.what, why=advice.why, mend=advice.mend,
        )  # fmt: skip


RULES: dict[str, Rule] = {rule.name: rule for rule in _all()}
