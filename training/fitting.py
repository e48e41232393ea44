"""Logistic models over string features, fitted with numpy alone: plain (yes or no) and conditional (one of several)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

STEPS = 400
Gradient = Callable[[np.ndarray], np.ndarray]


@dataclass
class Index:
    """Numbers the features that occur often enough."""

    least: int = 3
    number: dict[str, int] = field(default_factory=dict)

    def learn(self, rows: Sequence[frozenset[str]]) -> None:
        """Number the features of at least ``least`` rows, in the order of the alphabet."""
        counts = Counter(f for row in rows for f in row)
        self.number = {f: i for i, f in enumerate(sorted(f for f, n in counts.items() if n >= self.least))}

    def arrays(self, rows: Sequence[frozenset[str]]) -> tuple[np.ndarray, np.ndarray]:
        """Return the rows as pairs of row number and feature number."""
        pairs = [(r, self.number[f]) for r, row in enumerate(rows) for f in row if f in self.number]
        array = np.array(pairs, dtype=np.int64).reshape(-1, 2)
        return array[:, 0], array[:, 1]


def conditional(
    groups: Sequence[Sequence[frozenset[str]]], right: Sequence[Sequence[float]], ridge: float
) -> dict[str, float]:
    """Fit a conditional logit (McFadden 1974).

    Parameters:
        groups: for each choice the features of its candidates.
        right: for each candidate how right it is; each choice holds at least one above nought.
        ridge: strength of the L2 penalty.
    """
    rows = [row for group in groups for row in group]
    index = Index()
    index.learn(rows)
    at, feature = index.arrays(rows)
    starts = np.cumsum([0] + [len(g) for g in groups])[:-1]
    sizes = np.array([len(g) for g in groups])
    target = np.array([v for vs in right for v in vs])
    target = target / np.repeat(np.add.reduceat(target, starts), sizes)

    def gradient(weights: np.ndarray) -> np.ndarray:
        scores = np.bincount(at, weights[feature], minlength=len(rows))
        scores = np.exp(scores - np.repeat(np.maximum.reduceat(scores, starts), sizes))
        chance = scores / np.repeat(np.add.reduceat(scores, starts), sizes)
        return np.bincount(feature, (chance - target)[at], minlength=len(weights)) + ridge * weights

    return _named(index, descend(gradient, len(index.number), _falling, 1e-9))


def logistic(
    rows: Sequence[frozenset[str]], right: Sequence[float], weight: Sequence[float], ridge: float
) -> dict[str, float]:
    """Fit a logistic regression; the feature ``always`` is the intercept and is not shrunk.

    Parameters:
        rows: the features of each example, ``always`` among them.
        right: 1 for yes, 0 for no.
        weight: how much each example counts.
        ridge: strength of the L2 penalty.
    """
    index = Index()
    index.learn(rows)
    at, feature = index.arrays(rows)
    target, counts = np.array(right), np.array(weight)
    shrunk = np.array([f != "always" for f in index.number], dtype=float)

    def gradient(weights: np.ndarray) -> np.ndarray:
        scores = np.bincount(at, weights[feature], minlength=len(rows))
        wrong = counts * (1 / (1 + np.exp(-scores)) - target)
        return np.bincount(feature, wrong[at], minlength=len(weights)) + ridge * shrunk * weights

    return _named(index, descend(gradient, len(index.number), _falling, 1e-9))


def descend(gradient: Gradient, size: int, rate: Callable[[int], float], least: float = 1e-8) -> np.ndarray:
    """Minimise by Adam (Kingma and Ba 2015) on all the data at once, from zero.

    Parameters:
        gradient: the slope at given weights.
        size: how many weights there are.
        rate: the length of each of the :data:`STEPS` steps, from 1.
        least: what keeps a division by nought away.
    """
    weights, mean, square = np.zeros(size), np.zeros(size), np.zeros(size)
    for step in range(1, STEPS + 1):
        slope = gradient(weights)
        mean, square = 0.9 * mean + 0.1 * slope, 0.999 * square + 0.001 * slope**2
        weights -= rate(step) * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + least)
    return weights


def _falling(step: int) -> float:
    return 0.1 * (1 - step / (STEPS + 1))


def _named(index: Index, weights: np.ndarray) -> dict[str, float]:
    return {f: round(float(weights[i]), 3) for f, i in index.number.items()}


def write(path: Path, weights: dict[str, float], comment: str) -> None:
    """Write weights as a table, those that say next to nothing left out."""
    kept = [f"{f}\t{w}" for f, w in sorted(weights.items()) if abs(w) >= 0.01]
    path.write_text("\n".join([f"# {comment}", "feature\tweight", *kept, ""]), encoding="utf-8")
