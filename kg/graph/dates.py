"""EDTF dates: which strings are valid, and the first and last day that each can mean."""

from __future__ import annotations

import calendar
import datetime
import re
from dataclasses import dataclass
from functools import lru_cache
from time import struct_time
from typing import Any

_PLAIN = re.compile(r"([0-9]{4})(?:-(0[1-9]|1[0-2])(?:-([0-9]{2}))?)?[~?%]?")
_WINTER = re.compile(r"(-?[0-9]{4})-24")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Bounds:
    """The first and the last day that a date can mean, ``YYYY-MM-DD``.

    Each is ``None`` where the date is open on that side, or lies outside the years 1 to 9999.
    """

    earliest: str | None
    latest: str | None


def is_day(text: str) -> bool:
    """Tell whether a text is a day of the calendar, ``YYYY-MM-DD``.

    >>> is_day("2022-02-28"), is_day("2022-02-30"), is_day("20220228")
    (True, False, False)
    """
    if not _DAY.fullmatch(text):
        return False
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return True


@lru_cache(maxsize=10_000)
def bounds(date: str) -> Bounds:
    """Return the bounds of an EDTF date; "about" and "perhaps" do not widen them.

    Parameters:
        date: EDTF, levels 0 and 1 and what the ``edtf`` package knows of level 2.

    Raises:
        ValueError: when the date is not valid EDTF, names no day of the calendar, or ends before it starts.

    >>> bounds("2021-12~")
    Bounds(earliest='2021-12-01', latest='2021-12-31')
    >>> bounds("2016/..")
    Bounds(earliest='2016-01-01', latest=None)
    """
    first, slash, last = date.partition("/")
    if not slash:
        earliest, latest = _single(date)
        return Bounds(earliest, latest)
    # edtf guesses ten years for an unknown side and accepts intervals that run backwards: each side is read alone.
    if first in ("", "..") and last in ("", ".."):
        raise ValueError(f"{date!r} says nothing")
    earliest = None if first in ("", "..") else _single(first)[0]
    latest = None if last in ("", "..") else _single(last)[1]
    if earliest and latest and earliest > latest:
        raise ValueError(f"{date!r} ends before it starts")
    return Bounds(earliest, latest)


def _single(date: str) -> tuple[str | None, str | None]:
    plain = _PLAIN.fullmatch(date)
    if plain:  # nearly every date; edtf takes 10 ms for one
        year, month, day = (None if part is None else int(part) for part in plain.groups())
        return _plain(year or 0, month, day)
    winter = _WINTER.fullmatch(date)
    if winter:  # edtf ends winter on 31 December
        year = int(winter[1])
        after = f"{year + 1:04d}-02-{28 + calendar.isleap(year + 1)}" if 1 <= year < 9999 else None
        return _day(year, 12, 1), after
    parsed = _parse(date)
    return _bound(parsed.lower_strict()), _bound(parsed.upper_strict())


def _plain(year: int, month: int | None, day: int | None) -> tuple[str | None, str | None]:
    """Return the bounds of a year, a month or a day."""
    first, last = month or 1, month or 12
    if day is not None:
        datetime.date(year or 2000, first, day)  # the year 0 is a leap year, as 2000 is
        return _day(year, first, day), _day(year, first, day)
    return _day(year, first, 1), _day(year, last, calendar.monthrange(year or 2000, last)[1])


def _parse(date: str) -> Any:
    from edtf import EDTFParseException, parse_edtf

    if date != date.strip() or not date.isascii() or "/" in date:  # edtf overlooks spaces around
        raise ValueError(f"{date!r} is not EDTF")
    try:
        return parse_edtf(date)
    except EDTFParseException as error:
        raise ValueError(f"{date!r} is not EDTF") from error


def _bound(moment: struct_time | float) -> str | None:
    if isinstance(moment, float):
        return None
    return _day(moment.tm_year, moment.tm_mon, moment.tm_mday)


def _day(year: int, month: int, day: int) -> str | None:
    """Return a day as text; edtf lets 29 February pass in every year, so the calendar decides."""
    if not 1 <= year <= 9999:
        return None
    return datetime.date(year, month, day).isoformat()
