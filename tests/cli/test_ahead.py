"""The read that begins before the command line is taken in: it is the one that the command uses, or nothing comes of it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from driftcheck import ahead
from driftcheck.sources.live.targets import resolve
from tests.support.proxy import Proxy

ELSEWHERE = "postgresql://nobody@127.0.0.1:1/x"


@pytest.fixture(autouse=True)
def _nothing_begun() -> Iterator[None]:
    yield
    ahead._begun.clear()


def driftcheck(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "driftcheck", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize(
    "arguments",
    [
        ("snapshot", "URL"),
        ("snapshot", "-f", "json", "URL"),
        ("snapshot", "URL", "--timeout", "30"),
        ("check", "URL", "-e", "shop.yaml", "-f", "json"),
    ],
)
def test_the_database_is_read_once(database: str, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    (tmp_path / "shop.yaml").write_text("format: 1\ntables:\n  public.boats: {}\n")
    proxy = Proxy(database)
    put = {"URL": proxy.url, "shop.yaml": str(tmp_path / "shop.yaml")}
    done = driftcheck(*(put.get(argument, argument) for argument in arguments))
    assert (done.returncode, done.stderr) == (int(arguments[0] == "check"), "")
    assert done.stdout.startswith("{")
    assert proxy.messages == ["Q", "X"]


def test_it_begins_before_the_command_line_is_taken_in(database: str) -> None:
    script = (
        "import sys; from driftcheck import ahead; ahead.begin(['check', sys.argv[1]]); (target, read), = ahead._begun;"
        " assert 'typer' not in sys.modules; assert ahead.beginning(target, None) is read; print(read.result().database)"
    )
    done = subprocess.run([sys.executable, "-c", script, database], capture_output=True, text=True, check=False)
    assert (done.stderr, done.returncode) == ("", 0)


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["check"],
        ["check", "production"],
        ["watch", ELSEWHERE],
        ["check", ELSEWHERE, "--via", "api"],
        ["check", ELSEWHERE, "--timeout=5"],
        ["check", ELSEWHERE, "-e", "a.sql", "--scratch-url", "x"],
        ["snapshot", ELSEWHERE, "--help"],
        ["snapshot", "postgresql://[", "-o", "x"],
    ],
)
def test_what_says_otherwise_or_nothing_begins_nothing(arguments: list[str]) -> None:
    ahead.begin(arguments)
    assert ahead._begun == []


@pytest.mark.parametrize(("url", "timeout"), [(ELSEWHERE + "?application_name=a", None), (ELSEWHERE, 5.0)])
def test_another_database_or_another_end_is_read_for_itself(url: str, timeout: float | None) -> None:
    ahead.begin(["check", ELSEWHERE])
    ((_, begun),) = ahead._begun
    assert ahead.beginning(resolve(url, {}), timeout) is not begun


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["check", "URL", "--bogus"], 2, "--bogus"),
        (["check", "URL", "-e", "no/such.md"], 2, "no/such.md"),
        (["check", ELSEWHERE, "--bogus"], 2, "--bogus"),
        (["snapshot", ELSEWHERE], 3, "127.0.0.1"),
        (["snapshot", "postgresql://["], 2, "postgresql://["),
    ],
)
def test_faults_are_told_as_ever(database: str, arguments: list[str], code: int, told: str) -> None:
    done = driftcheck(*(database if argument == "URL" else argument for argument in arguments))
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (code, "", 1), done.stderr
    assert told in done.stderr
