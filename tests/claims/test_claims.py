"""Claims held against a live state written by hand: each kept once and broken once."""

from __future__ import annotations

from typing import Any

from tests.support.sides import found


def claim(**facts: Any) -> dict[str, Any]:
    return {"claim": {"x": {"at": "db.md:9", **facts}}}


def tables(*names: str, **facts: Any) -> dict[str, Any]:
    return {"table": {f"public.{name}": facts for name in names}}


def key(table: str, other: str) -> dict[str, Any]:
    return {
        f"public.{table}.{table}_fk": {"type": "foreign key", "columns": ["x"], "references": f"public.{other}(id)"}
    }


def test_a_total_without_a_list_is_counted() -> None:
    total = claim(claim="count", of="functions", number=2, about="public")
    assert found(total, {"function": {"public.f()": {}, "public.g()": {}, "auth.uid()": {}}}) == []
    (finding,) = found(total, {"function": {"public.f()": {}}})
    assert (finding.rule, finding.severity, finding.object, finding.actual) == ("claim-count", "warning", "public", 1)
    assert str(finding.at) == "db.md:9"


def test_at_least_is_met_by_more() -> None:
    total = claim(claim="count", of="tables", number=2, about="database", at_least=True)
    assert found(total, tables("a", "b", "c")) == []
    assert [f.rule for f in found(total, tables("a"))] == ["claim-count"]


def test_a_total_that_a_list_spells_out_is_no_finding_of_its_own() -> None:
    expected = {
        **claim(claim="count", of="tables", number=2, about="public"),
        **tables("a", "b"),
        "schema": {"public": {"complete": ["tables"]}},
    }
    live = {**tables("a", "b", "c"), "schema": {"public": {}}}
    assert [f.rule for f in found(expected, live)] == ["table-undocumented"]


def test_a_tables_column_count_stands_in_for_the_columns_that_are_not_named() -> None:
    expected = {"table": {"public.a": {"column_count": 3, "at": "db.md:4"}}, "column": {"public.a.id": {}}}

    def live(*columns: str) -> dict[str, Any]:
        return {**tables("a"), "column": {f"public.a.{c}": {} for c in columns}}

    assert found(expected, live("id", "b", "c")) == []
    assert [f.rule for f in found(expected, live("id", "b", "c", "d"))] == ["claim-count"]
    assert [f.rule for f in found(expected, live("b", "c"))] == ["column-missing"]


def test_all_tables_have_row_security_names_each_table_without() -> None:
    rule = {**claim(claim="rls", about="public", text="All tables have RLS enabled"), **tables("a", "b")}
    assert found(rule, tables("a", "b", rls=True)) == []
    live = {"table": {"public.a": {"rls": True}, "public.b": {"rls": False}, "auth.users": {"rls": False}}}
    assert [(f.rule, f.severity, f.object) for f in found(rule, live)] == [("claim-rls", "error", "public.b")]
    rule["claim"]["x"]["excepted"] = ["public.b"]
    assert found(rule, live) == []


def test_row_security_that_the_table_states_itself_is_reported_once() -> None:
    expected = {**claim(claim="rls", about="public", text="all tables have RLS"), **tables("a", rls=True)}
    assert [f.rule for f in found(expected, tables("a", rls=False))] == ["table-rls-changed"]


def test_all_tables_have_policies_wants_one_of_each() -> None:
    rule = {**claim(claim="rls", about="public", text="All tables have RLS policies"), **tables("a")}
    live = tables("a", rls=True)
    assert [f.rule for f in found(rule, live)] == ["claim-rls"]
    assert found(rule, {**live, "policy": {"public.a.own": {}}}) == []


def test_a_flow_wants_foreign_keys_between_its_tables() -> None:
    names = ["public.a", "public.b", "public.c"]
    flow = {**claim(claim="flow", about="public", text="a → b → c", tables=names), **tables("a", "b", "c")}
    both = {**tables("a", "b", "c"), "constraint": {**key("b", "a"), **key("c", "b")}}
    assert found(flow, both) == []
    (finding,) = found(flow, {**both, "constraint": key("b", "a")})
    assert (finding.rule, finding.severity) == ("claim-flow", "info")
    assert "public.b and public.c" in finding.message


def test_a_relationship_wants_a_key_or_a_table_that_joins_both() -> None:
    drawn = {"relationship": {"a -> b": {"source": "public.a", "to": "public.b"}}, **tables("a", "b")}
    live = tables("a", "b", "ab")
    assert found(drawn, {**live, "constraint": key("b", "a")}) == []
    assert (
        found(drawn, {**live, "constraint": {"public.ab.k1": key("ab", "a")["public.ab.ab_fk"], **key("ab", "b")}})
        == []
    )
    assert [(f.rule, f.severity) for f in found(drawn, live)] == [("relationship-missing", "info")]


def test_every_table_refers_to_the_target_of_the_claim() -> None:
    rule = {**claim(claim="foreign-keys", about="public", tables=["public.t"]), **tables("t", "a", "b")}
    live = {**tables("t", "a", "b"), "constraint": key("a", "t")}
    assert [(f.rule, f.object) for f in found(rule, live)] == [("claim-foreign-keys", "public.b")]
    assert found(rule, {**live, "constraint": {**key("a", "t"), **key("b", "t")}}) == []
