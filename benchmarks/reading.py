"""How fast articles are read, beside the parser alone in the same run, and how much memory it takes.

usage: python benchmarks/reading.py [FOLDER] [RUNS]

FOLDER holds articles with gold, ``corpus/train`` by default. Words are those between blanks. The two rates of one core
are of processor time, so that a busy machine counts less; that of two processes is of wall time, starting included,
beside one process in the same run.
"""

from __future__ import annotations

import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from kg import reference
from kg.corpus import gold
from kg.model import Article
from kg.reading import parse, reader
from kg.text import clean, segment

ROOT = Path(__file__).resolve().parent.parent
KG = str(Path(sys.executable).with_name("kg"))
REPEATED = 3
"""How often the command is given the folder, so that starting does not outweigh reading."""


def rate(words: int, runs: int, act: Callable[[], object], clock: Callable[[], float]) -> float:
    """Return the median of words a second."""
    taken = []
    for _ in range(runs):
        start = clock()
        act()
        taken.append(words / (clock() - start))
    return statistics.median(taken)


def parsed(articles: Sequence[Article]) -> None:
    """Cut articles into sentences and parse them: the pipeline alone."""
    for article in articles:
        spans = segment.sentences(article.text, segment.paragraphs(article.text, article.furniture))
        parse.parse(article.text, spans)


def main() -> int:
    """Print one row a way of reading."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "corpus/train"
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    found = [one.article() for one in gold.load(folder)]
    articles = [replace(one, furniture=tuple(clean.furniture(one.text))) for one in found]
    words = sum(len(one.text.split()) for one in articles)
    known = reference.load()
    parsed(articles[:1])
    alone = rate(words, runs, lambda: parsed(articles), time.process_time)
    whole = rate(words, runs, lambda: [reader.read(one, known) for one in articles], time.process_time)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print("| what | words a second | ratio |\n| --- | ---: | ---: |")
    print(f"| tokens to parse, one core | {alone:,.0f} | 1 |")
    print(f"| the whole reading, one core | {whole:,.0f} | {whole / alone:.2f} |")
    with tempfile.TemporaryDirectory() as many:
        for number, text in enumerate(sorted(folder.glob("*.txt")) * REPEATED):
            shutil.copy(text, Path(many) / f"{number}.txt")
        rates: list[float] = []
        for jobs in (1, 2):
            start = time.perf_counter()
            subprocess.run([KG, "read", "--jobs", str(jobs), many], check=True, capture_output=True)
            rates.append(words * REPEATED / (time.perf_counter() - start))
            print(f"| kg read --jobs {jobs} | {rates[-1]:,.0f} | {rates[-1] / rates[0]:.2f} |")
    print(f"\n{len(articles)} articles, {words:,} words; peak memory {memory:,.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
