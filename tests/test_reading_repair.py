"""Verbs that the parser took for nouns or participles."""

from __future__ import annotations

import pytest
from reading_help import labels, reading

from kg.model import Span
from kg.reading.parse import parse
from kg.reading.repair import repaired


@pytest.mark.parametrize(
    ("text", "kind", "who"),
    [
        ("Ottawa denies that the court has jurisdiction.", "Denial", "Canada"),
        ("Ankara proposed talks.", "Proposal", "Turkey"),
        ("Ankara and Athens strike a deal on the water.", "Acceptance", "Turkey"),
    ],
)
def test_a_mistaken_verb_tells_its_act(text: str, kind: str, who: str) -> None:
    (act, *_) = reading(text).acts
    assert act.type == kind
    assert who in labels(act.performers)


@pytest.mark.parametrize("text", ["The proposed talks began.", "Turkey signed the treaty with Greece."])
def test_a_right_parse_stays(text: str) -> None:
    (sentence,) = parse(text, [Span(0, len(text))])
    assert repaired(sentence) is sentence


@pytest.mark.parametrize(
    ("text", "word", "tag", "pos", "dep"),
    [
        ("No reply came from Turkey.", "reply", "NN", "NOUN", "nsubj"),
        ("No reply came from Turkey.", "Turkey", "NNP", "PROPN", "obl"),
        ("Turkey has yet to reply to the letter.", "reply", "VB", "VERB", "xcomp"),
        ("Peru praised the Arab League, whose ministers had left.", "whose", "WP", "PRON", "nmod:poss"),
    ],
)
def test_classes_agree_with_tags_and_relations_with_their_marks(
    text: str, word: str, tag: str, pos: str, dep: str
) -> None:
    (parsed,) = parse(text, [Span(0, len(text))])
    found = next(t for t in repaired(parsed).tokens if t.text == word)
    assert (found.tag, found.pos, found.dep) == (tag, pos, dep)


def test_somebody_is_still_a_pronoun() -> None:
    text = "Nobody replied."
    (parsed,) = parse(text, [Span(0, len(text))])
    assert repaired(parsed).tokens[0].pos == "PRON"
