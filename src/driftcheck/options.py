"""The options that several commands share, each stated once."""

from __future__ import annotations

import math
from enum import StrEnum
from typing import Annotated

import typer

from driftcheck import __version__
from driftcheck.output import Output

LONGEST = 2_000_000.0  # seconds: milliseconds of it fit into the 32 bits of statement_timeout and of poll(2)


def _quiet(context: typer.Context, value: bool) -> bool:
    _output(context).quiet |= value
    return value


def _verbose(context: typer.Context, value: bool) -> bool:
    _output(context).verbose |= value
    return value


def _plain(context: typer.Context, value: bool) -> bool:
    _output(context).plain |= value
    return value


def number(value: float | None) -> float | None:
    """A number that clocks and servers can count: whoever gives more seconds means no end."""
    if value is not None and math.isnan(value):
        raise typer.BadParameter("nan is not a number.")
    return None if value is None else min(value, LONGEST)


def _version(context: typer.Context, value: bool) -> bool:
    if value:
        _output(context).result(f"driftcheck {__version__}\n")
        raise typer.Exit
    return value


def _output(context: typer.Context) -> Output:
    output = context.obj
    assert isinstance(output, Output)
    return output


class FailOn(StrEnum):
    """The level at which findings fail the gate."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"
    NEVER = "never"
    NEW_ERROR = "new:error"
    NEW_WARNING = "new:warning"
    NEW_INFO = "new:info"


class Format(StrEnum):
    """The formats of a report: those that driftcheck.reports lists."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"
    GITHUB = "github"
    SARIF = "sarif"
    GITLAB = "gitlab"
    JUNIT = "junit"
    HTML = "html"


class RulesFormat(StrEnum):
    """How `rules` writes."""

    TEXT = "text"
    JSON = "json"


class ShowFormat(StrEnum):
    """How `show` writes."""

    TEXT = "text"
    JSONL = "jsonl"


class AccessFormat(StrEnum):
    """How `access` writes."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"
    HTML = "html"


class Via(StrEnum):
    """How a live database is read."""

    POSTGRES = "postgres"
    API = "api"


class FileFormat(StrEnum):
    """How a snapshot is written."""

    YAML = "yaml"
    JSON = "json"


Quiet = Annotated[
    bool, typer.Option("--quiet", "-q", callback=_quiet, is_eager=True, help="Say nothing but results and errors.")
]
Verbose = Annotated[
    bool,
    typer.Option(
        "--verbose",
        "-v",
        callback=_verbose,
        is_eager=True,
        help="Say what is done, how to mend each finding, and show tracebacks.",
    ),
]
NoColor = Annotated[
    bool, typer.Option("--no-color", callback=_plain, is_eager=True, help="No colours (as with NO_COLOR).")
]
Version = Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")]

TargetName = Annotated[
    str | None,
    typer.Argument(
        metavar="[TARGET]",
        help="A URL (postgresql://…, https://<ref>.supabase.co), service=NAME or a configured target. "
        "Default: the only configured one, else DATABASE_URL.",
    ),
]
Expected = Annotated[
    list[str] | None,
    typer.Option(
        "--expected", "-e", metavar="SOURCE", help="A snapshot, a document, SQL, or a folder of them. Repeatable."
    ),
]
Formats = Annotated[list[Format] | None, typer.Option("--format", "-f", help="Of the report. Repeatable.")]
Outputs = Annotated[
    list[str] | None,
    typer.Option(
        "--output", "-o", metavar="FILE", help="The n-th belongs to the n-th format; default: standard output."
    ),
]
OneOutput = Annotated[str | None, typer.Option("--output", "-o", metavar="FILE", help="Default: standard output.")]
FailOnLevel = Annotated[
    FailOn | None,
    typer.Option(
        "--fail-on",
        help="Exit 1 for findings at or above this level; new:LEVEL only for those that --against has not. "
        "Default: error.",
    ),
]
All = Annotated[bool, typer.Option("--all", help="Show undocumented objects outside complete lists, too.")]
Advice = Annotated[bool, typer.Option("--advice", help="Also say what the database could do better (rules advice-…).")]
Schemas = Annotated[
    list[str] | None,
    typer.Option("--schema", metavar="GLOB", help="Only these schemas; !GLOB leaves some out. Repeatable."),
]
ConfigFile = Annotated[
    str | None, typer.Option("--config", metavar="FILE", help="Default: driftcheck.toml, else pyproject.toml.")
]
AcceptedFile = Annotated[
    str | None,
    typer.Option(
        "--accepted",
        metavar="FILE",
        help="Accepted drift. Default: driftcheck.accepted.toml, beside the configuration.",
    ),
]
Against = Annotated[
    str | None,
    typer.Option("--against", metavar="REPORT.json", help="An earlier report: mark what is new, persisting, resolved."),
]
CoverageFile = Annotated[
    str | None,
    typer.Option(
        "--coverage-file", metavar="FILE", help="Keeps the best coverage; exit 1 when coverage falls below it."
    ),
]
FailUnder = Annotated[
    float | None,
    typer.Option(
        "--fail-under",
        metavar="PERCENT",
        min=0,
        max=100,
        callback=number,
        help="Exit 1 when less of the live schema is documented.",
    ),
]
Scratch = Annotated[
    bool,
    typer.Option("--scratch", help="Run documented DDL in a throwaway PostgreSQL, so that it compares exactly."),
]
ScratchURL = Annotated[
    str | None,
    typer.Option(
        "--scratch-url",
        metavar="URL",
        help="A server on which a throwaway database may be made and dropped. Default: an embedded one.",
    ),
]
Timeout = Annotated[
    float | None,
    typer.Option("--timeout", metavar="SECONDS", min=0.1, callback=number, help="For the whole run."),
]
ViaWay = Annotated[
    Via | None,
    typer.Option(
        "--via",
        help="How to read a live database: by a connection (default), or through Supabase's Management API with "
        "SUPABASE_ACCESS_TOKEN and without a database password.",
    ),
]
