"""What the history knows, as data: when findings came and went, and the runs that looked."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from driftcheck.history.model import rfc3339
from driftcheck.history.store import Store
from driftcheck.history.tables import findings, meta, runs

MOST_RUNS = 1000  # that are shown


def timeline(store: Store, target: str | None = None) -> dict[str, Any]:
    """Format 1 of the contract: findings by when they were first seen, the latest runs; None: of all targets."""
    of_findings, of_runs = sa.select(findings), sa.select(runs).order_by(runs.c.id.desc()).limit(MOST_RUNS)
    if target is not None:
        of_findings, of_runs = of_findings.where(findings.c.target == target), of_runs.where(runs.c.target == target)
    with store.begin() as connection:
        return {
            "format": 1,
            "findings": [_finding(row) for row in connection.execute(of_findings.order_by(findings.c.id))],
            "runs": [_run(row) for row in reversed(connection.execute(of_runs).all())],
        }


def names(store: Store) -> list[str]:
    """The targets that were ever watched."""
    with store.begin() as connection:
        return list(connection.scalars(sa.select(runs.c.target).distinct().order_by(runs.c.target)))


def open_counts(store: Store) -> dict[tuple[str, str], int]:
    """(target, severity) → open findings."""
    counted = sa.select(findings.c.target, findings.c.severity, sa.func.count()).where(findings.c.resolved_at.is_(None))
    with store.begin() as connection:
        rows = connection.execute(counted.group_by(findings.c.target, findings.c.severity)).all()
    return {(target, severity): count for target, severity, count in rows}


def last_success(store: Store) -> float | None:
    """When a run last read everything, in seconds since 1970."""
    with store.begin() as connection:
        value = connection.scalar(sa.select(meta.c.value).where(meta.c.key == "last_success"))
    return float(value) if value else None


def _finding(row: Any) -> dict[str, Any]:
    return {
        "target": row.target,
        "fingerprint": row.fingerprint,
        "rule": row.rule,
        "severity": row.severity,
        "kind": row.kind,
        "object": row.object,
        "message": row.message,
        "at": {"path": row.path, "line": row.line} if row.path is not None else None,
        "first_seen": rfc3339(row.first_seen),
        "last_seen": rfc3339(row.last_seen),
        "resolved_at": rfc3339(row.resolved_at) if row.resolved_at else None,
    }


def _run(row: Any) -> dict[str, Any]:
    return {
        "run": row.run,
        "target": row.target,
        "started": rfc3339(row.started),
        "finished": rfc3339(row.finished),
        "outcome": row.outcome,
        "failure": row.failure,
        "snapshot": row.snapshot,
        "summary": row.summary,
    }
