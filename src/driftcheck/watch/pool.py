"""Many targets on one machine: threads, each with one connection, and a target that hangs costs only itself."""

from __future__ import annotations

import queue
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from driftcheck.history.model import Outcome, now

GRACE = 5.0  # seconds past its time that a target is waited for, before its thread is left behind


def sweep(
    jobs: Sequence[Any], check: Callable[[Any], Outcome], width: int, seconds: float, grace: float = GRACE
) -> Iterator[Outcome]:
    """The outcome of each job, at most `width` at a time, as they come. A job is to end within `seconds` by itself."""
    waiting = deque(jobs)
    done: queue.SimpleQueue[tuple[object, Any, Outcome]] = queue.SimpleQueue()
    running: dict[object, tuple[Any, float]] = {}
    lock = threading.Lock()

    def work() -> None:
        me = object()
        while True:
            with lock:
                if not waiting:
                    return
                job = waiting.popleft()
                running[me] = job, time.monotonic()
            outcome = check(job)
            with lock:
                if me not in running:
                    return  # given up, and replaced
                del running[me]
            done.put((me, job, outcome))

    def start() -> None:
        threading.Thread(target=work, daemon=True, name="driftcheck-target").start()

    for _ in range(min(width, len(jobs))):
        start()
    left = len(jobs)
    while left:
        try:
            _, _, outcome = done.get(timeout=0.5)
            left -= 1
            yield outcome
        except queue.Empty:
            for job in _overdue(running, lock, seconds + grace):
                left -= 1
                start()
                yield hung(job, seconds)


def _overdue(running: dict[object, tuple[Any, float]], lock: threading.Lock, seconds: float) -> list[Any]:
    """The jobs that take too long: taken off the list, so that what they still give is not heard."""
    with lock:
        late = [me for me, (_, began) in running.items() if time.monotonic() - began > seconds]
        return [running.pop(me)[0] for me in late]


def hung(job: Any, seconds: float) -> Outcome:
    """Of a target that does not even run out of time."""
    time = now()
    why = f"no answer within {seconds:g} seconds"
    return Outcome(target=job.name, place=job.place, started=time, finished=time, failure=why)
