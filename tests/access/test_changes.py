"""`driftcheck diff` says who can do more, or less, than before."""

from __future__ import annotations

import json
from pathlib import Path

import psycopg
import pytest

from driftcheck import cli
from driftcheck.access.cells import Cell
from driftcheck.access.changes import changes
from tests.access.build import platform

DDL = """
create table public.invoices (id uuid primary key, user_id uuid not null references auth.users, paid boolean not null);
alter table public.invoices enable row level security;
create policy own on public.invoices using (auth.uid() = user_id);
create table public.plans (id int primary key);
alter table public.plans enable row level security;
"""
CASES = [
    ("create policy leak on public.invoices for select to anon using (true)", ["anonymous can now read `invoices`"]),
    ("create policy leak on public.invoices for select using (true)",
     ["anonymous can now read `invoices`", "any signed-in user can now read `invoices`",
      "the row's owner can now read `invoices`: every row (before: own rows)"]),
    ("create policy leak on public.invoices for select using (paid)",
     ["anonymous can now read `invoices`: some rows", "any signed-in user can now read `invoices`: some rows",
      "the row's owner can now read `invoices`: own rows and some rows (before: own rows)"]),
    ("drop policy own on public.invoices", ["the row's owner can no longer read, insert into, update and delete from `invoices`"]),
    ("alter policy own on public.invoices with check (true)",
     ["any signed-in user can now insert into `invoices`", "anonymous can now insert into `invoices`",
      "the row's owner can now insert into `invoices`: every row (before: own rows)"]),
    ("alter table public.plans disable row level security",
     ["any signed-in user can now read, insert into, update and delete from `plans`",
      "anonymous can now read, insert into, update and delete from `plans`"]),
    ("alter table public.plans add name text", []),
]  # fmt: skip


@pytest.mark.parametrize(("change", "said"), CASES, ids=[case[0] for case in CASES])
def test_a_change_of_the_database(
    database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], change: str, said: list[str]
) -> None:
    before = str(tmp_path / "before.json")
    with psycopg.connect(database, autocommit=True) as connection:
        platform(connection)
        connection.execute(DDL)
        assert cli.run(["snapshot", database, "-o", before]) == 0
        assert cli.run(["diff", before, database]) == 0
        connection.execute(change)
    capsys.readouterr()
    cli.run(["diff", before, database, "-f", "json"])
    notes = json.loads(capsys.readouterr().out)["notes"]
    assert sorted(n for n in notes if " can " in n) == sorted(said)


def test_what_is_unknown_or_stands_on_one_side_only_says_nothing() -> None:
    was = Cell(object="public.a", command="select", caller="owner", reach=["unknown"])
    new = Cell(object="public.a", command="select", caller="owner", reach=["all"])
    other = Cell(object="public.b", command="select", caller="owner", reach=["all"])
    assert changes([was], [new, other]) == []


def test_less_than_before_and_names_outside_public() -> None:
    was = Cell(object='billing."odd name"', command="select", caller="anonymous", reach=["all"])
    new = Cell(object='billing."odd name"', command="select", caller="anonymous", reach=["condition"])
    assert changes([was], [new]) == ['anonymous can now only read `billing."odd name"`: some rows (before: every row)']


def test_rows_that_may_be_given_away() -> None:
    was = Cell(object="public.a", command="update", caller="owner", reach=["own"])
    new = Cell(object="public.a", command="update", caller="owner", reach=["own"], may_move=True)
    assert changes([was], [new]) == ["the row's owner can now give rows of `a` to somebody else"]
    assert changes([new], [was]) == []
