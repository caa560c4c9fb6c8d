"""Roles as statements name them."""

from __future__ import annotations

from typing import Any

from driftcheck.model import UNSTATED, Names, Text
from driftcheck.sql import parse


def named(node: parse.Node) -> Text:
    """A RoleSpec's name, PUBLIC in lower case. CURRENT_USER and the like are whoever ran it: unstated."""
    from postgast import pg_query_pb2 as proto

    match proto.RoleSpecType.Name(node.roletype):
        case "ROLESPEC_CSTRING":
            return str(node.rolename)
        case "ROLESPEC_PUBLIC":
            return "public"
    return UNSTATED


def roles(nodes: Any) -> Names:
    """All of them, or unstated if one is; who is named beside PUBLIC is one of it (CREATE POLICY keeps only that)."""
    found = [named(parse.unwrap(node)) for node in nodes]
    if "public" in found:
        return ["public"]
    return [name for name in found if name is not UNSTATED] if UNSTATED not in found else UNSTATED
