"""What a command does to a relation: which rows it may name, and which rows may stand there afterwards."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from postgast import pg_query_pb2 as pb

from driftcheck.access import guard, queries
from driftcheck.access import values as v
from driftcheck.access.formula import TRUE, Atom, Formula, Junction, atoms, conjunction, disjunction, is_true
from driftcheck.access.scope import AlwaysFailsError, Scope, Source, number
from driftcheck.access.trees import UnreadableError, kind, names
from driftcheck.access.world import Relation

if TYPE_CHECKING:
    from driftcheck.access.reader import Reader


@dataclasses.dataclass(frozen=True)
class Part:
    """One policy's contribution."""

    name: str
    permissive: bool
    formula: Formula


@dataclasses.dataclass(frozen=True)
class Effect:
    """When a command may touch a row, by predicates on the relation `rel`."""

    rel: int
    old: Formula = TRUE  # on the row that it names (select, update, delete)
    new: Formula = TRUE  # on the row that it stores (insert, update)
    parts: tuple[Part, ...] = ()
    unguarded: bool = False
    columns: dict[str, str] | None = None  # a view's column → its table's
    table: Relation | None = None
    joined: bool = False  # a view's row stands for rows of several tables

    @property
    def formula(self) -> Formula:
        """Both, for a row that keeps what policies read."""
        return conjunction((self.old, self.new))


def of(reader: Reader, relation: Relation, command: str, scope: Scope, rel: int) -> Effect:
    """The effect of a command on a relation in a role's name. AlwaysFailsError where it raises an error for every row."""
    if relation.kind == "view":
        return _view(reader, relation, command, scope)
    if relation.kind == "materialized_view" and command != "select":
        raise AlwaysFailsError(f"{relation.path} is a materialized view")
    if not reader.world.guarded(relation, scope.role):
        return Effect(rel, unguarded=True, table=relation)
    parts: list[Part] = []
    old: Formula = TRUE
    new: Formula = TRUE
    if command in ("select", "update", "delete"):
        old, found = _clause(reader, relation, command, "using", scope, rel)
        parts += found
    if command in ("insert", "update"):
        new, found = _clause(reader, relation, command, "check", scope, rel)
        parts += [p for p in found if p not in parts]
    if command in ("update", "delete"):  # they name their row in WHERE
        seen, _ = _clause(reader, relation, "select", "using", scope, rel)
        old = conjunction((old, seen))
        if command == "update":  # a row that its writer could not see is refused (rowsecurity.c)
            new = conjunction((new, seen))
    return Effect(rel, old, new, tuple(parts), table=relation)


def _clause(
    reader: Reader, relation: Relation, command: str, which: str, scope: Scope, rel: int
) -> tuple[Formula, list[Part]]:
    parts = []
    for name, policy in guard.applying(reader, relation, command.upper(), scope.role).items():
        formula = is_true(guard.read(reader, guard.text_of(policy, which), relation, rel, scope))
        parts.append(Part(name, policy.permissive is not False, formula))
    allowed = disjunction(p.formula for p in parts if p.permissive)
    return conjunction((allowed, *(p.formula for p in parts if not p.permissive))), parts


def _view(reader: Reader, relation: Relation, command: str, scope: Scope) -> Effect:
    node = queries.view(relation)
    select = node.select_stmt
    inside = guard.viewer(relation, scope)
    simple = _base(reader, select, inside)
    if (
        simple is None
        or select.op > pb.SETOP_NONE
        or select.group_clause
        or select.distinct_clause
        or _aggregates(select)
    ):
        if command != "select":
            raise AlwaysFailsError(f"{relation.path} cannot be written to")
        return _joined(reader, relation, node, inside)
    base, alias = simple
    privilege = reader.world.privilege(inside.role, base, command.upper(), entering=False)
    readable = reader.world.privilege(inside.role, base, "SELECT", entering=False)
    if privilege is False or (command != "insert" and readable is False):
        raise AlwaysFailsError(f"permission denied for {base.path}")
    rel = number(base.path, reader.world.alone(base.path))
    effect = of(reader, base, command, inside, rel)
    rel = effect.rel
    shown = effect.columns
    source = (
        Source(base, rel)
        if shown is None
        else Source(columns={name: v.Column(rel, base.path, column) for name, column in shown.items()})
    )
    filtered: Formula = TRUE
    if kind(select.where_clause):
        framed = dataclasses.replace(inside, sources=({alias: source},))
        filtered = is_true(reader.condition(select.where_clause, framed))
    columns = _columns(select, source)
    option = getattr(relation.facts, "options", None)
    checked = isinstance(option, dict) and "check_option" in option
    if command == "insert" and not checked:
        filtered = TRUE
    old, new = conjunction((effect.old, filtered)), effect.new
    if checked and command in ("insert", "update"):
        new = conjunction((new, filtered))
    unguarded = effect.unguarded and conjunction((old, new)) == TRUE
    return Effect(rel, old, new, effect.parts, unguarded, columns, effect.table)


