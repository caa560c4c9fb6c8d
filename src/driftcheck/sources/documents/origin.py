"""What a page says of itself: which database it describes, and when it was last updated."""

from __future__ import annotations

import datetime
import re

_HOST = re.compile(r"(?:\bhttps?://|\bdb\.|@|\b)([a-z]{20})\.supabase\.(?:co|in)\b")
_REFERENCE = re.compile(
    r"\b(?:project|reference|ref|environment|staging|production|supabase|datenbank|projekt|projet|proyecto|projeto)\b[^\n]{0,40}?(?<![a-z0-9])([a-z]{20})(?![a-z0-9])",
    re.IGNORECASE,
)
_BACKUP = re.compile(r"\b(?:backup|dump|snapshot)\b\s*:?\s*`?((?=[\w.@-]*\d)[A-Za-z_][\w.@-]{5,80})`?", re.IGNORECASE)
_LABEL = re.compile(
    r"\b(?:last\s+(?:updated|modified|reviewed|changed|edited)|updated(?:\s+on)?|date|as\s+of|generated(?:\s+(?:on|at))?|stand|"
    r"zuletzt\s+(?:aktualisiert|geändert)|letzte\s+(?:aktualisierung|änderung)|dernière\s+(?:mise\s+à\s+jour|modification)|mis\s+à\s+jour(?:\s+le)?|"
    r"última\s+(?:actualización|modificación|atualização|revisão)|actualizado(?:\s+el)?|atualizado(?:\s+em)?)\b[\s*_:]{0,8}",
    re.IGNORECASE,
)  # fmt: skip
_MONTHS = (
    ("january", "januar", "janvier", "enero", "janeiro"),
    ("february", "februar", "février", "febrero", "fevereiro"),
    ("march", "märz", "mars", "marzo", "março"),
    ("april", "april", "avril", "abril", "abril"),
    ("may", "mai", "mai", "mayo", "maio"),
    ("june", "juni", "juin", "junio", "junho"),
    ("july", "juli", "juillet", "julio", "julho"),
    ("august", "august", "août", "agosto", "agosto"),
    ("september", "september", "septembre", "septiembre", "setembro"),
    ("october", "oktober", "octobre", "octubre", "outubro"),
    ("november", "november", "novembre", "noviembre", "novembro"),
    ("december", "dezember", "décembre", "diciembre", "dezembro"),
)
_MONTH_OF = {name: n for n, names in enumerate(_MONTHS, 1) for name in names}
_MONTH_OF |= {name[:3]: n for n, names in enumerate(_MONTHS, 1) for name in names[:1]} | {"sept": 9}
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_NAMED = re.compile(
    r"(?:(\d{1,2})(?:st|nd|rd|th|\.|er)?\s+(?:de\s+)?)?([^\W\d_]{3,12})\.?\s+(?:de\s+)?(?:(\d{1,2})(?:st|nd|rd|th)?,?\s+)?(\d{4})"
)
_NUMERIC = re.compile(r"(\d{1,2})([./-])(\d{1,2})[./-](\d{4})")


def project(text: str) -> str | None:
    """The Supabase project reference that the page names, or the name of the backup that it was made from."""
    hosts = {match[1] for match in _HOST.finditer(text)}
    if len(hosts) == 1:
        return hosts.pop()
    if hosts:
        return None
    references = {match[1] for match in _REFERENCE.finditer(text) if match[1].islower()}
    if len(references) == 1:
        return references.pop()
    head = text[:2000]
    backup = _BACKUP.search(head)
    return backup[1].rstrip(".,;") if backup else None


def updated(text: str) -> str | None:
    """The date that the page gives as its last update, ISO 8601; else the date in its backup's name."""
    for match in _LABEL.finditer(text):
        if found := date(text[match.end() : match.end() + 60].split("\n")[0]):
            return found
    backup = _BACKUP.search(text[:2000])
    return date(backup[1], anywhere=True) if backup else None


def date(text: str, *, anywhere: bool = False) -> str | None:
    """The date that the text begins with.

    >>> date("November 21, 2025 - 4:13 PM"), date("14.02.2026"), date("17 May 2026"), date("03/04/2025")
    ('2025-11-21', '2026-02-14', '2026-05-17', None)
    """
    text = text.strip().strip("*_` ")

    def find(pattern: re.Pattern[str]) -> re.Match[str] | None:
        return pattern.search(text) if anywhere else pattern.match(text)

    if match := find(_ISO):
        return _iso(int(match[1]), int(match[2]), int(match[3]))
    if match := find(_NUMERIC):
        first, mark, second, year = int(match[1]), match[2], int(match[3]), int(match[4])
        if mark in ".-" or first > 12:
            return _iso(year, second, first)
        return _iso(year, first, second) if second > 12 else None
    if match := find(_NAMED):
        month = _MONTH_OF.get(match[2].lower())
        day = match[1] or match[3]
        if month and day:
            return _iso(int(match[4]), month, int(day))
    return None


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return datetime.date(year, month, day).isoformat()
    except ValueError:
        return None
