"""JSON Schemas of what people write and programs read: the configuration, snapshots and reports.

Made from the types that driftcheck itself decodes with, so that an editor completes exactly what is understood.
`python -m driftcheck.schemas FOLDER` writes them.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import msgspec

DRAFT = "https://json-schema.org/draft/2020-12/schema"
_TITLES = {
    "config": "driftcheck.toml, or [tool.driftcheck] in pyproject.toml",
    "snapshot": "A snapshot of driftcheck: the expected or the live state of a database",
    "report": "A report of driftcheck, as --format json writes it",
}


def schema(name: str) -> dict[str, Any]:
    """The schema called `config`, `snapshot` or `report`, as plain data."""
    made = {"config": _config, "snapshot": _snapshot, "report": _report}[name]()
    return {"$schema": DRAFT, "title": _TITLES[name], **made}


def text(name: str) -> str:
    """The schema's file."""
    return msgspec.json.format(msgspec.json.encode(schema(name)), indent=2).decode() + "\n"


def _config() -> dict[str, Any]:
    from driftcheck.config import NO_KEYS, Config
    from driftcheck.kinds import KINDS
    from driftcheck.settings import WAYS

    made = msgspec.json.schema(Config)
    sections = made["$defs"]
    for name in NO_KEYS:
        del sections["Config"]["properties"][name]
    for name in ("ignore", "complete", "partial"):
        sections["Config"]["properties"][name]["propertyNames"] = {"enum": list(KINDS)}
    sections["Alert"]["properties"]["kinds"]["items"]["enum"] = list(KINDS)
    for section in sections.values():
        if set(WAYS) <= section["properties"].keys():
            section["oneOf"] = [{"required": [way]} for way in WAYS]
    return made


def _snapshot() -> dict[str, Any]:
    from driftcheck.sources.files import FORMAT, layout

    made = msgspec.json.schema(layout())
    file = made["$defs"][made["$ref"].rpartition("/")[2]]
    file["properties"]["format"] = {"const": FORMAT}
    file["required"] = ["format"]
    return made


def _report() -> dict[str, Any]:
    from driftcheck.reports.layout import Report

    return msgspec.json.schema(Report)


def write(folder: Path) -> None:
    """Put all schemas into a folder."""
    folder.mkdir(exist_ok=True)
    for name in _TITLES:
        (folder / f"{name}.schema.json").write_text(text(name), "utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
