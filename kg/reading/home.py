"""For whom a briefing or a release speaks: the state or body that its "we", "our" and "the Minister" are of."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.model import Actor, Article
from kg.reading import lexicon
from kg.reading.named import Named
from kg.reading.names import NameFinder, entry_actor
from kg.reference import Reference

_FOR_WHOM = re.compile(r"(?: [a-z]+){0,2} (?:officials?|spokes[a-z]+|diplomats?|ministers?)\b", re.I)
_BRIEFS = re.compile(r"[^.]{0,30}? (?:briefing|conference)\b", re.I)
_KINDS = frozenset({"State", "Alliance", "InternationalOrganization", "GovernmentBody"})
_LONGEST_HEAD = 420


def of_publisher(article: Article, reference: Reference, finder: NameFinder) -> Actor | None:
    """Return the state or body for which an official publisher speaks, ``None`` for media."""
    name = article.publisher or ""
    entry = reference.by_label(name)
    if entry is not None:
        return None if entry.kind == "MediaOrganization" else _principal(entry_actor(entry), reference)
    if not any(re.search(rf"\b{re.escape(word)}\b", name, re.I) for word in lexicon.among("publisher")):
        return None
    told = [n.actor for n in finder.within(name) if n.actor.kind in _KINDS]
    states = [actor for actor in told if actor.kind == "State"] or told
    return _principal(states[0], reference) if states else None


def of_briefing(text: str, names: Sequence[Named], labels: Sequence[str], reference: Reference) -> Actor | None:
    """Return for whom those speak who answer in a transcript: told in its head, or by its place.

    Parameters:
        text: the article's text.
        names: the names in it, in order.
        labels: the labels of its turns.
    """
    opening = " ".join([text[:_LONGEST_HEAD], *labels]).lower()
    known = next(
        (of for office, (_, of) in lexicon.sole_offices().items() if " " in office and office in opening), None
    )
    entry = reference.by_label(known) if known else None
    if entry:
        return entry_actor(entry)
    head = [n for n in names if n.span.end <= _LONGEST_HEAD and n.actor.kind in _KINDS]
    told = [n for n in head if _FOR_WHOM.match(text, n.span.end)]
    placed = [n for n in head if n.role == "metonym" and text[n.span.end : n.span.end + 1] == ","]
    bodies = [n for n in head if n.actor.kind == "GovernmentBody" and _BRIEFS.match(text, n.span.end)]
    found = next((n.actor for n in (*told, *placed, *bodies)), None)
    return _principal(found, reference) if found else None


def _principal(actor: Actor, reference: Reference) -> Actor:
    """Return the state of a government body; any other actor is its own principal."""
    entry = reference.by_label(actor.on_behalf_of) if actor.kind == "GovernmentBody" and actor.on_behalf_of else None
    return entry_actor(entry) if entry else actor
