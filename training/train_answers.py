"""Learn from gold readings which act a response answers: the weights of kg/reading/weights/answers.tsv.

usage: python training/train_answers.py FOLDER ... [--check FOLDER ...] [--out FILE]

The threshold is set on held-out articles; see learning.py.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from learning import FOLDS, Case, Group, best_threshold, fit, from_gold, from_reading, measure, write

from kg.corpus import gold, score
from kg.reading import answering
from kg.reading.weighing import THRESHOLD, likeliest

PENALTY = 3.0
RAREST = 6
HEAD = (
    "# What speaks for a response's answering an act, learnt by training/train_answers.py: kg.reading.answering names",
    "# the features.",
    '# feature  in words; "nothing" holds for answering nothing told',
    "# weight   added to a candidate's sum; (threshold) is the least likelihood of one that is chosen",
)


def groups(case: Case, table: Mapping[str, float] | None) -> list[Group]:
    """Return the responses of an article with what they may answer; earlier links are chosen by a table, if any."""
    told = list(case.tellings)
    found = []
    for i, telling in enumerate(told):
        if telling.type not in answering.ANSWERING:
            continue
        among = answering.candidates(told, i, case.text)
        if i in case.gold_of and telling.performers:
            found.append(_group(case, i, among))
        if table is not None:
            best = among[likeliest([c.features for c in among], table)].place
            told[i] = replace(telling, responds_to=() if best is None else (best,))
    return found


def _group(case: Case, i: int, among: Sequence[answering.Answered]) -> Group:
    mine = case.gold_of[i]
    counts, worth = [], []
    for one in among:
        meant = case.gold_of.get(one.place) if one.place is not None else None
        scored = meant is not None and one.place not in case.unscored
        right = meant is not None and meant.id in mine.answers
        allowed = one.place is None or (
            meant is not None and scored and meant.id in {*mine.answers, *mine.answers_allowed}
        )
        found = int(right and scored)
        counts.append(score.Counts(found, int(not allowed), len(mine.answers) - found))
        worth.append(float(right))
    if not any(worth):
        worth[0] = 1.0
    return Group([c.features for c in among], worth, counts, not mine.optional)


def main() -> None:
    """Fit, tell the figures, write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path, nargs="+", help="folders of articles with their gold")
    parser.add_argument("--check", type=Path, nargs="*", default=[])
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    articles = [one for folder in options.corpus for one in gold.load(folder)]
    cases, golds = [from_reading(one) for one in articles], [from_gold(one) for one in articles]
    table = learn(cases, golds)
    print(len(table), "weights")
    for folder in options.check:
        counts = measure([(groups(from_reading(one), table), table) for one in gold.load(folder)], likeliest)
        print(folder.name, counts, "F1", round(counts.f1, 3))
    if options.out:
        write(options.out, HEAD, table)


def learn(cases: Sequence[Case], golds: Sequence[Case]) -> dict[str, float]:
    """Return the weights, with the threshold that is best on articles not learnt from."""
    rows, more = [groups(c, None) for c in cases], [groups(c, None) for c in golds]
    for turn in range(2):
        tables = [
            fit(
                [g for some in (rows, more) for n, r in enumerate(some) if n % FOLDS != fold for g in r],
                penalty=PENALTY,
                rarest=RAREST,
            )
            for fold in range(FOLDS)
        ]
        best = best_threshold([(r, tables[n % FOLDS]) for n, r in enumerate(rows)], likeliest)
        if turn == 0:
            rows = [groups(c, {**tables[n % FOLDS], THRESHOLD: best}) for n, c in enumerate(cases)]
            more = [groups(c, {**tables[n % FOLDS], THRESHOLD: best}) for n, c in enumerate(golds)]
    whole = fit([g for some in (rows, more) for r in some for g in r], penalty=PENALTY, rarest=RAREST)
    return {**whole, THRESHOLD: best}


if __name__ == "__main__":
    main()
