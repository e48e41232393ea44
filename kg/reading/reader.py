"""The embedded reader: an article in, a reading out, by the rules of the reading wing over a dependency parse.

The road: segment, parse, read sentence by sentence, merge the tellings of one act, link responses, number.
"""

from __future__ import annotations

from collections.abc import Sequence

from kg.model import Act, Article, Attestation, Reading, Refusal, Span
from kg.reading import addressing, answering, cues, exchange
from kg.reading.acts import Acts
from kg.reading.attribution import Attributor
from kg.reading.instruments import Instruments
from kg.reading.parse import Sentence, parse
from kg.reading.presence import Stage, stage
from kg.reading.quotations import quotes
from kg.reading.resolve import Resolver
from kg.reading.sayings import Sayings, turns
from kg.reading.telling import Cue, Telling
from kg.reading.timing import Timing
from kg.reference import Reference
from kg.text import segment
from kg.vocabulary import FAMILY

VERSION = "1"


def read(article: Article, reference: Reference, pipeline: str = "embedded") -> Reading:
    """Read an article: who does what towards whom, when, by which document, on whose word.

    Parameters:
        article: the text and what is told about it.
        reference: names, offices and terms of office.
        pipeline: ``embedded``, or an installed spaCy pipeline that yields Universal Dependencies.

    Returns:
        A reading without QIDs: :mod:`kg.linking` decides on those.

    Raises:
        UsageError: when no such pipeline is installed.
    """
    reader, tellings = understand(article, reference, pipeline)
    linked = addressing.addressed(answering.linked(tellings, article.text), reader.stage())
    told = exchange.performed(linked)
    return Reading(
        article=article,
        reader=pipeline,
        version=VERSION,
        acts=_acts(told, article.text),
        attestations=_attestations(told),
        mentions=reader.resolver.mentions,
        refusals=tuple(sorted([*reader.refusals, *_without_performer(linked)], key=lambda r: (r.span, r.type))),
    )


def understand(article: Article, reference: Reference, pipeline: str = "embedded") -> tuple[Reader, list[Telling]]:
    """Return the reader of an article when it has read every sentence, and the acts told, merged but not yet linked."""
    paragraphs = segment.paragraphs(article.text, article.furniture)
    spans, datelines = _without_datelines(article.text, segment.sentences(article.text, paragraphs))
    sentences = parse(article.text, spans, pipeline)
    reader = Reader(article, reference, sentences, quotes(article.text, paragraphs), datelines)
    tellings = reader.sayings.told_in_turns()
    for sentence in sentences:
        tellings += reader.sentence(sentence)
    return reader, exchange.merge(tellings)


def _without_datelines(text: str, spans: Sequence[Span]) -> tuple[list[Span], list[Span]]:
    """Return the sentences without the datelines that open them, and the datelines."""
    kept, datelines = [], []
    for span in spans:
        line = segment.dateline(text, span)
        kept.append(Span(line.end, span.end) if line else span)
        if line:
            datelines.append(line)
    return kept, datelines


class Reader:
    """Reads the sentences of one article in text order; each is understood by those before it."""

    def __init__(
        self,
        article: Article,
        reference: Reference,
        sentences: tuple[Sentence, ...],
        quoted: Sequence[Span],
        datelines: Sequence[Span],
    ) -> None:
        self.resolver = Resolver(article, sentences, reference)
        spoken = turns(sentences, self.resolver)
        self._text = article.text
        self._sentences = sentences
        self._quoted = quoted
        self._timing = Timing(article, datelines)
        self._attributor = Attributor(self.resolver, quoted, [turn.report for turn in spoken])
        self.acts = Acts(article, self.resolver, Instruments(self.resolver), self._attributor)
        self.sayings = Sayings(article, sentences, spoken, self.acts)
        self.refusals: list[Refusal] = []

    def sentence(self, sentence: Sentence) -> list[Telling]:
        """Return the acts and statements that a sentence tells, in text order."""
        self.resolver.enter(sentence)
        found = self.cues_of(sentence)
        whens = self._timing.find(sentence)
        reports = self._attributor.read(sentence, found)
        told = [self.acts.telling(sentence, c, whens) for c in found if c.entry.type != "Statement"]
        said = self.sayings.told_in(sentence, reports, found, whens, told)
        return sorted([*told, *said], key=lambda t: t.place)

    def stage(self) -> Stage:
        """Return who is spoken of in each sentence; call once all have been read."""
        return stage(self._sentences, self.resolver)

    def cues_of(self, sentence: Sentence) -> list[Cue]:
        """Return the cues of a sentence; what somebody asks for or refuses is content and no act, and is listed."""
        found = cues.find(sentence, self._quoted, self._text)
        kept: list[Cue] = []
        for cue in found:
            above = cues.told_under(sentence, cue, found)
            if above is not None and (FAMILY[above.type] == "Directive" or above.type == "Rejection"):
                span = Span(cue.token.start, cue.token.end)
                self.refusals.append(Refusal(span, cue.type, f"it is content of the {above.type}"))
            else:
                kept.append(cue)
        return kept


def _without_performer(tellings: Sequence[Telling]) -> list[Refusal]:
    return [Refusal(t.cue, t.type, "nobody is told who does it") for t in tellings if not t.performers]


def _id(number: int) -> str:
    return f"a{number + 1}"


def _acts(tellings: Sequence[Telling], text: str) -> tuple[Act, ...]:
    return tuple(
        Act(
            id=_id(number),
            type=t.type,
            performers=t.performers,
            addressees=t.addressees,
            date=t.date,
            documents=t.documents,
            responds_to=tuple(_id(answered) for answered in t.responds_to),
            content=" ".join(t.content.of(text).split()) if t.content else None,
        )
        for number, t in enumerate(tellings)
    )


def _attestations(tellings: Sequence[Telling]) -> tuple[Attestation, ...]:
    return tuple(
        Attestation(
            act=_id(number),
            evidence=t.evidence,
            modality=t.modality,
            attribution=t.attribution,
            confidence=t.confidence,
            cue=t.cue,
        )
        for number, t in enumerate(tellings)
    )
