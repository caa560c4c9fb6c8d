"""docs/properties.md: every property of every kind, and the alteration that proves it is compared."""

from __future__ import annotations

from pathlib import Path

from driftcheck.kinds import KINDS
from tests.properties.alterations import ALTERATIONS, FIXED

HEAD = """# What is compared

Every property below is read from the catalog and compared. The tests alter each one once in a real PostgreSQL and
expect exactly one finding, of that property's rule, on that object, in both directions; `since` is the first release
that has it. `missing` and `undocumented` are an object that went and one that came. `driftcheck rules` has the rules.

| kind | property | altered by | since |
|---|---|---|---|
"""


def render() -> str:
    """The page."""
    lines = []
    for kind in KINDS:
        for case in sorted((c for c in ALTERATIONS if c.kind == kind), key=lambda c: c.property):
            command = " ".join(case.alter.split()).rstrip("; ").replace("|", "\\|")
            shown = command.format(s="s", database="d")
            since = case.since if case.since > 14 else ""
            lines.append(f"| {kind} | {case.property} | `{shown}` | {since} |")
        lines += [f"| {k} | {p} | {why} | |" for (k, p), why in FIXED.items() if k == kind]
    return HEAD + "\n".join(lines) + "\n"


if __name__ == "__main__":
    (Path(__file__).parents[2] / "docs" / "properties.md").write_text(render(), "utf-8")
