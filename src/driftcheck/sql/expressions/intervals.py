"""Interval literals as PostgreSQL reads them (chapter 8.5.4 "Interval Input"): months, days and microseconds."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

Interval = tuple[int, int, int]

_SECOND = 1_000_000
_MONTHS = {"year": 12, "month": 1, "decade": 120, "century": 1200, "millennium": 12000}
_DAYS = {"week": 7, "day": 1}
_MICROSECONDS = {"hour": 3600 * _SECOND, "minute": 60 * _SECOND, "second": _SECOND, "ms": 1000, "us": 1}
_UNITS = {
    "y": "year", "yr": "year", "yrs": "year", "years": "year", "mon": "month", "mons": "month", "months": "month",
    "w": "week", "weeks": "week", "d": "day", "days": "day", "h": "hour", "hr": "hour", "hrs": "hour", "hours": "hour",
    "m": "minute", "min": "minute", "mins": "minute", "minutes": "minute", "s": "second", "sec": "second",
    "secs": "second", "seconds": "second", "decades": "decade", "centuries": "century", "millennia": "millennium",
    "millisecond": "ms", "milliseconds": "ms", "msec": "ms", "microsecond": "us", "microseconds": "us", "usec": "us",
}  # fmt: skip
_SIGN = re.compile(r"([+-]) (?=\d)")
_YEARS_AND_MONTHS = re.compile(r"([+-]?)(\d{1,9})-(\d{1,2})$")
_ISO_PART = re.compile(r"(t?)([+-]?\d{1,18}(?:\.\d{0,18})?)([ymwdhs])")
_TOKEN = re.compile(r"([+-]?\d+:\d+(?::\d+(?:\.\d*)?)?)|([+-]?(?:\d+\.?\d*|\.\d+))|([a-z]+)|\s+|(@)")


def interval(text: str, field: str = "second") -> Interval | None:
    """(months, days, microseconds), or None for a text that is not understood.

    `field` is the unit of a bare number, that of the type: `INTERVAL '1' DAY`.

    >>> interval("1 day"), interval("24 hours"), interval("24:00:00"), interval("1 year 2 mons"), interval("1", "day")
    ((0, 1, 0), (0, 0, 86400000000), (0, 0, 86400000000), (14, 0, 0), (0, 1, 0))
    """
    months, days, microseconds = 0, 0, 0
    number: Decimal | None = None
    ago, position, text = False, 0, _SIGN.sub(r"\1", text.strip().lower())
    if not text:
        return None
    if text[:1] == "p":
        return _iso(text)
    if years := _YEARS_AND_MONTHS.match(text):
        whole = int(years[2]) * 12 + int(years[3])
        return (-whole if years[1] == "-" else whole, 0, 0)
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None or ago:
            return None
        position = match.end()
        clock, digits, word, _ = match.groups()
        if (clock or digits) and number is not None:
            if not clock:
                return None
            days, number = days + int(number), None  # '1 02:03:04' is a day and a time
        if clock:
            microseconds += _clock(clock)
        elif digits:
            try:
                number = Decimal(digits)
            except InvalidOperation:
                return None
        elif word == "ago":
            ago = True
        elif word:
            unit = _UNITS.get(word, word)
            if number is None:
                return None
            scaled = _scaled(number, unit)
            if scaled is None:
                return None
            months, days, microseconds = months + scaled[0], days + scaled[1], microseconds + scaled[2]
            number = None
    if number is not None:
        scaled = _scaled(number, field)
        if scaled is None:
            return None
        months, days, microseconds = months + scaled[0], days + scaled[1], microseconds + scaled[2]
    return (-months, -days, -microseconds) if ago else (months, days, microseconds)


def _iso(text: str) -> Interval | None:
    """`P1Y2M3DT4H5M6S` (ISO 8601, "format with designators")."""
    months, days, microseconds = 0, 0, 0
    position, time = 1, False
    while position < len(text):
        part = _ISO_PART.match(text, position)
        if part is None:
            return None
        position, time = part.end(), time or bool(part[1])
        unit = "minute" if time and part[3] == "m" else "mon" if part[3] == "m" else part[3]
        scaled = _scaled(Decimal(part[2]), _UNITS.get(unit, unit))
        if scaled is None:
            return None
        months, days, microseconds = months + scaled[0], days + scaled[1], microseconds + scaled[2]
    return (months, days, microseconds) if position > 1 else None


_FIELDS = {"day": 0, "hour": 3600 * _SECOND, "minute": 60 * _SECOND}


def cut(value: Interval, field: str) -> Interval:
    """What a type keeps of a value whose smallest field is `field`: `'1 day 02:00'::interval day` is one day."""
    months, days, microseconds = value
    if field in ("year", "month"):
        return (int(months / 12) * 12 if field == "year" else months, 0, 0)
    if field not in _FIELDS:
        return value
    unit = _FIELDS[field]
    return (months, days, int(microseconds / unit) * unit if unit else 0)


def _scaled(number: Decimal, unit: str) -> Interval | None:
    """So many of the unit; what is left of a fraction goes to the next smaller field."""
    if unit in _MONTHS:
        months = number * _MONTHS[unit]
        whole = int(months)
        if unit != "month":  # '1.25 years' has no days
            return (int(months.to_integral_value()), 0, 0)
        days = _scaled((months - whole) * 30, "day")
        return (whole, days[1], days[2]) if days else None
    if unit in _DAYS:
        days_ = number * _DAYS[unit]
        return (0, int(days_), int((days_ - int(days_)) * 24 * 3600 * _SECOND))
    if unit in _MICROSECONDS:
        return (0, 0, int(number * _MICROSECONDS[unit]))
    return None


def _clock(text: str) -> int:
    sign = -1 if text.startswith("-") else 1
    hours, minutes, *seconds = text.lstrip("+-").split(":")
    total = int(hours) * 3600 * _SECOND + int(minutes) * 60 * _SECOND
    return sign * (total + int(Decimal(seconds[0].rstrip(".") or 0) * _SECOND if seconds else 0))
