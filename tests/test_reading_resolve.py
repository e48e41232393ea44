"""From a noun phrase to the actors it stands for."""

from __future__ import annotations

import pytest
from reading_help import reading, resolved

NATO = "NATO"


@pytest.mark.parametrize(
    ("text", "at", "labels"),
    [
        ("Olaf Scholz accepted the offer. He left.", "He", ["Olaf Scholz"]),
        ("Anna Berg accepted the offer. She left.", "She", ["Anna Berg"]),
        ("Poland proposed a truce. It waited.", "It", ["Poland"]),
        ("Sweden and Finland signed the treaty. They waited.", "They", ["Sweden", "Finland"]),
        ("Peru and Chile accepted the plan. Both countries waited.", "countries", ["Peru", "Chile"]),
        ("It rained.", "It", []),
    ],
)
def test_pronouns_stand_for_the_last_that_fits(text: str, at: str, labels: list[str]) -> None:
    assert [a.label for a in resolved(text, at)] == labels


def test_a_pronoun_learns_the_gender() -> None:
    text = "Olaf Scholz accepted it. He thanked Peru. Anna Berg rejected it. She thanked Chile. Then he thanked Cuba."
    thanks = [a for a in reading(text).acts if a.type == "Praise"]
    assert [a.performers[0].label for a in thanks] == ["Olaf Scholz", "Anna Berg", "Olaf Scholz"]


@pytest.mark.parametrize(
    ("text", "at", "labels"),
    [
        ("NATO rejected the proposal. The alliance waited.", "alliance", [NATO]),
        (
            "The Foreign Ministry of Norway spoke. The ministry left.",
            "ministry",
            ["Ministry of Foreign Affairs of Norway"],
        ),
        ("Norway's foreign ministry spoke.", "ministry", ["Ministry of Foreign Affairs of Norway"]),
        ("In Warsaw, the foreign ministry spoke.", "ministry", ["Ministry of Foreign Affairs of Poland"]),
        ("Poland waited. The country spoke.", "country", ["Poland"]),
        ("The Polish government spoke.", "government", ["Poland"]),
        ("The NATO member states spoke.", "states", ["NATO member states"]),
        ("The Russian Foreign Minister Sergei Lavrov left. The minister spoke.", "minister", ["Sergey Lavrov"]),
        ("The minister of trade, Anna Berg, spoke.", "minister", ["Anna Berg"]),
        ("A senior European diplomat spoke.", "diplomat", ["senior European diplomat"]),
        ("The garden grew.", "garden", []),
    ],
)
def test_descriptions_stand_for_actors(text: str, at: str, labels: list[str]) -> None:
    assert [a.label for a in resolved(text, at)] == labels


def test_an_office_is_that_of_its_holder_when_published() -> None:
    assert [a.label for a in resolved("The Russian foreign minister spoke.", "minister")] == ["Sergey Lavrov"]
    (unknown,) = resolved("The Norwegian postmaster spoke. Norway's tourism minister spoke.", "minister")
    assert (unknown.label, unknown.named, unknown.on_behalf_of) == ("tourism minister of Norway", False, "Norway")


def test_a_counterpart_is_of_the_other_state() -> None:
    (peer,) = resolved("Foreign Minister Anna Berg met her Danish counterpart.", "counterpart")
    assert (peer.kind, peer.on_behalf_of) == ("Person", "Denmark")


def test_peers_are_told_by_office_and_place() -> None:
    text = "Foreign Minister Anna Berg of Norway wrote to her 27 colleagues in the European Union and Switzerland."
    group, person = resolved(text, "colleagues")
    assert (group.label, group.kind, group.stated_size) == (
        "foreign ministers of European Union member states",
        "ActorGroup",
        27,
    )
    assert (person.label, person.on_behalf_of) == ("foreign minister of Switzerland", "Switzerland")


def test_a_group_keeps_its_size() -> None:
    (group,) = resolved("None of the five ministers answered the letter.", "None")
    assert (group.label, group.kind, group.stated_size, group.named) == ("five ministers", "ActorGroup", 5, False)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("NATO met on Monday. NATO waited. Brussels rejected the plan.", NATO),
        ("The European Union met on Monday. The European Union waited. Brussels rejected the plan.", "European Union"),
    ],
)
def test_a_seat_stands_for_the_one_the_article_is_about(text: str, label: str) -> None:
    assert [a.label for a in resolved(text, "Brussels")] == [label]


@pytest.mark.parametrize(
    ("publisher", "kind"),
    [("Ministry of Foreign Affairs of Poland", "GovernmentBody"), ("Some Daily", "MediaOrganization")],
)
def test_we_in_a_release_or_leader_is_its_publisher(publisher: str, kind: str) -> None:
    act = reading("We condemn the strike.", publisher=publisher).acts[0]
    assert [(a.label, a.kind) for a in act.performers] == [(publisher, kind)]
    assert reading("We condemn the strike.", publisher=None).acts == ()


def test_each_mention_says_how_it_stands_for_its_actor() -> None:
    text = "Anna Berg spoke in Warsaw. She met 27 ministers. NATO waited. The alliance spoke."
    kinds = {m.span.of(text): m.kind for m in reading(text).mentions}
    assert kinds["Anna Berg"] == "name"
    assert kinds["Warsaw"] == "metonym"
    assert kinds["She"] == "pronoun"
    assert kinds["27 ministers"] == "group"
    assert kinds["The alliance"] == "description"


@pytest.mark.parametrize(
    ("text", "at", "labels"),
    [
        ("Peru, Chile and Norway accepted the plan. The trio waited.", "trio", ["Peru", "Chile", "Norway"]),
        ("Peru, Chile and Norway accepted the plan. The three waited.", "three", ["Peru", "Chile", "Norway"]),
        ("Peru, Chile and Norway accepted the plan. All three waited.", "three", ["Peru", "Chile", "Norway"]),
        ("Peru, Chile and Norway accepted the plan. The quartet waited.", "quartet", ["quartet"]),
    ],
)
def test_as_many_as_are_counted_are_those_last_told_together(text: str, at: str, labels: list[str]) -> None:
    assert [a.label for a in resolved(text, at)] == labels


def test_an_office_before_a_comma_is_that_of_the_name_after_it() -> None:
    text = "The Norwegian foreign minister, Anna Berg, spoke. Olaf Scholz waited. The minister left."
    assert [a.label for a in resolved(text, "minister")] == ["Anna Berg"]


def test_a_spokesman_of_a_body_that_is_only_described_is_its_spokesman() -> None:
    text = "The Norwegian foreign ministry waited. A spokesman for the ministry denied the claim."
    assert [a.label for a in resolved(text, "spokesman")] == ["spokesman of Ministry of Foreign Affairs of Norway"]
