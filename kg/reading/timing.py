"""The times of an article: those its sentences tell, and which of them is told with which act."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from kg.model import Article, Span
from kg.reading.dates import Calendar, When
from kg.reading.parse import Sentence, Token

_PASSED_ON = frozenset({"xcomp", "conj", "advcl", "obj", "nmod", "obl", "nsubj"})
_STEPS_UP = 3
_HEADING_LINES = 5
_LONGEST_DATE_LINE = 6
_LATE = 10
"""A dateline stands at most so many days before publication."""


class Timing:
    """The times of one article, found in text order.

    Parameters:
        datelines: where places and days open sentences ("OSLO, 4 March. "); "today" below one is its day.

    By index of a sentence, ``found`` holds the times it tells, ``days`` what "today" means in it, and ``story`` the
    time that the story had reached before it, with the sentence that told it.
    """

    def __init__(self, article: Article, datelines: Sequence[Span] = ()) -> None:
        self._text = article.text
        self._calendar = Calendar(article.published or _published(article.text, datelines))
        self._datelines = list(datelines)
        self._told: int | None = None
        self.found: dict[int, list[When]] = {}
        self.days: dict[int, date | None] = {}
        self.story: dict[int, tuple[str, int]] = {}

    def find(self, sentence: Sentence) -> list[When]:
        """Return the times told in a sentence, and keep them and the day on which it is told."""
        self._pass_datelines(sentence.span.start)
        clock = self._calendar.clock
        if self._told is not None and clock.edtf:
            self.story[sentence.index] = clock.edtf, self._told
        before = clock.state
        whens = self._calendar.find(self._text, sentence.span)
        clock.state = before
        for when in whens:
            words = when.span.of(self._text)
            first = clock.edtf is None and re.search(r"\d{4}", words) is not None
            if (first or not _is_aside(sentence, when)) and clock.moves_to(when.edtf, when.day, words):
                clock.tell(when.edtf, when.day)
                self._told = sentence.index
        self.found[sentence.index] = whens
        self.days[sentence.index] = clock.published
        return whens

    def _pass_datelines(self, place: int) -> None:
        while self._datelines and self._datelines[0].start < place:
            line = self._datelines.pop(0)
            clock = self._calendar.clock
            clock.return_to_news()
            day = next((w.day for w in Calendar(_iso(clock.published)).find(self._text, line) if len(w.edtf) > 7), None)
            if day and clock.published and 0 < (clock.published - day).days <= _LATE:
                clock.published = day


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _is_aside(sentence: Sentence, when: When) -> bool:
    """Tell whether a time is told of something further back or yet to come: it does not move the story on."""
    token = sentence.at(when.span.end - 1) or sentence.at(when.span.start)
    if token is None:
        return False
    for above in (token, *sentence.ancestors(token)):
        inside = when.span.start <= above.start < when.span.end
        if above.dep in {"acl:relcl", "acl"} or (inside and above.dep in {"compound", "nmod:poss"}):
            return True
        if inside and above.dep == "nmod" and sentence.case(above) in {"of", "for", ""}:
            return True
        if above.is_verb:
            words = {k.lower for k in sentence.children(above, "aux")}
            return bool(words & {"had", "will", "would", "must", "may", "might"})
    return False


def _published(text: str, datelines: Sequence[Span]) -> str | None:
    """Return the day that a line of its own or the first dateline tells in full, for an article of unknown date."""
    lines = [*_date_lines(text), *datelines]
    told = (when for line in lines for when in Calendar(None).find(text, line))
    return next((when.edtf for when in told if len(when.edtf) == len("2022-02-17")), None)


def _date_lines(text: str) -> Iterator[Span]:
    """Yield those of the first lines of a text that are so short that they may tell no more than a place and a day."""
    for line in list(re.finditer(r"[^\n]*\S[^\n]*", text))[:_HEADING_LINES]:
        words = line.group().split()
        if len(words) <= _LONGEST_DATE_LINE and not words[-1].endswith(("?", "!")):
            yield Span(line.start(), line.end())


def date_of(sentence: Sentence, anchor: Token, token: Token, whens: Sequence[When]) -> str | None:
    """Return the time told with an act: under its own verb, else at the head of the clause it belongs to.

    Parameters:
        anchor: the verb of the act's clause.
        token: the cue word.
        whens: the times of the sentence.
    """
    near = [w for w in whens if governor(sentence, w) in {anchor.i, token.i}]
    near = near or [w for w in whens if _is_under_object(sentence, anchor, w)]
    above = anchor
    for _ in range(_STEPS_UP):
        head = sentence.head(above)
        if near or head is None or above.dep not in _PASSED_ON:
            break
        near = [w for w in whens if governor(sentence, w) == head.i]
        above = head
    return max(near, key=lambda w: (len(w.edtf), -w.span.start)).edtf if near else None


def _is_under_object(sentence: Sentence, anchor: Token, when: When) -> bool:
    """Tell whether the parser joined a day to the object of its act ("rejected the plan on Monday")."""
    days = [k for noun in sentence.children(anchor, "obj") for k in sentence.children(noun, "nmod", "obl")]
    return any(when.span.start <= k.start < when.span.end and sentence.case(k) == "on" for k in days)


def governor(sentence: Sentence, when: When) -> int | None:
    """Return the index of the verb, or noun that can be a cue, to which a time belongs."""
    token = sentence.at(when.span.end - 1) or sentence.at(when.span.start)
    if token is None:
        return None
    for above in sentence.ancestors(token):
        if when.span.start <= above.start < when.span.end:
            continue
        acts = above.pos == "NOUN" and above.dep in {"nsubj", "obj", "ROOT"}
        if above.is_verb or sentence.child(above, "cop") or acts:
            return above.i
    return sentence.root.i
