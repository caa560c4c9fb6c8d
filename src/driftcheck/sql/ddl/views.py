"""CREATE VIEW."""

from __future__ import annotations

from driftcheck.kinds.view import View
from driftcheck.model import UNSTATED
from driftcheck.sql import parse
from driftcheck.sql.ddl.reader import Reader, options, value


def create(reader: Reader, node: parse.Node, start: int, end: int) -> None:
    """A ViewStmt."""
    set_options = {name: value(found) or "true" for name, found in options(node.options).items()}
    facts = View(
        at=reader.at(reader.first(start)),
        definition=UNSTATED if node.aliases else reader.behind(start, "AS", end) or UNSTATED,
        options=set_options or UNSTATED,
    )
    reader.sink.state("view", reader.relation(node.view), facts)
