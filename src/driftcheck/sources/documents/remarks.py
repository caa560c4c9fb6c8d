"""What the first words of a remark on a column say: "Primary key", "FK → users(id), nullable"; and putting it together."""

from __future__ import annotations

import re

from driftcheck.model import UNSTATED
from driftcheck.sources.documents import attributes

_ASIDE = re.compile(r"\s\(([^()]{1,120})\)\s*\Z")
_DASH = re.compile(r"\s+[-–—]\s+")


def words(text: str, said: attributes.Attributes, *, only_whole: bool = False) -> None:
    """A cell of keys and constraints; with `only_whole` (notes) only if its first words are nothing else."""
    if not text.strip() or text.strip().lower() in attributes.NOTHING:
        return
    pieces = [p for part in text.replace("<br>", "\n").split("\n") for p in attributes.split_commas(part) if p.strip()]
    if not only_whole:
        pieces = [p for piece in pieces for p in ([piece] if "(" in piece else re.split(r"\s*/\s*|\s*\+\s*", piece))]
    reference = ""
    for piece in pieces:
        found = attributes.read(piece, typed=False)
        if reference and not found.described:  # "FK → users.id, cascade" says what becomes of the row
            found = attributes.read(f"{reference}, {piece}", typed=False)
        elif found.references:
            reference = piece
        if found.references and found.rest and (aside := _ASIDE.search(piece)):  # "References users(id) (the owner)"
            bare = attributes.read(piece[: aside.start()], typed=False)
            found = found if attributes.read(aside[1], typed=False).described else bare
        if found.described and not found.rest:
            merge(found, said)
        else:
            if len(parts := _DASH.split(piece, maxsplit=1)) > 1:
                _before_dash(parts[0], said)
            if only_whole:
                return


def _before_dash(text: str, said: attributes.Attributes) -> None:
    """ "FK → users(id) — null is a guest"; "unique — per shop" is no key over the one column."""
    found = attributes.read(text, typed=False)
    if found.described and not found.rest and not found.unique and not found.primary_key:
        merge(found, said)


def merge(found: attributes.Attributes, said: attributes.Attributes) -> None:
    """Add to `said` what was found and is not said yet."""
    for field in ("type", "references", "on_delete", "on_update"):
        if getattr(found, field) is not None and getattr(said, field) is None:
            setattr(said, field, getattr(found, field))
    for field in ("nullable", "default"):
        if getattr(found, field) is not UNSTATED and getattr(said, field) is UNSTATED:
            setattr(said, field, getattr(found, field))
    said.identity = said.identity or found.identity
    said.generated = said.generated or found.generated
    said.checks += tuple(check for check in found.checks if check not in said.checks)
    said.primary_key |= found.primary_key
    said.refers |= found.refers
    said.unique |= found.unique
