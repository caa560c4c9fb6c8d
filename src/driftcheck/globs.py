"""Which names a list of globs selects: one meaning wherever the configuration or the command line has such a list."""

from __future__ import annotations

from collections.abc import Sequence
from fnmatch import fnmatchcase


def matches(name: str, pattern: str) -> bool:
    """Whether a glob means the name. A name means itself: the brackets of `f(text[])` are no set of characters.

    >>> matches("public.f(text[])", "public.f(text[])"), matches("public.f(text[])", "public.f(*)")
    (True, True)
    """
    return name == pattern or fnmatchcase(name, pattern)


def selected(name: str, patterns: Sequence[str] | None) -> bool:
    """Whether globs select the name; the last that matches decides, `!` excludes, only exclusions select the rest.

    >>> selected("tmp_a", ["tmp_*", "!tmp_keep"]), selected("tmp_keep", ["tmp_*", "!tmp_keep"]), selected("a", ["!b"])
    (True, False, True)
    """
    if not patterns:
        return False
    chosen = patterns[0].startswith("!")
    for pattern in patterns:
        if matches(name, pattern.removeprefix("!")):
            chosen = not pattern.startswith("!")
    return chosen
