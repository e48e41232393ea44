"""On whose word an act is told: a chain, the innermost source first."""

from __future__ import annotations

import pytest
from reading_help import labels, reading, told


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        ("Serbia rejected the plan.", []),
        ("Anna Berg said that Serbia had rejected the plan.", ["Anna Berg"]),
        ("Serbia had rejected the plan, Anna Berg said.", ["Anna Berg"]),
        ("According to Anna Berg, Serbia rejected the plan.", ["Anna Berg"]),
        ("Serbia rejected the plan, according to Anna Berg.", ["Anna Berg"]),
        ("Anna Berg told Reuters that Serbia had rejected the plan.", ["Anna Berg", "Reuters"]),
        ('"Serbia rejected the plan," Anna Berg told Reuters.', ["Anna Berg", "Reuters"]),
        ("Reuters reported that Serbia had rejected the plan.", ["Reuters"]),
        (
            "Anna Berg said that Olaf Scholz said that Serbia had rejected the plan.",
            ["Olaf Scholz", "Anna Berg"],
        ),
        (
            "Anna Berg told Reuters that Serbia, according to the United Nations, had rejected the plan.",
            ["United Nations", "Anna Berg", "Reuters"],
        ),
        ("The minister said that Serbia had rejected the plan.", ["minister"]),
        ("Serbia said that it had rejected the plan.", []),
    ],
)
def test_the_chain_of_sources(text: str, chain: list[str]) -> None:
    _, attestation = told(text, "Rejection")
    assert [level.source.label for level in attestation.attribution] == chain


@pytest.mark.parametrize(
    "text",
    [
        'Anna Berg said: "The talks have failed. Serbia rejected the plan."',
        '"The talks have failed," Anna Berg said. "Serbia rejected the plan."',
        'Anna Berg said: "The talks have failed. I am sad. Serbia rejected the plan. It left."',
    ],
)
def test_a_quotation_goes_on(text: str) -> None:
    _, attestation = told(text, "Rejection")
    assert [level.source.label for level in attestation.attribution] == ["Anna Berg"]


def test_what_stands_after_a_quotation_is_the_articles_own() -> None:
    _, attestation = told('Anna Berg said: "The talks have failed." Serbia rejected the plan.', "Rejection")
    assert attestation.attribution == ()


def test_a_level_holds_the_words_that_name_its_source() -> None:
    text = "Anna Berg told Reuters that Serbia had rejected the plan."
    _, attestation = told(text, "Rejection")
    assert [level.span.of(text) for level in attestation.attribution if level.span] == ["Anna Berg told"] * 2


def test_the_saying_itself_is_a_statement_without_its_own_source() -> None:
    act, attestation = told("Anna Berg told Reuters that Serbia had rejected the plan.", "Statement")
    assert labels(act.performers) == ["Anna Berg"]
    assert [level.source.label for level in attestation.attribution] == ["Reuters"]
    assert act.content == "Serbia had rejected the plan."


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("According to Anna Berg, Serbia left.", "Serbia left."),
        ("Serbia left, according to Anna Berg.", "Serbia left"),
    ],
)
def test_a_phrase_of_source_is_no_part_of_what_is_said(text: str, content: str) -> None:
    assert told(text, "Statement")[0].content == content


def test_one_who_tells_own_acts_makes_no_further_statement() -> None:
    assert [a.type for a in reading('"We reject the plan," Anna Berg said.').acts] == ["Rejection"]
