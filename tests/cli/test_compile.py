"""`compile`: written, explained, and held against what is committed."""

from __future__ import annotations

from pathlib import Path

import pytest

from driftcheck import cli
from driftcheck.sources import files

PAGE = """\
# The bakery's database

Last updated: 2024-02-03

## Tables

### `ovens`

```sql
CREATE TABLE ovens (
  id uuid PRIMARY KEY,
  name text NOT NULL
);
```

Nobody may touch `the dough`.
"""


@pytest.fixture
def bakery(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "docs").mkdir()
    (tmp_path / "expected").mkdir()
    (tmp_path / "docs" / "bakery.md").write_text(PAGE)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str) -> int:
    return cli.run(["compile", *arguments])


def test_compiled_twice_gives_the_same_bytes(bakery: Path) -> None:
    assert run("docs/bakery.md", "-o", "one.yaml") == run("docs/bakery.md", "-o", "two.yaml") == 0
    assert Path("one.yaml").read_bytes() == Path("two.yaml").read_bytes()
    snapshot = files.read("one.yaml")
    assert list(snapshot.of("column")) == ["public.ovens.id", "public.ovens.name"]
    assert snapshot.of("column")["public.ovens.name"].at == "docs/bakery.md:12"


def test_the_suffix_decides_the_format(bakery: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("docs/bakery.md", "-o", "one.json") == run("docs/bakery.md", "-o", "one.yaml") == 0
    assert files.read("one.json") == files.read("one.yaml")
    assert run("docs/bakery.md") == 0
    assert capsys.readouterr().out == Path("one.yaml").read_text()


@pytest.mark.parametrize("given", ["docs/bakery.md", "docs"])
def test_check_without_arguments_compiles_what_is_committed_again(
    given: str, bakery: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(given, "-o", "expected/bakery.yaml") == 0
    assert run("--check") == 0
    Path("docs/bakery.md").write_text(PAGE.replace("name text", "name varchar(20)"))
    capsys.readouterr()
    assert run("--check") == 1
    err = capsys.readouterr().err
    assert "expected/bakery.yaml is behind" in err
    assert f"driftcheck compile {given} -o expected/bakery.yaml" in err
    assert run(given, "-o", "expected/bakery.yaml") == 0
    assert run("--check") == run(given, "-o", "expected/bakery.yaml", "--check") == 0


def test_check_needs_something_to_compare_with(bakery: Path) -> None:
    assert run("--check") == 2
    assert run("docs/bakery.md", "--check") == 2
    assert run("docs/bakery.md", "-o", "expected/none.yaml", "--check") == 2


def test_explained_line_by_line(bakery: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("docs/bakery.md", "--explain") == 0
    lines = capsys.readouterr().out.splitlines()
    name = next(line for line in lines if "name text" in line)
    assert name.split()[:2] == ["12", "="]
    assert "column public.ovens.name: type text, NOT NULL" in " ".join(" ".join(lines).split())
    dough = next(line for line in lines if "the dough" in line)
    assert dough.split()[:2] == ["16", "?"]
    assert any("docs/bakery.md:16" in line for line in lines[lines.index(dough) + 1 :]), "named again at the end"


def test_a_document_without_facts_exits_2(bakery: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("docs/poem.md").write_text("# Roses\n\nare red.\n")
    assert run("docs/poem.md") == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("driftcheck: docs/poem.md: ")
    assert captured.err.count("\n") == 1
