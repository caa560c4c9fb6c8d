"""Compares what `driftcheck show` prints with what a careful reader says: nothing missing, nothing invented.

A statement is one line of `show --format jsonl`: {"kind", "object", "facts", "at"}. An expected statement may leave
`at` out (its line is not compared) and may give other lines that are as right in `at["or"]` (a heading and its CREATE).
"""

from __future__ import annotations

import dataclasses
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.documents.leeway import META, SILENT, Statement, ends, excused, follows, primary_keys

DERIVED = {
    "table": {"columns", "primary_key"},
    "view": {"columns"},
    "publication": {"tables"},
    "column": {"primary_key", "unique", "references"},
}
"""What `show` works out from columns and constraints; see `_derived`."""

TIED = {"count", "rls", "foreign-keys", "access"}
"""Claims that speak of one object; what a flow or a pattern is "about" is not compared."""

EXPRESSIONS = {
    "default",
    "using",
    "check",
    "expression",
    "predicate",
    "definition",
    "body",
    "generated",
    "when",
    "where",
}

FAMILIES = {
    "varchar": "character varying",
    "timestamp": "timestamp without time zone",
    "time": "time without time zone",
    "decimal": "numeric",
    "int": "integer",
    "bool": "boolean",
    "char": "character",
}


def show(source: Path, cwd: Path) -> list[Statement]:
    """The statements that driftcheck takes from a document or a folder, run as a user runs it."""
    name = str(source.relative_to(cwd)) if source.is_relative_to(cwd) else str(source)
    command = [sys.executable, "-m", "driftcheck", "show", name, "--format", "jsonl"]
    run = subprocess.run(command, cwd=cwd, capture_output=True, text=True, encoding="utf-8", timeout=120, check=False)
    assert run.returncode == 0, f"{' '.join(command[1:])} exits {run.returncode}: {run.stderr}"
    return [json.loads(line) for line in run.stdout.splitlines() if line.strip()]


def read(path: Path) -> list[Statement]:
    """A list of statements that stands beside a document."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


@dataclasses.dataclass
class Verdict:
    """How far the two lists agree: counted in facts, an object's existence and its line being one each."""

    expected: int = 0
    right: int = 0
    invented: int = 0
    complaints: list[str] = dataclasses.field(default_factory=list)

    @property
    def recall(self) -> float:
        return self.right / self.expected if self.expected else 1.0

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.invented) if self.right + self.invented else 1.0

    def missing(self, text: str, weight: int = 1) -> None:
        self.expected += weight
        self.complaints.append(f"missing:  {text}")

    def found(self, weight: int = 1) -> None:
        self.expected += weight
        self.right += weight

    def extra(self, text: str) -> None:
        self.invented += 1
        self.complaints.append(f"invented: {text}")


def key(statement: Statement) -> tuple[Any, ...]:
    """By what two statements are about the same thing."""
    kind, facts = statement["kind"], statement["facts"]
    if kind == "claim":
        line = (statement.get("at") or {}).get("line")
        about = facts.get("about", statement["object"]) if facts.get("claim") in TIED else None
        return kind, facts.get("claim"), "database" if about == "public" else about, line, facts.get("of")
    if kind == "relationship":
        return kind, ends(facts.get("from")), ends(facts.get("to"))
    if kind == "publication_member":
        parts = ends(statement["object"])
        return kind, parts[0], parts[-1]
    if kind == "function":
        return kind, statement["object"].removesuffix("()")
    return kind, statement["object"]


def compare(expected: list[Statement], actual: list[Statement], *, whole: bool = False) -> Verdict:
    """Both lists side by side. With `whole`, a list expected as presumed may be called complete as well."""
    verdict = Verdict()
    found = {}
    for statement in actual:
        if key(statement) in found:
            verdict.extra(f"{_name(statement)} is printed twice")
        found[key(statement)] = statement
    wanted = {key(statement): statement for statement in expected}
    assert len(wanted) == len(expected), "the expectation states an object twice"
    keys = primary_keys(expected)
    for k, statement in wanted.items():
        if k not in found:
            verdict.missing(f"{_name(statement)} {statement['facts']}", 1 + len(statement["facts"]))
            continue
        verdict.found()
        _facts(statement, found[k], verdict, whole, keys)
        _line(statement, found[k], verdict)
    for k, statement in found.items():
        if k not in wanted and not excused(statement, expected):
            verdict.extra(f"{_name(statement)} {statement['facts']} at {_at(statement)}")
    _derived(expected, found, verdict)
    return verdict


