"""psql's variables: what \\set gives, and `:name`, `:'name'` and `:"name"` where statements use it (psql, "Variables").

As in psql, one that is not set stays as it is written: `a[1:n]` is a slice.
"""

from __future__ import annotations

import re

from driftcheck.names import delimited
from driftcheck.sql.booleans import boolean

REFERENCE = r":(?:\{\?\w+\}|\w+|'\w+'|\"\w+\")"
_WORDS = re.compile(r"'(?:[^'\\]|\\.|'')*'?|\"[^\"]*\"?|`[^`]*`?|[^\s'\"`]+|\s+", re.DOTALL)
_INSIDE = re.compile(r":(?:'(\w+)'|\"(\w+)\"|(\w+))")
_ESCAPES = {"n": "\n", "t": "\t", "b": "\b", "r": "\r", "f": "\f"}


class Variables:
    """The variables of one script and of the files that it includes."""

    def __init__(self) -> None:
        self._values: dict[str, str] = {}
        self._unknown: set[str] = set()  # given by a program or by a query: set, to what it is not known

    def set(self, text: str) -> str | None:
        """\\set: a name and the words that make its value together. Returns what could not be done, if anything."""
        found = _WORDS.findall(text)
        words = [word for word in found if not word.isspace()]
        if not words:
            return None
        name, rest = words[0], words[1:]
        if any(word.startswith("`") for word in rest):
            self.forget(name)
            return "it would run a program"
        self._values[name] = "".join(map(self._word, rest))
        self._unknown.discard(name)
        return None

    def unset(self, name: str) -> None:
        """\\unset."""
        self._values.pop(name, None)
        self._unknown.discard(name)

    def forget(self, name: str) -> None:
        """The variable has a value that is not known here."""
        self._values.pop(name, None)
        self._unknown.add(name)

    def value(self, reference: str) -> str | None:
        """What a reference stands for; None if its variable is not set."""
        if reference.startswith(":{?"):
            name = reference[3:-1]
            return None if name in self._unknown else str(name in self._values).upper()
        name = reference[1:].strip("'\"")
        found = self._values.get(name)
        if found is None or reference[1] not in "'\"":
            return found
        if reference[1] == '"':
            return delimited(found)
        return ("E" if "\\" in found else "") + "'" + found.replace("\\", "\\\\").replace("'", "''") + "'"

    def truth(self, text: str) -> bool | None:
        """A condition of \\if; None where it is not known."""
        words = text.split()
        said = self.value(words[0]) if len(words) == 1 and words[0].startswith(":") else "".join(words)
        return None if said is None else boolean(said.strip("'"))

    def _word(self, word: str) -> str:
        if word.startswith("'"):
            inner = word[1:-1] if len(word) > 1 and word.endswith("'") else word[1:]
            return re.sub(r"''|\\(.)", lambda m: _ESCAPES.get(m[1], m[1]) if m[1] else "'", inner, flags=re.DOTALL)
        if word.startswith('"'):
            return word
        return _INSIDE.sub(lambda m: (lambda value: m[0] if value is None else value)(self.value(m[0])), word)


class Branches:
    """The \\if, \\elif, \\else and \\endif around a place in a script."""

    def __init__(self) -> None:
        # whether this branch runs, and whether one before it has
        self._open: list[tuple[bool | None, bool | None]] = []

    @property
    def skipped(self) -> bool:
        """Whether psql passes over what stands here."""
        return any(runs is False for runs, _ in self._open)

    @property
    def doubt(self) -> str:
        """Why it is not known whether psql runs what stands here; "" if it is."""
        return "it stands in an \\if whose condition is not known" if any(r is None for r, _ in self._open) else ""

    def take(self, command: str, text: str, variables: Variables) -> bool:
        """Carry out one of these commands; False if it is none."""
        if command == "if":
            self._open.append((variables.truth(text), False))
        elif command in ("elif", "else", "endif") and self._open:
            runs, before = self._open.pop()
            before = True if runs or before else None if runs is None or before is None else False
            if command != "endif":
                self._open.append((_branch(before, True if command == "else" else variables.truth(text)), before))
        else:
            return command in ("elif", "else", "endif")
        return True


def _branch(before: bool | None, condition: bool | None) -> bool | None:
    """Whether a branch runs, where one before it has or may have."""
    if before or condition is False:
        return False
    return None if before is None else condition
