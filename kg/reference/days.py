"""EDTF dates as first and last days: strings that compare as the days do."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

FIRST, LAST = "0000-00-00", "9999-99-99"
"""The bounds of an interval that is open."""

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?[~?%]?")


@cache
def bounds(edtf: str) -> tuple[str, str]:
    """Return the first and last day of an EDTF year, month, day or interval, as comparable strings.

    Raises:
        ValueError: for anything else.

    >>> bounds("2022-02"), bounds("1947/..")
    (('2022-02-01', '2022-02-31'), ('1947-01-01', '9999-99-99'))
    """
    start, slash, end = edtf.partition("/")
    if slash:
        return (FIRST if start in {"", ".."} else bounds(start)[0], LAST if end in {"", ".."} else bounds(end)[1])
    match = _DATE.fullmatch(edtf)
    if match is None:
        raise ValueError(f"not an EDTF date: {edtf!r}")
    year, month, day = match.groups()
    if day:
        date.fromisoformat(f"{year}-{month}-{day}")
    elif month and not 1 <= int(month) <= 12:
        raise ValueError(f"not an EDTF date: {edtf!r}")
    return f"{year}-{month or '01'}-{day or '01'}", f"{year}-{month or '12'}-{day or '31'}"


def as_date(text: str) -> date:
    """Return a bound as a date; the 31st of a short month is its last day."""
    year, month, day = (int(part) for part in text.split("-"))
    while True:
        try:
            return date(min(max(year, 1), 9999), min(max(month, 1), 12), min(max(day, 1), 31))
        except ValueError:
            day -= 1
