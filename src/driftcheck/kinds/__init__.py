"""The kinds of objects, listed once, in the order in which reports and snapshots keep them."""

from __future__ import annotations

from driftcheck.kinds import (
    bucket,
    cast,
    claim,
    collation,
    column,
    constraint,
    database,
    default_privilege,
    event_trigger,
    extension,
    foreign_data_wrapper,
    foreign_server,
    foreign_table,
    function,
    index,
    materialized_view,
    operator,
    operator_class,
    operator_family,
    policy,
    publication,
    publication_member,
    relationship,
    role,
    rule,
    schema,
    sequence,
    statistics,
    subscription,
    table,
    text_search_configuration,
    text_search_dictionary,
    text_search_parser,
    text_search_template,
    trigger,
    type,
    view,
)
from driftcheck.kinds.base import RELATIONS, Kind, Pair, Same

__all__ = ["COLLECTIONS", "KINDS", "PARTS", "RELATIONS", "Kind", "Pair", "Same"]

KINDS: dict[str, Kind] = {
    module.KIND.name: module.KIND
    for module in (
        database,
        schema,
        extension,
        role,
        table,
        column,
        constraint,
        index,
        policy,
        trigger,
        rule,
        view,
        materialized_view,
        foreign_table,
        function,
        sequence,
        type,
        publication,
        publication_member,
        bucket,
        event_trigger,
        foreign_data_wrapper,
        foreign_server,
        subscription,
        statistics,
        collation,
        operator,
        operator_class,
        operator_family,
        cast,
        text_search_configuration,
        text_search_dictionary,
        text_search_parser,
        text_search_template,
        default_privilege,
        relationship,
        claim,
    )
}

COLLECTIONS: dict[str, Kind] = {kind.plural: kind for kind in KINDS.values()}

PARTS = tuple(name for name, kind in KINDS.items() if kind.scope == "table" and name != "index")
"""The kinds whose path goes on from their table's; an index stands in the schema."""
