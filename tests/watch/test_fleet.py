"""Many targets in one run: bounded, grouped by finding, and each on its own when it fails."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from driftcheck import cli
from tests.support.servers import with_database
from tests.watch.fleet import connections, tenants
from tests.watch.receiver import SECRET, Receiver

COUNT = 50


class Fleet:
    def __init__(self, server: str, names: list[str], folder: Path, receiver: Receiver) -> None:
        self.server, self.names, self.folder, self.receiver = server, names, folder, receiver

    def once(self, *more: str) -> int:
        given = ["watch", "--once", "--confirm-after", "0", "--webhook", self.receiver.url, "--log-format", "json"]
        return cli.run([*given, "--history", f"sqlite:///{self.folder}/history.db", *more])

    def each(self, names: list[str], sql: str) -> None:
        for name in names:
            with psycopg.connect(with_database(self.server, name), autocommit=True) as connection:
                connection.execute(sql)

    def configure(self, text: str) -> None:
        with (self.folder / "driftcheck.toml").open("a") as file:
            file.write(text)


@pytest.fixture
def fleet(server: str, tmp_path: Path, receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> Iterator[Fleet]:
    monkeypatch.setenv("DRIFTCHECK_WEBHOOK_SECRET", SECRET)
    monkeypatch.chdir(tmp_path)
    prefix = f"tenant_{os.getpid()}"
    with tenants(server, COUNT, tmp_path, prefix) as names:
        yield Fleet(server, names, tmp_path, receiver)


def test_fifty_targets(
    fleet: Fleet, record_property: pytest.RecordProperty, capsys: pytest.CaptureFixture[str]
) -> None:
    fleet.each(fleet.names[:21], "CREATE TABLE tmp_import (a int)")
    fleet.each(fleet.names[20:22], "ALTER TABLE customers ALTER email DROP NOT NULL")
    most, done = [0], threading.Event()
    prefix = fleet.names[0].rpartition("_")[0]

    def look() -> None:
        while not done.wait(0.02):
            most[0] = max(most[0], connections(fleet.server, prefix))

    watcher = threading.Thread(target=look)
    watcher.start()
    began = time.monotonic()
    assert fleet.once("--jobs", "4") == 0
    seconds = time.monotonic() - began
    done.set()
    watcher.join()
    assert 1 <= most[0] <= 2 * 4  # the server still shows a session for a moment after the client has closed it
    (message,) = fleet.receiver.messages
    assert (message["target"], message["watched"], message["counts"]) == (None, COUNT, {"new": 2})
    assert [(one["rule"], one["targets"]) for one in message["transitions"]] == [
        ("table-undocumented", fleet.names[:21]),
        ("column-nullable-changed", fleet.names[20:22]),
    ]
    assert fleet.once() == 0
    assert len(fleet.receiver.messages) == 1
    capsys.readouterr()
    assert cli.run(["history", fleet.names[20], "--history", f"sqlite:///{fleet.folder}/history.db", "-f", "json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["findings"]) == 2
    record_property(
        "figure",
        f"watch: {COUNT} targets, each read twice where it changed: {seconds:.1f} s, {most[0]} connections at most",
    )


def test_what_hangs_or_fails_costs_only_itself(fleet: Fleet, capsys: pytest.CaptureFixture[str]) -> None:
    fleet.each(fleet.names[:2], "CREATE TABLE tmp_import (a int)")
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        port = deaf.getsockname()[1]
        fleet.configure(f"[targets.hangs]\nurl = 'postgresql://me@127.0.0.1:{port}/x'\n")
        fleet.configure("[targets.refuses]\nurl = 'postgresql://me@127.0.0.1:1/x'\n")
        began = time.monotonic()
        assert fleet.once("--target-timeout", "5", "--unreachable-after", "1") == 3
        assert time.monotonic() - began < 40
        by_kind = {one["transition"]: one for one in fleet.receiver.messages[0]["transitions"]}
        assert by_kind["new"]["targets"] == fleet.names[:2]
        assert by_kind["unreachable"]["targets"] == ["hangs", "refuses"]
        fleet.configure("[targets.unset]\nurl_env = 'NO_SUCH_VARIABLE_HERE'\n")
        capsys.readouterr()
        assert fleet.once("tenant_*", "unset") == 2
        assert "NO_SUCH_VARIABLE_HERE is not set" in capsys.readouterr().err
        assert fleet.once("tenant_*") == 0


def test_shards_share_the_targets(fleet: Fleet, capsys: pytest.CaptureFixture[str]) -> None:
    fleet.each(fleet.names[::2], "CREATE TABLE tmp_import (a int)")
    for index in range(3):
        assert fleet.once("--shard", f"{index}/3") == 0
    told = Counter(target for one in fleet.receiver.transitions for target in one["targets"])
    assert told == Counter(fleet.names[::2])
    assert all(message["target"] is None for message in fleet.receiver.messages)
    for shard in ("3/3", "x", "1/0", "-1/3", "1/3/4"):
        assert fleet.once(f"--shard={shard}") == 2


def test_on_a_cluster_one_worker_of_which_is_killed(fleet: Fleet, record_property: pytest.RecordProperty) -> None:
    """Separate processes, as on several machines: one is killed while it works, and every target is read all the same."""
    fleet.each(fleet.names[::2], "CREATE TABLE tmp_import (a int)")
    script = (
        "import sys, distributed\n"
        "if __name__ == '__main__':\n"
        "    cluster = distributed.LocalCluster(n_workers=2, threads_per_worker=2, processes=True, dashboard_address=None)\n"
        "    print(cluster.scheduler_address, *(w.process.pid for w in cluster.workers.values()), flush=True)\n"
        "    sys.stdin.read()\n"
        "    cluster.close()\n"
    )
    file = fleet.folder / "cluster.py"
    file.write_text(script)
    cluster = subprocess.Popen([sys.executable, str(file)], stdin=-1, stdout=-1, stderr=subprocess.DEVNULL, text=True)
    try:
        assert cluster.stdout is not None
        address, victim, _ = cluster.stdout.readline().split()
        killed, over = list[int](), threading.Event()

        def kill() -> None:
            prefix = fleet.names[0].rpartition("_")[0]
            while connections(fleet.server, prefix) < 2 and not over.is_set():
                time.sleep(0.02)
            os.kill(int(victim), 9)
            killed.append(int(victim))

        killer = threading.Thread(target=kill)
        killer.start()
        assert fleet.once("--scheduler", address, "--jobs", "8") == 0
        over.set()
        killer.join()
        assert killed
        (one,) = fleet.receiver.transitions
        assert one["targets"] == fleet.names[::2]
        assert fleet.once("--scheduler", address) == 0
        assert len(fleet.receiver.messages) == 1
        record_property("figure", f"watch: {COUNT} targets on 2 Dask workers, one killed in mid-run: none missed")
    finally:
        cluster.communicate("")
    assert fleet.once("--scheduler", address) == 3
    assert fleet.once("--scheduler", "http://x") == 2
