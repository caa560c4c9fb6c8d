"""Two values side by side: which of their parts differ."""

from __future__ import annotations

import difflib
import re

Parts = list[tuple[str, bool]]  # text, whether the other side has something else there

_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
MOST = 1_500  # tokens that are held against each other one by one
ALIKE = 0.3  # values that share less than this differ as a whole


def difference(expected: str, actual: str) -> tuple[Parts, Parts]:
    """Both texts in parts, by words where they are short enough, else by lines.

    >>> difference("varchar(255)", "varchar(80)")
    ([('varchar(', False), ('255', True), (')', False)], [('varchar(', False), ('80', True), (')', False)])
    """
    left, right = _TOKEN.findall(expected), _TOKEN.findall(actual)
    if max(len(left), len(right)) > MOST:
        left, right = expected.splitlines(keepends=True), actual.splitlines(keepends=True)
    if max(len(left), len(right)) > MOST:
        return [(expected, True)], [(actual, True)]
    plain = [[" " if token.isspace() else token for token in side] for side in (left, right)]
    matcher = difflib.SequenceMatcher(None, plain[0], plain[1], autojunk=False)
    if matcher.ratio() < ALIKE:
        return [(expected, True)], [(actual, True)]
    parts: tuple[Parts, Parts] = ([], [])
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        for side, text in zip(parts, ("".join(left[i1:i2]), "".join(right[j1:j2])), strict=True):
            if text:
                side.append((text, tag != "equal" and not text.isspace()))
    return parts
