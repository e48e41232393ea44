"""What the reader has learnt from the corpus: who does an act, and whether there is one.

Both are logistic models over string features, with weights in ``weights/``, so that each decision can be told as a
sum. The choice of the performers is a conditional logit (McFadden 1974): a candidate's probability is the softmax of
the scores. ``training/train_reader.py`` fits both.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kg.reading.lexicon.table import rows
from kg.reading.telling import Candidate

Weights = Mapping[str, float]

_FOLDER = Path(__file__).with_name("weights")


@dataclass(frozen=True, slots=True)
class Learnt:
    """The learnt weights, by feature.

    Parameters:
        performers: of the choice among candidates.
        acts: of whether a telling tells an act that is one by the guide.
        least: the probability below which a telling is refused.
    """

    performers: Weights
    acts: Weights
    least: float

    def choose(self, candidates: Sequence[Candidate]) -> tuple[Candidate, float]:
        """Return the likeliest candidate and its probability; of equals the first.

        Parameters:
            candidates: at least one; the one without actors stands for nobody.
        """
        scores = [_sum(c.features, self.performers) for c in candidates]
        best = max(range(len(scores)), key=lambda i: (scores[i], -i))
        return candidates[best], 1.0 / math.fsum(math.exp(s - scores[best]) for s in scores)

    def probability(self, traits: Iterable[str]) -> float:
        """Return how likely a telling with these traits tells an act that is one."""
        return 1.0 / (1.0 + math.exp(-_sum(traits, self.acts)))


RULES = Learnt({"rule": 9.0, "nobody": 5.0}, {}, 0.0)
"""Weights that follow the grammar of the clause alone, and believe every telling: what training starts from."""


@cache
def shipped() -> Learnt:
    """Return the weights that are shipped.

    Raises:
        DataInvalid: when a file is missing or is no table.
    """
    acts = dict(_weights("acts"))
    return Learnt(_weights("performers"), acts, acts.pop("least", 0.5))


def _weights(name: str) -> dict[str, float]:
    return {row.cells[0]: row.decimal(row.cells[1]) for row in rows(f"{name}.tsv", 2, _FOLDER)}


def _sum(features: Iterable[str], weights: Weights) -> float:
    """Add up weights; the sum is exact, so that the order of a set cannot show."""
    return math.fsum(weights.get(f, 0.0) for f in features)
