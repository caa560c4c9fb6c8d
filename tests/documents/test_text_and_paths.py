"""Files as they really are: encodings, line ends, folders, links."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from driftcheck.errors import UsageError
from driftcheck.sources import documents
from driftcheck.sources.documents.text import LARGEST, decode

PAGE = "# Größen\n\n## Tabellen\n\n- `maße` – Längen\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-32"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_encoding_and_line_end_reads_alike(encoding: str, end: str) -> None:
    assert decode(PAGE.replace("\n", end).encode(encoding), "x") == PAGE


def test_text_that_was_read_in_the_wrong_encoding_is_mended_without_moving_a_line() -> None:
    broken = PAGE.encode().decode("cp1252")
    assert decode(broken.encode(), "x") == PAGE
    twice = broken.encode().decode("cp1252", "replace").replace("\ufffd", "?")
    assert decode(twice.encode(), "x").count("\n") == PAGE.count("\n")


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", bytes(range(256)) * 20, b"\x01\x02\x03" * 99])
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(UsageError, match="not a text file"):
        decode(data, "x")


def test_a_page_that_is_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "big.md"
    with path.open("wb") as file:
        file.truncate(LARGEST + 1)
    with pytest.raises(UsageError, match=r"big.md.*too many"):
        documents.read([path])


def test_a_million_rows_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "rows.md"
    path.write_text("|a|b|\n|-|-|\n" + "|c|d|\n" * 1_000_000)
    with pytest.raises(UsageError, match="lines are too many"):
        documents.read([path])


@pytest.mark.parametrize("name", ["gone.md", "folder"])
def test_what_cannot_be_read_is_said_in_one_line(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(UsageError, match=name) as error:
        documents.read([tmp_path / name])
    assert "\n" not in str(error.value)


def test_a_page_without_a_fact_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "x.md").write_text("# Hello\n\nWorld.\n")
    with pytest.raises(UsageError, match="states nothing"):
        documents.read([tmp_path / "x.md"])


def test_a_folder_is_one_source_with_paths_relative_to_it(tmp_path: Path) -> None:
    (tmp_path / "tables").mkdir()
    (tmp_path / ".hidden").mkdir()
    (tmp_path / "README.md").write_text("## Tables\n\n- `carts` - baskets\n")
    (tmp_path / "tables" / "carts.md").write_text("# carts\n\n| Column | Type |\n|---|---|\n| id | uuid |\n")
    (tmp_path / ".hidden" / "no.md").write_text("## Tables\n\n- `ghosts` - none\n")
    (tmp_path / "tables" / "loop").symlink_to(tmp_path, target_is_directory=True)
    snapshot = documents.read([tmp_path])
    assert [s.path for s in snapshot.sources] == ["README.md", "tables/carts.md"]
    assert {path: facts.at for path, facts in snapshot.of("table").items()} == {"public.carts": "README.md:3"}
    assert snapshot.of("column")["public.carts.id"].at == "tables/carts.md:5"


def test_pages_that_disagree_are_a_contradiction_with_both_places(tmp_path: Path) -> None:
    for name, type in ("a.md", "uuid"), ("b.md", "text"):
        (tmp_path / name).write_text(f"### carts\n\n| Column | Type |\n|---|---|\n| id | {type} |\n")
    (fault,) = documents.read([tmp_path]).faults
    assert (fault.object, fault.at, fault.also) == ("public.carts.id", "a.md:5", "b.md:5")


def test_a_file_is_shown_relative_to_where_one_stands_or_by_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "docs").mkdir()
    page = tmp_path / "docs" / "db.md"
    page.write_text("## Tables\n\n- `carts` - baskets\n")
    monkeypatch.chdir(tmp_path)
    assert documents.read([page]).sources[0].path == "docs/db.md"
    monkeypatch.chdir(os.sep)
    inside = page.is_relative_to(Path.cwd())
    assert documents.read([page]).sources[0].path == (str(page).lstrip(os.sep) if inside else "db.md")
