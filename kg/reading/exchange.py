"""From tellings to acts: the tellings of one act merged, and those kept whose performer is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.reading.telling import Telling
from kg.vocabulary import FAMILY

_MOST_TWINS = 300
"""Only the last so many tellings of a type can be one act with a new one: time must not grow with their square."""


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
    if a.sentence == b.sentence and "learnt" in a.traits | b.traits:  # the encoder sees more words of one act
        return True
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


def performed(tellings: Sequence[Telling]) -> list[Telling]:
    """Return the tellings whose performer is known, their links pointing into the new list."""
    kept = [i for i, t in enumerate(tellings) if t.performers]
    index = {i: n for n, i in enumerate(kept)}
    return [
        replace(tellings[i], responds_to=tuple(index[j] for j in tellings[i].responds_to if j in index)) for i in kept
    ]
