"""Learn from gold readings which act a response answers: the weights of kg/reading/weights/answers.tsv.

usage: python training/train_answers.py FOLDER ... [--check FOLDER ...] [--out FILE]

The threshold is set on held-out articles; see learning.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from learning import Case, Group, Table, Task

from kg.corpus import score
from kg.reading import answering

PENALTY = 3.0
RAREST = 6
HEAD = (
    "# What speaks for a response's answering an act, learnt by training/train_answers.py: kg.reading.answering names",
    "# the features.",
    '# feature  in words; "nothing" holds for answering nothing told',
    "# weight   added to a candidate's sum; (threshold) is the least likelihood of one that is chosen",
)


def groups(case: Case, table: Table | None) -> list[Group]:
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
            best = answering.likely(among, table)
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


if __name__ == "__main__":
    Task(__doc__, HEAD, PENALTY, RAREST, groups, turns=2).run()
