"""DDL out of a snapshot: the statements that create, in an empty PostgreSQL, the database that it describes.

What a snapshot leaves unstated is filled in plainly (fill.py); claims are made true (claimed.py); then one function a
kind writes the statements (tables.py, code.py, cluster.py). Pure: text out, nothing is run.
"""

from __future__ import annotations

from driftcheck.build import cluster, code, tables
from driftcheck.build.claimed import fill_claims
from driftcheck.build.draft import Draft
from driftcheck.build.fill import fill, settle
from driftcheck.model import Snapshot

__all__ = ["statements"]


def statements(snapshot: Snapshot, existing: Snapshot | None = None) -> list[str]:
    """DDL in an order that runs. `existing` is what the database holds already: nothing of it is created again.

    The first statement lets functions name tables that come later; run all on one connection.
    """
    draft = Draft(snapshot, existing)
    fill(draft)
    fill_claims(draft)
    fill(draft)  # for what the claims added
    settle(draft)
    return [
        "SET check_function_bodies = off",
        *cluster.schemas(draft),
        *cluster.roles(draft),
        *cluster.extensions(draft),
        *code.types(draft),
        *cluster.sequences(draft),
        *code.functions(draft, early=True),
        *tables.tables(draft),
        *code.functions(draft, early=False),
        *cluster.sequence_owners(draft),
        *tables.constraints(draft),
        *code.views(draft),
        *tables.indexes(draft),
        *tables.foreign_keys(draft),
        *code.rules(draft),
        *code.policies(draft),
        *code.triggers(draft),
        *code.event_triggers(draft),
        *cluster.publications(draft),
        *cluster.buckets(draft),
        *cluster.grants(draft),
        *cluster.comments(draft),
    ]
