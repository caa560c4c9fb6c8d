"""The comparison on snapshots written by hand: what is a finding, what is not, and what explains what."""

from __future__ import annotations

from typing import Any

import pytest

from driftcheck.compare import compare
from driftcheck.kinds import KINDS
from driftcheck.model import Finding, Snapshot
from tests.support.sides import found, snapshot


def brief(findings: list[Finding]) -> list[tuple[str, str, str]]:
    return [(str(f.severity), f.rule, f.object) for f in findings]


ONE_TABLE = {
    "schema": {"public": {}},
    "table": {"public.a": {"rls": True}},
    "column": {"public.a.id": {"type": "uuid", "nullable": False, "default": None}, "public.a.email": {"type": "text"}},
}


def test_the_same_state_gives_no_finding() -> None:
    assert found(ONE_TABLE, ONE_TABLE) == []


def test_what_is_not_stated_is_not_compared() -> None:
    assert found({"table": {"public.a": {}}}, ONE_TABLE) == []


def test_a_changed_property_is_one_finding_with_its_own_line() -> None:
    expected = {"column": {"public.a.id": {"type": "text", "at": "db.md:3", "lines": {"type": "db.md:7"}}}}
    (finding,) = found(expected, ONE_TABLE)
    assert (finding.rule, finding.severity, finding.expected, finding.actual) == (
        "column-type-changed",
        "error",
        "text",
        "uuid",
    )
    assert str(finding.at) == "db.md:7"
    assert finding.message == "db.md says text; the database has uuid"


def test_a_missing_table_does_not_report_what_stood_in_it() -> None:
    expected = {
        **ONE_TABLE,
        "index": {"public.a_email_idx": {"table": "public.a", "columns": ["email"]}},
        "policy": {'public.a."own"': {"command": "SELECT", "using": "true"}},
    }
    assert brief(found(expected, {"schema": {"public": {}}})) == [("error", "table-missing", "public.a")]


def test_an_undocumented_table_weighs_by_how_whole_the_list_is() -> None:
    live = {
        **ONE_TABLE,
        "table": {**ONE_TABLE["table"], "public.b": {}},
        "column": {**ONE_TABLE["column"], "public.b.id": {}},
    }
    for lists, severity in (({"complete": ["tables"]}, "error"), ({"presumed": ["tables"]}, "warning")):
        expected = {**ONE_TABLE, "schema": {"public": lists}}
        assert brief(found(expected, live)) == [(severity, "table-undocumented", "public.b")]
    assert found(ONE_TABLE, live) == []
    assert [f.severity for f in compare(snapshot(ONE_TABLE), snapshot(live, live=True)).findings if f.partial] == [
        "info"
    ]


def test_a_renamed_column_is_one_finding_and_explains_its_key() -> None:
    expected = {
        "table": {"public.a": {"complete": ["columns"]}},
        "column": {"public.a.email": {"type": "text"}, "public.a.id": {"type": "uuid"}},
        "constraint": {"public.a.a_email_key": {"type": "unique", "columns": ["email"], "named": False}},
    }
    actual = {
        "table": {"public.a": {}},
        "column": {"public.a.email_address": {"type": "text"}, "public.a.id": {"type": "uuid"}},
        "constraint": {"public.a.a_email_key": {"type": "unique", "columns": ["email_address"]}},
    }
    (finding,) = found(expected, actual)
    assert (finding.rule, finding.object, finding.actual) == (
        "column-renamed",
        "public.a.email",
        "public.a.email_address",
    )


def test_a_renamed_table_keeps_its_columns_keys_and_references() -> None:
    def state(name: str) -> dict[str, Any]:
        return {
            "table": {f"public.{name}": {}, "public.child": {}},
            "column": {f"public.{name}.id": {"type": "uuid"}, f"public.{name}.title": {}, "public.child.parent": {}},
            "constraint": {
                "public.child.fk": {"type": "foreign key", "columns": ["parent"], "references": f"public.{name}(id)"}
            },
        }

    (finding,) = found(state("books"), state("books_old"))
    assert (finding.rule, finding.object, finding.actual) == ("table-renamed", "public.books", "public.books_old")


