"""What a careful reader takes from ourvidz.md: a heading a table, a counted column list each, access rules in words."""

from __future__ import annotations

import re

from tests.documents.facts.make import claim, state
from tests.documents.oracle import Statement

PROJECT = None
UPDATED = "2024-12-19"
# heading's line: table, stated count, columns named
TABLES = {
    22: ("profiles", 9, 7),
    28: ("user_roles", 4, 4),
    34: ("user_activity_log", 9, 9),
    44: ("jobs", 35, 32),
    50: ("user_library", 22, 20),
    56: ("user_collections", 6, 6),
    62: ("workspace_assets", 18, 17),
    72: ("characters", 26, 24),
    78: ("character_scenes", 10, 8),
    84: ("scenes", 10, 8),
    90: ("projects", 14, 12),
    100: ("conversations", 12, 10),
    106: ("messages", 6, 6),
    116: ("api_providers", 12, 12),
    122: ("api_models", 19, 19),
    128: ("prompt_templates", 18, 17),
    134: ("negative_prompts", 10, 10),
    140: ("enhancement_presets", 13, 13),
    146: ("compel_configs", 10, 10),
    152: ("system_config", 4, 4),
    162: ("usage_logs", 8, 8),
    168: ("model_performance_logs", 11, 11),
    174: ("model_config_history", 8, 8),
    180: ("model_test_results", 30, 28),
    186: ("prompt_ab_tests", 13, 13),
    192: ("admin_development_progress", 14, 14),
}
RULES = {
    233: "profiles user_roles user_activity_log user_library workspace_assets conversations messages "
    "characters projects",
    244: "api_providers api_models prompt_templates negative_prompts enhancement_presets compel_configs system_config",
    253: "usage_logs model_performance_logs model_config_history model_test_results prompt_ab_tests "
    "admin_development_progress",
}
FLOWS = {
    204: "profiles user_roles user_activity_log",
    209: "jobs workspace_assets user_library",
    214: "characters character_scenes scenes projects",
    219: "conversations messages",
    224: "api_providers api_models",
    225: "prompt_templates enhancement_presets compel_configs",
}
FAULTS = [{118}, {124}, {136}, {142}, {148}, {170}, {188}, {194}]
"""Lists that end in "etc." and name as many columns as they count."""


def statements(lines: list[str]) -> list[Statement]:
    """The page says that it holds all tables; a column list is complete when it names as many as it counts."""
    stated = [state("schema", "public", None, complete=["tables"])]
    for heading, (table, count, named) in TABLES.items():
        facts = {"complete": ["columns"]} if count == named else {}
        description = lines[heading].partition("**: ")[2]
        stated.append(state("table", f"public.{table}", heading, column_count=count, description=description, **facts))
        listed = re.findall(r"\w+", lines[heading + 1].partition("(")[2].replace("etc.", ""))
        assert len(listed) == named, table
        stated += [state("column", f"public.{table}.{name}", heading + 2) for name in listed]
    for first, names in RULES.items():
        for line, name in enumerate(names.split(), first):
            stated.append(claim("access", f"public.{name}", line, lines[line - 1].partition("**: ")[2]))
    for line, names in FLOWS.items():
        tables = [f"public.{name}" for name in names.split()]
        stated.append(claim("flow", tables[0], line, names.split()[0], tables=tables))
    return stated


OPTIONAL: set[tuple[str, str, int]] = set()
