"""Articles in parts, so that what is learnt from the others can be tried on those of one part."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.corpus.gold import Gold

NUMBER = 3
"""How many parts: each asks for an encoder trained on the articles of the others."""


@dataclass(frozen=True)
class Parts:
    """The parts of some articles; all articles on one exchange are in one.

    Parameters:
        of_exchange: the number of the part of each exchange.
        pipelines: a folder that holds a pipeline for each part, whose encoder has not seen its articles;
            ``None`` to read all by the embedded one.
    """

    of_exchange: Mapping[str, int]
    pipelines: Path | None = None

    @classmethod
    def of(cls, articles: Sequence[Gold], pipelines: Path | None = None) -> Parts:
        """Return the parts of articles."""
        exchanges = sorted({_exchange(g) for g in articles})
        return cls({exchange: n % NUMBER for n, exchange in enumerate(exchanges)}, pipelines)

    def number(self, article: Gold) -> int:
        """Return the number of the part in which an article is."""
        return self.of_exchange[_exchange(article)]

    def pipeline(self, article: Gold) -> str:
        """Return the pipeline to read an article by."""
        return "embedded" if self.pipelines is None else str(self.pipelines / f"part-{self.number(article)}")

    def splits(self, articles: Sequence[Gold]) -> Iterator[tuple[list[Gold], list[Gold]]]:
        """Yield for each part its articles and all others."""
        for part in range(NUMBER):
            held = [g for g in articles if self.number(g) == part]
            rest = [g for g in articles if self.number(g) != part]
            if held and rest:
                yield held, rest


def _exchange(article: Gold) -> str:
    return str(article.meta.get("exchange") or article.name)
