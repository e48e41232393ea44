"""Proper names: by the reference data and by shape."""

from __future__ import annotations

from itertools import pairwise

import pytest
from reading_help import PUBLISHED, resolved

from kg.model import Span
from kg.reading.names import NameFinder
from kg.reference import load


def found(text: str) -> list[tuple[str, str, str]]:
    finder = NameFinder(load(), PUBLISHED)
    finder.count(text)
    return [(n.span.of(text), n.actor.label, n.role) for n in finder.find(text, Span(0, len(text)))]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Mr. Karel Novak met them.", [("Karel Novak", "Karel Novak", "actor")]),
        ("President Daniel Roth met Dr. Haas.", [("Daniel Roth", "Daniel Roth", "actor"), ("Haas", "Haas", "actor")]),
        ("Anna Berg's letter was long.", [("Anna Berg", "Anna Berg", "actor")]),
        ("Anna Berg’s letter was long.", [("Anna Berg", "Anna Berg", "actor")]),
        ("Ahmed al Rashid spoke.", [("Ahmed al Rashid", "Ahmed al Rashid", "actor")]),
        ("J. Larsen spoke.", [("J. Larsen", "J. Larsen", "actor")]),
        ("the Polish delegation", [("Polish", "Poland", "adjective")]),
        ("talks in Warsaw", [("Warsaw", "Poland", "metonym")]),
        ("Poland's view", [("Poland", "Poland", "actor")]),
        (
            "Anna Berg wrote. In February Berg came.",
            [("Anna Berg", "Anna Berg", "actor"), ("Berg", "Anna Berg", "actor")],
        ),
        ("Talks went on in South America.", []),
        ("The talks went on.", []),
        ("However, it rained. Then it stopped.", []),
        ("The Trade Committee met.", [("Trade Committee", "Trade Committee", "actor")]),
        ("", []),
    ],
)
def test_names_are_found_with_their_role(text: str, names: list[tuple[str, str, str]]) -> None:
    assert found(text) == names


def test_a_place_after_a_given_name_is_a_surname() -> None:
    assert found("Michael Jordan met Jordan.") == [
        ("Michael Jordan", "Michael Jordan", "actor"),
        ("Jordan", "Jordan", "actor"),
    ]


def test_names_do_not_overlap() -> None:
    text = "Foreign Minister Anna Berg of Norway met the Polish Foreign Ministry, NATO and Daniel Roth in Oslo."
    spans = [n.span for n in NameFinder(load(), PUBLISHED).find(text, Span(0, len(text)))]
    assert spans == sorted(spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))


@pytest.mark.parametrize(
    ("text", "at", "label"),
    [
        ("Anna Berg rejected the plan. Berg left.", "Berg", "Anna Berg"),
        ("Berg rejected the plan. Anna Berg left.", "Berg", "Anna Berg"),
        ("Xi Jinping condemned the strike. Xi left.", "Xi", "Xi Jinping"),
        ("Sergei Lavrov rejected the plan.", "Lavrov", "Sergey Lavrov"),
    ],
)
def test_a_person_is_named_in_full(text: str, at: str, label: str) -> None:
    assert [a.label for a in resolved(text, at)] == [label]


@pytest.mark.parametrize(
    ("text", "office", "of"),
    [
        ("Norwegian Foreign Minister Anna Berg left. Berg spoke.", "foreign minister", "Norway"),
        ("Anna Berg, Norway's foreign minister, left. Berg spoke.", "foreign minister", "Norway"),
        ("Anna Berg left. Berg spoke.", None, None),
    ],
)
def test_the_office_told_beside_a_name_is_kept(text: str, office: str | None, of: str | None) -> None:
    (person,) = resolved(text, "Berg")
    assert (person.office, person.on_behalf_of) == (office, of)
