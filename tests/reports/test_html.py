"""The page in a real browser: it filters, it asks nothing of anywhere, everybody can use it, and no name breaks out."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from driftcheck.model import Accepted
from driftcheck.reports import render
from driftcheck.reports.html.difference import difference
from driftcheck.reports.html.layout import Box, place
from driftcheck.reports.report import Report
from tests.reports.library import drifted, hostile, made_of, many
from tests.reports.test_reports import ACTIVE, ALL
from tests.support.browser import chromium

pytestmark = pytest.mark.usefixtures("library")

Open = Callable[..., Any]
SHOWN = "article.finding:visible"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as found:
        yield found


@pytest.fixture
def opened(browser: Any, tmp_path: Path) -> Iterator[Open]:
    """Open a report; afterwards nothing may have been said on the console, asked of the network or popped up."""
    contexts, said, file = [], [], tmp_path / "report.html"

    def open_(report: Report, scheme: str = "light") -> Any:
        file.write_text(render("html", report), "utf-8", "backslashreplace")
        context = browser.new_context(color_scheme=scheme, viewport={"width": 1200, "height": 900})
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("dialog", lambda dialog: said.append(dialog.message) or dialog.dismiss())
        page.on("request", lambda request: said.append(request.url) if request.url != file.as_uri() else None)
        page.goto(file.as_uri())
        return page

    yield open_
    for context in contexts:
        context.close()
    assert said == []


def objects(page: Any) -> list[str]:
    return [code.inner_text() for code in page.locator(f"{SHOWN} h3 code").all()]


def test_it_filters_by_kind_severity_and_text(opened: Open) -> None:
    page = opened(drifted())
    everything = objects(page)
    assert len(everything) == 11
    assert page.get_by_text("11 of 11 shown").is_visible()
    page.get_by_label("Kind").select_option("column")
    page.wait_for_function("document.getElementById('shown').textContent.startsWith('4 ')")
    assert objects(page) == [f.object for f in drifted().findings if f.kind == "column"]
    page.get_by_label("Severity").select_option("warning")
    page.wait_for_function("document.getElementById('shown').textContent.startsWith('1 ')")
    assert objects(page) == ["public.members.status"]
    page.get_by_role("button", name="Clear").click()
    page.wait_for_function("document.getElementById('shown').textContent.startsWith('11 ')")
    page.locator("input[type=search]").fill("LOANS on delete")
    page.wait_for_function("document.getElementById('shown').textContent.startsWith('1 ')")
    assert objects(page) == ["public.loans.loans_member_id_fkey"]
    page.locator("input[type=search]").fill("no such thing")
    page.get_by_text("No finding matches.").wait_for()
    assert objects(page) == []


def test_the_keyboard_is_enough(opened: Open) -> None:
    page = opened(drifted())
    page.keyboard.press("/")
    page.keyboard.type("fines")
    page.wait_for_function("document.getElementById('shown').textContent.startsWith('1 ')")
    page.keyboard.press("Escape")
    page.wait_for_function("document.getElementById('shown').textContent.startsWith('11 ')")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "kind"
    page.locator("summary").first.focus()
    page.keyboard.press("Enter")
    assert page.locator("details[open]").count() == 1


def test_both_sides_stand_beside_each_other(opened: Open) -> None:
    page = opened(drifted())
    article = page.locator("article", has=page.get_by_text("public.members.email", exact=True))
    left, right = article.locator("del"), article.locator("ins")
    assert (left.inner_text(), right.inner_text()) == ("character varying(255)", "text")
    a, b = left.bounding_box(), right.bounding_box()
    assert a["x"] + a["width"] < b["x"]
    assert abs(a["y"] - b["y"]) < 2
    body = page.locator("article", has=page.get_by_text("public.overdue(uuid)", exact=True))
    assert body.locator("ins mark").all_inner_texts() == ["="]
    article.get_by_text("Document, docs/library.md:10").click()
    assert article.locator(".excerpt mark").inner_text() == "  email varchar(255) NOT NULL UNIQUE,"
    article.get_by_text("How to mend").click()
    assert article.get_by_text("ALTER TABLE public.members ALTER COLUMN email TYPE").is_visible()


def test_the_diagram_leads_to_the_findings(opened: Open) -> None:
    page = opened(drifted())
    drawing = page.locator("#diagram svg").first
    assert drawing.locator("g.table.missing .name").all_text_contents() == ["fines"]
    assert drawing.locator("g.table.undocumented .name").all_text_contents() == ["reservations"]
    assert set(drawing.locator("g.table.changed .name").all_text_contents()) == {"members", "books", "loans"}
    assert drawing.locator("path.edge").count() == 4
    page.get_by_label("Kind").select_option("index")
    page.wait_for_function("document.getElementById('shown').textContent.startsWith('1 ')")
    drawing.locator("g.table.missing a").click()
    page.wait_for_function("document.getElementById('shown').textContent.startsWith('11 ')")
    assert page.locator("article:target h3 code").inner_text() == "public.fines"


def test_coverage_has_a_bar_a_schema_and_kind(opened: Open) -> None:
    page = opened(drifted())
    table = page.locator("table.coverage", has_text="Schema public")
    row = table.locator("tr", has_text="tables")
    assert "3 of 4" in row.inner_text()
    assert row.locator("rect.part").get_attribute("width") == "75.0"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_use_it(opened: Open, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    for report in (
        drifted(),
        hostile(["<b>", "::error::x"]),
        made_of(*ALL, complete=False, unread=["policies"]),
        made_of(),
    ):
        page = opened(report, scheme)
        page.evaluate("document.querySelectorAll('details').forEach((details) => (details.open = true))")
        found = axe.Axe().run(page)
        assert found.violations_count == 0, found.generate_report()


def test_it_is_readable_on_a_telephone_and_on_paper(opened: Open) -> None:
    page = opened(drifted())
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.emulate_media(media="print")
    assert not page.locator("#filters").is_visible()
    assert page.locator("article.finding").first.is_visible()


def test_five_thousand_findings(opened: Open) -> None:
    report = many(5_000)
    started = time.perf_counter()
    page = opened(report)
    page.get_by_text("5,000 of 5,000 shown").wait_for()
    page.locator("input[type=search]").fill("column_4999")
    page.wait_for_function("document.getElementById('shown').textContent.startsWith('1 ')")
    print(f"5,000 findings: made, opened and searched in {time.perf_counter() - started:.1f} s")
    assert objects(page) == ["public.table_499.column_4999"]
    assert page.locator("#diagram g.table").count() == 120
    assert page.get_by_text("120 of 500 tables").is_visible()


class Elements(HTMLParser):
    """The elements with their attributes; the texts of scripts."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))


