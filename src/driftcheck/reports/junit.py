"""JUnit's XML: one test case a documented object, so that a dashboard shows what is covered and what has drifted.

An object whose table or schema is missing was not compared: it is skipped. Objects that nobody documented, and other
findings about no documented object, are failures of their own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from driftcheck.completeness import table_of
from driftcheck.findings import label
from driftcheck.kinds import KINDS
from driftcheck.model import Facts, Finding, place
from driftcheck.names import parent, quote, split
from driftcheck.reports import Medium
from driftcheck.reports.escape import escape
from driftcheck.reports.places import Places

if TYPE_CHECKING:
    from driftcheck.reports.report import Report

Key = tuple[str, str]  # kind, object


def render(report: Report, medium: Medium) -> str:
    """One test suite a kind."""
    places = Places(report)
    drift: dict[Key, list[Finding]] = {}
    for finding in report.findings:
        drift.setdefault((finding.kind, finding.object), []).append(finding)
    documented = _documented(report)
    gone = {object for (_, object), found in drift.items() if found[0].status == "missing"}
    root = ET.Element("testsuites", name="driftcheck")
    kinds = dict.fromkeys([*KINDS, *(kind for kind, _ in drift)])
    for kind in kinds:
        keys = dict.fromkeys([k for k in documented if k[0] == kind] + [k for k in drift if k[0] == kind])
        if not keys:
            continue
        suite = ET.SubElement(root, "testsuite", name=escape(f"{report.target}: {label(kind)}"))
        for key in keys:
            facts = documented.get(key)
            case = ET.SubElement(suite, "testcase", classname=label(kind), name=escape(key[1]))
            at = place(facts) if facts is not None else drift[key][0].at
            if at is not None:
                at = places.at(at)
                case.attrib |= {"file": escape(at.path), "line": str(at.line)}
            if key in drift:
                _outcome(case, drift[key])
            elif facts is not None and (holder := _holder(gone, *key, facts)):
                ET.SubElement(case, "skipped", message=escape(f"not compared: {holder} is missing"))
    if not report.complete:
        suite = ET.SubElement(root, "testsuite", name=escape(f"{report.target}: reading"))
        case = ET.SubElement(suite, "testcase", classname="driftcheck", name="everything could be read")
        ET.SubElement(case, "error", type="incomplete", message=escape("; ".join(report.unread)))
    for element in (*root, root):
        _count(element)
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _documented(report: Report) -> dict[Key, Facts]:
    """Every object that the expected side states, but for claims, which are about others."""
    if report.states is None:
        return {}
    return {(kind, path): facts for kind, path, facts in report.states.expected if kind != "claim"}


def _holder(gone: set[str], kind: str, path: str, facts: Facts) -> str | None:
    """The missing schema, relation or publication that the object stands in."""
    holders = [table_of(kind, path, facts) or "", parent(path), quote(split(path)[0])]
    return next((holder for holder in holders if holder in gone and holder != path), None)


def _outcome(case: ET.Element, found: list[Finding]) -> None:
    """A failure for all of the object's drift: readers of the format take one a test case."""
    counting = [finding for finding in found if not finding.accepted]
    for finding in found:
        if finding.accepted and not counting:
            ET.SubElement(case, "skipped", message=escape(f"accepted: {finding.accepted.reason}"))
            return
    text = "\n".join(
        f"{f.severity} {f.rule}: {escape(f.message)}" + (f" ({escape(str(f.at))})" if f.at else "") for f in counting
    )
    message = counting[0].message if len(counting) == 1 else f"{len(counting)} differences: {counting[0].message}"
    failure = ET.SubElement(case, "failure", type=escape(counting[0].rule), message=escape(message))
    failure.text = text


def _count(element: ET.Element) -> None:
    for name, tag in (("tests", "testcase"), ("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        element.set(name, str(sum(1 for _ in element.iter(tag))))
    element.set("time", "0")
