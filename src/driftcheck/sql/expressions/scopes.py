"""Which relation a column's qualifier means, on both sides, while two queries are compared."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence

from driftcheck.names import split
from driftcheck.sql.expressions.known import ALWAYS_QUALIFIED
from driftcheck.sql.expressions.present import Present, elsewhere
from driftcheck.sql.expressions.tree import Tree

Path = tuple[str, ...]


@dataclasses.dataclass(slots=True)
class Scope:
    """One FROM: the expected name of each relation → its actual name, that → its path, and bare columns' relations;
    the name of a function that gives one value a row → the column that it is. `united`: it is a UNION or its kin;
    `items` are the actual FROM's.
    """

    names: dict[str, str] = dataclasses.field(default_factory=dict)
    relations: dict[str, Path] = dataclasses.field(default_factory=dict)
    bare: dict[str, str] = dataclasses.field(default_factory=dict)
    values: dict[str, Path] = dataclasses.field(default_factory=dict)
    united: bool = False
    items: Tree = ()

    def copy(self) -> Scope:
        """A scope that may change without this one."""
        named = dict(self.names), dict(self.relations), dict(self.bare), dict(self.values)
        return Scope(*named, self.united, self.items)


class Scopes:
    """The scopes from the outermost to the innermost, the relations that the comparison takes as renamed, and what the
    actual side's source holds.
    """

    def __init__(self, relation: str | None, renamed: Mapping[str, str], present: Present | None = None) -> None:
        self.present = present or Present({})
        self.renamed = {split(old): split(new) for old, new in renamed.items()}
        self.stack = [Scope()]
        self.schema = ""
        self.parameters: Sequence[str] = ()
        self.function = ""
        if relation:
            path = split(relation)
            self.schema = path[0]
            self.bind(path[-1], self.renamed.get(path, path)[-1], self.renamed.get(path, path))

    def bind(self, expected: str, actual: str, path: Path) -> None:
        """A relation of the innermost FROM by its names on both sides."""
        self.stack[-1].names[expected] = actual
        self.stack[-1].relations[actual] = path

    def bind_function(self, path: Path, parameters: Sequence[str]) -> None:
        """The function whose body is compared, with the names of its parameters: outside of all queries in it."""
        self.bind(path[-1], path[-1], path)
        self.parameters = parameters
        self.function = path[-1]

    def same_parameter(self, number: int, actual: Path) -> bool:
        """`$1` is printed as the first parameter's name, behind the function's where relations are in sight."""
        name = self.parameters[number - 1] if 0 < number <= len(self.parameters) else ""
        return bool(name) and actual in ((name,), (self.function, name))

    def push(self, items: Tree, united: bool = False) -> None:
        """Enter a query."""
        self.stack.append(Scope(united=united, items=items))

    def pop(self) -> None:
        """Leave it."""
        self.stack.pop()

    def snapshot(self) -> list[Scope]:
        """What restore() takes back."""
        return [scope.copy() for scope in self.stack]

    def restore(self, stack: list[Scope]) -> None:
        """Forget what was bound since."""
        self.stack = stack

    def same_function(self, expected: Path, actual: Path) -> bool:
        """A function's name; an unqualified one is looked for where search paths lead."""
        return self._same_name(expected, actual) and not elsewhere(expected, actual, self.schema, self.present.function)

    def _same_name(self, expected: Path, actual: Path) -> bool:
        if not suffix(expected, actual):
            return False
        return len(expected) == len(actual) or actual[0] not in ALWAYS_QUALIFIED - {self.schema}

    def same_relation(self, expected: Path, actual: Path) -> bool:
        """By path; a document may leave the schema out, and a renamed relation is itself."""
        if self._same_name(expected, actual):
            return not elsewhere(expected, actual, self.schema, self.present.relation)
        return any(suffix(expected, old) and new == actual for old, new in self.renamed.items())

    def same_column(self, expected: Path, actual: Path) -> bool:
        """`id`, `profiles.id`, `p.id`: the same column of what is the same relation on both sides."""
        if expected[-1] != actual[-1]:
            return self._whole_row(expected, actual) or self._one_value(expected, actual)
        qualifier, found = expected[:-1], actual[:-1]
        if not found:  # printed so where only one relation is in sight
            return not qualifier or any(qualifier[-1] in scope.names for scope in self.stack)
        if not qualifier:
            return self._bare(expected[-1], found[-1])
        known = next((s.names[qualifier[-1]] for s in reversed(self.stack) if qualifier[-1] in s.names), qualifier[-1])
        return known == found[-1]

    def _bare(self, column: str, relation: str) -> bool:
        """An unqualified name means one relation in one query, and the inner one of two that have the column
        (`colNameToVar`, parse_relation.c).
        """
        scope = self.stack[-1]
        for depth in range(len(self.stack) - 1, -1, -1):
            if relation in self.stack[depth].relations:
                path = self.stack[depth].relations[relation]
                if any(path in inner.relations.values() for inner in self.stack[depth + 1 :]):
                    return False
                break
            if any(self.present.column(path, column) for path in self.stack[depth].relations.values()):
                return False
        return scope.bare.setdefault(column, relation) == relation

    def of_row(self, row: Tree, fields: Tree) -> Tree | None:
        """`(t).name` of a relation's row is the column `t.name`, None for the field of another value."""
        if row[0] != "column" or len(row) != 2 or len(fields) != 1 or fields[0][0] != "String":
            return None
        return (*row, fields[0][1][1]) if any(row[1] in scope.names for scope in self.stack) else None

    def _one_value(self, expected: Path, actual: Path) -> bool:
        """`item ->> 'id'` of `jsonb_array_elements(…) item` is printed as `item.value ->> 'id'`."""
        found = next((s.values[expected[0]] for s in reversed(self.stack) if expected[0] in s.values), None)
        return len(expected) == 1 and found is not None and found[-len(actual) :] == actual

    @staticmethod
    def _whole_row(expected: Path, actual: Path) -> bool:
        """`to_json(t)` is printed as `to_json(t.*)`."""
        return len(expected) == 1 and len(actual) > 1 and actual[-1] == "*" and actual[-2] == expected[0]


def suffix(expected: Path, actual: Path) -> bool:
    """The same name, qualifiers that the expected side leaves out aside."""
    return expected == actual or (len(expected) < len(actual) and actual[-len(expected) :] == expected)
