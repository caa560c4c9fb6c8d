"""A small page, and a database that has gone its own way."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import psycopg
import pytest

from driftcheck import cli

PAGE = """\
# The kiosk's database

All tables:

```sql
CREATE TABLE customers (
  id int PRIMARY KEY,
  email varchar(255) NOT NULL
);
CREATE TABLE orders (
  id int PRIMARY KEY,
  customer_id int REFERENCES customers (id)
);
```
"""
LIVE = """
CREATE TABLE customers (id int PRIMARY KEY, email varchar(255) NOT NULL);
CREATE TABLE orders (id int PRIMARY KEY, customer_id int REFERENCES customers (id));
"""
DRIFT = "ALTER TABLE customers ALTER email TYPE text; CREATE TABLE tmp_import (line text);"

Run = Callable[..., tuple[int, str, str]]


def change(url: str, sql: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute(sql)


def runner(capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*arguments: str) -> tuple[int, str, str]:
        code = cli.run(list(arguments))
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


def report(run: Run, *arguments: str) -> tuple[int, dict[str, Any]]:
    code, out, err = run(*arguments, "-f", "json")
    assert err == "", err
    return code, json.loads(out)
