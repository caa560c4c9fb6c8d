"""What is left out, by schema or by name, counts in no total either."""

from __future__ import annotations

import json
from pathlib import Path

import psycopg
import pytest

from tests.cli.drifted import Run

PAGE = "# Ferry line\n\nThe database has 3 tables, among them:\n\n- `piers`\n- `boats`\n"
LIVE = """
CREATE TABLE piers (id int); CREATE TABLE boats (id int); CREATE TABLE crews (id int);
CREATE TABLE tmp_a (id int); CREATE TABLE tmp_b (id int);
CREATE SCHEMA attic; CREATE TABLE attic.old (id int);
"""


@pytest.fixture
def ferry(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    Path("ferry.md").write_text(PAGE)
    with psycopg.connect(database) as connection:
        connection.execute(LIVE)
    return database


@pytest.mark.parametrize(
    ("ignored", "options", "live"),
    [
        ("public.nothing", (), 6),
        ("public.tmp_*", (), 4),
        ("public.tmp_*", ("--schema", "public"), None),
        ("public.tmp_*", ("--schema", "!attic"), None),
        ("public.tmp_a", ("--schema", "public"), 4),
        ("public.nothing", ("--schema", "attic"), None),  # the total is of more than was asked about
    ],
)
def test_a_total_is_held_against_what_was_asked_about(
    ignored: str, options: tuple[str, ...], live: int | None, ferry: str, run: Run
) -> None:
    if "tmp" in ignored:
        Path("driftcheck.toml").write_text(f'[ignore]\ntable = ["{ignored}"]\n')
    code, out, error = run("check", ferry, "-e", "ferry.md", "-f", "json", *options)
    findings = json.loads(out)["findings"]
    assert (code, error) == (0, "")
    assert [(f["rule"], f["object"], f["expected"], f["actual"]) for f in findings if f["rule"] == "claim-count"] == (
        [] if live is None else [("claim-count", "database", 3, live)]
    )
