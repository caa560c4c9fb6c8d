"""What belongs to the whole database or cluster, and what may be said of any object, as DDL."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from driftcheck.build.draft import Draft
from driftcheck.build.text import literal
from driftcheck.kinds.bucket import Bucket
from driftcheck.kinds.extension import Extension
from driftcheck.kinds.publication import Publication
from driftcheck.kinds.publication_member import PublicationMember
from driftcheck.kinds.role import Role
from driftcheck.kinds.sequence import Sequence as SequenceFacts
from driftcheck.model import UNSTATED
from driftcheck.names import join, last, parent, quote, split

GRANTED = {
    "schema": "SCHEMA",
    "table": "TABLE",
    "view": "TABLE",
    "materialized_view": "TABLE",
    "foreign_table": "TABLE",
    "sequence": "SEQUENCE",
    "function": "ROUTINE",
    "type": "TYPE",
}
"""How GRANT calls the kinds that have grants."""

_COMMENTED = {
    **{kind: kind.replace("_", " ").upper() for kind in (*GRANTED, "column", "index", "extension", "role")},
    "function": "ROUTINE",
}
_ON_TABLE = {"constraint": "CONSTRAINT", "policy": "POLICY", "trigger": "TRIGGER", "rule": "RULE"}


def schemas(draft: Draft) -> Iterator[str]:
    """Schemas, but for `public`, which every database has."""
    return (f"CREATE SCHEMA {path}" for path, _ in draft.new("schema") if path != quote("public"))


def roles(draft: Draft) -> Iterator[str]:
    """Roles with their attributes, then memberships."""
    made = [(path, cast(Role, facts)) for path, facts in draft.new("role")]
    for path, facts in made:
        yield create_role(path, facts)
    for path, facts in made:
        for membership in facts.member_of or ():
            name, _, options = membership.partition(" WITH ")
            yield f"GRANT {quote(name)} TO {path}{' WITH ADMIN OPTION' if options.startswith('ADMIN') else ''}"


def create_role(path: str, facts: Role) -> str:
    """CREATE ROLE."""
    words = {
        "superuser": facts.superuser,
        "inherit": facts.inherit,
        "createrole": facts.create_role,
        "createdb": facts.create_db,
        "login": facts.login,
        "replication": facts.replication,
        "bypassrls": facts.bypass_rls,
    }
    options = [(word if value else f"no{word}").upper() for word, value in words.items() if value is not UNSTATED]
    if facts.connection_limit is not UNSTATED:
        options.append(f"CONNECTION LIMIT {facts.connection_limit}")
    return " ".join([f"CREATE ROLE {path}", *options])


def extensions(draft: Draft) -> Iterator[str]:
    """Extensions, in their schema if it is stated."""
    for path, facts in draft.new("extension"):
        schema = cast(Extension, facts).schema
        yield f"CREATE EXTENSION IF NOT EXISTS {path}" + (f" SCHEMA {quote(schema)}" if schema is not UNSTATED else "")


def sequences(draft: Draft) -> Iterator[str]:
    """Sequences, before the defaults that draw from them."""
    for path, facts in draft.new("sequence"):
        sequence = cast(SequenceFacts, facts)
        text = f"CREATE SEQUENCE {path}"
        text += f" AS {sequence.type}" if sequence.type is not UNSTATED else ""
        for word, value in (
            ("INCREMENT", sequence.increment),
            ("MINVALUE", sequence.minimum),
            ("MAXVALUE", sequence.maximum),
            ("START", sequence.start),
            ("CACHE", sequence.cache),
        ):
            text += f" {word} {value}" if value is not UNSTATED else ""
        yield text + (" CYCLE" if sequence.cycle is True else "")


def sequence_owners(draft: Draft) -> Iterator[str]:
    """The columns that sequences go with."""
    for path, facts in draft.new("sequence"):
        owner = cast(SequenceFacts, facts).owned_by
        if owner:
            yield f"ALTER SEQUENCE {path} OWNED BY {owner}"


def publications(draft: Draft) -> Iterator[str]:
    """Publications and the tables that they list."""
    for path, facts in draft.new("publication"):
        publication = cast(Publication, facts)
        text = f"CREATE PUBLICATION {path}"
        if publication.all_tables is True:
            text += " FOR ALL TABLES"
        elif publication.schemas:
            text += f" FOR TABLES IN SCHEMA {', '.join(map(quote, publication.schemas))}"
        options = [f"publish = {literal(', '.join(publication.operations))}"] if publication.operations else []
        options += ["publish_via_partition_root = true"] if publication.via_root is True else []
        yield text + (f" WITH ({', '.join(options)})" if options else "")
    for path, facts in draft.new("publication_member"):
        member = cast(PublicationMember, facts)
        name, *table = split(path)
        text = f"ALTER PUBLICATION {quote(name)} ADD TABLE {join(*table)}"
        text += f" ({', '.join(map(quote, member.columns))})" if member.columns else ""
        yield text + (f" WHERE ({member.where})" if member.where else "")


def buckets(draft: Draft) -> Iterator[str]:
    """Storage buckets: rows of `storage.buckets`."""
    for path, facts in draft.new("bucket"):
        bucket = cast(Bucket, facts)
        mime = bucket.allowed_mime_types
        values = [literal(last(path))] * 2
        values.append("true" if bucket.public is True else "false")
        values.append(str(bucket.file_size_limit) if bucket.file_size_limit else "NULL")
        values.append(f"ARRAY[{', '.join(map(literal, mime))}]::text[]" if mime else "NULL")
        into = "INSERT INTO storage.buckets (id, name, public, file_size_limit, allowed_mime_types)"
        yield f"{into} VALUES ({', '.join(values)})"


def grants(draft: Draft) -> Iterator[str]:
    """Privileges: all that are stated, and no other where the list is whole."""
    held = [role for role in ("anon", "authenticated", "service_role") if draft.find("role", role) is not None]
    for kind, word in GRANTED.items():
        for path, facts in draft.of(kind).items():
            stated: Any = getattr(facts, "grants", UNSTATED)
            if stated is not UNSTATED:
                if "grants" not in (facts.loose or ()):
                    yield f"REVOKE ALL ON {word} {path} FROM {', '.join(['PUBLIC', *held])}"
                else:
                    nobody = [
                        role for role, names in stated.items() if not names and (role == "public" or role in held)
                    ]
                    yield from (f"REVOKE ALL ON {word} {path} FROM {_grantee(role)}" for role in nobody)
                yield from grant(f"{word} {path}", stated)
    for path, column in draft.of("column").items():  # after REVOKE ALL on the table, which takes them too
        stated = getattr(column, "grants", UNSTATED)
        if stated is not UNSTATED:
            yield from grant(f"TABLE {parent(path)}", stated, column=last(path))


def grant(what: str, privileges: Mapping[str, Sequence[str]], *, column: str | None = None) -> Iterator[str]:
    """GRANT to each role: the plain privileges, and those that it may grant on; of one column, or of the whole."""
    only = "" if column is None else f" ({quote(column)})"
    for role, names in privileges.items():
        to = _grantee(role)
        plain = [name + only for name in names if not name.endswith("*")]
        on = [name.removesuffix("*") + only for name in names if name.endswith("*")]
        if plain:
            yield f"GRANT {', '.join(plain)} ON {what} TO {to}"
        if on and to != "PUBLIC":
            yield f"GRANT {', '.join(on)} ON {what} TO {to} WITH GRANT OPTION"


def _grantee(role: str) -> str:
    return "PUBLIC" if role == "public" else quote(role)


def comments(draft: Draft) -> Iterator[str]:
    """Comments that are stated."""
    for kind, objects in draft.objects.items():
        for path, facts in objects.items():
            comment: Any = getattr(facts, "comment", UNSTATED)
            if not comment:
                continue
            if kind in _COMMENTED:
                yield f"COMMENT ON {_COMMENTED[kind]} {path} IS {literal(comment)}"
            elif kind in _ON_TABLE:
                name, table = quote(last(path)), join(*split(path)[:-1])
                yield f"COMMENT ON {_ON_TABLE[kind]} {name} ON {table} IS {literal(comment)}"
