"""What a reader knows of time while it reads: the day of publication, and the time that the text told last."""

from __future__ import annotations

import re
from datetime import date

_FAR = 400
"""An article that tells days so long before its publication is a history: its days follow one upon another."""

_AHEAD = 60


class Clock:
    """The day that "today" means, and the time told last.

    Parameters:
        published: the day of publication, ``YYYY-MM-DD``, ``None`` where unknown.
    """

    def __init__(self, published: str | None) -> None:
        self.published = date.fromisoformat(published) if published else None
        self.current: date | None = self.published
        self.edtf: str | None = None
        self.year: int | None = self.published.year if self.published else None

    def tell(self, edtf: str, day: date) -> None:
        """Note a time that the text has told; a year alone does not move the day."""
        if re.match(r"\d{4}", edtf):
            self.year = day.year
        if re.match(r"\d{4}-", edtf):
            self.current, self.edtf = day, edtf

    def vague(self) -> str | None:
        """Return the time told last where it is no single day, so that no day can be counted from it."""
        return self.edtf if self.edtf and not re.fullmatch(r"\d{4}-\d\d-\d\d~?", self.edtf) else None

    def year_of(self, month: int, day: int) -> int:
        """Return the year of a day told without one.

        That is the last before publication; in a history, the nearest to the time before; where no day of
        publication is known, the next after the time before.
        """
        if self.published is not None:
            years = (y for year in [self._base().year] for y in (year - 1, year, year + 1))
            valid = [y for y in years if is_day(y, month, day)]
            near = min(valid, key=lambda y: abs((date(y, month, day) - self._base()).days), default=self._base().year)
            late = is_day(near, month, day) and (date(near, month, day) - self.published).days > _AHEAD
            return near - 1 if late else near
        if self.current is None:
            raise ValueError("no year is known")
        same = is_day(self.current.year, month, day) and date(self.current.year, month, day) >= self.current
        return self.current.year if same else self.current.year + 1

    def day_of_month(self, day: int) -> date:
        """Return the day told by its number alone ("the 25th"): of the month told last, and not yet to come."""
        base = self.known(self.current)
        if self.published is not None and base.replace(day=1) == self.published.replace(day=1):
            if day > self.published.day:
                base = date(base.year - (base.month == 1), (base.month - 2) % 12 + 1, 1)
        return date(base.year, base.month, day)

    def relative_year(self, words: str) -> int:
        """Return the year of "the same year", "next year": relative to the time before, or to publication."""
        to_text = re.search(r"same|following|previous|that", words)
        base = self.year if to_text or self.published is None else self.published.year
        if base is None:
            raise ValueError("no year is known")
        if "last" in words or "previous" in words:
            return base - 1
        return base + 1 if re.search(r"next|following", words) else base

    def known(self, day: date | None) -> date:
        """Return a day to count from.

        Raises:
            ValueError: when neither publication nor an earlier time is known.
        """
        if day is None:
            raise ValueError("nothing to be relative to")
        return day

    def _base(self) -> date:
        """Return the day near which a day told without its year lies."""
        published = self.known(self.published)
        far = self.current is not None and (published - self.current).days > _FAR
        return self.current if far and self.current is not None else published


def is_day(year: int, month: int, day: int) -> bool:
    """Tell whether the calendar has such a day."""
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
