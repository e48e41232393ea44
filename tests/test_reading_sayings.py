"""The turns of a transcript."""

from __future__ import annotations

import pytest
from reading_help import PUBLISHED, labels, reading, sentences

from kg.model import Article
from kg.reading.resolve import Resolver
from kg.reading.turns import turns
from kg.reference import load

TRANSCRIPT = """REPORTER: Will the talks in Geneva go on?

MR. ODELL: The talks are useful. Peru rejected the plan last week.

QUESTION: Thank you.

MR. ODELL: Thank you all."""


def spoken(text: str) -> list[tuple[str, bool, str]]:
    parsed = sentences(text)
    found = turns(parsed, Resolver(Article("invented.txt", text), parsed, load()))
    return [(t.speaker.label, t.asks, t.region.of(text).strip(" :\n")) for t in found]


def test_turns() -> None:
    assert spoken(TRANSCRIPT) == [
        ("reporter", True, "Will the talks in Geneva go on?"),
        ("Odell", False, "The talks are useful. Peru rejected the plan last week."),
        ("reporter", True, "Thank you."),
        ("Odell", False, "Thank you all."),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The minister spoke. He left.",
        "MR. ODELL: The talks are useful.",
        "Note: the talks failed.\n\nAlso: nobody came.",
        "",
    ],
)
def test_other_texts_have_no_turns(text: str) -> None:
    assert spoken(text) == []


def test_a_turn_is_one_act_and_what_is_told_in_it_is_the_speakers_word() -> None:
    asked, stated, rejected = reading(TRANSCRIPT).told
    assert (asked[0].type, labels(asked[0].performers), labels(asked[0].addressees)) == (
        "Request",
        ["reporter"],
        ["Odell"],
    )
    assert (stated[0].type, labels(stated[0].performers), stated[0].date) == ("Statement", ["Odell"], PUBLISHED)
    assert stated[0].content == "The talks are useful. Peru rejected the plan last week."
    assert len(stated[1].evidence) == 2
    assert (rejected[0].type, labels(rejected[0].performers)) == ("Rejection", ["Peru"])
    assert [level.source.label for level in rejected[1].attribution] == ["Odell"]
