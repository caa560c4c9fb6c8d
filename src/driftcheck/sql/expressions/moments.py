"""Dates and times as PostgreSQL reads them (chapter 8.5.1 "Date/Time Input", DateStyle "ISO, MDY", time zone UTC)."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone

_LONGEST = 60  # characters of a moment's text: nothing longer is searched
_CLOCK = re.compile(
    r"(?:^|[t ])(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6})\d*)?)? ?(am|pm)? ?(z|utc|gmt|[+-]\d{1,2}(?::?\d{2})?)?$"
)
_DATES = [
    (re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})$"), "ymd"),
    (re.compile(r"(\d{4})/(\d{1,2})/(\d{1,2})$"), "ymd"),
    (re.compile(r"(\d{4})(\d{2})(\d{2})$"), "ymd"),
    (re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$"), "mdy"),
    (re.compile(r"([a-z]{3,9}) (\d{1,2}),? (\d{4})$"), "mdy"),
    (re.compile(r"(\d{1,2})[- ]([a-z]{3,9})[- ](\d{4})$"), "dmy"),
    (re.compile(r"(\d{4})[- ]([a-z]{3,9})[- ](\d{1,2})$"), "ymd"),
]
_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_COMPACT = re.compile(r"(\d{2})(\d{2})(\d{2})?$")
_DAY = timedelta(days=1)

Clock = tuple[timedelta, int | None]


def moment(text: str) -> datetime | None:
    """A date with or without a time, aware where the text tells a zone; None for what is not understood.

    >>> moment("2024-1-1 9:00 pm"), moment("Jan 2, 2024")
    (datetime.datetime(2024, 1, 1, 21, 0), datetime.datetime(2024, 1, 2, 0, 0))
    """
    text = " ".join(text.lower().split())
    if text == "epoch":
        return datetime(1970, 1, 1, tzinfo=UTC)
    if len(text) > _LONGEST:
        return None
    found = _CLOCK.search(text)
    day = _date(text[: found.start()] if found else text)
    if day is None:
        return None
    start = datetime(day.year, day.month, day.day)
    if found is None:
        return start
    time = _time(found)
    if time is None:
        return None
    try:
        whole = start + time[0]
        return whole if time[1] is None else whole.replace(tzinfo=timezone(timedelta(minutes=time[1])))
    except (OverflowError, ValueError):
        return None


def clock(text: str) -> Clock | None:
    """A time of day since midnight, and the minutes east of UTC that the text tells.

    >>> clock("9:00 am"), clock("0930"), clock("09:00+01")
    ((datetime.timedelta(seconds=32400), None), (datetime.timedelta(seconds=34200), None), (datetime.timedelta(seconds=32400), 60))
    """
    text = " ".join(text.lower().split())
    if len(text) > _LONGEST:
        return None
    if compact := _COMPACT.match(text):
        hours, minutes, seconds = (int(part or 0) for part in compact.groups())
        return timedelta(hours=hours, minutes=minutes, seconds=seconds), None
    found = _CLOCK.search(text)
    return _time(found) if found is not None and found.start() == 0 else None


def _time(found: re.Match[str]) -> Clock | None:
    hours, minutes, seconds = (int(part or 0) for part in found.group(1, 2, 3))
    if found[5]:
        if not 1 <= hours <= 12:
            return None
        hours = hours % 12 + (12 if found[5] == "pm" else 0)
    elapsed = timedelta(
        hours=hours, minutes=minutes, seconds=seconds, microseconds=int((found[4] or "").ljust(6, "0") or 0)
    )
    return (elapsed, _zone(found[6])) if elapsed <= _DAY else None


def _zone(text: str | None) -> int | None:
    """Minutes east of UTC."""
    if text is None or text in ("z", "utc", "gmt"):
        return None if text is None else 0
    hours, minutes = text[1:].replace(":", "")[:2], text[1:].replace(":", "")[2:]
    if ":" not in text and len(text) == 4:  # +530
        hours, minutes = text[1:2], text[2:]
    offset = int(hours) * 60 + int(minutes or 0)
    return -offset if text[0] == "-" else offset


def _date(text: str) -> date | None:
    for pattern, order in _DATES:
        if found := pattern.match(text):
            parts = dict(zip(order, found.groups(), strict=True))
            month = _month(parts["m"])
            try:
                return date(int(parts["y"]), month, int(parts["d"])) if month else None
            except ValueError:
                return None
    return None


def _month(word: str) -> int | None:
    if word.isdecimal():
        return int(word)
    return next((i for i, name in enumerate(_MONTHS, 1) if name.startswith(word)), None)
