"""What a run costs before it does anything: `python -m benchmarks.startup`.

Whole processes beside a Typer program that does nothing, and what `python -X importtime` says that each of them imports.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from driftcheck.server import running

ROUNDS = 15
MOST = 6  # packages to name
EMPTY = "import typer\napp = typer.Typer()\n@app.command()\ndef main() -> None: ...\napp()\n"
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def main() -> None:
    """Print one line a program: its time, the ratio, how many modules it imports, and which packages take longest."""
    with running(18) as url, tempfile.TemporaryDirectory() as folder:
        expected, empty = Path(folder) / "expected.json", Path(folder) / "empty.py"
        empty.write_text(EMPTY)
        programs = {
            "empty Typer": [str(empty)],
            "--version": ["-m", "driftcheck", "--version"],
            "--help": ["-m", "driftcheck", "--help"],
            "snapshot": ["-m", "driftcheck", "snapshot", url, "-o", str(expected)],
            "check": ["-m", "driftcheck", "check", url, "-e", str(expected)],
        }
        best = dict.fromkeys(programs, 1e9)
        for _ in range(ROUNDS):
            for name, arguments in programs.items():
                best[name] = min(best[name], clock(arguments))
        for name, arguments in programs.items():
            modules, packages = imports(arguments)
            longest = ", ".join(f"{package} {ms:.0f} ms" for package, ms in packages[:MOST])
            ratio = best[name] / best["empty Typer"]
            print(f"{name:12} {best[name] * 1000:4.0f} ms  {ratio:4.2f} x  {modules:4} modules: {longest}", flush=True)


def clock(arguments: list[str]) -> float:
    """Wall time of a process. It must succeed."""
    started = time.perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL, env=ENVIRONMENT)
    return time.perf_counter() - started


def imports(arguments: list[str]) -> tuple[int, list[tuple[str, float]]]:
    """How many modules a process imports, and the milliseconds of its packages' own code, the longest first."""
    process = subprocess.run(
        [sys.executable, "-X", "importtime", *arguments], check=True, capture_output=True, text=True, env=ENVIRONMENT
    )
    lines = [line.split("|") for line in process.stderr.splitlines() if line.startswith("import time:")][1:]
    packages: dict[str, float] = {}
    for own, _, module in lines:
        package = module.strip().partition(".")[0]
        packages[package] = packages.get(package, 0) + int(own.rpartition(":")[2]) / 1000
    return len(lines), sorted(packages.items(), key=lambda item: -item[1])


if __name__ == "__main__":
    main()
