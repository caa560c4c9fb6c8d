"""What a report is held against beside the expected state: accepted drift, an earlier report, the best coverage."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from driftcheck import accepted, baseline, coverage
from driftcheck.accepted import Acceptances
from driftcheck.baseline import Base
from driftcheck.errors import UsageError
from driftcheck.model import Comparison, Finding

if TYPE_CHECKING:
    from driftcheck.config import Config
    from driftcheck.reports.report import Report


_NOTHING = Acceptances()


@dataclasses.dataclass(frozen=True, kw_only=True)
class Standards:
    """All of them; the defaults hold nothing against a report."""

    accepted: Acceptances = _NOTHING
    base: Base | None = None
    coverage_file: str | None = None
    best: coverage.Best | None = None
    under: float | None = None  # per cent


NONE = Standards()


def read(
    config: Config | None,
    accepted_file: str | None = None,
    against: str | None = None,
    coverage_file: str | None = None,
    under: float | None = None,
) -> Standards:
    """The standards in these files, read before any database. Accepted drift stands beside the configuration.

    UsageError if one that is named cannot be read; a coverage file may be missing: the first run writes it.
    """
    if accepted_file and (not Path(accepted_file).exists() or Path(accepted_file).is_dir()):
        raise UsageError(f"{accepted_file}: no such file of accepted drift; `driftcheck accept` writes one")
    return Standards(
        accepted=accepted.read(accepted_file or default_file(config)),
        base=baseline.read(against) if against else None,
        coverage_file=coverage_file,
        best=coverage.read(coverage_file) if coverage_file else None,
        under=under,
    )


def default_file(config: Config | None) -> str:
    """Where accepted drift stands unless the command line says otherwise."""
    return str(config.folder / accepted.FILE) if config else accepted.FILE


def hold(report: Report, comparison: Comparison, standards: Standards) -> Report:
    """The report with what the standards say of it."""
    from msgspec.structs import replace

    findings, resolved = report.findings, list[Finding]()
    if standards.base:
        findings, resolved = baseline.apply(standards.base, findings, comparison.findings)
    applied = accepted.apply(standards.accepted, findings, comparison.findings)
    path = standards.accepted.path
    notes = list(report.notes)
    if standards.base and not standards.base.complete:
        notes.append(f"{standards.base.path} is of an incomplete read: what is new may have been there")
    return replace(
        report,
        findings=applied.findings,
        expired=[(f"{path}:{line}", entry) for line, entry in applied.expired],
        stale=[(f"{path}:{line}", entry) for line, entry in applied.stale] if report.complete else [],
        against=standards.base.path if standards.base else None,
        resolved=resolved if report.complete else [],
        shortfalls=list(_shortfalls(report, standards)) if report.complete else [],
        notes=notes,
    )


def _shortfalls(report: Report, standards: Standards) -> Sequence[str]:
    found = coverage.falls(standards.best.coverage, report.coverage) if standards.best else []
    if standards.under is not None:
        reached = coverage.percent(coverage.total(report.coverage))
        if reached < standards.under:
            found.append(f"{reached:g} % documented, which is under {standards.under:g} %")
    return found


def better(report: Report, standards: Standards) -> str | None:
    """What to write into the coverage file; None if it stays as it is."""
    best = standards.best
    if best is None or not report.complete or coverage.falls(best.coverage, report.coverage):
        return None
    return (
        coverage.encode(report.coverage, report.by_schema) if coverage.rises(best.coverage, report.coverage) else None
    )
