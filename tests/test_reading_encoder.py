"""The embedded parser: words to wordpieces, scores to trees, sentences to documents."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from kg.model import Span
from kg.reading.parse import parse, pipeline
from kg.reading.trees import heads_of
from kg.reading.wordpieces import Pieces, shape

KNOWN = ["[CLS]", "[UNK]", "minister", "foreign", "re", "##ject", "##ed", "##ion", "##s", "'", "-", "cafe"]


def is_tree(heads: tuple[int, ...]) -> bool:
    """Tell whether every word reaches the root, by one word only."""
    for place in range(1, len(heads) + 1):
        for _ in heads:
            place = heads[place - 1] if place else 0
        if place:
            return False
    return heads.count(0) == 1


@pytest.mark.parametrize("seed", range(60))
def test_no_tree_is_better_than_the_one_found(seed: int) -> None:
    chance = np.random.default_rng(seed)
    size = int(chance.integers(1, 6))
    scores = chance.normal(size=(size, size + 1))

    def worth(heads: tuple[int, ...]) -> float:
        return float(sum(scores[word, head] for word, head in enumerate(heads)))

    every = (heads for heads in itertools.product(range(size + 1), repeat=size) if is_tree(heads))
    found = tuple(int(head) for head in heads_of(scores))
    assert is_tree(found)
    assert worth(found) == pytest.approx(max(map(worth, every)))


@pytest.mark.parametrize(
    ("word", "pieces"),
    [
        ("Minister", ["minister"]),
        ("rejects", ["re", "##ject", "##s"]),
        ("rejections", ["re", "##ject", "##s"]),  # of four pieces, the first two and the last
        ("’", ["'"]),
        ("Café", ["cafe"]),
        ("foreign-minister", ["foreign", "-", "minister"]),
        ("zzz", ["[UNK]"]),
        ("\u200b", ["[UNK]"]),
        ("", ["[UNK]"]),
    ],
)
def test_words_are_read_piece_by_piece(word: str, pieces: list[str]) -> None:
    assert [KNOWN[number] for number in Pieces(KNOWN).of(word)] == pieces


def test_capitals_have_shapes() -> None:
    assert [shape(word) for word in ("2022", "talks", "Talks", "NATO", "A", "McCain")] == [0, 1, 2, 3, 4, 5]


def test_a_sentence_is_one_tree_whatever_its_blanks() -> None:
    text = "The minister  rejected\n\nthe plan ."
    (sentence,) = parse(text, [Span(0, len(text))])
    assert [token.text for token in sentence.tokens] == ["The", "minister", "rejected", "the", "plan", "."]
    assert sentence.root.lemma == "reject"
    assert [token.text for token in sentence.children(sentence.root, "nsubj", "obj")] == ["minister", "plan"]
    assert len(sentence.subtree(sentence.root)) == len(sentence.tokens)


@pytest.mark.parametrize("text", ["   ", "", "?", "\u200b"])
def test_next_to_nothing_can_be_parsed(text: str) -> None:
    doc = pipeline("embedded")(text)
    assert doc.text == text


def test_a_sentence_longer_than_the_encoder_holds_is_still_one_tree() -> None:
    text = "Ministers met " + "and talked of peace " * 150
    (sentence,) = parse(text, [Span(0, len(text))])
    assert sum(token.head == token.i for token in sentence.tokens) == 1
    assert len(sentence.subtree(sentence.root)) == len(sentence.tokens)


def test_sentences_read_together_keep_their_order() -> None:
    texts = ["Norway thanked Iceland.", "After long talks the two ministers signed a treaty.", "Oslo agreed."]
    docs = list(pipeline("embedded").pipe(texts))
    assert [doc.text for doc in docs] == texts
    assert all(token.dep_ for doc in docs for token in doc)


@pytest.mark.parametrize(
    ("text", "lemmas"),
    [
        ("Both countries relied on their allies.", "both country rely on their ally ."),
        ("The envoys expelled nobody.", "the envoy expel nobody ."),
        ("She was pursuing better ties.", "she be pursue good tie ."),
    ],
)
def test_words_have_lemmas(text: str, lemmas: str) -> None:
    (sentence,) = parse(text, [Span(0, len(text))])
    assert " ".join(token.lemma for token in sentence.tokens) == lemmas


def test_of_two_objects_the_first_receives() -> None:
    text = "Italy sent Malta a letter."
    (sentence,) = parse(text, [Span(0, len(text))])
    assert [(t.text, t.dep) for t in sentence.children(sentence.root, "iobj", "obj")] == [
        ("Malta", "iobj"),
        ("letter", "obj"),
    ]
