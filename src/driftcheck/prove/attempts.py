"""Tries statements as somebody, each undone at once, many in one message to the server."""

from __future__ import annotations

import dataclasses
from typing import Any

TRY = """CREATE OR REPLACE FUNCTION pg_temp.driftcheck_try(role text, claims text, prepare text, statement text)
RETURNS text LANGUAGE plpgsql AS $$
DECLARE touched bigint;
BEGIN
  IF prepare <> '' THEN EXECUTE prepare; END IF;
  PERFORM set_config('request.jwt.claims', claims, true);
  PERFORM set_config('role', role, true);
  EXECUTE statement;
  GET DIAGNOSTICS touched = ROW_COUNT;
  RAISE EXCEPTION USING ERRCODE = 'DC001', MESSAGE = touched::text;
EXCEPTION
  WHEN SQLSTATE 'DC001' THEN RETURN SQLERRM;
  WHEN OTHERS THEN RETURN '-' || SQLSTATE;
END $$"""

_STORED = "-23"
"""Constraints are looked at after the policies (`ExecInsert`, `ExecUpdate`), so their errors say that these let it pass."""

_UNTESTED = ("-42703", "-42601", "-428C9", "-25")
"""Errors that say nothing about access: what cannot be done at all, statements of ours that do not fit."""


@dataclasses.dataclass(frozen=True)
class Attempt:
    """One statement as one caller."""

    role: str
    claims: str
    statement: str
    prepare: str = ""


def run(connection: Any, attempts: list[Attempt]) -> list[bool | None]:
    """Whether each touched a row; None where that could not be tried."""
    if not attempts:
        return []
    columns = list(zip(*((a.role, a.claims, a.prepare, a.statement) for a in attempts), strict=True))
    found = connection.execute(
        "SELECT pg_temp.driftcheck_try(r, c, p, s) FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[])"
        " WITH ORDINALITY AS u(r, c, p, s, n) ORDER BY n",
        [list(c) for c in columns],
    ).fetchall()
    return [_outcome(r[0]) for r in found]


def _outcome(result: str) -> bool | None:
    if result.startswith(_UNTESTED):
        return None
    if result.startswith(_STORED):
        return True
    return not result.startswith("-") and result != "0"
