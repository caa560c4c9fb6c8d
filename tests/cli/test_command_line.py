"""The installed command: exit codes, streams, and what it says when something is wrong."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
import time
from pathlib import Path

import pytest

from driftcheck import __version__, cli
from tests.cli.shop import DOCUMENTED, LIVE

PASSWORD = "ge%68eim-7"  # and "geheim-7" once decoded
DECODED = "geheim-7"


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the shop's two snapshots, the current one."""
    for name in ("DATABASE_URL", "SUPABASE_DB_URL", "POSTGRES_URL", "POSTGRES_URL_NON_POOLING", "PGHOST", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "shop.yaml").write_text(DOCUMENTED)
    (tmp_path / "live.yaml").write_text(LIVE)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def installed(*arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    command = Path(sys.executable).with_name("driftcheck")
    return subprocess.run(
        [command, *arguments], capture_output=True, text=True, env={**os.environ, **environ}, timeout=60, check=False
    )


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = cli.run(list(arguments))
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_installed_command_finds_drift(shop: Path) -> None:
    done = installed("diff", "shop.yaml", "live.yaml", "--format", "json")
    assert (done.returncode, done.stderr) == (1, "")
    report = json.loads(done.stdout)
    assert {(f["rule"], f["object"]) for f in report["findings"]} == {
        ("table-rls-changed", "public.customers"),
        ("column-nullable-changed", "public.customers.email"),
        ("table-undocumented", "public.tmp_import"),
    }


def test_version_goes_to_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "--version") == (0, f"driftcheck {__version__}\n", "")


@pytest.mark.parametrize("command", ["check", "compile", "snapshot", "diff", "show", "rules", "demo", "init", "accept"])
def test_every_command_takes_the_common_options(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, command, "--help")
    assert code == 0
    assert all(option in out for option in ("--help", "--quiet", "--verbose", "--no-color"))


@pytest.mark.parametrize(
    "arguments",
    [
        ["chek"],
        ["show"],
        ["show", "--formt", "json"],
        ["diff", "shop.yaml"],
        ["diff", "shop.yaml", "live.yaml", "-f", "xml"],
        ["diff", "shop.yaml", "live.yaml", "--fail-on", "everything"],
        ["diff", "shop.yaml", "live.yaml", "-o", "a", "-o", "b"],
        ["diff", "shop.yaml", "live.yaml", "--config", "none.toml"],
        ["diff", "shop.yaml", "nothing.yaml"],
        ["show", "live.tar"],
        ["show", "production"],
        ["show", "shop.yaml", "-o", "no/such/folder"],
        ["check", "-e", "shop.yaml"],
        ["check", "postgresql://u@127.0.0.1:1/d"],
        ["compile"],
        ["compile", "none.md"],
        ["rules", "table-mising"],
    ],
)
def test_usage_errors_are_one_line_and_exit_2(
    arguments: list[str], shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, *arguments)
    assert (code, out) == (2, "")
    assert err.startswith("driftcheck: ")
    assert err.count("\n") == 1


def test_what_to_do_about_a_folder_that_is_not_there(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, _, err = run(capsys, "show", "shop.yaml", "-o", "no/such/shop.json")
    assert err == "driftcheck: no/such/shop.json: cannot be written: there is no folder no/such; make it first\n"


def test_no_command_exits_2_with_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys)
    assert (code, out) == (2, "")
    assert "Commands:" in err


def test_an_unreachable_database_exits_3(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "check", f"postgresql://me:{PASSWORD}@127.0.0.1:1/shop", "-e", "shop.yaml")
    assert (code, out) == (3, "")
    assert err.count("\n") == 1
    assert "127.0.0.1" in err
    assert DECODED not in err
    assert PASSWORD not in err


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "one", f"postgresql://me:{PASSWORD}@h/d"],
        ["show", f"postgresql:/me:{PASSWORD}@h/d"],
        ["show", f"postgresql://me:{PASSWORD}@h:port/d"],
        ["snapshot", f"postgresql://me:{PASSWORD}@127.0.0.1:1/d", "--verbose"],
    ],
)
def test_no_error_shows_a_password(arguments: list[str], shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, *arguments)
    assert code in (2, 3)
    assert DECODED not in out + err
    assert PASSWORD not in out + err


