"""Splitting a script into statements as psql does."""

from __future__ import annotations

from pathlib import Path

import pytest

from driftcheck.sources.sql import script
from driftcheck.sources.sql.folder import contents, files, is_sql
from driftcheck.sources.sql.statements import Script


def read(tmp_path: Path, text: str) -> Script:
    file = tmp_path / "a.sql"
    file.write_text(text)
    return script.read(file, "a.sql", contents)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SELECT 1; SELECT 2", [("SELECT 1", 1), ("SELECT 2", 1)]),
        ("-- a;b\nSELECT ';';", [("SELECT ';'", 2)]),
        ("/* a; /* b; */ c; */ SELECT 1;", [("SELECT 1", 1)]),
        ("SELECT 'it''s; so', E'a\\'; b', \"x;\"\"y\";\nSELECT 3;", [("SELECT 'it''s; so', E'a\\'; b', \"x;\"\"y\"", 1), ("SELECT 3", 2)]),
        ("DO $x$ a; $$ b; $x$;", [("DO $x$ a; $$ b; $x$", 1)]),
        ("SELECT a$b$c; SELECT $1;", [("SELECT a$b$c", 1), ("SELECT $1", 1)]),
        (
            "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 2; END;\nSELECT 3;",
            [("CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 2; END", 1), ("SELECT 3", 2)],
        ),
        ("CREATE RULE r AS ON INSERT TO t DO (INSERT INTO a VALUES (1);\nINSERT INTO b VALUES (2));", [("CREATE RULE r AS ON INSERT TO t DO (INSERT INTO a VALUES (1);\nINSERT INTO b VALUES (2))", 1)]),
        ("COPY t (a) FROM stdin;\nit's; $$ (\n\\.\nSELECT 1;", [("COPY t (a) FROM stdin", 1), ("SELECT 1", 4)]),
        ("COPY t FROM stdin;\n\\.\nSELECT 1;", [("COPY t FROM stdin", 1), ("SELECT 1", 3)]),
        ("\\restrict abc;'\n\\connect - \nSELECT 1;", [("SELECT 1", 3)]),
        ("SELECT 'open;\nCREATE TABLE a ();", [("SELECT 'open;", 1), ("CREATE TABLE a ()", 2)]),
        ("CREATE TABLE b (a int,;\nCREATE TABLE a ();", [("CREATE TABLE b (a int,", 1), ("CREATE TABLE a ()", 2)]),
        ("CREATE TABLE a ();\n-- migrate:down\nDROP TABLE a;", [("CREATE TABLE a ()", 1)]),
    ],
)  # fmt: skip
def test_statements_and_their_lines(tmp_path: Path, text: str, expected: list[tuple[str, int]]) -> None:
    assert [(s.text, s.line) for s in read(tmp_path, text).statements] == expected


def test_psqls_own_commands_are_named(tmp_path: Path) -> None:
    found = read(tmp_path, "\\connect other\n\\! rm x\nSELECT 1 \\gexec\n\\i /etc/passwd\n\\i gone.sql\n")
    assert [note.partition(" ")[0] for note in found.notes] == ["a.sql:2:", "a.sql:3:"]
    assert [s.at for s in found.statements if s.doubt] == ["a.sql:4", "a.sql:5"]
    assert found.databases == {"other"}  # the one that all of it is about
    assert "runs a program" in found.notes[0]
    assert "passed over with its query" in found.notes[1]


def test_psqls_variables_stand_for_their_values(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "\\set s 'my \"app\"'\n\\set t a b:s\n\\set q 'it''s\\\\'\n\\set ON_ERROR_STOP on\n"
        "CREATE SCHEMA :\"s\"; SELECT :'q', ':q', $$ :q $$, -- :q\n"
        "a[1:n], a[1:2], x::t, y := 1, '12:30'::time, :t; SELECT :gone\\; SELECT \\:s;\n\\unset t\nSELECT :t;",
    )
    assert [(s.text, s.line, s.unset) for s in found.statements] == [
        ('CREATE SCHEMA "my ""app"""', 5, ""),
        (
            "SELECT E'it''s\\\\', ':q', $$ :q $$, -- :q\na[1:n], a[1:2], x::t, y := 1, '12:30'::time, abmy \"app\"",
            5,
            ":n",
        ),
        ("SELECT :gone", 6, ":gone"),
        ("SELECT :s", 6, ""),
        ("SELECT :t", 8, ":t"),
    ]
    assert found.notes == []


