"""Who a pronoun, a description or a short form stands for: the actors said so far, and which of them fits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import islice
from typing import Literal

from kg.model import Actor

Gender = Literal["f", "m"]

_FARTHEST = 400
"""So many mentions back at most: time must not grow with the square of an article."""

_STATE_LIKE = frozenset({"State", "Alliance", "InternationalOrganization", "GovernmentBody"})


@dataclass(frozen=True, slots=True)
class Event:
    """One mention of an actor in the flow of the text.

    Parameters:
        actor: whom it stands for.
        sentence: index of the sentence.
        start: character offset of the mention.
        subject: whether it is the subject of its clause, which pronouns prefer.
        joint: whether it is one of several actors that the same words stand for.
    """

    actor: Actor
    sentence: int
    start: int
    subject: bool
    joint: bool = False


@dataclass
class Discourse:
    """The mentions so far, in text order, and what is known of each person."""

    events: list[Event] = field(default_factory=list)
    gender: dict[str, Gender] = field(default_factory=dict)

    def add(self, event: Event) -> None:
        """Record a mention, unless it only says whose a group just told is ("his colleagues in the EU countries")."""
        whose = f" of {event.actor.label}"
        if not any(
            e.joint and e.sentence == event.sentence and e.actor.label.endswith(whose) for e in self.events[-8:]
        ):
            self.events.append(event)

    def latest(
        self,
        fits: Callable[[Actor], bool],
        sentence: int,
        before: int,
        *,
        reach: int = 4,
        prefer_subject: bool = True,
        without: tuple[Actor, ...] = (),
        alone: bool = False,
    ) -> Actor | None:
        """Return the actor that fits best: nearest sentence first, its subject before its other mentions.

        Parameters:
            fits: what the actor must be.
            sentence, before: where the anaphor stands (sentence index, character offset).
            reach: how many sentences back to look.
            without: actors that are ruled out (a clause's subject is not its own object).
            alone: leave out those told as one of a group.
        """
        best: tuple[tuple[int, int, int], Actor] | None = None
        for event in reversed(self.events):
            if sentence - event.sentence > reach or (best and event.sentence < best[0][0]):
                break
            if event.start >= before or event.sentence > sentence:
                continue
            if event.actor in without or (alone and event.joint) or not fits(event.actor):
                continue
            rank = (event.sentence, int(event.subject and prefer_subject), event.start)
            if best is None or rank > best[0]:
                best = (rank, event.actor)
        return best[1] if best else None

    def person(
        self, gender: Gender | None, sentence: int, before: int, without: tuple[Actor, ...] = ()
    ) -> Actor | None:
        """Return whom "he" or "she" stands for, and learn the gender from it."""

        def fits(actor: Actor) -> bool:
            known = self.gender.get(actor.label)
            return actor.kind == "Person" and (gender is None or known is None or known == gender)

        def named(actor: Actor) -> bool:
            return actor.named and fits(actor)

        found = self.latest(named, sentence, before, reach=2, without=without, alone=True)
        found = found or self.latest(fits, sentence, before, reach=5, without=without, alone=True)
        if found and gender and found.label not in self.gender:
            self.gender[found.label] = gender
        return found

    def thing(self, sentence: int, before: int, without: tuple[Actor, ...] = ()) -> Actor | None:
        """Return whom "it" stands for: a state, an organisation or a body."""
        return self.latest(lambda a: a.kind in _STATE_LIKE, sentence, before, reach=2, without=without)

    def several(self, sentence: int, before: int) -> tuple[Actor, ...]:
        """Return whom "they" stands for: the last group, or the two actors of the last joint mention."""
        group = self.latest(lambda a: a.kind == "ActorGroup", sentence, before, reach=2)
        if group:
            place = next(e for e in reversed(self.events) if e.actor == group and e.start < before)
            return tuple(dict.fromkeys(e.actor for e in self.events if e.start == place.start))
        for back in range(sentence, max(-1, sentence - 3), -1):
            here = [
                e
                for e in self.events
                if e.sentence == back and e.start < before and e.actor.kind in _STATE_LIKE | {"Person"}
            ]
            subjects = tuple(dict.fromkeys(e.actor for e in here if e.subject))
            if len(subjects) > 1:
                return subjects
            if len(subjects) == 1 and subjects[0].kind != "Person":
                return subjects
        return ()

    def joined(self, size: int, before: int) -> tuple[Actor, ...]:
        """Return the last so many actors that the same words joined, or that were the subjects of one sentence."""
        sets: dict[int, dict[str, Actor]] = {}
        for event in islice(reversed(self.events), _FARTHEST):
            if event.start >= before or event.actor.kind == "ActorGroup":
                continue
            if event.joint:
                sets.setdefault(event.start, {}).setdefault(event.actor.label, event.actor)
            elif event.subject:
                sets.setdefault(-1 - event.sentence, {}).setdefault(event.actor.label, event.actor)
        found = [tuple(reversed(held.values())) for held in sets.values() if len(held) == size]
        return found[0] if found else ()

    def between(self, first: int, end: int) -> tuple[Event, ...]:
        """Return the mentions in the sentences with an index of at least ``first`` and below ``end``."""
        found = []
        for event in reversed(self.events):
            if event.sentence < first - 1:
                break
            if first <= event.sentence < end:
                found.append(event)
        return tuple(reversed(found))

    def of_kind(self, kinds: frozenset[str], sentence: int, before: int, *, reach: int = 1000) -> Actor | None:
        """Return the last actor of one of ``kinds``."""
        return self.latest(lambda a: a.kind in kinds, sentence, before, reach=reach)

    def last_states(self, sentence: int, before: int, number: int) -> tuple[Actor, ...]:
        """Return the last ``number`` different states before a place, in the order of their mention."""
        found: list[Actor] = []
        for event in islice(reversed(self.events), _FARTHEST):
            if (
                event.start < before
                and event.sentence <= sentence
                and event.actor.kind == "State"
                and event.actor not in found
            ):
                found.append(event.actor)
                if len(found) == number:
                    break
        return tuple(reversed(found)) if len(found) == number else ()
