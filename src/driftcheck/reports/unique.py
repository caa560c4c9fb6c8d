"""Identities for platforms that take two results of one identity for one."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from driftcheck.model import Finding


def fingerprints(findings: Iterable[Finding]) -> list[str]:
    """Each finding's fingerprint; a second one of the same gets a number."""
    return _numbered(finding.fingerprint for finding in findings)


def alerts(findings: Iterable[Finding]) -> list[str]:
    """An identity that outlives the values: of rule, object and property only, never of a line."""
    keys = ("\0".join((f.rule, f.kind, f.object, f.property or "")) for f in findings)
    return _numbered(hashlib.sha256(key.encode("utf-8", "backslashreplace")).hexdigest()[:32] for key in keys)


def _numbered(names: Iterable[str]) -> list[str]:
    """The names, with `:2`, `:3` after those that came before.

    >>> _numbered(["a", "b", "a"])
    ['a', 'b', 'a:2']
    """
    seen: dict[str, int] = {}
    result = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        result.append(name if seen[name] == 1 else f"{name}:{seen[name]}")
    return result
