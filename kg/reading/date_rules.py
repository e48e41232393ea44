"""The rules that read what a pattern of ``times.tsv`` found: from its named parts to EDTF (ISO 8601-2)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from kg.reading import lexicon
from kg.reading.clock import Clock

Parts = dict[str, str]
Value = tuple[str, date]

_OF_A_DAY = frozenset({"morning", "evening", "afternoon", "night", "hour", "minute"})
_TO_TEXT = frozenset({"following", "same", "previous", "that", "next"})


def _month_number(name: str) -> int:
    return lexicon.time_words("month")[name.lower()[:3]]


def _exact(day: date) -> Value:
    return day.isoformat(), day


def _day(clock: Clock, parts: Parts) -> Value:
    month = _month_number(parts["month"])
    day = lexicon.numbers("ordinal")[parts["word"].lower()] if "word" in parts else int(parts["day"])
    return _exact(date(_told_year(clock, parts, month, day), month, day))


def _told_year(clock: Clock, parts: Parts, month: int, day: int = 1) -> int:
    """Return the year that is told, outright or as "the same year", or else that of the day by the clock."""
    if "year" in parts:
        return int(parts["year"])
    if "whichyear" in parts:
        return clock.relative_year(parts["whichyear"])
    return clock.year_of(month, day)


def _month(clock: Clock, parts: Parts) -> Value:
    month = _month_number(parts["month"])
    year = _told_year(clock, parts, month)
    bare = "year" not in parts and "whichyear" not in parts
    if bare and parts.get("last") and clock.published and date(year, month, 1) >= clock.published.replace(day=1):
        year -= 1
    return f"{year:04}-{month:02}", date(year, month, 1)


def _part_of_year(clock: Clock, parts: Parts) -> Value:
    year = int(parts["year"]) if "year" in parts else clock.relative_year(parts["whichyear"])
    part = " ".join(parts["part"].lower().split())
    month = lexicon.time_words("part")[part]
    mark = "" if part == "end" or " " in part else "~"
    return f"{year:04}-{month:02}{mark}", date(year, month, 1)


def _season(clock: Clock, parts: Parts) -> Value:
    code = lexicon.time_words("season")[parts["season"].lower()]
    month = (code - 20) * 3
    year = _told_year(clock, parts, month)
    return f"{year:04}-{code}", date(year, month, 1)


def _year(clock: Clock, parts: Parts) -> Value:
    year = int(parts["year"])
    return f"{year:04}", date(year, 1, 1)


def _years(clock: Clock, parts: Parts) -> Value:
    first, last = int(parts["year"]), parts["last"]
    end = int(last) if len(last) == 4 else first - first % 100 + int(last)
    if end < first:
        raise ValueError("the range ends before it starts")
    return f"{first:04}/{end:04}", date(first, 1, 1)


def _weekday(clock: Clock, parts: Parts) -> Value:
    base = clock.known(clock.published or clock.current)
    wanted = lexicon.time_words("weekday")[parts["weekday"].lower()]
    which = parts.get("which", "").strip().lower()
    if clock.opens_far and clock.current and not clock.vague():
        return _exact(clock.current + timedelta(days=(wanted - clock.current.weekday()) % 7))
    if which == "next":
        return _exact(base + timedelta(days=(wanted - base.weekday() - 1) % 7 + 1))
    back = (base.weekday() - wanted) % 7
    return _exact(base - timedelta(days=back or (7 if which == "last" else 0)))


def _today(clock: Clock, parts: Parts) -> Value:
    base = clock.known(clock.published or clock.current)
    word = parts["word"].lower()
    if "before yesterday" in word:
        return _exact(base - timedelta(days=2))
    if word in {"yesterday", "last night"} or word.startswith("yesterday"):
        return _exact(base - timedelta(days=1))
    return _exact(base + timedelta(days=1 if word.startswith("tomorrow") else 0))


def _ago(clock: Clock, parts: Parts) -> Value:
    count = parts.get("count", "one").lower().removeprefix("a ")
    number = int(count) if count.isdigit() else lexicon.numbers("time")[count]
    unit, way = parts["unit"].lower(), parts["way"].lower()
    if way == "ago" or way.startswith("from"):
        base = clock.known(clock.published or clock.current)
    else:
        base = clock.known(clock.current)
        vague = clock.vague()
        if vague and unit in _OF_A_DAY | {"day"}:
            return vague, base
    sign = 1 if way in {"later", "after", "from now", "afterward", "afterwards", "thereafter", "on"} else -1
    return _moved(base, sign * number, unit, exact=count not in {"several", "few"})


def _moved(base: date, number: int, unit: str, *, exact: bool = True) -> Value:
    if unit in _OF_A_DAY:
        return _exact(base)
    if unit in {"day", "week", "fortnight"}:
        day = base + timedelta(days=number * {"day": 1, "week": 7, "fortnight": 14}[unit])
        return (day.isoformat() + ("" if exact else "~"), day)
    if unit == "month":
        months = base.year * 12 + base.month - 1 + number
        return f"{months // 12:04}-{months % 12 + 1:02}", date(months // 12, months % 12 + 1, 1)
    year = base.year + number * (10 if unit == "decade" else 1)
    return f"{year:04}", date(year, 1, 1)


def _step(clock: Clock, parts: Parts) -> Value:
    """Resolve "the following day", "the same month", "last week": relative to the time before, or to publication."""
    which, unit = parts["which"].lower(), parts["unit"].lower()
    to_text = which in {"same", "that"} or (which in _TO_TEXT and "the" in parts)
    base = clock.known((clock.current if to_text else clock.published) or clock.current)
    number = {"following": 1, "next": 1, "previous": -1, "last": -1, "past": -1}.get(which, 0)
    unit = "day" if unit in _OF_A_DAY else unit
    vague = clock.vague() if to_text else None
    if vague and unit == "day":
        return vague, base
    if unit == "week":
        monday = base - timedelta(days=base.weekday()) + timedelta(days=7 * number)
        return f"{monday.isoformat()}/{(monday + timedelta(days=6)).isoformat()}", monday
    if unit == "year" and to_text and clock.year is not None:
        return f"{clock.year + number:04}", date(clock.year + number, 1, 1)
    return _moved(base, number, unit)


def _of_month(clock: Clock, parts: Parts) -> Value:
    """Resolve "the 25th", "the fifth": a day of the month told last."""
    day = lexicon.numbers("ordinal")[parts["word"].lower()] if "word" in parts else int(parts["day"])
    return _exact(clock.day_of_month(day))


def _weekend(clock: Clock, parts: Parts) -> Value:
    """Resolve "over the weekend": the last one to begin before publication."""
    base = clock.known(clock.published or clock.current)
    saturday = base - timedelta(days=(base.weekday() - 5) % 7)
    return f"{saturday.isoformat()}/{(saturday + timedelta(days=1)).isoformat()}", saturday


RULES: dict[str, Callable[[Clock, Parts], Value]] = {
    "day": _day,
    "month": _month,
    "part_of_year": _part_of_year,
    "season": _season,
    "weekday": _weekday,
    "weekend": _weekend,
    "today": _today,
    "ago": _ago,
    "step": _step,
    "of_month": _of_month,
    "years": _years,
    "year": _year,
}
"""By name in ``times.tsv``, what reads the parts of a match."""
