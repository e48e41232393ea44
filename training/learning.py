"""What the training of addressees and of answers shares: articles with the gold of their acts, and the fit.

The weights are those of a conditional logit over the candidates of each act, with an L2 penalty. Deterministic: full
batch, from zero, no random numbers. Needs numpy, which spaCy brings.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from fitting import STEPS, descend
from parts import Parts

from kg import reference
from kg.corpus import gold, score
from kg.linking.decide import decide
from kg.model import Act, Actor, Article, Attestation, Attribution, Span
from kg.reading import reader
from kg.reading.parse import Sentence, Token
from kg.reading.presence import Stage
from kg.reading.telling import Cue, Telling
from kg.reading.weighing import THRESHOLD, likeliest
from kg.text import clean

FOLDS = 8
_CLOSE = 0.01
THRESHOLDS = [n / 50 for n in range(4, 40)]

Table = dict[str, float]


@dataclass(frozen=True)
class Group:
    """One act to learn from: the features of its candidates, how right each is, and what each would count.

    Parameters:
        measured: whether it counts in the figures, or is only learnt from.
    """

    features: Sequence[set[str]]
    worth: Sequence[float]
    counts: Sequence[score.Counts]
    measured: bool


@dataclass
class Case:
    """One article: its acts as told, not yet linked, and the gold act of each where one is matched.

    Parameters:
        unscored: those matched for learning alone, for which scoring would not take them.
    """

    name: str
    text: str
    published: str | None
    stage: Stage
    tellings: list[Telling] = field(default_factory=list)
    gold_of: dict[int, score.Entry] = field(default_factory=dict)
    unscored: set[int] = field(default_factory=set)
    _items: dict[tuple[str, str], str | None] = field(default_factory=dict)

    def named(self, actors: Sequence[Actor]) -> tuple[score.Named, ...]:
        """Return actors as they are scored, with the items that linking gives them."""
        return tuple(score.Named(a.label, self._item(a)) for a in actors)

    def _item(self, actor: Actor) -> str | None:
        key = (actor.label, actor.kind)
        if key not in self._items:
            found = decide(actor, reference.load(), self.published)
            self._items[key] = found.wikidata if found.judgement == "positive" else None
        return self._items[key]


def from_reading(one: gold.Gold, parts: Parts) -> Case:
    """Return an article's acts as the reader finds them."""
    case, _, told = _read(one, parts)
    case.tellings = told
    entries = [score.entry(act, one.name) for act in one.acts]
    predicted = [
        score.Entry(str(i), (t.type,), (case.named(t.performers),), (case.named(t.addressees),), evidence=t.evidence)
        for i, t in enumerate(told)
    ]
    for mine, theirs in score.match(entries, predicted).pairs:
        case.gold_of[int(theirs.id)] = mine
    _match_loosely(case, entries, predicted)
    return case


def article(one: gold.Gold) -> Article:
    """Return an article of a corpus with its furniture, as it comes to the reader."""
    return replace(one.article(), furniture=tuple(clean.furniture(one.text)))


def named(actors: Sequence[Actor], known: reference.Reference) -> tuple[score.Named, ...]:
    """Return actors as they are scored, with the items of the reference data."""
    entries = [(a.label, known.by_label(a.label)) for a in actors]
    return tuple(score.Named(label, entry.wikidata if entry else None) for label, entry in entries)


def _read(one: gold.Gold, parts: Parts) -> tuple[Case, reader.Reader, list[Telling]]:
    told_of = article(one)
    read, told = reader.understand(told_of, reference.load(), parts.pipeline(one))
    return Case(one.name, told_of.text, told_of.published, read.stage()), read, told


def _match_loosely(case: Case, entries: Sequence[score.Entry], predicted: Sequence[score.Entry]) -> None:
    """Learn as well from acts found with another performer: type and place tell that they are meant."""
    taken = {e.id for e in case.gold_of.values()}
    for p in predicted:
        if int(p.id) in case.gold_of:
            continue
        for e in entries:
            near = any(a.overlaps(b) for a in p.evidence for b in e.evidence)
            if e.id not in taken and p.type in e.types and near:
                case.gold_of[int(p.id)] = replace(e, optional=True)
                case.unscored.add(int(p.id))
                taken.add(e.id)
                break


