"""What a reader knows of time while it reads: the day of publication, and the time that the text told last."""

from __future__ import annotations

import re
from datetime import date

_FAR = 400
"""An article that tells days so long before its publication is a history: its days follow one upon another."""

_AHEAD = 40
_BACKWARD = 3


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
        self._recent = self.state
        self.opens_far: bool | None = None

    @property
    def state(self) -> tuple[date | None, str | None, int | None]:
        """The time told last: its day, its value, and the year told last."""
        return self.current, self.edtf, self.year

    @state.setter
    def state(self, state: tuple[date | None, str | None, int | None]) -> None:
        self.current, self.edtf, self.year = state

    def tell(self, edtf: str, day: date) -> None:
        """Note a time that the text has told; a year alone does not move the day."""
        if re.match(r"\d{4}", edtf):
            self.year = day.year
        if re.match(r"\d{4}-", edtf):
            self.current, self.edtf = day, edtf
            if self.opens_far is None:
                self.opens_far = self.is_history
        if not self.is_history:
            self._recent = self.state

    def moves_to(self, edtf: str, day: date, words: str) -> bool:
        """Tell whether the story goes on from a time: none yet to come, nor a "today" within a history."""
        if "/" in edtf or (self.published and day > self.published):
            return False
        leaps = bool(self.opens_far) and self.published is not None and (self.published - day).days < _FAR
        return not leaps or re.search(r"\d{4}", words) is not None

    def return_to_news(self) -> None:
        """Take up the news again below a dateline, in an article that is no history."""
        if self.is_history and not self.opens_far:
            self.state = self._recent

    @property
    def is_history(self) -> bool:
        """Whether the story is at a time long before publication."""
        return bool(self.published and self.current and (self.published - self.current).days > _FAR)

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
            near = min(valid, key=lambda y: self._distance(date(y, month, day)), default=self._base().year)
            late = is_day(near, month, day) and (date(near, month, day) - self.published).days > _AHEAD
            return near - 1 if late else near
        if self.current is None:
            raise ValueError("no year is known")
        same = is_day(self.current.year, month, day) and date(self.current.year, month, day) >= self.current
        return self.current.year if same else self.current.year + 1

    def _distance(self, day: date) -> int:
        """Return how far a day is from the story: a history goes forward rather than back."""
        days = (day - self._base()).days
        return abs(days) * (_BACKWARD if days < 0 and self.is_history else 1)

    def day_of_month(self, day: int) -> date:
        """Return the day told by its number alone ("the 25th"): of the month told last, and not yet to come."""
        base = self.known(self.current)
        now = self.published
        if now is not None and (base.year, base.month) == (now.year, now.month) and day > now.day:
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
        return self.known(self.current if self.is_history else self.published)


def is_day(year: int, month: int, day: int) -> bool:
    """Tell whether the calendar has such a day."""
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
