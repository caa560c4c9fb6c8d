"""Values for a column of a made row: what its type takes, what policies ask for, and what they do not."""

from __future__ import annotations

import dataclasses

from driftcheck.access import words
from driftcheck.access.matrix import Derivation
from driftcheck.access.world import Relation
from driftcheck.kinds.column import Column
from driftcheck.kinds.constraint import Constraint
from driftcheck.kinds.type import Type
from driftcheck.model import UNSTATED
from driftcheck.names import constant
from driftcheck.prove.harvest import NULL, Harvest
from driftcheck.prove.people import Person, number

ACTORS = ("a", "b", "x")
ID_TYPES = ("uuid", "text", "character varying")  # of columns that may hold a user's or a tenant's id


@dataclasses.dataclass(frozen=True)
class Places:
    """What a table's keys say of its columns."""

    users: frozenset[str]  # refer to users
    links: dict[str, tuple[str, str]]  # refer to another table: column → (table, its column)
    itself: frozenset[str]  # refer to the table itself
    unique: tuple[frozenset[str], ...]

    @property
    def is_one_each(self) -> bool:
        """Whether a user has one row at most."""
        return any(u and u <= self.users for u in self.unique)

    def is_key(self, name: str) -> bool:
        """Whether the column alone is a key of the table's own, which refers to nothing."""
        return frozenset({name}) in self.unique and name not in self.users and name not in self.links


def places(derivation: Derivation, relation: Relation, harvest: Harvest) -> Places:
    """What is known of a table's columns from its keys and from what policies compare them with."""
    from driftcheck.access.owners import is_users

    users: set[str] = set()
    links: dict[str, tuple[str, str]] = {}
    itself: set[str] = set()
    unique: list[frozenset[str]] = []
    for key in derivation.world.keys.get(relation.path, []):
        columns = key.columns if isinstance(key.columns, list) else []
        if key.type in ("primary key", "unique"):
            unique.append(frozenset(columns))
        if key.type == "foreign key" and isinstance(key.references, str) and len(columns) == 1:
            target, _, other = key.references.partition("(")
            if target == relation.path:
                itself.add(columns[0])
            elif target == "auth.users" or is_users(derivation.world, target):
                users.add(columns[0])
            else:
                links[columns[0]] = (target, other.rstrip(")").strip('"'))
    for name, column in relation.columns.items():
        compared = name in harvest.users and name not in links
        if compared and name not in harvest.folders and column.type in ID_TYPES:
            users.add(name)
    return Places(frozenset(users - itself), links, frozenset(itself), tuple(unique))


def sample(column: Column, name: str, i: int, derivation: Derivation) -> str:
    """A value of the column's type that nothing asks for; the i-th one differs from the others where the type allows."""
    type = column.type if isinstance(column.type, str) else "text"
    declared = derivation.world.snapshot.of("type").get(type)
    if isinstance(declared, Type) and declared.values is not UNSTATED and declared.values:
        return constant(declared.values[0])
    base = type.split("(")[0]
    if base.endswith("[]"):
        return "'{}'"
    match base:
        case "uuid":
            return constant(number(i))
        case "boolean":
            return "false"
        case "smallint" | "integer" | "bigint" | "numeric" | "real" | "double precision":
            return str(i)
        case "json" | "jsonb":
            return "'{}'"
        case "date" | "timestamp with time zone" | "timestamp without time zone":
            return f"now() - interval '{i} minutes'"
        case "time without time zone" | "time with time zone":
            return "'12:00'"
        case "interval":
            return "'1 hour'"
        case "inet" | "cidr":
            return f"'10.0.0.{i % 250}'"
        case "bytea":
            return "'\\x00'"
        case "vector":
            size = int(type.partition("(")[2].rstrip(")") or 3)
            return "'[" + ",".join(["0"] * size) + "]'"
    if "email" in name:
        return constant(f"m{i}@example.com")
    if "url" in name:
        return constant(f"https://example.com/{i}")
    return constant(f"{name[:8]}-{i}")


def candidates(column: Column, i: int) -> list[str]:
    """Values to try where a check refuses the plain one."""
    type = column.type if isinstance(column.type, str) else "text"
    if type.split("(")[0] in ("smallint", "integer", "bigint", "numeric", "real", "double precision"):
        return ["1", "0", "2", "5", "10", "50", "100", "0.5", "1000", "-1"]
    if type in ("date", "timestamp with time zone", "timestamp without time zone"):
        return ["now() + interval '1 day'", "now() - interval '1 day'", "now()"]
    if type == "boolean":
        return ["true", "false"]
    samples = [
        "abc",
        "abcdefgh",
        "ABC",
        "AB",
        "a",
        "",
        "USD",
        "#aabbcc",
        f"m{i}@example.com",
        "https://example.com",
        "+15551234567",
        "12345",
    ]
    return [constant(s) for s in samples]


