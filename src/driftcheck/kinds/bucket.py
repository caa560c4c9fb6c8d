"""Supabase Storage buckets: `storage.buckets`."""

from __future__ import annotations

from driftcheck.kinds import same
from driftcheck.kinds.base import ERROR, WARNING, Kind
from driftcheck.model import UNSTATED, Facts, Flag, Names, Number


class Bucket(Facts):
    public: Flag = UNSTATED
    file_size_limit: Number | None = UNSTATED
    allowed_mime_types: Names | None = UNSTATED


KIND = Kind(
    name="bucket",
    plural="buckets",
    facts=Bucket,
    scope="database",
    missing=WARNING,
    undocumented=WARNING,
    changed={"public": ERROR},
    same={"allowed_mime_types": same.unordered},
    why="Uploads go to buckets; a public one serves its files to anyone who has the address.",
)
