"""Dates as prose tells them, to EDTF (ISO 8601-2), relative to publication and to what the text said before."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from kg.model import Span
from kg.reading import lexicon

Parts = dict[str, str]
Value = tuple[str, date]


@dataclass(frozen=True, slots=True)
class When:
    """A time told in the text.

    Parameters:
        span: the words, with the preposition that opens or closes a range ("since 2016").
        edtf: the value.
        day: the day it stands for when later phrases are relative to it.
    """

    span: Span
    edtf: str
    day: date


class Calendar:
    """Resolves the times of one article in text order, each relative to publication and to the time before it."""

    def __init__(self, published: str | None) -> None:
        self.published = date.fromisoformat(published) if published else None
        self.current: date | None = self.published
        self._told = False

    def find(self, text: str, span: Span) -> list[When]:
        """Return the times told in ``span`` of ``text``, in order, none overlapping."""
        found: list[When] = []
        position = span.start
        while position < span.end:
            met = [
                (m.start(), -m.end(), n)
                for n, (_, p) in enumerate(_finding())
                for m in [p.search(text, position, span.end)]
                if m
            ]
            if not met:
                break
            start, end, number = min(met)
            rule, pattern = _finding()[number]
            match = pattern.match(text, start, span.end)
            when = self._when(text, match, rule, span.start) if match else None
            if when is not None:
                found.append(when)
                if re.match(r"\d{4}-", when.edtf):
                    self.current, self._told = when.day, True
            position = -end if when is not None else start + 1
        return found

    def _when(self, text: str, match: re.Match[str], rule: str, start: int) -> When | None:
        try:
            parts = {k: v for k, v in match.groupdict().items() if v}
            if (
                rule == "weekday"
                and "which" not in parts
                and _before("coming").search(text, max(start, match.start() - 45), match.start())
            ):
                parts["which"] = "next"
            edtf, day = _RULES[rule](self, parts)
        except ValueError:
            return None
        begin = match.start()
        opening = _before("opening").search(text, max(0, begin - 24), begin)
        word = opening.group(1).lower() if opening else ""
        if "/" not in edtf and opening and word in {"since", "until", "till"}:
            edtf = f"{edtf}/.." if word == "since" else f"../{edtf}"
            begin = opening.start(1)
        return When(Span(begin, match.end()), edtf, day)

    def year_of(self, month: int, day: int) -> int:
        """Return the year of a day told without one: the last before publication, or the next after the time before."""
        if self.published is not None:
            base = self.published if not self._told or self.current is None else self.current
            years = [y for y in (base.year - 1, base.year, base.year + 1) if _valid(y, month, day)]
            near = min(years, key=lambda y: abs((date(y, month, day) - base).days), default=base.year)
            late = _valid(near, month, day) and (date(near, month, day) - self.published).days > 60
            return near - 1 if late else near
        if self.current is None:
            raise ValueError("no year is known")
        same = _valid(self.current.year, month, day) and date(self.current.year, month, day) >= self.current
        return self.current.year if same else self.current.year + 1

    def relative_year(self, words: str) -> int:
        """Return the year of "the same year", "next year": relative to the time before, or to publication."""
        base = self.current if re.search(r"same|following|previous|that", words) else self.published or self.current
        if base is None:
            raise ValueError("no year is known")
        if "last" in words or "previous" in words:
            return base.year - 1
        return base.year + 1 if re.search(r"next|following", words) else base.year

    def known(self, day: date | None) -> date:
        """Return a day to count from.

        Raises:
            ValueError: when neither publication nor an earlier time is known.
        """
        if day is None:
            raise ValueError("nothing to be relative to")
        return day


def _valid(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _month_number(name: str) -> int:
    return lexicon.time_words("month")[name.lower()[:3]]


def _exact(day: date) -> Value:
    return day.isoformat(), day


def _day(calendar: Calendar, parts: Parts) -> Value:
    month, day = _month_number(parts["month"]), int(parts["day"])
    if "year" in parts:
        year = int(parts["year"])
    elif "whichyear" in parts:
        year = calendar.relative_year(parts["whichyear"])
    else:
        year = calendar.year_of(month, day)
    return _exact(date(year, month, day))


def _month(calendar: Calendar, parts: Parts) -> Value:
    month = _month_number(parts["month"])
    if "year" in parts:
        year = int(parts["year"])
    elif "whichyear" in parts:
        year = calendar.relative_year(parts["whichyear"])
    else:
        year = calendar.year_of(month, 1)
        if parts.get("last") and calendar.published and date(year, month, 1) >= calendar.published.replace(day=1):
            year -= 1
    return f"{year:04}-{month:02}", date(year, month, 1)


def _part_of_year(calendar: Calendar, parts: Parts) -> Value:
    year = int(parts["year"]) if "year" in parts else calendar.relative_year(parts["whichyear"])
    part = " ".join(parts["part"].lower().split())
    month = lexicon.time_words("part")[part]
    mark = "" if part == "end" or " " in part else "~"
    return f"{year:04}-{month:02}{mark}", date(year, month, 1)


def _season(calendar: Calendar, parts: Parts) -> Value:
    year = int(parts["year"]) if "year" in parts else calendar.relative_year(parts.get("whichyear", "this year"))
    code = lexicon.time_words("season")[parts["season"].lower()]
    return f"{year:04}-{code}", date(year, (code - 20) * 3, 1)


def _year(calendar: Calendar, parts: Parts) -> Value:
    year = int(parts["year"])
    return f"{year:04}", date(year, 1, 1)


def _years(calendar: Calendar, parts: Parts) -> Value:
    first, last = int(parts["year"]), parts["last"]
    end = int(last) if len(last) == 4 else first - first % 100 + int(last)
    if end < first:
        raise ValueError("the range ends before it starts")
    return f"{first:04}/{end:04}", date(first, 1, 1)


def _weekday(calendar: Calendar, parts: Parts) -> Value:
    base = calendar.known(calendar.published or calendar.current)
    wanted = lexicon.time_words("weekday")[parts["weekday"].lower()]
    which = parts.get("which", "").strip().lower()
    if which == "next":
        return _exact(base + timedelta(days=(wanted - base.weekday() - 1) % 7 + 1))
    back = (base.weekday() - wanted) % 7
    return _exact(base - timedelta(days=back or (7 if which == "last" else 0)))


def _today(calendar: Calendar, parts: Parts) -> Value:
    base = calendar.known(calendar.published or calendar.current)
    word = parts["word"].lower()
    if "before yesterday" in word:
        return _exact(base - timedelta(days=2))
    if word in {"yesterday", "last night"} or word.startswith("yesterday"):
        return _exact(base - timedelta(days=1))
    return _exact(base + timedelta(days=1 if word.startswith("tomorrow") else 0))


def _ago(calendar: Calendar, parts: Parts) -> Value:
    count = parts["count"].lower().removeprefix("a ")
    number = int(count) if count.isdigit() else lexicon.numbers("time")[count]
    unit, way = parts["unit"].lower(), parts["way"].lower()
    from_publication = way == "ago" or way.startswith("from")
    base = calendar.known((calendar.published if from_publication else calendar.current) or calendar.current)
    sign = 1 if way in {"later", "after", "from now", "afterwards"} else -1
    return _moved(base, sign * number, unit, exact=count not in {"several", "few"})


def _moved(base: date, number: int, unit: str, *, exact: bool = True) -> Value:
    if unit in {"day", "week"}:
        day = base + timedelta(days=number * (7 if unit == "week" else 1))
        return (day.isoformat() + ("" if exact else "~"), day)
    if unit == "month":
        months = base.year * 12 + base.month - 1 + number
        return f"{months // 12:04}-{months % 12 + 1:02}", date(months // 12, months % 12 + 1, 1)
    year = base.year + number * (10 if unit == "decade" else 1)
    return f"{year:04}", date(year, 1, 1)


def _step(calendar: Calendar, parts: Parts) -> Value:
    """Resolve "the following day", "the same month", "last week": relative to the time before, or to publication."""
    which, unit = parts["which"].lower(), parts["unit"].lower()
    to_text = which in {"following", "same", "previous", "that", "next"} and parts.get("the")
    base = calendar.known((calendar.current if to_text else calendar.published) or calendar.current)
    number = {"following": 1, "next": 1, "previous": -1, "last": -1, "past": -1}.get(which, 0)
    if unit == "week":
        monday = base - timedelta(days=base.weekday()) + timedelta(days=7 * number)
        return f"{monday.isoformat()}/{(monday + timedelta(days=6)).isoformat()}", monday
    if unit in {"morning", "evening", "afternoon", "night"}:
        unit = "day"
    return _moved(base, number, unit)


Rule = Callable[[Calendar, Parts], Value]
_RULES: dict[str, Rule] = {
    "day": _day,
    "month": _month,
    "part_of_year": _part_of_year,
    "season": _season,
    "weekday": _weekday,
    "today": _today,
    "ago": _ago,
    "step": _step,
    "years": _years,
    "year": _year,
}
_CONTEXTS = ("coming", "opening")


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return lexicon.times((*_RULES, *_CONTEXTS))


@cache
def _finding() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return the patterns that find a time, those of what stands before one left out."""
    return tuple((name, pattern) for name, pattern in _patterns() if name in _RULES)


@cache
def _before(name: str) -> re.Pattern[str]:
    return next(pattern for known, pattern in _patterns() if known == name)
