"""At the end of a run: how much of each style's documents is read, and how much of what is read is right."""

from __future__ import annotations

import pytest


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    reports = [report for group in terminalreporter.stats.values() for report in group]
    rows = sorted(
        value
        for report in reports
        if getattr(report, "when", "") == "call"
        for name, value in getattr(report, "user_properties", ())
        if name == "style"
    )
    if not rows:
        return
    terminalreporter.section("documents: recall and precision by style")
    for style, recall, precision, facts in rows:
        terminalreporter.write_line(f"{style:<22} recall {recall:7.1%}  precision {precision:7.1%}  {facts:4} facts")
    right, total = sum(round(recall * facts) for _, recall, _, facts in rows), sum(facts for *_, facts in rows)
    terminalreporter.write_line(f"{len(rows)} styles, {right} of {total} facts")