def _facts(expected: Statement, actual: Statement, verdict: Verdict, whole: bool, keys: set[str]) -> None:
    kind, name = expected["kind"], _name(expected)
    wanted, found = expected["facts"], actual["facts"]
    loose = "type" in wanted.get("loose", ()) or "type" in found.get("loose", ())
    for fact, value in wanted.items():
        if fact in ("complete", "presumed") or (kind == "claim" and fact == "about"):  # that is in its key
            continue
        if fact in ("description", "note"):  # which of the two a remark is, is taste
            remarks = [found[f] for f in ("description", "note") if f in found]
            told = any(same(kind, fact, value, remark) for remark in remarks)
            _ = verdict.found() if told else verdict.missing(f"{name} {fact}: {value!r}, not {remarks!r}")
        elif fact not in found:
            if SILENT.get(kind, {}).get(fact, ...) != value:
                verdict.missing(f"{name} {fact}: {value!r} is not stated")
        elif same(kind, fact, value, found[fact], loose):
            verdict.found()
        else:
            verdict.missing(f"{name} {fact}: {value!r}")
            verdict.extra(f"{name} {fact}: {found[fact]!r}")
    for fact, value in found.items():
        if fact in wanted or fact in META or fact in DERIVED.get(kind, ()) or fact in ("complete", "presumed"):
            continue
        if SILENT.get(kind, {}).get(fact, ...) == value or (value is None and fact != "default" and kind != "claim"):
            continue
        if kind == "claim" or follows(statement=expected, fact=fact, value=value, loose=loose, keys=keys):
            continue
        verdict.extra(f"{name} {fact}: {value!r}")
    _wholeness(name, wanted, found, verdict, whole)


def _wholeness(name: str, wanted: Statement, found: Statement, verdict: Verdict, whole: bool) -> None:
    complete, presumed = set(found.get("complete") or ()), set(found.get("presumed") or ())
    must, may = set(wanted.get("complete", ())), set(wanted.get("presumed", ()))
    if whole:
        complete, presumed = complete - may, presumed | (complete & may)
    for what in sorted(must):
        _ = verdict.found() if what in complete else verdict.missing(f"{name} complete {what}")
    for what in sorted(may):
        _ = verdict.found() if what in presumed else verdict.missing(f"{name} presumed {what}")
    for what in sorted(complete - must):
        verdict.extra(f"{name} complete {what}")
    for what in sorted((presumed - may - must) & {"tables", "columns"}):
        verdict.extra(f"{name} presumed {what}")


def _line(expected: Statement, actual: Statement, verdict: Verdict) -> None:
    at = expected.get("at")
    if not at:
        return
    found = actual.get("at") or {}
    places = [at, *(o if isinstance(o, dict) else {"path": at["path"], "line": o} for o in at.get("or", ()))]
    if any(found.get("line") == p["line"] and found.get("path", "").endswith(Path(p["path"]).name) for p in places):
        verdict.found()
    else:
        verdict.missing(f"{_name(expected)} at line {at['path']}:{at['line']}, not {_at(actual)}")


