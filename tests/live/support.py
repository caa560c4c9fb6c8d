"""What the tests of the live source share."""

from __future__ import annotations

from pathlib import Path

import msgspec
import psycopg

from driftcheck.model import Snapshot, properties
from driftcheck.sources.live import read as live
from driftcheck.sources.live.targets import resolve
from tests.support.servers import with_database

HERE = Path(__file__).parent


def read(url: str, timeout: float | None = 30) -> Snapshot:
    """The database's snapshot."""
    return live.read(resolve(url, {}), timeout=timeout)


def run(url: str, *statements: str) -> None:
    """Run SQL, each text in a transaction of its own."""
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)


def version(url: str) -> int:
    """The server's release: 16, 18."""
    with psycopg.connect(url) as connection:
        return connection.info.server_version // 10000


def as_role(url: str, role: str) -> str:
    """The same database as another role."""
    name = psycopg.conninfo.conninfo_to_dict(url)["dbname"]
    return with_database(url, str(name), user=role)


def build_rich(url: str) -> None:
    """One of everything that this server has."""
    role = "DO $$ BEGIN CREATE ROLE rich_reader; EXCEPTION WHEN duplicate_object THEN NULL; END $$"
    files = [HERE / "rich.sql"]
    files += [HERE / f"rich_{since}.sql" for since in (15, 18) if version(url) >= since]
    run(url, role, *(file.read_text() for file in files))


def facts(snapshot: Snapshot, kind: str) -> dict[str, dict[str, object]]:
    """The objects of a kind as plain data, what they state only."""
    cls_properties = {
        path: {
            name: getattr(found, name) for name in properties(type(found)) if getattr(found, name) is not msgspec.UNSET
        }
        for path, found in snapshot.of(kind).items()
    }
    return cls_properties
