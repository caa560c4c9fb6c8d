"""The database itself: only what a document says is whole in it ("all roles", "complete extensions")."""

from __future__ import annotations

from driftcheck.kinds.base import Kind
from driftcheck.model import Facts


class Database(Facts):
    pass


PATH = "database"

KIND = Kind(name="database", plural="databases", facts=Database, scope="database", missing=None, undocumented=None)
