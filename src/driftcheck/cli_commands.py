"""The commands that answer once: each options → a call → an exit code. Those that go on are in cli_jobs.py."""

from __future__ import annotations

from typing import Annotated

import typer

from driftcheck import options as o
from driftcheck.output import Output


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
    from driftcheck.running.snapshots import compile_documents, report_faults

    if faults:
        return report_faults(context.obj, documents or [], config)
    return compile_documents(context.obj, documents or [], output, format, explain, check, update)


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
    from driftcheck.running import reading
    from driftcheck.running.snapshots import write_snapshot

    with reading(context.obj, config, timeout, via, "reading the database") as source_context:
        return write_snapshot(context.obj, target, source_context, output, format)


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
    from driftcheck.running import reading
    from driftcheck.running.telling import show_source

    with reading(context.obj, config, timeout, via, f"reading {source}", scratch_url=scratch_url) as source_context:
        return show_source(context.obj, source, source_context, format, output)


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
    from driftcheck.running import reading
    from driftcheck.running.telling import show_access

    with reading(context.obj, config, timeout, via, "reading policies, grants and functions") as source_context:
        return show_access(
            context.obj, target, source_context, format, output, role or [], table or [], prove, scratch_url
        )


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
    from driftcheck.running.telling import write_configuration

    return write_configuration(context.obj, config)


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
    from driftcheck.running import reading
    from driftcheck.running.telling import accept_findings

    wish = command.wanted(reason, by, until, rule or [], object or [], prune)
    with reading(context.obj, config, timeout, via, "reading the database") as source_context:
        return accept_findings(context.obj, target, expected or [], source_context, schema or [], all, accepted, wish)


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
