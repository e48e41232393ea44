"""Statements: one a speaker for what a sentence says on somebody's word, and the turns of a transcript."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.model import Actor, Article, Attribution, Span
from kg.reading import lexicon
from kg.reading.acts import Acts, is_headline, modality_of
from kg.reading.dates import When
from kg.reading.parse import Sentence
from kg.reading.resolve import Resolver
from kg.reading.telling import Cue, Report, Telling
from kg.reading.timing import date_of

_LABEL = re.compile(r"(?P<name>(?:[A-Z][\w.’'-]*[ .]*){1,5}(?:\([^)\n]{1,60}\))?) ?: ")
_LONGEST_LABEL = 5
_BELOW = frozenset({"acl:relcl", "acl", "nmod", "nmod:poss", "nsubj", "nsubj:pass", "csubj", "obl", "advcl"})
_LONGEST_COURTESY = 4


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker of a transcript says at one go.

    Parameters:
        speaker: whom the label names.
        label: the words before the colon.
        region: all that is said, up to the next label.
        first: index of the sentence with the label.
        asks: set for those who put questions.
    """

    speaker: Actor
    label: Span
    region: Span
    first: int
    asks: bool

    @property
    def report(self) -> Report:
        """The turn as a saying: all in it is told on the speaker's word."""
        return Report(self.label.start, (self.speaker,), (), self.region, self.label)


def turns(sentences: Sequence[Sentence], resolver: Resolver) -> tuple[Turn, ...]:
    """Return the turns of a transcript ("MR. PRICE: …"), none for a text that is not one."""
    text = resolver.article.text
    opened = [(s, found) for s in sentences for found in [_label(s, text)] if found]
    if len(opened) < 2:
        return ()
    ends = [s.span.start for s, _ in opened[1:]] + [sentences[-1].span.end]
    return tuple(
        Turn(
            speaker=resolver.speaker_called(name),
            label=place,
            region=Span(place.end, max(place.end, end)),
            first=sentence.index,
            asks=name.lower() in lexicon.among("asker"),
        )
        for (sentence, (name, place)), end in zip(opened, ends, strict=True)
    )


def _label(sentence: Sentence, text: str) -> tuple[str, Span] | None:
    """Return the label that opens a turn, its remarks in brackets left out, and where it stands."""
    match = _LABEL.match(text, sentence.span.start, sentence.span.end)
    if match is None:
        return None
    written = match.group("name").strip()
    bare = re.sub(r"\(.*\)", "", written).strip()
    words = bare.lower().split()
    known = bare.isupper() or words[0].rstrip(".") in lexicon.words("titles") or words[-1] in lexicon.among("asker")
    if not known or len(words) > _LONGEST_LABEL:
        return None
    return bare, Span(match.start(), match.start() + len(written))


