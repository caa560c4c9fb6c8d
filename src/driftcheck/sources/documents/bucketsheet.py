"""A bucket told property by property, in a table or in labelled items.

| Property    | Value            |        - **Bucket name**: `receipts`
| Bucket name | `receipts`       |        - **Public**: no
| Visibility  | Private          |
"""

from __future__ import annotations

import re
from typing import Any

from driftcheck.sources.documents import gridcells, heads, labels, objects
from driftcheck.sources.documents.context import Context
from driftcheck.sources.documents.markup import Block, Inline

_ROLES = {
    "name": "bucket name|bucket|bucket id|nom du bucket|nombre del bucket|nome do bucket",
    "public": "public|visibility|access|access level|privacy|public access|is public|öffentlich|público|sichtbarkeit|zugriff",
    "size": "file size limit|max file size|maximum file size|size limit|max size",
    "types": "allowed mime types|allowed types|mime types|allowed file types|file types",
}
_ROLE = {word: role for role, words in _ROLES.items() for word in words.split("|")}
_ELSEWHERE = re.compile(
    r"\b(?:s3|aws|amazon|r2|cloudflare|cloudfront|gcs|google|gcp|azure|minio|b2|backblaze|region|endpoint|arn|acl)\b",
    re.IGNORECASE,
)
_OURS = re.compile(r"supabase|storage[ .]buckets?", re.IGNORECASE)
_BYTES = re.compile(r"(?:\A|\()\s*(\d{1,3}(?:,\d{3})+|\d{4,15})(?:\s*bytes)?\s*(?:\)|\Z)", re.IGNORECASE)
_MIME = re.compile(r"[a-z]+/[\w.+*-]+")


def of_table(block: Block, context: Context) -> bool:
    """State the bucket that a table of properties and values tells of; whether it does."""
    rows = [row.cells for row in block.rows if len(row.cells) == 2]
    return len(rows) == len(block.rows) and _state([(cells[0].text, cells[1]) for cells in rows], context)


def of_list(block: Block, context: Context) -> bool:
    """State the bucket that labelled items tell of; whether they do."""
    found = [labels.read(item.inline) for item in block.children if item.inline is not None]
    return _state([(one.words, one.value) for one in found if one is not None], context)


def _state(told: list[tuple[str, Inline]], context: Context) -> bool:
    said: dict[str, Inline] = {}
    for words, value in told:
        if role := _ROLE.get(heads.normal(words)):
            said.setdefault(role, value)
    own = context.object[1] if context.object and context.object[0] == "bucket" else None
    if ("name" not in said and own is None) or not said.keys() & {"public", "size", "types"}:
        return False
    if _ELSEWHERE.search(" ".join((context.title, *(f"{words} {value.text}" for words, value in told)))):
        return False
    if own is None and not _OURS.search(context.page.text):
        return False
    path, line = own, next(iter(said.values())).line
    if "name" in said:
        named = gridcells.hyphened_in(said["name"])
        line = said["name"].line
        if named is None or len(named.names) != 1 or not context.today:
            return False
        path = objects.state("bucket", named.names[0], context, line, listing=False)
    for role, value in said.items():
        if facts := _facts(role, value):
            objects.add("bucket", path, context.at(value.line), context, **facts)
    return True


def _facts(role: str, value: Inline) -> dict[str, Any]:
    text = value.text.strip()
    if role == "public":
        first = text.lower().split()[0].strip(",.;(") if text else ""
        public = {"public": True, "private": False}.get(first, heads.flag(text))
        return {} if public is None else {"public": public}
    if role == "size" and (match := _BYTES.search(text)):
        return {"file_size_limit": int(match[1].replace(",", ""))}
    kinds = [piece.strip(" `") for piece in text.split(",")]
    if role == "types" and all(_MIME.fullmatch(kind) for kind in kinds):
        return {"allowed_mime_types": kinds}
    return {}
