"""What the tests of the reading wing share: sentences parsed, texts read."""

from __future__ import annotations

from kg.model import Act, Actor, Article, Attestation, Reading, Span
from kg.reading.learnt import RULES
from kg.reading.parse import Sentence, Token, parse
from kg.reading.reader import read
from kg.reading.repair import repaired
from kg.reading.resolve import Resolver
from kg.reference import load
from kg.text import segment

PUBLISHED = "2022-02-17"


def sentences(text: str) -> tuple[Sentence, ...]:
    return tuple(repaired(s) for s in parse(text, segment.sentences(text, segment.paragraphs(text))))


def sentence(text: str) -> Sentence:
    """Return the only sentence of a text."""
    (found,) = sentences(text)
    return found


def word(of: Sentence, text: str) -> Token:
    """Return the first word written so."""
    return next(t for t in of.tokens if t.text == text)


def reading(
    text: str, *, published: str | None = PUBLISHED, publisher: str | None = None, title: str | None = None
) -> Reading:
    """Return what the rules read: the weights are learnt anew with every corpus, and have tests of their own."""
    return read(Article("invented.txt", text, title, published, publisher), load(), learnt=RULES)


def told(text: str, kind: str, **options: str | None) -> tuple[Act, Attestation]:
    """Return the only act of a type that a text tells."""
    ((act, attestation),) = [pair for pair in reading(text, **options).told if pair[0].type == kind]
    return act, attestation


def types(text: str) -> list[str]:
    return [act.type for act in reading(text).acts]


def labels(actors: tuple[Actor, ...]) -> list[str]:
    return [actor.label for actor in actors]


def resolved(text: str, at: str, *, published: str | None = PUBLISHED) -> list[Actor]:
    """Return whom the last word written ``at`` stands for, the sentences before it read."""
    parsed = sentences(text)
    resolver = Resolver(Article("invented.txt", text, published=published), parsed, load())
    for one in parsed:
        resolver.enter(one)
    place = [(s, t) for s in parsed for t in s.tokens if t.text == at][-1]
    return list(resolver.actors(*place))


def whole(text: str) -> Span:
    return Span(0, len(text))
