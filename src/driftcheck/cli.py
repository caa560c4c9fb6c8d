"""The command line: options → a command; exceptions → exit codes."""

from __future__ import annotations

import copy
import os
from typing import Any

import typer

from driftcheck import cli_commands, cli_jobs
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
    if isinstance(error, OSError) and error.filename is not None:
        return f"{os.fsdecode(error.filename)}: cannot be read: {error.strerror}", UsageError.exit_code
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


for _command in (
    cli_commands.check, cli_commands.diff, cli_commands.compile, cli_commands.snapshot, cli_commands.show,
    cli_commands.access, cli_commands.init, cli_commands.accept, cli_jobs.watch, cli_jobs.history, cli_jobs.alert,
    cli_commands.rules, cli_commands.demo,
):  # fmt: skip
    app.command()(_command)
