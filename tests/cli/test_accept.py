"""Accepted drift: it is still counted and fails nothing, until its day has passed or it has gone."""

from __future__ import annotations

import datetime
import tomllib
from pathlib import Path

import pytest

from driftcheck import accepted
from driftcheck.commands.accept import Wanted, accept
from driftcheck.errors import UsageError
from driftcheck.model import Finding, Severity
from driftcheck.reports.report import Report
from tests.cli.drifted import Run, change, report

FILE = Path("driftcheck.accepted.toml")
EXPECTED = ("-e", "docs/schema.md")


def entries() -> list[dict[str, object]]:
    found = tomllib.loads(FILE.read_text())["accepted"]
    assert isinstance(found, list)
    return found


def test_a_drifted_database_is_adopted_in_one_command(kiosk: str, run: Run) -> None:
    assert report(run, "check", kiosk, *EXPECTED)[0] == 1
    code, out, _ = run("accept", kiosk, *EXPECTED, "--reason", "as it was", "--by", "ana@example.org")
    assert (code, out.count("accepted ")) == (0, 2)
    code, found = report(run, "check", kiosk, *EXPECTED)
    assert code == 0
    assert found["summary"]["error"] == 0
    assert found["summary"]["accepted"] == 2
    why = {"reason": "as it was", "by": "ana@example.org", "until": None}
    assert [(f["object"], f["accepted"]) for f in found["findings"]] == [
        ("public.customers.email", why),
        ("public.tmp_import", why),
    ]
    assert [(e["fingerprint"], e["rule"], e["object"]) for e in entries()] == [
        (f["fingerprint"], f["rule"], f["object"]) for f in found["findings"]
    ]
    before = FILE.read_bytes()
    assert run("accept", kiosk, *EXPECTED, "--reason", "again")[0] == 0
    assert FILE.read_bytes() == before, "nothing is accepted twice"
    change(kiosk, "CREATE TABLE other (a int)")
    code, text, _ = run("check", kiosk, *EXPECTED)
    assert code == 1
    assert text.splitlines()[-1] == "result     1 error, 2 accepted"


def test_diff_honours_it_too(kiosk: str, run: Run) -> None:
    assert run("accept", kiosk, *EXPECTED, "--reason", "so", "--accepted", "elsewhere.toml")[0] == 0
    assert run("diff", "docs/schema.md", kiosk, "--accepted", "elsewhere.toml")[0] == 0
    assert run("diff", "docs/schema.md", kiosk)[0] == 1
    code, _, err = run("check", kiosk, *EXPECTED, "--accepted", "none.toml")
    assert (code, err.count("\n")) == (2, 1)


@pytest.mark.parametrize(
    ("globs", "objects"),
    [
        (["--rule", "table-*"], ["public.tmp_import"]),
        (["--object", "*.email"], ["public.customers.email"]),
        (["--object", "public.*", "--object", "!*.tmp_*"], ["public.customers.email"]),
        (["--rule", "table-*", "--object", "*.email"], []),
    ],
)
def test_globs_choose(globs: list[str], objects: list[str], kiosk: str, run: Run) -> None:
    assert run("accept", kiosk, *EXPECTED, "--reason", "so", *globs)[0] == 0
    assert [e["object"] for e in (entries() if FILE.exists() else [])] == objects


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "--reason"),
        (["--reason", "  "], "--reason"),
        (["--reason", "so", "--until", "tomorrow"], "2027-01-31"),
        (["--reason", "so", "--rule", "tabel-missing"], 'did you mean "table-missing"?'),
    ],
)
def test_what_it_cannot_mean(arguments: list[str], message: str, kiosk: str, run: Run) -> None:
    code, out, err = run("accept", kiosk, *EXPECTED, *arguments)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert message in err
    assert not FILE.exists()


def test_an_unreachable_database_accepts_nothing(kiosk: str, run: Run) -> None:
    url = "postgresql://u@127.0.0.1:1/d"
    assert run("accept", url, *EXPECTED, "--reason", "so")[0] == 3
    assert not FILE.exists()


def test_the_last_day_is_included_in_utc(kiosk: str, run: Run) -> None:
    today = datetime.datetime.now(datetime.UTC).date()
    assert run("accept", kiosk, *EXPECTED, "--reason", "so", "--until", str(today))[0] == 0
    assert run("check", kiosk, *EXPECTED)[0] == 0
    yesterday = today - datetime.timedelta(days=1)
    FILE.write_text(FILE.read_text().replace(str(today), f"{yesterday} # as agreed"))
    code, text, _ = run("check", kiosk, *EXPECTED)
    assert code == 1
    assert "expired" in text
    assert f"was accepted until {yesterday}" in " ".join(text.split())
    code, found = report(run, "check", kiosk, *EXPECTED)
    assert (found["summary"]["error"], found["summary"]["accepted"], len(found["expired"])) == (2, 0, 2)
    code, out, _ = run("accept", kiosk, *EXPECTED, "--reason", "longer", "--rule", "table-*", "--until", str(today))
    assert (code, out.split()) == (0, ["renewed", "table-undocumented", "public.tmp_import"])
    assert [(e["reason"], e["until"]) for e in entries()] == [("so", yesterday), ("longer", today)]
    assert FILE.read_text().count("# as agreed") == 2


