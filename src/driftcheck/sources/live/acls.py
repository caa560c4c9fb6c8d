"""Access control lists, as the catalogs hold them, into grants: role → privileges (PostgreSQL documentation, 5.8)."""

from __future__ import annotations

from functools import lru_cache

from driftcheck.sources.live.known import Known, Reading

_PRIVILEGES = {
    "a": "INSERT",
    "r": "SELECT",
    "w": "UPDATE",
    "d": "DELETE",
    "D": "TRUNCATE",
    "x": "REFERENCES",
    "t": "TRIGGER",
    "m": "MAINTAIN",
    "X": "EXECUTE",
    "U": "USAGE",
    "C": "CREATE",
    "c": "CONNECT",
    "T": "TEMPORARY",
    "s": "SET",
    "A": "ALTER SYSTEM",
}
_OWNERS = {
    "r": "arwdDxtm",
    "s": "rwU",
    "n": "UC",
    "f": "X",
    "T": "U",
    "F": "U",
    "S": "U",
    "d": "CTc",
    "l": "U",
    "c": "",
}
_MAINTAIN = 170000


def acl(type: str) -> Reading:
    """The reading of an ACL on one type of object, by acldefault's letter; a column's owner is its table's."""

    def read(known: Known, value: str, owner: str = "") -> dict[str, list[str]]:
        return _grants(value, owner, _owners(type, known.version))

    if type == "c":
        return Reading(read, shared=True, null={})
    return Reading(read, ("owner",), shared=True)


def identity_acl(known: Known, value: str, owner: str) -> dict[str, list[str]]:
    """The ACL on an identity column's sequence."""
    return _grants(value, owner, _owners("s", known.version))


def default_acl(known: Known, value: str, owner: str, type: str, in_schema: bool) -> dict[str, list[str]]:
    """The ACL that new objects get: instead of the built-in one, or, in one schema, on top of it."""
    letter = "s" if type == "S" else type
    return _grants(value, owner, "" if in_schema else _owners(letter, known.version))


def _owners(type: str, version: int) -> str:
    """What the owner holds by default (`acldefault`, acl.c)."""
    letters = _OWNERS.get(type, "")
    return letters if version >= _MAINTAIN else letters.replace("m", "")


@lru_cache(maxsize=4096)
def _parsed(value: str, owner: str, full: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """An ACL's text (`{role=privileges/grantor,…}`, `*` behind one that may be granted on) → role, privileges."""
    found: dict[str, set[str]] = {}
    for item in _items(value):
        grantee, rest = _grantee(item)
        letters, _, _ = rest.partition("/")
        held = found.setdefault(grantee or "public", set())
        for i, letter in enumerate(letters):
            if letter != "*":
                held.add(_PRIVILEGES.get(letter, letter) + ("*" if letters[i + 1 : i + 2] == "*" else ""))
    for held in found.values():
        held -= {privilege.removesuffix("*") for privilege in held if privilege.endswith("*")}
    if full and found.get(owner) == {_PRIVILEGES[letter] for letter in full}:
        del found[owner]
    elif full:
        found.setdefault(owner, set())
    return tuple((role, tuple(sorted(held))) for role, held in sorted(found.items()))


def _grants(value: str, owner: str, full: str) -> dict[str, list[str]]:
    """Role → privileges. The owner is named only where it holds other than it does by default."""
    return {role: list(held) for role, held in _parsed(value, owner, full)}


def _items(value: str) -> list[str]:
    """The elements of an array's text."""
    items, item, quoted, i = [], [], False, 1
    while i < len(value) - 1:
        c = value[i]
        if c == "\\":
            i += 1
            item.append(value[i])
        elif c == '"':
            quoted = not quoted
        elif c == "," and not quoted:
            items.append("".join(item))
            item = []
        else:
            item.append(c)
        i += 1
    return [*items, "".join(item)] if len(value) > 2 else []


def _grantee(item: str) -> tuple[str, str]:
    """The role (quoted where `putid` quotes it) and what follows its `=`."""
    if not item.startswith('"'):
        plain, _, rest = item.partition("=")
        return plain, rest
    end = 1
    while item[end : end + 2] == '""' or item[end] != '"':
        end += 2 if item[end] == '"' else 1
    return item[1:end].replace('""', '"'), item[end + 1 :].removeprefix("=")
