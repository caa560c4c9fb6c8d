"""The sections of the configuration, as types: what each key is called, what it may hold, and its default."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

Level = Literal["error", "warning", "info"]
FailOn = Literal["error", "warning", "info", "never", "new:error", "new:warning", "new:info"]
Positive = Annotated[int, Meta(ge=1)]
Seconds = Annotated[float, Meta(ge=0)]
Duration = Annotated[
    str, Meta(pattern=r"^ *[0-9]+(\.[0-9]+)? *[a-z]* *$", description="A number and a unit: 90s, 15m, 2h, 1d.")
]
WAYS = ("url_env", "url", "url_file", "url_command")


class Address(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Exactly one of the ways to a URL, so that none with a secret in it needs to stand in the file."""

    url_env: str | None = None  # the environment variable that holds the URL
    url: str | None = None  # without a password
    url_file: str | None = None
    url_command: str | list[str] | None = None  # prints the URL


class TargetConfig(Address, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A database by name."""

    expected: list[str] = []
    schemas: list[str] = []


class Webhook(Address, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Where transitions are posted, and the variable with the secret that signs them."""

    secret_env: str | None = None


class Alert(Address, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """An Apprise URL, and which transitions go there: at or above a severity, of some kinds."""

    severity: Level | None = None
    kinds: list[str] = []


class Metrics(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Where the figures for Prometheus stand."""

    file: str | None = None
    port: Annotated[int, Meta(ge=1, le=65535)] | None = None


class Ping(Address, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A dead man's switch: it is called when a run starts, ends, and fails."""


class Watch(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """The scheduled job. A key that is not set leaves it to the command line, and to its default."""

    every: Duration | None = None
    cron: str | None = None
    confirm_after: Seconds | None = None
    unreachable_after: Positive | None = None  # runs
    remind_after: Seconds | None = None  # days
    history: str | None = None  # an SQLAlchemy URL
    jobs: Positive | None = None
    target_timeout: Annotated[float, Meta(gt=0)] | None = None  # seconds
    log_format: Literal["text", "json"] | None = None
    webhooks: list[Webhook] = []
    alerts: list[Alert] = []
    metrics: Metrics | None = None
    ping: Ping | None = None
