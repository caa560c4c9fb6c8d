"""One tree for each query: what ruleutils.c prints of a SELECT and people leave out."""

from __future__ import annotations

from driftcheck.sql import parse
from driftcheck.sql.expressions.tree import NOTHING, Tree, build, fields, listed, name_parts, optional, rule
from driftcheck.sql.figured import column_name

_FIRST = ("with_clause", "larg", "rarg", "from_clause")  # what gives names to the rest


_PLAIN = ("SETOP_NONE", "LIMIT_OPTION_DEFAULT", "LIMIT_OPTION_COUNT")


@rule("SelectStmt")
def select(node: parse.Node) -> Tree:
    """("select", (clause, tree), …), the clauses that name relations before those that use the names."""
    stated = [(k, v) for k, v in fields(node) if v not in _PLAIN]
    order = {name: i for i, name in enumerate(_FIRST)}
    return ("select", *sorted(stated, key=lambda field: order.get(field[0], len(order))))


@rule("ResTarget")
def target(node: parse.Node) -> Tree:
    """("target", name, value, what follows the name); no name where it is a star or not known."""
    star = parse.name(parse.unwrap(node.val)) == "ColumnRef" and not parse.strings(parse.unwrap(node.val).fields[-1:])
    name = node.name or (None if star or not node.HasField("val") else column_name(node.val))
    return ("target", name, optional(node, "val"), listed(node.indirection))


@rule("RangeVar")
def relation(node: parse.Node) -> Tree:
    """("relation", path, alias where stated, columns' aliases, whether only it); pg_catalog may be left out."""
    parts = tuple(p for p in (node.schemaname, node.relname) if p and p != "pg_catalog")
    alias = node.alias.aliasname if node.HasField("alias") else None
    return ("relation", parts, alias, tuple(parse.strings(node.alias.colnames)), not node.inh)


@rule("JoinExpr")
def join(node: parse.Node) -> Tree:
    """("join", kind, NATURAL, left, right, USING, ON, the aliases of what USING merges, then those of the whole)."""
    sides = (build(node.larg), build(node.rarg), tuple(parse.strings(node.using_clause)), optional(node, "quals"))
    return ("join", node.jointype, node.is_natural, *sides, *(_alias(node, "join_using_alias")), *_alias(node, "alias"))


def _alias(node: parse.Node, field: str) -> tuple[str | None, tuple[str, ...]]:
    """A name and those of the columns."""
    alias = getattr(node, field)
    return (alias.aliasname or None, tuple(parse.strings(alias.colnames)))


@rule("RangeSubselect")
def derived(node: parse.Node) -> Tree:
    """("from", alias, columns' aliases, the query, the rest); VALUES names its columns itself."""
    tag, alias, names, query, others = _item(node, build(node.subquery), "subquery")
    values = parse.unwrap(node.subquery).values_lists
    width = len(parse.unwrap(values[0]).items) if values else 0
    return (tag, alias, () if names == tuple(f"column{i}" for i in range(1, width + 1)) else names, query, others)


@rule("RangeFunction")
def function(node: parse.Node) -> Tree:
    """A function in FROM; PostgreSQL adds an alias and its column."""
    return _item(node, listed(node.functions), "functions")


_ALWAYS_LATERAL = {"functions": ("lateral", True)}  # a function sees what stands before it, LATERAL or not


def _item(node: parse.Node, what: Tree, field: str) -> Tree:
    alias = node.alias.aliasname if node.HasField("alias") else None
    others = tuple(f for f in fields(node) if f[0] not in (field, "alias") and f != _ALWAYS_LATERAL.get(field))
    return ("from", alias, tuple(parse.strings(node.alias.colnames)), what, others)


@rule("SortBy")
def sort(node: parse.Node) -> Tree:
    """("sort", key, direction, place of nulls, operator): ASC is the default, NULLS LAST for ASC, FIRST for DESC."""
    descending = node.sortby_dir == 3
    nulls = {2: "first", 3: "last"}.get(node.sortby_nulls, "first" if descending else "last")
    direction, using = "desc" if descending else "asc", name_parts(node.use_op)
    if node.sortby_dir == 4 and using in _DIRECTIONS:  # "USING >" is printed as DESC
        direction, using = _DIRECTIONS[using], ()
        nulls = {2: "first", 3: "last"}.get(node.sortby_nulls, "first" if direction == "desc" else "last")
    return ("sort", build(node.node), direction, nulls, using)


_DIRECTIONS = {("<",): "asc", (">",): "desc"}


@rule("IndexElem")
def index_element(node: parse.Node) -> Tree:
    """("key", key, collation, operator class, its parameters, direction, place of nulls)."""
    key = ("column", node.name) if node.name else build(node.expr)
    descending = node.ordering == 3
    nulls = {2: "first", 3: "last"}.get(node.nulls_ordering, "first" if descending else "last")
    options = listed(node.opclassopts) if node.opclassopts else NOTHING
    collation = name_parts(node.collation)
    return (
        "key",
        key,
        () if collation == ("default",) else collation,
        name_parts(node.opclass),
        options,
        descending,
        nulls,
    )


@rule("ViewStmt")
@rule("CreateTableAsStmt")
def view(node: parse.Node) -> Tree:
    """CREATE VIEW, CREATE MATERIALIZED VIEW: the query."""
    return build(node.query)


@rule("RuleStmt")
def rewrite(node: parse.Node) -> Tree:
    """("rule", relation, condition, actions): its name, event and INSTEAD are facts of their own."""
    return ("rule", build(node.relation), optional(node, "where_clause"), listed(node.actions))
