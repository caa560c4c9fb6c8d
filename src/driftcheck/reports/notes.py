"""What a reader should know beside the findings: a document about another project, an old document, a partial read."""

from __future__ import annotations

import datetime

from driftcheck.model import Snapshot

OLD = datetime.timedelta(days=365)


def notes(expected: Snapshot, actual: Snapshot, today: datetime.date | None = None) -> list[str]:
    """One sentence each."""
    today = today or datetime.datetime.now(datetime.UTC).date()
    found = []
    for source in expected.sources:
        if source.project and actual.database and source.project != actual.database:
            found.append(f"{source.path} describes {source.project}; this is {actual.database}")
        updated = _date(source.updated or None)
        if updated and today - updated > OLD:
            found.append(f"{source.path} was last updated on {updated}, {_age(today - updated)} ago")
    found += [*expected.notes, *actual.notes]
    found += (f"could not be read: {withheld}" for withheld in actual.withheld)
    if actual.not_modelled:
        counts = ", ".join(f"{catalog} ({number})" for catalog, number in actual.not_modelled.items())
        found.append(f"not compared: {counts}")
    return found


def _date(text: str | None) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text[:10]) if text else None
    except ValueError:
        return None


def _age(age: datetime.timedelta) -> str:
    years = age.days // 365
    return f"{years} year{'s' if years > 1 else ''}"
