"""Statements, and the turns of a transcript."""

from __future__ import annotations

import pytest
from reading_help import PUBLISHED, labels, reading, sentences, types

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


def test_those_who_lead_say_nothing_and_those_who_present_speak_for_their_medium() -> None:
    text = """PRESENTER: Peru rejected the plan last week. Why now?

EDITOR: The talks had failed. Chile accepted the plan at once.

MODERATOR: That was all we had time for today."""
    told = [(a.type, labels(a.performers), x.attribution) for a, x in reading(text).told]
    assert told == [
        ("Request", ["presenter"], ()),
        ("Rejection", ["Peru"], ()),
        ("Acceptance", ["Chile"], ()),
    ]


def test_a_turn_of_own_acts_alone_is_no_statement() -> None:
    text = "QUESTION: Will you sign the treaty?\n\nMR. ODELL: I reject this treaty. I condemn the attack."
    assert [a.type for a in reading(text).acts if labels(a.performers) == ["Odell"]] == ["Rejection", "Condemnation"]


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("Anna Berg gave an interview.\n\nQ: Why?\n\nA: Because we could.", ["reporter", "Anna Berg"]),
        ("Q. Why now?\n\nA. Because we could.", ["reporter", "interviewee"]),
        ("Anna Berg: No.\n\nOle Lie: Yes.\n\nAnna Berg: No.\n\nOle Lie: Yes.", ["Anna Berg", "Ole Lie"] * 2),
    ],
)
def test_labels_of_an_interview(text: str, speakers: list[str]) -> None:
    assert [speaker for speaker, _, _ in spoken(text)] == speakers


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Anna Berg said the plan that she had rejected was dead.", ["Statement", "Rejection"]),
        ("Anna Berg wrote to Oslo, asking it to sign.", ["Request"]),
        ("Anna Berg has not voiced an opinion.", ["Statement"]),
        ("Anna Berg spoke of a mere delay.", ["Statement"]),
        ("Anna Berg let it be known that the talks had failed.", ["Statement"]),
        ("Ole Lie, who is said to regret the vote, has left.", ["Regret"]),
        ("Norway said it would send observers.", ["Promise"]),
        ("Norway said its government would not send observers.", ["Rejection"]),
        ("Anna Berg said she would gladly send observers.", ["Offer"]),
        ("Anna Berg said she would need time.", ["Statement"]),
        ("Anna Berg said it would send observers.", ["Statement"]),
        ("Anna Berg said she would go if Bern asked.", ["Statement"]),
    ],
)
def test_own_acts_and_statements(text: str, expected: list[str]) -> None:
    assert sorted(t for t in types(text) if t != "Request" or "asking" in text) == sorted(expected)


def test_a_quotation_over_several_sentences_is_one_statement() -> None:
    text = "The minister noted: “The treaty is void.\n\n“It was never ratified. Nobody defends it,” he said."
    first, second = reading(text).told
    assert (first[0].content, len(second[1].evidence)) == ("The treaty is void.", 2)


def test_a_short_quotation_goes_on_after_its_speaker() -> None:
    acts = reading('"The talks failed," said Anna Berg. "Nobody came. The text is dead."').acts
    assert [a.content for a in acts] == ["The talks failed,", "Nobody came. The text is dead."]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("The plan came in a letter from the envoy Anna Berg, who said nobody would pay.", "Anna Berg"),
        ("The representative of the council Anna Berg said the talks had failed.", "Anna Berg"),
        ('"A mere act of will," said Anna Berg, the Norwegian envoy.', "Anna Berg"),
        ("Anna Berg said the talks had failed and rejected the plan.", "Anna Berg"),
        ("As for Oslo, Anna Berg noted on Friday, nobody had written to it.", "Anna Berg"),
    ],
)
def test_who_makes_a_statement(text: str, speaker: str) -> None:
    assert [labels(a.performers) for a in reading(text).acts if a.type == "Statement"] == [[speaker]]
