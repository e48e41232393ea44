"""Who is spoken of where: the mentions of each sentence with the word that carries them, for later judgement."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from kg.model import Actor, MentionKind, Span
from kg.reading.context import Actors
from kg.reading.parse import SUBJECTS, Sentence, Token
from kg.reading.resolve import Resolver

Carried = MentionKind | Literal["adjective", "joint"]

_LOWEST_RANK = 4


@dataclass(frozen=True, slots=True)
class Presence:
    """Actors at one place of a sentence.

    Parameters:
        actors: one, or those that the words join.
        token: the word that carries them.
        kind: how they are told; ``joint`` for several joined by "and".
    """

    actors: Actors
    token: Token
    kind: Carried

    @property
    def is_subject(self) -> bool:
        """Whether the word is the subject of its clause."""
        return self.token.dep in SUBJECTS


@dataclass(frozen=True)
class Stage:
    """All who are spoken of in an article, by sentence, and how often each is.

    Parameters:
        bodies: those for whom somebody acts, by label.
    """

    sentences: Sequence[Sentence]
    present: Mapping[int, Sequence[Presence]]
    counts: Counter[str]
    bodies: Mapping[str, Actor]

    @cached_property
    def main(self) -> tuple[Actor, ...]:
        """Whom the article names most, four at most."""
        first: dict[str, Actor] = {}
        for present in self.present.values():
            for actor in (a for p in present for a in p.actors):
                first.setdefault(actor.label, actor)
        return tuple(first[label] for label, _ in self.counts.most_common(4))

    def rank(self, actor: Actor) -> int:
        """Return 0 for whom the article names most, 1 for the next; never more than 4."""
        return self._ranks.get(actor.label, _LOWEST_RANK)

    @cached_property
    def _ranks(self) -> dict[str, int]:
        most = sorted(self.counts.values(), reverse=True)
        return {label: min(_LOWEST_RANK, most.index(n)) for label, n in self.counts.items()}


def stage(sentences: Sequence[Sentence], resolver: Resolver) -> Stage:
    """Return who is spoken of in each sentence, once all have been read."""
    present: dict[int, list[Presence]] = {}
    counts: Counter[str] = Counter()
    places = iter(resolver.places())
    held = next(places, None)
    for sentence in sentences:
        found: list[Presence] = []
        while held is not None and held[0].start < sentence.span.end:
            span, actors, kind = held
            token = _head(sentence, span) if span.start >= sentence.span.start else None
            if token is not None:
                found.append(Presence(actors, token, kind))
            held = next(places, None)
        for named in resolver.names(sentence):
            token = _head(sentence, named.span) if named.role == "adjective" else None
            if token is not None:
                found.append(Presence((named.actor,), token, "adjective"))
        counts.update(a.label for p in found for a in p.actors)
        present[sentence.index] = [*found, *_joint(sentence, found)]
    served = {a.on_behalf_of for ps in present.values() for p in ps for a in p.actors if a.on_behalf_of}
    bodies = {label: body for label in sorted(served) for body in [resolver.called(label)] if body}
    return Stage(sentences, present, counts, bodies)


def _joint(sentence: Sentence, found: Sequence[Presence]) -> list[Presence]:
    """Return as one those whom "and" joins."""
    by_token = {p.token.i: p for p in found if p.kind != "adjective"}
    joint = []
    for presence in by_token.values():
        others = [by_token[k.i] for k in sentence.children(presence.token, "conj") if k.i in by_token]
        if others:
            actors = tuple(dict.fromkeys(a for p in (presence, *others) for a in p.actors))
            joint.append(Presence(actors, presence.token, "joint"))
    return joint


def _head(sentence: Sentence, span: Span) -> Token | None:
    """Return the word of a stretch on which its others depend."""
    inside = [t for t in sentence.tokens if span.start <= t.start < span.end]
    return next(
        (t for t in inside if t.head == t.i or not span.start <= sentence.tokens[t.head].start < span.end),
        inside[-1] if inside else None,
    )
