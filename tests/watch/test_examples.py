"""The examples are what they say: read by what would read them."""

from __future__ import annotations

import configparser
from pathlib import Path
from typing import Any

import pytest
import yaml

from driftcheck import config
from driftcheck.commands.watch import chosen
from driftcheck.sources import Context
from driftcheck.watch import schedule
from driftcheck.watch.settings import Options, settle
from tests.watch.receiver import SECRET

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples" / "watch"


def _arguments(file: str, container: dict[str, Any]) -> list[str]:
    given = container.get("args") or container["command"]
    assert isinstance(given, list), file
    return given


def _options() -> set[str]:
    from typer.main import get_command

    from driftcheck.cli import app

    command = get_command(app).commands["watch"]  # type: ignore[attr-defined]
    return {option for parameter in command.params for option in parameter.opts}


def test_the_configuration() -> None:
    found = config.load(str(EXAMPLES / "driftcheck.toml"))
    names = ("DATABASE_URL", "HOOK_URL", "SLACK_URL", "PING_URL")
    environ = {**dict.fromkeys(names, "https://example.org/x"), "DRIFTCHECK_WEBHOOK_SECRET": SECRET}
    settings = settle(Options(), Context(found, environ))
    assert [sink.name for sink in settings.sinks] == ["webhook example.org", "alert https"]
    assert len(settings.sinks[0].secrets) == 1
    assert (found.folder / found.expected[0]).is_file()
    assert found.watch.every is not None
    assert schedule.interval(found.watch.every) == 900
    assert chosen([], Context(found, environ)) == ["bookshop"]


@pytest.mark.parametrize("file", ["cronjob.yaml", "indexed-job.yaml"])
def test_kubernetes(file: str) -> None:
    data = yaml.safe_load((EXAMPLES / "kubernetes" / file).read_text())
    assert data["kind"] == "CronJob"
    schedule.check_cron(data["spec"]["schedule"])
    job = data["spec"]["jobTemplate"]["spec"]
    (container,) = job["template"]["spec"]["containers"]
    arguments = _arguments(file, container)
    assert arguments[:2] == ["watch", "--once"]
    assert {one.partition("=")[0] for one in arguments if one.startswith("--")} <= _options()
    if "indexed" in file:
        (shard,) = [one for one in arguments if one.startswith("--shard")]
        assert shard == f"--shard=$(JOB_COMPLETION_INDEX)/{job['completions']}"


def test_compose() -> None:
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    arguments = services["watch"]["command"]
    assert {one.partition("=")[0] for one in arguments if one.startswith("--")} <= _options()
    assert set(services["watch"]["depends_on"]) <= set(services)
    (expected,) = [one.partition("=")[2] for one in arguments if one.startswith("--expected")]
    assert (ROOT / expected.removeprefix("/repo/")).is_file()


def test_systemd() -> None:
    units = {}
    for name in ("driftcheck.service", "driftcheck.timer"):
        units[name] = configparser.ConfigParser(interpolation=None)
        units[name].optionxform = str  # type: ignore[assignment, method-assign]  # names keep their capitals
        units[name].read_string((EXAMPLES / "systemd" / name).read_text())
    words = units["driftcheck.service"]["Service"]["ExecStart"].split()
    assert {word for word in words if word.startswith("--")} <= _options()
    assert units["driftcheck.service"]["Service"]["Type"] == "oneshot"
    assert units["driftcheck.timer"]["Timer"]["OnCalendar"]


def test_cron_and_github() -> None:
    line = (EXAMPLES / "crontab").read_text().splitlines()[-1]
    schedule.check_cron(" ".join(line.split()[:5]))
    workflow = yaml.safe_load((EXAMPLES / "github" / "driftcheck.yml").read_text())
    on = workflow[True]  # YAML 1.1 reads `on` as true
    schedule.check_cron(on["schedule"][0]["cron"])
    for step in workflow["jobs"]["watch"]["steps"]:
        assert "${{" not in step.get("run", "")
        assert ("run" in step) == (step.get("shell") == "bash")
