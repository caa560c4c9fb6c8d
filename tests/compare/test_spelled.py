"""A page's capital letters are not the database's: where only the other spelling is there, it is meant."""

from __future__ import annotations

import pytest

from driftcheck.compare import compare
from driftcheck.kinds.column import Column
from driftcheck.kinds.constraint import Constraint
from driftcheck.kinds.index import Index
from driftcheck.kinds.table import Table
from driftcheck.model import Facts, Snapshot


def documented(column: str = "Order_ID", *, spelled: bool = True) -> Snapshot:
    """`Orders` with a key, an index, and a foreign key of another table on it."""
    table, other = ("public.orders", ['public."Orders"']) if spelled else ('public."Orders"', None)
    columns = {f'{table}."{column}"': Column(type="integer")}
    if spelled:
        columns[f'{table}."{column}"'].spellings = [f"{table}.{column.lower()}"]
    return Snapshot(
        origin="documents",
        objects={
            "table": {table: Table(**({"spellings": other} if other else {})), "public.parcels": Table()},
            "column": columns,
            "constraint": {
                f"{table}.orders_pkey": Constraint(named=False, type="primary key", columns=[column]),
                "public.parcels.parcels_order_fkey": Constraint(
                    named=False, type="foreign key", columns=["order_id"], references=f'public."Orders"("{column}")'
                ),
            },
            "index": {"public.orders_idx": Index(table='public."Orders"', columns=[column])},
        },
    )


def live(table: str, column: str) -> Snapshot:
    key = column if column == column.lower() else f'"{column}"'
    objects: dict[str, dict[str, Facts]] = {
        "table": {table: Table(), "public.parcels": Table()},
        "column": {f"{table}.{key}": Column(type="integer"), "public.parcels.order_id": Column(type="integer")},
        "constraint": {
            f"{table}.orders_pkey": Constraint(type="primary key", columns=[column]),
            "public.parcels.parcels_order_fkey": Constraint(
                type="foreign key", columns=["order_id"], references=f"{table}({key})"
            ),
        },
        "index": {"public.orders_idx": Index(table=table, columns=[key])},
    }
    return Snapshot(origin="database", complete=True, objects=objects)


@pytest.mark.parametrize(
    ("table", "column"),
    [("public.orders", "order_id"), ('public."Orders"', "Order_ID"), ('public."Orders"', "order_id")],
)
def test_the_spelling_that_is_there_is_meant_everywhere(table: str, column: str) -> None:
    assert [f.message for f in compare(documented(), live(table, column)).findings if not f.partial] == []


@pytest.mark.parametrize("column", ["orderId", "orderID", "OrderId"])
def test_an_orm_s_humps_are_underscores_where_only_those_are_there(column: str) -> None:
    expected = documented(column)
    assert [f.message for f in compare(expected, live("public.orders", "order_id")).findings if not f.partial] == []
    assert "column" in {f.kind for f in compare(expected, live("public.orders", "order_no")).findings}


def test_what_is_there_under_neither_spelling_is_missing() -> None:
    found = compare(documented(), live("public.orders", "number")).findings
    assert "column" in {f.kind for f in found}


def test_an_exact_name_is_met_by_itself_only() -> None:
    found = compare(documented(spelled=False), live("public.orders", "order_id")).findings
    assert "table" in {f.kind for f in found}
