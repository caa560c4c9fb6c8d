"""SQL as a source: a schema file, a folder of migrations, a plain dump; run in a throwaway PostgreSQL and introspected.

So it comes to what the database that it builds would be, whatever it is written like. Beside that it is read as text:
for the line that each object stands on, and for what a statement says that could not be run.
"""

from __future__ import annotations

import contextlib
import re
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from driftcheck.errors import UsageError
from driftcheck.model import UNSTATED, Snapshot, Source
from driftcheck.names import quote
from driftcheck.sources.sql import folder, script
from driftcheck.sources.sql.statements import Script, Statement
from driftcheck.sql import parse
from driftcheck.sql.ddl import split

if TYPE_CHECKING:
    from driftcheck.sources.sql.run import Runner

__all__ = ["is_sql", "read"]

is_sql = folder.is_sql
MOST_NOTES = 30
_DUMPED = re.compile(r"^-- Dumped from database version (\d+)", re.MULTILINE)
_OF_A_DUMP = re.compile(r"set_config\('search_path', '', false\)")
_SETS = re.compile(r"select\s+pg_catalog\.set_config\b", re.IGNORECASE)
_LITERAL = re.compile(r"'[^']*'?|\$\w*\$.*", re.DOTALL)  # may hold a password, or a secret of a vault
_PLATFORM = re.compile(
    r"\b(?:auth\.(?:uid|jwt|role|email|users)\b|storage\.(?:buckets|objects|foldername)\b|realtime\.\w+|vault\.\w+"
    r"|supabase\w*|service_role|authenticated|anon)\b|[\"'](?:auth|storage|extensions|anon|authenticated)[\"']",
    re.IGNORECASE,
)


class Parsed(NamedTuple):
    """A statement with its tree; None, and why, if it does not parse."""

    statement: Statement
    node: parse.Node | None
    reason: str = ""


def read(paths: Sequence[str], *, scratch_url: str | None = None, timeout: float | None = None) -> Snapshot:
    """What the SQL in files and folders comes to, one after the other in one database. `timeout` is in seconds.

    Statements that fail are named in the snapshot's notes. UsageError if there is nothing to read or nowhere to run it.
    """
    from driftcheck.sources.sql.session import TOTAL_SECONDS

    deadline = time.monotonic() + min(timeout or TOTAL_SECONDS, TOTAL_SECONDS)
    found = [one for path in paths for one in _scripts(Path(path))]
    names = ", ".join(paths)
    if not any(one.statements for _, one in found):
        raise UsageError(f"{names}: no SQL statement in it")
    databases = sorted({name for _, one in found for name in one.databases})
    if len(databases) > 1:
        raise UsageError(
            f"{names}: holds {len(databases)} databases ({', '.join(databases[:5])}); dump the one to compare"
        )
    files = [(text, [p for statement in one.statements for p in _parsed(statement)]) for text, one in found]
    if _only_rows([one for _, parsed in files for one in parsed]):
        raise UsageError(f"{names}: rows alone, no schema: dump that (pg_dump --schema-only)")
    snapshot = _built(files, scratch_url, deadline)
    snapshot.sources = [Source(path=path) for path in paths]
    snapshot.notes = [note for _, one in found for note in one.notes] + snapshot.notes
    return snapshot


def _only_rows(parsed: list[Parsed]) -> bool:
    """Whether no statement makes anything: a dump of the data."""
    from driftcheck.sources.sql.passed import is_data

    rows = [one.node is not None and is_data(parse.name(one.node), one.node, one.statement.text) for one in parsed]
    return any(rows) and all(row or _only_sets(one) for row, one in zip(rows, parsed, strict=True))


def _only_sets(one: Parsed) -> bool:
    return parse.name(one.node) in ("VariableSetStmt", "TransactionStmt") or bool(_SETS.match(one.statement.text))


def _scripts(path: Path) -> list[tuple[str, Script]]:
    files = folder.files(path)
    if not files:
        raise UsageError(f"{path}: no *.sql file in it")
    return [(folder.contents(file), script.read(file, shown, folder.contents)) for file, shown in files]