def from_gold(one: gold.Gold, parts: Parts) -> Case:
    """Return an article's acts as the gold has them, each at the cue the reader would see there, or else at a verb."""
    case, read, _ = _read(one, parts)
    spoken = {a.label: a for ps in case.stage.present.values() for p in ps for a in p.actors}
    known = _Known(case, spoken)
    held = one.reading()
    placed = [
        (t, replace(score.entry(record, one.name), optional=True))
        for record, act, attested in zip(one.acts, held.acts, held.attestations, strict=True)
        for t in _placed(act, attested, case, read, known)
    ]
    placed.sort(key=lambda pair: pair[0].place)
    case.tellings = [t for t, _ in placed]
    case.gold_of = dict(enumerate(e for _, e in placed))
    return case


@dataclass(frozen=True)
class _Known:
    case: Case
    spoken: Mapping[str, Actor]

    def actor(self, label: str, item: str | None) -> Actor:
        mine = score.Named(label, item)
        same = (a for a in self.spoken.values() if score.same(mine, self.case.named([a])[0]))
        return next(same, None) or gold.actor(label, item)


def _placed(row: Act, attested: Attestation, case: Case, read: reader.Reader, known: _Known) -> Iterator[Telling]:
    sentence = next((s for s in case.stage.sentences for e in attested.evidence[:1] if s.span.overlaps(e)), None)
    if sentence is None:
        return
    evidence = attested.evidence[0]
    cue = next((c for c in read.cues_of(sentence) if c.type == row.type and _within(c.token, evidence)), None)
    told = _told(sentence, cue, evidence, read)
    start = case.text.find(row.content) if row.content else -1
    yield replace(
        told,
        type=row.type,
        performers=tuple(known.actor(a.label, a.wikidata) for a in row.performers),
        date=row.date,
        documents=row.documents,
        content=Span(start, start + len(row.content)) if row.content and start >= 0 else told.content,
        modality=attested.modality,
        attribution=tuple(Attribution(known.actor(a.source.label, None)) for a in attested.attribution),
        evidence=attested.evidence,
    )


def _within(token: Token, span: Span) -> bool:
    return span.start <= token.start < span.end


def _told(sentence: Sentence, cue: Cue | None, evidence: Span, read: reader.Reader) -> Telling:
    if cue is not None:
        return read.acts.telling(sentence, cue, ())
    inside = [t for t in sentence.tokens if _within(t, evidence)] or [sentence.root]
    token = next((t for t in inside if t.is_verb and not t.dep.startswith("aux")), inside[0])
    span = Span(token.start, token.end)
    return Telling(sentence.index, token.start, "", (), (), None, (), None, "actual", (), (), span, 0.7)


def fit(groups: Sequence[Group], *, penalty: float, rarest: int) -> Table:
    """Return the weights that make the right candidates the likeliest.

    Parameters:
        penalty: how much a heavy weight costs.
        rarest: features that hold less often are left out.
    """
    tally = Counter(f for g in groups for features in g.features for f in features)
    names = sorted(f for f, n in tally.items() if n >= rarest)
    at = {f: n for n, f in enumerate(names)}
    flat = [features for g in groups for features in g.features]
    held = [(row, at[f]) for row, features in enumerate(flat) for f in sorted(features) if f in at]
    row, column = np.array(held).T
    group = np.repeat(np.arange(len(groups)), [len(g.features) for g in groups])
    starts = np.flatnonzero(np.r_[True, np.diff(group) > 0])
    worth = np.array([w for g in groups for w in g.worth])

    def shares(of: np.ndarray) -> np.ndarray:
        return of / np.maximum(np.add.reduceat(of, starts), 1e-12)[group]

    def gradient(weight: np.ndarray) -> np.ndarray:
        sums = np.bincount(row, weight[column], len(flat))
        likely = shares(np.exp(sums - np.maximum.reduceat(sums, starts)[group]))
        return np.bincount(column, (likely - shares(likely * worth))[row], len(names)) + penalty * weight

    weight = descend(gradient, len(names), _falling)
    return {f: round(float(w), 3) for f, w in zip(names, weight, strict=True) if abs(w) >= 0.02}


