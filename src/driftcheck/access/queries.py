"""Reads queries: from which relations rows come, under which condition, and what each column is worth."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from postgast import pg_query_pb2 as pb

from driftcheck.access import values as v
from driftcheck.access.compare import compare
from driftcheck.access.formula import TRUE, Formula, Term, conjunction, disjunction, terms
from driftcheck.access.scope import AlwaysFailsError, Scope, Source, number
from driftcheck.access.trees import Node, UnreadableError, kind, names, sql, statement
from driftcheck.access.world import Relation
from driftcheck.kinds.column import Column
from driftcheck.kinds.table import Table
from driftcheck.names import join

if TYPE_CHECKING:
    from driftcheck.access.reader import Reader

_AGGREGATES = frozenset(
    {"bool_or", "bool_and", "every", "array_agg", "max", "min", "jsonb_agg", "json_agg", "string_agg"}
)


@dataclasses.dataclass(frozen=True)
class Item:
    """One way in which FROM yields rows."""

    sources: dict[str, Source]
    rels: frozenset[int]
    where: Formula
    tables: frozenset[str]
    optional: tuple[tuple[frozenset[int], Formula], ...] = ()  # LEFT JOIN: they count where the query asks for the row


def read(reader: Reader, node: Node, scope: Scope) -> v.Query:
    """A SELECT as a set of branches. UnreadableError for what is not understood, AlwaysFailsError for what cannot run."""
    if kind(node) != "select_stmt":
        raise UnreadableError(f"{kind(node)} is not understood")
    return _select(reader, node.select_stmt, scope, node)


def _select(reader: Reader, select: Any, scope: Scope, node: Node | None = None) -> v.Query:
    text = sql(node) if node is not None else ""
    if select.HasField("with_clause"):
        for cte in select.with_clause.ctes:
            c = cte.common_table_expr
            if select.with_clause.recursive and c.ctequery.select_stmt.op > pb.SETOP_NONE:
                query = _recursive(reader, c, scope)
            else:
                query = _renamed(read(reader, c.ctequery, scope), names(c.aliascolnames))
            scope = dataclasses.replace(scope, queries={**scope.queries, c.ctename: query})
    if select.op > pb.SETOP_NONE:
        left, right = _select(reader, select.larg, scope), _select(reader, select.rarg, scope)
        if select.op == pb.SETOP_UNION:
            return v.Query((*left.branches, *right.branches), text)
        return v.Query(left.branches, text)  # INTERSECT, EXCEPT: the widest that the other side's data leaves
    if select.values_lists:
        rows = [
            tuple((f"column{i}", reader.value(x, scope)) for i, x in enumerate(r.list.items, 1))
            for r in select.values_lists
        ]
        return v.Query(tuple(v.Branch(frozenset(), TRUE, row) for row in rows), text)
    branches, aggregate = [], ""
    for item in _from(reader, list(select.from_clause), scope):
        inside = scope.within(item.sources)
        where = reader.condition(select.where_clause, inside) if kind(select.where_clause) else TRUE
        columns, aggregate = _columns(reader, select.target_list, inside, item)
        shown = frozenset(c.rel for _, c in columns if isinstance(c, v.Column))
        if item.optional:
            where = disjunction(_partnered(item, term, shown) for term in terms(where))
        branches.append(v.Branch(item.rels, conjunction((item.where, where)), columns, item.tables))
    return v.Query(tuple(branches), text, aggregate)


def _partnered(item: Item, term: Term, shown: frozenset[int]) -> Formula:
    """One way to meet WHERE, with what joins those partners of a LEFT JOIN that it asks for."""
    asked = shown.union(*(atom.rels for atom in term))
    return conjunction((*(on for rels, on in item.optional if rels & asked), *term))


def _recursive(reader: Reader, cte: Any, scope: Scope) -> v.Query:
    """WITH RECURSIVE: where it starts and one step on; further steps ask the same of rows further away."""
    both, columns = cte.ctequery.select_stmt, names(cte.aliascolnames)
    start = _renamed(_select(reader, both.larg, scope), columns)
    columns = columns or [name for name, _ in start.branches[0].columns] if start.branches else columns
    inside = dataclasses.replace(scope, queries={**scope.queries, cte.ctename: start})
    step = _renamed(_select(reader, both.rarg, inside), columns)
    return v.Query((*start.branches, *step.branches), start.text)


def _columns(reader: Reader, targets: Any, scope: Scope, item: Item) -> tuple[tuple[tuple[str, v.Value], ...], str]:
    found: list[tuple[str, v.Value]] = []
    aggregate = ""
    for target in targets:
        node = target.res_target.val
        if kind(node) == "column_ref" and len(names(node.column_ref.fields)) < len(node.column_ref.fields):
            wanted = names(node.column_ref.fields)
            for alias, source in item.sources.items():
                if not wanted or wanted[-1] == alias:
                    known = (
                        source.columns
                        if source.columns is not None
                        else (source.relation.columns if source.relation else {})
                    )
                    found += [(name, value) for name in known if (value := source.column(name)) is not None]
            continue
        name = target.res_target.name
        if kind(node) == "column_ref":
            name = name or names(node.column_ref.fields)[-1]
        if kind(node) == "func_call":
            called = names(node.func_call.funcname)[-1]
            name = name or called
            if called == "count":
                aggregate = "count"
                found.append((name, v.Opaque(sql(node))))
                continue
            if called in _AGGREGATES and node.func_call.args:
                found.append((name, reader.value(node.func_call.args[0], scope)))
                continue
        found.append((name or "?column?", reader.value(node, scope)))
    return tuple(found), aggregate


def _from(reader: Reader, nodes: list[Node], scope: Scope) -> Iterator[Item]:
    if not nodes:
        yield Item({}, frozenset(), TRUE, frozenset())
        return
    first, *rest = nodes
    for left in _item(reader, first, scope):
        if not rest:
            yield left
            continue
        for right in _from(reader, rest, scope.within(left.sources)):
            yield _merged(left, right)


def _merged(left: Item, right: Item, *more: Formula) -> Item:
    return Item(
        {**left.sources, **right.sources},
        left.rels | right.rels,
        conjunction((left.where, right.where, *more)),
        left.tables | right.tables,
        (*left.optional, *right.optional),
    )


def _item(reader: Reader, node: Node, scope: Scope) -> Iterator[Item]:
    match kind(node):
        case "range_var":
            yield from _table(reader, node.range_var, scope)
        case "range_subselect":
            sub = node.range_subselect
            yield from derived(
                _renamed(read(reader, sub.subquery, scope), names(sub.alias.colnames)), sub.alias.aliasname
            )
        case "range_function":
            yield from _function(reader, node.range_function, scope)
        case "join_expr":
            yield from _join(reader, node.join_expr, scope)
        case other:
            raise UnreadableError(f"{other} in FROM is not understood")


def _join(reader: Reader, node: Any, scope: Scope) -> Iterator[Item]:
    for left in _item(reader, node.larg, scope):
        for right in _item(reader, node.rarg, scope.within(left.sources)):
            inside = scope.within({**left.sources, **right.sources})
            on: Formula = TRUE
            if kind(node.quals):
                on = reader.condition(node.quals, inside)
            for name in names(node.using_clause):
                pair = [
                    next((c for s in side.sources.values() if (c := s.column(name)) is not None), None)
                    for side in (left, right)
                ]
                if pair[0] is not None and pair[1] is not None:
                    on = conjunction((on, compare("=", pair[0], pair[1], name)))
            if node.jointype == pb.JOIN_INNER:
                yield _merged(left, right, on)
            else:  # LEFT, FULL, RIGHT: the row may come without its partner
                merged = _merged(left, dataclasses.replace(right, where=TRUE))
                optional = (right.rels, conjunction((right.where, on)))
                yield dataclasses.replace(merged, optional=(*merged.optional, optional))


def _table(reader: Reader, node: Any, scope: Scope) -> Iterator[Item]:
    alias = node.alias.aliasname or node.relname
    if not node.schemaname and node.relname in scope.queries:
        yield from derived(scope.queries[node.relname], alias)
        return
    relation = reader.world.relation(node.schemaname, node.relname, scope.search) or _managed(node)
    if relation is None:
        raise UnreadableError(f"{join(*filter(None, (node.schemaname, node.relname)))} is not in the snapshot")
    yield from rows(reader, relation, scope, alias)


def rows(reader: Reader, relation: Relation, scope: Scope, alias: str) -> Iterator[Item]:
    """What a role sees of a relation's rows: its policies, or a view's query."""
    from driftcheck.access import guard

    if reader.world.privilege(scope.role, relation, "SELECT", entering=bool(scope.calls)) is False:
        raise AlwaysFailsError(f"permission denied for {relation.path}")
    if relation.kind == "view":
        query, inside = view(relation), guard.viewer(relation, scope)
        yield from derived(read(reader, query, inside), alias)
        return
    rel = number(relation.path, reader.world.alone(relation.path))
    where = guard.visible(reader, relation, rel, scope) if reader.world.guarded(relation, scope.role) else TRUE
    yield Item({alias: Source(relation, rel)}, frozenset({rel}), where, frozenset({relation.path}))


def view(relation: Relation) -> Node:
    """A view's query."""
    definition = getattr(relation.facts, "definition", None)
    if not isinstance(definition, str):
        raise UnreadableError(f"the query of {relation.path} is not in the snapshot")
    return statement(definition)


