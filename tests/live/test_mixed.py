"""A snapshot holds what users made, whether or not others made tables beside theirs."""

from __future__ import annotations

import io

import pytest

from driftcheck.commands.snapshot import snapshot
from driftcheck.managed import user_part
from driftcheck.sources import Context
from driftcheck.sources.writing import Json, encode
from tests.live.support import read, run

USERS = "CREATE TABLE boats (id int PRIMARY KEY, CHECK (id > 0)); CREATE POLICY own ON boats USING (true)"
PLATFORMS = (
    "CREATE SCHEMA auth; CREATE TABLE auth.users (id int PRIMARY KEY, CHECK (id > 0));"
    " CREATE POLICY mine ON auth.users USING (true)"
)


class Sink(io.BytesIO):
    def restart(self) -> None:
        self.seek(0)
        self.truncate()


@pytest.mark.parametrize("others", ["", PLATFORMS])
def test_what_is_written_while_the_server_works_is_the_users_part(database: str, others: str) -> None:
    run(database, USERS, others or "SELECT 1")
    sink = Sink()
    snapshot(database, Context(environ={}), Json(), sink)
    assert sink.getvalue().decode() == encode(user_part(read(database)), ".json")
    assert b"auth.users.id" not in sink.getvalue()
    assert b"public.boats.id" in sink.getvalue()