def test_what_matches_nothing_is_stale_until_it_is_pruned(kiosk: str, run: Run) -> None:
    assert run("accept", kiosk, *EXPECTED, "--reason", "so")[0] == 0
    FILE.write_text("# ours\n\n" + FILE.read_text().replace("[[acc", "# why\n[[acc"))
    change(kiosk, "DROP TABLE tmp_import")
    code, text, _ = run("check", kiosk, *EXPECTED)
    assert code == 0
    assert "stale      driftcheck.accepted.toml:11: table-undocumented public.tmp_import" in text
    _, found = report(run, "check", kiosk, *EXPECTED, "--schema", "!public")
    assert len(found["stale"]) == 1, "what is only left out today is not stale"
    code, out, _ = run("accept", kiosk, *EXPECTED, "--prune")
    assert (code, out.split()) == (0, ["removed", "table-undocumented", "public.tmp_import"])
    assert [e["object"] for e in entries()] == ["public.customers.email"]
    assert FILE.read_text().count("#") == 3
    before = FILE.read_bytes()
    assert run("accept", kiosk, *EXPECTED, "--prune")[:2] == (0, "")
    assert FILE.read_bytes() == before


ENTRY = '[[accepted]]\nfingerprint = "f"\nreason = "r"\n'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[accepted]\n", ":1: not TOML"),
        (ENTRY + "untill = 2027-01-01\n", ':4: unknown key "untill" of accepted; did you mean "until"?'),
        (ENTRY + 'until = "soon"\n', ":4: until: a date is expected, such as 2027-01-31"),
        (ENTRY + "\n" + ENTRY.replace('reason = "r"\n', ""), ":5: accepted.1: lacks `reason`"),
        (ENTRY.replace('"r"', '" "'), ":3: reason: "),
        (ENTRY + 'rule = "tabel-missing"\n', ':4: no rule is called "tabel-missing"; did you mean "table-missing"?'),
        ("ignore = 1\n", ':1: unknown key "ignore"'),
        ("accepted = 1\n", ":1: accepted: "),
    ],
)
def test_faults_have_their_line(text: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        accepted.parse(text, "a.toml")
    assert str(caught.value).startswith("a.toml" + message)
    assert "\n" not in str(caught.value)


def test_a_fault_exits_2_before_the_database_is_read(kiosk: str, run: Run) -> None:
    FILE.write_text("[[accepted]]\n")
    code, out, err = run("check", "postgresql://u@127.0.0.1:1/d", *EXPECTED)
    assert (code, out) == (2, "")
    assert err.startswith("driftcheck: driftcheck.accepted.toml:1: ")


def finding(object: str) -> Finding:
    return Finding(
        rule="table-missing", severity=Severity.ERROR, status="missing", kind="table", object=object, message="m"
    )


HOSTILE = 'public."a\\"""\'\'\'\n[[accepted]]\x00\x7f\x1b[31m\u202e]]>表"'


@pytest.mark.parametrize(
    "text",
    ["", "# only a remark", "# one\r\n\r\n" + ENTRY.replace("\n", "\r\n"), ENTRY.rstrip(), "\ufeff" + ENTRY,
     '[[accepted]]\nfingerprint = "f"\nreason = """\n[[accepted]]\n# no remark\n"""  # remark\n'],
)  # fmt: skip
def test_any_file_is_appended_to_and_any_name_comes_back(text: str, tmp_path: Path) -> None:
    file = tmp_path / "a.toml"
    file.write_bytes(text.encode())
    known = accepted.read(str(file))
    found = Report(target="t", expected=["e"], complete=True, findings=[finding(HOSTILE), finding(HOSTILE)])
    outcome = accept(found, known, Wanted(reason=HOSTILE))
    assert outcome.text.startswith(known.text)
    made = accepted.parse(outcome.text, "a").entries[len(known.entries) :]
    assert [(e.object, e.reason, e.fingerprint) for e in made] == [(HOSTILE, HOSTILE, finding(HOSTILE).fingerprint)]
    assert ("\r\n" in text) == ("\r\n" in outcome.text)


def test_a_file_in_a_form_that_cannot_be_edited_is_left_alone() -> None:
    inline = accepted.parse('accepted = [{fingerprint = "f", reason = "r"}]\n', "a.toml")
    found = Report(target="t", expected=["e"], complete=True, findings=[finding("public.a")])
    with pytest.raises(UsageError, match=r"a\.toml: cannot be edited"):
        accept(found, inline, Wanted(reason="so"))