@pytest.mark.parametrize(
    ("text", "run", "doubted"),
    [
        ("\\if true\nSELECT 1;\n\\else\nSELECT 2;\n\\endif\nSELECT 3;", "13", ""),
        (
            "\\if 0\nSELECT 1;\n\\elif on\nSELECT 2;\n\\elif true\nSELECT 3;\n\\else\nSELECT 4;\n\\endif\nSELECT 5;",
            "25",
            "",
        ),
        ("\\set a yes\n\\if :a\nSELECT 1;\n\\if :{?b}\nSELECT 2;\n\\endif\nSELECT 3;\n\\endif", "13", ""),
        ("\\if no\n\\set a 9\n\\i gone.sql\n\\q\n\\endif\nSELECT :a;", "?", ""),
        ("SELECT 1 AS a \\gset\n\\if :a\nSELECT 2;\n\\else\nSELECT 3;\n\\endif\nSELECT 4;", "4", "23"),
        ("\\if :{?a}\nSELECT 1;\n\\elif :a\nSELECT 2;\n\\else\nSELECT 3;\n\\endif", "", "23"),
        ("\\set a f\n\\if :a\nSELECT 1;\n\\elif T\nSELECT 2;\n\\endif\n\\if o\nSELECT 3;\n\\endif", "2", "3"),
        ("SELECT 1;\n\\q\nSELECT 2;", "1", ""),
        ("\\echo read by CREATE EXTENSION only \\quit\nSELECT 1;", "1", ""),
    ],
)
def test_what_psql_would_not_run_is_not_run(tmp_path: Path, text: str, run: str, doubted: str) -> None:
    found = read(tmp_path, text).statements
    said = {kind: "".join(s.text[-1] for s in found if bool(s.doubt) is kind) for kind in (False, True)}
    assert (said[False].replace("a", "?"), said[True]) == (run, doubted)


def test_included_files_are_read_in_their_place(tmp_path: Path) -> None:
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "b.sql").write_text("\nSELECT 2;\n\\ir c.sql\n")
    (tmp_path / "parts" / "c.sql").write_text("SELECT 3;\\i c.sql\n")
    found = read(tmp_path, "SELECT 1;\n\\i parts/b.sql\nSELECT 4;\n")
    texts = [s.text for s in found.statements]
    assert texts[:3] == ["SELECT 1", "SELECT 2", "SELECT 3"]
    assert texts[-1] == "SELECT 4"
    assert found.statements[1].at == "parts/b.sql:2"
    assert any("include one another" in s.doubt for s in found.statements)


@pytest.mark.parametrize(
    ("line", "text", "doubt"),
    [
        ("\\i parts/b.sql", "SELECT 'from here'", ""),  # as psql takes it: from where it is called
        ("\\ir b.sql", "SELECT 'beside'", ""),
        ("\\i b.sql", "SELECT 'beside'", ""),
        ("\\ir parts/b.sql", "\\ir parts/b.sql", "not included: there is no such file"),
        ("\\i gone.sql", "\\i gone.sql", "not included: there is no such file"),
        ("\\i /tmp/b.sql", "\\i /tmp/b.sql", "not included: only SQL files beside this one are included"),
    ],
)
def test_where_an_included_file_is_looked_for(
    line: str, text: str, doubt: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "b.sql").write_text("SELECT 'from here';")
    (tmp_path / "sql").mkdir()
    (tmp_path / "sql" / "b.sql").write_text("SELECT 'beside';")
    monkeypatch.chdir(tmp_path)
    found = read(tmp_path / "sql", f"{line}\n")
    assert [(s.text, s.doubt) for s in found.statements] == [(text, doubt)]


def test_a_folder_is_read_by_name_without_what_undoes_it(tmp_path: Path) -> None:
    for name in ("V10__c.sql", "V2__b.sql", "V1__a.sql", "V1__a.down.sql", "seed.txt.bak", "README.md"):
        (tmp_path / name).write_text("SELECT 1;")
    assert is_sql(tmp_path)
    assert [shown for _, shown in files(tmp_path)] == ["V1__a.sql", "V2__b.sql", "V10__c.sql"]
    (tmp_path / "tables.md").write_text("# Tables")
    assert not is_sql(tmp_path)


def test_a_folder_with_a_folder_for_each_migration(tmp_path: Path) -> None:
    for name in ("20240101_b", "20230101_a"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "migration.sql").write_text("SELECT 1;")
    assert [shown for _, shown in files(tmp_path)] == ["20230101_a/migration.sql", "20240101_b/migration.sql"]


def test_a_long_hostile_text_takes_linear_time(tmp_path: Path) -> None:
    text = "/*" * 50_000 + "$a" * 50_000 + "E'\\" * 50_000 + "(" * 50_000
    assert all(statement.doubt for statement in read(tmp_path, text).statements)
