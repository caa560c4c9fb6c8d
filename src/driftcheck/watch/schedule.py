"""When the job runs: on the beat of an interval or of a cron line, never twice at once, missed beats as one."""

from __future__ import annotations

import contextlib
import datetime
import random
import signal
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

from driftcheck.errors import UsageError

_UNITS = {
    "s": 1, "sec": 1, "second": 1, "seconds": 1,
    "m": 60, "min": 60, "minute": 60, "minutes": 60,
    "h": 3600, "hour": 3600, "hours": 3600,
    "d": 86400, "day": 86400, "days": 86400,
    "w": 604800, "week": 604800, "weeks": 604800,
}  # fmt: skip
_LONGEST = 366 * 86400
_LOOK_SECONDS = 5.0  # how often it is seen whether the clock was set

Next = Callable[[datetime.datetime], datetime.datetime]
"""The first beat after a time."""


def interval(text: str) -> float:
    """Seconds of `90s`, `15m`, `2h`, `1d`; a bare number is seconds. UsageError.

    >>> interval("15m"), interval("1.5h"), interval("20")
    (900.0, 5400.0, 20.0)
    """
    word = text.strip().lower()
    digits = word.rstrip("abcdefghijklmnopqrstuvwxyz ")
    unit = word[len(digits) :].strip() or "s"
    try:
        seconds = float(digits) * _UNITS[unit]
    except (KeyError, ValueError):
        raise UsageError(f'--every "{text}": give a number and a unit: 90s, 15m, 2h, 1d') from None
    if not 0.1 <= seconds <= _LONGEST:
        raise UsageError(f'--every "{text}": between a tenth of a second and a year')
    return seconds


def check_cron(line: str) -> None:
    """UsageError if the line is no cron line, or one that never fires."""
    next_of_cron(line)(datetime.datetime.now().astimezone())


def next_of_cron(line: str) -> Next:
    """The beats of a cron line, in local time (TZ), as cron means it: its days of month or of the week."""
    from cronsim import CronSim, CronSimError

    def following(time: datetime.datetime) -> datetime.datetime:
        try:
            found: datetime.datetime = next(CronSim(line, time))
        except CronSimError as error:
            raise UsageError(f'--cron "{line}": {str(error).lower()}: minute hour day month weekday') from None
        except StopIteration:
            raise UsageError(f'--cron "{line}": never fires') from None
        return found

    return following


@contextlib.contextmanager
def stopping(stop: threading.Event) -> Iterator[None]:
    """SIGTERM and Ctrl-C let the run come to its end; a second one does what it always does."""

    def handle(number: int, frame: Any) -> None:
        stop.set()
        signal.signal(number, before[signal.Signals(number)])

    before = {number: signal.signal(number, handle) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def beat(
    run: Callable[[], object],
    stop: threading.Event,
    *,
    every: float | None = None,
    cron: str | None = None,
    jitter: float = 0,
) -> None:
    """Run at once and then every so many seconds, or when the cron line says so, until `stop` is set.

    A run that lasts longer than a beat swallows the beats that it misses. `jitter`: up to so many seconds late, so
    that many jobs on one clock do not begin together.
    """
    import logging

    from apscheduler.schedulers.background import BackgroundScheduler
    from apscheduler.triggers.base import BaseTrigger
    from apscheduler.triggers.interval import IntervalTrigger

    class Cron(BaseTrigger):  # type: ignore[misc]  # the library has no types
        """Beats of a cron line; the library's own trigger counts the days of the week differently."""

        def get_next_fire_time(self, previous: Any, now: datetime.datetime) -> datetime.datetime:
            assert cron is not None
            return next_of_cron(cron)(now)

    def turn() -> None:
        if jitter and stop.wait(random.uniform(0, jitter)):  # noqa: S311 - no secret
            return
        if not stop.is_set():
            run()

    def trigger() -> Any:
        return Cron() if every is None else IntervalTrigger(seconds=every)

    logging.getLogger("apscheduler").setLevel(logging.CRITICAL)  # a beat that is swallowed is no event
    scheduler = BackgroundScheduler(job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None})
    at_once = {} if every is None else {"next_run_time": datetime.datetime.now().astimezone()}
    job = scheduler.add_job(turn, trigger(), **at_once)
    scheduler.start()
    offset = time.time() - time.monotonic()
    try:
        while not stop.wait(_LOOK_SECONDS):
            moved = time.time() - time.monotonic() - offset
            if abs(moved) > _LOOK_SECONDS:  # the clock was set: what waits for its old hour would wait too long
                offset += moved
                job.reschedule(trigger())
    finally:
        scheduler.shutdown(wait=True)
