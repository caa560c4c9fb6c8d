"""The sections of the configuration, as types: what each key is called, what it may hold, and its default."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

Level = Literal["error", "warning", "info"]
FailOn = Literal["error", "warning", "info", "never", "new:error", "new:warning", "new:info"]
Positive = Annotated[int, Meta(ge=1, le=2**31 - 1)]
Seconds = Annotated[float, Meta(ge=0, le=2_000_000)]
Days = Annotated[float, Meta(ge=0)]
Duration = Annotated[
    str, Meta(pattern=r"^ *[0-9]+(\.[0-9]+)? *[a-z]* *$", description="A number and a unit: 90s, 15m, 2h, 1d.")
]
LEVELS = ("error", "warning", "info", "never")  # of a gate that is held against nothing earlier
WAYS = ("url_env", "url", "url_file", "url_command")


class Address(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Exactly one of the ways to a URL, so that none with a secret in it needs to stand in the file."""

    url_env: Annotated[str | None, Meta(description="The environment variable that holds the URL.")] = None
    url: Annotated[str | None, Meta(description="The URL, without a password.")] = None
    url_file: Annotated[str | None, Meta(description="A file that holds the URL.")] = None
    url_command: Annotated[str | list[str] | None, Meta(description="A command that prints the URL.")] = None


class TargetConfig(Address, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A database by name."""

    expected: Annotated[
        list[str], Meta(description="Snapshots, documents or folders of them, relative to the configuration.")
    ] = []
    schemas: Annotated[
        list[str], Meta(description="Globs of schema names; ! excludes. Instead of the common list.")
    ] = []


class Alert(Address, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """An Apprise URL, and which transitions go there: at or above a severity, of some kinds, schemas and targets."""

    severity: Level | None = None
    kinds: Annotated[list[str], Meta(description="Only findings of these kinds of objects.")] = []
    schemas: Annotated[list[str], Meta(description="Only findings in these schemas: globs; ! excludes.")] = []
    targets: Annotated[list[str], Meta(description="Only of these targets: globs; ! excludes.")] = []


class Webhook(Alert, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Where transitions are posted, and the variable with the secret that signs them."""

    secret_env: Annotated[
        str | None, Meta(description="The environment variable with the secret (whsec_…) that signs each message.")
    ] = None


class Metrics(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Where the figures for Prometheus stand."""

    file: str | None = None
    port: Annotated[int, Meta(ge=1, le=65535)] | None = None


class Ping(Address, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A dead man's switch: it is called when a run starts, ends, and fails."""


class Watch(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """The scheduled job. A key that is not set leaves it to the command line, and to its default."""

    every: Annotated[Duration | None, Meta(description="How often: 90s, 15m, 2h.")] = None
    cron: Annotated[str | None, Meta(description="When, as cron writes it, instead of every.")] = None
    confirm_after: Annotated[
        Seconds | None, Meta(description="Seconds to wait before a new finding is read again and told.")
    ] = None
    unreachable_after: Annotated[
        Positive | None, Meta(description="Runs in a row that must fail before a target is told to be unreachable.")
    ] = None
    remind_after: Annotated[Days | None, Meta(description="Days after which drift that persists is told again.")] = None
    history: Annotated[str | None, Meta(description="Where runs are kept: an SQLAlchemy URL.")] = None
    jobs: Annotated[Positive | None, Meta(description="How many targets are read at once.")] = None
    target_timeout: Annotated[
        Annotated[float, Meta(gt=0, le=2_000_000)] | None, Meta(description="Seconds for one target.")
    ] = None
    log_format: Literal["text", "json"] | None = None
    webhooks: list[Webhook] = []
    alerts: list[Alert] = []
    metrics: Metrics | None = None
    ping: Ping | None = None
