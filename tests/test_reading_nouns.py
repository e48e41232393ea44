"""What a noun phrase says by its own words."""

from __future__ import annotations

import pytest
from reading_help import sentence, word

from kg.reading import nouns


@pytest.mark.parametrize(
    ("text", "at", "definite"),
    [
        ("The minister spoke.", "minister", True),
        ("Poland's minister spoke.", "minister", True),
        ("His minister spoke.", "minister", True),
        ("A minister spoke.", "minister", False),
        ("Ministers spoke.", "Ministers", False),
    ],
)
def test_definite(text: str, at: str, definite: bool) -> None:
    one = sentence(text)
    assert nouns.is_definite(one, word(one, at)) is definite


@pytest.mark.parametrize(
    ("text", "at", "size"),
    [
        ("He wrote to 37 ministers.", "ministers", 37),
        ("He wrote to five ministers.", "ministers", 5),
        ("Both states signed the treaty.", "states", 2),
        ("He wrote to ministers.", "ministers", None),
        ("He wrote to 1234567 ministers.", "ministers", None),
    ],
)
def test_size(text: str, at: str, size: int | None) -> None:
    one = sentence(text)
    assert nouns.size(one, word(one, at)) == size


@pytest.mark.parametrize(
    ("text", "at", "label"),
    [
        ("He met a senior European diplomat.", "diplomat", "senior European diplomat"),
        ("He met the diplomat who wrote the note.", "diplomat", "diplomat"),
        ("He met his three colleagues.", "colleagues", "three colleagues"),
        ("The spoke.", "The", "The"),
    ],
)
def test_label(text: str, at: str, label: str) -> None:
    one = sentence(text)
    assert nouns.label(one, word(one, at), text) == label


@pytest.mark.parametrize(
    ("text", "at", "office"),
    [
        ("The foreign minister spoke.", "minister", "foreign minister"),
        ("The Polish minister spoke.", "minister", "minister"),
        ("The deputy defence minister spoke.", "minister", "deputy defence minister"),
    ],
)
def test_office(text: str, at: str, office: str) -> None:
    one = sentence(text)
    assert nouns.office(one, word(one, at)) == office


@pytest.mark.parametrize(
    ("text", "at", "field"),
    [
        ("The foreign ministry replied.", "ministry", "foreign affairs"),
        ("The defence ministry replied.", "ministry", "defence"),
        ("The ministry replied.", "ministry", None),
        ("The foreign company replied.", "company", None),
    ],
)
def test_ministry_field(text: str, at: str, field: str | None) -> None:
    one = sentence(text)
    assert nouns.ministry_field(one, word(one, at)) == field


def test_conjuncts_are_in_text_order() -> None:
    one = sentence("Poland, Hungary and Austria signed the treaty.")
    assert [t.text for t in nouns.conjuncts(one, word(one, "Poland"))] == ["Hungary", "Austria"]


@pytest.mark.parametrize(
    ("word_", "told", "same"),
    [
        ("spokeswoman", "government spokesperson", True),
        ("envoy", "ambassador to Poland", True),
        ("minister", "ambassador to Poland", False),
    ],
)
def test_one_office_has_several_words(word_: str, told: str, same: bool) -> None:
    assert nouns.may_be_office(word_, told) is same


def test_documents_are_known_by_their_noun() -> None:
    one = sentence("They signed a treaty in the garden.")
    assert nouns.is_document(word(one, "treaty"))
    assert not nouns.is_document(word(one, "garden"))
