"""Readings beside their gold: which belongs to which, and the figures as rows."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.corpus.gold import Gold
from kg.corpus.score import Counts, Entry, Score, entry, score, total
from kg.errors import DataInvalid, InputUnreadable

Record = Mapping[str, Any]
"""An act in the guide's schema."""

COUNTED = ("precision", "recall", "f1", "tp", "fp", "fn")
FIGURES = ("figure", *COUNTED, "rate", "of")
TYPES = ("type", *COUNTED)
CONFIDENCES = ("from", "to", "said", "right", "of")
ERRORS = ("article", "error", "act", "type", "performers", "addressees", "quote")
"""The columns of each kind of rows."""


@dataclass(frozen=True, slots=True)
class Scored:
    """One article's gold with the figures of a reading of it."""

    gold: Gold
    score: Score


def scored(gold: Gold, acts: Iterable[Record]) -> Scored:
    """Score the acts that a reading found in an article of a corpus.

    Raises:
        DataInvalid: when an act of the gold or of the reading is not of the guide's schema.
    """
    wanted = [entry(act, gold.path.with_suffix(".json").name) for act in gold.acts]
    return Scored(gold, score(wanted, [entry(act, f"the reading of {gold.path.name}") for act in acts]))


def load_readings(file: Path) -> dict[str, list[Record]]:
    """Return the acts of each article of a file that ``kg read`` wrote, by the article's name without suffix.

    Raises:
        InputUnreadable: when the file cannot be read.
        DataInvalid: when a line is no reading, or an article stands twice.
    """
    try:
        lines = file.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise InputUnreadable("cannot be read as UTF-8", where=str(file), remedy="give a file of kg read") from error
    found: dict[str, list[Record]] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        name, acts = _reading(line, f"{file}, line {number}")
        if name in found:
            raise DataInvalid(f"{name} stands twice", where=f"{file}, line {number}", remedy="keep one reading of it")
        found[name] = acts
    return found


def _reading(line: str, where: str) -> tuple[str, list[Record]]:
    try:
        row = json.loads(line)
        name, acts = row["article"], row["acts"]
    except (json.JSONDecodeError, KeyError, TypeError) as error:
        raise DataInvalid("is no reading", where=where, remedy="give a file of kg read") from error
    if not isinstance(name, str) or not isinstance(acts, list):
        raise DataInvalid("is no reading", where=where, remedy='write {"article": "…", "acts": […]}')
    return Path(name).stem, acts


def figures(score: Score) -> Iterator[tuple[object, ...]]:
    """Yield a row a figure, see :data:`FIGURES`; what has no precision or no rate leaves these columns empty."""
    for name, counts in score.counts.items():
        yield name, *_counted(counts), None, None
    for name, share in score.shares.items():
        yield name, *(None for _ in COUNTED), round(share.value, 3), share.of


def by_article(articles: Sequence[Scored]) -> Iterator[tuple[object, ...]]:
    """Yield the figures of each article, its name first."""
    for one in articles:
        yield from ((one.gold.name, *row) for row in figures(one.score))


def by_type(articles: Sequence[Scored]) -> Iterator[tuple[object, ...]]:
    """Yield a row an act type that the gold or the readings hold, see :data:`TYPES`."""
    for name, counts in overall(articles).types.items():
        yield name, *_counted(counts)


def by_confidence(articles: Sequence[Scored]) -> Iterator[tuple[object, ...]]:
    """Yield a row a tenth of the confidence: its mean, and the share that is right, see :data:`CONFIDENCES`."""
    for tenth, band in overall(articles).bands.items():
        said = round(band.said / band.right.of, 3)
        yield tenth / 10, (tenth + 1) / 10, said, round(band.right.value, 3), band.right.of


def errors(articles: Sequence[Scored]) -> Iterator[tuple[object, ...]]:
    """Yield every act that was missed, is false or a duplicate, with the words that it rests on, see :data:`ERRORS`."""
    for one in articles:
        for error in one.score.errors:
            act = error.entry
            sides = ([actor.label for actor in side[0]] for side in (act.performers, act.addressees))
            yield one.gold.name, error.verdict, act.id, act.type, *sides, _quote(act, one.gold.text)


def overall(articles: Sequence[Scored]) -> Score:
    """Return the figures of all articles together."""
    return total(one.score for one in articles)


def _counted(counts: Counts) -> tuple[object, ...]:
    rates = (round(rate, 3) for rate in (counts.precision, counts.recall, counts.f1))
    return (*rates, counts.right, counts.false, counts.missed)


def _quote(act: Entry, text: str) -> str:
    return " … ".join(" ".join(span.of(text).split()) for span in act.evidence)
