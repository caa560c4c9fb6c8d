"""Many targets on many machines: the same check on the workers of a Dask cluster.

A task holds the target with its URL and nothing that is logged shows it. A worker that dies in mid-run costs nothing:
the scheduler gives its targets to another.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from driftcheck import secrets
from driftcheck.errors import UsageError
from driftcheck.history.model import Outcome, now
from driftcheck.watch.pool import GRACE, hung

if TYPE_CHECKING:
    from driftcheck.watch.engine import Sweep

CONNECT_SECONDS = 10
RESTARTS = 3  # lost workers that a target survives before it is the suspect


def connect(address: str, check: Callable[[Any], Outcome], width: int, seconds: float) -> Sweep:
    """A sweep over the cluster; the connection is made anew for each, so that a scheduler may restart. UsageError."""
    if not address.startswith(("tcp://", "tls://")):
        raise UsageError(f'--scheduler "{secrets.scrub(address)}": give tcp://host:port')
    try:
        import distributed  # noqa: F401 - only whether it is there
    except ImportError:
        raise UsageError("--scheduler needs Dask: pip install 'driftcheck[dask]'") from None
    return lambda jobs: _sweep(address, jobs, check, width, seconds)


def _sweep(
    address: str, jobs: Sequence[Any], check: Callable[[Any], Outcome], width: int, seconds: float
) -> Iterator[Outcome]:
    import distributed

    library: Any = distributed  # its functions have no types

    if not jobs:
        return
    left = {job.name: job for job in jobs}
    try:
        with library.Client(address, timeout=CONNECT_SECONDS) as client:
            for outcome in _results(client, jobs, check, width, seconds):
                if left.pop(outcome.target, None) is not None:
                    yield outcome
    except (OSError, RuntimeError) as error:
        why = secrets.scrub(f"the cluster at {address} cannot be used: {error or type(error).__name__}")
        for job in left.values():
            yield _lost(job, why)
        return
    for job in left.values():
        yield hung(job, seconds)


def _results(
    client: Any, jobs: Sequence[Any], check: Callable[[Any], Outcome], width: int, seconds: float
) -> Iterator[Outcome]:
    """At most `width` targets at a time; ends early when for long nothing comes."""
    import distributed

    library: Any = distributed

    waiting = list(reversed(jobs))
    names: dict[str, Any] = {}

    def submit() -> Any:
        job = waiting.pop()
        key = f"driftcheck-{uuid.uuid4().hex}"
        names[key] = job
        return client.submit(check, job, key=key, pure=False, retries=RESTARTS)

    running = library.as_completed([submit() for _ in range(min(width, len(waiting)))], raise_errors=False)
    patience = 2 * (seconds + GRACE)  # a worker that died is noticed, and its target read from the start
    last = time.monotonic()
    while running.count():
        if not running.has_ready():
            if time.monotonic() - last > patience:
                return
            time.sleep(0.02)
            continue
        future = next(running)
        last = time.monotonic()
        job = names.pop(future.key)
        error = future.exception(timeout=CONNECT_SECONDS) if future.status != "finished" else None
        yield future.result(timeout=CONNECT_SECONDS) if error is None else _lost(job, f"its workers died: {error}")
        if waiting:
            running.add(submit())


def _lost(job: Any, why: str) -> Outcome:
    time = now()
    return Outcome(target=job.name, place=job.place, started=time, finished=time, failure=" ".join(why.split()))