def _derived(expected: list[Statement], found: dict[tuple[Any, ...], Statement], verdict: Verdict) -> None:
    """Inline keys show on their columns too, and a table's columns in their order."""
    columns: dict[str, list[str]] = {}
    pages: dict[str, set[str]] = {}
    for statement in expected:
        if statement["kind"] == "column":
            table, _, column = statement["object"].rpartition(".")
            columns.setdefault(table, []).append(column)
            pages.setdefault(table, set()).add(statement["at"]["path"])
    for table, names in columns.items():
        if len(pages[table]) > 1:  # two pages have no order
            continue
        shown = (found.get(("table", table)) or {"facts": {}})["facts"].get("columns")
        if shown is not None and [n.strip('"') for n in shown] != [n.strip('"') for n in names]:
            verdict.extra(f"table {table} columns: {shown!r}, not {names!r}")
    for statement in expected:
        facts = statement["facts"]
        if statement["kind"] != "constraint" or len(facts.get("columns", ())) != 1:
            continue
        column = found.get(("column", f"{statement['object'].rpartition('.')[0]}.{facts['columns'][0]}"))
        shows = {"primary key": ("primary_key", True), "unique": ("unique", True)}.get(facts["type"])
        if facts["type"] == "foreign key":
            shows = ("references", facts["references"])
        if column and shows and column["facts"].get(shows[0]) != shows[1]:
            verdict.missing(f"{_name(column)} {shows[0]}: {shows[1]!r} (from {statement['object']})")


def same(kind: str, fact: str, wanted: Any, found: Any, loose: bool = False) -> bool:
    """Whether two spellings of a fact are one value."""
    if wanted == found:
        return True
    if kind == "claim" and fact == "text":
        return words(wanted) in words(str(found))
    if fact == "type" and loose and isinstance(found, str):
        array = wanted == "array" and (found.lower() in ("array", "anyarray") or found.endswith("[]"))
        return array or FAMILIES.get(wanted, wanted) == FAMILIES.get(found, found)
    if fact == "function" and isinstance(found, str):
        return wanted.removesuffix("()").split(".")[-1] == found.removesuffix("()").split(".")[-1]
    if fact in ("from", "to"):
        return ends(wanted) == ends(found)
    if fact in EXPRESSIONS and isinstance(wanted, str) and isinstance(found, str):
        serial = wanted.startswith("nextval(") and found.startswith("nextval(")
        return serial or squeeze(wanted) == squeeze(found)
    if (
        fact in ("columns", "events", "roles", "loose", "spellings")
        and isinstance(wanted, list)
        and isinstance(found, list)
    ):
        arrange = list if fact == "columns" else sorted
        return arrange(map(squeeze, wanted)) == arrange(map(squeeze, found))
    if fact in ("description", "note") and isinstance(found, str):
        return words(wanted) in words(found)
    if fact in ("type", "returns") and isinstance(found, str):
        return squeeze(wanted).replace("public.", "") == squeeze(found).replace("public.", "")
    return False


def squeeze(expression: str) -> str:
    """An expression without its white space, its outer parentheses, and the case of what is not quoted."""
    text, quoted = [], ""
    for c in expression.strip().rstrip(";"):
        if quoted:
            text.append(c)
            quoted = "" if c == quoted else quoted
        elif c in "'\"":
            quoted = c
            text.append(c)
        elif not c.isspace():
            text.append(c.lower())
    squeezed = "".join(text)
    while squeezed.startswith("(") and squeezed.endswith(")") and _wraps(squeezed):
        squeezed = squeezed[1:-1]
    return squeezed


def words(text: str) -> str:
    """The words of a sentence, without its markup."""
    return " ".join(text.translate(str.maketrans("", "", "*_`~\\")).split()).strip(" .")


def _wraps(text: str) -> bool:
    depth = 0
    for i, c in enumerate(text):
        depth += (c == "(") - (c == ")")
        if depth == 0:
            return i == len(text) - 1
    return False


def _name(statement: Statement) -> str:
    if statement["kind"] in ("claim", "relationship"):
        facts = statement["facts"]
        ends = (facts.get(k) for k in ("claim", "about", "text", "from", "to"))
        return f"{statement['kind']} {' '.join(str(e) for e in ends if e)}"
    return f"{statement['kind']} {statement['object']}"


def _at(statement: Statement) -> str:
    at = statement.get("at") or {}
    return f"{at.get('path')}:{at.get('line')}"
