"""`--timeout` is for the whole run, whatever its seconds are spent on."""

from __future__ import annotations

import socket
import time
from pathlib import Path

import pytest

from driftcheck.sources import Context
from tests.cli.drifted import PAGE, Run


def test_what_is_left() -> None:
    assert Context().left() is None
    context = Context(timeout=60, started=time.monotonic() - 20)
    assert context.left() == pytest.approx(40, abs=1)
    assert Context(timeout=5, started=time.monotonic() - 20).left() == 0.05


def test_a_server_that_says_nothing_costs_no_more(run: Run, tmp_path: Path) -> None:
    (tmp_path / "schema.md").write_text(PAGE)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"postgresql://u@127.0.0.1:{silent.getsockname()[1]}/d"
        started = time.monotonic()
        code, out, _ = run("check", url, "-e", str(tmp_path / "schema.md"), "--timeout", "2")
    assert (code, out) == (3, "")
    assert time.monotonic() - started < 10
