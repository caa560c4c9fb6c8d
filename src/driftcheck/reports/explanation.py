"""`compile --explain`: line by line what was taken from the documents, and what was not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from driftcheck.reports import Medium


def render(compiled: Any, medium: Medium) -> str:
    """The explanation's text."""
    text = str(compiled.explanation)
    return text if text.endswith("\n") else text + "\n"
