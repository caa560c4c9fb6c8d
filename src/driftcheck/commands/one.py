"""Check one target: the unit of work of a fleet, the same on a thread and on another machine."""

from __future__ import annotations

import dataclasses
import datetime
import hashlib
import time
from collections.abc import Sequence
from urllib.parse import quote

import msgspec

from driftcheck import accepted, policy, secrets
from driftcheck.accepted import Acceptances
from driftcheck.commands.check import config as configuration
from driftcheck.commands.check import read_all
from driftcheck.commands.expected import expected_of
from driftcheck.compare import compare
from driftcheck.config import Config
from driftcheck.errors import DriftcheckError, UsageError
from driftcheck.history.model import Outcome, Seen, now
from driftcheck.model import Snapshot
from driftcheck.sources import Context
from driftcheck.sources.live.targets import Target


@dataclasses.dataclass(frozen=True)
class Job:
    """A target and what is expected of it. Its `repr` shows no secret, wherever it is logged."""

    name: str
    place: str
    target: Target
    expected: Snapshot = dataclasses.field(repr=False)
    config: Config = dataclasses.field(repr=False)
    accepted: Acceptances = dataclasses.field(repr=False)
    schemas: tuple[str, ...] = ()
    timeout: float = 30.0  # seconds


@dataclasses.dataclass(frozen=True)
class Request:
    """Which targets are to be checked, against what."""

    names: Sequence[str | None]  # None: the only target there is
    expected: Sequence[str]
    schemas: Sequence[str]
    accepted: str | None  # the file of accepted drift
    timeout: float  # seconds for each target
    context: Context


def prepare(request: Request) -> tuple[list[Job], list[Outcome]]:
    """A job for each target, and an outcome for each that cannot be one. Expected sources are read once."""
    from driftcheck.commands import standards
    from driftcheck.sources.targets import configured, resolve

    context, expected = request.context, request.expected
    held = standards.read(context.config, request.accepted).accepted
    jobs, failed = [], []
    snapshots: dict[tuple[str, ...], Snapshot | UsageError] = {}
    for spelling in request.names:
        name, where = secrets.scrub(spelling or ""), ""
        try:
            known = configured(spelling, context)
            database = resolve(spelling, context)
            where = place(database)
            name = known or where
            wanted = tuple(expected) or tuple(expected_of(known, database, context))
            left = snapshots.get(wanted) or snapshots.setdefault(wanted, _read(wanted, context))
            if isinstance(left, UsageError):
                raise left
        except UsageError as error:
            failed.append(_failure(name, where, str(error), misconfigured=True))
        else:
            own = configuration(context).of(known)
            jobs.append(Job(name, where, database, left, own, held, tuple(request.schemas), request.timeout))
    return jobs, failed


def _read(wanted: Sequence[str], context: Context) -> Snapshot | UsageError:
    try:
        return read_all(wanted, context)
    except UsageError as error:
        return error


def check_one(job: Job) -> Outcome:
    """Read the target and compare. Raises nothing: whatever goes wrong is the outcome of this target alone."""
    from driftcheck.sources.live import read as live

    started, began = now(), time.monotonic()
    try:
        right = live.read(job.target, timeout=job.timeout)
        unread = [*job.expected.unread, *right.unread]
        if unread:
            return _failure(job.name, job.place, f"incomplete: {unread[0]}")
        found = compare(job.expected, right, policy.counts(job.config, job.schemas)).findings
        kept, _ = policy.apply(found, job.config, job.schemas)
        marked = accepted.apply(job.accepted, kept, found).findings
        seen = {finding.fingerprint: Seen.of(finding) for finding in marked if finding.accepted is None}
    except DriftcheckError as error:
        return _failure(job.name, job.place, str(error), isinstance(error, UsageError))
    except Exception as error:
        return _failure(job.name, job.place, f"defect in driftcheck: {type(error).__name__}: {error}")
    return Outcome(
        target=job.name,
        place=job.place,
        started=started,
        finished=started + datetime.timedelta(seconds=time.monotonic() - began),
        snapshot=hashlib.sha256(msgspec.json.encode(right.objects, order="deterministic")).hexdigest(),
        first=seen,
    )


def _failure(name: str, place: str, why: str, misconfigured: bool = False) -> Outcome:
    time = now()
    return Outcome(target=name, place=place, started=time, finished=time, failure=why, misconfigured=misconfigured)


def place(target: Target) -> str:
    """Host, port and database, as a URL without user, password and parameters.

    >>> place(Target("x", {"host": "db.example.org", "port": "6543", "user": "me", "password": "p", "dbname": "shop"}))
    'postgresql://db.example.org:6543/shop'
    """
    parts = target.conninfo
    if "service" in parts and "host" not in parts:
        return f"service={parts['service']}"
    host, port = parts.get("host") or parts.get("hostaddr") or "", parts.get("port", "")
    database = quote(parts.get("dbname", ""), safe="")
    if host.startswith(("/", "@")):
        return f"postgresql:///{database}?host={quote(host, safe='/')}{f'&port={port}' if port else ''}"
    return f"postgresql://{f'[{host}]' if ':' in host else host}{f':{port}' if port else ''}/{database}"
