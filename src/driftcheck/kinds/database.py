"""The database itself: what a source says is whole in it ("all roles", "complete extensions").

Its owner, settings and privileges are the server's affair: pg_dump leaves them out, and a restored copy has others.
"""

from __future__ import annotations

from driftcheck.kinds.base import Kind
from driftcheck.model import Facts


class Database(Facts):
    """Nothing of its own: only the lists that are complete in it."""


PATH = "database"  # whatever its name: staging and production are compared

KIND = Kind(
    name="database",
    plural="databases",
    facts=Database,
    scope="database",
    missing=None,
    undocumented=None,
    why="What is whole in a database can have something undocumented.",
)
