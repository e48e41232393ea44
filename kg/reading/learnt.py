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

from kg.reading.telling import Candidate
from kg.reading.weighing import total, weights

Weights = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Learnt:
    """The learnt weights, by feature.

    Parameters:
        performers: of the choice among candidates.
        acts: of whether a telling tells an act that is one by the guide.
        least: the probability below which a telling is refused.
        sees: whether words that the encoder alone takes for cues are looked at.
    """

    performers: Weights
    acts: Weights
    least: float
    sees: bool = True

    def choose(self, candidates: Sequence[Candidate]) -> tuple[Candidate, float]:
        """Return the likeliest candidate and its probability; of equals the first.

        Parameters:
            candidates: at least one; the one without actors stands for nobody.
        """
        scores = [total(self.performers, c.features) for c in candidates]
        best = max(range(len(scores)), key=lambda i: (scores[i], -i))
        return candidates[best], 1.0 / math.fsum(math.exp(s - scores[best]) for s in scores)

    def probability(self, traits: Iterable[str]) -> float:
        """Return how likely a telling with these traits tells an act that is one."""
        return 1.0 / (1.0 + math.exp(-total(self.acts, traits)))


RULES = Learnt({"rule": 9.0, "nobody": 5.0}, {}, 0.0, sees=False)
"""Weights that follow the lexicon and the grammar of the clause alone, and believe every telling."""


@cache
def shipped() -> Learnt:
    """Return the weights that are shipped.

    Raises:
        DataInvalid: when a file is missing or is no table.
    """
    acts = dict(weights("acts"))
    return Learnt(weights("performers"), acts, acts.pop("least", 0.5))
