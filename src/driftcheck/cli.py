"""The command line: options → a command; exceptions → exit codes. The only place that prints or exits."""

from __future__ import annotations

import atexit
import copy
import gc
import os
import sys
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from driftcheck import cli_jobs
from driftcheck import options as o
from driftcheck.errors import DriftcheckError, UsageError
from driftcheck.output import Output, know_secrets

_INTERRUPTED = 130
_REPORT_AT = "please report it, with what you ran and the output of --verbose"

app = typer.Typer(
    name="driftcheck",
    help="Hold a live PostgreSQL or Supabase schema against what people wrote about it.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def main() -> None:
    """Run the command that the arguments name, and exit with the code that the contract gives to its outcome."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # the caller closed it: what the command finds still decides how it exits
            setattr(sys, name, Path(os.devnull).open("w"))  # noqa: SIM115 - open to the end
    gc.set_threshold(1_000_000, 20, 20)  # a schema is a hundred thousand objects, and hardly any of them is garbage
    _leave(run(sys.argv[1:]))


def _leave(code: int) -> NoReturn:
    """End the process at once: to take a hundred thousand objects apart first is time that nobody needs."""
    atexit._run_exitfuncs()
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:
        sys.exit(code)  # as the interpreter does it where nobody reads any more
    os._exit(code)


def run(arguments: list[str]) -> int:
    """The exit code of one run: the boundary that no exception passes."""
    output = Output()
    try:
        code = _application(arguments).main(arguments, "driftcheck", standalone_mode=False, obj=output)
        return code if isinstance(code, int) else 0
    except (KeyboardInterrupt, typer.Abort):
        return _INTERRUPTED
    except Exception as error:
        know_secrets(arguments, os.environ)
        message, code = _told(error)
        output.error(message)
        if output.verbose or os.environ.get("DRIFTCHECK_DEBUG"):
            import traceback

            output.trace(traceback.format_exc().rstrip())
        return code


def _application(arguments: list[str]) -> Any:
    """The command that the arguments name, alone: to make all of them takes a dozen milliseconds. All, if they name none."""
    named = next((argument for argument in arguments if not argument.startswith("-")), "")
    wanted = [command for command in app.registered_commands if getattr(command.callback, "__name__", "") == named]
    application = copy.copy(app)
    application.registered_commands = wanted or app.registered_commands
    return typer.main.get_command(application)


def _told(error: Exception) -> tuple[str, int]:
    """What is said of an error, and the exit code."""
    if isinstance(error, DriftcheckError):
        return str(error), error.exit_code
    if usage := _usage(error):
        return usage, UsageError.exit_code
    text = str(error).partition("\n")[0]
    return f"defect in driftcheck: {type(error).__name__}: {text}; {_REPORT_AT}", DriftcheckError.exit_code


def _usage(error: Exception) -> str | None:
    """The line for an error in how driftcheck was called; None for any other."""
    if not isinstance(error, typer.BadParameter.__mro__[1]):  # UsageError, under whichever name Typer has it
        return None
    if type(error).__name__ == "NoArgsIsHelpError":
        return f"a command is needed\n\n{error}"
    text = " ".join(str(getattr(error, "format_message", lambda: error)()).split())
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "driftcheck"
    return f"{text.removesuffix('.')} (see {command} --help)"


@app.callback()
def _root(
    version: o.Version = False, quiet: o.Quiet = False, verbose: o.Verbose = False, no_color: o.NoColor = False
) -> None:
    pass


@app.command()
def check(
    context: typer.Context,
    target: o.TargetName = None,
    expected: o.Expected = None,
    format: o.Formats = None,
    output: o.Outputs = None,
    fail_on: o.FailOnLevel = None,
    all: o.All = False,
    advice: o.Advice = False,
    schema: o.Schemas = None,
    config: o.ConfigFile = None,
    via: o.ViaWay = None,
    accepted: o.AcceptedFile = None,
    against: o.Against = None,
    coverage_file: o.CoverageFile = None,
    fail_under: o.FailUnder = None,
    scratch: o.Scratch = False,
    scratch_url: o.ScratchURL = None,
    timeout: o.Timeout = None,
    quiet: o.Quiet = False,
    verbose: o.Verbose = False,
    no_color: o.NoColor = False,
) -> int:
    """Compare the live database with the expected state: the report, and the gate."""
    from driftcheck.commands import check as command
    from driftcheck.commands import standards
    from driftcheck.running import gate, reading

    with reading(context.obj, config, timeout, via, "reading the database", scratch, scratch_url) as source_context:
        held = standards.read(source_context.config, accepted, against, coverage_file, fail_under)
        report = command.check(target, expected or [], source_context, schema or [], all, held, advice)
    return gate(context.obj, report, format, output, fail_on, source_context, held)


@app.command()
def diff(
    context: typer.Context,
    expected: Annotated[str, typer.Argument(metavar="EXPECTED", help="Any source.")],
    actual: Annotated[str, typer.Argument(metavar="ACTUAL", help="Any source.")],
    format: o.Formats = None,
    output: o.Outputs = None,
    fail_on: o.FailOnLevel = None,
    all: o.All = False,
    advice: o.Advice = False,
    schema: o.Schemas = None,
    config: o.ConfigFile = None,
    via: o.ViaWay = None,
    accepted: o.AcceptedFile = None,
    against: o.Against = None,
    coverage_file: o.CoverageFile = None,
    fail_under: o.FailUnder = None,
    scratch: o.Scratch = False,
    scratch_url: o.ScratchURL = None,
    timeout: o.Timeout = None,
    quiet: o.Quiet = False,
    verbose: o.Verbose = False,
    no_color: o.NoColor = False,
) -> int:
    """Compare any source with any source: snapshots, documents, databases."""
    from driftcheck.commands import diff as command
    from driftcheck.commands import standards
    from driftcheck.running import gate, reading

    with reading(context.obj, config, timeout, via, "reading both sides", scratch, scratch_url) as source_context:
        held = standards.read(source_context.config, accepted, against, coverage_file, fail_under)
        report = command.diff(expected, actual, source_context, schema or [], all, held, advice)
    return gate(context.obj, report, format, output, fail_on, source_context, held)


@app.command()
def compile(
    context: typer.Context,
    documents: Annotated[
        list[str] | None, typer.Argument(metavar="DOCUMENT…", help="Files, or folders of them.")
    ] = None,
    output: o.OneOutput = None,
    format: Annotated[
        o.FileFormat | None, typer.Option("--format", "-f", help="Default: as the file's name says, else yaml.")
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Show line by line what was taken, and what was not.")
    ] = False,
    check: Annotated[
        bool, typer.Option("--check", help="Exit 1 if the committed snapshot is not what the documents give.")
    ] = False,
    faults: Annotated[
        bool, typer.Option("--faults", help="Exit 1 if the documents contradict themselves or each other.")
    ] = False,
    update: Annotated[
        bool,
        typer.Option("--update", help="Rewrite the committed snapshot, and keep what people added to it by hand."),
    ] = False,
    config: o.ConfigFile = None,
    quiet: o.Quiet = False,
    verbose: o.Verbose = False,
    no_color: o.NoColor = False,
) -> int:
    """Compile documents into a snapshot of the expected state, with the line that each fact stands on."""
    from driftcheck.running import compile_documents, report_faults

    if faults:
        return report_faults(context.obj, documents or [], config)
    return compile_documents(context.obj, documents or [], output, format, explain, check, update)


@app.command()
def snapshot(
    context: typer.Context,
    target: o.TargetName = None,
    output: o.OneOutput = None,
    format: Annotated[
        o.FileFormat | None, typer.Option("--format", "-f", help="Default: as the file's name says, else json.")
    ] = None,
    config: o.ConfigFile = None,
    via: o.ViaWay = None,
    timeout: o.Timeout = None,
    quiet: o.Quiet = False,
    verbose: o.Verbose = False,
    no_color: o.NoColor = False,
) -> int:
    """Write the live database as a snapshot."""
    from driftcheck.running import reading, write_snapshot

    with reading(context.obj, config, timeout, via, "reading the database") as source_context:
        return write_snapshot(context.obj, target, source_context, output, format)


@app.command()
def show(
    context: typer.Context,
    source: Annotated[str, typer.Argument(metavar="SOURCE", help="A document, a folder, a snapshot or a database.")],
    format: Annotated[
        o.ShowFormat, typer.Option("--format", "-f", help="A tree for people, lines for programs.")
    ] = o.ShowFormat.TEXT,
    output: o.OneOutput = None,
    config: o.ConfigFile = None,
    via: o.ViaWay = None,
    scratch_url: o.ScratchURL = None,
    timeout: o.Timeout = None,
    quiet: o.Quiet = False,
    verbose: o.Verbose = False,
    no_color: o.NoColor = False,
) -> int:
    """Show what a source states."""
    from driftcheck.running import reading, show_source

    with reading(context.obj, config, timeout, via, f"reading {source}", scratch_url=scratch_url) as source_context:
        return show_source(context.obj, source, source_context, format, output)


@app.command()
def access(
    context: typer.Context,
    target: o.TargetName = None,
    format: Annotated[o.AccessFormat, typer.Option("--format", "-f")] = o.AccessFormat.TEXT,
    output: o.OneOutput = None,
    role: Annotated[
        list[str] | None,
        typer.Option("--role", metavar="CALLER", help="Only this caller, or database role. Repeatable."),
    ] = None,
    table: Annotated[
        list[str] | None, typer.Option("--table", metavar="GLOB", help="Only these tables and views. Repeatable.")
    ] = None,
    prove: Annotated[
        bool, typer.Option("--prove", help="Rebuild the structure in a throwaway PostgreSQL and try every cell.")
    ] = False,
    scratch_url: Annotated[
        str | None, typer.Option("--scratch-url", metavar="URL", help="A server on which --prove may make a database.")
    ] = None,
    config: o.ConfigFile = None,
    via: o.ViaWay = None,
    timeout: o.Timeout = None,
    quiet: o.Quiet = False,
    verbose: o.Verbose = False,
    no_color: o.NoColor = False,
) -> int:
    """Show who may touch which rows, and by which policy."""
    from driftcheck.running import reading, show_access

    with reading(context.obj, config, timeout, via, "reading policies, grants and functions") as source_context:
        return show_access(
            context.obj, target, source_context, format, output, role or [], table or [], prove, scratch_url
        )


@app.command()
def init(
    context: typer.Context,
    config: Annotated[
        str | None, typer.Option("--config", metavar="FILE", help="The file to write. Default: driftcheck.toml.")
    ] = None,
    quiet: o.Quiet = False,
    verbose: o.Verbose = False,
    no_color: o.NoColor = False,
) -> int:
    """Write a first configuration, from what is there: documents, migrations, the variable that holds the URL."""
    from driftcheck.running import write_configuration

    return write_configuration(context.obj, config)


@app.command()
def accept(
    context: typer.Context,
    target: o.TargetName = None,
    expected: o.Expected = None,
    reason: Annotated[
        str | None, typer.Option("--reason", metavar="TEXT", help="Why this drift is accepted. Needed.")
    ] = None,
    until: Annotated[
        str | None, typer.Option("--until", metavar="DATE", help="The last day, in UTC: 2027-01-31. Default: no end.")
    ] = None,
    by: Annotated[str | None, typer.Option("--by", metavar="WHO", help="Who accepts it.")] = None,
    rule: Annotated[list[str] | None, typer.Option("--rule", metavar="GLOB", help="Only these rules.")] = None,
    object: Annotated[list[str] | None, typer.Option("--object", metavar="GLOB", help="Only these objects.")] = None,
    prune: Annotated[bool, typer.Option("--prune", help="Remove entries that match nothing any more.")] = False,
    accepted: o.AcceptedFile = None,
    all: o.All = False,
    schema: o.Schemas = None,
    config: o.ConfigFile = None,
    via: o.ViaWay = None,
    timeout: o.Timeout = None,
    quiet: o.Quiet = False,
    verbose: o.Verbose = False,
    no_color: o.NoColor = False,
) -> int:
    """Make today's findings accepted drift: they are still counted, and do not fail the gate."""
    from driftcheck.commands import accept as command
    from driftcheck.running import accept_findings, reading

    wish = command.wanted(reason, by, until, rule or [], object or [], prune)
    with reading(context.obj, config, timeout, via, "reading the database") as source_context:
        return accept_findings(context.obj, target, expected or [], source_context, schema or [], all, accepted, wish)


app.command()(cli_jobs.watch)
app.command()(cli_jobs.history)
app.command()(cli_jobs.alert)


@app.command()
def rules(
    context: typer.Context,
    rule: Annotated[str | None, typer.Argument(metavar="[RULE]")] = None,
    format: Annotated[o.RulesFormat, typer.Option("--format", "-f")] = o.RulesFormat.TEXT,
    quiet: o.Quiet = False,
    verbose: o.Verbose = False,
    no_color: o.NoColor = False,
) -> int:
    """List every rule; with RULE, its default severity, why it matters and how to mend it."""
    from driftcheck.commands import rules as command
    from driftcheck.reports import rules as render

    out: Output = context.obj
    found = command.rules(rule)
    out.result(render.render(found, bool(rule), format, out.medium()))
    return 0


@app.command()
def demo(
    context: typer.Context,
    format: o.Formats = None,
    output: o.Outputs = None,
    quiet: o.Quiet = False,
    verbose: o.Verbose = False,
    no_color: o.NoColor = False,
) -> int:
    """Build a throwaway database with real drift in it, and show its report: no set-up at all."""
    from driftcheck.commands import demo as command
    from driftcheck.running import gate, reading

    with reading(context.obj, None, None, None, "building a throwaway database") as source_context:
        report = command.demo()
    code = gate(context.obj, report, format, output, o.FailOn.NEVER, source_context)
    context.obj.note(f"\n{command.CLOSING}")
    return code
