"""Who acts towards whom in an article, office holders and bodies counted with those for whom they act."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from kg.model import Actor
from kg.reading.telling import Telling

_REACH = 80
"""Only so many tellings before and after an act bear on its parties: time must not grow with their square."""


def sides(actors: Sequence[Actor]) -> frozenset[str]:
    """Return the labels of actors and of those for whom they act."""
    served = {a.on_behalf_of for a in actors if a.on_behalf_of and a.kind in {"Person", "GovernmentBody"}}
    return frozenset({a.label for a in actors} | served)


class Parties:
    """The parties of the acts of one article, as told."""

    def __init__(self, tellings: Sequence[Telling]) -> None:
        self.tellings = tellings
        self.acting = [sides(t.performers) for t in tellings]
        self.towards = [sides(t.addressees) for t in tellings]
        self._pairs = Counter((a, b) for n in range(len(tellings)) for a in self.acting[n] for b in self.towards[n])

    def times(self, who: frozenset[str], whom: frozenset[str]) -> int:
        """Return how often one side is told to act towards another."""
        return sum(self._pairs[a, b] for a in who for b in whom)

    def partners(self, index: int) -> Counter[Actor]:
        """Count whom the performers of an act are told to address, and who addresses them, around it."""
        own = self.acting[index]
        found: Counter[Actor] = Counter()
        for n in range(max(0, index - _REACH), min(len(self.tellings), index + _REACH)):
            if own & self.acting[n]:
                found.update(self.tellings[n].addressees)
            elif own & self.towards[n]:
                found.update(self.tellings[n].performers)
        return found
