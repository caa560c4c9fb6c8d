"""Many databases on one server, and a configuration that names them all."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import psycopg

from tests.support.servers import with_database
from tests.watch.conftest import DDL, DOCUMENT


@contextlib.contextmanager
def tenants(server: str, count: int, folder: Path, prefix: str, drop: bool = True) -> Iterator[list[str]]:
    """The names of so many databases, as the targets of driftcheck.toml call them, each with the shop in it."""
    names = [f"{prefix}_{i:04}" for i in range(count)]
    template = f"{prefix}_template"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {template}")
        with psycopg.connect(with_database(server, template), autocommit=True) as shop:
            shop.execute(DDL)
        for name in names:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
        (folder / "shop.md").write_text(DOCUMENT)
        targets = "".join(f"[targets.{name}]\nurl = '{with_database(server, name)}'\n" for name in names)
        (folder / "driftcheck.toml").write_text(f'expected = ["shop.md"]\n{targets}')
        try:
            yield names
        finally:
            for name in (*names, template) if drop else ():
                connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def connections(server: str, prefix: str) -> int:
    """How many connections there are to these databases."""
    with psycopg.connect(server, autocommit=True) as connection:
        sql = "SELECT count(*) FROM pg_stat_activity WHERE datname LIKE %s"
        row = connection.execute(sql, [f"{prefix}\\_%"]).fetchone()
        return int(row[0]) if row else 0