def _parsed(statement: Statement) -> Iterator[Parsed]:
    """The statement's tree; where a semicolon is missing, several."""
    if statement.doubt:
        yield Parsed(statement, None, statement.doubt)
        return
    try:
        nodes = parse.statements(statement.text)
    except parse.NotSQLError as error:
        if statement.unset:
            yield Parsed(statement, None, f"psql's variable {statement.unset} is not set in the file")
            return
        pieces = split.chunks(statement.text)
        if len(pieces) == 1:
            yield Parsed(statement, None, f"does not parse: {error}")
            return
        for offset, text in pieces:
            skipped = text[: len(text) - len(text.lstrip())].count("\n")
            line = statement.line + statement.text.count("\n", 0, offset) + skipped
            piece = Statement(text.strip().rstrip(";"), statement.path, line, line + text.strip().count("\n"))
            try:
                trees = parse.statements(piece.text)
            except parse.NotSQLError as wrong:
                yield Parsed(piece, None, f"does not parse: {wrong}")
            else:
                yield from (Parsed(piece, node) for node, _, _ in trees)
        return
    yield from (Parsed(statement, node) for node, _, _ in nodes)


def _built(files: list[tuple[str, list[Parsed]]], scratch_url: str | None, deadline: float) -> Snapshot:
    from driftcheck import platform_stub
    from driftcheck.sources.sql import missing, scratch, state
    from driftcheck.sources.sql.run import Runner
    from driftcheck.sources.sql.written import Written, fall_back, put_places

    nodes = [p.node for _, parsed in files for p in parsed if p.node is not None]
    schemas, others = _created(nodes)
    with contextlib.ExitStack() as stack:
        made = stack.enter_context(scratch.database(scratch_url, _version(files)))
        runner = stack.enter_context(contextlib.closing(Runner(made.url, made.own_server, deadline)))
        if any(_PLATFORM.search(text) for text, _ in files):
            dumped = any(_OF_A_DUMP.search(text[:4000]) for text, _ in files)
            for statement in platform_stub.statements(
                without=frozenset(schemas | others), default_privileges=not dumped
            ):
                runner.prepare(statement)
            runner.prepared()
        before = scratch.read(made, deadline)
        written = Written()
        for _, parsed in files:
            runner.new_file()
            written.new_file()
            for one in _kept(parsed):
                if one.node is None:
                    runner.unreadable(one.statement, one.reason)
                else:
                    runner.run(one.statement, one.node)
                if not (one.statement.doubt or (one.node is None and one.statement.unset)):
                    written.take(one.statement, one.node)
        runner.settle()
        after = scratch.read(made, deadline)
    names = {parse.name(node) for node in nodes}
    grants = bool(names & {"GrantStmt", "AlterDefaultPrivilegesStmt"})
    defaults = "AlterDefaultPrivilegesStmt" in names and (_names_roles(nodes) or "authenticated" in before.of("role"))
    said = written.objects()
    if defaults:  # the platform has some, and the SQL may say the same
        before.objects.pop("default_privilege", None)
    snapshot = state.own_part(after, before, schemas)
    for kind, names in (("role", runner.stand_ins.roles), ("extension", runner.stand_ins.extensions)):
        for name in names:
            snapshot.objects.get(kind, {}).pop(quote(name), None)
    for path, facts in snapshot.of("subscription").items():
        setattr(facts, "enabled", runner.enabled.get(path, UNSTATED))  # noqa: B010
    pairs = put_places(snapshot, said, written.others)
    state.unstate(snapshot, said, runner.user, grants, defaults)
    missing.put_words(snapshot, said, pairs, runner.stand_ins.types)
    fall_back(snapshot, said, pairs, runner.failed)
    unknown = [f for f in runner.failed if not f.already and (not f.kind or f.kind in _MAKES_ANYTHING)]
    failed = {f.kind for f in runner.failed}  # a table that was not made has not made its sequences, a view no columns
    partial = [kind for kind, makers in _MADE_BY.items() if failed & makers]
    state.say_whole(snapshot, schemas, sure=not unknown, defaults=defaults, partial=partial)
    snapshot.notes = _notes(runner)
    snapshot.unread = [f"{one.statement.at}: {one.reason}" for one in runner.failed if one.unread]
    return snapshot


