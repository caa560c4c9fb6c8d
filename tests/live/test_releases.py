"""One schema on two majors: what the releases print or know otherwise is no drift, and what differs is."""

from __future__ import annotations

import pytest

from driftcheck.compare import compare
from driftcheck.model import Snapshot
from driftcheck.server import VERSIONS, running
from tests.live.support import HERE, read, run

ROLE = "CREATE ROLE rich_reader"


@pytest.fixture(scope="module")
def both() -> dict[int, Snapshot]:
    found = {}
    for version in VERSIONS:
        with running(version, settings={"wal_level": "logical"}) as url:
            run(url, ROLE, *((HERE / file).read_text() for file in ("rich.sql", "rich_15.sql")))
            if version == max(VERSIONS):
                run(url, "CREATE TABLE shop.late (id integer)", "GRANT DELETE ON shop.pairs TO rich_reader")
            found[version] = read(url)
            run(url, "DROP SUBSCRIPTION feed")
    return found


def test_only_what_differs_is_drift(both: dict[int, Snapshot]) -> None:
    older, newer = both[min(VERSIONS)], both[max(VERSIONS)]
    found = {(f.rule, f.object) for f in compare(older, newer).findings}
    assert found == {("table-undocumented", "shop.late"), ("table-grants-changed", "shop.pairs")}
    found = {(f.rule, f.object) for f in compare(newer, older).findings}
    assert found == {("table-missing", "shop.late"), ("table-grants-changed", "shop.pairs")}