def _base(reader: Reader, select: object, scope: Scope) -> tuple[Relation, str] | None:
    items = list(select.from_clause)  # type: ignore[attr-defined]
    if len(items) != 1 or kind(items[0]) != "range_var" or select.HasField("with_clause"):  # type: ignore[attr-defined]
        return None
    var = items[0].range_var
    relation = reader.world.relation(var.schemaname, var.relname, scope.search)
    return (relation, var.alias.aliasname or var.relname) if relation else None


def _aggregates(select: object) -> bool:
    functions = {
        "count",
        "sum",
        "avg",
        "min",
        "max",
        "array_agg",
        "string_agg",
        "jsonb_agg",
        "json_agg",
        "bool_or",
        "bool_and",
    }
    for target in select.target_list:  # type: ignore[attr-defined]
        node = target.res_target.val
        if kind(node) == "func_call" and names(node.func_call.funcname)[-1] in functions:
            return True
    return bool(kind(select.limit_count) or kind(select.limit_offset))  # type: ignore[attr-defined]


def _columns(select: object, source: object) -> dict[str, str]:
    found: dict[str, str] = {}
    for target in select.target_list:  # type: ignore[attr-defined]
        node = target.res_target.val
        if kind(node) == "column_ref":
            column = names(node.column_ref.fields)[-1]
            value = source.column(column)  # type: ignore[attr-defined]
            if isinstance(value, v.Column):
                found[target.res_target.name or column] = value.name
    return found


def _joined(reader: Reader, relation: Relation, node: object, scope: Scope) -> Effect:
    query = queries.read(reader, node, scope)
    if len(query.branches) == 1 and not _grouped(node):
        (branch,) = query.branches
        counted: dict[int, int] = {}
        for _, value in branch.columns:
            if isinstance(value, v.Column):
                counted[value.rel] = counted.get(value.rel, 0) + 1
        rel = min(branch.rels, default=0)
        where = _unjoined(branch.where, rel)
        columns = {name: x.name for name, x in branch.columns if isinstance(x, v.Column) and x.rel == rel}
        table = next(
            (
                reader.world.relations.get(x.table)
                for _, x in branch.columns
                if isinstance(x, v.Column) and x.rel == rel
            ),
            None,
        )
        return Effect(rel, where, unguarded=where == TRUE, columns=columns, table=table, joined=True)
    if not any(True for b in query.branches for _ in atoms(b.where)) and any(b.where == TRUE for b in query.branches):
        return Effect(0, unguarded=True, columns={})
    raise UnreadableError(f"{relation.path} puts rows together that different callers see")


def _unjoined(formula: Formula, rel: int) -> Formula:
    """The condition on a joined row: how its parts are joined is what the row is, and filters nothing."""
    if isinstance(formula, Atom):
        if len(formula.equal) == 2 and not formula.caller and not formula.negated:
            return TRUE
        return formula if rel in formula.rels else dataclasses.replace(formula, column=None)
    if isinstance(formula, Junction):
        return (conjunction if formula.all else disjunction)(_unjoined(part, rel) for part in formula.parts)
    return formula


def _grouped(node: object) -> bool:
    select = node.select_stmt  # type: ignore[attr-defined]
    return bool(select.group_clause) or _aggregates(select)
