"""Names are hostile: what a terminal, an editor or a log would act on is shown, not obeyed."""

from __future__ import annotations

import re

# C0 and C1 controls, line and paragraph separators, marks of direction (Unicode TR 36, "bidirectional text spoofing"),
# invisible and interlinear characters, tags, lone surrogates
_ACTIVE = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
_SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def escape(text: str) -> str:
    """The text on one line, without a character that anything acts on.

    >>> escape("a\\x1b[31mb\\nc\\u202ed")
    'a\\\\x1b[31mb\\\\nc\\\\u202ed'
    """
    return text if text.isascii() and text.isprintable() else _ACTIVE.sub(_shown, text)


def _shown(match: re.Match[str]) -> str:
    c = match.group()
    return _SHORT.get(c) or (f"\\x{ord(c):02x}" if ord(c) < 256 else f"\\u{ord(c):04x}")
