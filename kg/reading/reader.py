"""The embedded reader: an article in, a reading out, by the rules of the reading wing over a dependency parse.

The road: segment, parse, read sentence by sentence, merge the tellings of one act, link responses, number.
"""

from __future__ import annotations

from collections.abc import Sequence

from kg.model import Act, Article, Attestation, Reading, Refusal, Span
from kg.reading import addressing, answering, cues, digest, exchange
from kg.reading.acts import Acts
from kg.reading.attribution import Attributor
from kg.reading.bearing import Bearing
from kg.reading.candidates import Candidates
from kg.reading.instruments import Instruments
from kg.reading.learnt import Learnt, shipped
from kg.reading.learnt_cues import learnt_cues
from kg.reading.parse import Sentence, parse
from kg.reading.presence import Stage, stage
from kg.reading.quotations import quotes
from kg.reading.repair import repaired
from kg.reading.resolve import Resolver
from kg.reading.running import Running
from kg.reading.sayings import Sayings
from kg.reading.telling import Cue, Telling
from kg.reading.timing import Timing
from kg.reading.turns import turns
from kg.reference import Reference
from kg.text import segment
from kg.vocabulary import FAMILY

VERSION = "1"
_WILLING = frozenset({"Rejection", "Offer", "Acceptance"})
"""Types, beside the directives, whose content is no act: what one refuses, offers or agrees to do."""


def read(article: Article, reference: Reference, pipeline: str = "embedded", learnt: Learnt | None = None) -> Reading:
    """Read an article: who does what towards whom, when, by which document, on whose word.

    Parameters:
        article: the text and what is told about it.
        reference: names, offices and terms of office.
        pipeline: ``embedded``, or an installed spaCy pipeline that yields Universal Dependencies.
        learnt: the weights to decide by; those shipped by default.

    Returns:
        A reading without QIDs: :mod:`kg.linking` decides on those.

    Raises:
        UsageError: when no such pipeline is installed.
    """
    reader, tellings = understand(article, reference, pipeline, learnt)
    linked = reader.bearing.documented(answering.linked(tellings, article.text))
    linked = addressing.addressed(linked, reader.stage())
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


def understand(
    article: Article, reference: Reference, pipeline: str = "embedded", learnt: Learnt | None = None
) -> tuple[Reader, list[Telling]]:
    """Return the reader of an article when it has read every sentence, and the acts told, merged but not yet linked."""
    reader, tellings = tell(article, reference, pipeline, learnt)
    merged = exchange.merge(tellings)
    again = answering.revived(merged, reader.doubted, article.text)
    if again:
        reader.believe(again)
        merged = exchange.merge([*tellings, *again])
    return reader, reader.running.dated(merged)


def tell(
    article: Article, reference: Reference, pipeline: str = "embedded", learnt: Learnt | None = None
) -> tuple[Reader, list[Telling]]:
    """Return the reader of an article, and all that is told, before tellings of one act are merged and linked.

    The parameters and errors are those of :func:`read`; the training scripts learn from what it returns.
    """
    paragraphs = segment.paragraphs(article.text, article.furniture)
    spans, datelines = _without_datelines(article.text, segment.sentences(article.text, paragraphs))
    sentences = tuple(repaired(s) for s in parse(article.text, spans, pipeline))
    quoted = quotes(article.text, paragraphs)
    reader = Reader(article, reference, sentences, quoted, datelines, learnt or shipped())
    tellings = [telling for sentence in sentences for telling in reader.sentence(sentence)]
    return reader, [*reader.sayings.told_in_turns(tellings), *tellings]


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
        learnt: Learnt,
    ) -> None:
        self.resolver = Resolver(article, sentences, reference)
        spoken = turns(sentences, self.resolver)
        if spoken:
            answering = [turn.speaker for turn in spoken if not turn.asks]
            self.resolver.brief(answering, [turn.label.of(article.text) for turn in spoken])
            self.resolver.lead([(turn.region, turn.speaker) for turn in spoken if turn.report is None])
        self._text = article.text
        self._sentences = sentences
        self._quoted = quoted
        self._timing = Timing(article, datelines)
        self.running = Running(article, sentences, self._timing, quoted)
        instruments, candidates = Instruments(self.resolver), Candidates(self.resolver)
        spoken_in_turns = (turn.report for turn in spoken if turn.report)
        reports = [*spoken_in_turns, *digest.items(sentences, self.resolver)]
        self._attributor = Attributor(self.resolver, instruments, quoted, reports)
        self._instruments = instruments
        self.bearing = Bearing(article, sentences, instruments)
        self.acts = Acts(article, self.resolver, instruments, self._attributor, candidates, learnt)
        self.sayings = Sayings(article, sentences, spoken, self.acts)
        self._least, self._sees = learnt.least, learnt.sees
        self.refusals: list[Refusal] = []
        self.doubted: list[Telling] = []

    def sentence(self, sentence: Sentence) -> list[Telling]:
        """Return the acts and statements that a sentence tells, in text order."""
        self.resolver.enter(sentence)
        self._instruments.note(sentence)
        found = self.cues_of(sentence)
        whens = self._timing.find(sentence)
        reports = self._attributor.read(sentence, found)
        told = self._believed([self.acts.telling(sentence, c, whens) for c in found if c.entry.type != "Statement"])
        said = self.sayings.told_in(sentence, reports, found, whens, told)
        return sorted([*told, *said], key=lambda t: t.place)

    def stage(self) -> Stage:
        """Return who is spoken of in each sentence; call once all have been read."""
        return stage(self._sentences, self.resolver)

    def _believed(self, told: Sequence[Telling]) -> list[Telling]:
        """Return the tellings that are likely enough to tell an act, one a word; the others are listed as refused."""
        surest: dict[int, float] = {}
        for telling in told:
            surest[telling.place] = max(telling.confidence, surest.get(telling.place, self._least))
        believed = [t for t in told if t.confidence >= surest[t.place]]
        doubted = [t for t in told if t.confidence < surest[t.place]]
        self.doubted += doubted
        self.refusals += [Refusal(t.cue, t.type, f"told too unsurely ({t.confidence:.2f})") for t in doubted]
        return believed

    def believe(self, tellings: Sequence[Telling]) -> None:
        """Take tellings off the list of those refused: what is answered has been done."""
        places = {(t.cue, t.type) for t in tellings}
        self.refusals = [r for r in self.refusals if (r.span, r.type) not in places]

    def cues_of(self, sentence: Sentence) -> list[Cue]:
        """Return the cues of a sentence; what somebody asks for or refuses is content and no act, and is listed."""
        listed = cues.find(sentence, self._quoted, self._text)
        seen = learnt_cues(sentence, listed) if self._sees else []
        found = sorted([*listed, *seen], key=lambda c: c.token.start)
        kept: list[Cue] = []
        for cue in found:
            above = cues.told_under(sentence, cue, found)
            if above is not None and (FAMILY[above.type] == "Directive" or above.type in _WILLING):
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