def another(value: str, i: int) -> str:
    """The i-th value of the same form: letters and digits counted on from the right.

    >>> another("'ABC'", 1), another("'AZ'", 1), another("'a-9'", 2)
    ("'ABD'", "'BA'", "'b-1'")
    """
    chars = list(value)
    for at in range(len(chars) - 1, -1, -1):
        for first, size in (("a", 26), ("A", 26), ("0", 10)):
            place = ord(chars[at]) - ord(first)
            if 0 <= place < size and i:
                i, rest = divmod(place + i, size)
                chars[at] = chr(ord(first) + rest)
                break
    return "".join(chars)


def asked(derivation: Derivation, harvest: Harvest, relation: Relation, name: str, people: list[Person]) -> list[str]:
    """The values that matter for a column that policies read: those that meet them first."""
    column = relation.columns[name]
    type = column.type if isinstance(column.type, str) else "text"
    acting = [p for p in people if p.name in ACTORS]
    if name in harvest.folders:
        return [constant(f"{p.id}/file.png") for p in acting]
    if type in ("uuid[]", "text[]") and (name in harvest.users or name in harvest.read) and not harvest.meets.get(name):
        return [f"ARRAY[{constant(p.id)}]::{type}" for p in acting[:2]] + ["'{}'"]
    if type == "jsonb" and name in harvest.users:
        return [f"'[\"{p.id}\"]'" for p in acting[:2]] + ["'[]'"]
    if name in harvest.mails and type in ("text", "character varying", "citext"):
        return [constant(p.email) for p in acting]
    nullable = column.nullable is True
    meets = [x for x in harvest.meets.get(name, []) if x != NULL or nullable]
    fails = [x for x in harvest.fails.get(name, []) if x != NULL or nullable]
    if type == "boolean":
        first = "false" if "'false'" in meets or "false" in meets else "true"
        return [first, "false" if first == "true" else "true"]
    declared = derivation.vocabulary.declared(f"{relation.path}.{name}")
    if not meets and not fails and not declared:
        if type in ID_TYPES and name in harvest.read:
            return [constant(number(1)), constant(number(2))]
        return []
    return _valid(derivation, relation, name, meets, fails)


def _valid(derivation: Derivation, relation: Relation, name: str, meets: list[str], fails: list[str]) -> list[str]:
    declared = [constant(v) for v in sorted(derivation.vocabulary.declared(f"{relation.path}.{name}"))]
    type = relation.columns[name].type
    enum = derivation.world.snapshot.of("type").get(type if isinstance(type, str) else "")
    if isinstance(enum, Type) and enum.values is not UNSTATED:
        declared = [constant(v) for v in enum.values]
        meets = [m for m in meets if m in declared]
        fails = [f for f in fails if f in declared]
    other = [d for d in declared if d not in meets and d not in fails]
    if not other and not fails:
        other = [sample(relation.columns[name], name, 7, derivation)]
    if not meets:
        meets = other[:1] or [sample(relation.columns[name], name, 7, derivation)]
    return [*meets[:2], *fails[:1], *other[:1]]


def role(derivation: Derivation, where: str, person: Person, fallback: list[str]) -> str | None:
    """The value of a role column for somebody."""
    if where not in derivation.vocabulary.values:
        return None
    values = derivation.vocabulary.values[where]
    if person.admin:
        value = derivation.vocabulary.admin(where)
        return constant(value) if value is not None else None
    least = derivation.vocabulary.least(where)
    if least is None:
        if values <= {"true", "false"}:
            return "false"
        others = [v for v in fallback if v.strip("'") not in values and not words.is_admin(v.strip("'"))]
        return others[0] if others else constant("plain")
    return constant(least)


def required(column: Column) -> bool:
    """Whether an INSERT has to name the column."""
    return column.nullable is False and not column.default and not column.identity and not column.generated


def constraint_columns(key: Constraint, relation: Relation) -> list[str]:
    """The columns of a check."""
    expression = key.expression if isinstance(key.expression, str) else ""
    return [name for name in relation.columns if name in expression]