@pytest.mark.parametrize(
    ("written", "equal"),
    [
        ("USING gist (room WITH =, during WITH &&) WHERE (room <> 'x')", True),
        ("USING gist (room WITH OPERATOR(pg_catalog.=), during range_ops WITH &&) WHERE ((room)::text <> ('x'))", True),
        ("USING gist (during WITH &&, room WITH =) WHERE (room <> 'x')", False),
        ("USING gist (room WITH =, during WITH -|-) WHERE (room <> 'x')", False),
        ("USING gist (room WITH =, during WITH &&) WHERE (room <> 'y')", False),
        ("USING gist (room WITH =, during WITH &&)", False),
        ("USING spgist (room WITH =, during WITH &&) WHERE (room <> 'x')", False),
    ],
)
def test_an_exclusion_is_compared_by_its_parts(written: str, equal: bool) -> None:
    printed = "USING gist (room WITH =, during WITH &&) WHERE ((room <> 'x'::text))"
    facts = {"type": "exclusion", "exclusion": written}
    actual = {"constraint": {"public.a.e": {"type": "exclusion", "exclusion": printed}}}
    assert (found({"constraint": {"public.a.e": facts}}, actual) == []) is equal


def test_a_function_is_found_by_what_its_argument_types_mean() -> None:
    actual = {"function": {"public.f(extensions.vector, integer)": {}, "public.f(text, integer)": {}}}
    assert found({"function": {"public.f(vector, int)": {}, "public.f(varchar, int)": {}}}, actual)[0].object == (
        "public.f(varchar, int)"
    )
    assert found({"function": {"public.f(vector, int4)": {}, "public.f(text, int)": {}}}, actual) == []
    (finding,) = found({"function": {"public.g(a.mood)": {}}}, {"function": {"public.g(b.mood)": {}}})
    assert (finding.rule, finding.expected, finding.actual) == ("function-arguments-changed", "(a.mood)", "(b.mood)")


def test_a_missing_column_explains_its_index_and_policy_but_not_another_columns() -> None:
    expected = {
        "table": {"public.a": {}},
        "column": {"public.a.id": {}, "public.a.owner_id": {}},
        "index": {
            "public.by_owner": {"table": "public.a", "columns": ["owner_id"]},
            "public.by_id": {"table": "public.a", "columns": ["id"]},
        },
        "policy": {"public.a.own": {"command": "ALL", "using": "owner_id = auth.uid()"}},
    }
    actual = {"table": {"public.a": {}}, "column": {"public.a.id": {}}}
    assert brief(found(expected, actual)) == [
        ("error", "column-missing", "public.a.owner_id"),
        ("warning", "index-missing", "public.by_id"),
    ]


def test_a_retyped_column_does_not_hide_a_policy_that_opened() -> None:
    expected = {
        "table": {"public.a": {}},
        "column": {"public.a.owner_id": {"type": "uuid"}},
        "policy": {"public.a.own": {"using": "owner_id = auth.uid()"}},
    }
    actual = {
        "table": {"public.a": {}},
        "column": {"public.a.owner_id": {"type": "text"}},
        "policy": {"public.a.own": {"using": "true"}},
    }
    assert {f.rule for f in found(expected, actual)} == {"column-type-changed", "policy-using-changed"}


def test_unnamed_keys_are_found_by_what_they_are() -> None:
    key = {"type": "foreign key", "columns": ["b_id"], "references": "public.b", "named": False, "on_delete": "CASCADE"}
    expected = {"constraint": {"public.a.a_b_id_fkey": key}}
    actual = {"constraint": {"public.a.fk_b": {**key, "references": "public.b(id)", "on_delete": "SET NULL"}}}
    assert brief(found(expected, actual)) == [("error", "constraint-on-delete-changed", "public.a.a_b_id_fkey")]


