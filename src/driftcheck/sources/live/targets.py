"""What a target's spelling means: where to connect, as whom, and which strings must never be printed.

| spelling | meaning |
|---|---|
| `postgresql://…`, `postgres://…` | as libpq reads it; parameters of other tools (`pgbouncer=true`) are dropped |
| `key=value …`, `service=NAME` | as libpq reads it |
| `https://<ref>.supabase.co`, `https://supabase.com/dashboard/project/<ref>`, `<ref>` | the project's direct host |
| `http://127.0.0.1:54321`, `http://localhost:54321` | the local Supabase stack: its database is on the next port |
| nothing | the first one set: `SUPABASE_DB_URL`, `DATABASE_URL`, `POSTGRES_URL_NON_POOLING`, `POSTGRES_URL`; PG* |

A Supabase target without a password takes it from `SUPABASE_DB_PASSWORD`. A host that is not this machine is spoken to
over TLS (`sslmode=require`) unless the target, the service file or PGSSLMODE says otherwise.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from driftcheck import secrets
from driftcheck.errors import UsageError

VARIABLES = ("SUPABASE_DB_URL", "DATABASE_URL", "POSTGRES_URL_NON_POOLING", "POSTGRES_URL")
LIBPQ_VARIABLES = ("PGSERVICE", "PGHOST", "PGHOSTADDR", "PGDATABASE", "PGUSER", "PGPORT")
PASSWORD_VARIABLE = "SUPABASE_DB_PASSWORD"  # noqa: S105 - the name of a variable
TOKEN_VARIABLE = "SUPABASE_ACCESS_TOKEN"  # noqa: S105
API_VARIABLE = "SUPABASE_API_URL"
API = "https://api.supabase.com"
PLACEHOLDER = "[YOUR-PASSWORD]"  # what the dashboard writes into the strings that it shows
REF_LENGTH = 20

# Written into connection strings by Prisma, Supabase's dashboard and drivers; libpq refuses what it does not know.
FOREIGN_PARAMETERS = frozenset(
    """
    pgbouncer connection_limit pool_timeout socket_timeout statement_cache_size sslaccept sslidentity schema supa
    workaround prepared_statements preparethreshold prepare uselibpqcompat pool_mode max single_use_connections
    """.split()  # noqa: SIM905 - a list of names reads best as one
)


_ENCODE = "percent-encode @ : / ? # in the password"


@dataclasses.dataclass(frozen=True)
class Target:
    """A database to connect to. `conninfo` holds the password and is never printed: `name` is."""

    name: str
    conninfo: dict[str, str]
    secrets: tuple[str, ...] = ()
    project: str | None = None  # the Supabase project's reference
    direct: bool = False  # the direct host of a Supabase project, which often has no IPv4 address
    token: str | None = None  # for the Management API, if the database is read through it
    api: str | None = None  # its address
    sslmode: str | None = None  # the least that must be asked for, unless a service file says something else

    def __repr__(self) -> str:
        return f"Target({self.name!r})"


def resolve(text: str | None, environ: Mapping[str, str]) -> Target:
    """The database that a spelling means; None asks the environment. UsageError if it is none, without its secrets."""
    secrets.know_environment(environ)
    if text is None:
        return _from_environment(environ)
    secrets.know(secrets.in_text(text))
    text = text.strip()
    scheme, separator, rest = text.partition("://")
    scheme = scheme.lower()
    if separator and scheme.partition("+")[0] in ("postgresql", "postgres"):
        return _url(f"postgresql://{rest}", environ)
    if separator and scheme in ("http", "https"):
        return _project_url(text, environ)
    if len(text) == REF_LENGTH and text.isascii() and text.isalpha() and text.islower():
        return _direct(text, f"https://{text}.supabase.co", environ)
    if "=" in text and not separator:
        return _parsed(text, text, environ)
    raise UsageError(
        f'"{secrets.scrub(text)}" is not a database: give postgresql://user@host/database, service=NAME, '
        "or https://<ref>.supabase.co"
    )


def through_api(target: Target, environ: Mapping[str, str]) -> Target:
    """The same project, read through the Management API (`--via api`): no database password is needed.

    UsageError without a project or a token. `SUPABASE_API_URL` replaces the API's address.
    """
    if target.project is None:
        raise UsageError(f"{target.name} is no Supabase project: --via api needs https://<ref>.supabase.co")
    token = environ.get(TOKEN_VARIABLE, "").strip()
    if not token:
        raise UsageError(
            f"--via api needs a personal access token in {TOKEN_VARIABLE} (dashboard: Account, Access Tokens)"
        )
    api = environ.get(API_VARIABLE, API).rstrip("/")
    parts = urlsplit(api)
    if parts.scheme != "https" and not (parts.scheme == "http" and _is_here(parts.hostname or "")):
        raise UsageError(f"{API_VARIABLE} must be https://…: a token goes there")
    secrets.know([token])
    return dataclasses.replace(target, token=token, api=api)


def _from_environment(environ: Mapping[str, str]) -> Target:
    for name in VARIABLES:
        if environ.get(name, "").strip():
            return resolve(environ[name], environ)
    if any(environ.get(name) for name in LIBPQ_VARIABLES):
        return _target({}, environ)
    raise UsageError(f"which database? Give a target, or set {', '.join(VARIABLES[:-1])} or PGHOST and its companions")


def _url(url: str, environ: Mapping[str, str]) -> Target:
    if PLACEHOLDER in url:
        password = environ.get(PASSWORD_VARIABLE)
        if not password:
            raise UsageError(
                f"the connection string still says {PLACEHOLDER}: put the password there or in {PASSWORD_VARIABLE}"
            )
        url = url.replace(PLACEHOLDER, quote(password, safe=""))
        secrets.know([password])
    if _is_cut(url.partition("://")[2]):
        raise UsageError(f"the connection string cannot be read: where its password ends is not clear; {_ENCODE}")
    head, question, query = url.partition("?")
    if question:
        kept = [(k, v) for k, v in parse_qsl(query, keep_blank_values=True) if k.lower() not in FOREIGN_PARAMETERS]
        url = f"{head}?{urlencode(kept, quote_via=quote)}" if kept else head
    return _parsed(url, url, environ)


def _is_cut(rest: str) -> bool:
    """Whether an @, / or ? ends the password early: then its rest would be taken, and shown, for a host or a database.

    >>> [_is_cut(rest) for rest in ("u:p@h/d", "u:p@x@h/d", "u:p/x@h/d", "u:p?x@h/d", "h:5432/d?user=u@x", "u:p@h/d@x")]
    [False, True, True, True, False, False]
    >>> [_is_cut(rest) for rest in ("u:p@x/y@h/d", "u:p@x?y@h/d", "u:p@h/d?sslrootcert=/a@b/c")]
    [True, True, False]
    """
    authority = re.split("[/?]", rest, maxsplit=1)[0]
    behind = authority.rpartition(":")[2]
    unended = "@" not in authority and ":" in authority and not behind.rstrip("]").isdecimal()
    before, _, after = rest[len(authority) :].partition("@")
    goes_on = ":" in authority.partition("@")[0] and "=" not in before and "/" in after  # to a host and a database
    return authority.count("@") > 1 or (unended and "@" in rest) or goes_on


def _parsed(conninfo: str, shown: str, environ: Mapping[str, str]) -> Target:
    import psycopg
    from psycopg.conninfo import conninfo_to_dict

    try:
        parts = conninfo_to_dict(conninfo)
    except psycopg.ProgrammingError as error:
        reason = secrets.scrub(str(error).strip().splitlines()[0])
        hint = f"; {_ENCODE}" if "://" in shown else ""
        raise UsageError(f"the connection string cannot be read: {reason}{hint}") from None
    return _target({key: str(value) for key, value in parts.items() if value is not None}, environ)


def _project_url(url: str, environ: Mapping[str, str]) -> Target:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port, parts = "", None, urlsplit("")
    if host.endswith((".supabase.co", ".supabase.net")) and host.count(".") == 2:
        return _direct(host.split(".")[0], f"https://{host}", environ)
    path = parts.path.strip("/").split("/")
    if host in ("supabase.com", "app.supabase.com") and "project" in path[:-1]:
        return _direct(
            path[path.index("project") + 1], f"https://{path[path.index('project') + 1]}.supabase.co", environ
        )
    if _is_here(host) and port is not None:
        stack = {"host": host, "port": str(port + 1), "user": "postgres", "password": "postgres", "dbname": "postgres"}
        return dataclasses.replace(_target(stack, environ), name=f"http://{host}:{port}")
    raise UsageError(
        f'"{secrets.scrub(url)}" is not the URL of a Supabase project (https://<ref>.supabase.co); '
        "for a custom domain give the connection string from the dashboard's Connect button"
    )


def _direct(ref: str, name: str, environ: Mapping[str, str]) -> Target:
    parts = {"host": f"db.{ref}.supabase.co", "port": "5432", "user": "postgres", "dbname": "postgres"}
    return dataclasses.replace(_target(parts, environ), name=name)


def _target(parts: dict[str, str], environ: Mapping[str, str]) -> Target:
    host = parts.get("host") or parts.get("hostaddr") or ""
    project = _project(host, parts.get("user", ""))
    if project and not parts.get("password") and environ.get(PASSWORD_VARIABLE):
        parts["password"] = environ[PASSWORD_VARIABLE]
    known = [parts[key] for key in ("password", "sslpassword") if parts.get(key)]
    secrets.know(known)
    sslmode = None
    if "sslmode" not in parts and not environ.get("PGSSLMODE"):
        service = _service(parts.get("service") or environ.get("PGSERVICE"), environ)
        host = (
            host
            or service.get("host")
            or service.get("hostaddr")
            or environ.get("PGHOST")
            or environ.get("PGHOSTADDR")
            or ""
        )
        if "sslmode" not in service and not all(map(_is_here, host.split(","))):
            sslmode = "require"
    return Target(
        name=_name(parts, environ),
        conninfo=parts,
        secrets=tuple(known),
        project=project,
        direct=bool(project) and host.startswith("db."),
        sslmode=sslmode,
    )


def _service(name: str | None, environ: Mapping[str, str]) -> dict[str, str]:
    """What the service file says (PostgreSQL documentation, 34.17 "The Connection Service File")."""
    if not name:
        return {}
    files = (
        [Path(environ["PGSERVICEFILE"])] if environ.get("PGSERVICEFILE") else [Path("~/.pg_service.conf").expanduser()]
    )
    if environ.get("PGSYSCONFDIR"):
        files.append(Path(environ["PGSYSCONFDIR"], "pg_service.conf"))
    for file in files:
        try:
            lines = file.read_text("utf-8", "replace").splitlines()
        except OSError:
            continue
        section, found = "", dict[str, str]()
        for line in map(str.strip, lines):
            if line.startswith("[") and line.endswith("]"):
                section = line[1:-1]
            elif section == name and "=" in line and not line.startswith("#"):
                key, _, value = line.partition("=")
                found[key.strip()] = value.strip()
        if found:
            return found
    return {}


def _is_here(host: str) -> bool:
    """Whether a host is this machine: a Unix socket, a loopback address, or nothing (libpq's default).

    >>> [_is_here(host) for host in ("", "/tmp", "@abstract", "localhost", "127.0.0.1", "::1", "example.org")]
    [True, True, True, True, True, True, False]
    """
    host = host.strip().strip("[]").lower()
    return host in ("", "localhost", "::1") or host.startswith(("/", "@", "127."))


def _project(host: str, user: str) -> str | None:
    """The Supabase project that a direct host or a pooler's user names.

    >>> _project("db.abc.supabase.co", "postgres"), _project("aws-0.pooler.supabase.com", "postgres.xyz")
    ('abc', 'xyz')
    """
    if host.startswith("db.") and host.endswith((".supabase.co", ".supabase.net")):
        return host.split(".")[1]
    if host.endswith(".pooler.supabase.com") and "." in user:
        return user.rpartition(".")[2]
    return None


def _name(parts: Mapping[str, str], environ: Mapping[str, str]) -> str:
    """The target without what is secret in it."""
    if "service" in parts and "host" not in parts:
        return f"service={parts['service']}"
    user, database = (
        parts.get("user") or environ.get("PGUSER", ""),
        parts.get("dbname") or environ.get("PGDATABASE", ""),
    )
    host = parts.get("host") or parts.get("hostaddr") or environ.get("PGHOST", "")
    port = parts.get("port", "").strip(",")
    where = "" if host.startswith(("/", "@")) else f"[{host}]" if ":" in host else host
    return f"postgresql://{user + '@' if user else ''}{where}{':' + port if port and where else ''}/{database}"
