"""The JSON Schemas: made from the code, and true of what driftcheck writes and reads."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from driftcheck import config, schemas
from driftcheck.errors import UsageError
from driftcheck.sources.yaml import load
from tests.cli.drifted import Run, change

ROOT = Path(__file__).parents[2]
NAMES = ("config", "snapshot", "report")


def validate(name: str, value: Any) -> None:
    jsonschema.Draft202012Validator(schemas.schema(name)).validate(value)


@pytest.mark.parametrize("name", NAMES)
def test_they_are_current_and_valid(name: str) -> None:
    assert (ROOT / "schemas" / f"{name}.schema.json").read_text("utf-8") == schemas.text(name), "run: make schemas"
    jsonschema.Draft202012Validator.check_schema(schemas.schema(name))


@pytest.mark.parametrize("file", sorted((ROOT / "expected").glob("*.yaml")), ids=lambda file: file.name)
def test_committed_snapshots(file: Path) -> None:
    validate("snapshot", load(file.read_bytes()))


def test_a_live_snapshot_and_its_reports(kiosk: str, run: Run) -> None:
    assert run("snapshot", kiosk, "-o", "live.json")[0] == 0
    validate("snapshot", json.loads(Path("live.json").read_text()))
    check = ("check", kiosk, "-e", "docs/schema.md", "-f", "json", "--all")
    reports = [run(*check, "-o", "base.json")[0]]
    reports.append(run("accept", kiosk, "-e", "docs/schema.md", "--reason", "so", "--until", "2020-01-01")[0])
    reports.append(run("accept", kiosk, "-e", "docs/schema.md", "--reason", "so", "--object", "*.email")[0])
    change(kiosk, "DROP TABLE tmp_import; CREATE TABLE other (a int)")
    reports.append(run(*check, "-o", "new.json", "--against", "base.json", "--fail-under", "99")[0])
    assert reports == [1, 0, 0, 1]
    found = json.loads(Path("new.json").read_text())
    assert {"stale", "shortfalls", "resolved", "against"} <= found.keys()
    validate("report", json.loads(Path("base.json").read_text()))
    validate("report", found)
    for broken in ({**found, "complete": "yes"}, {k: v for k, v in found.items() if k != "findings"}):
        with pytest.raises(jsonschema.ValidationError):
            validate("report", broken)


GOOD = [
    "",
    'fail_on = "new:error"\n[targets.a]\nurl_env = "A"\n[severity]\n"column-*" = "off"\n[ignore]\ntable = ["x"]\n',
    '[watch]\nevery = "15m"\nconfirm_after = 5\n[[watch.alerts]]\nurl_env = "A"\nkinds = ["table"]\n[watch.ping]\nurl = "x"\n',
]
BAD = [
    'fail-on = "error"\n',
    'path = "x"\n',
    "[targets.a]\nexpected = []\n",
    '[targets.a]\nurl = "x"\nurl_env = "X"\n',
    '[ignore]\ntabel = ["x"]\n',
    '[severity]\nx = "loud"\n',
    '[watch]\nevery = "often"\n',
    '[[watch.alerts]]\nurl_env = "A"\nkinds = ["tabel"]\n',
]


@pytest.mark.parametrize("text", GOOD)
def test_what_is_read_is_valid(text: str, tmp_path: Path) -> None:
    (tmp_path / "driftcheck.toml").write_text(text)
    config.load(folder=tmp_path)
    validate("config", tomllib.loads(text))


@pytest.mark.parametrize("text", BAD)
def test_what_is_refused_is_not(text: str, tmp_path: Path) -> None:
    (tmp_path / "driftcheck.toml").write_text(text)
    with pytest.raises(UsageError):
        config.load(folder=tmp_path)
    with pytest.raises(jsonschema.ValidationError):
        validate("config", tomllib.loads(text))
