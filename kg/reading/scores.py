"""What the encoder has learnt to see in a sentence beside its grammar: words that tell acts, and who has which role.

Each is a probability, learnt from the corpus; rules and weights take it as one sign among others.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from kg.vocabulary import ACT_TYPES

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

Role = Literal["performer", "addressee"]
ROLES: tuple[Role, ...] = ("performer", "addressee")
"""The roles, in the order in which the encoder scores them."""

LEAST = 0.2
"""The probability from which a word is taken to tell an act; whether it does is decided with all else in sight."""

_AT = {type_: n for n, type_ in enumerate(ACT_TYPES)}
_OTHERS = {type_: [n for n in range(len(ACT_TYPES)) if n != at] for type_, at in _AT.items()}
_STEPS = (0.003, 0.01, 0.03, 0.1, 0.25, 0.5, 0.75, 0.9, 0.97)


def step(probability: float) -> int:
    """Return in which of ten steps a probability lies, finer at both ends.

    >>> step(0.0), step(0.3), step(0.99)
    (0, 5, 9)
    """
    return sum(probability >= s for s in _STEPS)


@dataclass(frozen=True, slots=True)
class Scores:
    """The probabilities of one sentence.

    Parameters:
        acts: of each word telling an act, by type: words by types.
        roles: of each word having a role in the act that a word tells: roles by words by words, with one place more
            in front for nobody in the sentence.
    """

    acts: npt.NDArray[np.float32]
    roles: npt.NDArray[np.float32]

    def act(self, words: Iterable[int], type_: str) -> float:
        """Return how likely one of some words tells an act of a type."""
        return float(self.acts[list(words), _AT[type_]].max())

    def other(self, words: Iterable[int], type_: str) -> float:
        """Return how likely one of some words tells an act of any other type."""
        return float(self.acts[list(words)][:, _OTHERS[type_]].max())

    def types(self, word: int, least: float) -> list[tuple[float, str]]:
        """Return the types of which a word may tell an act, likeliest first, none under ``least``."""
        row = self.acts[word]
        found = [(float(row[n]), ACT_TYPES[n]) for n in (row >= least).nonzero()[0]]
        return sorted(found, key=lambda pair: -pair[0])

    def role(self, role: Role, cue: int, words: Iterable[int]) -> float:
        """Return how likely some words stand for who has a role in the act that a word tells."""
        row = self.roles[ROLES.index(role), cue]
        return float(sum(row[word + 1] for word in words))

    def nobody(self, role: Role, cue: int) -> float:
        """Return how likely nobody in the sentence has a role in the act that a word tells."""
        return float(self.roles[ROLES.index(role), cue, 0])
