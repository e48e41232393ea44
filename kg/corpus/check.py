"""What can be wrong with a corpus: schema, offsets, vocabulary, dates, links, QIDs, parts and overlaps."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from kg import reference
from kg.corpus.gold import Gold
from kg.graph.dates import bounds
from kg.model import DocumentKind, Modality
from kg.vocabulary import ACT_TYPES

FIELDS = frozenset(
    {
        "id",
        "type",
        "performers",
        "addressees",
        "date",
        "documents",
        "responds_to",
        "attributed_to",
        "modality",
        "content",
        "evidence",
    }
)
"""The fields of the guide's record."""

ALTERNATIVES = frozenset(
    f"{name}_alt" for name in ("type", "performers", "addressees", "date", "attributed_to", "modality", "responds_to")
)
"""The fields that hold equally right readings."""

LONGEST_SHARED_RUN = 8
"""How many words in a row two articles may share."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in a corpus, at an act where it is one's.

    Parameters:
        article: the article's name.
        act: the act's id, empty where the article itself is wrong.
        what: what is wrong.
    """

    article: str
    act: str
    what: str


def check(corpus: Sequence[Gold]) -> tuple[Problem, ...]:
    """Return everything wrong with a corpus, by article and act."""
    found: list[Problem] = []
    for gold in corpus:
        found += (Problem(gold.name, act, what) for act, what in _article(gold))
    found += _parts(corpus)
    found += _overlaps(corpus)
    return tuple(found)


def _article(gold: Gold) -> Iterator[tuple[str, str]]:
    ids = [str(act.get("id")) for act in gold.acts]
    for twice in sorted({one for one in ids if ids.count(one) > 1}):
        yield twice, "the id stands twice"
    for act in gold.acts:
        name = str(act.get("id"))
        missing = FIELDS - act.keys()
        if missing:
            yield name, f"lacks {', '.join(sorted(missing))}"
            continue
        for unknown in sorted(act.keys() - FIELDS - ALTERNATIVES - {"optional"}):
            yield name, f"has a field {unknown!r} that the guide does not know"
        for what in (*_words(act), *_evidence(act, gold.text), *_links(act, ids), *_items(act)):
            yield name, what
    for name in _cycles(gold.acts):
        yield name, "answers itself through a chain of responds_to"


def _words(act: Mapping[str, Any]) -> Iterator[str]:
    """Check the closed vocabularies and dates."""
    for kind in (act["type"], *act.get("type_alt", ())):
        if kind not in ACT_TYPES:
            yield f"{kind!r} is no act type"
    for modality in (act["modality"], *act.get("modality_alt", ())):
        if modality not in get_args(Modality):
            yield f"{modality!r} is no modality"
    if not act["performers"]:
        yield "has no performer"
    for document in act["documents"]:
        if document.get("kind") not in get_args(DocumentKind):
            yield f"{document.get('kind')!r} is no document kind"
    for date in (act["date"], *act.get("date_alt", ())):
        if date is not None and not _is_edtf(date):
            yield f"{date!r} is not EDTF"


def _is_edtf(date: str) -> bool:
    try:
        bounds(date)
    except ValueError:
        return False
    return True


def _evidence(act: Mapping[str, Any], text: str) -> Iterator[str]:
    if not act["evidence"]:
        yield "has no evidence"
    for start, end in act["evidence"]:
        if not 0 <= start < end <= len(text):
            yield f"the span [{start}, {end}) is not inside the text"
            continue
        starts_inside = start > 0 and text[start - 1].isalnum() and text[start].isalnum()
        ends_inside = end < len(text) and text[end - 1].isalnum() and text[end].isalnum()
        if starts_inside or ends_inside:
            yield f"the span [{start}, {end}) starts or ends inside a word"


def _links(act: Mapping[str, Any], ids: Sequence[str]) -> Iterator[str]:
    for answered in (*act["responds_to"], *act.get("responds_to_alt", ())):
        if answered not in ids:
            yield f"answers {answered!r}, which is no act of the article"
        elif answered == act["id"]:
            yield "answers itself"


def _cycles(acts: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    answers = {act.get("id"): tuple(act.get("responds_to", ())) for act in acts}
    for start in answers:
        seen: set[str] = set()
        waiting = list(answers[start])
        while waiting:
            one = waiting.pop()
            if one == start and len(seen) > 0:
                yield str(start)
                break
            if one not in seen:
                seen.add(one)
                waiting += answers.get(one, ())


def _items(act: Mapping[str, Any]) -> Iterator[str]:
    """Check that a QID is the one that the reference data give to the label."""
    known = reference.load()
    options = [act["performers"], act["addressees"], *act.get("performers_alt", ()), *act.get("addressees_alt", ())]
    for row in (row for option in options for row in option):
        if set(row) != {"label", "wikidata"} or not row["label"]:
            yield f"{row!r} is not an actor: give label and wikidata"
            continue
        entry = known.by_label(row["label"])
        if row["wikidata"] is not None and (entry is None or entry.wikidata != row["wikidata"]):
            yield f"the reference data do not give {row['label']!r} the item {row['wikidata']}"


def _parts(corpus: Sequence[Gold]) -> Iterator[Problem]:
    """Check that no exchange and no name stands in two parts."""
    homes: dict[str, str] = {}
    for gold in corpus:
        for key in (gold.name, str(gold.meta.get("exchange", gold.name))):
            home = homes.setdefault(key, gold.part)
            if home != gold.part:
                yield Problem(gold.name, "", f"{key!r} stands in {home} and in {gold.part}")


def _overlaps(corpus: Sequence[Gold]) -> Iterator[Problem]:
    """Check that no two articles share a run of words longer than :data:`LONGEST_SHARED_RUN`."""
    seen: dict[tuple[str, ...], str] = {}
    for gold in corpus:
        told = False
        for run in _runs(gold.text, LONGEST_SHARED_RUN + 1):
            owner = seen.setdefault(run, gold.name)
            if owner != gold.name and not told:
                told = True
                yield Problem(gold.name, "", f"shares the words {' '.join(run)!r} with {owner}")


def _runs(text: str, length: int) -> Iterable[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return (tuple(words[i : i + length]) for i in range(len(words) - length + 1))
