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
