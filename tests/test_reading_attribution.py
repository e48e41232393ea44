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
        ("Serbia rejected the plan, Anna Berg said; Austria had waited.", ["Anna Berg"]),
        ("Anna Berg said the talks went on; Serbia rejected the plan.", []),
        ("Serbia rejected the plan; according to Anna Berg, nobody minded.", []),
        ("Serbia has rejected the plan, Tass reported, citing Anna Berg.", ["Anna Berg", "TASS"]),
        ("Anna Berg was quoted by Interfax as saying that Serbia had rejected the plan.", ["Anna Berg", "Interfax"]),
        ("By Anna Berg's account, Serbia has rejected the plan.", ["Anna Berg"]),
        ("In the words of Anna Berg, Serbia has rejected the plan.", ["Anna Berg"]),
        ("Serbia, as Anna Berg put it, has rejected the plan.", ["Anna Berg"]),
        ("Serbia has rejected the plan, as Anna Berg noted.", ["Anna Berg"]),
        ("Anna Berg told local radio that Serbia had rejected the plan.", ["Anna Berg", "local radio"]),
        ("Anna Berg told this newspaper that Serbia had rejected the plan.", ["Anna Berg"]),
        (
            "An officer who was quoted by local radio said that Serbia had rejected the plan.",
            ["officer", "local radio"],
        ),
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


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Officials familiar with the matter said that Oslo had left.", "Officials familiar with the matter"),
        ("Sources close to the president said that Oslo had left.", "Sources close to the president"),
        ("Two people briefed on the talks said that Oslo had left.", "people briefed on the talks"),
        (
            "Serbia had rejected the plan, said two people with knowledge of the talks.",
            "people with knowledge of the talks",
        ),
        ("Residents reached by telephone said that Oslo had left.", "Residents"),
        ('"Oslo has left," a senior official, speaking in private, told Reuters.', "senior official"),
        ("An envoy, whose name we do not print, says that Oslo has left.", "envoy"),
        ("Anna Berg was tired. She was ill, one of her aides said, and Oslo had left.", "Anna Berg's aide"),
        ("Anna Berg was tired. Oslo has left, according to people in her team.", "people in Anna Berg's team"),
        ("The talks, a spokeswoman explained, were over for Oslo.", "spokeswoman"),
        (
            "Swiss President Anna Berg was tired. Oslo had left, her office said.",
            "Office of the President of Switzerland",
        ),
    ],
)
def test_an_unnamed_source_is_called_as_the_text_calls_it(text: str, source: str) -> None:
    assert labels(told(text, "Statement")[0].performers) == [source]


def test_a_short_form_is_the_unnamed_source_told_before() -> None:
    text = "A Turkish diplomat said that Oslo had left. According to the same diplomat, Bern stayed."
    assert [labels(a.performers) for a in reading(text).acts] == [["Turkish diplomat"]] * 2


def test_a_note_says_it_for_the_state_that_sent_it() -> None:
    text = "The Mexican note says that Serbia rejected the plan."
    assert [level.source.label for level in told(text, "Rejection")[1].attribution] == ["Mexico"]


DIGEST = """Oslo radio, in English, 4 March, 0600 GMT. Serbia rejected the plan.

(2) Bern home service, 5 March. Peru accepted the plan.
"""


def test_what_stands_under_a_station_in_a_digest_is_told_through_it() -> None:
    chains = [[level.source.label for level in attestation.attribution] for _, attestation in reading(DIGEST).told]
    assert chains == [["Oslo radio"], ["Bern home service"]]


def test_one_line_of_the_kind_makes_no_digest() -> None:
    assert told(DIGEST.split("\n\n")[0], "Rejection")[1].attribution == ()
