"""The treebanks' sentences as the encoder learns them: numbers, in batches."""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from train_pipeline import sentences, words

sys.path.insert(0, str(Path(__file__).parent.parent))
from kg.reading.wordpieces import Pieces, shape

LONGEST = 120
LEAST = {"pos": 1, "tag": 1, "dep": 3, "lemma": 4}  # labels seen less often are not learned
IGNORED = -100

Word = dict[str, Any]
Row = dict[str, list[int]]
Forms = dict[str, dict[str, str]]


def script(word: str, lemma: str) -> str:
    """Return how a lemma comes of a word: how many letters to cut at its end, and what to put there."""
    word, lemma = word.lower(), lemma.lower()
    same = 0
    while same < min(len(word), len(lemma)) and word[same] == lemma[same]:
        same += 1
    return f"{len(word) - same}|{lemma[same:]}"


def gold(folder: Path, part: str) -> list[list[Word]]:
    """Return the sentences of one part of the treebanks, those far too long left out."""
    found = []
    for bank in ("ewt", "gum"):
        for _, rows in sentences(folder / f"{bank}-{part}.conllu.gz"):
            kept, _ = words(rows)
            if len(kept) <= LONGEST:
                found.append([read(row) for row in kept])
    return found


def read(row: list[str]) -> Word:
    """Return what is learned of one word."""
    labels = {"pos": row[3], "tag": row[4], "dep": row[7] if row[6] != "0" else "ROOT", "lemma": script(row[1], row[2])}
    labels["form"] = row[2].lower()
    return {"text": row[1], "head": int(row[6])} | labels


def numbered(sentence: list[Word], pieces: Pieces, labels: dict[str, list[str]], lower: bool = False) -> Row:
    """Return a sentence as numbers."""
    row = pieces_of([w["text"].lower() if lower else w["text"] for w in sentence], pieces)
    row["head"] = [w["head"] for w in sentence]
    for key, known in labels.items():
        row[key] = [known.index(w[key]) if w[key] in known else IGNORED for w in sentence]
    return row


def pieces_of(words: Sequence[str], pieces: Pieces) -> Row:
    """Return words as numbers: their wordpieces, the shapes of these, and the place of each word's first."""
    row: Row = {"ids": [pieces.root], "shapes": [0], "first": [0]}
    for text in words:
        found = pieces.of(text)
        row["first"].append(len(row["ids"]))
        row["ids"] += found
        row["shapes"] += [shape(text)] * len(found)
    return row


def batches(rows: Sequence[Row], size: int, shuffle: random.Random | None) -> list[list[Row]]:
    """Return sentences of about one length together, in chance order if ``shuffle`` is given."""
    length = [len(r["ids"]) + (shuffle.random() * 4 if shuffle else 0) for r in rows]
    found: list[list[Row]] = [[]]
    for i in sorted(range(len(rows)), key=length.__getitem__):
        longest = max(len(r["ids"]) for r in [*found[-1][-8:], rows[i]])
        if found[-1] and longest * (len(found[-1]) + 1) > size:
            found.append([])
        found[-1].append(rows[i])
    if shuffle:
        shuffle.shuffle(found)
    return found


def table(rows: Sequence[Row], key: str, blank: int) -> torch.Tensor:
    """Return one column of a batch, filled up."""
    longest = max(len(r[key]) for r in rows)
    return torch.tensor([r[key] + [blank] * (longest - len(r[key])) for r in rows])


def lemmas(data: list[list[Word]]) -> Forms:
    """Return the commonest lemma of each word by its tag, as the treebanks give it."""
    counts: dict[tuple[str, str], Counter[str]] = {}
    for sentence in data:
        for word in sentence:
            counts.setdefault((word["tag"], word["text"].lower()), Counter())[word["form"]] += 1
    forms: Forms = {}
    for (tag, text), found in sorted(counts.items()):
        if tag != "NNP":  # a name's lemma is the name
            forms.setdefault(tag, {})[text] = max(sorted(found), key=found.__getitem__)
    return forms


def known(data: list[list[Word]], key: str) -> list[str]:
    """Return the labels that occur often enough to be learned, in order."""
    counts = Counter(word[key] for sentence in data for word in sentence)
    return sorted(label for label, n in counts.items() if n >= LEAST[key])
