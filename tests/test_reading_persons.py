"""Persons, groups and bodies told by description, and persons by other spellings of their names."""

from __future__ import annotations

import pytest
from reading_help import reading, resolved

from kg.reading.lexicon.inflection import mended
from kg.reference import load


@pytest.mark.parametrize(
    ("text", "at", "labels"),
    [
        ("Peru spoke. The UN Secretary-General apologised.", "General", ["António Guterres"]),
        ("ECOWAS met. The bloc's heads of state left.", "heads", ["heads of state of ECOWAS"]),
        ("NATO met. The allies left.", "allies", ["NATO member states"]),
        ("Nationalist parties rejected it.", "parties", ["Nationalist parties"]),
        ("Twenty-one nations signed it.", "nations", ["Twenty-one nations"]),
        ("Several countries signed it.", "countries", ["Several countries"]),
        ("Peru asked Chile and Cuba. Neither accepted it.", "Neither", ["Chile", "Cuba"]),
        ("Peru praised the Arab League, whose ministers had left.", "ministers", ["ministers of Arab League"]),
    ],
)
def test_descriptions_stand_for_whom_they_describe(text: str, at: str, labels: list[str]) -> None:
    assert [a.label for a in resolved(text, at)] == labels


def test_the_same_diplomat_is_who_was_told_before() -> None:
    acts = reading("A Western diplomat warned Peru. It rained. The same diplomat warned Chile.").acts
    assert [a.performers[0].label for a in acts] == ["Western diplomat", "Western diplomat"]


@pytest.mark.parametrize(
    ("form", "lemma", "noun", "right"),
    [("allies", "allie", True, "ally"), ("caches", "cache", True, "cache"), ("lives", "live", False, "live")],
)
def test_lemmas_are_those_of_the_dictionary(form: str, lemma: str, noun: bool, right: str) -> None:
    assert mended(form, lemma, noun) == right


def test_a_person_is_known_in_another_transliteration() -> None:
    found = load().holders_alike("Nikol Pashinian", "2023")
    assert {h.name for h in found} == {"Nikol Pashinyan"}
    assert load().holders_alike("Nikolas Passini", "2023") == ()
