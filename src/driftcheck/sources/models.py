"""SQLAlchemy models as a source: `package.models:Base.metadata`, read through the DDL that they would create.

SQLAlchemy's own compiler writes it for PostgreSQL, so names by convention, enums, identity and computed columns come out
as `create_all()` makes them; nothing is connected to. What models do not speak of (policies, grants) stays unstated.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import re
import signal
import sys
import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from driftcheck import secrets
from driftcheck.errors import UsageError
from driftcheck.hints import did_you_mean
from driftcheck.kinds import KINDS
from driftcheck.kinds.schema import Schema
from driftcheck.model import UNSTATED, Snapshot, Source
from driftcheck.names import join, split

if TYPE_CHECKING:
    from sqlalchemy import MetaData

SECONDS = 60.0  # that importing the models may take
_SPELLING = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)*:[^\W\d]\w*(?:\.[^\W\d]\w*)*\Z")


def is_meant(spelling: str) -> bool:
    """Whether the spelling is `module.path:attribute.path`, and no file."""
    return _SPELLING.match(spelling) is not None and not os.path.exists(spelling)


def read(spelling: str, timeout: float | None = None) -> Snapshot:
    """What the models state. UsageError, in one line, if they cannot be imported, within `timeout` seconds, or are none."""
    from driftcheck.ledger import Ledger
    from driftcheck.sql import ddl

    with _bounded(min(timeout or SECONDS, SECONDS)):
        metadata = _metadata(spelling)
    ledger = Ledger()
    for statement in _statements(metadata, spelling):
        ddl.read(statement, ledger, path=spelling, line=1, entire=True)
    objects = {kind: dict(ledger.objects[kind]) for kind in KINDS if ledger.objects.get(kind)}
    snapshot = Snapshot(origin="models", sources=[Source(path=spelling)], objects=objects)
    for _, _, facts in snapshot:
        facts.at = facts.lines = UNSTATED
    _without_dialects_choice(metadata, snapshot)
    for facts in snapshot.of("table").values():
        facts.complete = ["columns", "constraints", "indexes"]
    for room in {join(split(path)[0]) for path in snapshot.of("table")}:
        snapshot.add("schema", room, Schema(presumed=["tables"]))  # who else keeps tables there is not said
    return snapshot


def _without_dialects_choice(metadata: MetaData, snapshot: Snapshot) -> None:
    """Whether a computed column is stored depends on the server's release where the model does not say."""
    for table in metadata.tables.values():
        for column in table.columns:
            if column.computed is not None and column.computed.persisted is None:
                path = join(table.schema or "public", table.name, column.name)
                if (facts := snapshot.of("column").get(path)) is not None:
                    facts.generated_kind = UNSTATED  # type: ignore[attr-defined]


def _metadata(spelling: str) -> MetaData:
    from sqlalchemy import MetaData

    module, _, attributes = spelling.partition(":")
    found: Any = _imported(module, spelling)
    for name in attributes.split("."):
        if not hasattr(found, name):
            where = getattr(found, "__name__", type(found).__name__)
            raise UsageError(f'{spelling}: {where} has no "{name}"{did_you_mean(name, dir(found))}')
        found = getattr(found, name)
    metadata = found if isinstance(found, MetaData) else getattr(found, "metadata", None)
    if not isinstance(metadata, MetaData):
        raise UsageError(f"{spelling}: is no SQLAlchemy metadata (a MetaData, a declarative base or a registry)")
    if not metadata.tables:
        raise UsageError(f"{spelling}: has no table; name the module that imports all models")
    return metadata


def _imported(module: str, spelling: str) -> Any:
    """The module, found from the current folder on, as `python -m` finds it; what it prints is no result of ours."""
    here = os.getcwd()
    sys.path.insert(0, here)
    try:
        with contextlib.redirect_stdout(sys.stderr):
            return importlib.import_module(module)
    except KeyboardInterrupt:
        raise
    except ModuleNotFoundError as error:
        missing = error.name or module
        if module == missing or module.startswith(f"{missing}."):
            raise UsageError(
                f"{spelling}: there is no module {missing} here (nor installed beside driftcheck)"
            ) from None
        raise UsageError(f"{spelling}: importing it fails: there is no module {missing}") from None
    except BaseException as error:  # it is somebody's program: it may do anything, exit included
        raise UsageError(f"{spelling}: importing it fails: {_line(error)}") from None
    finally:
        with contextlib.suppress(ValueError):
            sys.path.remove(here)


class _TakesTooLongError(BaseException):
    """Not an Exception: what is imported may catch those."""


@contextlib.contextmanager
def _bounded(seconds: float) -> Iterator[None]:
    """Somebody's program may wait for ever; where the system can interrupt it, it is."""
    if not hasattr(signal, "SIGALRM") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(*_: object) -> None:
        raise _TakesTooLongError(f"it takes longer than {seconds:g} seconds")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _statements(metadata: MetaData, spelling: str) -> list[str]:
    """What create_all() would run in an empty PostgreSQL."""
    from sqlalchemy import create_mock_engine
    from sqlalchemy.exc import SQLAlchemyError

    made: list[str] = []

    def collect(statement: Any, *arguments: Any, **options: Any) -> None:
        made.append(str(statement.compile(dialect=engine.dialect)))

    engine = create_mock_engine("postgresql+psycopg://", collect)
    engine.dialect.identifier_preparer._double_percents = False  # nothing is sent through a driver
    try:
        metadata.create_all(engine, checkfirst=False)
    except SQLAlchemyError as error:
        raise UsageError(f"{spelling}: no DDL for PostgreSQL: {_line(error)}") from None
    return made


def _line(error: BaseException) -> str:
    text = str(error)
    secrets.know(secrets.in_text(text))
    first = text.strip().partition("\n")[0]
    if isinstance(error, _TakesTooLongError):
        return first
    return secrets.scrub(f"{type(error).__name__}: {first}" if first else type(error).__name__)
