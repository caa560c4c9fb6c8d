"""`watch --once` over a thousand databases of one server: seconds, peak memory, connections at most."""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import psycopg
from tests.support.servers import with_database
from tests.watch.fleet import connections, tenants

from driftcheck.server import running


def main() -> None:
    """Make the databases, change some, run three times. The databases go with their server."""
    parser = argparse.ArgumentParser()
    parser.add_argument("targets", type=int, nargs="?", default=1000)
    parser.add_argument("--jobs", type=int, default=16)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, running(18) as server:
        print(f"making {given.targets} databases …", flush=True)
        with tenants(server, given.targets, Path(folder), "tenant", drop=False) as names:
            _time("nothing changed", server, folder, given.jobs)
            for name in names[:: max(1, len(names) // 212)]:
                with psycopg.connect(with_database(server, name), autocommit=True) as connection:
                    connection.execute("CREATE TABLE tmp_import (a int)")
            _time("some changed", server, folder, given.jobs)
            _time("nothing changed", server, folder, given.jobs)


def _time(what: str, server: str, folder: str, jobs: int) -> None:
    most, done = [0], threading.Event()

    def look() -> None:
        while not done.wait(0.1):
            most[0] = max(most[0], connections(server, "tenant"))

    watcher = threading.Thread(target=look)
    watcher.start()
    command = [sys.executable, "-m", "driftcheck", "watch", "--once", "--confirm-after", "0", "--jobs", str(jobs)]
    began = time.monotonic()
    done_process = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    seconds = time.monotonic() - began
    done.set()
    watcher.join()
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(
        f"{what}: exit {done_process.returncode}, {seconds:.1f} s, {memory} MiB at most, {most[0]} connections at most",
        flush=True,
    )
    print(done_process.stdout[:400], done_process.stderr[:400], sep="", end="", flush=True)


if __name__ == "__main__":
    main()
