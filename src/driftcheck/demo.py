"""A database that has drifted from its documentation: what `driftcheck demo` builds, and what it must find.

The snapshot is one of those in `expected/`, compiled from a real document; the package carries a copy.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from driftcheck.errors import DriftcheckError
from driftcheck.model import Finding, Snapshot
from driftcheck.sources.live.targets import Target

SNAPSHOT = "craudioviz.yaml"


class Drift(NamedTuple):
    """One thing that happened to the database after its documentation was written, and how it must be reported."""

    what: str
    sql: str
    rule: str
    object: str


DRIFTS = (
    Drift(
        "a table nobody documented",
        "CREATE TABLE public.tmp_email_export (id bigint PRIMARY KEY, email text, exported_at timestamptz)",
        "table-undocumented",
        "public.tmp_email_export",
    ),
    Drift(
        "a dropped column",
        "ALTER TABLE public.bot_tickets DROP COLUMN resolution_notes",
        "column-missing",
        "public.bot_tickets.resolution_notes",
    ),
    Drift(
        "a changed type",
        "ALTER TABLE public.transactions ALTER COLUMN amount_cents TYPE numeric(12,2)",
        "column-type-changed",
        "public.transactions.amount_cents",
    ),
    Drift(
        "a lost NOT NULL",
        "ALTER TABLE public.subscriptions ALTER COLUMN tier DROP NOT NULL",
        "column-nullable-changed",
        "public.subscriptions.tier",
    ),
    Drift(
        "a changed default",
        "ALTER TABLE public.organizations ALTER COLUMN max_members SET DEFAULT 50",
        "column-default-changed",
        "public.organizations.max_members",
    ),
    Drift("a dropped index", "DROP INDEX public.idx_bots_status", "index-missing", "public.idx_bots_status"),
    Drift(
        "row level security switched off",
        "ALTER TABLE public.profiles DISABLE ROW LEVEL SECURITY",
        "table-rls-changed",
        "public.profiles",
    ),
    Drift(
        "a policy opened to everyone",
        'ALTER POLICY "Only admins can view bot executions" ON public.bot_executions USING (true)',
        "policy-using-changed",
        'public.bot_executions."Only admins can view bot executions"',
    ),
    Drift(
        "a changed function body",
        """CREATE OR REPLACE FUNCTION public.get_user_credits(user_uuid uuid) RETURNS integer LANGUAGE sql STABLE
AS $$ SELECT sum(amount)::integer FROM credits WHERE user_id = user_uuid AND type <> 'bonus' $$""",
        "function-body-changed",
        "public.get_user_credits(uuid)",
    ),
    Drift(
        "a dropped trigger",
        "DROP TRIGGER update_profiles_updated_at ON public.profiles",
        "trigger-missing",
        "public.profiles.update_profiles_updated_at",
    ),
    Drift(
        "a foreign key with another ON DELETE",
        "ALTER TABLE public.error_logs DROP CONSTRAINT error_logs_user_id_fkey, ADD CONSTRAINT error_logs_user_id_fkey"
        " FOREIGN KEY (user_id) REFERENCES public.profiles (id) ON DELETE CASCADE",
        "constraint-on-delete-changed",
        "public.error_logs.error_logs_user_id_fkey",
    ),
)


def snapshot_file() -> Path:
    """The snapshot that the demo builds from: the package's copy, or in a checkout the one in `expected/`."""
    package = Path(__file__).parent
    for file in (package / "data" / SNAPSHOT, package.parents[1] / "expected" / SNAPSHOT):
        if file.is_file():
            return file
    raise DriftcheckError(f"the demo's snapshot, {SNAPSHOT}, is not in this installation; install driftcheck again")


def target(url: str, snapshot: Snapshot) -> Target:
    """The demo's database; it stands for the one that the document describes."""
    from dataclasses import replace

    from driftcheck.sources.live.targets import resolve

    project = next((source.project for source in snapshot.sources if source.project), None)
    return replace(resolve(url, {}), name="demo", project=project)


def build(url: str, snapshot: Snapshot, read: Callable[[], Snapshot]) -> None:
    """Make the database at `url` the one that the snapshot describes. `read` gives what it holds."""
    from driftcheck import platform_stub
    from driftcheck.build import statements

    run(url, platform_stub.statements())
    run(url, statements(snapshot, existing=read()))


def drift(url: str) -> None:
    """Let everything happen that happens between two readings of a page."""
    run(url, [drift.sql for drift in DRIFTS])


def run(url: str, statements: Iterable[str]) -> None:
    """Run statements, in one message and one transaction."""
    import psycopg

    with psycopg.connect(url) as connection:
        connection.execute(";\n".join(statements))


def unexpected(findings: Iterable[Finding]) -> list[str]:
    """What differs from finding each drift once and nothing else; the document's own contradictions aside."""
    found = [(f.rule, f.object) for f in findings if f.status != "contradiction"]
    wanted = [(drift.rule, drift.object) for drift in DRIFTS]
    wrong = [f"{drift.what} was not found" for drift in DRIFTS if (drift.rule, drift.object) not in found]
    for rule, object in found:
        if (rule, object) not in wanted:
            wrong.append(f"{rule} on {object} is none of what happened")
        elif found.count((rule, object)) > 1:
            wrong.append(f"{rule} on {object} was reported more than once")
    return wrong
