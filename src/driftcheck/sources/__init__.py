"""Sources: everything that a snapshot can be read from, and the one list that tells which spelling is read by what."""

from __future__ import annotations

import codecs
import os
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field

from driftcheck.errors import UsageError
from driftcheck.model import Snapshot

if TYPE_CHECKING:
    from driftcheck.config import Config

PAGES = (".md", ".markdown", ".txt", ".mdx")
DOCUMENTS = (*PAGES, ".ts")
SNAPSHOTS = (".yaml", ".yml", ".json")


class Context(Struct, frozen=True):
    """What reading a source may need: the configuration, the environment, the seconds that the run may take, whether a
    live database is read through Supabase's Management API, and where SQL may run.
    """

    config: Config | None = None
    environ: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))
    timeout: float | None = None  # for the whole run
    through_api: bool = False
    scratch: bool = False  # documented DDL is run, too, so that it compares exactly
    scratch_url: str | None = None  # a server on which a throwaway database may be made
    started: float = field(default_factory=time.monotonic)

    def left(self) -> float | None:
        """The seconds that are left of the run; None if it may take as long as it takes."""
        return None if self.timeout is None else max(self.timeout - (time.monotonic() - self.started), 0.05)


class Form(Struct, frozen=True):
    """One way to write a source: how it is recognised and how it is read."""

    name: str
    is_meant: Callable[[str, Context], bool]
    read: Callable[[str, Context], Snapshot]


def read(spelling: str, context: Context | None = None) -> Snapshot:
    """What the source states. UsageError if there is none or it cannot be read, DatabaseError if it is a live one."""
    context = context or Context()
    return form_of(spelling, context).read(spelling, context)


def read_each(spellings: Sequence[str], context: Context) -> list[Snapshot]:
    """What each source states; SQL is run together, in its order: roles, then the schema, then changes of it."""
    sql = [spelling for spelling in spellings if form_of(spelling, context) is SQL]
    if len(sql) < 2:
        return [read(spelling, context) for spelling in spellings]
    from driftcheck.sources.sql import read as run

    together = run(sql, scratch_url=context.scratch_url, timeout=context.left())
    return [together, *(read(spelling, context) for spelling in spellings if spelling not in sql)]


def form_of(spelling: str, context: Context) -> Form:
    """The first form that the spelling has; UsageError, with the likeliest reason, if it has none."""
    if not spelling.strip():  # a folder, to pathlib; to those who wrote it, a variable that is not set
        raise UsageError("an empty name is no source; is a variable not set?")
    for form in FORMS:
        if form.is_meant(spelling, context):
            return form
    raise UsageError(_unknown(spelling, context))


def is_live(spelling: str, context: Context) -> bool:
    """A URL, `service=NAME`, or the name of a configured target."""
    return is_url(spelling) or is_project(spelling) or bool(context.config and spelling in context.config.targets)


def is_project(spelling: str) -> bool:
    """Whether the spelling is a Supabase project's reference: twenty small letters."""
    return len(spelling) == 20 and spelling.isascii() and spelling.isalpha() and spelling.islower()


def is_url(spelling: str) -> bool:
    """Whether the spelling is that of a server: never the name of a file."""
    return "://" in spelling or spelling.startswith(("service=", "host=", "dbname=", "user=", "port="))


def _read_live(spelling: str, context: Context) -> Snapshot:
    from driftcheck.sources.live import read as live
    from driftcheck.sources.targets import resolve

    return live.read(resolve(spelling, context), timeout=context.left())


def _read_snapshot(spelling: str, context: Context) -> Snapshot:
    from driftcheck.sources import files

    return files.read(spelling)


def _read_sql(spelling: str, context: Context) -> Snapshot:
    from driftcheck.sources import sql

    return sql.read([spelling], scratch_url=context.scratch_url, timeout=context.left())


def _is_sql(spelling: str, context: Context) -> bool:
    path = Path(spelling)
    if path.suffix.lower() != ".sql" and not path.is_dir():
        return False
    from driftcheck.sources.sql import folder

    return folder.is_sql(path)


def _read_documents(spelling: str, context: Context) -> Snapshot:
    from driftcheck.sources import documents

    return documents.read([spelling])


def _read_models(spelling: str, context: Context) -> Snapshot:
    from driftcheck.sources import models

    return models.read(spelling, context.left())


def _is_models(spelling: str, context: Context) -> bool:
    if ":" not in spelling or (context.config and spelling in context.config.targets):
        return False
    from driftcheck.sources import models

    return models.is_meant(spelling)


def _is_document(spelling: str, context: Context) -> bool:
    path = Path(spelling)
    return path.suffix.lower() in DOCUMENTS or path.is_dir()


def _is_generated(spelling: str, context: Context) -> bool:
    """What another tool wrote of a database: JSON that is no snapshot, SQL that is not meant to be run; the file tells."""
    if spelling.lower().endswith(".sql"):
        from driftcheck.sources.exports import is_export

        return is_export(Path(spelling))
    if not spelling.lower().endswith(".json") or _begins_as_snapshot(Path(spelling)):
        return False
    from driftcheck.sources.documents import generated

    return generated.is_meant(Path(spelling))


def _begins_as_snapshot(file: Path) -> bool:
    """Whether the JSON's first key is that of a snapshot: then nothing needs to be imported to tell."""
    try:
        if not file.is_file():
            return False
        with file.open("rb") as stream:
            return b"".join(stream.read(64).removeprefix(codecs.BOM_UTF8).split()).startswith(b'{"format":')
    except OSError:
        return False


def _unknown(spelling: str, context: Context) -> str:
    from driftcheck.hints import did_you_mean

    if Path(spelling).exists():
        known = ", ".join((*DOCUMENTS, *SNAPSHOTS, ".sql"))
        return f"{spelling}: not a kind of file that driftcheck reads ({known})"
    targets = context.config.targets if context.config else {}
    hint = did_you_mean(spelling, targets)
    if "@" in spelling:  # a URL that lost its "://" may hold a password
        spelling = f"…@{spelling.rpartition('@')[2]}"
    return f'"{spelling}" is neither a file, a URL nor a configured target{hint}'


SQL = Form("SQL", _is_sql, _read_sql)
FORMS: tuple[Form, ...] = (  # the first that is meant reads
    Form("live database", lambda spelling, context: is_url(spelling), _read_live),
    Form("documents", _is_generated, _read_documents),
    Form("snapshot", lambda spelling, context: spelling.lower().endswith(SNAPSHOTS), _read_snapshot),
    SQL,
    Form("documents", _is_document, _read_documents),
    Form("models", _is_models, _read_models),
    Form("target", is_live, _read_live),
)
