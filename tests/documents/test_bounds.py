"""Long and hostile pages: an answer, or one clear error, soon."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from driftcheck import cli
from driftcheck.errors import UsageError
from driftcheck.sources import documents


def _page(tables: int) -> str:
    """Twenty lines a table."""
    lines = ["# Schema", ""]
    for n in range(tables):
        lines += [
            f"## table_{n}",
            "",
            f"Rows of kind {n}.",
            "",
            "| Column | Type | Nullable | Notes |",
            "|---|---|---|---|",
        ]
        lines += [f"| `column_{c}` | varchar({c + 1}) | no | the {c}th |" for c in range(13)] + [""]
    return "\n".join(lines)


def test_five_thousand_lines_take_less_than_a_second(tmp_path: Path) -> None:
    path = tmp_path / "long.md"
    path.write_text(_page(250))
    assert path.read_text().count("\n") >= 5000
    documents.read([path])  # what is loaded once does not count
    spent = min(_seconds(path) for _ in range(3))
    assert len(documents.read([path]).of("column")) == 250 * 13
    assert spent < 1


def _seconds(path: Path) -> float:
    start = time.process_time()
    documents.read([path])
    return time.process_time() - start


HOSTILE = {
    "ten thousand list levels": "- " * 10_000 + "x",
    "levels by indentation": "\n".join("  " * n + f"- `a{n}`" for n in range(1500)),
    "ten thousand quotes": ">" * 10_000 + "x",
    "open brackets": "[" * 9_000,
    "open emphasis": "**a " * 2_400 + "\n\n" + "*a_" * 3_000,
    "backticks": " ".join("`" * (n % 150 + 1) for n in range(120)),
    "open tags": "<a " * 3_000,
    "blanks": "x" + " " * 100_000 + "y\n\n- `a`" + " " * 100_000 + "b",
    "blanks in a fence": "```sql\nALTER TABLE" + " " * 19_000 + "x\n```",
    "newlines in a fence": "```sql\nalter table" + "\n" * 50_000 + "x\n```",
    "one endless line of SQL": "```sql\n" + "create " * 100_000 + "\n```",
    "comments that never end": "<!-- driftcheck" + " " * 50_000 + "\n\n" + "<!--" * 20_000,
    "tables of HTML": "<table>" + "<tr><td>" * 20_000,
    "nested tables of HTML": "<table>" * 5_000,
    "arrows": " -> ".join(f"a{n}" for n in range(2_000)),
    "a long name": "- `" + "a_" * 4_900 + "`",
    "parentheses": "- `a` " + "(" * 9_000,
    "colons": "- " + "a:" * 4_900,
    "commas": "- Columns: 9 (" + "a, " * 3_000,
    "slashes": "- `" + "a/" * 4_000 + "`",
    "a long heading": "## " + "schema " * 1_400,
    "a long word": "## " + "a" * 9_000,
    "references": "\n".join(f"[a{n}]: /x" for n in range(10_000)),
    "numbers": "tables " + "1 " * 4_900,
}


@pytest.mark.parametrize("what", HOSTILE)
@pytest.mark.timeout(60)
def test_a_hostile_page_costs_little(tmp_path: Path, what: str) -> None:
    path = tmp_path / "hostile.md"
    path.write_text("## Tables\n\n- `carts` - baskets\n\n### carts\n\n" + HOSTILE[what])
    start = time.process_time()
    try:
        assert "public.carts" in documents.read([path]).of("table")
    except UsageError as error:
        assert "\n" not in str(error)
    assert time.process_time() - start < 5


def _functions(n: int) -> str:
    rows = "\n".join(f"| `fn_{i}` | p_id uuid | integer | DEFINER |" for i in range(n))
    return f"## Functions\n\n| Function | Arguments | Returns | Security |\n|---|---|---|---|\n{rows}\n"


def _changes(n: int) -> str:
    made = "\n".join(f"CREATE TABLE t_{i} (id uuid, a int, b int);" for i in range(n))
    later = "\n".join(
        f"ALTER TABLE t_{i} RENAME COLUMN a TO c;\nALTER TABLE t_{i} DROP COLUMN b;\n" + f"DROP TABLE t_{i};" * (i % 2)
        for i in range(n)
    )
    return f"```sql\n{made}\n{later}\n```\n"


@pytest.mark.parametrize("page", [_functions, _changes])
def test_four_times_the_objects_take_about_four_times_as_long(tmp_path: Path, page: Callable[[int], str]) -> None:
    few, many = tmp_path / "few.md", tmp_path / "many.md"
    few.write_text(page(1_000))
    many.write_text(page(4_000))
    _seconds(few)
    assert _seconds(many) < 8 * min(_seconds(few) for _ in range(2)) + 0.5


def test_a_renamed_column_keeps_its_turn_and_what_is_built_on_it(tmp_path: Path) -> None:
    path = tmp_path / "page.md"
    path.write_text(
        "```sql\nCREATE TABLE t (a int, b int, c int);\nCREATE INDEX t_b ON t (b);\n"
        "ALTER TABLE t RENAME b TO z;\nALTER TABLE t RENAME TO u;\nALTER TABLE u DROP COLUMN z;\n```\n"
        "```sql\nCREATE TABLE v (a int, b int, c int);\nALTER TABLE v RENAME a TO z;\n```\n"
    )
    snapshot = documents.read([path])
    assert list(snapshot.of("column")) == ["public.u.a", "public.u.c", "public.v.z", "public.v.b", "public.v.c"]
    assert not snapshot.of("index")


def test_loops_pipes_and_what_is_no_text_end_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "docs"
    folder.mkdir()
    (folder / "carts.md").write_text("```sql\nCREATE TABLE carts (id int);\n```\n")
    (folder / "self").symlink_to(folder)
    assert cli.run(["show", str(folder), "--format", "jsonl"]) == 0
    assert '"public.carts"' in capsys.readouterr().out
    for name in ("loop.md", "pipe.md", "pipe.yaml", "pipe.json", "noise.md", "noise.json", "deep.json", "bomb.yaml"):
        path = tmp_path / name
        match name.partition("."):
            case ("loop", *_):
                path.symlink_to(path)
            case ("pipe", *_):
                os.mkfifo(path)
            case ("noise", *_):
                path.write_bytes(bytes(range(256)) * 4000)
            case ("deep", *_):
                path.write_text('{"tables": ' + "[" * 200_000 + "]" * 200_000 + ', "driver": null}')
            case _:
                path.write_text("a: &a [x]\nb: [*a, *a]\n")
        assert cli.run(["show", str(path)]) == 2, name
        error = capsys.readouterr().err
        assert (error[:12], error.count("\n")) == ("driftcheck: ", 1)


def test_a_million_rows_or_a_hundred_megabytes_are_refused_at_once(tmp_path: Path) -> None:
    rows, huge = tmp_path / "rows.md", tmp_path / "huge.md"
    rows.write_text("## t\n\n| A | B |\n|---|---|\n" + "|a|b|\n" * 1_000_000)
    with huge.open("wb") as file:
        file.truncate(100_000_000)
    start = time.process_time()
    for path in (rows, huge):
        with pytest.raises(UsageError, match="too many for a document"):
            documents.read([path])
    assert time.process_time() - start < 2


def test_a_hundred_thousand_lines_fit_into_a_gigabyte(tmp_path: Path) -> None:
    path = tmp_path / "long.md"
    path.write_text("## t\n\n| Column | Type |\n|---|---|\n" + "".join(f"| c{n} | text |\n" for n in range(90_000)))
    script = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_DATA, (10**9, 10**9));"
        "from driftcheck import cli; sys.exit(cli.run(['compile', sys.argv[1], '-o', sys.argv[2]]))"
    )
    command = [sys.executable, "-c", script, str(path), str(tmp_path / "out.yaml")]
    assert subprocess.run(command, capture_output=True, timeout=120, check=False).returncode == 0
