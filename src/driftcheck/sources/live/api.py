"""Without a database password: the same queries through the Management API's read-only SQL endpoint.

The endpoint (`POST /v1/projects/{ref}/database/query/read-only`, with a personal access token) runs one text of several
statements, as one transaction, and gives the rows of the last one that has any. So everything is asked in one SELECT,
which has one snapshot by itself, and each query's rows come as JSON in a text of their own.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any

from driftcheck import secrets
from driftcheck.errors import DatabaseError
from driftcheck.sources.live.targets import TOKEN_VARIABLE, Target
from driftcheck.sources.live.wire import OutOfTimeError, ServerError

LARGEST = 512 * 1024 * 1024  # bytes of an answer
_ADVICE = {
    401: f"make a new token (dashboard: Account, Access Tokens) and set {TOKEN_VARIABLE}",
    403: "the token's owner may not read this project, or its scope lacks database access",
    404: "check the project's reference, and that the token's owner can see it",
    429: "too many requests: try again in a minute",
}


def version(target: Target, deadline: float) -> int:
    """The server's `server_version_num`: the queries are composed for it, and nothing else tells it here."""
    rows = _post(target, "SELECT pg_catalog.current_setting('server_version_num') AS version", deadline)
    try:
        return int(rows[0]["version"])
    except (LookupError, TypeError, ValueError):
        raise DatabaseError(f"cannot read {target.name}: the API answered in an unexpected way") from None


def results(
    target: Target, statements: list[tuple[str, str]], deadline: float
) -> Iterator[tuple[int, list[str], list[tuple[Any, ...]]]]:
    """(number of the statement, column aliases, its rows), as wire.results gives them."""
    asked = [(i, sql) for i, (name, sql) in enumerate(statements) if name and name not in _OF_THE_CONNECTION]
    columns = ", ".join(
        f"(SELECT pg_catalog.json_agg(pg_catalog.row_to_json(r)) FROM ({sql}) r)::pg_catalog.text AS r{i}"
        for i, sql in asked
    )
    settings = [sql for name, sql in statements if not name and sql.startswith("SET LOCAL ")]
    read_only = "SET LOCAL transaction_read_only = on"
    rows = _post(target, ";\n".join([*dict.fromkeys([*settings, read_only]), f"SELECT {columns}"]), deadline)
    if not rows or not isinstance(rows[0], dict) or not {f"r{i}" for i, _ in asked} <= rows[0].keys():
        raise DatabaseError(f"cannot read {target.name}: the API answered in an unexpected way")
    for i, _ in asked:
        text = rows[0][f"r{i}"]
        objects = json.loads(text, object_pairs_hook=list) if text else []  # a name may come twice: path, path
        if objects:
            yield i, [alias for alias, _ in objects[0]], [tuple(value for _, value in row) for row in objects]


_OF_THE_CONNECTION = ("mark", "since", "unmark")


def _post(target: Target, query: str, deadline: float) -> Any:
    """The rows of the last statement that has any. DatabaseError, or ServerError if the server refused the query."""
    import urllib.error
    import urllib.request

    assert target.api is not None
    assert target.token is not None
    request = urllib.request.Request(  # noqa: S310 - the scheme was checked when the target was made
        f"{target.api}/v1/projects/{target.project}/database/query/read-only",
        data=json.dumps({"query": query}).encode(),
        headers={
            "Authorization": f"Bearer {target.token}",
            "Content-Type": "application/json",
            "User-Agent": "driftcheck",
        },
    )

    class NoRedirects(urllib.request.HTTPRedirectHandler):
        """A token goes to nobody else."""

        def redirect_request(self, *arguments: Any) -> None:
            return None

    try:
        with urllib.request.build_opener(NoRedirects).open(request, timeout=_left(deadline)) as answer:
            pieces, size = [], 0
            while piece := answer.read(1 << 20):
                pieces.append(piece)
                size += len(piece)
                _left(deadline)
                if size > LARGEST:
                    raise DatabaseError(f"cannot read {target.name}: the API's answer is larger than {LARGEST:,} bytes")
    except urllib.error.HTTPError as error:
        with error:
            raise _refused(target, error.code, error.read(1 << 16)) from None
    except TimeoutError:
        raise OutOfTimeError("the API did not answer in time") from None
    except (urllib.error.URLError, OSError) as error:
        reason = secrets.scrub(str(getattr(error, "reason", error)))
        raise DatabaseError(f"cannot reach {target.api}: {reason}; check the network") from None
    try:
        return json.loads(b"".join(pieces))
    except ValueError:
        raise DatabaseError(f"cannot read {target.name}: the API did not answer with JSON") from None


def _refused(target: Target, code: int, body: bytes) -> DatabaseError:
    try:
        message = str(json.loads(body)["message"])
    except (ValueError, LookupError, TypeError):
        message = ""
    message = " ".join(secrets.scrub(message).split())
    if code in _ADVICE:
        return DatabaseError(f"cannot read {target.name}: the API says {code} {message}; {_ADVICE[code]}")
    marked, _, said = message.rpartition("ERROR: ")
    state, separator, rest = said.partition(": ")
    if marked and separator and len(state) == 5:
        return ServerError(rest, state, 0)
    return DatabaseError(f"cannot read {target.name}: the API says {code} {message}")


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise OutOfTimeError("the API did not answer in time")
    return left
