"""The history as JSON: format 1 of the contract."""

from __future__ import annotations

from typing import Any

import msgspec

from driftcheck.reports import Medium


def render(data: dict[str, Any], medium: Medium) -> str:
    """One object, indented by two."""
    return msgspec.json.format(msgspec.json.encode(data), indent=2).decode() + "\n"
