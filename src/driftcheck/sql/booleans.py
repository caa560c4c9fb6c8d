"""How PostgreSQL reads a boolean, wherever one is written as text: literals, storage parameters, psql's conditions."""

from __future__ import annotations

_WORDS = {"true": True, "yes": True, "on": True, "1": True, "false": False, "no": False, "off": False, "0": False}


def boolean(text: str) -> bool | None:
    """What the text means to `parse_bool` (chapter 8.6); None if it is no boolean.

    >>> boolean("on"), boolean("F"), boolean("of"), boolean("o"), boolean("local")
    (True, False, False, None, None)
    """
    word = text.strip().lower()
    meant = {value for spelling, value in _WORDS.items() if word and spelling.startswith(word)}
    return meant.pop() if len(meant) == 1 else None
