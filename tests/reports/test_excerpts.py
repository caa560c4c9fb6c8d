"""Long values: a message shows where they part, a Markdown report the lines that differ."""

from __future__ import annotations

from driftcheck.excerpt import LONGEST, excerpts
from driftcheck.findings import changed
from driftcheck.kinds.function import Function
from driftcheck.reports.inside import line_difference

BODY = "BEGIN\n" + "".join(f"  x := {i};\n" for i in range(200)) + "END"


def test_a_message_shows_where_two_bodies_part() -> None:
    other = BODY.replace("x := 120;", "x := 0;")
    message = changed("function", "public.f()", "body", Function(at="db.md:3"), (BODY, other), "the database").message
    assert len(message) < 2 * LONGEST + 60
    assert "x := 120;" in message.partition("; the database has ")[0]
    assert "x := 0;" in message.partition("; the database has ")[2]
    assert "x := 60;" not in message


def test_what_is_only_at_an_end_is_shown() -> None:
    for expected, actual in ((BODY, BODY + "\n-- more"), ("-- more\n" + BODY, BODY)):
        wanted, found = excerpts(expected, actual)
        assert ("-- more" in wanted) != ("-- more" in found)
        assert max(len(wanted), len(found)) <= LONGEST


def test_lines_that_differ_stand_with_one_around_them() -> None:
    assert line_difference("a\nb\nc\nd\ne", "a\nb\nx\nd\ne")[1:] == [" b", "-c", "+x", " d"]
