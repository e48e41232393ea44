"""Learn from gold readings to whom acts are done: the weights of kg/reading/weights/addressees.tsv.

usage: python training/train_addressees.py FOLDER ... [--check FOLDER ...] [--out FILE]

Train the answers first: what an act answers is one of the features. The threshold is set on held-out articles; see
learning.py.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from learning import FOLDS, Case, Group, best_threshold, fit, from_gold, from_reading, measure, write

from kg.corpus import gold, score
from kg.reading import addressing, answering
from kg.reading.addressing_traits import Candidate
from kg.reading.parties import Parties
from kg.reading.weighing import THRESHOLD, likeliest

PENALTY = 8.0
RAREST = 20
HEAD = (
    "# What speaks for an addressee, learnt by training/train_addressees.py: kg.reading.addressing names the features.",
    '# feature  in words; "Directive: told" holds for a directive alone, "nobody" for no addressee',
    "# weight   added to a candidate's sum; (threshold) is the least likelihood of one that is chosen",
)


def groups(case: Case) -> list[Group]:
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


def learn(cases: Sequence[Case], golds: Sequence[Case]) -> dict[str, float]:
    """Return the weights, with the threshold that is best on articles not learnt from."""
    rows, more = [groups(c) for c in cases], [groups(c) for c in golds]
    tables = [
        fit(
            [g for some in (rows, more) for n, r in enumerate(some) if n % FOLDS != fold for g in r],
            penalty=PENALTY,
            rarest=RAREST,
        )
        for fold in range(FOLDS)
    ]
    best = best_threshold([(r, tables[n % FOLDS]) for n, r in enumerate(rows)], likeliest)
    whole = fit([g for some in (rows, more) for r in some for g in r], penalty=PENALTY, rarest=RAREST)
    return {**whole, THRESHOLD: best}


def main() -> None:
    """Fit, tell the figures, write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path, nargs="+", help="folders of articles with their gold")
    parser.add_argument("--check", type=Path, nargs="*", default=[])
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    articles = [one for folder in options.corpus for one in gold.load(folder)]
    table = learn([from_reading(one) for one in articles], [from_gold(one) for one in articles])
    print(len(table), "weights")
    for folder in options.check:
        counts = measure([(groups(from_reading(one)), table) for one in gold.load(folder)], likeliest)
        print(folder.name, counts, "F1", round(counts.f1, 3))
    if options.out:
        write(options.out, HEAD, table)


if __name__ == "__main__":
    main()
