"""`show --format jsonl`: one object a line."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec


def render(shown: Iterable[msgspec.Struct]) -> str:
    """The lines, in the order given."""
    encode = msgspec.json.Encoder().encode
    return "".join(encode(line).decode() + "\n" for line in shown)
