"""Changes come and go at random while two watchers look, are killed, and nobody can be relied on.

Whatever one whole run saw is told exactly once, and so is its end; nothing is told twice. DRIFTCHECK_SOAK_SECONDS says
how long (make test-soak: a minute for each kind of history).
"""

from __future__ import annotations

import dataclasses
import datetime
import itertools
import os
import random
import signal
import subprocess
import time
from collections import Counter
from typing import Any

import psycopg
import pytest

from driftcheck.server import running
from tests.support.servers import with_database
from tests.watch.conftest import DDL, Shop
from tests.watch.receiver import SECRET, Receiver

SECONDS = float(os.environ.get("DRIFTCHECK_SOAK_SECONDS", "15"))
OBJECTS = 6
GAP = 0.6  # seconds for which a table at least stays gone
DELAY = 3.0  # seconds from the end of a reading until it is recorded, on a busy machine


@dataclasses.dataclass
class Life:
    """From when to when a table was surely there; times of time.time()."""

    table: str
    begin: float
    end: float = float("inf")


class Storm:
    """Makes and drops tables, kills watchers, crashes the server."""

    def __init__(self, shop: Shop, chance: random.Random) -> None:
        self.shop, self.chance = shop, chance
        self.lives: list[Life] = []
        self.there: dict[str, Life] = {}
        self.gone: dict[str, float] = {}
        self.kills = self.crashes = 0
        self.connection = psycopg.connect(shop.url, autocommit=True)
        self.watchers = [self.watcher(), self.watcher()]

    def watcher(self) -> subprocess.Popen[str]:
        shop = self.shop
        arguments = shop.arguments("--every", "0.4s", "--confirm-after", "0.1", "--unreachable-after", "1000", "-q")
        return shop.spawn(*arguments)

    def step(self) -> None:
        table = f"tmp_{self.chance.randrange(OBJECTS)}"
        if table in self.there:
            life = self.there.pop(table)
            life.end = time.time()
            self.connection.execute(f"DROP TABLE {table}")
            self.gone[table] = time.time()
        elif time.time() - self.gone.get(table, 0) > GAP:
            self.connection.execute(f"CREATE TABLE {table} (a int)")
            self.there[table] = Life(table, time.time())
            self.lives.append(self.there[table])

    def kill(self) -> None:
        i = self.chance.randrange(2)
        self.stop(self.watchers[i], signal.SIGKILL)
        self.watchers[i] = self.watcher()
        self.kills += 1

    def stop(self, process: subprocess.Popen[str], how: signal.Signals) -> None:
        process.send_signal(how)
        process.communicate(timeout=60)

    def crash(self) -> None:
        """A process of the server dies, so PostgreSQL ends every connection and recovers."""
        self.connection.close()
        with psycopg.connect(self.shop.url, autocommit=True) as other:
            os.kill(other.info.backend_pid, signal.SIGKILL)
        self.crashes += 1
        time.sleep(0.3)  # until the server has noticed
        while True:
            try:
                self.connection = psycopg.connect(self.shop.url, autocommit=True)
                return
            except psycopg.OperationalError:
                time.sleep(0.05)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
@pytest.mark.timeout(SECONDS * 3 + 120)
def test_soak(
    kind: str,
    receiver: Receiver,
    tmp_path: Any,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    record_property: pytest.RecordProperty,
) -> None:
    monkeypatch.setenv("DRIFTCHECK_WEBHOOK_SECRET", SECRET)
    chance = random.Random(f"{kind} {SECONDS}")
    with running(18, settings={"synchronous_commit": "on"}) as url:  # what was committed outlives a crash
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("CREATE DATABASE shop")
            connection.execute("CREATE DATABASE history")
        shop = Shop(with_database(url, "shop"), tmp_path, receiver, capsys)
        shop.execute(DDL)
        if kind == "postgresql":
            shop.history = with_database(url, "history")
        receiver.behave = lambda handler: chance.random() < 0.3 and (handler.send_error(503) or True)
        storm = Storm(shop, chance)
        try:
            _rage(storm)
        finally:
            storm.connection.close()
            for process in storm.watchers:
                storm.stop(process, signal.SIGTERM)
        receiver.behave = lambda handler: False
        ended = {process.returncode for process in storm.watchers}
        for table in storm.there:
            storm.there[table].end = time.time()
            shop.execute(f"DROP TABLE {table}")
        assert [shop.once("-q"), shop.once("-q")] == [0, 0], shop.err
        figures = _judge(storm, receiver, shop.timeline())
    # one that had only begun had no run to finish, or knew no SIGTERM yet
    assert ended <= {0, 128 + signal.SIGTERM, -signal.SIGTERM}
    record_property("figure", f"watch soak ({kind}, {SECONDS:g} s): {figures}")


def _rage(storm: Storm) -> None:
    end = time.monotonic() + SECONDS
    kill, crash = time.monotonic() + 4, time.monotonic() + SECONDS / 2
    while time.monotonic() < end:
        storm.step()
        if time.monotonic() > kill:
            storm.kill()
            kill = time.monotonic() + storm.chance.uniform(3, 6)
        if time.monotonic() > crash:
            storm.crash()
            crash = time.monotonic() + storm.chance.uniform(8, 16)
        time.sleep(storm.chance.uniform(0.05, 0.6))


def _judge(storm: Storm, receiver: Receiver, timeline: dict[str, Any]) -> str:
    """Hold what was told against what was done, and give the figures."""
    runs = [
        (_seconds(run["started"]), _seconds(run["finished"])) for run in timeline["runs"] if run["outcome"] == "checked"
    ]
    told: dict[str, list[tuple[str, float]]] = {}
    for message in receiver.messages:
        for one in message["transitions"]:
            told.setdefault(one["object"].removeprefix("public."), []).append(
                (one["transition"], _seconds(message["at"]))
            )
    sure = 0
    for table in {life.table for life in storm.lives}:
        news = told.get(table, [])
        assert [what for what, _ in news] == ["new", "resolved"] * (len(news) // 2), (table, news)
        lives = [life for life in storm.lives if life.table == table]
        heard = Counter(
            max(i for i, life in enumerate(lives) if life.begin <= at + 0.002) for what, at in news if what == "new"
        )
        assert set(heard.values()) <= {1}, (table, lives, news)
        open_ = [(news[i][1], news[i + 1][1]) for i in range(0, len(news), 2)]
        for life, later in itertools.zip_longest(lives, lives[1:]):
            whole = [end for start, end in runs if life.begin <= start and end <= life.end]
            sure += bool(whole)
            # what a whole run saw was told by then, and its end was not; a gap that no run saw is none
            assert not whole or any(begin - DELAY <= whole[-1] <= end for begin, end in open_), (life, whole, news)
            gap = [end for start, end in runs if life.end + GAP / 2 <= start and (later is None or end <= later.begin)]
            assert not gap or not any(begin <= gap[-1] < end - DELAY for begin, end in open_), (life, gap, news)
    assert sure, (storm.lives, runs)
    count = Counter(what for news in told.values() for what, _ in news)
    assert count["new"] == count["resolved"]
    twice = sum(number - 1 for number in Counter(id for id, _ in receiver.posts).values())
    return (
        f"{len(storm.lives)} changes made and undone, {sure} of them seen by a whole run, {count['new']} told once, "
        f"{count['resolved']} resolved once, 0 told twice; {len(runs)} runs, {storm.kills} watchers killed, "
        f"{storm.crashes} crashes of the server, {len(receiver.refused)} deliveries refused, {twice} repeated with the same id"
    )


def _seconds(text: str) -> float:
    return datetime.datetime.fromisoformat(text).timestamp()
