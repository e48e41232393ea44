"""From tellings to acts: tellings of one act merged, responses tied to what they answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kg.model import Actor
from kg.reading import lexicon
from kg.reading.telling import Telling
from kg.vocabulary import FAMILY, RESPONSES

_INITIATING = frozenset({"Proposal", "Request", "Demand", "Appeal", "Invitation", "Offer", "CounterProposal"})
_ANSWERABLE = frozenset({"Submission", "Reply"})
_TOWARDS = frozenset(
    {
        "Demand",
        "Request",
        "Proposal",
        "Offer",
        "Appeal",
        "Warning",
        "Threat",
        "Promise",
        "Rejection",
        "Acceptance",
        "Apology",
        "Condemnation",
        "Denial",
        "CounterProposal",
        "Reply",
    }
)
_NEAR = 2
_THRESHOLD = 0.9
_MOST_TWINS = 300
"""Only the last so many tellings of a type can be one act with a new one: time must not grow with their square."""

_FARTHEST = 57
"""Beyond so many sentences the loss by distance outweighs all that can speak for a link."""


def merge(tellings: Sequence[Telling]) -> list[Telling]:
    """Merge the tellings of one act, with all evidence: headlines into the body, nouns into what they refer to."""
    kept: list[Telling] = []
    alike: dict[tuple[str, str], list[int]] = {}
    for telling in sorted(tellings, key=lambda t: (t.headline, t.place)):
        candidates = alike.setdefault((telling.type, telling.modality), [])
        near = candidates if len(candidates) <= _MOST_TWINS else candidates[-_MOST_TWINS:]
        twin = next((i for i in near if _same(kept[i], telling)), None)
        if twin is None:
            candidates.append(len(kept))
            kept.append(telling)
        else:
            kept[twin] = _joined(kept[twin], telling)
    return _with_letters(sorted(kept, key=lambda t: t.place))


def _with_letters(tellings: Sequence[Telling]) -> list[Telling]:
    """Make one act of a letter and of what it asks: the conveyance goes into the request that its document makes."""
    kept = list(tellings)
    for asking in [t for t in kept if t.contained]:
        sent = next(
            (
                t
                for t in reversed(kept)
                if t.type in {"Submission", "Statement"}
                and t.place < asking.place
                and asking.sentence - t.sentence <= 2
                and t.documents
                and set(t.performers) & set(asking.performers)
            ),
            None,
        )
        if sent is not None:
            joined = replace(
                _joined(asking, sent),
                documents=sent.documents,
                addressees=sent.addressees or asking.addressees,
                place=sent.place,
                sentence=sent.sentence,
            )
            kept = [joined if t is asking else t for t in kept if t is not sent]
    return sorted(kept, key=lambda t: t.place)


def _same(a: Telling, b: Telling) -> bool:
    """Tell whether two tellings of one type and modality tell one act."""
    names_a, names_b = {p.label for p in a.performers}, {p.label for p in b.performers}
    if not names_a & names_b:
        return False
    if a.place == b.place:
        return True
    if b.headline != a.headline:
        return names_a == names_b or a.type != "Statement"
    if names_a != names_b:
        return False
    if a.type == "Statement":
        return False
    documents = {d.label for d in a.documents} & {d.label for d in b.documents}
    if documents and FAMILY[a.type] in {"Conveyance", "Declaration", "Response"}:
        return True
    return (a.noun or b.noun) and abs(a.sentence - b.sentence) <= 4 and not (a.date and b.date and a.date != b.date)


def _joined(a: Telling, b: Telling) -> Telling:
    evidence = tuple(sorted({*a.evidence, *b.evidence}))
    return replace(
        a,
        evidence=evidence,
        addressees=a.addressees or b.addressees,
        date=a.date or b.date,
        documents=a.documents or b.documents,
        content=a.content if a.content and not (a.noun and not b.noun) else b.content or a.content,
        noun=a.noun and b.noun,
        answered=a.answered | b.answered,
        confidence=max(a.confidence, b.confidence),
    )


def link(tellings: Sequence[Telling], text: str) -> list[Telling]:
    """Tie each response to what it answers, and fill from the link what the text implies.

    The proposer is the addressee of a response; who responds was addressed by the proposal; a response whose
    performer is not told is that of the addressees.
    """
    found = list(tellings)
    answerable = [j for j, telling in enumerate(found) if telling.type in _INITIATING | _ANSWERABLE | {"Accusation"}]
    for i, telling in enumerate(found):
        if telling.type not in RESPONSES | {"Denial"}:
            continue
        scored = [
            (_fit(telling, found[j], text), -abs(telling.sentence - found[j].sentence), -j)
            for j in answerable
            if j != i and abs(telling.sentence - found[j].sentence) <= _FARTHEST
        ]
        best = max(scored, default=None)
        if best is None or best[0] < _THRESHOLD:
            continue
        j = -best[2]
        found[i], found[j] = _filled(telling, found[j], j)
    return found


def _answers(response: Telling, other: Telling) -> bool:
    """Tell whether a response of this type can answer an act of that type."""
    if response.type == "Denial" or other.type == "Accusation":
        return response.type == "Denial" and other.type == "Accusation"
    return other.type in _INITIATING or response.type in {"Reply", "NonResponse", "Deferral"}


def _fit(response: Telling, other: Telling, text: str) -> float:
    if not _answers(response, other):
        return 0.0
    if other.headline and not response.headline:
        return 0.0
    who, whom = _labels(response.performers), _labels(response.addressees)
    if who and who & _labels(other.performers):
        return 0.0
    score = 1.5 if other.type in _INITIATING else 0.8
    if whom:
        score += 1.5 if whom & _labels(other.performers) else -1.0
    if who and other.addressees:
        score += 1.5 if _overlapping(response.performers, other.addressees) else -0.3
    if {d.label for d in response.documents} & {d.label for d in other.documents}:
        score += 2.0
    names = lexicon.act_names().get(other.type, frozenset()) | {d.label.split()[0].lower() for d in other.documents}
    if response.answered & names:
        score += 1.5
    elif response.answered & lexicon.among("anaphor"):
        score += 0.5
    score += min(1.5, 0.5 * len(_words(response, text) & _words(other, text)))
    gap = response.sentence - other.sentence
    if response.place < other.place:
        score -= 1.0 + 0.2 * abs(gap)
    else:
        score -= 0.15 * gap
        score += 1.0 if gap <= 1 else 0.0
    return score


def _words(telling: Telling, text: str) -> set[str]:
    if telling.content is None:
        return set()
    return {w for w in re.findall(r"[^\W\d_]{4,}", telling.content.of(text).lower()) if w not in lexicon.among("stop")}


def _labels(actors: Sequence[Actor]) -> set[str]:
    return {a.label for a in actors} | {
        a.on_behalf_of for a in actors if a.on_behalf_of and a.kind in {"Person", "GovernmentBody"}
    }


def _overlapping(a: Sequence[Actor], b: Sequence[Actor]) -> bool:
    return bool(_labels(a) & _labels(b)) or (
        any(x.kind == "ActorGroup" for x in a) and any(y.kind == "ActorGroup" for y in b)
    )


def _filled(response: Telling, other: Telling, index: int) -> tuple[Telling, Telling]:
    performers = response.performers
    group_again = performers and all(a.kind == "ActorGroup" and not a.stated_size for a in performers)
    if (not performers or group_again) and other.addressees and response.type != "Statement":
        performers = (
            other.addressees if not performers or any(a.kind == "ActorGroup" for a in other.addressees) else performers
        )
    filled = replace(
        response,
        performers=performers,
        addressees=response.addressees or other.performers,
        documents=response.documents
        or (other.documents if response.type in {"NonResponse", "Rejection", "Acceptance", "Deferral"} else ()),
        responds_to=(index,),
    )
    answered = (
        other
        if other.addressees
        else replace(other, addressees=tuple(p for p in performers if p not in other.performers))
    )
    return filled, answered


def addressed(tellings: Sequence[Telling]) -> list[Telling]:
    """Give an act that is always towards somebody, and tells nobody, the other party of the acts told just before.

    That is whom its performers addressed last, or who addressed them last.
    """
    found = list(tellings)
    for i, telling in enumerate(found):
        if telling.addressees or telling.type not in _TOWARDS or not telling.performers:
            continue
        near = [t for t in found[:i] if 0 <= telling.sentence - t.sentence <= _NEAR and t.addressees]
        for before in reversed(near):
            if _labels(before.performers) & _labels(telling.performers):
                other = before.addressees
            elif _labels(before.addressees) & _labels(telling.performers):
                other = before.performers
            else:
                continue
            kept = tuple(a for a in other if a not in telling.performers)
            found[i] = replace(telling, addressees=kept)
            break
    return found


def performed(tellings: Sequence[Telling]) -> list[Telling]:
    """Return the tellings whose performer is known, their links pointing into the new list."""
    kept = [i for i, t in enumerate(tellings) if t.performers]
    index = {i: n for n, i in enumerate(kept)}
    return [
        replace(tellings[i], responds_to=tuple(index[j] for j in tellings[i].responds_to if j in index)) for i in kept
    ]
