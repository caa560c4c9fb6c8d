"""The author's hand: `<!-- driftcheck: complete tables -->` and its kin, and the same in YAML front matter.

- `complete tables`, `presumed columns`, `partial columns`: how whole the lists are, to the end of the section
- `schema billing`: where unqualified names belong, until the next one
- `ignore`: nothing is taken, to the end of the section
- `kind functions`: what the lists of the section hold

A misspelt directive is an error with its line: silence would read the page as if it were not there.
"""

from __future__ import annotations

import dataclasses
import re
from typing import Any

from driftcheck.errors import UsageError
from driftcheck.hints import did_you_mean
from driftcheck.kinds import COLLECTIONS
from driftcheck.model import Level
from driftcheck.names import quote, split

_SPEAKS = re.compile(r"driftcheck\b\s?:?", re.IGNORECASE)
_LEVELS = {"complete": Level.COMPLETE, "presumed": Level.PRESUMED, "partial": Level.PARTIAL}
_WORDS = (*_LEVELS, "schema", "ignore", "kind")


@dataclasses.dataclass(frozen=True, slots=True)
class Directive:
    """One of them. `value` is a list of kinds, a schema, or nothing."""

    word: str
    value: tuple[str, ...]
    line: int

    @property
    def level(self) -> Level:
        """Of complete, presumed and partial."""
        return _LEVELS[self.word]


def comments(text: str, first: int, path: str) -> list[Directive]:
    """The directives in raw HTML whose first line is `first`. UsageError for one that is misspelt."""
    found = []
    position, line, counted = 0, first, 0
    while (start := text.find("<!--", position)) >= 0 and (end := text.find("-->", start)) >= 0:
        position = end + 3
        comment = text[start + 4 : end].strip()
        if match := _SPEAKS.match(comment):
            line, counted = line + text.count("\n", counted, start), start
            found += [
                _directive(piece.replace(",", " ").split(), line, path) for piece in comment[match.end() :].split(";")
            ]
    return found


def _directive(words: list[str], line: int, path: str) -> Directive:
    if not words:
        raise UsageError(f"{path}:{line}: driftcheck: says nothing; write one of {', '.join(_WORDS)}")
    word, rest = words[0].lower().rstrip(":"), words[1:]
    if word not in _WORDS:
        hint = did_you_mean(word, _WORDS) or "; known are " + ", ".join(_WORDS)
        raise UsageError(f'{path}:{line}: unknown directive "{words[0]}"{hint}')
    if word == "ignore":
        if rest:
            raise UsageError(f'{path}:{line}: "ignore" takes nothing after it')
        return Directive(word, (), line)
    if not rest:
        example = "billing" if word == "schema" else "tables"
        raise UsageError(f'{path}:{line}: "{word}" says nothing; write what, e.g. "{word} {example}"')
    if word == "schema":
        if len(rest) != 1 or len(split(rest[0])) != 1:
            raise UsageError(f'{path}:{line}: "schema" takes one name')
        return Directive(word, (quote(split(rest[0])[0]),), line)
    kinds = tuple(_kind(name, line, path) for name in rest)
    if word == "kind" and len(kinds) != 1:
        raise UsageError(f'{path}:{line}: "kind" takes one kind')
    return Directive(word, kinds, line)


def _kind(name: str, line: int, path: str) -> str:
    """A kind's name from its plural, as people write it: "materialized views", "enums"."""
    word = name.lower().replace("-", "_")
    word = {"enums": "types", "procedures": "functions", "foreign_keys": "constraints", "keys": "constraints"}.get(
        word, word
    )
    if word in COLLECTIONS:
        return COLLECTIONS[word].name
    raise UsageError(f'{path}:{line}: unknown kind "{name}"{did_you_mean(word, COLLECTIONS)}')


def front_matter(text: str, path: str) -> tuple[str, list[Directive], dict[str, str]]:
    """The page with its YAML front matter blanked (lines keep their numbers), its directives, and its plain words.

    Front matter that is not YAML is left alone unless it speaks to driftcheck.
    """
    lines = text.split("\n", 2000)
    if not lines or lines[0].rstrip() != "---":
        return text, [], {}
    end = next((n for n, line in enumerate(lines[1:], 1) if line.rstrip() in ("---", "...")), None)
    if end is None:
        return text, [], {}
    from driftcheck.sources.yaml import YamlError, load

    block = "\n".join(lines[1:end])
    rest = "\n" * (end + 1) + "\n".join(lines[end + 1 :])
    places: dict[tuple[str, ...], int] = {}
    try:
        data = load(block, places)
    except YamlError as error:
        if "driftcheck" in block:
            raise UsageError(f"{path}:{error.line + 1}: front matter: {error}") from None
        return rest, [], {}
    if not isinstance(data, dict):
        return rest, [], {}
    plain = {str(key).lower(): str(value) for key, value in data.items() if isinstance(value, str | int | float)}
    return rest, _settings(data, places, path), plain


def _settings(data: dict[Any, Any], places: dict[tuple[str, ...], int], path: str) -> list[Directive]:
    settings = data.get("driftcheck")
    if settings is None:
        return []
    top = places.get(("driftcheck",), 1) + 1
    if settings == "ignore":
        return [Directive("ignore", (), top)]
    if not isinstance(settings, dict):
        raise UsageError(
            f"{path}:{top}: driftcheck: is a mapping, e.g. driftcheck: {{schema: billing, complete: [tables]}}"
        )
    found = []
    for key, value in settings.items():
        line = places.get(("driftcheck", str(key)), top - 1) + 1
        if key == "ignore":
            if value is True:
                found.append(Directive("ignore", (), line))
            continue
        words = value if isinstance(value, list) else [value]
        found.append(_directive([str(key), *map(str, words)], line, path))
    return found
