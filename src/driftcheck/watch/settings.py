"""What the job was asked to do: the configuration, with what the command line says instead."""

from __future__ import annotations

import dataclasses
import datetime
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from driftcheck import secrets
from driftcheck.errors import UsageError
from driftcheck.settings import Alert, Watch, Webhook

if TYPE_CHECKING:
    from driftcheck.sources import Context

SECRET_VARIABLE = "DRIFTCHECK_WEBHOOK_SECRET"  # noqa: S105 - the name of a variable
HISTORY_VARIABLE = "DRIFTCHECK_HISTORY"  # a URL with a password belongs in no list of processes
HISTORY = "sqlite:///driftcheck.db"
CONFIRM_SECONDS = 5.0
UNREACHABLE_RUNS = 3
JOBS = 16
TARGET_SECONDS = 30.0


@dataclasses.dataclass(frozen=True)
class Sink:
    """Somebody who is told. `name` stands in the history and the logs: it says who, without what is secret in a URL."""

    name: str
    url: str = dataclasses.field(repr=False)
    route: Alert = dataclasses.field(repr=False)
    secrets: tuple[bytes, ...] = dataclasses.field(default=(), repr=False)

    @property
    def is_webhook(self) -> bool:
        """Whether it takes JSON; else Apprise writes to it."""
        return isinstance(self.route, Webhook)


@dataclasses.dataclass(frozen=True)
class Settings:
    """One job. Seconds and days as numbers."""

    sinks: tuple[Sink, ...] = ()
    history: str = HISTORY
    folder: Path = Path()
    confirm_after: float = CONFIRM_SECONDS
    remind_after: datetime.timedelta | None = None
    unreachable_after: int = UNREACHABLE_RUNS
    jobs: int = JOBS
    target_timeout: float = TARGET_SECONDS
    metrics_file: str | None = None
    metrics_port: int | None = None
    ping: str | None = dataclasses.field(default=None, repr=False)
    log_format: str = "text"
    scheduler: str | None = None


@dataclasses.dataclass(frozen=True)
class Options:
    """What the command line says; None and empty where it says nothing."""

    history: str | None = None
    notify: Sequence[str] = ()
    webhooks: Sequence[str] = ()
    confirm_after: float | None = None
    remind_after: float | None = None
    unreachable_after: int | None = None
    jobs: int | None = None
    target_timeout: float | None = None
    metrics_file: str | None = None
    metrics_port: int | None = None
    ping: str | None = None
    log_format: str | None = None
    scheduler: str | None = None


def settle(options: Options, context: Context) -> Settings:
    """The job's settings; the command line wins. UsageError if a URL cannot be had or a secret is none."""
    from driftcheck.sources.targets import url_of

    config = context.config
    watch = config.watch if config else Watch()
    metrics = watch.metrics
    ping = options.ping or (url_of("ping", watch.ping, context) if watch.ping else None)
    if ping is not None:
        _web(ping, "ping")
    days = options.remind_after if options.remind_after is not None else watch.remind_after
    folder = config.folder if config else Path()
    file = metrics.file if metrics else None
    history, beside = history_of(options.history, context)
    try:
        remind_after = datetime.timedelta(days=days) if days is not None else None
    except (OverflowError, ValueError):
        remind_after = None  # in more than two million years
    return Settings(
        sinks=sinks(options, context),
        history=history,
        folder=beside,
        confirm_after=_first(options.confirm_after, watch.confirm_after, CONFIRM_SECONDS),
        remind_after=remind_after,
        unreachable_after=_first(options.unreachable_after, watch.unreachable_after, UNREACHABLE_RUNS),
        jobs=_first(options.jobs, watch.jobs, JOBS),
        target_timeout=_first(options.target_timeout, watch.target_timeout, TARGET_SECONDS),
        metrics_file=options.metrics_file or (str(folder / file) if file else None),
        metrics_port=_first(options.metrics_port, metrics.port if metrics else None, None),
        ping=ping,
        log_format=options.log_format or watch.log_format or "text",
        scheduler=options.scheduler,
    )


def history_of(given: str | None, context: Context) -> tuple[str, Path]:
    """The history's URL and the folder at which a relative path in it begins: the option, the environment, the file."""
    given = given or context.environ.get(HISTORY_VARIABLE)
    config = context.config
    if given or config is None or config.watch.history is None:
        return given or HISTORY, Path()
    return config.watch.history, config.folder


def sinks(options: Options, context: Context) -> tuple[Sink, ...]:
    """Everybody who is told: of the configuration, then of the command line."""
    from driftcheck.sources.targets import url_of

    watch = context.config.watch if context.config else Watch()
    found: list[tuple[Alert, str]] = [(route, url_of("webhook", route, context)) for route in watch.webhooks]
    found += ((Webhook(), url) for url in options.webhooks)
    found += ((route, url_of("alert", route, context)) for route in watch.alerts)
    found += ((Alert(), url) for url in options.notify)
    counts: Counter[str] = Counter()
    made = []
    for route, url in found:
        secrets.know([url, *secrets.in_text(url)])
        who = _web(url, "webhook") if isinstance(route, Webhook) else f"alert {_scheme(url)}"
        counts[who] += 1
        name = who if counts[who] == 1 else f"{who} #{counts[who]}"
        keys = _keys(route.secret_env or SECRET_VARIABLE, context) if isinstance(route, Webhook) else ()
        made.append(Sink(name, url, route, keys))
    return tuple(made)


def _web(url: str, what: str) -> str:
    """`webhook hooks.example.org`. UsageError if the URL is none of the web."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise UsageError(f"the URL of the {what} must begin with https:// or http:// and name a host")
    return f"{what} {parts.hostname}{f':{port}' if port else ''}"


def _scheme(url: str) -> str:
    """Of an Apprise URL only the scheme: what follows may be a token."""
    scheme, separator, _ = url.partition("://")
    if not separator or not scheme.replace("+", "").isalnum():
        raise UsageError("an alert's URL must be one of Apprise's: slack://…, mailto://…, json://…")
    return scheme.lower()


def _keys(variable: str, context: Context) -> tuple[bytes, ...]:
    """The keys in a variable, several while one replaces another (Standard Webhooks, "Signature scheme")."""
    import base64
    import binascii

    keys = []
    for word in context.environ.get(variable, "").split():
        secrets.know([word, word.removeprefix("whsec_")])
        try:
            key = base64.b64decode(word.removeprefix("whsec_"), validate=True)
        except (binascii.Error, ValueError):
            key = b""
        if not key:
            raise UsageError(f"{variable} is no webhook secret: it must be whsec_ and Base64")
        keys.append(key)
    return tuple(keys)


def _first(*values: Any) -> Any:
    return next((value for value in values if value is not None), values[-1])
