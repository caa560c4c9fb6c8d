"""Rows of functions, enums, extensions and buckets."""

from __future__ import annotations

import re
from typing import Any

from driftcheck.sources.documents import attributes, gridcells, heads, objects
from driftcheck.sources.documents.context import Context
from driftcheck.sources.documents.markup import Inline


def function(first: Inline, cells: gridcells.Cells, context: Context) -> None:
    """| `close_month` | p_year integer | void | DEFINER | sql |"""
    from driftcheck.sql.types import canonical, is_type

    named = gridcells.named_in(first)
    if named is None or len(named.names) != 1:
        return
    name = named.names[0]
    cell = cells.cell("arguments")
    if cell is not None and name.signature in (None, ""):
        text = cell.text.strip().strip("`()").strip()
        name.signature = "" if text.lower() in attributes.NOTHING else text
    more: dict[str, Any] = {}
    returns = cells.text("returns").strip("`")
    if returns and (
        is_type(returns.lower().removeprefix("setof "))
        or re.fullmatch(r"(?:setof )?[a-z_][\w.]*(?:\[\])?", returns, re.IGNORECASE)
    ):
        setof = returns.lower().startswith("setof ")
        bare = returns[6:] if setof else returns
        more["returns"] = ("SETOF " if setof else "") + canonical(bare)
    security = cells.text("security").lower()
    if match := re.search(r"\b(definer|invoker)\b", security):
        more["security"] = match[1]
    language = cells.text("language").lower()
    if re.fullmatch(r"[a-z]\w*", language):
        more["language"] = language
    if (volatility := cells.text("volatility").lower()) in ("immutable", "stable", "volatile"):
        more["volatility"] = volatility
    type = cells.text("type").lower()
    if type in ("procedure", "aggregate", "window"):
        more["kind"] = type
    if type == "procedure":
        more.pop("returns", None)
    if "returns" in more and context.page.generated:  # the type of its rows: tbls does not tell a set of them
        more["loose"] = ["returns"]
    objects.function(name, context, cells.line, cells.text("description") or None, **more)


def enum(first: Inline, cells: gridcells.Cells, context: Context) -> None:
    """| `cart_state` | open, paid |"""
    named = gridcells.named_in(first)
    if named is None:
        return
    cell = cells.cell("values")
    path = objects.state("type", named.names[0], context, cells.line, cells.text("description") or None)
    values = objects.enum_values(cell.source.replace("\n", ", ")) if cell else None
    if cell and context.page.generated:
        values = [value.strip() for value in cell.text.split(",")]
    if values:
        objects.add("type", path, context.at(cells.line), context, values=values)


def extension(first: Inline, cells: gridcells.Cells, context: Context) -> None:
    """| `pg_trgm` | 1.6 | fuzzy search |"""
    named = gridcells.hyphened_in(first)
    if named is None:
        return
    path = objects.state("extension", named.names[0], context, cells.line, cells.text("description") or None)
    more: dict[str, Any] = {}
    version, schema = cells.text("version").strip("`v"), cells.text("schema").strip("`")
    if re.fullmatch(r"\d+(?:\.\d+)+", version):
        more["version"] = version
    if re.fullmatch(r"[a-z_]\w*", schema):
        more["schema"] = schema
    objects.add("extension", path, context.at(cells.line), context, **more)


def bucket(first: Inline, cells: gridcells.Cells, context: Context) -> None:
    """| `receipts` | no |"""
    named = gridcells.hyphened_in(first)
    if named is None:
        return
    path = objects.state("bucket", named.names[0], context, cells.line, cells.text("description") or None)
    text = cells.text("public").lower()
    public = {"public": True, "private": False}.get(text.split()[0] if text else "", heads.flag(text))
    if public is not None:
        objects.add("bucket", path, context.at(cells.line), context, public=public)
