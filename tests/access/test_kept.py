"""Every sentence of the list, with policies that keep it: no finding; and with a leak: one, wherever it is understood."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest

from driftcheck import sources
from driftcheck.access.documented import Documented, read
from driftcheck.access.held import Held, held
from driftcheck.access.matrix import Derivation
from driftcheck.access.policies import policies_for
from driftcheck.build.code import create_policy
from driftcheck.kinds.claim import Claim
from tests.access.build import platform

SENTENCES = [line.partition("  =>  ")[0] for line in Path(__file__).with_name("sentences.txt").read_text().splitlines()]
COLUMNS = {"public.teams": ["id", "owner_id"]}
TABLE = """
create table {table} (id uuid primary key, user_id uuid not null references auth.users, team_id uuid references teams,
  is_public boolean not null default false);
alter table {table} enable row level security;
"""
Kept = dict[str, tuple[Documented, Held, Held]]


@pytest.fixture
def kept(database: str) -> Kept:
    said: dict[str, Documented] = {}
    with psycopg.connect(database, autocommit=True) as connection:
        platform(connection)
        connection.execute("create table public.teams (id uuid primary key, owner_id uuid references auth.users)")
        for number, text in enumerate(SENTENCES):
            table = f"public.t{number}"
            connection.execute(TABLE.format(table=table))
            claims = [Claim(claim="access", about=table, text=text)]
            said[table] = read(claims)
            columns = {**COLUMNS, table: ["id", "user_id", "team_id", "is_public"]}
            for path, policy in policies_for(table, claims, columns).items():
                connection.execute(create_policy(path, policy))
        before = _held(database, said)
        for table in said:
            connection.execute(f"create policy leak on {table} for select to anon using (true)")
        after = _held(database, said)
    return {table: (said[table], before[table], after[table]) for table in said}


def _held(url: str, said: dict[str, Documented]) -> dict[str, Held]:
    derivation = Derivation(sources.read(url), {"public"})
    return {r.path: held(said[r.path], derivation, r) for r in derivation.relations if r.path in said}


def test_what_keeps_a_sentence_is_no_finding_and_a_leak_is_one(kept: Kept) -> None:
    false_alarms = {said.text: before for said, before, _ in kept.values() if before.wider or before.narrower}
    assert false_alarms == {}
    closed = [(said, after) for said, _, after in kept.values() if _is_closed(said)]
    missed = [said.text for said, after in closed if not any("“leak” (true)" in text for text in after.wider)]
    assert missed == []
    assert len(closed) > 150


def _is_closed(said: Documented) -> bool:
    """Whether anonymous callers may not read every row, as the sentence says."""
    allowed = said.may["select", "anonymous"]
    return not said.strange and allowed is not None and "all" not in allowed
