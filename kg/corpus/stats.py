"""What a corpus holds, in numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from kg.corpus.check import ALTERNATIVES
from kg.corpus.gold import PARTS, Gold
from kg.vocabulary import ACT_TYPES

Row = tuple[str, str, int]
"""What is counted, its value, and how many times it comes up."""


def parts(corpus: Sequence[Gold]) -> tuple[str, ...]:
    """Return the parts of a corpus, ``all`` last."""
    return (*(part for part in PARTS if any(gold.part == part for gold in corpus)), "all")


def rows(corpus: Sequence[Gold]) -> Iterator[tuple[str, str, str, int]]:
    """Yield ``(part, what, value, count)``: articles, words, acts, types, modalities, styles, topics, continents."""
    for part in parts(corpus):
        chosen = [gold for gold in corpus if part in (gold.part, "all")]
        yield from ((part, *row) for row in _of(chosen))


def _of(corpus: Sequence[Gold]) -> Iterator[Row]:
    acts = [act for gold in corpus for act in gold.acts]
    required = [act for act in acts if not act.get("optional")]
    yield "articles", "", len(corpus)
    yield "exchanges", "", len({gold.meta.get("exchange", gold.name) for gold in corpus})
    yield "words", "", sum(len(gold.text.split()) for gold in corpus)
    yield "acts", "", len(acts)
    yield "acts", "required", len(required)
    yield "acts", "optional", len(acts) - len(required)
    yield "acts", "not Statement", sum(act["type"] != "Statement" for act in acts)
    yield "acts", "with an alternative", sum(bool(ALTERNATIVES & act.keys()) for act in acts)
    yield "acts", "attributed", sum(bool(act["attributed_to"]) for act in acts)
    yield "acts", "with a chain of two or more", sum(len(act["attributed_to"]) > 1 for act in acts)
    yield "acts", "dated", sum(act["date"] is not None for act in acts)
    yield "acts", "with a document", sum(bool(act["documents"]) for act in acts)
    yield "acts", "that answer another", sum(bool(act["responds_to"]) for act in acts)
    types = Counter(act["type"] for act in acts)
    yield from (("type", kind, types[kind]) for kind in ACT_TYPES)
    modalities = Counter(act["modality"] for act in acts)
    yield from (("modality", *one) for one in sorted(modalities.items()))
    for key in ("style", "topic", "continent"):
        values = Counter(str(gold.meta[key]) for gold in corpus if key in gold.meta)
        yield from ((key, *one) for one in sorted(values.items()))
