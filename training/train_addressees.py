"""Learn from gold readings to whom acts are done: the weights of kg/reading/weights/addressees.tsv.

usage: python training/train_addressees.py FOLDER ... [--check FOLDER ...] [--out FILE]

Train the answers first: what an act answers is one of the features. The threshold is set on held-out articles; see
learning.py.
"""

from __future__ import annotations

from collections.abc import Sequence

from learning import Case, Group, Table, Task

from kg.corpus import score
from kg.reading import addressing, answering
from kg.reading.addressing_traits import Candidate
from kg.reading.parties import Parties

PENALTY = 8.0
RAREST = 20
HEAD = (
    "# What speaks for an addressee, learnt by training/train_addressees.py: kg.reading.addressing names the features.",
    '# feature  in words; "Directive: told" holds for a directive alone, "nobody" for no addressee',
    "# weight   added to a candidate's sum; (threshold) is the least likelihood of one that is chosen",
)


def groups(case: Case, _table: Table | None) -> list[Group]:
    """Return the acts of an article with whom they may be done to, their links as the reader sets them."""
    told = answering.linked(case.tellings, case.text)
    parties = Parties(told)
    return [
        _group(case, i, addressing.candidates(parties, i, case.stage))
        for i, telling in enumerate(told)
        if telling.performers and i in case.gold_of
    ]


def _group(case: Case, i: int, among: Sequence[Candidate]) -> Group:
    mine = case.gold_of[i]
    counts = [_counts(mine, case.named(c.actors)) for c in among]
    worth = [c.f1 if c.right + c.false + c.missed else 1.0 for c in counts]
    if not any(worth):
        worth[0] = 1.0
    most = max(worth)
    return Group([c.features for c in among], [w / most for w in worth], counts, not mine.optional)


def _counts(mine: score.Entry, chosen: tuple[score.Named, ...]) -> score.Counts:
    """Count against the option that shares most, the smallest of these."""
    right, less = max((score.partners(option, chosen), -len(option)) for option in mine.addressees)
    return score.Counts(right, len(chosen) - right, -less - right)


if __name__ == "__main__":
    Task(__doc__, HEAD, PENALTY, RAREST, groups).run()
