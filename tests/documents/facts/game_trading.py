"""What a careful reader takes from game-trading.md: thirty tables in one numbered list under six headings."""

from __future__ import annotations

from tests.documents.facts.make import claim, state
from tests.documents.oracle import Statement

PROJECT = "fvgjmfytzdnrdlluktdx"
UPDATED = None
TABLES = {
    9: "attributes currencies currency_inventory currency_transactions exchange_rates trading_fee_chains",
    18: "profiles parties customer_accounts user_role_assignments roles role_permissions permissions",
    28: "game_accounts level_exp",
    33: "products product_variants product_variant_attributes orders order_lines order_service_items order_reviews",
    43: "channels audit_logs debug_log system_logs service_reports work_sessions work_session_outputs",
    53: "attribute_relationships",
}
FLOWS = {
    59: "attributes currency_inventory currency_transactions",
    64: "profiles parties customer_accounts",
    69: "products product_variants orders order_lines",
}
FAULTS: list[set[int]] = []


def statements(lines: list[str]) -> list[Statement]:
    """`public` is complete: its heading counts the thirty that it lists."""
    stated = [state("schema", "public", None, complete=["tables"])]
    for first, names in TABLES.items():
        for line, name in enumerate(names.split(), first):
            description = lines[line - 1].partition("** - ")[2]
            stated.append(state("table", f"public.{name}", line, description=description))
    for line, names in FLOWS.items():
        about = f"public.{names.split()[0]}"
        tables = [f"public.{name}" for name in names.split()]
        stated.append(claim("flow", about, line, lines[line - 1].removeprefix("- "), tables=tables))
    stated.append(claim("foreign-keys", "database", 80, lines[79].partition(":** ")[2]))
    stated.append(claim("rls", "database", 81, lines[80].partition(":** ")[2]))
    return stated


OPTIONAL = {("claim", "count", 5), ("claim", "flow", 74)}
"""The total equals what is listed ("no claim of its own"); "links to" in words may be kept as a flow."""