_MADE_BY = {"sequence": {"CreateStmt"}, "column": {"ViewStmt", "CreateTableAsStmt"}}
_MAKES_ANYTHING = frozenset({"DoStmt", "CallStmt"})


def _kept(parsed: list[Parsed]) -> Iterator[Parsed]:
    """The statements but those that the script itself rolls back: of a transaction, or behind a savepoint of it."""
    from postgast import pg_query_pb2 as proto

    undone: set[int] = set()
    points: list[tuple[str, int]] = []  # the transaction's beginning, "", and its savepoints
    for i, one in enumerate(parsed):
        if one.node is None or parse.name(one.node) != "TransactionStmt":
            continue
        name = one.node.savepoint_name
        known = next((n for n in range(len(points) - 1, 0, -1) if points[n][0] == name), 0)
        match one.node.kind:
            case proto.TRANS_STMT_BEGIN | proto.TRANS_STMT_START:
                points = [("", i)]
            case proto.TRANS_STMT_SAVEPOINT if points:
                points.append((name, i))
            case proto.TRANS_STMT_RELEASE if known:
                del points[known:]
            case proto.TRANS_STMT_ROLLBACK_TO if known:
                del points[known + 1 :]
                undone.update(range(points[known][1] + 1, i))
            case proto.TRANS_STMT_ROLLBACK if points:
                undone.update(range(points[0][1], i))
                points = []
            case proto.TRANS_STMT_COMMIT:
                points = []
    yield from (one for i, one in enumerate(parsed) if i not in undone)


def _created(nodes: list[parse.Node]) -> tuple[set[str], set[str]]:
    """Schemas, and roles and publications, that the SQL creates itself."""
    schemas = {node.schemaname for node in nodes if parse.name(node) == "CreateSchemaStmt" and not node.if_not_exists}
    roles = {node.role for node in nodes if parse.name(node) == "CreateRoleStmt"}
    kinds = {parse.name(node) for node in nodes}
    dropped = "DropStmt" in kinds and any(_drops_publication(node) for node in nodes)  # to make it anew: it is there
    publications = {node.pubname for node in nodes if parse.name(node) == "CreatePublicationStmt"}
    return schemas, roles | (set() if dropped else publications)


def _drops_publication(node: parse.Node) -> bool:
    from postgast import pg_query_pb2 as proto

    return parse.name(node) == "DropStmt" and node.remove_type == proto.OBJECT_PUBLICATION


def _names_roles(nodes: list[parse.Node]) -> bool:
    """Whether every change of default privileges says whose they are."""
    found = [node for node in nodes if parse.name(node) == "AlterDefaultPrivilegesStmt"]
    return all(any(parse.unwrap(o).defname == "roles" for o in node.options) for node in found)


def _version(files: list[tuple[str, list[Parsed]]]) -> int:
    """The release to run: a dump says where it comes from."""
    said = next((m for text, _ in files if (m := _DUMPED.search(text[:4000]))), None)
    return 16 if said and int(said[1]) <= 16 else 18


def _notes(runner: Runner) -> list[str]:
    notes = list(runner.notes)
    for one in runner.failed[:MOST_NOTES]:
        text = " ".join(_LITERAL.sub("'…'", one.statement.text).split())
        notes.append(f"{one.statement.at}: {one.reason}: {text if len(text) <= 80 else text[:79] + '…'}")
    if len(runner.failed) > MOST_NOTES:
        notes.append(f"and {len(runner.failed) - MOST_NOTES} more statements that failed")
    if runner.rows:
        notes.append(f"{runner.rows} statements of data were passed over: rows are not compared")
    return notes
