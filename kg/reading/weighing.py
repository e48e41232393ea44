"""Choosing among a few candidates by the reasons that speak for each: the weights are learned, and can be read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

K = TypeVar("K")


def heaviest(candidates: Mapping[K, set[str]], weights: Mapping[str, float]) -> K:
    """Return the candidate for which most speaks; of equals, the first.

    >>> heaviest({"a": {"near"}, "b": {"far"}}, {"near": 1.0, "far": -0.5})
    'a'
    """
    return max(candidates, key=lambda one: sum(weights.get(r, 0.0) for r in sorted(candidates[one])))
