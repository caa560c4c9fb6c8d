"""The matrix for people: a block a table or view, a line a command, a column a caller; then what makes the cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import UNSET

from driftcheck.access.cells import Cell, Matrix, to_json
from driftcheck.access.session import CALLERS, COMMANDS
from driftcheck.reports.escape import escape

_WORDS = {"condition": "some"}


def render(matrix: Matrix, format: str) -> str:
    """The matrix as text, json, markdown or html."""
    match format:
        case "json":
            return to_json(matrix).decode() + "\n"
        case "markdown":
            return _markdown(matrix)
        case "html":
            return _html(matrix)
    return _text(matrix)


def _text(matrix: Matrix) -> str:
    """For a terminal."""
    blocks = []
    for object, cells in _objects(matrix.cells):
        owner = next((c.owner_column for c in cells if c.owner_column), None)
        lines = [escape(object) + (f" (whose row: {escape(owner)})" if owner else "")]
        lines.append("  " + " " * 8 + "".join(f"{caller:<16}" for caller in CALLERS).rstrip())
        for command, row in _rows(cells):
            lines.append(
                "  " + f"{command:<8}" + "".join(f"{_cell(row.get(caller)):<16}" for caller in CALLERS).rstrip()
            )
        lines += [f"  {escape(note)}" for note in _notes(cells)]
        blocks.append("\n".join(lines) + "\n")
    return "\n".join(blocks) or "no table or view of the exposed schemas\n"


def _markdown(matrix: Matrix) -> str:
    """For a page."""
    blocks = ["# Access\n"]
    for object, cells in _objects(matrix.cells):
        lines = [f"## {_md(object)}", "", "| | " + " | ".join(CALLERS) + " |", "|---" * (len(CALLERS) + 1) + "|"]
        for command, row in _rows(cells):
            lines.append(f"| **{command}** | " + " | ".join(_cell(row.get(caller)) for caller in CALLERS) + " |")
        notes = [f"- {_md(note)}" for note in _notes(cells)]
        blocks.append("\n".join([*lines, *([""] if notes else []), *notes]) + "\n")
    return "\n".join(blocks)


def _html(matrix: Matrix) -> str:
    """One file for a browser."""
    from html import escape as quoted

    parts = [
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Access</title><style>body{font:15px system-ui;'
        "margin:2rem}table{border-collapse:collapse;margin:.5rem 0}td,th{border:1px solid #999;padding:.2rem .6rem;"
        "text-align:left}</style><h1>Access</h1>"
    ]
    for object, cells in _objects(matrix.cells):
        head = "".join(f"<th>{caller}" for caller in CALLERS)
        parts.append(f"<h2>{quoted(escape(object))}</h2><table><tr><th>{head}")
        for command, row in _rows(cells):
            parts.append(f"<tr><th>{command}" + "".join(f"<td>{quoted(_cell(row.get(caller)))}" for caller in CALLERS))
        parts.append("</table><ul>" + "".join(f"<li>{quoted(escape(note))}" for note in _notes(cells)) + "</ul>")
    return "\n".join(parts) + "</html>\n"


def _objects(cells: Iterable[Cell]) -> Iterator[tuple[str, list[Cell]]]:
    found: dict[str, list[Cell]] = {}
    for cell in cells:
        found.setdefault(cell.object, []).append(cell)
    yield from found.items()


def _rows(cells: list[Cell]) -> Iterator[tuple[str, dict[str, Cell]]]:
    for command in COMMANDS:
        row = {c.caller: c for c in cells if c.command == command}
        if row:
            yield command, row


def _cell(cell: Cell | None) -> str:
    if cell is None:
        return ""
    words = "+".join(_WORDS.get(word, word) for word in cell.reach) or "-"
    if cell.may_move:
        words += " (moves)"
    if isinstance(cell.executed, list) and cell.executed != cell.reach:
        words += f" NOT {'+'.join(cell.executed) or '-'}"
    return words


def _notes(cells: list[Cell]) -> Iterator[str]:
    policies: dict[tuple[str, ...], list[str]] = {}
    for cell in cells:
        if cell.policies and cell.reach and cell.caller != "service":
            policies.setdefault(tuple(cell.policies), [])
            if cell.command not in policies[tuple(cell.policies)]:
                policies[tuple(cell.policies)].append(cell.command)
    for names, commands in policies.items():
        yield f"{', '.join(commands)}: " + ", ".join(f'"{name}"' for name in names)
    yield from dict.fromkeys(f"some: {text}" for cell in cells for text in cell.conditions)
    yield from dict.fromkeys(f"also: {text}" for cell in cells for text in cell.also)
    yield from dict.fromkeys(f"except: {text}" for cell in cells for text in cell.except_)
    yield from dict.fromkeys(
        f"{cell.command}: only the columns {', '.join(cell.columns)}" for cell in cells if cell.columns is not None
    )
    yield from dict.fromkeys(f"{cell.command}: unknown, {cell.unknown}" for cell in cells if cell.unknown is not None)
    untried = sum(cell.executed is None for cell in cells if cell.executed is not UNSET)
    if untried:
        yield f"{untried} cells could not be tried: nobody among the made rows stands in the caller's place"


def _md(text: str) -> str:
    return "".join("\\" + c if c in "\\`*_{}[]<>|#" else c for c in escape(text))
