"""One change of a real database is one finding, whatever comes with it: partitions, children, a view's columns."""

from __future__ import annotations

import pytest

from driftcheck.compare import compare
from tests.live.support import read, run

PARTS = """CREATE TABLE parcels (id bigint, sent date NOT NULL, PRIMARY KEY (id, sent)) PARTITION BY RANGE (sent);
CREATE TABLE a_2024 PARTITION OF parcels FOR VALUES FROM ('2024-01-01') TO ('2025-01-01') PARTITION BY RANGE (id);
CREATE TABLE a_2024_low PARTITION OF a_2024 FOR VALUES FROM (0) TO (9); CREATE INDEX parcels_sent ON parcels (sent)"""
CHILD = "CREATE TABLE vehicles (id int NOT NULL, plate text); CREATE TABLE vans (load int) INHERITS (vehicles)"
VIEW = """CREATE TABLE stops (id int PRIMARY KEY, town text, gate int);
CREATE VIEW shown AS SELECT id, town FROM stops; CREATE VIEW beyond AS SELECT town FROM shown"""
POLICY = """CREATE TABLE notes (id int, owner text, lead text); ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON notes USING (owner = CURRENT_USER)"""
AGAIN = "DROP VIEW beyond; DROP VIEW shown; "


@pytest.mark.parametrize(
    ("before", "change", "rule", "object"),
    [
        (PARTS, "ALTER TABLE a_2024 DETACH PARTITION a_2024_low", "table-partition-of-changed", "public.a_2024_low"),
        (PARTS, "ALTER TABLE parcels RENAME TO shipments", "table-renamed", "public.parcels"),
        (PARTS, "DROP TABLE parcels", "table-missing", "public.parcels"),
        (PARTS, "DROP TABLE a_2024", "table-missing", "public.a_2024"),
        (CHILD, "ALTER TABLE vehicles RENAME TO fleet", "table-renamed", "public.vehicles"),
        (VIEW, "CREATE OR REPLACE VIEW shown AS SELECT id, town, gate FROM stops", "view-definition-changed", "public.shown"),
        (VIEW, "DROP VIEW beyond; ALTER VIEW shown RENAME COLUMN town TO town_name; "
         "CREATE VIEW beyond AS SELECT town_name AS town FROM shown", "column-renamed", "public.shown.town"),
        (VIEW, AGAIN + "CREATE VIEW shown AS SELECT town FROM stops; CREATE VIEW beyond AS SELECT town FROM shown",
         "column-missing", "public.shown.id"),
        (VIEW, AGAIN + "ALTER TABLE stops ALTER town TYPE varchar(80); CREATE VIEW shown AS SELECT id, town FROM stops; "
         "CREATE VIEW beyond AS SELECT town FROM shown", "column-type-changed", "public.stops.town"),
        (VIEW, AGAIN + "CREATE VIEW shown AS SELECT id, gate AS town FROM stops; "
         "CREATE VIEW beyond AS SELECT town FROM shown", "column-type-changed", "public.shown.town"),
        (POLICY, "ALTER POLICY own ON notes USING (lead = CURRENT_USER); ALTER TABLE notes DROP owner",
         "column-missing", "public.notes.owner"),
        (POLICY, "ALTER POLICY own ON notes USING (lead = CURRENT_USER); ALTER TABLE notes DROP id",
         ("column-missing", "policy-using-changed"), "public.notes.id"),
    ],
)  # fmt: skip
def test_what_comes_with_a_change_is_no_finding_of_its_own(
    before: str, change: str, rule: str | tuple[str, ...], object: str, database: str
) -> None:
    run(database, before)
    documented = read(database)
    run(database, change)
    found = compare(documented, read(database)).findings
    assert tuple(f.rule for f in found) == ((rule,) if isinstance(rule, str) else rule)
    assert found[0].object == object
