"""Decides for every actor of a reading which Wikidata item it is, or that it has none, and says why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.linking.candidates import SURNAME, Candidate, candidates
from kg.model import Actor, ActorKind, Link, Reading
from kg.reference import Reference

SINGLE_SOURCE = 0.8
"""What the score is multiplied by when only one source vouches for the QID."""

_Key = tuple[str, ActorKind]


def link(reading: Reading, reference: Reference) -> Reading:
    """Return the reading with its links, one an actor and sorted, and with the QIDs of the positive ones.

    An actor linked positively gets the QID; every other actor gets a link that says why it has none.
    Only actors that perform, are addressed or are a source are linked. Linking twice changes nothing.

    Parameters:
        reading: what a reader understood of an article.
        reference: the reference data, which alone decides: no network is asked.
    """
    actors: dict[_Key, Actor] = {}
    for actor in reading.actors:
        known = actors.get((actor.label, actor.kind))
        if known is None or _telling(actor) > _telling(known):
            actors[actor.label, actor.kind] = actor
    links = {key: decide(actor, reference, reading.article.published) for key, actor in actors.items()}
    everyone = {*reading.actors, *(mention.actor for mention in reading.mentions)}
    changed = {
        actor: replace(actor, wikidata=found.wikidata if found.judgement == "positive" else None)
        for actor in everyone
        for found in [links.get((actor.label, actor.kind))]
        if found and actor.named
    }
    return replace(reading.with_actors(changed), links=tuple(links[key] for key in sorted(links)))


def decide(actor: Actor, reference: Reference, on: str | None = None) -> Link:
    """Return what is decided about one actor's Wikidata item.

    Parameters:
        actor: an actor of a reading.
        reference: the reference data.
        on: the date of the article, ``YYYY-MM-DD`` or another EDTF date.
    """
    if actor.kind == "ActorGroup":
        return _none(actor, "a group has no item of its own")
    if not actor.named:
        return _none(actor, "described and not named, so known in this article alone")
    found = candidates(actor, reference, on)
    if not found:
        return _none(actor, f"no {_word(actor.kind)} of this name in the reference data")
    best = found[0]
    if best.entry.wikidata is None:
        return _none(actor, f"{best.entry.label} is in the reference data, which has no item for it ({best.reason})")
    doubt = _doubt(actor, found, reference)
    single = best.entry.evidence == "single-source"
    score = round(best.score * (SINGLE_SOURCE if single else 1.0), 2)
    reason = best.reason + ("; a single source vouches for the item" if single else "")
    if doubt:
        return Link(
            actor.label, actor.kind, best.entry.wikidata, "unsure", round(score / 2, 2), f"{reason}, but {doubt}"
        )
    return Link(actor.label, actor.kind, best.entry.wikidata, "positive", score, reason)


def _doubt(actor: Actor, found: Sequence[Candidate], reference: Reference) -> str | None:
    """Return what speaks against the best candidate, ``None`` where nothing does."""
    best = found[0]
    rivals = [c.entry.label for c in found[1:] if c.score == best.score]
    if rivals:
        return f"{' and '.join(rivals)} would fit as well"
    if best.score < SURNAME:
        return "the spelling differs"
    if best.score == SURNAME and not actor.on_behalf_of:
        return "nothing but the surname is told"
    if actor.kind == "Person" and actor.on_behalf_of:
        served = {h.of for h in reference.holders_named(best.entry.label, None)}
        served |= {entry.of for of in served for entry in [reference.by_label(of)] if entry and entry.of}
        body = reference.by_label(actor.on_behalf_of)
        told = {actor.on_behalf_of, *((body.label, body.of) if body else ())}
        if served and told.isdisjoint(served):
            return f"the article tells of somebody acting for {actor.on_behalf_of}"
    return None


def _none(actor: Actor, reason: str) -> Link:
    return Link(actor.label, actor.kind, None, "none", 0.0, reason)


def _telling(actor: Actor) -> tuple[bool, bool, str]:
    """Return how much an actor's record says, to choose among those of one name."""
    return (actor.named, actor.on_behalf_of is not None, actor.on_behalf_of or "")


def _word(kind: ActorKind) -> str:
    """Return the plain word for a kind ("government body").

    >>> _word("GovernmentBody")
    'government body'
    """
    return "".join(f" {c.lower()}" if c.isupper() else c for c in kind).strip()
