"""The comment: small enough for GitHub, honest about what was cut, and nothing in it but our own markup."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from markdown_it import MarkdownIt

from driftcheck.model import Accepted
from driftcheck.reports import render
from driftcheck.reports.report import Report
from tests.reports.library import drifted, hostile, many
from tests.reports.test_reports import ACTIVE, EXTRA, TYPE, report

pytestmark = pytest.mark.usefixtures("library")

OURS = {
    "h2", "h3", "p", "ul", "li", "table", "thead", "tbody", "tr", "th", "td", "code", "pre", "details", "summary",
    "strong", "blockquote",
}  # fmt: skip


class Tags(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.seen: list[tuple[str, list[tuple[str, str | None]]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, attrs))


def shown(made: Report) -> str:
    return MarkdownIt("commonmark").enable("table").render(render("markdown", made))


def test_what_it_says() -> None:
    text = render("markdown", drifted())
    assert text.startswith("## 🔴 driftcheck: 7 errors, 4 warnings\n")
    row = "| column | `public.members.email` | type: `character varying(255)` → `text` | `docs/library.md:10` |"
    assert row in text
    assert "ALTER TABLE public.members ALTER COLUMN joined_on SET NOT NULL;" in text
    html = shown(drifted())
    assert html.count("<details>") == html.count("</details>") == 2
    assert html.count("<tr>") == 3 + 11 + len(drifted().coverage)


def test_new_accepted_and_resolved() -> None:
    from msgspec.structs import replace

    accepted = replace(EXTRA, accepted=Accepted(reason="until | spring", until="2027-01-31"))
    text = render("markdown", report(replace(TYPE, since="new"), accepted, against="base.json", resolved=[TYPE]))
    assert "`public.customers.email` **new**" in text
    assert "1 accepted" in text
    assert "until &#124; spring until 2027" in text
    assert "1 resolved" in text
    assert text.startswith("## 🔴 driftcheck: 1 error\n")


@pytest.mark.parametrize("number", [500, 5_000])
def test_a_comment_fits_and_counts_what_was_cut(number: int) -> None:
    text = render("markdown", many(number))
    assert len(text) < 65_536
    assert len(text.encode()) < 65_536
    for title in re.findall(r"### ([\d,]+) (?:errors|warnings|infos)", text):
        section = text.split(f"### {title} ")[1].split("\n### ")[0].split("<details>")[0]
        rows = section.count("\n| column")
        cut = re.search(r"… and ([\d,]+) more", section)
        assert rows + (int(cut[1].replace(",", "")) if cut else 0) == int(title.replace(",", ""))
    assert "left out for want of room" in text


def test_nothing_breaks_out() -> None:
    made = hostile()
    text = render("markdown", made)
    assert ACTIVE.search(text) is None
    outside = re.sub(r"(?s)<(code|pre)>.*?</\1>", "", shown(made))
    assert "team" in outside
    assert "@team" not in outside, "no mention"
    for tag, attributes in Tags(shown(made)).seen:
        assert tag in OURS, tag
        assert all(name in ("class", "style") for name, _ in attributes), attributes
    rows = re.findall(r"<tr>(.*?)</tr>", shown(made), re.DOTALL)
    assert {row.count("<td") for row in rows} == {0, 4}, "no name ends its cell"