def derived(query: v.Query, alias: str) -> Iterator[Item]:
    """A subquery's rows under a name."""
    for branch in query.branches:
        yield Item({alias: Source(columns=dict(branch.columns))}, branch.rels, branch.where, branch.tables)


def _function(reader: Reader, node: Any, scope: Scope) -> Iterator[Item]:
    call = node.functions[0].list.items[0]
    value = reader.value(call, scope)
    name = names(call.func_call.funcname)[-1] if kind(call) == "func_call" else "column"
    alias = node.alias.aliasname or name
    columns = names(node.alias.colnames)
    match value:
        case v.Query():
            query = value
        case v.Unknown(reason):
            raise UnreadableError(reason)
        case _:
            query = v.Query((v.Branch(frozenset(), TRUE, ((alias, value),)),), "")
    yield from derived(
        _renamed(query, columns or ([alias] if len(query.branches[0].columns) == 1 and node.alias.aliasname else [])),
        alias,
    )


def _renamed(query: v.Query, columns: list[str]) -> v.Query:
    if not columns:
        return query
    branches = []
    for b in query.branches:
        old = [name for name, _ in b.columns]
        new = [*columns, *old[len(columns) :]]
        branches.append(dataclasses.replace(b, columns=tuple(zip(new, (x for _, x in b.columns), strict=False))))
    return dataclasses.replace(query, branches=tuple(branches))


_AUTH = {
    "users": ("id", "email", "phone", "role", "raw_user_meta_data", "raw_app_meta_data", "is_anonymous", "created_at"),
}


def _managed(node: Any) -> Relation | None:
    """Tables of the platform that helper functions read; API roles may not."""
    columns = _AUTH.get(node.relname) if node.schemaname == "auth" else None
    if columns is None:
        return None
    table = Table(owner="supabase_auth_admin", grants={"postgres": ["SELECT"]}, rls=True)
    return Relation(join("auth", node.relname), "table", table, {name: Column() for name in columns}, {})
