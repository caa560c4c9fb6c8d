"""What lies open: sensitive columns, extensions in public, public buckets whose files can be listed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, cast

from driftcheck.access.trees import Node, inner, kind, names, sql
from driftcheck.advice.base import API_ROLES, Advice, View, found
from driftcheck.advice.expressions import always_true, branches, children, parsed
from driftcheck.kinds.bucket import Bucket
from driftcheck.kinds.extension import Extension
from driftcheck.kinds.policy import Policy
from driftcheck.model import Finding, Severity
from driftcheck.names import parent, quote, split

_SECRET = frozenset(
    """
    password passwd pwd passphrase passcode secret secrets ssn cvv cvc iban apikey credential credentials pin otp totp
    biometric diagnosis
    """.split()  # noqa: SIM905 - a list of names reads best as one
)
_PAIRS = frozenset(
    """
    api_key private_key secret_key encryption_key access_token refresh_token auth_token oauth_token session_token
    reset_token bearer_token social_security credit_card card_number card_cvv bank_account account_number routing_number
    tax_id national_id passport_number license_number insurance_number medical_record health_record recovery_codes
    backup_codes birth_date date_of_birth
    """.split()  # noqa: SIM905
)
_ABOUT = frozenset(
    "at hint changed expires expiry enabled required set count verified attempts updated length policy".split()  # noqa: SIM905
)
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def is_sensitive(column: str) -> bool:
    """Whether a column of this name holds what nobody else should read.

    >>> is_sensitive("password_hash"), is_sensitive("cardNumber"), is_sensitive("password_changed_at")
    (True, True, False)
    """
    words = [w for w in _HUMP.sub("_", column).lower().replace("-", "_").split("_") if w]
    if not words or words[0] in ("is", "has") or words[-1] in _ABOUT:
        return False
    joined = f"_{'_'.join(words)}_"
    return any(f"_{pair}_" in joined for pair in _PAIRS) or (
        bool(set(words) & _SECRET) and words[-1] not in ("id", "name", "type")
    )


def _columns(view: View) -> Iterator[Finding]:
    suspects = {
        r.path: sorted(c for c in r.columns if is_sensitive(c))
        for r in view.relations("table", "view", "materialized_view")
        if split(r.path)[0] in view.exposed
    }
    suspects = {path: columns for path, columns in suspects.items() if columns}
    if not suspects:
        return
    from driftcheck.access.matrix import Derivation

    derivation = Derivation(view.snapshot, {split(path)[0] for path in suspects})
    for relation in derivation.relations:
        readers: dict[str, list[str]] = {}
        for caller, who in (("anonymous", "anonymous callers"), ("stranger", "any signed-in user")):
            cell = derivation.cell(relation, "select", caller)
            if set(cell.reach) & {"all", "condition"}:
                for name in suspects.get(relation.path, ()):
                    if cell.columns is None or name in cell.columns:
                        readers.setdefault(name, []).append(who)
        for name, who_reads in readers.items():
            path = f"{relation.path}.{quote(name)}"
            yield found("column", path, f"{' and '.join(who_reads)} can read it", who_reads)


def _extensions(view: View) -> Iterator[Finding]:
    for path, facts in view.own("extension").items():
        if cast(Extension, facts).schema == "public":
            yield found(
                "extension", path, "is installed in public, which the API serves and whose names anyone may meet"
            )


def _buckets(view: View) -> Iterator[Finding]:
    listing = [
        (split(path)[-1], cast(Policy, facts))
        for path, facts in view.own("policy").items()
        if parent(path) == "storage.objects"
        and cast(Policy, facts).command in ("SELECT", "ALL")
        and cast(Policy, facts).permissive is not False
        and _speaks_of_callers(cast(Policy, facts))
    ]
    for path, facts in view.own("bucket").items():
        if cast(Bucket, facts).public is not True:
            continue
        by = [name for name, policy in listing if _lists(policy.using, split(path)[0])]
        if by:
            named = ", ".join(f"“{name}”" for name in by)
            yield found("bucket", path, f"is public, and {named} lets callers list all of its files", by)


def _speaks_of_callers(policy: Policy) -> bool:
    return not isinstance(policy.roles, list) or bool({"public", *API_ROLES} & set(policy.roles))


def _lists(using: object, bucket: str) -> bool:
    """Whether some alternative of the condition asks for nothing but the bucket, or that the caller is signed in."""
    node = parsed(using)
    if node is None:
        return False
    return any(all(_admits(part, bucket) for part in parts) for parts in branches(node))


def _admits(node: Node, bucket: str) -> bool:
    if always_true(sql(node)):
        return True
    fields = set(_names(node))
    if fields == {"bucket_id"} and kind(node) == "a_expr" and names(node.a_expr.name) == ["="]:
        return bucket in set(_words(node))
    if not fields and kind(node) == "null_test":
        return "uid" in set(_called(node))
    return not fields and "role" in set(_called(node)) and bool(set(_words(node)) & {*API_ROLES})


def _walk(message: Any) -> Iterator[Any]:
    yield message
    for child in children(message):
        yield from _walk(child)


def _names(node: Node) -> Iterator[str]:
    for message in _walk(inner(node)):
        if message.DESCRIPTOR.name == "ColumnRef":
            yield names(message.fields)[-1]


def _words(node: Node) -> Iterator[str]:
    for message in _walk(inner(node)):
        if message.DESCRIPTOR.name == "A_Const":
            yield str(message.sval.sval)


def _called(node: Node) -> Iterator[str]:
    for message in _walk(inner(node)):
        if message.DESCRIPTOR.name == "FuncCall":
            yield names(message.funcname)[-1]


RULES = (
    Advice(
        name="advice-sensitive-column-exposed",
        severity=Severity.ERROR,
        what="Callers who have no tie to a row can read a column whose name says that it holds a secret.",
        why="Passwords, keys, and numbers of cards and people are what leaks are about.",
        mend="Narrow the table's SELECT policies, revoke SELECT on the column, or move it to a table of its own.",
        look=_columns,
    ),
    Advice(
        name="advice-extension-in-public",
        severity=Severity.WARNING,
        what="An extension is installed in the schema public.",
        why="Its functions and types stand among those of the application, and the API serves them.",
        mend="ALTER EXTENSION … SET SCHEMA extensions.",
        look=_extensions,
    ),
    Advice(
        name="advice-public-bucket-lists",
        severity=Severity.WARNING,
        what="A public bucket has a policy by which callers can list all of its files.",
        why="Whoever knows an address reads its file without any policy; with this one nobody needs to know addresses.",
        mend="Drop the SELECT policy on storage.objects, or let it admit only the caller's own files.",
        look=_buckets,
    ),
)
