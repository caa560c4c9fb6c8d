"""What a careful reader takes from tenant-platform.md: 21 areas, each with its tables and functions in bullets."""

from __future__ import annotations

import re

from tests.documents.facts.make import claim, state
from tests.documents.oracle import Statement

PROJECT = None
UPDATED = "2025-01-31"
EXTENSIONS = {"pgcrypto": 12, "pg_trgm": 13, '"uuid-ossp"': 14, "vector": 15}
BUCKETS = {"public": 334, "private": 335}
MEMBERS = "profiles posts journal_entries app_events"
POLICY_PATTERNS = range(346, 351)
INDEX_PATTERNS = range(359, 363)
TABLE_BLOCKS = (
    *((24, 28), (40, 43), (57, 71), (82, 89), (100, 106), (124, 128), (139, 145), (155, 174), (185, 191), (204, 211)),
    *((228, 231), (241, 243), (250, 254), (261, 264), (271, 272), (279, 281), (288, 290), (302, 302), (312, 313)),
    (320, 323),
)
FUNCTION_BLOCKS = (
    *((31, 33), (46, 50), (74, 75), (92, 93), (109, 114), (131, 132), (148, 148), (177, 178), (194, 197), (214, 218)),
    *((234, 234), (293, 295), (305, 305), (326, 327), (354, 355)),
)
FAULTS = [{67, 288}]


def statements(lines: list[str]) -> list[Statement]:
    """The page says that it holds all tables; its functions are the key ones. `notifications` is listed twice."""
    stated = [state("schema", "public", None, complete=["tables"])]
    stated += [state("extension", name, line) for name, line in EXTENSIONS.items()]
    stated += [state("bucket", name, line) for name, line in BUCKETS.items()]
    for line in (n for first, last in TABLE_BLOCKS for n in range(first, last + 1)):
        name = lines[line - 1].split("`")[1]
        if line == 288:
            continue
        path = name if "." in name else f"public.{name}"
        stated.append(state("table", path, (67, 288) if line == 67 else line))
    for line in (n for first, last in FUNCTION_BLOCKS for n in range(first, last + 1)):
        signature = re.fullmatch(r"- `(\w+)\((.*)\)` - .+", lines[line - 1])
        assert signature, line
        arguments = [argument for argument in signature[2].split(", ") if argument]
        stated.append(state("function", f"public.{signature[1]}", line, arguments=arguments))
    stated.append(state("view", "public.metrics_dashboard", 117))
    stated.append(state("publication", "supabase_realtime", 338))
    for name in MEMBERS.split():
        stated.append(state("publication_member", f"supabase_realtime.public.{name}", 338))
    for line in POLICY_PATTERNS:
        stated.append(claim("policy-pattern", "database", line, lines[line - 1].split("`")[1]))
    for line in INDEX_PATTERNS:
        stated.append(claim("index-pattern", "database", line, lines[line - 1].removeprefix("- ")))
    return stated


OPTIONAL: set[tuple[str, str, int]] = set()
