"""A run that is ended half-way leaves nothing behind, and nothing half-written."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from tests.live.support import run

PATIENCE = 20  # seconds


def soon(holds: Callable[[], object]) -> bool:
    """Whether it holds before long."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.02)
    return False


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signal that asks a process to end")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_an_ended_snapshot_leaves_the_old_file_and_no_query(
    database: str, tmp_path: Path, number: signal.Signals, code: int
) -> None:
    run(database, "CREATE TABLE boats (id int CHECK (id > 0))")
    file = tmp_path / "live.json"
    file.write_text("as it was")
    reading = "SELECT 1 FROM pg_stat_activity WHERE application_name = 'driftcheck' AND datname = current_database()"
    with psycopg.connect(database) as holder, psycopg.connect(database, autocommit=True) as looker:
        holder.execute("LOCK TABLE boats")
        command = [sys.executable, "-m", "driftcheck", "snapshot", database, "-o", str(file)]
        with subprocess.Popen(command, stderr=subprocess.PIPE) as process:
            assert soon(lambda: len(list(tmp_path.iterdir())) == 2), "it is being written beside the old one"
            process.send_signal(number)
            assert process.wait(PATIENCE) == code
        assert soon(lambda: not looker.execute(reading).fetchall())
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("live.json", "as it was")]
