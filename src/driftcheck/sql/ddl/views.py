"""CREATE VIEW."""

from __future__ import annotations

from driftcheck.kinds.view import View
from driftcheck.model import UNSTATED, Text, stated
from driftcheck.sql import parse
from driftcheck.sql.ddl.reader import Reader, options, value

_CHECKED = {"LOCAL_CHECK_OPTION": "local", "CASCADED_CHECK_OPTION": "cascaded"}


def query(reader: Reader, node: parse.Node, names: list[str], start: int, end: int) -> Text:
    """The query of CREATE VIEW; `names` of its columns stand at them, as PostgreSQL keeps them (`DefineView`)."""
    if not names:
        return reader.query(start, end) or UNSTATED
    return parse.with_names(node, names) or UNSTATED


def create(reader: Reader, node: parse.Node, start: int, end: int) -> None:
    """A ViewStmt."""
    from postgast import pg_query_pb2 as proto

    set_options = {name: value(found) or "true" for name, found in options(node.options).items()}
    if checked := _CHECKED.get(proto.ViewCheckOption.Name(node.with_check_option)):
        set_options["check_option"] = checked
    facts = View(
        at=reader.at(reader.first(start)),
        definition=query(reader, node.query, parse.strings(node.aliases), start, end),
        options=set_options or UNSTATED,
    )
    path = reader.relation(node.view)
    if node.replace and reader.sink.find("view", path) is not None:
        reader.sink.change("view", path, reader.at(reader.first(start)), **dict(stated(facts)))
    else:
        reader.sink.state("view", path, facts)
