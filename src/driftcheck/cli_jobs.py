"""The commands around the scheduled job: its options, and how they exit. `cli.py` lists them."""

from __future__ import annotations

import os
import threading
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from driftcheck import options as o
from driftcheck.errors import UsageError

if TYPE_CHECKING:
    from driftcheck.config import Config
    from driftcheck.output import Output


class LogFormat(StrEnum):
    """How the job's log is written."""

    TEXT = "text"
    JSON = "json"


class HistoryFormat(StrEnum):
    """How `history` writes."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"


HistoryURL = Annotated[
    str | None,
    typer.Option(
        "--history",
        metavar="URL",
        help="sqlite:///FILE or postgresql://…. Default: DRIFTCHECK_HISTORY, else sqlite:///driftcheck.db",
    ),
]
Notify = Annotated[
    list[str] | None, typer.Option("--notify", metavar="APPRISE_URL", help="Whom to tell, by Apprise. Repeatable.")
]
Webhooks = Annotated[
    list[str] | None,
    typer.Option("--webhook", metavar="URL", help="Where to POST, signed with DRIFTCHECK_WEBHOOK_SECRET. Repeatable."),
]


def watch(
    context: typer.Context,
    targets: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[TARGET]…", help="URLs, configured targets, or globs of them. Default: all configured."
        ),
    ] = None,
    expected: o.Expected = None,
    once: Annotated[bool, typer.Option("--once", help="One run: for cron, systemd, Kubernetes, GitHub.")] = False,
    every: Annotated[
        str | None, typer.Option("--every", metavar="TIME", help="At once, and then every 90s, 15m, 2h, 1d.")
    ] = None,
    cron: Annotated[str | None, typer.Option("--cron", metavar="LINE", help='In local time: "*/15 * * * *".')] = None,
    jitter: Annotated[
        float,
        typer.Option(
            "--jitter", metavar="SECONDS", min=0, callback=o.number, help="Begin up to so much later, at random."
        ),
    ] = 0,
    history: HistoryURL = None,
    notify: Notify = None,
    webhook: Webhooks = None,
    confirm_after: Annotated[
        float | None,
        typer.Option(
            "--confirm-after",
            metavar="SECONDS",
            min=0,
            callback=o.number,
            help="Until a change is read again. Default: 5.",
        ),
    ] = None,
    remind_after: Annotated[
        float | None,
        typer.Option(
            "--remind-after", metavar="DAYS", min=0, callback=o.number, help="Of what is still open. Default: never."
        ),
    ] = None,
    unreachable_after: Annotated[
        int | None,
        typer.Option(
            "--unreachable-after", metavar="N", min=1, help="Failed runs in a row before it is told. Default: 3."
        ),
    ] = None,
    fail_on: Annotated[
        o.FailOn, typer.Option("--fail-on", help="Exit 1 for open findings (new:LEVEL: new ones) of this level.")
    ] = o.FailOn.NEVER,
    jobs: Annotated[
        int | None, typer.Option("--jobs", metavar="N", min=1, help="Targets at a time. Default: 16.")
    ] = None,
    target_timeout: Annotated[
        float | None,
        typer.Option(
            "--target-timeout", metavar="SECONDS", min=0.1, callback=o.number, help="For one target. Default: 30."
        ),
    ] = None,
    shard: Annotated[
        str | None, typer.Option("--shard", metavar="I/N", help="Only the I-th of N shares of the targets, from 0.")
    ] = None,
    scheduler: Annotated[
        str | None, typer.Option("--scheduler", metavar="tcp://…", help="A Dask cluster that does the reading.")
    ] = None,
    metrics_file: Annotated[
        str | None, typer.Option("--metrics-file", metavar="FILE", help="Figures for Prometheus, after each run.")
    ] = None,
    metrics_port: Annotated[
        int | None, typer.Option("--metrics-port", metavar="PORT", min=1, max=65535, help="The same on 127.0.0.1.")
    ] = None,
    ping: Annotated[
        str | None, typer.Option("--ping", metavar="URL", help="URL/start, then URL, else URL/fail is called.")
    ] = None,
    log_format: Annotated[LogFormat | None, typer.Option("--log-format", help="Of the log, on standard error.")] = None,
    schema: o.Schemas = None,
    accepted: o.AcceptedFile = None,
    config: o.ConfigFile = None,
    via: o.ViaWay = None,
    quiet: o.Quiet = False,
    verbose: o.Verbose = False,
    no_color: o.NoColor = False,
) -> int:
    """The scheduled job: speaks when something changes."""
    from driftcheck import config as configuration
    from driftcheck.commands.one import Request
    from driftcheck.commands.watch import work
    from driftcheck.sources import Context
    from driftcheck.watch.journal import Journal
    from driftcheck.watch.metrics import Metrics, check_file
    from driftcheck.watch.schedule import beat, check_cron, interval, stopping
    from driftcheck.watch.settings import Options
    from driftcheck.watch.turns import turn

    output: Output = context.obj
    if once + (every is not None) + (cron is not None) > 1:
        raise UsageError("--once, --every and --cron: give one of them")
    sources = Context(configuration.load(config), dict(os.environ), None, via is o.Via.API)
    every, cron = _when(once, every, cron, sources.config)
    seconds = interval(every) if every is not None else None
    if cron is not None:
        check_cron(cron)
    options = Options(
        history=history,
        notify=notify or (),
        webhooks=webhook or (),
        confirm_after=confirm_after,
        remind_after=remind_after,
        unreachable_after=unreachable_after,
        jobs=jobs,
        target_timeout=target_timeout,
        metrics_file=metrics_file,
        metrics_port=metrics_port,
        ping=ping,
        log_format=log_format,
        scheduler=scheduler,
    )
    journal, stop = Journal(output), threading.Event()
    request = Request((), expected or (), schema or (), accepted, 0, sources)
    ready = work(request, targets or (), shard, options, journal, stop, output.result)
    journal.format = ready.settings.log_format
    check_file(ready.settings.metrics_file)
    metrics = Metrics(ready.settings.metrics_file, ready.settings.metrics_port)
    with stopping(stop):
        if once:
            return turn(ready, metrics, fail_on)
        beat(lambda: turn(ready, metrics, fail_on), stop, every=seconds, cron=cron, jitter=jitter)
    return 0


def _when(once: bool, every: str | None, cron: str | None, config: Config | None) -> tuple[str | None, str | None]:
    """The beat, as a time or as a line of cron: the options say, else the configuration. UsageError if neither says it, or it says both."""
    from driftcheck.watch.schedule import check_cron, interval

    settings = config.watch if config else None
    if config and settings:
        for key, text, check in (("every", settings.every, interval), ("cron", settings.cron, check_cron)):
            try:
                if text is not None:
                    check(text)
            except UsageError as error:
                raise UsageError(f"{config.place('watch', key)}watch.{str(error).removeprefix('--')}") from None
    if settings and not once and every is None and cron is None:
        every, cron = settings.every, settings.cron
        if every is not None and cron is not None:
            raise UsageError("[watch] has every and cron: keep one of them, or give --once")
    if not once and every is None and cron is None:
        raise UsageError("when? Give --once, --every 15m or --cron LINE, or configure [watch] every")
    return every, cron


def alert(
    context: typer.Context,
    test: Annotated[
        bool, typer.Option("--test", help="Send a made-up message to everybody who would be told.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show it.")] = False,
    notify: Notify = None,
    webhook: Webhooks = None,
    config: o.ConfigFile = None,
    quiet: o.Quiet = False,
    verbose: o.Verbose = False,
    no_color: o.NoColor = False,
) -> int:
    """Try the alerts: what a message looks like, and whether it arrives."""
    from driftcheck import config as configuration
    from driftcheck.commands import alert as command
    from driftcheck.sources import Context
    from driftcheck.watch.settings import Options, sinks

    output: Output = context.obj
    if not test and not dry_run:
        raise UsageError("nothing to do: give --test to send a made-up message, or --dry-run to see it")
    sources = Context(configuration.load(config), dict(os.environ))
    told = sinks(Options(notify=notify or (), webhooks=webhook or ()), sources)
    output.result(command.preview())
    if dry_run:
        return 0
    undelivered = 0
    for name, reason in command.send(told):
        if reason is None:
            output.result(f"delivered: {name}\n")
        else:
            undelivered = UsageError.exit_code
            output.error(f"{name}: {reason}")
    return undelivered


def history(
    context: typer.Context,
    target: Annotated[
        str | None, typer.Argument(metavar="[TARGET]", help="A URL or a configured target. Default: all.")
    ] = None,
    history: HistoryURL = None,
    format: Annotated[HistoryFormat, typer.Option("--format", "-f")] = HistoryFormat.TEXT,
    output: o.OneOutput = None,
    config: o.ConfigFile = None,
    quiet: o.Quiet = False,
    verbose: o.Verbose = False,
    no_color: o.NoColor = False,
) -> int:
    """Show when drift came and went."""
    from driftcheck import config as configuration
    from driftcheck.commands import history as command
    from driftcheck.sources import Context

    out: Output = context.obj
    sources = Context(configuration.load(config), dict(os.environ))
    out.result(command.history(target, history, format, sources, out.medium(output)), output)
    return 0