@pytest.mark.parametrize(
    ("kind", "path", "facts"),
    [
        ("table", "auth.users", {}),
        ("function", "public.vector_in(cstring)", {"extension": "vector"}),
        ("role", "service_role", {}),
        ("schema", "graphql_public", {}),
        ("publication", "supabase_realtime", {}),
        ("trigger", "storage.objects.tr", {"function": "storage.protect_delete"}),
        ("table", "public.events_2026", {"partition_of": "public.events"}),
    ],
)
def test_what_nobody_wrote_is_never_undocumented(kind: str, path: str, facts: dict[str, Any]) -> None:
    expected = snapshot({"database": {"database": {"complete": [k.plural for k in KINDS.values()]}}})
    assert compare(expected, snapshot({kind: {path: facts}}, live=True)).findings == []


def test_users_own_policies_and_triggers_on_managed_tables_count() -> None:
    expected = {"database": {"database": {"complete": ["policies", "triggers"]}}}
    actual = {
        "table": {"storage.objects": {}, "auth.users": {}},
        "policy": {"storage.objects.mine": {"using": "true"}},
        "trigger": {"auth.users.on_signup": {"function": "public.handle_new_user"}},
    }
    assert brief(found(expected, actual)) == [
        ("warning", "trigger-undocumented", "auth.users.on_signup"),
        ("warning", "policy-undocumented", "storage.objects.mine"),
    ]


def test_a_document_is_held_to_what_it_says_of_managed_objects() -> None:
    assert brief(found({"table": {"auth.users": {}}}, {})) == [("error", "table-missing", "auth.users")]


def test_a_partial_side_lacks_nothing() -> None:
    assert found(ONE_TABLE, {"table": {"public.b": {}}}, live=False) == []


def test_a_documented_table_may_be_a_view() -> None:
    expected = {"schema": {"public": {"complete": ["tables", "views"]}}, "table": {"public.v": {}}}
    assert found(expected, {"schema": {"public": {}}, "view": {"public.v": {}}}) == []


@pytest.mark.parametrize(
    ("stated", "live"),
    [
        ("character varying", "character varying(120)"),
        ("numeric", "numeric(10,2)"),
        ("uuid", "uuid[]"),
        ("timestamp without time zone", "timestamp(3) without time zone"),
        ("character varying(120)", "character varying"),
    ],
)
def test_a_type_that_only_gained_something_has_changed(stated: str, live: str) -> None:
    expected = {"table": {"public.a": {}}, "column": {"public.a.b": {"type": stated}}}
    actual = {"table": {"public.a": {}}, "column": {"public.a.b": {"type": live}}}
    assert brief(found(expected, actual)) == [("error", "column-type-changed", "public.a.b")]


def test_what_a_document_leaves_out_is_forgiven_on_either_side() -> None:
    written = {
        "table": {"public.a": {}},
        "column": {"public.a.state": {"type": "state"}},
        "trigger": {"public.a.touch": {"function": "touch"}},
        "constraint": {"public.a.one": {"exclusion": "USING btree (b WITH =) WHERE (state IN ('x', 'y'))"}},
    }
    printed = {
        "table": {"public.a": {}},
        "column": {"public.a.state": {"type": "public.state"}},
        "trigger": {"public.a.touch": {"function": "public.touch"}},
        "constraint": {
            "public.a.one": {
                "exclusion": "USING btree (b WITH =) WHERE ((state = ANY (ARRAY['x'::public.state, 'y'::public.state])))"
            }
        },
    }
    assert not found(written, printed)
    assert not found(printed, written, live=False)
    printed["constraint"]["public.a.one"]["exclusion"] = "USING btree (b WITH =)"
    assert brief(found(written, printed)) == brief(found(printed, written, live=False)) != []