@dataclass(frozen=True, slots=True)
class Sayings:
    """Makes the statements of one article."""

    article: Article
    sentences: tuple[Sentence, ...]
    turns: tuple[Turn, ...]
    acts: Acts

    def told_in_turns(self) -> list[Telling]:
        """Return a statement a turn of a transcript, or a request to the one who answers; courtesies left out."""
        return [self._turn(number, turn) for number, turn in enumerate(self.turns) if self._says_something(turn)]

    def told_in(
        self,
        sentence: Sentence,
        reports: Sequence[tuple[Report, Cue | None]],
        cues: Sequence[Cue],
        whens: Sequence[When],
        told: Sequence[Telling],
    ) -> list[Telling]:
        """Return one statement a speaker for what a sentence says, but none where the speaker tells only own acts.

        Parameters:
            reports: the sayings of the sentence, each with the cue that makes it.
            cues: all its cues.
            whens: its times.
            told: the acts it tells.
        """
        said: list[Telling] = []
        for report, cue in reports:
            is_other_act = cue is not None and cue.entry.type != "Statement"
            if report.speakers and not (is_other_act or _tells_own_act(sentence, report, told) or self._in_own_turn(report)):
                said.append(self._statement(sentence, report, cue, whens))
        reporting = {c.token.start for _, c in reports if c is not None}
        for cue in cues:
            if cue.entry.type == "Statement" and cue.token.start not in reporting:
                telling = self.acts.telling(sentence, cue, whens)
                if telling.performers and telling.content is not None:
                    said.append(telling)
        return _one_a_speaker(said)

    def _statement(self, sentence: Sentence, report: Report, cue: Cue | None, whens: Sequence[When]) -> Telling:
        token = cue.token if cue else sentence.at(report.place) or sentence.root
        chain = self.acts.attributor.chain(report.place, report.speakers)
        known = {level.source.label for level in chain}
        media = tuple(Attribution(m, report.words) for m in report.media if m.label not in known)
        return Telling(
            sentence=sentence.index,
            place=report.place,
            type="Statement",
            performers=report.speakers,
            addressees=self.acts.addressees(sentence, cue, (), report.speakers) if cue else (),
            date=date_of(sentence, token, token, whens),
            documents=(),
            content=_said(self.article.text, report),
            modality=modality_of(sentence, cue) if cue else "actual",
            attribution=(*chain, *media),
            evidence=self._said_in(sentence, report),
            cue=report.words,
            confidence=0.8 if cue else 0.6,
            headline=is_headline(self.article, sentence),
        )

    def _said_in(self, sentence: Sentence, report: Report) -> tuple[Span, ...]:
        """Return the sentences that a saying fills: its own, and those into which its quotation runs on."""
        following = self.sentences[sentence.index + 1 :]
        return (sentence.span, *(s.span for s in following if s.span.start < report.region.end))

    def _turn(self, number: int, turn: Turn) -> Telling:
        answering = next((t.speaker for t in self.turns[number + 1 :] if not t.asks), None)
        return Telling(
            sentence=turn.first,
            place=turn.label.start,
            type="Request" if turn.asks else "Statement",
            performers=(turn.speaker,),
            addressees=(answering,) if turn.asks and answering else (),
            date=self.article.published,
            documents=(),
            content=self._after_label(turn),
            modality="actual",
            attribution=(),
            evidence=tuple(s.span for s in self.sentences[turn.first :] if s.span.start < turn.region.end),
            cue=turn.label,
            confidence=0.8,
        )

    def _after_label(self, turn: Turn) -> Span:
        words = turn.region.of(self.article.text)
        return Span(turn.region.start + len(words) - len(words.lstrip(" :\n")), turn.region.end)

    def _says_something(self, turn: Turn) -> bool:
        """Tell a turn with something to say from one of thanks and greetings."""
        return len(turn.region.of(self.article.text).split()) > _LONGEST_COURTESY

    def _in_own_turn(self, report: Report) -> bool:
        return any(t.region.start <= report.place < t.region.end and t.speaker in report.speakers for t in self.turns)


def _said(text: str, report: Report) -> Span:
    """Return what is said: the reported stretch without a phrase of source at its edge ("According to X, …")."""
    region, words = report.region, report.words
    if words.start == region.start and words.end < region.end:
        after = text[words.end : region.end]
        return Span(words.end + len(after) - len(after.lstrip(" ,:")), region.end)
    if region.start < words.start and words.end <= region.end and not text[words.end : region.end].strip(" ."):
        return Span(region.start, region.start + len(text[region.start : words.start].rstrip(" ,")))
    return region


def _tells_own_act(sentence: Sentence, report: Report, told: Sequence[Telling]) -> bool:
    """Tell whether what a saying reports is itself an act of its speaker, and not only speaks of one in passing."""
    return any(
        report.region.start <= t.place < report.region.end
        and set(t.performers) & set(report.speakers)
        and t.modality == "actual"
        and not _in_passing(sentence, t.place, report.region)
        for t in told
    )


def _in_passing(sentence: Sentence, place: int, region: Span) -> bool:
    """Tell whether a word stands below the main clauses of a stretch ("the plan he handed over", "his offer is open")."""
    token = sentence.at(place)
    while token is not None:
        head = sentence.head(token)
        if head is None or not region.start <= head.start < region.end:
            return False
        if token.dep in _BELOW:
            return True
        token = head
    return False


def _one_a_speaker(said: Sequence[Telling]) -> list[Telling]:
    """Keep one statement a speaker: that with most evidence, then the surest, then the first."""
    kept: dict[tuple[str, ...], Telling] = {}
    for telling in sorted(said, key=lambda t: (-len(t.evidence), -t.confidence, t.place)):
        kept.setdefault(tuple(a.label for a in telling.performers), telling)
    return list(kept.values())
