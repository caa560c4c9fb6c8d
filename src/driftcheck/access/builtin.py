"""What the functions of PostgreSQL and of Supabase's `auth` and `storage` schemas say about the caller and the row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from driftcheck.access import values as v
from driftcheck.access import words
from driftcheck.access.compare import compare
from driftcheck.access.depends import callers, combined, rels
from driftcheck.access.formula import FALSE, TRUE, Atom
from driftcheck.access.scope import AlwaysFailsError, Scope
from driftcheck.access.trees import Node, names, sql
from driftcheck.names import split

if TYPE_CHECKING:
    from driftcheck.access.reader import Reader

_SAME = frozenset(
    """
    lower upper btrim trim ltrim rtrim text uuid to_jsonb to_json quote_literal md5 unnest
    """.split()  # noqa: SIM905 - a list of words reads best as one text
)
_PURE_SCHEMAS = frozenset({"pg_catalog", "extensions", "storage"})
_PATHS = frozenset(
    {"foldername", "filename", "extension"}
)  # of schema storage: parts of a path, however it writes them


def call(reader: Reader, node: Node, scope: Scope) -> v.Value:
    """What a function call is worth."""
    from driftcheck.access import functions

    *schemas, name = names(node.func_call.funcname)
    schema = schemas[-1] if schemas else ""
    args = [reader.value(named(arg), scope) for arg in node.func_call.args]
    text = sql(node)
    if schema == "auth":
        found = _auth(reader, name)
        if found is not None:
            return found
    if schema in ("", "pg_catalog"):
        found = _catalog(reader, name, args, scope, text)
        if found is not None:
            return found
    own = schema not in _PURE_SCHEMAS or (schema, name) in reader.world.functions
    if own and not (schema == "storage" and name in _PATHS):
        called = functions.call(reader, schema, name, node, args, scope)
        if called is not None:
            return called
    return _pure(name, args, text)


def named(arg: Node) -> Node:
    """An argument without its name."""
    return arg.named_arg_expr.arg if arg.WhichOneof("node") == "named_arg_expr" else arg


def _pure(name: str, args: list[v.Value], text: str) -> v.Value:
    if name == "starts_with" and len(args) == 2:
        asked, related = callers(args[0]) | callers(args[1]), rels(args[0]) | rels(args[1])
        if asked and related:
            return v.Truth(Atom(text, related, asked))
    return combined(args, text)


def _auth(reader: Reader, name: str) -> v.Value | None:
    match name:
        case "uid":
            return reader.session.identity("id")
        case "email":
            return reader.session.claim(("email",))
        case "role":
            return reader.session.claim(("role",))
        case "jwt":
            return v.Claim(())
    return None


def _catalog(reader: Reader, name: str, args: list[v.Value], scope: Scope, text: str) -> v.Value | None:
    match name:
        case "current_setting":
            return _setting(reader, args)
        case "pg_has_role" | "has_role" if name == "pg_has_role":
            roles = [a.value for a in args[:-1] if isinstance(a, v.Const)]
            if len(roles) == len(args) - 1 and roles:
                member = str(roles[0]) if len(roles) > 1 else scope.current
                return v.Truth(TRUE if reader.world.holds(member, str(roles[-1])) else FALSE)
        case "row_security_active":
            return v.Unknown(f"{text} is not understood")
        case "json_extract_path_text" | "jsonb_extract_path_text" | "json_extract_path" | "jsonb_extract_path":
            found = args[0]
            for key in args[1:]:
                found = into(reader, found, "->>", key, text)
            return found
        case "jsonb_build_array" | "json_build_array" | "array_append":
            return v.Array(tuple(args))
        case "jsonb_exists" if len(args) == 2:
            return v.Truth(compare("?", args[0], args[1], text))
        case "jsonb_array_elements_text" | "jsonb_array_elements" | "json_array_elements_text" | "unnest":
            return args[0]
        case "concat":
            return combined([a for a in args if a != v.Const(None)], text)
        case _ if name in _SAME and len(args) == 1:
            if isinstance(args[0], v.Column):
                return v.Opaque(text, rels(args[0]), column=args[0].name)
            return args[0]
    return None


def _setting(reader: Reader, args: list[v.Value]) -> v.Value:
    name = args[0].value if args and isinstance(args[0], v.Const) else None
    lenient = len(args) > 1 and isinstance(args[1], v.Const) and str(args[1].value).lower() in ("true", "t")
    match name:
        case "request.jwt.claims":
            return v.Claim(())
        case "role":
            return v.Const(reader.session.role)
        case str() if "." in name:
            if not lenient:
                raise AlwaysFailsError(f"nothing sets {name}, and current_setting asks for it strictly")
            return v.Const(None)
    return v.Opaque(f"current_setting('{name}')")


def into(reader: Reader, value: v.Value, operator: str, key: v.Value, text: str) -> v.Value:
    """`->`, `->>`, `#>` and `#>>`: a part of a JSON value."""
    path: tuple[str, ...] = ()
    if isinstance(key, v.Const):
        path = tuple(str(key.value).strip("{}").split(",")) if operator.startswith("#") else (str(key.value),)
    elif isinstance(key, v.Array):
        path = tuple(str(k.value) for k in key.items if isinstance(k, v.Const))
    match value:
        case v.Const(None) | v.Unknown():
            return value
        case v.Free(before):
            reader.claims.add((*before, *path))
            return v.Free((*before, *path))
        case v.Claim(before) if path:
            return reader.claim((*before, *path))
        case v.Column(rel, table, name) if path:
            if split(table)[-1:] == ("users",) and name == "raw_user_meta_data":
                reader.claims.add(("user_metadata", *path))
                return v.Free(("user_metadata", *path))
            whole = ".".join((name, *path))
            if any(words.is_role("", part) for part in path):
                return v.Column(rel, table, whole)
            return v.Opaque(text, frozenset({rel}), column=name)
        case v.Query(branches) if path:
            import dataclasses

            turned = tuple(
                dataclasses.replace(b, columns=((k, into(reader, x, operator, key, text)), *rest))
                for b in branches
                for (k, x), *rest in [b.columns]
            )
            return dataclasses.replace(value, branches=turned)
    return combined([value, key], text)
