"""Weights learnt from read articles: tables of features, and the candidate for which most speaks."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TypeVar

from kg.reading.lexicon.table import rows

K = TypeVar("K")

THRESHOLD = "(threshold)"
FOLDER = Path(__file__).with_name("weights")


@cache
def weights(name: str) -> Mapping[str, float]:
    """Return the weight of each feature of a table of ``weights/``; :data:`THRESHOLD` may be one of its rows.

    Raises:
        DataInvalid: when the file is missing, or a row is no feature and a number.
    """
    return {row.cells[0]: row.decimal(row.cells[1]) for row in rows(f"{name}.tsv", 2, FOLDER)}


def total(table: Mapping[str, float], features: Iterable[str]) -> float:
    """Return the sum of the weights of the features that hold; one that the table lacks weighs nothing.

    The sum is exact, so that the order of a set cannot show.
    """
    return math.fsum(table.get(feature, 0.0) for feature in features)


def likeliest(candidates: Sequence[Iterable[str]], table: Mapping[str, float], least: float = 0.0) -> int:
    """Return the place of the likeliest candidate but the first, or 0 where none is as likely as the threshold.

    Parameters:
        candidates: the features of each; the first stands for none of the others.
        table: the weights.
        least: how likely it must be, where that is more than the threshold.

    >>> table = {"near": 1.0, "none": 0.5, "(threshold)": 0.4}
    >>> likeliest([{"none"}, {"far"}, {"near"}], table), likeliest([{"none"}, {"far"}], table)
    (2, 0)
    """
    scores = [total(table, features) for features in candidates]
    odds = [math.exp(score - max(scores)) for score in scores]
    best = max(range(1, len(odds)), key=lambda n: odds[n], default=0)
    return best if odds[best] / math.fsum(odds) >= max(least, table.get(THRESHOLD, 0.5)) else 0


def heaviest(candidates: Mapping[K, set[str]], table: Mapping[str, float]) -> K:
    """Return the candidate for which most speaks; of equals, the first.

    >>> heaviest({"a": {"near"}, "b": {"far"}}, {"near": 1.0, "far": -0.5})
    'a'
    """
    return max(candidates, key=lambda one: total(table, candidates[one]))
