"""Reads a database as an open transaction sees it: what is changed there is seen by nobody else, and is rolled back.

Everything but the transaction around it is what `driftcheck check` sends and reads.
"""

from __future__ import annotations

import time
from typing import Any

import psycopg

from driftcheck.model import Snapshot
from driftcheck.sources.live import batch, wire
from driftcheck.sources.live import read as live
from driftcheck.sources.live.known import Known
from driftcheck.sources.live.targets import Target

SECONDS = 60
_OF_THE_TRANSACTION = ("BEGIN", "COMMIT")
_ABOUT_THE_TRANSACTION = ("mark", "unmark", "since", "settings")


def read_inside(connection: psycopg.Connection[Any]) -> Snapshot:
    """What this connection's transaction sees."""
    version = connection.info.server_version
    statements = [
        (name, sql)
        for name, sql in batch.statements(version, SECONDS, SECONDS)
        if name not in _ABOUT_THE_TRANSACTION and not sql.startswith(_OF_THE_TRANSACTION)
    ]
    pieces = wire.results(connection, [sql for _, sql in statements], time.monotonic() + SECONDS)
    return live._snapshot(Target("inside", {}), Known(version), statements, pieces, live._Watching())
