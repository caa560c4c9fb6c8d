"""What foreign keys refer to, once all tables are known: a table written in another way is the table."""

from __future__ import annotations

from driftcheck.ledger import Ledger
from driftcheck.model import UNSTATED
from driftcheck.names import join, split


def settle(ledger: Ledger) -> None:
    """ "FK → Users.id" refers to the table that the page heads "Users" and that may be called users."""
    tables = ledger.objects["table"]
    known = {other: path for path, facts in tables.items() for other in facts.spellings or ()}
    if not known:
        return
    for kind in ("constraint", "column"):
        for facts in ledger.objects[kind].values():
            written = getattr(facts, "references", UNSTATED)
            if not written:
                continue
            table = join(*split(written))
            if table not in tables and table in known:
                facts.references = known[table] + written[len(table) :]  # type: ignore[attr-defined]
