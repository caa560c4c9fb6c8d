"""The process: `driftcheck` and `python -m driftcheck`. The only place that exits."""

from __future__ import annotations

import atexit
import gc
import os
import signal
import sys
from typing import NoReturn

from driftcheck import ahead


def main() -> NoReturn:
    """Run the command that the arguments name, and exit with the code that the contract gives to its outcome."""
    gc.set_threshold(1_000_000, 20, 20)  # modules and schemas are a hundred thousand objects, and hardly any is garbage
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # the caller closed it: what the command finds still decides how it exits
            setattr(sys, name, open(os.devnull, "w"))  # noqa: SIM115 - open to the end
    signal.signal(signal.SIGTERM, _ended)
    try:
        ahead.begin(sys.argv[1:])
        from driftcheck.cli import run
    except KeyboardInterrupt:
        _leave(128 + signal.SIGINT)
    _leave(run(sys.argv[1:]))


def _ended(number: int, frame: object) -> NoReturn:
    """A run that is ended leaves nothing behind: no query on the server, no half-written file, no throwaway server."""
    sys.exit(128 + number)


def _leave(code: int) -> NoReturn:
    """End the process at once: to take a hundred thousand objects apart first is time that nobody needs."""
    atexit._run_exitfuncs()
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:
        sys.exit(code)  # as the interpreter does it where nobody reads any more
    os._exit(code)


if __name__ == "__main__":
    main()
