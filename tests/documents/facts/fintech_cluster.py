"""What a careful reader takes from fintech-cluster.md: six schemas, their main tables, roles and relationships."""

from __future__ import annotations

from tests.documents.facts.make import claim, state
from tests.documents.oracle import Statement

PROJECT = "db_cluster-14-10-2025@02-26-55"
UPDATED = "2025-10-14"
SCHEMAS = {"auth": 9, "client_services": 29, "credit": 53, "public": 73, "storage": 97, "realtime": 113}
TABLES = {
    ("auth", 15): "users sessions identities refresh_tokens mfa_factors audit_log_entries",
    ("client_services", 35): "users accounts savings_plans user_savings transactions",
    ("client_services", 41): "merchants kyc_documents payment_gateways",
    ("credit", 59): "providers applications bids transactions credit_scores status_history",
    (
        "public",
        79,
    ): "users organizations memory_entries chat_conversations profiles products orders api_keys notifications",
    ("storage", 103): "buckets objects migrations",
    ("realtime", 119): "messages subscription",
}
SHARED_LINES = {40: ("client_services", "referrals", "enhanced_referrals")}
SHORT = {82: ("public.messages", "public.chat_messages"), 85: ("public.order_items", "public.orders_order_items")}
ROLES = {
    "supabase_admin": 158,
    "postgres": 159,
    "service_role": 160,
    "authenticated": 161,
    "anon": 161,
    "dashboard_user": 162,
}
RELATIONSHIPS = {
    175: ("auth.users", "client_services.users"),
    176: ("auth.users", "public.profiles"),
    177: ("public.organizations", "public.users"),
    178: ("public.users", "public.memory_entries"),
    179: ("client_services.users", "client_services.accounts"),
    180: ("client_services.accounts", "client_services.transactions"),
    181: ("credit.applications", "credit.bids"),
}
FLOWS = {186: "auth.users", 187: "client_services.savings_plans", 188: "credit.applications"}
FAULTS: list[set[int]] = []


def statements(lines: list[str]) -> list[Statement]:
    """No list is complete: each says "main"."""
    stated = [state("schema", name, line) for name, line in SCHEMAS.items()]
    for (schema, first), names in TABLES.items():
        stated += [state("table", f"{schema}.{name}", line) for line, name in enumerate(names.split(), first)]
    for line, (schema, *pair) in SHARED_LINES.items():
        stated += [state("table", f"{schema}.{name}", line) for name in pair]
    stated += [state("table", names[0], line) for line, names in SHORT.items()]
    stated += [state("role", name, line) for name, line in ROLES.items()]
    for line, (source, target) in RELATIONSHIPS.items():
        facts = {"from": source, "to": target, "cardinality": "1:*"}
        stated.append(state("relationship", f"{source} {target}", line, **facts))
    for line, about in FLOWS.items():
        tables = [name.strip() for name in lines[line - 1].partition(":** ")[2].split("→")]
        stated.append(claim("flow", about, line, lines[line - 1].partition(":** ")[2], tables=tables))
    return stated


OPTIONAL = {("claim", "rls", 149)}
"""“All major tables” says which tables only to those who know."""
