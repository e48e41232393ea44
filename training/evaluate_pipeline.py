"""Measure a pipeline on treebanks: tags and dependencies, and words a second.

usage: python training/evaluate_pipeline.py TREEBANKS [PIPELINE]

Tokens are the pipeline's own, sentences are given, and punctuation does not count. PIPELINE is a folder or an
installed package; without it, the shipped one is measured.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

import spacy
from spacy.pipeline.dep_parser import parser_score
from spacy.scorer import Scorer
from spacy.tokens import Doc
from spacy.training import Example
from train_pipeline import document, sentences

sys.path.insert(0, str(Path(__file__).parent.parent))
import kg.reading.encoder  # noqa: F401  (the component of the shipped pipeline)

SHIPPED = Path(__file__).parent.parent / "kg" / "reading" / "pipeline"
TESTS = ("ewt-test", "gum-test", "pud-test")


def measure(nlp: spacy.language.Language, path: Path) -> tuple[dict[str, float], float]:
    """Return the scores of a pipeline on one treebank, and how many words a second it parses."""
    gold = [document(nlp.vocab, [rows]) for _, rows in sentences(path)]
    prepared: list[Doc] = []
    for doc in gold:
        one = nlp.make_doc(doc.text)
        for i, token in enumerate(one):
            token.is_sent_start = i == 0
        prepared.append(one)
    words = sum(len(doc) for doc in prepared)
    start = time.perf_counter()
    found = list(nlp.pipe(prepared, batch_size=64))
    seconds = time.perf_counter() - start
    examples = [Example(one, doc) for one, doc in zip(found, gold, strict=True)]
    scores = Scorer.score_token_attr(examples, "pos") | parser_score(examples)
    return scores, words / seconds


def main() -> int:
    """Print one row a treebank."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("treebanks", type=Path)
    parser.add_argument("pipeline", nargs="?", default=str(SHIPPED))
    args = parser.parse_args()
    nlp = spacy.load(args.pipeline)
    print("| test | UPOS | UAS | LAS | words/s |")
    print("| --- | --- | --- | --- | --- |")
    for name in TESTS:
        scores, speed = measure(nlp, args.treebanks / f"{name}.conllu.gz")
        figures = " | ".join(f"{scores[key]:.3f}" for key in ("pos_acc", "dep_uas", "dep_las"))
        print(f"| {name} | {figures} | {speed:,.0f} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
