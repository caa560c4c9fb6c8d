"""Every rule that can be reported has its page, and the page in docs/ is the one that the code gives."""

from __future__ import annotations

import re
from pathlib import Path

from driftcheck.kinds import KINDS
from driftcheck.model import properties
from driftcheck.reports import Medium
from driftcheck.reports.rules import markdown, render
from driftcheck.rules import RULES

ROOT = Path(__file__).parents[2]


def test_docs_are_current() -> None:
    assert (ROOT / "docs" / "rules.md").read_text("utf-8") == markdown(list(RULES.values())), "run: make docs"


def test_every_property_of_every_kind_has_a_rule() -> None:
    for name, kind in KINDS.items():
        if kind.missing is not None:
            spelled = name.replace("_", "-")
            wanted = {f"{spelled}-{p.replace('_', '-')}-changed" for p in properties(kind.facts)}
            assert wanted | {f"{spelled}-missing", f"{spelled}-renamed"} <= RULES.keys()


def test_the_defaults_of_the_contract() -> None:
    expected = {
        "table-missing": "error", "index-missing": "warning", "column-type-changed": "error",
        "column-default-changed": "warning", "table-rls-changed": "error", "policy-using-changed": "error",
        "table-undocumented": "error", "column-undocumented": "warning", "index-undocumented": "info",
        "function-security-changed": "error", "function-body-changed": "warning", "claim-rls": "error",
        "claim-count": "warning", "claim-flow": "info", "relationship-missing": "info", "table-comment-changed": "info",
    }  # fmt: skip
    assert {rule: RULES[rule].severity for rule in expected} == expected


def test_every_rule_named_in_the_code_exists() -> None:
    named = set()
    for file in (ROOT / "src").rglob("*.py"):
        text = file.read_text("utf-8")
        named |= set(re.findall(r'"(document-[a-z-]+)"', text))
        named |= {f"claim-{claim}" for claim in re.findall(r'broken\(\s*"([a-z-]+)"', text)}
    assert len(named) >= 4
    assert named <= RULES.keys()


def test_every_rule_says_why_and_how_to_mend() -> None:
    for rule in RULES.values():
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.name)
        assert rule.what.endswith(".")
        assert len(rule.why) > 10, rule.name
        assert len(rule.mend) > 10, rule.name
        page = render([rule], True, "text", Medium(80))
        assert rule.name in page
        assert max(map(len, page.splitlines())) <= 80
