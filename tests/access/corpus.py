"""The corpus of policies: cases with DDL, and the cells that they are said to give."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

CALLERS = ("anonymous", "stranger", "owner", "member", "admin", "service")
COMMANDS = {"s": "select", "i": "insert", "u": "update", "d": "delete"}
REACH = {"-": [], "o": ["own"], "r": ["related"], "c": ["condition"], "a": ["all"], "?": ["unknown"],
         "oc": ["own", "condition"], "rc": ["related", "condition"]}  # fmt: skip


@dataclasses.dataclass(frozen=True)
class Case:
    name: str
    schema: str
    ddl: str
    expected: dict[tuple[str, str, str], tuple[list[str], bool | None]]  # (object, command, caller) → reach, may_move

    @property
    def policies(self) -> int:
        return len(re.findall(r"^create policy", self.ddl, re.MULTILINE | re.IGNORECASE))


CORPUS = Path(__file__).with_name("corpus.sql")


def cases(path: Path = CORPUS) -> list[Case]:
    text = path.read_text()
    parts = dict(re.findall(r"^--# (\S+)\n(.*?)(?=^--[#!] )", text, re.MULTILINE | re.DOTALL))
    found = []
    for i, block in enumerate(re.split(r"^--! ", text, flags=re.MULTILINE)[1:], 1):
        name, _, body = block.partition("\n")
        schema = f"c{i:03}"
        lines = body.splitlines()
        shared = "".join(parts[line[4:].strip()] for line in lines if line.startswith("--+ "))
        ddl = shared + "\n".join(line for line in lines if not line.startswith("--"))
        expected: dict[tuple[str, str, str], tuple[list[str], bool | None]] = {}
        for line in lines:
            if line.startswith("--> "):
                _state(expected, schema, line[4:].split())
        found.append(Case(name.strip(), schema, ddl.replace("SCHEMA", schema), expected))
    return found


def _state(expected: dict[tuple[str, str, str], tuple[list[str], bool | None]], schema: str, words: list[str]) -> None:
    table, commands, *reaches = words
    object = table if "." in table else f"{schema}.{table}"
    for letter in commands:
        for caller, word in zip(CALLERS, [*reaches, "a"][:6], strict=True):
            moves = None if caller == "service" and len(reaches) < 6 else word.endswith("!")
            expected[object, COMMANDS[letter], caller] = (REACH[word.rstrip("!")], moves)


def expected_of(case: Case, object: str, command: str, caller: str) -> tuple[list[str], bool | None]:
    """What is stated, or the convention: nothing, and everything for the service role."""
    stated = case.expected.get((object, command, caller))
    if stated is not None:
        return stated
    return (["all"], None) if caller == "service" else ([], False)