def test_no_name_breaks_out(opened: Open) -> None:
    text = render("html", hostile())
    assert ACTIVE.search(text.replace("\r", "")) is None
    ours = {tag for tag, _ in Elements(render("html", many(30))).seen} | {
        tag for tag, _ in Elements(render("html", drifted())).seen
    }
    seen = Elements(text).seen
    assert {tag for tag, _ in seen} <= ours | {"em"}
    assert sum(tag == "script" for tag, _ in seen) == 1
    for _, attributes in seen:
        assert not any(name.startswith("on") or name in ("src", "style") for name in attributes)
        assert (attributes.get("href") or "#").startswith("#")
    page = opened(hostile())
    assert page.get_by_text("<script>alert(1)</script>", exact=False).first.is_visible()


def test_excerpts_come_from_documents_only(tmp_path: Path) -> None:
    from driftcheck.model import At
    from tests.reports.test_platforms import finding

    (tmp_path / "secret.env").write_text("PASSWORD=geheim\n")
    outside = tmp_path.parent / f"{tmp_path.name}.md"
    outside.write_text("geheim\n")
    (tmp_path / "docs" / "link.md").symlink_to(outside)
    for path in ("secret.env", str(outside), f"../{outside.name}", "docs/link.md", "/etc/passwd", "docs", "x\0.md"):
        from msgspec.structs import replace

        text = render("html", made_of(replace(finding("public.t"), at=At(path, 1))))
        assert "geheim" not in text
        assert 'class="excerpt"' not in text


def test_accepted_and_new_findings_say_so(opened: Open) -> None:
    from msgspec.structs import replace

    accepted = replace(ALL[0], accepted=Accepted(reason="until spring", by="ana", until="2027-01-31"))
    page = opened(made_of(replace(ALL[1], since="new"), accepted, against="base.json", resolved=[ALL[2]]))
    assert page.locator("article.accepted").get_by_text("accepted: until spring, ana (until 2027-01-31)").is_visible()
    assert page.locator("article .since").inner_text() == "new"
    assert page.get_by_text("1 accepted").is_visible()
    assert page.get_by_text("1 resolved").is_visible()


def test_differences_are_by_words_and_bounded() -> None:
    assert difference("a b c", "a x c") == (
        [("a ", False), ("b", True), (" c", False)], [("a ", False), ("x", True), (" c", False)]
    )  # fmt: skip
    started = time.perf_counter()
    long = "word, " * 100_000
    difference(long, long[::-1])
    difference("\n".join(map(str, range(100_000))), "x\n" * 100_000)
    assert time.perf_counter() - started < 5


def test_boxes_never_overlap_and_circles_end() -> None:
    names = [f"t{i}" for i in range(200)]
    boxes = {name: Box(150, 30 + 7 * (i % 5)) for i, name in enumerate(names)}
    edges = [(names[i], names[i * 7 % 150]) for i in range(150)] + [("t1", "t2"), ("t2", "t3"), ("t3", "t1")]
    width, height = place(boxes, edges)
    placed = list(boxes.values())
    for i, a in enumerate(placed):
        assert 0 <= a.x <= width - a.width
        assert 0 <= a.y <= height - a.height
        for b in placed[:i]:
            assert a.x + a.width <= b.x or b.x + b.width <= a.x or a.y + a.height <= b.y or b.y + b.height <= a.y
