"""When the job runs, and how it ends."""

from __future__ import annotations

import datetime
import itertools
import signal
import threading
import time

import pytest

from driftcheck.errors import UsageError
from driftcheck.watch import schedule
from tests.watch.conftest import Shop

MONDAY = datetime.datetime(2026, 11, 23, 8, 7, tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    ("line", "next"),
    [
        ("*/15 * * * *", "2026-11-23 08:15"),
        ("0 0 * * 0", "2026-11-29 00:00"),  # Sunday
        ("0 0 * * 1", "2026-11-30 00:00"),
        ("0 9 1 * 2", "2026-11-24 09:00"),  # the first of the month, or a Tuesday
        ("0 0 29 2 *", "2028-02-29 00:00"),
    ],
)
def test_cron_lines_mean_what_cron_means(line: str, next: str) -> None:
    assert f"{schedule.next_of_cron(line)(MONDAY):%Y-%m-%d %H:%M}" == next


@pytest.mark.parametrize("line", ["0 0 30 2 *", "0 0 31 4,6 *", "61 * * * *", "* * *", "", "@reboot", "a b c d e"])
def test_cron_lines_that_never_fire(shop: Shop, line: str) -> None:
    assert shop.run(*shop.arguments("--cron", line)) == 2
    assert shop.err.startswith("driftcheck: --cron")
    assert not (shop.folder / "history.db").exists()


@pytest.mark.parametrize("every", ["", "0", "0s", "-5m", "15 moons", "nan", "inf", "1e9", "m"])
def test_intervals_that_are_none(shop: Shop, every: str) -> None:
    assert shop.run(*shop.arguments(f"--every={every}")) == 2
    assert "--every" in shop.err or "when?" in shop.err


@pytest.mark.parametrize("once", [True, False])
@pytest.mark.parametrize("line", ['every = "5 bananas"', 'cron = "61 * * * *"', 'cron = "0 0 31 2 *"'])
def test_a_beat_of_the_configuration_that_is_none_is_told_with_its_line(shop: Shop, line: str, once: bool) -> None:
    (shop.folder / "driftcheck.toml").write_text(f"[watch]\njobs = 2\n{line}\n")
    assert shop.run(*shop.arguments(*(["--once"] if once else []))) == 2
    assert f"driftcheck.toml:3: watch.{line.partition(' ')[0]} " in shop.err


def test_one_way_to_say_when(shop: Shop) -> None:
    assert shop.run(*shop.arguments("--once", "--every", "1m")) == 2
    assert shop.run(*shop.arguments()) == 2
    assert "when?" in shop.err


def test_at_once_then_on_the_beat_and_sigterm_ends_it(shop: Shop) -> None:
    process = shop.start("--every", "1s", "-v")
    shop.execute("CREATE TABLE tmp_import (a int)")
    assert process.stderr is not None
    finished = 0
    while finished < 3:
        finished += "transitions" in process.stderr.readline()
    process.send_signal(signal.SIGTERM)
    out, err = process.communicate(timeout=30)
    assert process.returncode == 0, err
    assert out.count("tmp_import") == 1
    assert shop.told() == [("new", "public.tmp_import")]
    starts = [datetime.datetime.fromisoformat(run["started"]) for run in shop.timeline()["runs"]]
    assert len(starts) >= 3
    assert (starts[-1] - starts[0]).total_seconds() > 0.9 * (len(starts) - 1)


def test_sigterm_waits_for_the_run(shop: Shop) -> None:
    shop.execute("CREATE TABLE tmp_import (a int)")
    process = shop.start("--every", "1h", "-v", "--confirm-after", "2")
    assert process.stderr is not None
    while "reading again" not in process.stderr.readline():
        pass
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=30)
    assert process.returncode == 0
    assert shop.told() == [("new", "public.tmp_import")]


def test_it_survives_a_database_that_is_away(shop: Shop) -> None:
    process = shop.spawn(
        *shop.arguments("--every", "1s", "-v", "--unreachable-after", "2", url="postgresql://nobody@127.0.0.1:1/x")
    )
    assert process.stderr is not None
    finished = 0
    while finished < 4:
        finished += "transitions" in process.stderr.readline()
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=30)
    assert process.returncode == 0
    assert [one for one, _ in shop.told()] == ["unreachable"]


def test_runs_do_not_overlap_and_missed_beats_are_one() -> None:
    stop, running, most, starts = threading.Event(), [0], [0], list[float]()

    def run() -> None:
        running[0] += 1
        most[0] = max(most[0], running[0])
        starts.append(time.monotonic())
        time.sleep(0.5)
        running[0] -= 1
        if len(starts) == 4:
            stop.set()

    schedule.beat(run, stop, every=0.2)
    assert most == [1]
    assert len(starts) == 4
    assert all(later - earlier >= 0.5 for earlier, later in itertools.pairwise(starts))


def test_a_clock_that_is_set_back_stops_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schedule, "_LOOK_SECONDS", 0.2)
    stop, starts = threading.Event(), list[float]()
    real, shift = time.time, [0.0]

    def run() -> None:
        starts.append(time.monotonic())
        if len(starts) == 2:
            shift[0] = -7200.0
        if len(starts) == 4:
            stop.set()

    class Clock(datetime.datetime):
        @classmethod
        def now(cls, tz: datetime.tzinfo | None = None) -> datetime.datetime:  # type: ignore[override]
            return datetime.datetime.fromtimestamp(real() + shift[0], tz)

    monkeypatch.setattr(time, "time", lambda: real() + shift[0])
    monkeypatch.setattr("apscheduler.schedulers.base.datetime", Clock)
    monkeypatch.setattr("apscheduler.triggers.interval.datetime", Clock)
    monkeypatch.setattr("apscheduler.job.datetime", Clock, raising=False)
    threading.Timer(20, stop.set).start()
    schedule.beat(run, stop, every=0.5)
    assert len(starts) == 4


def test_intervals() -> None:
    assert [schedule.interval(text) for text in ("90s", " 15 m ", "1.5h", "1d", "2 hours")] == [
        90,
        900,
        5400,
        86400,
        7200,
    ]
    with pytest.raises(UsageError):
        schedule.interval("fortnight")
