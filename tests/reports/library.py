"""A library's page, the snapshot of a database that has gone its own way, and names that attack whoever shows them."""

from __future__ import annotations

import shutil
from pathlib import Path

from driftcheck import sources
from driftcheck.commands.check import report as make_report
from driftcheck.config import Config
from driftcheck.kinds.column import Column
from driftcheck.kinds.function import Function
from driftcheck.kinds.policy import Policy
from driftcheck.kinds.schema import Schema
from driftcheck.kinds.table import Table
from driftcheck.model import At, Facts, Fault, Finding, Snapshot
from driftcheck.names import join
from driftcheck.reports.report import Report

DATA = Path(__file__).parent / "data"

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</style></script><svg onload=alert(1)>",
    "\x1b[31mred\x1b[0m",
    "a\n::error::injected",
    "::error file=x::injected",
    "##[error]injected",
    "a%0A::warning::b",
    "a|b|c",
    "a\\|b",
    "`tick` ``two``",
    "```\n# heading",
    "]]><failure/>",
    "&lt;b&gt;&#0;",
    "right\u202eleft\u2066x",
    "zero\u200bwidth",
    "nul\x00end",
    "half\ud800pair",
    "[link](https://example.org)",
    "![image](https://example.org/x.png)",
    "@team #1 www.example.org https://example.org $x$",
    "{0} {{1}}",
    "line\u2028separator\r\nnext",
    "'; DROP TABLE members; --",
    "</pre></details></article>",
    "表" * 300,
]


def lay_out(folder: Path) -> None:
    """Put the page and the snapshot of the database into the folder."""
    (folder / "docs").mkdir()
    shutil.copy(DATA / "library.md", folder / "docs" / "library.md")
    shutil.copy(DATA / "live.yaml", folder / "live.yaml")


def drifted() -> Report:
    """The report on the library; the current folder is laid out."""
    left, right = sources.read("docs/library.md"), sources.read("live.yaml")
    return make_report("library", ["docs/library.md"], left, right, Config())


def made_of(*findings: Finding, **more: object) -> Report:
    """A report of these findings and nothing else."""
    settings: dict[str, object] = {"target": "library", "expected": ["docs/library.md"], "complete": True, **more}
    return Report(findings=list(findings), **settings)  # type: ignore[arg-type]


def hostile(names: list[str] = HOSTILE) -> Report:
    """Every way to part, with hostile names wherever a name or a text can stand."""
    expected, actual = Snapshot(), Snapshot(origin="database", complete=True)
    expected.add("schema", "public", Schema(complete=["tables"], at="docs/a.md:1"))
    actual.add("schema", "public", Schema())
    for i, name in enumerate(names):
        at = f"docs/{name}.md:{i + 1}"
        both = join("public", f"both {name}")
        for side, body in ((expected, name), (actual, f"{name} {name}")):
            here = {"at": at} if side is expected else {}
            side.add("table", both, Table(rls=side is expected, comment=body, **here))
            side.add("column", join("public", f"both {name}", name), Column(type=body, default=body, **here))
            side.add(
                "policy", join("public", f"both {name}", name), Policy(table=both, using=body, roles=[name], **here)
            )
            side.add("function", join("public", name) + "()", Function(body=f"{body}\n{body}", **here))
        expected.add("table", join("public", f"gone {name}"), Table(at=at))
        actual.add("table", join("public", f"new {name}"), Table(comment=name))
        expected.faults.append(
            Fault(rule="document-count", object=both, kind="table", message=f"{name} is said", at=at, also=at)
        )
    report = make_report(names[0], [f"docs/{name}.md" for name in names], expected, actual, Config())
    return _with(report, notes=list(names), unread=list(names), complete=False, server=names[0])


def _with(report: Report, **changes: object) -> Report:
    from msgspec.structs import replace

    return replace(report, **changes)


def many(number: int) -> Report:
    """A report of so many findings, of all severities, with both sides at hand."""
    expected, actual = Snapshot(), Snapshot(origin="database", complete=True)
    for side in (expected, actual):
        side.add("schema", "public", Schema(**({"complete": ["tables"]} if side is expected else {})))  # type: ignore[arg-type]
    for i in range(number):
        table = join("public", f"table_{i // 10}")
        for side in (expected, actual):
            facts: Facts = Table(at="docs/library.md:3") if side is expected else Table()
            side.objects.setdefault("table", {}).setdefault(table, facts)
        line = f"docs/library.md:{i + 1}"
        path = f"{table}.column_{i}"
        expected.add("column", path, Column(type="text", comment="a" if i % 3 == 1 else None, at=line))
        changed = {0: Column(type="integer", comment=None), 1: Column(type="text", comment="b")}
        actual.add("column", path, changed.get(i % 3, Column(type="text", default="1", comment=None)))
        if i % 3 == 2:
            expected.add("column", path, Column(type="text", default="2", comment=None, at=line))
    return make_report("library", ["docs/library.md"], expected, actual, Config())


__all__ = ["DATA", "HOSTILE", "At", "drifted", "hostile", "lay_out", "made_of", "many"]
