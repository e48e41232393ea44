"""Who in the reference data an actor of a reading may be, the likeliest first, each with the reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache

from kg.model import Actor, ActorKind
from kg.reference import Entry, Reference, fold

SAME_LABEL = 1.0
SAME_LABEL_FOLDED = 0.97
SAME_ALIAS = 0.95
SURNAME = 0.85
ALIKE = 0.84
"""Scores of the ways a name can agree; for names alike it is the least likeness of letters that counts."""

_ORGANISATIONS: frozenset[ActorKind] = frozenset({"Alliance", "InternationalOrganization"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry that an actor may be.

    Parameters:
        entry: the entry of the reference data.
        score: how well the names agree, 0 to 1.
        reason: how they agree, in words a person understands.
    """

    entry: Entry
    score: float
    reason: str


def candidates(actor: Actor, reference: Reference, on: str | None = None) -> tuple[Candidate, ...]:
    """Return the entries that an actor may be, the likeliest first; only entries of an agreeing kind.

    Parameters:
        actor: a named actor of a reading.
        reference: the reference data.
        on: the date of the article, which tells apart states of one name, and office holders of one surname.
    """
    found: dict[str, Candidate] = {}
    for candidate in _all(actor, reference, on):
        known = found.get(candidate.entry.label)
        if agrees(actor.kind, candidate.entry.kind) and (known is None or known.score < candidate.score):
            found[candidate.entry.label] = candidate
    return tuple(sorted(found.values(), key=lambda c: (-c.score, c.entry.label)))


def agrees(one: ActorKind, other: ActorKind) -> bool:
    """Tell whether two kinds can be of one actor; an alliance is an organisation too.

    >>> agrees("Alliance", "InternationalOrganization"), agrees("Person", "State")
    (True, False)
    """
    return one == other or (one in _ORGANISATIONS and other in _ORGANISATIONS)


def _all(actor: Actor, reference: Reference, on: str | None) -> Iterator[Candidate]:
    exact = False
    same = _named(reference).get(fold(actor.label), ())
    # A former state is told of long after, so the date only tells apart those of one name.
    living = [e for e in same if e.label == actor.label or reference.exists(e.label, on)]
    for entry in living or same:
        exact = exact or agrees(actor.kind, entry.kind)
        yield _same(actor, entry)
    if actor.kind == "Person":
        for holder in reference.holders_named(actor.label, on):
            person = reference.by_label(holder.name)
            if person and " " in actor.label:
                exact = True
                yield Candidate(person, SAME_ALIAS, f"{holder.name} is also written so")
            elif person:
                exact = True
                yield Candidate(person, SURNAME, f"{holder.name}, {holder.office} of {holder.of}, has this surname")
    if not exact:
        yield from _alike(actor, reference)


def _same(actor: Actor, entry: Entry) -> Candidate:
    if entry.label == actor.label:
        return Candidate(entry, SAME_LABEL, "the names are the same")
    if fold(entry.label) == fold(actor.label):
        return Candidate(entry, SAME_LABEL_FOLDED, f"the names differ only in marks or case ({entry.label})")
    return Candidate(entry, SAME_ALIAS, f"another name of {entry.label}")


def _alike(actor: Actor, reference: Reference) -> Iterator[Candidate]:
    """Yield entries that share a word with the actor and are spelled nearly the same."""
    name = fold(actor.label)
    seen: set[str] = set()
    for word in name.split():
        for entry in _words(reference).get(word, ()):
            if entry.label in seen or not agrees(actor.kind, entry.kind):
                continue
            seen.add(entry.label)
            likeness = SequenceMatcher(None, name, fold(entry.label), autojunk=False).ratio()
            if likeness >= ALIKE:
                yield Candidate(entry, round(likeness * SURNAME, 2), f"spelled nearly like {entry.label}")


@cache
def _named(reference: Reference) -> Mapping[str, tuple[Entry, ...]]:
    found: dict[str, list[Entry]] = {}
    for entry in reference.entries:
        for key in dict.fromkeys(fold(name) for name in (entry.label, *entry.aliases)):
            found.setdefault(key, []).append(entry)
    return {key: tuple(entries) for key, entries in found.items()}


@cache
def _words(reference: Reference) -> Mapping[str, tuple[Entry, ...]]:
    found: dict[str, list[Entry]] = {}
    for entry in reference.entries:
        for word in dict.fromkeys(fold(entry.label).split()):
            if len(word) > 2 and word not in _COMMON:
                found.setdefault(word, []).append(entry)
    return {word: tuple(entries) for word, entries in found.items()}


_COMMON = frozenset(
    {"and", "for", "the", "ministry", "department", "foreign", "affairs", "defence", "republic", "united"}
)