def test_functions_without_types_are_found_by_name_and_arguments() -> None:
    actual = {
        "function": {"public.f(uuid)": {"arguments": ["a"]}, "public.f(text, integer)": {"arguments": ["b", "c"]}}
    }
    assert found({"function": {"public.f": {"arguments": ["b", "c"]}}}, actual) == []
    assert brief(found({"function": {"public.f": {"arguments": ["z"]}}}, actual)) == [
        ("error", "function-arguments-changed", "public.f")
    ]


def test_the_fingerprint_outlives_moved_lines_and_changes_with_the_values() -> None:
    def one(at: str, type: str) -> Finding:
        (finding,) = found({"column": {"public.a.id": {"type": type, "at": at}}}, ONE_TABLE)
        return finding

    assert one("a.md:1", "text").fingerprint == one("b.md:9", "text").fingerprint
    assert one("a.md:1", "text").fingerprint != one("a.md:1", "xml").fingerprint


def test_databases_that_have_nothing_in_common_are_soon_told_apart() -> None:
    """The gate is often adopted on the wrong database first; each pair of names used to be measured."""
    import time

    expected, actual = Snapshot(), Snapshot(origin="database", complete=True)
    for i in range(1500):
        expected.add("table", f"public.invoice_{i}", KINDS["table"].facts())
        actual.add("table", f"public.shipment_{i}", KINDS["table"].facts())
    started = time.perf_counter()
    assert len(compare(expected, actual).findings) == 1500 * 2
    assert time.perf_counter() - started < 20


def test_a_policy_for_another_command_has_no_other_clauses() -> None:
    for wanted, is_ in (
        ({"command": "ALL", "using": "true", "check": "true"}, {"command": "SELECT", "using": "true", "check": None}),
        (
            {"command": "INSERT", "using": None, "check": "true"},
            {"command": "UPDATE", "using": "true", "check": "true"},
        ),
        ({"command": "DELETE", "using": "true", "check": None}, {"command": "ALL", "using": "true", "check": "true"}),
    ):
        policies = ({"policy": {"public.a.p": {"table": "public.a", **one}}} for one in (wanted, is_))
        assert [f.rule for f in found(*policies)] == ["policy-command-changed"]
    same = {"command": "ALL", "using": "true", "check": "true"}
    policies = ({"policy": {"public.a.p": {"table": "public.a", **one}}} for one in (same, {**same, "check": None}))
    assert [f.rule for f in found(*policies)] == ["policy-check-changed"]


def test_a_renamed_value_explains_what_is_written_with_it() -> None:
    def state(value: str, other: str) -> dict[str, Any]:
        return {
            "type": {"public.mood": {"kind": "enum", "values": [value, other]}},
            "table": {"public.a": {}},
            "column": {"public.a.mood": {"type": "public.mood", "default": f"'{value}'::public.mood"}},
            "index": {"public.i": {"table": "public.a", "predicate": f"(mood = '{value}'::public.mood)"}},
            "function": {"public.f(public.mood)": {"defaults": [f"'{value}'::public.mood"]}},
        }

    assert [f.rule for f in found(state("low", "high"), state("it's lowest", "high"))] == ["type-values-changed"]
    swapped = found(state("low", "high"), state("high", "low"))
    assert sorted(f.rule for f in swapped) == [
        "column-default-changed", "function-defaults-changed", "index-predicate-changed", "type-values-changed",
    ]  # fmt: skip


def test_a_name_with_parentheses_is_no_reference_to_columns() -> None:
    odd = 'public."a (1*.b), c"'
    state = {
        "table": {odd: {}, "public.d": {}},
        "column": {f"{odd}.id": {"type": "uuid"}, 'public.d."Of"': {"type": "uuid"}},
        "policy": {f"{odd}.p": {"table": odd, "command": "ALL"}},
        "index": {"public.i": {"table": odd, "columns": ["id"]}},
        "constraint": {"public.d.k": {"type": "foreign key", "columns": ["Of"], "references": f"{odd}(id)"}},
    }
    assert found(state, state) == []
