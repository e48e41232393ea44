"""Learn when an act told without a time has the story's running date: the weights of kg/reading/lexicon/running.tsv.

usage: python training/fit_dates.py CORPUS/train [--check FOLDER ...]

Each act that the reader finds as the gold has it is one example: of its candidate dates those that the gold allows
are right. A log-linear model over the reasons for each candidate is fitted with a quadratic penalty, a few times
over, since the dates of earlier acts are among the reasons. Equal corpora and readers give equal weights.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from kg import reference
from kg.corpus import gold as golds
from kg.corpus.score import entry, match
from kg.linking.decide import link
from kg.model import record
from kg.reading import lexicon, reader
from kg.reading.lexicon.table import FOLDER
from kg.reading.running import Candidates, Running, chosen
from kg.reading.telling import Telling

TARGET = FOLDER / "running.tsv"
ROUNDS, STEPS, RATE, PENALTY, LEAST, SMALLEST = 3, 400, 0.1, 0.01, 8, 0.05
HEADER = """\
# What speaks for each date that an act can have, and how much: learned from corpus/train by training/fit_dates.py.
# reason  where a date comes from: own (told with the act), here (told in its sentence), last and before (that of the act, and of the
#         dated act, told before it), told (the last one that the text told), today (publication, or the dateline), none (no date);
#         after a colon how it lies there; after & how the act is told
# weight  added to the date for which the reason speaks; the date with most is taken
reason	weight
"""
Example = tuple[Candidates, frozenset[str | None]]


def examples(folder: Path) -> Iterator[Example]:
    """Yield the candidate dates of the acts found in the articles of a folder, with the dates that are right."""
    seen: dict[tuple[int, str], Candidates] = {}
    dated = Running.dated

    def recording(self: Running, tellings: Sequence[Telling]) -> list[Telling]:
        found = dated(self, tellings)
        for number, telling in enumerate(tellings):
            seen[telling.cue.start, telling.type] = self.candidates(telling, found[:number])
        return found

    Running.dated = recording  # type: ignore[method-assign]
    known = reference.load()
    for one in golds.load(folder):
        seen.clear()
        read = link(reader.read(one.article(), known), known)
        acts = [entry(act, one.name) for act in record(read)["acts"]]
        of = {act.id: (told.cue.start, act.type) for act, told in zip(read.acts, read.attestations, strict=True) if told.cue}
        for right, found in match([entry(act, one.name) for act in one.acts], acts).required:
            if of.get(found.id) in seen:
                yield seen[of[found.id]], right.dates
    Running.dated = dated  # type: ignore[method-assign]


def _bare(edtf: str | None) -> str | None:
    return edtf.translate({ord(mark): None for mark in "~?%"}) if edtf else None


def fitted(data: Sequence[Example]) -> dict[str, float]:
    """Return the weights that make the right dates most likely."""
    counts: dict[str, int] = {}
    for candidates, _ in data:
        for reason in {r for reasons in candidates.values() for r in reasons}:
            counts[reason] = counts.get(reason, 0) + 1
    names = sorted(name for name, count in counts.items() if count >= LEAST)
    column = {name: n for n, name in enumerate(names)}
    rows, owner, right = [], [], []
    for number, (candidates, dates) in enumerate(data):
        good = [_bare(day) in dates for day in candidates]
        if not any(good) or all(good):
            continue
        for reasons, is_good in zip(candidates.values(), good, strict=True):
            row = np.zeros(len(names))
            row[[column[r] for r in reasons if r in column]] = 1
            rows.append(row)
            owner.append(number)
            right.append(is_good)
    table, good = np.array(rows), np.array(right)
    _, groups = np.unique(np.array(owner), return_inverse=True)
    weights, mean, square = np.zeros(len(names)), np.zeros(len(names)), np.zeros(len(names))
    for step in range(1, STEPS + 1):
        power = np.exp(table @ weights - (table @ weights).max())
        share = power / np.bincount(groups, power)[groups]
        wanted = np.where(good, power, 0.0)
        wanted /= np.bincount(groups, wanted)[groups]
        slope = table.T @ (wanted - share) / (groups.max() + 1) - PENALTY / 10 * weights
        mean, square = 0.9 * mean + 0.1 * slope, 0.999 * square + 0.001 * slope**2
        weights += RATE * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    return {n: round(float(w), 2) for n, w in zip(names, weights, strict=True) if abs(w) >= SMALLEST}


def accuracy(data: Sequence[Example]) -> float:
    """Return how many of the acts get a date that is right."""
    weights = lexicon.running()
    return sum(_bare(chosen(candidates, weights)) in right for candidates, right in data) / len(data)


def _write(weights: dict[str, float]) -> None:
    TARGET.write_text(HEADER + "".join(f"{name}\t{weight:.2f}\n" for name, weight in weights.items()), encoding="utf-8")
    lexicon.running.cache_clear()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="articles with gold to learn from")
    parser.add_argument("--check", type=Path, nargs="*", default=[], help="folders with other articles to measure on")
    given = parser.parse_args()
    for number in range(ROUNDS):
        data = list(examples(given.folder))
        reachable = sum(any(_bare(day) in right for day in found) for found, right in data) / len(data)
        print(f"round {number}: {len(data)} acts, {accuracy(data):.3f} right, {reachable:.3f} within reach")
        _write(fitted(data))
    for folder in (given.folder, *given.check):
        print(f"{folder}: {accuracy(list(examples(folder))):.3f}")


if __name__ == "__main__":
    main()
