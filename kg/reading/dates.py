"""Dates as prose tells them, to EDTF (ISO 8601-2), relative to publication and to what the text said before."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from kg.model import Span
from kg.reading import lexicon
from kg.reading.clock import Clock
from kg.reading.date_rules import RULES


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
        self.clock = Clock(published)

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
                if rule != "today" or not self.clock.opens_far:
                    self.clock.tell(when.edtf, when.day)
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
            edtf, day = RULES[rule](self.clock, parts)
        except ValueError:
            return None
        begin = match.start()
        opening = _before("opening").search(text, max(0, begin - 24), begin)
        word = opening.group(1).lower() if opening else ""
        if "/" not in edtf and opening and word in {"since", "until", "till"}:
            edtf = f"{edtf}/.." if word == "since" else f"../{edtf}"
            begin = opening.start(1)
        return When(Span(begin, match.end()), edtf, day)


_CONTEXTS = ("coming", "opening")


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return lexicon.times((*RULES, *_CONTEXTS))


@cache
def _finding() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return the patterns that find a time, those of what stands before one left out."""
    return tuple((name, pattern) for name, pattern in _patterns() if name in RULES)


@cache
def _before(name: str) -> re.Pattern[str]:
    return next(pattern for known, pattern in _patterns() if known == name)
