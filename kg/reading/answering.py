"""Which act a response answers: the acts told around it, weighed by what was learnt from read articles.

A response answers one act or none. Each candidate has features in plain words; the weights are in
``weights/answers.tsv``, and the heaviest is chosen, unless that it answers nothing told is likelier.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kg.model import Actor
from kg.reading import lexicon
from kg.reading.lexicon.inflection import lemmas
from kg.reading.parties import sides
from kg.reading.telling import Telling
from kg.reading.weighing import likeliest, weights
from kg.vocabulary import FAMILY, RESPONSES

ANSWERING = RESPONSES | {"Denial"}
_NEVER_ANSWERED = frozenset({"Concern", "Regret", "Signing", "Ratification", "Consultation"})
_TELLINGS_BACK = 30
_TELLINGS_AHEAD = 6
_GAPS = (0, 1, 2, 3, 5, 9, 20)

_THOUGH = ("named", "pronoun", "named otherwise", "by its addressee", "towards its performer", "between the same")
_LEAST_CONFIDENCE = 0.15
"""A telling refused with less is not answered either."""


@dataclass(slots=True)
class Answered:
    """What a response may answer, by its place in the list of tellings, and what speaks for it; ``None``: nothing."""

    place: int | None
    features: set[str] = field(default_factory=set)


def linked(tellings: Sequence[Telling], text: str) -> list[Telling]:
    """Tie each response to what it answers; a response whose performer is not told is that of the addressees."""
    found = list(tellings)
    table = weights("answers")
    for i, telling in enumerate(found):
        if telling.type in ANSWERING:
            best = likely(candidates(found, i, text), table)
            if best is not None:
                found[i] = _filled(telling, found[best], best)
    return found


def revived(tellings: Sequence[Telling], doubted: Sequence[Telling], text: str) -> list[Telling]:
    """Return the doubted tellings that a response believed answers: what is answered has been done.

    Parameters:
        tellings: those believed, merged, in text order.
        doubted: those refused for want of confidence.
        text: the article's text.
    """
    hopeful = [t for t in doubted if t.confidence >= _LEAST_CONFIDENCE and t.performers and t.modality == "actual"]
    both = sorted([*tellings, *hopeful], key=lambda t: t.place)
    table, found = weights("answers"), []
    for i, telling in enumerate(both):
        if telling.type in RESPONSES and telling not in hopeful:
            best = likely(candidates(both, i, text), table)
            if best is not None and both[best] in hopeful and both[best] not in found:
                found.append(both[best])
    return found


def likely(among: Sequence[Answered], table: Mapping[str, float]) -> int | None:
    """Return the place of what a response most likely answers, ``None`` for nothing told."""
    return among[likeliest([c.features for c in among], table)].place


def candidates(tellings: Sequence[Telling], index: int, text: str) -> list[Answered]:
    """Return what a response may answer, nothing first, each with its features."""
    response = tellings[index]
    others = [j for j in _around(tellings, index) if _can_answer(tellings, index, j)]
    found = [Answered(j, _features(response, tellings[j], text)) for j in others]
    _compare(found, tellings, index)
    return [Answered(None, _nothing(response, found, text)), *found]


def _around(tellings: Sequence[Telling], index: int) -> Iterator[int]:
    """Yield the tellings near a response, the latest before it first, then those after it."""
    yield from range(index - 1, max(-1, index - 1 - _TELLINGS_BACK), -1)
    yield from range(index + 1, min(len(tellings), index + 1 + _TELLINGS_AHEAD))


def _can_answer(tellings: Sequence[Telling], index: int, other: int) -> bool:
    response, answered = tellings[index], tellings[other]
    if answered.type in _NEVER_ANSWERED or (answered.headline and not response.headline):
        return False
    if answered.type == "Statement" and response.type not in {"Denial", "Reply", "Rejection"}:
        return False
    if sides(response.performers) & {a.label for a in answered.performers}:
        return False
    seen, left = {index}, [other]
    while left:
        place = left.pop()
        if place in seen:
            return False
        left += tellings[place].responds_to
    return True


def _features(response: Telling, other: Telling, text: str) -> set[str]:
    gap = response.sentence - other.sentence
    bucket = max(g for g in _GAPS if g <= abs(gap))
    where = "before" if other.place < response.place else "after"
    features = {
        f"{response.type} to {other.type}",
        f"{response.type} to {FAMILY[other.type]}",
        f"to {other.type}",
        f"{where} {bucket}",
        f"its modality {other.modality}",
    }
    features.update(_parties(response, other))
    if {"towards its performer", "by its addressee"} <= features:
        features.update({"between the same", f"between the same {where} {bucket}"})
    if not any(a.named for a in other.performers):
        features.update({"by unnamed", f"by unnamed to {other.type}"})
    if {d.label for d in response.documents} & {d.label for d in other.documents}:
        features.add("same document")
    elif {d.kind for d in response.documents} & {d.kind for d in other.documents}:
        features.add("same kind of document")
    names = lexicon.act_names().get(other.type, frozenset()) | {d.label.split()[0].lower() for d in other.documents}
    if response.answered & names:
        features.update({"named", f"named {where} {bucket}"})
    elif response.answered & lexicon.among("anaphor"):
        features.update({"pronoun", f"pronoun {where} {bucket}"})
    elif response.answered:
        features.add("named otherwise")
    shared = _words(response, text) & _words(other, text)
    features.add(f"words {min(3, len(shared))}")
    if other.noun:
        features.add("told by noun")
    if bool(other.attribution) and response.attribution == other.attribution:
        features.add("same source")
    return features


def _parties(response: Telling, other: Telling) -> Iterator[str]:
    """Yield how the parties of the two acts stand to each other."""
    who, whom = sides(response.performers), sides(response.addressees)
    if whom:
        yield "towards its performer" if whom & sides(other.performers) else "towards another"
    if other.addressees:
        by_addressee = who & sides(other.addressees) or (_is_group(response.performers) and _is_group(other.addressees))
        yield "by its addressee" if by_addressee else "by another"
    else:
        yield "its addressee not told"
    if not who:
        yield "by nobody told"
    if who & sides(other.performers):
        yield "by its own side"


def _compare(found: Sequence[Answered], tellings: Sequence[Telling], index: int) -> None:
    """Add what tells a candidate from the others: how many lie between, and whether it has been answered."""
    taken = {j for t in tellings[:index] for j in t.responds_to}
    nearer = 0
    for one in found:
        if one.place is None:
            continue
        other = tellings[one.place]
        if one.place < index and FAMILY[other.type] in {"Directive", "Commissive", "Response"}:
            one.features.add(f"directive {min(nearer, 3)}")
            nearer += 1
        if one.place in taken:
            again = any(
                one.place in t.responds_to and sides(t.performers) & sides(tellings[index].performers)
                for t in tellings[:index]
            )
            one.features.add("answered by the same" if again else "answered by another")
    for role in ("towards its performer", "by its addressee", "named"):
        first = next(
            (one for one in found if role in one.features and one.place is not None and one.place < index), None
        )
        if first is not None:
            first.features.add(f"first {role}")


def _nothing(response: Telling, others: Sequence[Answered], text: str) -> set[str]:
    word = response.cue.of(text).lower()
    features = {
        "nothing",
        f"nothing {response.type}",
        f"nothing by {lemmas().get(word, word)}",
        f"nothing {response.modality}",
    }
    if not response.answered:
        features.update({"nothing told", f"nothing told {response.type}"})
    if response.noun:
        features.add("nothing by noun")
    if response.attribution:
        features.add("nothing attributed")
    if response.headline:
        features.add("nothing in headline")
    features.add(f"nothing of {min(3, len(others))}")
    held = set().union(*(c.features for c in others)) if others else set()
    features.update(f"nothing though {f}" for f in _THOUGH if f in held)
    return features


def _words(telling: Telling, text: str) -> set[str]:
    if telling.content is None:
        return set()
    return {w for w in re.findall(r"[^\W\d_]{4,}", telling.content.of(text).lower()) if w not in lexicon.among("stop")}


def _is_group(actors: Sequence[Actor]) -> bool:
    return any(a.kind == "ActorGroup" for a in actors)


def _filled(response: Telling, other: Telling, index: int) -> Telling:
    performers = response.performers
    group_again = performers and all(a.kind == "ActorGroup" and not a.stated_size for a in performers)
    if (not performers or group_again) and other.addressees and response.type != "Statement":
        performers = (
            other.addressees if not performers or any(a.kind == "ActorGroup" for a in other.addressees) else performers
        )
    return replace(
        response,
        performers=performers,
        documents=response.documents
        or (other.documents if response.type in {"NonResponse", "Rejection", "Acceptance", "Deferral"} else ()),
        responds_to=(index,),
    )
