"""Snapshots as files: the same objects come back, the same bytes go out, and what is wrong has a line."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from driftcheck.errors import UsageError
from driftcheck.kinds import KINDS
from driftcheck.model import Fault, Snapshot, Source
from driftcheck.sources import files, writing
from driftcheck.sources.yaml import flow, load
from tests.cli.shop import DOCUMENTED, LIVE


def test_the_layout_is_what_people_read() -> None:
    assert writing.encode(files.decode(DOCUMENTED.encode(), ".yaml", "x"), ".yaml").split("\n\n")[1:3] == [
        "schemas:\n  public: {at: docs/shop.md:1, complete: [tables]}",
        "tables:\n  public.customers: {rls: true, at: docs/shop.md:10, complete: [columns]}\n"
        "  public.orders: {at: docs/shop.md:30, description: What people buy}",
    ]


def _every_kind() -> Snapshot:
    """One object of every kind, every fact of it set to something that its type allows."""
    snapshot = Snapshot(
        origin="database",
        complete=True,
        unread=["x: y"],
        sources=[Source(path="a b.md", project=None, updated="2024-01-01")],
        server="16.4",
        database="no",
        withheld=["subscriptions"],
        not_modelled={"pg_x": 3},
        faults=[Fault(rule="document-count", object="public", kind="schema", message="a: b", at="x.md:3", about=["a"])],
    )
    values: list[Any] = ["no", None, True, 7, 1.5, ["null", "", "a, b", "- c"], {"on": "off", "a b": "~"}]
    values += [{"anon": ["SELECT*"]}]
    for name, kind in KINDS.items():
        filled: dict[str, Any] = {}
        for field in msgspec.structs.fields(kind.facts):
            if field.name in ("at", "lines"):
                filled[field.name] = "docs/ä b.md:12" if field.name == "at" else {"type": "x.md:1"}
                continue
            for value in values:
                try:
                    filled[field.name] = msgspec.convert(value, field.type)
                except msgspec.ValidationError:
                    continue
                break
        snapshot.add(name, "public.thing", kind.facts(**filled))
        snapshot.add(name, "public.second", kind.facts())
    return snapshot


@pytest.mark.parametrize("suffix", [".yaml", ".json"])
def test_every_fact_of_every_kind_comes_back(suffix: str) -> None:
    snapshot = _every_kind()
    text = writing.encode(snapshot, suffix)
    again = files.decode(text.encode(), suffix, "x")
    assert again == snapshot
    assert [(k, p) for k, p, _ in again] == [(k, p) for k, p, _ in snapshot]
    assert writing.encode(again, suffix) == text


def test_other_yaml_readers_see_the_same() -> None:
    text = writing.encode(_every_kind(), ".yaml")
    assert yaml.safe_load(text) == load(text)


texts = st.text(st.characters(exclude_categories=["Cs"]))
values = st.recursive(
    texts | st.booleans() | st.none() | st.integers(-(2**53), 2**53),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=8,
)


@settings(max_examples=300, deadline=None)
@given(values)
def test_any_value_on_one_line_comes_back(value: Any) -> None:
    line = flow(value)
    assert len(line.splitlines()) <= 1
    assert load(f"a: {line}\n") == {"a": value}


@settings(max_examples=200, deadline=None)
@given(texts.filter(bool))
def test_any_path_comes_back(name: str) -> None:
    snapshot = Snapshot()
    snapshot.add("role", name, KINDS["role"].facts())
    assert files.decode(writing.encode(snapshot, ".yaml").encode(), ".yaml", "x") == snapshot


def test_a_very_long_path_comes_back() -> None:
    snapshot = Snapshot()
    snapshot.add("function", f"public.f({', '.join(['character varying'] * 100)})", KINDS["function"].facts())
    assert files.decode(writing.encode(snapshot, ".yaml").encode(), ".yaml", "x") == snapshot


def test_people_may_quote_more_than_sql_needs() -> None:
    text = b'format: 1\ntables:\n  \'"public"."user"\': {rls: true}\n  public."a b": {}\n'
    assert list(files.decode(text, ".yaml", "x").of("table")) == ['public."user"', 'public."a b"']


def test_words_of_yaml_1_1_stay_words() -> None:
    text = b"format: 1\nfunctions:\n  public.f(): {arguments: [on, no, y], language: 2026-01-31}\n"
    facts = files.decode(text, ".yaml", "x").of("function")["public.f()"]
    assert msgspec.to_builtins(facts) == {"arguments": ["on", "no", "y"], "language": "2026-01-31"}


BAD = {
    "fact.yaml": (
        "format: 1\ntables:\n  public.a: {rsl: true}\n",
        ':3: unknown fact "rsl" of public.a; did you mean "rls"?',
    ),
    "fact.json": (
        '{"format": 1,\n"tables": {\n"public.a": {"rsl": 1}}}',
        ':3: unknown fact "rsl" of public.a; did you mean "rls"?',
    ),
    "section.yaml": ("format: 1\ncolums: {}\n", ':2: unknown section "colums"; did you mean "columns"?'),
    "value.yaml": (
        "format: 1\ntables:\n  public.a: {rls: maybe}\n",
        ":3: tables.public.a.rls: expected true or false, got text",
    ),
    "place.yaml": ("format: 1\ntables:\n  public.a: {at: docs}\n", ': public.a: "docs" is not a place: PATH:LINE'),
    "twice.yaml": ("format: 1\ntables:\n  a: {}\n  a: {}\n", ':4: the key "a" stands here a second time'),
    "bomb.yaml": ("a: &a [x, x]\nb: [*a, *a]\n", ":1: anchors and aliases are not allowed here"),
    "tag.yaml": (
        "- !!python/object/apply:os.system [x]\n",
        ":1: the tag tag:yaml.org,2002:python/object/apply:os.system is",
    ),
    "open.yaml": ("format: 1\ntables: {a: {\n", ":3: "),
    "open.json": ('{"format": 1,\n', ":1: not JSON"),
    "two.yaml": ("format: 1\n---\nformat: 1\n", ":2: a second document begins here"),
    "deep.yaml": ("a: " + "[" * 10_000, "nested too deeply"),
    "deep.json": ("[" * 100_000, ": nested too deeply"),
    "other.yaml": ("services: {web: {}}\n", ': not a driftcheck snapshot: it lacks "format: 1"'),
    "empty.yaml": ("", ': not a driftcheck snapshot: it lacks "format: 1"'),
    "list.json": ("[1]", ": not a driftcheck snapshot: a mapping was expected"),
    "newer.json": ('{"format": 9}', ": snapshot format 9; this driftcheck reads format 1"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_explained_in_one_line(name: str, tmp_path: Path) -> None:
    text, message = BAD[name]
    file = tmp_path / name
    file.write_text(text)
    with pytest.raises(UsageError) as caught:
        files.read(file)
    assert str(caught.value).startswith(str(file))
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", ["bytes.yaml", "bytes.json"])
def test_bytes_that_are_no_text(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(b"format: 1\nx: \xff\xfe\x00\n")
    with pytest.raises(UsageError, match=name):
        files.read(tmp_path / name)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"gone\.yaml: no such file"):
        files.read(tmp_path / "gone.yaml")
    (tmp_path / "folder.yaml").mkdir()
    with pytest.raises(UsageError, match=r"folder\.yaml: is a folder"):
        files.read(tmp_path / "folder.yaml")
    (tmp_path / "a.yaml").symlink_to(tmp_path / "a.yaml")
    with pytest.raises(UsageError, match=r"a\.yaml: "):
        files.read(tmp_path / "a.yaml")


def test_two_thousand_tables_are_read_at_once() -> None:
    snapshot = Snapshot(origin="database", complete=True)
    table, column = KINDS["table"].facts, KINDS["column"].facts
    for i in range(2000):
        snapshot.add("table", f"public.t{i}", table(rls=True))  # type: ignore[call-arg]
        for j in range(10):
            snapshot.add("column", f"public.t{i}.c{j}", column(type="text", nullable=False))  # type: ignore[call-arg]
    data = writing.encode(snapshot, ".json").encode()
    files.layout()
    started = time.perf_counter()
    again = files.decode(data, ".json", "x")
    seconds = time.perf_counter() - started
    assert again == snapshot
    assert seconds < 0.5, f"{seconds:.3f} s; it takes 0.03 s on an idle machine"


def test_live_snapshots_are_read_whole() -> None:
    snapshot = files.decode(LIVE.encode(), ".yaml", "x")
    assert snapshot.complete
    assert (snapshot.origin, snapshot.server, snapshot.database) == ("database", "16.4", "shop")


def test_long_values_take_linear_time() -> None:
    started = time.perf_counter()
    for value in ("a" * 200_000 + "\0", "a " * 100_000 + "\0", "a:" * 100_000 + "!", "1" * 200_000 + "x"):
        assert load(f"a: {flow(value)}\n") == {"a": value}
    assert time.perf_counter() - started < 5, "it takes 0.1 s on an idle machine"
