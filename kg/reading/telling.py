"""What the reader holds while it reads: cues, sayings, and tellings before they are merged, linked and numbered."""

from __future__ import annotations

from dataclasses import dataclass

from kg.model import Actor, Attribution, Document, Modality, Span
from kg.reading.lexicon import CueEntry
from kg.reading.parse import Token

_DISTANCES = ((0, "same"), (1, "next"), (2, "second"), (4, "near"))


def distance(sentences: int) -> str:
    """Return in a word how many sentences lie between what is told here and there.

    >>> distance(0), distance(3), distance(7)
    ('same', 'near', 'far')
    """
    return next((name for most, name in _DISTANCES if sentences <= most), "far")


@dataclass(frozen=True, slots=True)
class Cue:
    """A word that makes an act, with the places of its parts.

    Parameters:
        token: the cue word.
        entry: its row in the lexicon.
        type: the act type; the entry's, or its negated one.
        anchor: the verb that governs the clause (the light verb, for "gave an answer").
        performer: the word that stands for who acts, ``None`` where the sentence does not say.
        lent: how a light verb lends its subject, if it does.
        negation_told: the negation is in the type ("did not answer" is a NonResponse that happened).
    """

    token: Token
    entry: CueEntry
    type: str
    anchor: Token
    performer: Token | None
    lent: str | None = None
    negation_told: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """Actors that may have done an act together; no actors stand for nobody.

    Parameters:
        features: what speaks for or against them.
        words: places of the words of the cue's sentence that stand for them.
    """

    actors: tuple[Actor, ...]
    features: frozenset[str]
    words: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Telling:
    """One place that tells an act.

    Parameters:
        sentence: index of the sentence.
        place: offset of the cue, which orders the tellings.
        answered: lemmas of what a response answers ("proposal", "letter", "them").
        noun: told by a noun alone, so that it may refer to an act told elsewhere.
        headline: told in the headline.
        contained: told as what a document says ("a letter which included a request").
        responds_to: places, in the list of tellings, of what it answers.
        traits: what speaks for or against there being such an act, as features.
        weighed: the candidates for its performers.
    """

    sentence: int
    place: int
    type: str
    performers: tuple[Actor, ...]
    addressees: tuple[Actor, ...]
    date: str | None
    documents: tuple[Document, ...]
    content: Span | None
    modality: Modality
    attribution: tuple[Attribution, ...]
    evidence: tuple[Span, ...]
    cue: Span
    confidence: float
    answered: frozenset[str] = frozenset()
    noun: bool = False
    headline: bool = False
    contained: bool = False
    responds_to: tuple[int, ...] = ()
    traits: frozenset[str] = frozenset()
    weighed: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """A saying: who says what stretch of the text, and through whom it comes.

    Parameters:
        place: offset of the verb or phrase that reports.
        region: what is told on the speakers' word.
        words: the reporting words, the evidence of the attribution.
    """

    place: int
    speakers: tuple[Actor, ...]
    media: tuple[Actor, ...]
    region: Span
    words: Span
