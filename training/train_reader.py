"""Fit what the reader learns from a corpus: who does an act, and whether a telling tells one.

usage: python training/train_reader.py CORPUS_PART [CORPUS_PART ...] [--pipelines FOLDER] [--out FOLDER] [--least P]

Each part is a folder of articles with gold (``corpus/train``). The acts' model is fitted on choices made by weights
that never saw the article (in folds), so that its probabilities hold on articles nobody has seen; each article is
read by the pipeline of its fold, whose encoder has not seen it either (``train_encoder.py --folds``).
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from multiprocessing import Pool
from pathlib import Path

import fitting
from learning import article, named
from parts import Parts

from kg import reference
from kg.corpus import gold as corpus
from kg.corpus import score
from kg.reading import reader
from kg.reading.learnt import RULES, Learnt
from kg.reading.telling import Telling

_ROUNDS = 2
_RIDGE_PERFORMERS, _RIDGE_ACTS = 3.0, 8.0
_ABOUT_PERFORMERS = "Who does an act: weights of a conditional logit, made by training/train_reader.py."
_ABOUT_ACTS = (
    "Whether a telling tells an act: weights of a logistic regression, made by training/train_reader.py; "
    "least is the probability to accept at."
)
_SHARPNESS = 3
"""To which power the share of the performers that a candidate has counts: higher, and only whole sets are right."""
_OPTIONAL = 0.3
"""How much an act counts that only one annotator recorded."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One cue of an article: the candidates' features, how right each is, its traits, and whether it tells an act."""

    article: str
    candidates: tuple[frozenset[str], ...]
    right: tuple[float, ...]
    fits: bool
    traits: frozenset[str]
    tells: bool
    weight: float


def choices(learnt: Learnt, parts: Parts, gold: corpus.Gold) -> list[Choice]:
    """Return the choices of one article, made by ``learnt`` and judged by its gold."""
    known = reference.load()
    acts = [score.entry(act, gold.name) for act in gold.acts]
    return [
        _judged(gold.name, acts, telling, known)
        for telling in reader.tell(article(gold), known, parts.pipeline(gold), learnt)[1]
        if telling.type != "Statement" and telling.weighed
    ]


def _judged(article: str, acts: Sequence[score.Entry], telling: Telling, known: reference.Reference) -> Choice:
    typed = [a for a in acts if telling.type in a.types]
    near = [a for a in typed if any(g.overlaps(e) for g in a.evidence for e in telling.evidence)]
    right = tuple(max((_alike(named(c.actors, known), a) for a in near), default=0.0) for c in telling.weighed)
    performers = named(telling.performers, known)
    told = [a for a in near if not performers or _alike(performers, a) > 0]
    weight = _OPTIONAL if told and all(a.optional for a in told) else 1.0
    features = tuple(c.features for c in telling.weighed)
    return Choice(article, features, right, bool(near), telling.traits, bool(told), weight)


def _alike(mine: Sequence[score.Named], act: score.Entry) -> float:
    """Return how alike actors are to the performers of an act, from nought to one (Dice)."""
    shares = [2 * score.partners(theirs, mine) / (len(mine) + len(theirs)) for theirs in act.performers if mine]
    return max(shares, default=0.0)


def read_all(pool: Pool, articles: Sequence[corpus.Gold], learnt: Learnt, parts: Parts) -> list[Choice]:
    """Return the choices of all articles, in their order."""
    return [c for found in pool.map(partial(choices, learnt, parts), articles, chunksize=4) for c in found]


def fit_performers(found: Sequence[Choice]) -> dict[str, float]:
    """Fit the choice among candidates, on the cues for which one of them is right."""
    usable = [c for c in found if c.fits and max(c.right, default=0.0) > 0]
    right = [[share**_SHARPNESS for share in c.right] for c in usable]
    return fitting.conditional([c.candidates for c in usable], right, _RIDGE_PERFORMERS)


def fit_acts(found: Sequence[Choice]) -> dict[str, float]:
    """Fit whether a telling tells an act."""
    return fitting.logistic(
        [c.traits for c in found], [float(c.tells) for c in found], [c.weight for c in found], _RIDGE_ACTS
    )


def performers_of(pool: Pool, articles: Sequence[corpus.Gold], parts: Parts) -> dict[str, float]:
    """Fit the performers in rounds: what was chosen for the acts before is a sign for those after."""
    learnt = replace(RULES, sees=True)
    for _ in range(_ROUNDS):
        learnt = Learnt(fit_performers(read_all(pool, articles, learnt, parts)), {}, 0.0)
    return dict(learnt.performers)


def train(articles: Sequence[corpus.Gold], parts: Parts, out: Path, least: float, processes: int) -> None:
    """Fit both models and write their weights."""
    unseen: list[Choice] = []
    with Pool(processes) as pool:
        for held, rest in parts.splits(articles):
            learnt = Learnt(performers_of(pool, rest, parts), {}, 0.0)
            unseen += read_all(pool, held, learnt, parts)
        performers = performers_of(pool, articles, parts)
    acts = fit_acts(unseen)
    fitting.write(out / "performers.tsv", performers, _ABOUT_PERFORMERS)
    fitting.write(out / "acts.tsv", {**acts, "least": least}, _ABOUT_ACTS)
    print(f"{len(articles)} articles, {len(unseen)} cues, {sum(c.tells for c in unseen)} of them right")


def main() -> None:
    """Read the command line and train."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, default=Path(__file__).parents[1] / "kg" / "reading" / "weights")
    parser.add_argument("--least", type=float, default=0.45)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--pipelines", type=Path, help="folder of one pipeline for each part of the articles")
    given = parser.parse_args()
    articles = [g for folder in given.folders for g in corpus.load(folder)]
    train(articles, Parts.of(articles, given.pipelines), given.out, given.least, given.jobs)


if __name__ == "__main__":
    main()
