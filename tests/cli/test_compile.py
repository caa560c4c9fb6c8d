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


def edited(*changes: tuple[str, str]) -> None:
    """Change the committed snapshot as a person does in an editor."""
    file = Path("expected/bakery.yaml")
    text = file.read_text()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    file.write_text(text)


OVENS = "  public.ovens.name: {type: text, nullable: false, default: null, at: docs/bakery.md:12}\n"


@pytest.fixture
def kept(bakery: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A snapshot to which a person added a column, and what an oven's name starts as."""
    Path("docs/bakery.md").write_text(PAGE.replace("## Tables\n", "## Tables\n\n- `flours` - by the sack\n"))
    assert run("docs/bakery.md", "-o", "expected/bakery.yaml") == 0
    line = OVENS.replace(":12", ":14")
    edited(("\ntables:\n", "\ntables: # two\n  # the mill's\n"), (line, f"  # a name is a must\n{line}"))
    edited(
        (line, f"{line}  public.ovens.lit: {{type: boolean}}\n"),
        ("  public.flours: {", "  public.flours: {rls: true, "),
    )
    assert run("--update") == 0
    err = capsys.readouterr().err
    assert "now marked by_hand: table public.flours: rls, column public.ovens.lit" in err


@pytest.mark.usefixtures("kept")
def test_what_people_added_is_marked_and_stays(capsys: pytest.CaptureFixture[str]) -> None:
    snapshot = files.read("expected/bakery.yaml")
    assert snapshot.of("column")["public.ovens.lit"].by_hand is True
    assert snapshot.of("table")["public.flours"].by_hand == ["rls"]
    assert run("--check") == 0
    before = Path("expected/bakery.yaml").read_text()
    assert "\n  # the mill's\n  public.flours:" in before
    assert "\n  # a name is a must\n  public.ovens.name:" in before
    assert run("--update") == 0
    assert Path("expected/bakery.yaml").read_text() == before
    assert capsys.readouterr().err == ""


@pytest.mark.usefixtures("kept")
def test_what_came_from_the_documents_is_rewritten_around_it(capsys: pytest.CaptureFixture[str]) -> None:
    page = Path("docs/bakery.md")
    page.write_text(page.read_text().replace("name text NOT NULL", "title varchar(20),\n  heat int"))
    assert run("--check") == 1
    assert "run: driftcheck compile docs/bakery.md -o expected/bakery.yaml --update" in capsys.readouterr().err
    assert run("--update") == 0
    assert "no longer documented: column public.ovens.name" in capsys.readouterr().err
    columns = files.read("expected/bakery.yaml").of("column")
    assert set(columns) == {"public.ovens.id", "public.ovens.title", "public.ovens.heat", "public.ovens.lit"}
    assert run("--check") == 0


@pytest.mark.usefixtures("kept")
def test_a_marked_value_wins_over_the_document_and_an_unmarked_one_goes_with_a_word(
    capsys: pytest.CaptureFixture[str],
) -> None:
    edited(
        ("public.ovens.name: {type: text, nullable: false", "public.ovens.name: {type: citext, nullable: true"),
        ("at: docs/bakery.md:14}", "at: docs/bakery.md:14, by_hand: [type]}"),
    )
    assert run("--check") == 1
    assert run("--update") == 0
    assert "mark it: by_hand: [PROPERTY]): column public.ovens.name: nullable\n" in capsys.readouterr().err
    name = files.read("expected/bakery.yaml").of("column")["public.ovens.name"]
    assert (name.type, name.nullable, name.by_hand) == ("citext", False, ["type"])
    assert run("--check") == 0


@pytest.mark.usefixtures("kept")
def test_what_a_list_is_called_is_named_too_where_the_documents_say_otherwise(
    capsys: pytest.CaptureFixture[str],
) -> None:
    edited(("  public.flours: {rls: true, ", "  public.flours: {rls: true, complete: [columns], "))
    assert run("--update") == 0
    assert "table public.flours: complete\n" in capsys.readouterr().err
    edited(
        ("  public.flours: {rls: true, ", "  public.flours: {rls: true, complete: [columns], "),
        ("by_hand: [rls]", "by_hand: [rls, complete]"),
    )
    assert run("--update") == run("--check") == 0
    assert capsys.readouterr().err == ""
    assert files.read("expected/bakery.yaml").of("table")["public.flours"].complete == ["columns"]


@pytest.mark.usefixtures("kept")
def test_a_property_that_nobody_marked_is_behind_until_it_is_marked() -> None:
    edited(("  public.flours: {rls: true, ", "  public.flours: {rls: true, rls_forced: true, "))
    assert run("--check") == 1
    assert run("--update") == run("--check") == 0


def test_update_writes_what_is_not_there_yet_and_wants_to_know_where(bakery: Path) -> None:
    assert run("docs/bakery.md", "--update") == 2
    assert run("docs/bakery.md", "-o", "expected/new.yaml", "--update") == 0
    assert run("-o", "expected/new.yaml", "--check") == 0
    assert run("-o", "expected/new.yaml", "--check", "--update") == 2
