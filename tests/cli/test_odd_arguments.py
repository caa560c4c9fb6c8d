"""Arguments and files that mean nothing: one line and exit code 2, whatever they are made of."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.drifted import Run
from tests.cli.shop import DOCUMENTED, LIVE


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("shop.yaml").write_text(DOCUMENTED)
    Path("live.yaml").write_text(LIVE)
    Path("page.md").write_text("### rooms\n\n| Column | Type |\n|---|---|\n| id | integer |\n")
    Path("loop").symlink_to("loop")


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "postgresql://u@127.0.0.1:1/d", "-e", ""),  # "$EXPECTED", which is not set
        ("diff", "", "live.yaml"),
        ("diff", "shop.yaml", " "),
        ("show", ""),
        ("diff", "shop.yaml", "x" * 5000 + ".md"),
        ("diff", "shop.yaml", "live.yaml", "--accepted", "x" * 5000),
        ("diff", "shop.yaml", "live.yaml", "--config", "x" * 5000),
        ("diff", "shop.yaml", "live.yaml", "-o", "loop"),
        ("diff", "shop.yaml", "live.yaml", "--timeout", "nan"),
        ("diff", "shop.yaml", "live.yaml", "--fail-under", "nan"),
    ],
)
def test_what_names_nothing_is_a_fault_of_usage(arguments: tuple[str, ...], run: Run) -> None:
    code, out, error = run(*arguments)
    assert (code, out, error.count("\n")) == (2, "", 1), error
    assert "defect" not in error


@pytest.mark.parametrize("seconds", ["inf", "1e9", "1e300"])
def test_any_number_of_seconds_is_a_time(seconds: str, run: Run, database: str) -> None:
    code, _, error = run("check", database, "-e", "page.md", "--fail-on", "never", "--timeout", seconds)
    assert (code, error) == (0, "")


@pytest.mark.parametrize("name", ["driftcheck.toml", "driftcheck.accepted.toml"])
@pytest.mark.parametrize("text", ["x = " + "[" * 5000, "x = " + "9" * 5000, "x = [1", "\udcff"])
def test_toml_that_cannot_be_read_names_its_file(name: str, text: str, run: Run) -> None:
    Path(name).write_bytes(text.encode("utf-8", "surrogateescape"))
    code, _, error = run("diff", "shop.yaml", "live.yaml")
    assert (code, error.startswith(f"driftcheck: {name}"), error.count("\n")) == (2, True, 1), error


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('fail_on = "eror"', 'driftcheck.toml:1: fail_on: "eror" is none of error, warning, info, never'),
        ('fail_on = "eror"', 'did you mean "error"?'),
        ('[severity]\n"table-missing" = "warnign"', 'driftcheck.toml:2: severity.table-missing: "warnign" is none of'),
        ('[severity]\n"table-missing" = "warnign"', 'did you mean "warning"?'),
        ('[watch]\nlog_format = "jsn"', 'did you mean "json"?'),
        ("[watch]\nconfirm_after = inf", "driftcheck.toml:2: watch.confirm_after"),
        ('expected = ["page.md", "a\\u0000.md"]', "driftcheck.toml:1: expected.1"),
        ("[watch]\ntarget_timeout = nan", "driftcheck.toml:2: watch.target_timeout"),
    ],
)
def test_a_level_that_there_is_not(text: str, said: str, run: Run) -> None:
    Path("driftcheck.toml").write_text(text)
    code, _, error = run("diff", "shop.yaml", "live.yaml")
    assert (code, said in error) == (2, True), error


def test_a_pipe_is_written_to_by_the_name_that_the_system_gives_it(run: Run) -> None:
    command = Path(sys.executable).with_name("driftcheck")
    arguments = [command, "diff", "shop.yaml", "live.yaml", "-f", "json"]
    named = subprocess.run([*arguments, "-o", "/dev/stdout"], capture_output=True, timeout=60, check=False)
    plain = subprocess.run(arguments, capture_output=True, timeout=60, check=False)
    assert (named.returncode, named.stdout, named.stderr) == (1, plain.stdout, b"")


def test_the_folder_of_snapshots_is_made_with_the_first_one(run: Run) -> None:
    assert run("compile", "page.md", "-o", "expected/page.yaml")[0] == 0
    assert [file.name for file in Path("expected").iterdir()] == ["page.yaml"]
    assert run("compile", "page.md", "-o", "expcted/page.yaml")[0] == 2
    assert not Path("expcted").exists()


def test_json_that_an_editor_saved_with_its_mark(run: Run) -> None:
    run("compile", "page.md", "-o", "page.json")
    run("diff", "page.json", "page.json", "-f", "json", "-o", "report.json")
    for name in ("page.json", "report.json"):
        Path(name).write_bytes(b"\xef\xbb\xbf" + Path(name).read_bytes())
    code, out, error = run("diff", "page.json", "page.md", "--against", "report.json", "--fail-on", "info")
    assert (code, error) == (0, ""), out


@pytest.mark.skipif(sys.platform == "darwin", reason="every file's name is UTF-8 there")
@pytest.mark.parametrize("form", [("show", "-f", "jsonl"), ("compile", "-f", "json"), ("compile", "-f", "yaml")])
def test_a_name_that_is_no_text_is_shown_as_what_it_is(form: tuple[str, ...], run: Run) -> None:
    folder = Path("pages", os.fsdecode(b"caf\xe9"))
    folder.mkdir(parents=True)
    Path("page.md").rename(folder / "page.md")
    code, out, error = run(form[0], "pages", *form[1:])
    assert (code, error) == (0, "")
    assert "caf\\\\xe9/page.md" in out or "caf\\xe9/page.md" in out


def test_what_is_no_regular_file_is_read_like_one(run: Run) -> None:
    Path("driftcheck.toml").write_text('fail_on = "never"')
    assert run("diff", "shop.yaml", "live.yaml")[0] == 0
    code, _, error = run("diff", "shop.yaml", "live.yaml", "--config", "/dev/null", "--accepted", "/dev/null")
    assert (code, error) == (1, "")
    assert run("diff", "shop.yaml", "live.yaml", "--config", ".")[0] == 2
    assert run("diff", "shop.yaml", "live.yaml", "--accepted", ".")[0] == 2
