"""Learn the weights of two choices: an act's date (running.tsv), and the document on which it bears (bearing.tsv).

usage: python training/fit_choices.py FOLDER ... [--pipelines FOLDER] [--check FOLDER ...]

Each act that the reader finds as the gold has it is one example: of its candidates those that the gold allows are
right. A log-linear model over the reasons for each candidate is fitted with a quadratic penalty, a few times
over, since what was chosen for earlier acts is among the reasons. Equal corpora and readers give equal weights.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from fitting import descend
from learning import article
from parts import Parts

from kg import reference
from kg.corpus import gold as golds
from kg.corpus.score import Entry, alike, entry, match
from kg.linking.decide import link
from kg.model import Document, record
from kg.reading import reader, weighing
from kg.reading.bearing import Bearing
from kg.reading.running import Running
from kg.reading.telling import Telling
from kg.reading.weighing import FOLDER, heaviest

ROUNDS, RATE, PENALTY, LEAST, SMALLEST = 3, 0.1, 0.01, 8, 0.05
HEADERS = {
    "running": """\
# What speaks for each date that an act can have, and how much: learned from corpus/train by training/fit_choices.py.
# reason  where a date comes from: own (told with the act), here (told in its sentence), last and before (that of
#         the act, and of the dated act, told before it), told (where the story had got to), lately (the last one
#         told), lead (the first one told after a headline), today (publication, or the dateline), none (no date);
#         after a colon how it lies there; after & how the act is told
# weight  added to the date for which the reason speaks; the date with most is taken
""",
    "bearing": """\
# What speaks for each document on which an act can bear, and how much: learned by training/fit_choices.py.
# reason  where a document comes from: here (told in the act's sentence), earlier (in those before it), before (that
#         of the act told before it), answered (that of the act it answers), theme (the one of which the article
#         speaks most), none (no document); after a colon how it lies there; after & how the act is told; also its
#         kind, alone and with the act's type
# weight  added to the document for which the reason speaks; the one with most is taken
""",
}
Example = tuple[dict[Any, set[str]], frozenset[Any]]
Key = tuple[int, str]


def examples(articles: Sequence[golds.Gold], parts: Parts) -> Iterator[tuple[str, Example]]:
    """Yield the choices for the acts found in articles, each with the candidates that are right."""
    dates: dict[Key, dict[Any, set[str]]] = {}
    documents: dict[Key, dict[Any, set[str]]] = {}
    dated, documented = Running.dated, Bearing.documented

    def dating(self: Running, tellings: Sequence[Telling]) -> list[Telling]:
        found = dated(self, tellings)
        for number, telling in enumerate(tellings):
            dates[telling.cue.start, telling.type] = self.candidates(telling, found[:number])
        return found

    def documenting(self: Bearing, tellings: Sequence[Telling]) -> list[Telling]:
        found = documented(self, tellings)
        for number, telling in enumerate(tellings):
            if not telling.documents:
                mixed = [*found[:number], *tellings[number:]]
                documents[telling.cue.start, telling.type] = self.candidates(number, mixed)
        return found

    Running.dated, Bearing.documented = dating, documenting  # type: ignore[method-assign]
    known = reference.load()
    for one in articles:
        dates.clear()
        documents.clear()
        read = link(reader.read(article(one), known, parts.pipeline(one)), known)
        acts = [entry(act, one.name) for act in record(read)["acts"]]
        pairs = zip(read.acts, read.attestations, strict=True)
        keys = {act.id: (told.cue.start, act.type) for act, told in pairs if told.cue}
        for right, found in match([entry(act, one.name) for act in one.acts], acts).required:
            key = keys.get(found.id)
            if key in dates:
                options = dates[key]
                yield "running", (options, frozenset(day for day in options if _bare(day) in right.dates))
            if key in documents:
                options = documents[key]
                yield "bearing", (options, frozenset(one for one in options if _bears(one, right)))
    Running.dated, Bearing.documented = dated, documented  # type: ignore[method-assign]


def _bare(edtf: str | None) -> str | None:
    return edtf.translate({ord(mark): None for mark in "~?%"}) if edtf else None


def _bears(document: Document | None, right: Entry) -> bool:
    if document is None:
        return not right.documents
    return any(kind == document.kind or alike(label, document.label) for label, kind in right.documents)


def fitted(data: Sequence[Example]) -> dict[str, float]:
    """Return the weights that make the right dates most likely."""
    counts: dict[str, int] = {}
    for candidates, _ in data:
        for reason in {r for reasons in candidates.values() for r in reasons}:
            counts[reason] = counts.get(reason, 0) + 1
    names = sorted(name for name, count in counts.items() if count >= LEAST)
    column = {name: n for n, name in enumerate(names)}
    rows, owner, right = [], [], []
    for number, (candidates, chosen) in enumerate(data):
        good = [one in chosen for one in candidates]
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

    def gradient(weights: np.ndarray) -> np.ndarray:
        power = np.exp(table @ weights - (table @ weights).max())
        share = power / np.bincount(groups, power)[groups]
        wanted = np.where(good, power, 0.0)
        wanted /= np.bincount(groups, wanted)[groups]
        return PENALTY / 10 * weights - table.T @ (wanted - share) / (groups.max() + 1)

    weights = descend(gradient, len(names), lambda _: RATE)
    return {n: round(float(w), 2) for n, w in zip(names, weights, strict=True) if abs(w) >= SMALLEST}


def accuracy(name: str, data: Sequence[Example]) -> str:
    """Return for how many of the acts the choice is right, and for how many it can be."""
    weights = weighing.weights(name)
    right = sum(heaviest(candidates, weights) in chosen for candidates, chosen in data)
    reachable = sum(bool(chosen) for _, chosen in data)
    return f"{name}: {len(data)} acts, {right / len(data):.3f} right, {reachable / len(data):.3f} within reach"


def _write(name: str, weights: dict[str, float]) -> None:
    rows = "".join(f"{reason}\t{weight:.2f}\n" for reason, weight in weights.items())
    (FOLDER / f"{name}.tsv").write_text(f"{HEADERS[name]}reason\tweight\n{rows}", encoding="utf-8")
    weighing.weights.cache_clear()


def _gathered(articles: Sequence[golds.Gold], parts: Parts) -> dict[str, list[Example]]:
    found: dict[str, list[Example]] = {name: [] for name in HEADERS}
    for name, example in examples(articles, parts):
        found[name].append(example)
    return found


def main() -> None:
    """Fit on some folders, and measure on them and on others."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", type=Path, nargs="+", help="articles with gold to learn from")
    parser.add_argument("--check", type=Path, nargs="*", default=[], help="folders with other articles to measure on")
    parser.add_argument("--pipelines", type=Path, help="folder of one pipeline for each part of the articles")
    given = parser.parse_args()
    articles = [one for folder in given.folders for one in golds.load(folder)]
    parts = Parts.of(articles, given.pipelines)
    for _ in range(ROUNDS):
        for name, data in _gathered(articles, parts).items():
            print("fit", accuracy(name, data), flush=True)
            _write(name, fitted(data))
    for folder in given.check:
        others = list(golds.load(folder))
        for name, data in _gathered(others, Parts.of(others)).items():
            print(folder, accuracy(name, data), flush=True)


if __name__ == "__main__":
    main()
