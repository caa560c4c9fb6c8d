"""Two long values cut to where they part, so that a message of one line shows it."""

from __future__ import annotations

LONGEST = 160  # characters of one value in a message
_AROUND = 40  # characters of what both share, before and behind


def excerpts(expected: str, actual: str) -> tuple[str, str]:
    """Both values, whole if they are short.

    >>> excerpts("a", "b")
    ('a', 'b')
    >>> [len(text) <= LONGEST for text in excerpts("x" * 5000 + "a" * 500, "x" * 5000 + "b" * 500)]
    [True, True]
    """
    if max(len(expected), len(actual)) <= LONGEST:
        return expected, actual
    same = _shared(expected, actual)
    rest = _shared(expected[same:][::-1], actual[same:][::-1])
    begin = max(same - _AROUND, 0)
    return _cut(expected, begin, len(expected) - rest), _cut(actual, begin, len(actual) - rest)


def _cut(text: str, begin: int, parted: int) -> str:
    """From a little before the difference to a little behind it, at words where there are some."""
    if begin:
        word = text.find(" ", begin, begin + _AROUND // 2)
        begin = word + 1 if word >= 0 else begin
    before = "…" if begin else ""
    end = min(parted + _AROUND, begin + LONGEST - len(before) - 1)
    return before + text[begin:end] + ("…" if end < len(text) else "")


def _shared(a: str, b: str) -> int:
    """How many characters both begin with."""
    return next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