def _falling(step: int) -> float:
    return 0.05 * (1 - step / STEPS) + 0.001


def measure(sets: Sequence[tuple[Sequence[Group], Table]], choose: Callable[..., int]) -> score.Counts:
    """Return the counts of what is chosen."""
    total = score.Counts()
    for groups, table in sets:
        for g in groups:
            if g.measured:
                total += g.counts[choose(g.features, table)]
    return total


def best_threshold(sets: Sequence[tuple[Sequence[Group], Table]], choose: Callable[..., int]) -> float:
    """Return the highest threshold whose F1 is close to the best, so that of equal ones the surest is taken."""
    tried = {x: measure([(g, {**table, THRESHOLD: x}) for g, table in sets], choose) for x in THRESHOLDS}
    most = max(counts.f1 for counts in tried.values())
    best = max(x for x, counts in tried.items() if counts.f1 >= most - _CLOSE)
    print("held out: threshold", best, tried[best], "F1", round(tried[best].f1, 3), "of at best", round(most, 3))
    return best


@dataclass(frozen=True)
class Task:
    """What is learnt: its fit, and the table it is written to.

    Parameters:
        about: the script's docstring, its help.
        head: the comment lines of the table.
        penalty, rarest: of :func:`fit`.
        groups: the choices of an article, made with a table where earlier choices are a sign for later ones.
        turns: how often to fit, the choices of one turn being made with the tables of the turn before.
    """

    about: str
    head: Sequence[str]
    penalty: float
    rarest: int
    groups: Callable[[Case, Table | None], list[Group]]
    turns: int = 1

    def learn(self, cases: Sequence[Case], golds: Sequence[Case]) -> Table:
        """Return the weights, with the threshold that is best on articles not learnt from."""
        chosen: list[Table | None] = [None] * FOLDS
        for _ in range(self.turns):
            rows, more = ([self.groups(c, chosen[n % FOLDS]) for n, c in enumerate(some)] for some in (cases, golds))
            tables = [self._fitted(rows, more, without=fold) for fold in range(FOLDS)]
            best = best_threshold([(r, tables[n % FOLDS]) for n, r in enumerate(rows)], likeliest)
            chosen = [{**table, THRESHOLD: best} for table in tables]
        return {**self._fitted(rows, more), THRESHOLD: best}

    def _fitted(
        self, rows: Sequence[Sequence[Group]], more: Sequence[Sequence[Group]], without: int | None = None
    ) -> Table:
        kept = [g for some in (rows, more) for n, r in enumerate(some) if n % FOLDS != without for g in r]
        return fit(kept, penalty=self.penalty, rarest=self.rarest)

    def run(self) -> None:
        """Read the command line, fit, tell the figures, write the table."""
        parser = argparse.ArgumentParser(description=self.about)
        parser.add_argument("corpus", type=Path, nargs="+", help="folders of articles with their gold")
        parser.add_argument("--check", type=Path, nargs="*", default=[])
        parser.add_argument("--out", type=Path)
        parser.add_argument("--pipelines", type=Path, help="folder of one pipeline for each part of the articles")
        options = parser.parse_args()
        articles = [one for folder in options.corpus for one in gold.load(folder)]
        parts = Parts.of(articles, options.pipelines)
        table = self.learn([from_reading(one, parts) for one in articles], [from_gold(one, parts) for one in articles])
        print(len(table), "weights")
        for folder in options.check:
            seen = gold.load(folder)
            found = [(self.groups(from_reading(one, Parts.of(seen)), table), table) for one in seen]
            counts = measure(found, likeliest)
            print(folder.name, counts, "F1", round(counts.f1, 3))
        if options.out:
            write(options.out, self.head, table)


def write(path: Path, head: Sequence[str], table: Table) -> None:
    """Write a table of weights."""
    lines = [f"{name}\t{weight:g}" for name, weight in sorted(table.items())]
    path.write_text("\n".join([*head, "feature\tweight", *lines]) + "\n", encoding="utf-8")
