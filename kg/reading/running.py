"""When an act is told without a time: the story's running date, the day of publication, or none at all.

Each act has a few candidate dates, each with the reasons that speak for it. The reasons have weights, learned
from annotated articles (``weights/running.tsv``); the candidate whose weights add up to most is the act's date.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kg.model import Article, Span
from kg.reading import lexicon
from kg.reading.dates import When
from kg.reading.parse import Sentence, Token
from kg.reading.telling import Telling, distance
from kg.reading.timing import Timing, governor
from kg.reading.weighing import heaviest, weights

Candidates = dict[str | None, set[str]]
"""By date, the reasons that speak for or against it."""

_LEAD = 2
"""The headline and the first two sentences tell one piece of news, whose day any of them may tell."""

_MEMORY = 60
"""Beyond so many sentences without a time, nobody knows when the story is."""

_FARTHEST = 9
"""An act told so many sentences before lends its time no more."""


@dataclass(frozen=True, slots=True)
class Running:
    """Dates the tellings of one article, in text order."""

    article: Article
    sentences: Sequence[Sentence]
    timing: Timing
    quoted: Sequence[Span]

    def dated(self, tellings: Sequence[Telling]) -> list[Telling]:
        """Return the tellings with the date that the most speaks for."""
        found: list[Telling] = []
        for telling in tellings:
            found.append(replace(telling, date=heaviest(self.candidates(telling, found), weights("running"))))
        return found

    def candidates(self, telling: Telling, before: Sequence[Telling]) -> Candidates:
        """Return the dates that an act can have, each with what speaks for it.

        Parameters:
            before: the acts told before it, dated.
        """
        found: Candidates = {}
        context = self._context(telling)
        for day, source, reasons in self._sources(telling, before):
            own = {source, *(f"{source}:{r}" for r in reasons), *(f"{source}&{c}" for c in context)}
            found.setdefault(day, set()).update(own)
        return found

    def _sources(self, telling: Telling, before: Sequence[Telling]) -> Iterator[tuple[str | None, str, list[str]]]:
        yield None, "none", []
        if telling.date:
            yield telling.date, "own", [_precision(telling.date), self._own_preposition(telling)]
        yield from self._here(telling)
        yield from self._earlier(telling, before)
        told = self.timing.story.get(telling.sentence)
        if told:
            yield told[0], "told", [distance(telling.sentence - told[1]), _precision(told[0])]
        yield from self._lately(telling)
        if telling.sentence <= _LEAD:
            ahead = (w for n in range(telling.sentence + 1, _LEAD + 2) for w in self.timing.found.get(n, []))
            first = next((w for w in ahead if _precision(w.edtf) == "day"), None)
            if first:
                yield first.edtf, "lead", []
        today = self.timing.days.get(telling.sentence)
        if today:
            yield today.isoformat(), "today", []

    def _lately(self, telling: Telling) -> Iterator[tuple[str | None, str, list[str]]]:
        """Yield the last time of the two sentences before, be it an aside."""
        for gap in (1, 2):
            whens = self.timing.found.get(telling.sentence - gap, [])
            if whens:
                yield whens[-1].edtf, "lately", [distance(gap), _precision(whens[-1].edtf)]
                break

    def _here(self, telling: Telling) -> Iterator[tuple[str | None, str, list[str]]]:
        """Yield the times of the act's own sentence that were not told with it."""
        sentence = self.sentences[telling.sentence]
        token = sentence.at(telling.place) or sentence.root
        whens = self.timing.found.get(telling.sentence, [])
        for when in whens:
            if when.edtf == telling.date:
                continue
            side = "before" if when.span.end <= telling.place else "after"
            opens = "opening" if when.span.start - sentence.span.start < 4 else side
            ends = sorted((when.span.end, telling.place, when.span.start))
            between = self.article.text[ends[0] : ends[-1]]
            parted = "parted" if any(mark in between for mark in ",;:—–") else "joined"
            over = governor(sentence, when)
            above = {t.i for t in sentence.ancestors(token)}
            below = {t.i for t in sentence.subtree(token)}
            place = "mine" if over == token.i else "above" if over in above else "below" if over in below else "aside"
            yield (
                when.edtf,
                "here",
                [
                    _precision(when.edtf),
                    opens,
                    f"{place}-{parted}",
                    "alone" if len(whens) == 1 else "one-of-some",
                    self._preposition(when),
                    _far(len(between.split())),
                ],
            )

    def _earlier(self, telling: Telling, before: Sequence[Telling]) -> Iterator[tuple[str | None, str, list[str]]]:
        """Yield the dates of the act told just before, and of the last one with a date."""
        last = next((t for t in reversed(before)), None)
        dated = self._dated_before(telling, before)
        for source, other in (("last", last), ("before", dated)):
            if other is None or other.headline or telling.sentence - other.sentence > _FARTHEST:
                continue
            gap = telling.sentence - other.sentence
            reasons = [distance(gap), self._paragraphs(other.place, telling.place, gap)]
            mine, theirs = {a.label for a in telling.performers}, {a.label for a in other.performers}
            if mine & theirs:
                reasons.append("same-performer")
            elif mine & {a.label for a in other.addressees}:
                reasons.append("answers")
            reasons.append(_precision(other.date) if other.date else "undated")
            yield other.date, source, reasons

    def _dated_before(self, telling: Telling, before: Sequence[Telling]) -> Telling | None:
        for other in reversed(before):
            if telling.sentence - other.sentence > _FARTHEST:
                return None
            if other.date:
                return other
        return None

    def _paragraphs(self, start: int, end: int, gap: int) -> str:
        between = "\n" in self.article.text[start:end]
        return ("new-paragraph-" if between else "paragraph-") + ("near" if gap < 3 else "far")

    def _preposition(self, when: When) -> str:
        """Return the preposition before a time: "for Monday" is when something else is to happen."""
        words = re.findall(r"\w+", self.article.text[max(0, when.span.start - 12) : when.span.end].lower())
        opening = re.findall(r"\w+", when.span.of(self.article.text).lower())
        before = words[: len(words) - len(opening)]
        word = next((w for w in (opening[0], *before[-1:]) if w in lexicon.among("time_preposition")), "")
        return word or "bare"

    def _own_preposition(self, telling: Telling) -> str:
        found = self.timing.found.get(telling.sentence, [])
        return next((self._preposition(w) for w in found if w.edtf == telling.date), "elsewhere")

    def _context(self, telling: Telling) -> list[str]:
        sentence = self.sentences[telling.sentence]
        token = sentence.at(telling.place) or sentence.root
        found = [_tense(sentence, token), telling.modality, "noun" if telling.noun else "verb"]
        quoted = any(q.start <= telling.place < q.end for q in self.quoted)
        subject = self._subject(sentence, token)
        own = subject is not None and subject.lower in lexicon.among("speaking")
        voice = "told-by-another" if telling.attribution else "told-by-itself"
        found += [f"{'quoted' if quoted else 'unquoted'}-{'first' if own else 'third'}", voice]
        found.append("statement" if telling.type == "Statement" else "act")
        if any(a.dep == "acl:relcl" for a in (token, *sentence.ancestors(token))):
            found.append("relative")
        if any(k.lower in lexicon.among("thereupon") for k in sentence.tokens[: token.i + 3]):
            found.append("thereupon")
        if subject is not None and subject.pos == "PRON" and subject.lower not in lexicon.among("speaking"):
            found.append("pronoun")
        if token.i == sentence.root.i:
            found.append("root")
        if telling.headline:
            found.append("headline")
        if any(w.edtf != telling.date for w in self.timing.found.get(telling.sentence, [])):
            found.append("other-time")
        found.append(self._genre(telling))
        return found

    def _genre(self, telling: Telling) -> str:
        """Return whether the acts around are told as of these days or of long ago."""
        today = self.timing.days.get(telling.sentence)
        last = next(
            (
                w.day
                for n in range(telling.sentence, max(-1, telling.sentence - _MEMORY), -1)
                for w in self.timing.found.get(n, [])
                if len(w.edtf) > 4
            ),
            None,
        )
        return "undated" if not today or not last else "history" if (today - last).days > 400 else "news"

    def _subject(self, sentence: Sentence, token: Token) -> Token | None:
        """Return the subject of a verb, or of the nearest verb above that has one."""
        for verb in [token, *sentence.ancestors(token)][:4]:
            found = sentence.child(verb, "nsubj", "nsubj:pass")
            if found is not None:
                return found
        return None


def _precision(edtf: str) -> str:
    if "/" in edtf:
        return "range"
    return {4: "year", 7: "month"}.get(len(edtf.rstrip("~")), "day")


def _far(words: int) -> str:
    return "close" if words <= 6 else "middling" if words <= 14 else "distant"


def _tense(sentence: Sentence, token: Token) -> str:
    """Return the tense of a verb, or of the verb above a noun."""
    verb = token if token.is_verb else next((a for a in sentence.ancestors(token) if a.is_verb), None)
    if verb is None:
        return "no-verb"
    auxiliaries = {k.lower for k in sentence.children(verb, "aux", "aux:pass")}
    if "had" in auxiliaries:
        return "pluperfect"
    if auxiliaries & {"have", "has", "'ve", "’ve"}:
        return "perfect"
    if auxiliaries & {"will", "shall", "would"}:
        return "future"
    if auxiliaries & {"was", "were", "did"}:
        return "past"
    return {"VBD": "past", "VBZ": "present", "VBP": "present", "VBN": "participle", "VBG": "gerund"}.get(
        verb.tag, "infinitive"
    )
