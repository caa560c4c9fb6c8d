"""`--against`: a pull request answers only for what it brought."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.drifted import Run, change, report

EXPECTED = ("-e", "docs/schema.md")
NEW = ("--against", "base.json", "--fail-on", "new:error")


@pytest.fixture
def base(kiosk: str, run: Run) -> str:
    assert run("check", kiosk, *EXPECTED, "-f", "json", "-o", "base.json")[0] == 1
    return kiosk


def test_only_what_is_new_fails(base: str, run: Run) -> None:
    code, found = report(run, "check", base, *EXPECTED, *NEW)
    assert (code, found["resolved"], {f["since"] for f in found["findings"]}) == (0, [], {"persisting"})
    Path("docs/schema.md").write_text("\n\n" + Path("docs/schema.md").read_text())
    assert run("check", base, *EXPECTED, *NEW)[0] == 0, "moved lines are nothing new"
    change(base, "ALTER TABLE orders DROP COLUMN customer_id; DROP TABLE tmp_import")
    code, found = report(run, "check", base, *EXPECTED, *NEW)
    assert code == 1
    assert {f["object"]: f["since"] for f in found["findings"]} == {
        "public.customers.email": "persisting",
        "public.orders.customer_id": "new",
    }
    assert [(f["rule"], f["object"]) for f in found["resolved"]] == [("table-undocumented", "public.tmp_import")]
    assert found["resolved"] == [
        {key: value for key, value in f.items() if key != "remedy"}  # what is gone needs none
        for f in json.loads(Path("base.json").read_text())["findings"]
        if "tmp" in f["object"]
    ]
    assert run("check", base, *EXPECTED, "--against", "base.json", "--fail-on", "never")[0] == 0


def test_the_text_says_so(base: str, run: Run) -> None:
    change(base, "CREATE TABLE other (a int); DROP TABLE tmp_import")
    _, text, _ = run("check", base, *EXPECTED, *NEW)
    assert "+ new table public.other" in text
    assert "base.json: 1 new, 1 persisting, 1 resolved" in text
    assert "resolved   table public.tmp_import" in text


def test_what_is_only_not_shown_is_not_resolved(base: str, run: Run) -> None:
    code, found = report(run, "check", base, *EXPECTED, *NEW, "--schema", "!public")
    assert (code, found["findings"], found["resolved"]) == (0, [], [])


def test_what_is_accepted_is_not_new(base: str, run: Run) -> None:
    change(base, "CREATE TABLE other (a int)")
    assert run("accept", base, *EXPECTED, "--reason", "so", "--object", "*.other")[0] == 0
    assert run("check", base, *EXPECTED, *NEW)[0] == 0


def test_a_report_that_became_an_incomplete_one_resolves_nothing(base: str, run: Run) -> None:
    text = Path("base.json").read_text().replace('"complete": true', '"complete": false')
    Path("base.json").write_text(text)
    _, found = report(run, "check", base, *EXPECTED, "--against", "base.json")
    assert any("incomplete" in note for note in found["notes"])


@pytest.mark.parametrize(
    "text", [None, "", "[]", "{}", '{"format": 1}', '{"format": 2, "complete": true, "findings": []}',
             '{"format": 1, "complete": true, "findings": [1]}', '{"format": 1, "complete": true, "findings": [{}]}',
             "\xff", "[" * 100_000],
)  # fmt: skip
def test_what_is_no_report_exits_2(text: str | None, run: Run, tmp_path: Path) -> None:
    file = tmp_path / "x.json"
    if text is not None:
        file.write_bytes(text.encode("latin-1"))
    code, out, err = run("check", "postgresql://u@127.0.0.1:1/d", "--against", str(file))
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "x.json" in err


def test_new_needs_a_report_to_tell(kiosk: str, run: Run) -> None:
    code, out, err = run("check", kiosk, *EXPECTED, "--fail-on", "new:error")
    assert (code, out) == (2, "")
    assert "--against" in err
    assert run("check", kiosk, *EXPECTED, "--fail-on", "new:never")[0] == 2
