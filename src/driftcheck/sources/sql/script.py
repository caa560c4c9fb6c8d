"""A script as psql reads it: statements with their places, without the rows of COPY, psql's own commands carried out
where they decide what runs: variables, conditions, included files.

Follows psqlscan.l: quotes, dollar quotes, nested comments, parentheses and BEGIN ATOMIC hold semicolons that end nothing.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Callable
from pathlib import Path

from driftcheck.sources.sql.statements import NOT_INCLUDED, Script, Statement
from driftcheck.sources.sql.variables import REFERENCE, Branches, Variables

_TOKEN = re.compile(
    r"--|/\*|'|\"|\$(?:[A-Za-z_\u0080-\U0010ffff][A-Za-z0-9_\u0080-\U0010ffff]*)?\$"
    r"|[A-Za-z_\u0080-\U0010ffff][A-Za-z0-9_$\u0080-\U0010ffff]*|[();\\]|::|:=|" + REFERENCE
)
_COMMENT_EDGE = re.compile(r"/\*|\*/")
_BEGINS = re.compile(
    r"^(?:CREATE|ALTER|DROP|COMMENT|GRANT|REVOKE|INSERT|SELECT|UPDATE|DELETE|WITH|BEGIN|COMMIT|DO|SET|COPY)\b",
    re.IGNORECASE | re.MULTILINE,
)
_DDL_NEXT = re.compile(  # behind a semicolon in parentheses: they were never closed. Rules hold no DDL in theirs
    r"[ \t]*\n(?:[ \t]*(?:--[^\n]*)?\n)*(?:CREATE|ALTER|DROP|COMMENT|GRANT|REVOKE|COPY|SET)\b", re.IGNORECASE
)
_COPY_IN = re.compile(r"copy\b", re.IGNORECASE)
_STDIN = re.compile(r"\bfrom\s+stdin\b", re.IGNORECASE)
_ENDS = frozenset({"g", "gx", "gset", "gexec", "gdesc", "crosstabview", "watch"})  # they send what was typed so far
_SILENT = frozenset({"restrict", "unrestrict", ".", "echo", "qecho", "warn", "pset", "timing", "encoding", "x"})
_GIVES = {
    "getenv": 1,
    "prompt": -1,
    "gset": 0,
}  # commands that set variables to what is not known, and where they name one
_EVERYWHERE = frozenset({"postgres", "template1", "template0", "-"})
_FROM_HERE = frozenset({"i", "include"})
_INCLUDES = _FROM_HERE | {"ir", "include_relative"}
DEEPEST = 16  # files that include one another

# Everything below the mark undoes the migration: dbmate, goose, sql-migrate, rambler.
_DOWN = re.compile(
    r"^--[ \t]*(?:migrate:down|\+goose[ \t]+Down|\+migrate[ \t]+Down|rambler[ \t]+down)\b.*", re.M | re.I
)


def read(
    file: Path, shown: str, contents: Callable[[Path], str], depth: int = 0, variables: Variables | None = None
) -> Script:
    """The statements of a file and of those that it includes. `contents` gives a file's text, or raises."""
    return _Reading(file, shown, contents(file), contents, depth, variables or Variables()).run()


