"""One process changes the schema without a pause, another reads it: every snapshot is a state that there was.

DRIFTCHECK_SOAK_SECONDS says how long on each release (3 by default, for every run of the tests).
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time

from driftcheck.errors import DatabaseError
from driftcheck.names import last, parent
from tests.live.support import facts, read, run

SECONDS = float(os.environ.get("DRIFTCHECK_SOAK_SECONDS", "3"))

# Each change is one transaction that leaves these true: table t<n> has a comment <g>, columns a (or z) and b<g>, and a
# default, a check, an index, a policy, a view and a function that all say <g>, and use the column by its present name.
CHANGER = """
import random, sys, time, psycopg
url, seed, pause = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])
random.seed(seed)
changes, there, column = 0, {}, {}

def create(n, g):
    return f'''CREATE TABLE s.t{n} (a integer DEFAULT {g}, b{g} text NOT NULL, CONSTRAINT c CHECK (a <> {g}));
        CREATE INDEX i{n} ON s.t{n} ((a + {g})); CREATE POLICY p ON s.t{n} USING (a > {g});
        CREATE VIEW s.v{n} AS SELECT a, b{g} FROM s.t{n} WHERE a > {g};
        CREATE FUNCTION s.f{n}() RETURNS integer LANGUAGE sql RETURN {g}; COMMENT ON FUNCTION s.f{n}() IS '{g}';
        COMMENT ON TABLE s.t{n} IS '{g}'; CREATE TYPE s.e{n} AS ENUM ('{g}');
        CREATE TABLE s.u{n} (e s.e{n}[] DEFAULT '{{{g}}}'::s.e{n}[])'''

def drop(n):
    return f'DROP VIEW s.v{n}; DROP FUNCTION s.f{n}(); DROP TABLE s.u{n}; DROP TYPE s.e{n}; DROP TABLE s.t{n}'

def alter(n, old, g, x):
    return f'''DROP VIEW s.v{n}; ALTER TABLE s.t{n} RENAME COLUMN b{old} TO b{g};
        CREATE VIEW s.v{n} AS SELECT {x}, b{g} FROM s.t{n} WHERE {x} > {g};
        ALTER TABLE s.t{n} ALTER {x} SET DEFAULT {g}; ALTER TABLE s.t{n} DROP CONSTRAINT c;
        ALTER TABLE s.t{n} ADD CONSTRAINT c CHECK ({x} <> {g});
        DROP INDEX s.i{n}; CREATE INDEX i{n} ON s.t{n} (({x} + {g})); ALTER POLICY p ON s.t{n} USING ({x} > {g});
        COMMENT ON TABLE s.t{n} IS '{g}'; COMMENT ON FUNCTION s.f{n}() IS '{g}';
        CREATE OR REPLACE FUNCTION s.f{n}() RETURNS integer LANGUAGE sql RETURN {g};
        ALTER TYPE s.e{n} RENAME VALUE '{old}' TO '{g}' '''

with psycopg.connect(url, autocommit=True) as connection:
    while True:
        n, g = random.randrange(12), random.randrange(1000)
        if there.get(n) == g:
            continue
        with connection.transaction():
            if n not in there:
                connection.execute(create(n, g)); there[n], column[n] = g, 'a'
            elif random.random() < 0.2:
                connection.execute(drop(n)); del there[n]
            elif random.random() < 0.2:
                connection.execute(drop(n)); connection.execute(create(n, g)); there[n], column[n] = g, 'a'
            elif random.random() < 0.5:
                new = {'a': 'z', 'z': 'a'}[column[n]]
                connection.execute(f'ALTER TABLE s.t{n} RENAME COLUMN {column[n]} TO {new}'); column[n] = new
            else:
                connection.execute(alter(n, there[n], g, column[n])); there[n] = g
        changes += 1
        print(changes, flush=True)
        time.sleep(pause)
"""
PAUSE = 0.1  # seconds between changes: more than migrations make, and each is of the kind that matters


def test_every_snapshot_is_a_state_that_there_was(each_database: str) -> None:
    run(each_database, "CREATE SCHEMA s")
    seed = random.randrange(10**6)
    print("seed", seed)
    changer = subprocess.Popen(
        [sys.executable, "-c", CHANGER, each_database, str(seed), str(PAUSE)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    snapshots, refused, tables = 0, 0, 0
    end = time.monotonic() + SECONDS
    try:
        while time.monotonic() < end:
            try:
                snapshot = read(each_database, timeout=20)
            except DatabaseError as error:
                refused += 1
                print(error)
                continue
            snapshots += 1
            tables += verify(snapshot)
    finally:
        changer.kill()
        output, _ = changer.communicate()
    changes = int(output.split()[-1])
    print(f"{changes} changes, {snapshots} snapshots of {tables} tables in all, {refused} refused")
    assert changes > SECONDS
    assert snapshots > 0
    assert refused <= max(1, snapshots / 10)


def verify(snapshot: object) -> int:
    """That each table's generation is the same wherever it shows."""
    tables = facts(snapshot, "table")  # type: ignore[arg-type]
    columns, indexes = facts(snapshot, "column"), facts(snapshot, "index")  # type: ignore[arg-type]
    constraints, policies = facts(snapshot, "constraint"), facts(snapshot, "policy")  # type: ignore[arg-type]
    views, functions, types = (facts(snapshot, kind) for kind in ("view", "function", "type"))  # type: ignore[arg-type]
    mine = [path for path in tables if path.startswith("s.t")]
    for table in mine:
        n, g = table.removeprefix("s.t"), tables[table]["comment"]
        first, second = (path for path in columns if parent(path) == table)
        x = last(first)
        assert x in ("a", "z")
        assert second == f"{table}.b{g}"
        assert columns[first]["default"] == g
        assert constraints[f"{table}.c"]["expression"] == f"({x} <> {g})"
        assert indexes[f"s.i{n}"]["columns"] == [f"(({x} + {g}))"]
        assert policies[f"{table}.p"]["using"] == f"({x} > {g})"
        definition = str(views[f"s.v{n}"]["definition"])
        assert f"{x} > {g})" in definition
        assert f"b{g}" in definition
        assert functions[f"s.f{n}()"]["body"] == f"RETURN {g}"
        assert functions[f"s.f{n}()"]["comment"] == g
        assert types[f"s.e{n}"]["values"] == [g]
        assert columns[f"s.u{n}.e"]["type"] == f"s.e{n}[]"
        assert columns[f"s.u{n}.e"]["default"] == f"'{{{g}}}'::s.e{n}[]"
    return len(mine)
