"""A small shop with its document, and driftcheck run on it as people run it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from driftcheck import cli
from tests.watch.receiver import SECRET, Receiver, receiving

DOCUMENT = """\
# Shop

The complete schema of the shop: 2 tables.

```sql
CREATE TABLE customers (id uuid PRIMARY KEY, email text NOT NULL);
CREATE TABLE orders (id bigint PRIMARY KEY, customer_id uuid REFERENCES customers (id));
```
"""
DDL = """\
CREATE TABLE customers (id uuid PRIMARY KEY, email text NOT NULL);
CREATE TABLE orders (id bigint PRIMARY KEY, customer_id uuid REFERENCES customers (id));
"""


class Shop:
    """A database, its document, a history, a webhook."""

    def __init__(self, url: str, folder: Path, receiver: Receiver, capture: pytest.CaptureFixture[str]) -> None:
        self.url, self.folder, self.receiver, self.capture = url, folder, receiver, capture
        self.history = f"sqlite:///{folder}/history.db"
        self.document = folder / "shop.md"
        self.document.write_text(DOCUMENT)
        self.out = self.err = ""

    def execute(self, sql: str) -> None:
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(sql)

    def arguments(self, *more: str, url: str | None = None) -> list[str]:
        given = ["watch", url or self.url, "-e", str(self.document), "--confirm-after", "0"]
        if "--history" not in more:
            given += ["--history", self.history]
        return [*given, "--webhook", self.receiver.url, *more]

    def once(self, *more: str, url: str | None = None) -> int:
        return self.run(*self.arguments("--once", *more, url=url))

    def run(self, *arguments: str) -> int:
        code = cli.run(list(arguments))
        self.out, self.err = self.capture.readouterr()
        return code

    def start(self, *more: str) -> subprocess.Popen[str]:
        """The same in a process of its own."""
        return self.spawn(*self.arguments(*more))

    def spawn(self, *arguments: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "driftcheck", *arguments]
        return subprocess.Popen(command, env=dict(os.environ), stdout=-1, stderr=-1, text=True, cwd=self.folder)

    def told(self) -> list[tuple[str, str]]:
        """What was told since the last call."""
        found = self.receiver.told()
        self.receiver.posts.clear()
        return found

    def timeline(self, history: str | None = None) -> dict[str, Any]:
        assert self.run("history", "--history", history or self.history, "-f", "json") == 0, self.err
        found: dict[str, Any] = json.loads(self.out)
        return found


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as found:
        yield found
        assert not found.unsigned


@pytest.fixture
def shop(
    database: str,
    tmp_path: Path,
    receiver: Receiver,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Shop:
    monkeypatch.setenv("DRIFTCHECK_WEBHOOK_SECRET", SECRET)
    monkeypatch.chdir(tmp_path)
    found = Shop(database, tmp_path, receiver, capsys)
    found.execute(DDL)
    return found
