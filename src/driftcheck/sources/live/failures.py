"""Why a database could not be reached or read, in one line: what, where, and what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from driftcheck import secrets
from driftcheck.errors import DatabaseError
from driftcheck.sources.live.targets import PASSWORD_VARIABLE, Target

if TYPE_CHECKING:
    import psycopg

    from driftcheck.sources.live.wire import ServerError

_POOLER = (
    "this host has no IPv4 address unless the project paid for one: paste the Session pooler string from the "
    "dashboard's Connect button"
)
_CONNECTING = (  # words of libpq's or the server's, what to do; the first that is found
    ("password authentication failed", "check the user and the password"),
    ("no password supplied", "give a password: in PGPASSWORD, ~/.pgpass, or the URL of the target"),
    ("fe_sendauth", "give a password: in PGPASSWORD, ~/.pgpass, or the URL of the target"),
    ("tenant or user not found", "check the user (postgres.<ref>) and the region of the pooler's host"),
    ("certificate verify failed", "check sslrootcert, or the host's name if sslmode is verify-full"),
    ("does not match host name", "use the name in the server's certificate: sslmode is verify-full"),
    ("server does not support ssl", "use sslmode=disable only if the network is yours"),
    ("does not exist", "check the names of the database and the role"),
    ("could not translate host name", "check the host's name and the network"),
    ("failed to resolve host", "check the host's name and the network"),
    ("name or service not known", "check the host's name and the network"),
    ("connection refused", "check host and port, and that the server runs"),
    ("no such file or directory", "check the socket's directory, and that the server runs"),
    ("timeout expired", "check host, port and firewall"),
    ("connection timeout", "check host, port and firewall"),
    ("no pg_hba.conf entry", "the server does not let this user in from here"),
    ("too many connections", "try again, or use a pooler"),
    ("definition of service", "check the service file (PGSERVICEFILE, ~/.pg_service.conf)"),
)
_UNREACHABLE = (
    "could not translate",
    "failed to resolve",
    "name or service",
    "network is unreachable",
    "no route",
    "timeout",
    "no address",
)


def connecting(target: Target, error: psycopg.Error) -> DatabaseError:
    """The one line for a connection that was not made."""
    text = " ".join(secrets.scrub(str(error)).split())
    lower = text.lower()
    advice = next((what for words, what in _CONNECTING if words in lower), "")
    if target.project and "password" in advice:
        advice = f"set {PASSWORD_VARIABLE} to the database password (dashboard: Settings, Database)"
    if target.direct and any(words in lower for words in _UNREACHABLE):
        advice = _POOLER
    return DatabaseError(f"cannot connect to {target.name}: {_essence(text)}{'; ' + advice if advice else ''}")


def reading(target: Target, error: ServerError) -> DatabaseError:
    """The one line for a read that the server refused."""
    advice = {
        "57014": "raise --timeout, or try when the server has less to do",
        "55P03": "someone holds a lock on a table; try again when their migration is over",
        "42501": "grant the role SELECT on pg_catalog again, or use another role",
        "53300": "try again, or use a pooler",
    }.get(error.sqlstate, "")
    text = secrets.scrub(str(error))
    return DatabaseError(f"cannot read {target.name}: {text}{'; ' + advice if advice else ''}")


def _essence(text: str) -> str:
    """libpq's message without its repetitions: of several attempts the last, without the prefix that names the host."""
    for mark in ("FATAL: ", "failed: ", "error: "):
        if mark in text:
            return text.rpartition(mark)[2].strip()
    return text.strip()
