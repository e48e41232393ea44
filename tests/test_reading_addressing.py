"""To whom an act is done."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from reading_help import labels, reading, told

from kg.reading import weighing
from kg.vocabulary import ACT_TYPES, FAMILIES


@pytest.mark.parametrize(
    ("text", "kind", "addressees"),
    [
        ("Peru urged Chile to withdraw.", "Appeal", ["Chile"]),
        ("Peru condemned Chile for the raid.", "Condemnation", ["Chile"]),
        ("Peru appealed to all sides for restraint.", "Appeal", ["all sides"]),
        ("Peru asked Chile for talks. The next day it demanded an answer.", "Demand", ["Chile"]),
        ("Peru asked Chile for talks. Chile threatened to close the border.", "Threat", ["Peru"]),
        ("Peru ratified the treaty in March.", "Ratification", []),
        ("Peru announced an election for March.", "Announcement", []),
    ],
)
def test_the_addressee_is_the_one_told_or_the_other_party(text: str, kind: str, addressees: list[str]) -> None:
    assert labels(told(text, kind)[0].addressees) == addressees


def test_the_proposer_is_the_addressee_of_a_response() -> None:
    text = "Peru proposed a truce. Bolivia welcomed the vote in the Assembly. Chile rejected the proposal."
    *_, rejected = reading(text).acts
    assert (rejected.type, labels(rejected.addressees)) == ("Rejection", ["Peru"])


def test_a_medium_is_no_addressee() -> None:
    text = 'Peru rejects the plan, its foreign minister told Reuters. "We demand talks," he told the agency.'
    assert all("Reuters" not in labels(act.addressees) for act in reading(text).acts)


@pytest.mark.parametrize("name", ["addressees", "answers"])
def test_a_table_of_weights_is_sorted_and_speaks_of_no_article(name: str) -> None:
    table = weighing.weights(name)
    assert 0 < table[weighing.THRESHOLD] < 1
    assert list(table) == sorted(table)
    known = {*ACT_TYPES, *FAMILIES, "State", "Person", "Alliance"}
    known |= {"InternationalOrganization", "GovernmentBody", "NonStateActor", "ActorGroup", "MediaOrganization"}
    capitalised = {word for feature in table for word in re.findall(r"\b[A-Z]\w+", feature)}
    assert capitalised <= known


def test_a_weight_unknown_weighs_nothing() -> None:
    assert weighing.total({"near": 1.5}, {"near", "unheard of"}) == 1.5


def test_every_table_says_what_it_is() -> None:
    for path in Path(weighing.__file__).with_name("weights").glob("*.tsv"):
        assert path.read_text(encoding="utf-8").startswith("# W")
