"""Option arrays and settings of the catalog, put into words: readings as in sources/live/readings.py."""

from __future__ import annotations

from collections.abc import Sequence

from driftcheck.model import UNSTATED, Unstated
from driftcheck.sources.live.known import Known


def settings(known: Known, value: list[str]) -> list[str]:
    """`name=value`; the value of a setting that is named like a secret is withheld (`app.jwt_secret`)."""
    return [_without_secret(setting) for setting in value]


_SECRET = (
    "secret",
    "password",
    "passwd",
    "token",
    "api_key",
    "apikey",
    "private_key",
    "service_role_key",
    "credential",
)


def _without_secret(setting: str) -> str:
    name, _, _ = setting.partition("=")
    return f"{name}=(withheld)" if any(word in name.lower() for word in _SECRET) else setting


def options(known: Known, value: Sequence[str | None]) -> dict[str, str]:
    """`name=value` → a mapping."""
    return {name: rest for name, _, rest in (option.partition("=") for option in value if option is not None)}


def options_if_it_applies(known: Known, value: list[str] | None, applies: bool | None) -> dict[str, str] | Unstated:
    """The same, of what only some objects of the kind can have."""
    return options(known, value or ()) if applies else UNSTATED


_TABLE_OPTIONS = frozenset(
    """
    fillfactor toast_tuple_target parallel_workers user_catalog_table vacuum_index_cleanup vacuum_truncate
    vacuum_max_eager_freeze_failure_rate log_autovacuum_min_duration log_autoanalyze_min_duration
    """.split()  # noqa: SIM905 - a list of names reads best as one
)
_VIEW_OPTIONS = frozenset({"security_barrier", "security_invoker", "check_option"})
_COLUMN_OPTIONS = frozenset({"n_distinct", "n_distinct_inherited"})


def table_options(known: Known, value: list[str], of_toast: list[str] | None) -> dict[str, str]:
    """Those that users can set: releases have put others of their own into the same array."""
    found = {
        name: rest
        for name, rest in options(known, value).items()
        if name in _TABLE_OPTIONS or name.startswith("autovacuum_")
    }
    return found | {f"toast.{name}": rest for name, rest in options(known, of_toast or ()).items()}


def view_options(known: Known, value: list[str]) -> dict[str, str]:
    """Those that users can set."""
    return {name: rest for name, rest in options(known, value).items() if name in _VIEW_OPTIONS}


def column_options(known: Known, value: list[str]) -> dict[str, str]:
    """Those that users can set; 15.20 writes an internal `pg_attver` beside them."""
    return {name: rest for name, rest in options(known, value).items() if name in _COLUMN_OPTIONS}


def option_names(known: Known, value: list[str]) -> list[str]:
    """The names of options whose values may be secrets."""
    return sorted(option.partition("=")[0] for option in value)


_MAXIMA = {"smallint": 2**15 - 1, "integer": 2**31 - 1, "bigint": 2**63 - 1}


def sequence_options(known: Known, value: list[str]) -> dict[str, str]:
    """What an identity column's sequence has other than its type gives it (CREATE SEQUENCE, "Parameters")."""
    type, start, increment, minimum, maximum, cache, cycle = value
    largest = _MAXIMA.get(type, 2**63 - 1)
    up = not increment.startswith("-")
    default = {
        "minimum": str(1 if up else -largest - 1),
        "maximum": str(largest if up else -1),
        "start": minimum if up else maximum,
        "increment": "1",
        "cache": "1",
        "cycle": "false",
    }
    actual = {
        "start": start,
        "increment": increment,
        "minimum": minimum,
        "maximum": maximum,
        "cache": cache,
        "cycle": cycle,
    }
    return {name: given for name, given in actual.items() if given != default[name]}