def test_an_expected_file_is_read_before_the_database(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("broken.yaml").write_text("format: 1\ntables:\n  public.a: {rsl: true}\n")
    code, _, err = run(capsys, "check", "postgresql://u@127.0.0.1:1/d", "-e", "broken.yaml")
    assert code == 2
    assert err == 'driftcheck: broken.yaml:3: unknown fact "rsl" of public.a; did you mean "rls"?\n'


def test_a_snapshot_without_facts_is_nothing_to_compare(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("empty.yaml").write_text("format: 1\n")
    code, _, err = run(capsys, "diff", "empty.yaml", "live.yaml")
    assert code == 2
    assert "empty.yaml: states no fact" in err


@pytest.mark.parametrize(("level", "code"), [("error", 1), ("warning", 1), ("info", 1), ("never", 0)])
def test_fail_on(level: str, code: int, shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "diff", "shop.yaml", "live.yaml", "--fail-on", level)[0] == code


def test_the_same_state_is_clean(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "diff", "shop.yaml", "shop.yaml", "--fail-on", "info")
    assert code == 0
    assert "no drift" in out


def test_an_incomplete_read_is_never_clean(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("part.yaml").write_text(LIVE.replace("complete: true", "complete: true\nunread:\n  - policies of public"))
    code, out, err = run(capsys, "diff", "part.yaml", "part.yaml", "-f", "json", "--fail-on", "never")
    assert code == 3
    assert json.loads(out)["complete"] is False
    assert "policies of public" in err


def test_the_nth_output_belongs_to_the_nth_format(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "diff", "shop.yaml", "live.yaml", "-f", "json", "-o", "r.json", "-f", "text")
    assert code == 1
    assert json.loads(Path("r.json").read_text())["summary"]["error"] == 3
    assert "public.tmp_import" in out
    assert [file.name for file in shop.iterdir() if file.name.startswith(".")] == []


def test_schema_globs(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "diff", "shop.yaml", "live.yaml", "--schema", "!public", "--fail-on", "info")[0] == 0
    assert run(capsys, "diff", "shop.yaml", "live.yaml", "--schema", "pub*")[0] == 1


def test_an_unexpected_exception_is_one_line_and_exits_4(
    shop: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("oh\nno")

    monkeypatch.setattr("driftcheck.sources.files.read", broken)
    code, out, err = run(capsys, "show", "shop.yaml")
    assert (code, out, err.count("\n")) == (4, "", 1)
    assert "ZeroDivisionError" in err
    monkeypatch.setenv("DRIFTCHECK_DEBUG", "1")
    assert "Traceback" in run(capsys, "show", "shop.yaml")[2]


def test_ctrl_c_exits_130(shop: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("driftcheck.sources.files.read", interrupted)
    assert run(capsys, "show", "shop.yaml")[0] == 130


def test_a_reader_that_leaves_changes_nothing(shop: Path) -> None:
    wide = DOCUMENTED + "".join(
        f"  c{i}: {{claim: access, about: public, text: {'x' * 200}}}\n" for i in range(2, 2000)
    )
    Path("wide.yaml").write_text(wide)
    command = Path(sys.executable).with_name("driftcheck")
    with subprocess.Popen([command, "show", "wide.yaml"], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


def test_check_takes_the_snapshots_that_name_the_target(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("expected").mkdir()
    Path("expected/it.yaml").write_text(DOCUMENTED)
    Path("expected/other.yaml").write_text(DOCUMENTED.replace("project: shop", "project: other"))
    code, _, err = run(capsys, "check", "postgresql://u@127.0.0.1:1/shop")
    assert (code, "cannot connect" in err) == (3, True)
    code, _, err = run(capsys, "check", "postgresql://u@127.0.0.1:1/elsewhere")
    assert (code, "nothing says what to expect" in err) == (2, True)


def test_check_against_a_database(shop: Path, database: str, capsys: pytest.CaptureFixture[str]) -> None:
    import psycopg

    with psycopg.connect(database) as connection:
        connection.execute(
            """
            CREATE TABLE customers (id uuid PRIMARY KEY, email varchar(255) NOT NULL UNIQUE);
            ALTER TABLE customers ENABLE ROW LEVEL SECURITY;
            CREATE TABLE orders (customer_id uuid REFERENCES customers (id));
            CREATE PUBLICATION supabase_realtime FOR TABLE orders;
            """
        )
    code, out, err = run(capsys, "check", database, "-e", "shop.yaml", "--fail-on", "info")
    assert (code, err) == (0, "")
    assert "no drift" in out
    with psycopg.connect(database) as connection:
        connection.execute("ALTER TABLE customers ALTER email DROP NOT NULL; CREATE TABLE tmp_import (line text)")
    code, out, _ = run(capsys, "check", database, "-e", "shop.yaml", "-f", "json")
    assert code == 1
    assert [(f["rule"], f["object"]) for f in json.loads(out)["findings"]] == [
        ("column-nullable-changed", "public.customers.email"),
        ("table-undocumented", "public.tmp_import"),
    ]


def test_a_snapshot_of_a_database_equals_it(shop: Path, database: str, capsys: pytest.CaptureFixture[str]) -> None:
    import psycopg

    with psycopg.connect(database) as connection:
        connection.execute('CREATE TABLE "Odd ""name""" (id int PRIMARY KEY, "a.b" text DEFAULT $$it\'s$$)')
    for file in ("now.json", "now.yaml"):
        assert run(capsys, "snapshot", database, "-o", file)[0] == 0
        code, out, _ = run(capsys, "check", database, "-e", file, "--fail-on", "info")
        assert (code, "no drift" in out) == (0, True)


def test_version_is_quick() -> None:
    started = time.perf_counter()
    done = installed("--version")
    assert done.stdout.startswith("driftcheck ")
    assert time.perf_counter() - started < 3, "it takes 0.1 s on an idle machine"


def test_start_up_imports_nothing_heavy() -> None:
    heavy = ("rich", "psycopg", "yaml", "postgast", "sqlalchemy")
    code = f"import sys; import driftcheck.cli; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


@pytest.mark.parametrize(("redirection", "code"), [(">&-", 0), ("2>&-", 0), ("> /dev/full", 2), ("| true", 0)])
def test_an_output_that_nobody_takes_is_no_defect(redirection: str, code: int) -> None:
    command = f"set -o pipefail; {shlex.quote(sys.executable)} -m driftcheck rules {redirection}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert done.returncode == code
    assert "defect" not in done.stderr
    assert "Traceback" not in done.stderr