class _Reading:
    def __init__(
        self, file: Path, shown: str, text: str, contents: Callable[[Path], str], depth: int, variables: Variables
    ) -> None:
        self.file, self.shown, self.contents, self.depth, self.variables = file, shown, contents, depth, variables
        down = _DOWN.search(text)
        self.text = text[: down.start()] if down else text
        self.script = Script([], [], set())
        self._newlines = [m.start() for m in re.finditer("\n", self.text)]
        self._start: int | None = None  # of the statement that is being read
        self._parentheses = 0
        self._words: list[str] = []  # the first ones of the statement
        self._blocks = 0  # BEGIN ATOMIC, CASE
        self._values: list[tuple[int, int, str]] = []  # what stands in the statement for its variables
        self._unset = self._several = ""
        self.branches = Branches()

    def run(self) -> Script:
        text, i = self.text, 0
        while match := _TOKEN.search(text, i):
            sign, at = match.group(), match.start()
            self._skip_to(i, at)
            i = match.end()
            if sign == "--":
                i = _behind(text, "\n", i)
            elif sign == "/*":
                i = self._comment(i)
            elif sign == "\\":
                i = self._command(at)
            elif sign[0] == ":":
                self._begin(at)
                self._variable(sign, at, i)
            elif sign == ";" and not self._blocks and (not self._parentheses or _DDL_NEXT.match(text, i)):
                i = self._finish(at, i)
            else:
                self._begin(at)
                i = self._inside(sign, at, i)
        self._skip_to(i, len(text))
        self._finish(len(text), len(text))
        return self.script

    def _variable(self, reference: str, at: int, end: int) -> None:
        if reference in ("::", ":="):
            return
        value = self.variables.value(reference)
        if value is None:
            self._unset = self._unset or reference
        elif ";" in value and reference[1] not in "'\"":
            self._several = f"psql's variable {reference} holds more than a part of a statement"
        else:
            self._values.append((at, end, value))

    def _inside(self, sign: str, at: int, i: int) -> int:
        """A part of a statement; where it ends."""
        if sign in ("'", '"') or sign[0] == "$":
            escapes = sign == "'" and self.text[at - 1 : at] in ("e", "E") and self._words_end == at
            end = _closing(self.text, sign, i, escapes)
            return self._unclosed(i) if end is None else end
        if sign in "()":
            self._parentheses = max(self._parentheses + (1 if sign == "(" else -1), 0)
        elif sign != ";":
            self._word(sign.lower())
            self._words_end = i
        return i

    def _word(self, word: str) -> None:
        if len(self._words) < 4:
            self._words.append(word)
        if self._words[:1] == ["create"] and {"function", "procedure"} & set(self._words) and not self._parentheses:
            if word in ("begin", "case"):
                self._blocks += word == "begin" or self._blocks > 0
            elif word == "end" and self._blocks:
                self._blocks -= 1

    _words_end = -1

    def _begin(self, at: int) -> None:
        if self._start is None:
            self._start = at

    def _skip_to(self, i: int, at: int) -> None:
        """Signs and numbers between tokens are a part of the statement."""
        if self._start is None:
            rest = self.text[i:at]
            if rest.strip():
                self._start = i + len(rest) - len(rest.lstrip())

    def _finish(self, at: int, i: int) -> int:
        """The statement ends before `at`; where reading goes on."""
        start, self._start, self._parentheses, self._words, self._blocks = self._start, None, 0, [], 0
        values, unset, doubt = self._values, self._unset, self._several or self.branches.doubt
        self._values, self._unset, self._several = [], "", ""
        if start is None:
            return i
        written = self.text[start:at].rstrip()
        text = written
        for begin, end, value in reversed(values):
            text = text[: begin - start] + value + text[end - start :]
        if not self.branches.skipped:
            first, last = self._line(start), self._line(start + len(written))
            self.script.statements.append(Statement(text, self.shown, first, last, unset, doubt))
        if _COPY_IN.match(text) and _STDIN.search(text):
            return self._rows(i)
        return i

    def _rows(self, i: int) -> int:
        """Behind the rows of COPY … FROM stdin: the line `\\.` ends them."""
        line = _behind(self.text, "\n", i)
        if self.text.startswith("\\.", line):
            return _behind(self.text, "\n", line)
        found = re.compile(r"^\\\.\s*?$", re.M).search(self.text, line)
        return found.end() if found else len(self.text)

    def _comment(self, i: int) -> int:
        depth = 1
        for edge in _COMMENT_EDGE.finditer(self.text, i):
            depth += 1 if edge.group() == "/*" else -1
            if depth == 0:
                return edge.end()
        line = self._line(i)
        why = "does not parse: a comment that nothing closes: what follows it was not read"
        self.script.statements.append(Statement(self.text[i - 2 :][:80], self.shown, line, line, doubt=why))
        return len(self.text)

    def _unclosed(self, i: int) -> int:
        """A quote that nothing closes costs its own statement only: the next one begins where a line begins one."""
        found = _BEGINS.search(self.text, i)
        end = found.start() if found else len(self.text)
        return self._finish(end, end)

    def _command(self, at: int) -> int:
        """A command of psql's own, to the end of its line."""
        end = self.text.find("\n", at)
        end = len(self.text) if end < 0 else end
        words = self.text[at + 1 : end].split()
        name = words[0].rstrip(";") if words else ""
        line = self._line(at)
        # a semicolon that sends nothing yet, a colon that names no variable
        if self.text.startswith((";", ":"), at + 1):
            if self.text[at + 1] == ";":
                return self._finish(at, at + 2)
            self._begin(at)
            self._values.append((at, at + 2, ":"))
            return at + 2
        behind = self.text[at + 1 : end].partition(name)[2].strip() if name else ""
        if self.branches.take(name, behind, self.variables) or self.branches.skipped:
            return end
        if name in _GIVES:
            self.variables.forget(words[_GIVES[name]] if len(words) > 1 and _GIVES[name] else "")
        if name in _ENDS or name.partition("(")[0] in _ENDS:
            if name != "g":
                self._start = None
                self.script.notes.append(f"{self.shown}:{line}: \\{name} was passed over with its query")
            self._finish(at, end)
        elif name in ("q", "quit"):
            self.script.notes.append(f"{self.shown}:{line}: \\{name} ends the script: what follows was not read")
            self._start = None
            return len(self.text)
        elif name == "set":
            if why := self.variables.set(behind):
                self.script.notes.append(f"{self.shown}:{line}: \\set was refused: {why}")
            if self.branches.doubt and len(words) > 1:
                self.variables.forget(words[1])
        elif name == "unset":
            self.variables.unset(behind)
        elif name in ("c", "connect") and len(words) > 1:
            self.script.databases.update({words[-1].rstrip(";").strip('"')} - _EVERYWHERE)
        elif name in _INCLUDES:
            self._include(words[1].rstrip(";").strip("'\"") if len(words) > 1 else "", line, name)
        elif name.startswith("!"):
            self.script.notes.append(f"{self.shown}:{line}: \\! was refused: it runs a program")
        elif name not in _SILENT:
            self.script.notes.append(f"{self.shown}:{line}: \\{name} was passed over: a command of psql's own")
        return end

    def _include(self, name: str, line: int, command: str) -> None:
        file, shown = self.file.parent / name, (Path(self.shown).parent / name).as_posix()
        if command in _FROM_HERE and not file.is_file():  # psql takes it from where it is called
            file, shown = Path(name), name
        why = ""
        if not name or Path(name).is_absolute() or not name.lower().endswith((".sql", ".psql", ".ddl")):
            why = "only SQL files beside this one are included"
        elif self.depth >= DEEPEST:
            why = "files include one another"
        elif not file.is_file():
            why = "there is no such file"
        if why:
            said = Statement(f"\\{command} {name}", self.shown, line, line, doubt=f"{NOT_INCLUDED}: {why}")
            self.script.statements.append(said)
            return
        found = read(file, shown, self.contents, self.depth + 1, self.variables)
        doubt = self.branches.doubt
        self.script.statements.extend(s._replace(doubt=doubt) if doubt else s for s in found.statements)
        self.script.notes.extend(found.notes)
        self.script.databases.update(found.databases)

    def _line(self, offset: int) -> int:
        return bisect.bisect_left(self._newlines, offset) + 1


def _behind(text: str, what: str, i: int) -> int:
    found = text.find(what, i)
    return len(text) if found < 0 else found + len(what)


def _closing(text: str, quote: str, i: int, escapes: bool) -> int | None:
    """Behind the quote that closes the one before `i`; a doubled one closes nothing. None if there is none."""
    while (found := text.find(quote, i)) >= 0:
        if escapes:
            before = found
            while before > i and text[before - 1] == "\\":
                before -= 1
            if (found - before) % 2:
                i = found + 1
                continue
        if len(quote) > 1 or quote[0] == "$":
            return found + len(quote)
        if text[found + 1 : found + 2] != quote:
            return found + 1
        i = found + 2
    return None
