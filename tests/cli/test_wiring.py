"""What other people's machinery runs: the GitHub action's steps, the GitLab template, the hooks, the pytest plugin."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from driftcheck import cli
from tests.cli.drifted import PAGE, Run, change

ROOT = Path(__file__).parents[2]
BASH = shutil.which("bash")
needs_bash = pytest.mark.skipif(BASH is None, reason="the action's steps are bash")


def action() -> dict[str, Any]:
    data = yaml.safe_load((ROOT / "action.yml").read_text())
    assert isinstance(data, dict)
    return data


def test_no_step_of_the_action_runs_what_an_input_says() -> None:
    data = action()
    assert {"target", "expected", "fail-on"} <= data["inputs"].keys()
    steps = data["runs"]["steps"]
    assert data["runs"]["using"] == "composite"
    for step in steps:
        assert ("run" in step) != ("uses" in step)
        if "run" in step:
            assert step["shell"] == "bash"
            assert "${{" not in step["run"]
    named = set(re.findall(r"inputs\.([a-z-]+)", (ROOT / "action.yml").read_text()))
    assert named == data["inputs"].keys(), "each input is used, and each that is used is declared"


class Job:
    """The action's steps that are scripts, run one after the other as a runner would, with `gh` written down."""

    def __init__(self, folder: Path, **inputs: str) -> None:
        self.folder, self.inputs = folder, inputs
        (folder / "bin").mkdir()
        (folder / "runner").mkdir()
        (folder / "runner" / "driftcheck").mkdir()
        (folder / "runner" / "driftcheck" / "venv").symlink_to(sys.prefix)
        (folder / "event.json").write_text('{"pull_request": {"number": 7}}')
        gh = folder / "bin" / "gh"
        gh.write_text(
            f'#!/bin/sh\necho "$@" >> "{folder}/gh.log"\ncase "$*" in *--jq*) cat "{folder}/known" 2>/dev/null;; esac\ntrue\n'
        )
        gh.chmod(0o755)
        self.outputs: dict[str, dict[str, str]] = {"plan": {"folder": str(folder / "runner" / "driftcheck")}}
        self.log = ""

    def run(self, *only: str) -> int:
        """The exit code of the last step that ran."""
        code = 0
        for step in action()["runs"]["steps"]:
            script = step.get("run", "")
            if not any(word in script for word in only):
                continue
            environ = {name: self._value(value) for name, value in step.get("env", {}).items()}
            output = self.folder / "output"
            output.write_text("")
            done = subprocess.run(
                [str(BASH), "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
                capture_output=True, text=True, check=False, timeout=120,
                env={**os.environ, "PATH": f"{self.folder / 'bin'}{os.pathsep}{os.environ['PATH']}",
                     "PYTHONPATH": str(ROOT / "src"), "GITHUB_OUTPUT": str(output), "GITHUB_WORKFLOW": "ci",
                     "GITHUB_EVENT_PATH": str(self.folder / "event.json"), "GITHUB_REPOSITORY": "o/r",
                     "GITHUB_JOB": "schema", "GITHUB_ACTION_PATH": str(ROOT), "RUNNER_OS": "Linux", "RUNNER_ARCH": "X64",
                     "RUNNER_TEMP": str(self.folder / "runner"), **environ},
            )  # fmt: skip
            self.log += done.stdout + done.stderr
            code = done.returncode
            self.outputs[step.get("id", "")] = dict(
                line.split("=", 1) for line in output.read_text().splitlines() if "=" in line
            )
        return code

    def _value(self, expression: str) -> str:
        found = re.fullmatch(r"\$\{\{ (inputs|steps)\.([a-z-]+)(?:\.outputs\.([a-z-]+))? \}\}", expression)
        assert found, expression
        if found[1] == "steps":
            return self.outputs.get(found[2], {}).get(found[3] or "", sys.executable if found[2] == "python" else "")
        return self.inputs.get(found[2], str(action()["inputs"][found[2]].get("default", "")))


@needs_bash
def test_the_action_checks_comments_and_fails(kiosk: str, tmp_path: Path) -> None:
    change(kiosk, 'CREATE TABLE "a\n::error::b" (c int)')
    inputs = {"target": kiosk, "expected": "docs/schema.md\n\n", "working-directory": str(tmp_path)}
    job = Job(tmp_path, **inputs)
    assert job.run("-m driftcheck", "gh api", 'exit "') == 1
    assert job.outputs["check"]["exit-code"] == "1"
    report = json.loads(Path(job.outputs["check"]["report"]).read_text())
    assert report["summary"]["error"] == 3
    assert json.loads(Path(job.outputs["check"]["sarif"]).read_text())["version"] == "2.1.0"
    fence = re.search(r"^::stop-commands::([0-9a-f]{32})$", job.log, re.M)
    assert fence
    assert f"\n::{fence[1]}::\n" in job.log
    calls = (tmp_path / "gh.log").read_text().splitlines()
    assert ["--method POST repos/o/r/issues/7/comments" in call for call in calls] == [False, True]
    body = Path(calls[1].rpartition("body=@")[2]).read_text()
    assert body.startswith("<!-- driftcheck ")
    assert "public.tmp_import" in body
    assert len(body) <= 65_536
    (tmp_path / "known").write_text("42\n43\n")
    assert job.run("gh api") == 0
    assert "--method PATCH repos/o/r/issues/comments/42 " in (tmp_path / "gh.log").read_text().splitlines()[-1]


@needs_bash
def test_the_action_passes_what_it_is_given(kiosk: str, tmp_path: Path) -> None:
    inputs = {"target": kiosk, "expected": "docs/schema.md", "working-directory": str(tmp_path), "fail-on": "never",
              "schema": "public\n!old_*", "coverage-file": "cov.json", "fail-under": "10", "timeout": "60"}  # fmt: skip
    job = Job(tmp_path, **inputs)
    assert job.run("-m driftcheck", 'exit "') == 0, job.log
    assert (tmp_path / "cov.json").is_file()
    assert not (tmp_path / "gh.log").exists()
    job.inputs["expected"] = "$(touch broken)"
    assert job.run("-m driftcheck", 'exit "') == 2
    assert not (tmp_path / "broken").exists()
    assert job.run("sha256sum | cut -c1-24") == 0
    assert re.fullmatch(r"driftcheck-Linux-X64-[0-9.]+-[0-9a-f]{24}", job.outputs["plan"]["key"])


@needs_bash
def test_the_gitlab_template_writes_its_artifacts(kiosk: str, tmp_path: Path) -> None:
    job = yaml.safe_load((ROOT / "ci" / "gitlab.yml").read_text())[".driftcheck"]
    check = next(line for line in job["script"] if line.startswith("driftcheck check"))
    done = subprocess.run(
        [str(BASH), "-c", check.replace("driftcheck", '"$PYTHON" -m driftcheck', 1)],
        capture_output=True, text=True, check=False, cwd=tmp_path,
        env={**os.environ, "PYTHON": sys.executable, "PYTHONPATH": str(ROOT / "src"), "DATABASE_URL": kiosk,
             "DRIFTCHECK_EXPECTED": "docs/schema.md", "DRIFTCHECK_OPTIONS": "--fail-on warning"},
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    assert "public.tmp_import" in done.stdout
    reports = job["artifacts"]["reports"]
    assert len(json.loads((tmp_path / reports["codequality"]).read_text())) == 2
    assert (tmp_path / reports["junit"]).read_text().startswith("<?xml")
    assert all((tmp_path / path).is_file() for path in job["artifacts"]["paths"])


def hooks() -> dict[str, dict[str, Any]]:
    return {hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())}


def test_the_hooks_need_no_arguments(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> None:
    monkeypatch.chdir(tmp_path)
    Path("docs").mkdir()
    Path("expected").mkdir()
    Path("docs/schema.md").write_text(PAGE)
    commands = {name: hook["entry"].split()[1:] for name, hook in hooks().items()}
    assert all(hook["entry"].startswith("driftcheck ") and not hook["pass_filenames"] for hook in hooks().values())
    for hook in hooks().values():
        assert all(re.search(hook["files"], name) for name in ("docs/schema.md", "expected/shop.yaml"))
    assert cli.run(["compile", "docs/schema.md", "-o", "expected/kiosk.yaml"]) == 0
    assert [run(*command)[0] for command in commands.values()] == [0, 0]
    Path("docs/schema.md").write_text(PAGE.replace("id int PRIMARY KEY,\n  email", "id bigint PRIMARY KEY,\n  email"))
    assert run(*commands["driftcheck-snapshots"])[0] == 1
    Path("docs/schema.md").write_text(PAGE + "\nThe complete list: 9 tables.\n\n- Total Tables: 9\n")
    code, out, _ = run(*commands["driftcheck-documents"])
    assert code == 1
    assert re.match(r"docs/schema\.md:[0-9]+: .* \(document-count\)\n", out)
    Path("driftcheck.toml").write_text('[severity]\n"document-*" = "off"\n')
    assert run(*commands["driftcheck-documents"])[0] == 0


def test_documents_that_are_only_configured_are_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("compile", "--faults")[0] == 2
    Path("page.md").write_text(PAGE + "\n- Total Tables: 9\n")
    Path("driftcheck.toml").write_text('[targets.a]\nurl_env = "A"\nexpected = ["page.md"]\n')
    assert run("compile", "--faults")[0] == 1
    assert run("compile", "--faults", "nowhere.md")[0] == 2


PLUGGED = """
import os
import pytest
from driftcheck.pytest_plugin import assert_no_drift

def test_by_fixture(driftcheck):
    driftcheck.assert_no_drift(os.environ["KIOSK"], "docs/schema.md")

def test_by_function():
    assert_no_drift(os.environ["KIOSK"], ["docs/schema.md"], fail_on="never")
    with pytest.raises(AssertionError, match="public.tmp_import"):
        assert_no_drift(os.environ["KIOSK"], ["docs/schema.md"])
"""


def test_the_pytest_plugin(kiosk: str, tmp_path: Path) -> None:
    (tmp_path / "test_it.py").write_text(PLUGGED)

    def tests() -> str:
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-p", "driftcheck.pytest_plugin", "-p", "no:cacheprovider", "."],
            capture_output=True, text=True, check=False, cwd=tmp_path,
            env={**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONPATH": str(ROOT / "src"), "KIOSK": kiosk},
        )  # fmt: skip
        return done.stdout

    first = tests()
    assert "1 failed, 1 passed" in first, first
    assert "AssertionError" in first
    assert "public.customers.email" in first
    assert "public.tmp_import" in first
    change(kiosk, "DROP TABLE tmp_import; ALTER TABLE customers ALTER email TYPE varchar(255)")
    assert "1 failed, 1 passed" in tests(), "the other test wants drift"


def test_the_plugin_is_registered_and_imports_nothing_heavy() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["entry-points"]["pytest11"]
    assert declared == {"driftcheck": "driftcheck.pytest_plugin"}
    code = (
        "import sys, pytest; before = set(sys.modules); import driftcheck.pytest_plugin;"
        "print(sorted(m for m in set(sys.modules) - before if not m.startswith('driftcheck')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_the_image_runs_as_nobody_special() -> None:
    lines = (ROOT / "Dockerfile").read_text().splitlines()
    last = lines[max(i for i, line in enumerate(lines) if line.startswith("FROM ")) :]
    users = [line.split()[1] for line in last if line.startswith("USER ")]
    assert users
    assert users[-1] not in ("root", "0")
    assert any(line.startswith("ENTRYPOINT") for line in last)
