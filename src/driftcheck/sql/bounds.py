"""A partition's bound: `FOR VALUES FROM (…) TO (…)`, `IN (…)`, `WITH (…)`, DEFAULT (CREATE TABLE, "partition_bound_spec")."""

from __future__ import annotations

from datetime import UTC

from driftcheck.sql import parse
from driftcheck.sql.expressions import reading
from driftcheck.sql.expressions.moments import moment
from driftcheck.sql.expressions.tree import Tree
from driftcheck.sql.expressions.values import number

_ENDS = ("minvalue", "maxvalue")


def text(spec: parse.Node) -> str:
    """A PartitionBoundSpec as `pg_get_expr` prints it, its values as they were written."""
    if spec.is_default:
        return "DEFAULT"
    if spec.strategy == "h":
        return f"FOR VALUES WITH (modulus {spec.modulus}, remainder {spec.remainder})"
    if spec.strategy == "l":
        return f"FOR VALUES IN ({_values(spec.listdatums)})"
    return f"FOR VALUES FROM ({_values(spec.lowerdatums)}) TO ({_values(spec.upperdatums)})"


def same_bound(expected: str, actual: str) -> bool:
    """Whether two bounds hold the same rows; a list's values may stand in any order."""
    try:
        return _read(expected) == _read(actual)
    except parse.NotSQLError:
        return expected.split() == actual.split()


def _values(nodes: list[parse.Node]) -> str:
    texts = (parse.text_of(node) for node in nodes)
    return ", ".join(word.upper() if word.lower() in _ENDS else word for word in texts)


def _read(bound: str) -> tuple[object, ...]:
    (statement, _, _), *_ = parse.statements(f"CREATE TABLE t PARTITION OF p {bound}")
    spec = statement.partbound
    if spec.is_default or spec.strategy == "h":
        return (spec.is_default, spec.modulus, spec.remainder)
    if spec.strategy == "l":
        return (frozenset(map(_value, spec.listdatums)),)
    return (tuple(map(_value, spec.lowerdatums)), tuple(map(_value, spec.upperdatums)))


def _value(node: parse.Node) -> Tree:
    """A value without the type that it takes from the key: a number, a moment, or a text."""
    tree = reading.expression(parse.text_of(node))
    while tree[0] == "cast":
        tree = tree[2]
    if tree[0] == "column" and tree[-1].lower() in _ENDS:
        return ("end", tree[-1].lower())
    if tree[0] == "number":
        return tree[:2]
    if tree[0] == "date":
        return ("moment", "{:04}-{:02}-{:02}T00:00:00".format(*tree[1:]))
    if tree[0] != "string":
        return tree
    if (found := moment(tree[1])) is not None:
        return ("moment", found.replace(tzinfo=found.tzinfo or UTC).astimezone(UTC).replace(tzinfo=None).isoformat())
    return number(tree[1]) or tree
