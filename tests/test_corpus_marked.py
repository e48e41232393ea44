"""Sentences with marked acts: what the marks tell, and what is wrong with them; and our own."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from conftest import ROOT

from kg.corpus.marked import Marked, load, marked
from kg.errors import DataInvalid, InputUnreadable
from kg.model import Span
from kg.vocabulary import ACT_TYPES


def told(sentence: Marked) -> list[tuple[str, list[str], list[str], list[str]]]:
    """Return each act with the words of its marks."""

    def words(spans: tuple[Span, ...]) -> list[str]:
        return [span.of(sentence.text) for span in spans]

    return [(a.type, words(a.cues), words(a.performers), words(a.addressees)) for a in sentence.acts]


def test_a_sentence_without_marks_tells_no_act() -> None:
    assert marked("The market welcomed the ministers.") == Marked("The market welcomed the ministers.", ())


def test_marks_tell_words_and_roles_and_leave_the_text() -> None:
    found = marked(
        "{P1|Oslo} [Rejection1|turned] it [Rejection1|down] and {P1 P2|its envoy} [Demand2|wants] {A2|us} out."
    )
    assert found.text == "Oslo turned it down and its envoy wants us out."
    assert told(found) == [
        ("Rejection", ["turned", "down"], ["Oslo", "its envoy"], []),
        ("Demand", ["wants"], ["its envoy"], ["us"]),
    ]


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("Oslo [Refusal|refused].", "no act 1 of a known type"),
        ("{P2|Oslo} [Rejection1|refused].", "no act 2 of a known type"),
        ("{P|Oslo} was there.", "no act 1 of a known type"),
        ("Oslo [Rejection|refused.", "not closed, or nested"),
        ("Oslo [Rejection|re{A|fu}sed].", "not closed, or nested"),
        ("Oslo [Rejection|refused] and [Demand|wants].", "two acts have one number"),
    ],
)
def test_wrong_marks_are_told(line: str, what: str) -> None:
    with pytest.raises(DataInvalid, match=what) as caught:
        marked(line, "x.txt, line 3")
    assert "x.txt, line 3" in str(caught.value)


def test_files_are_read_in_order_without_comments_and_blanks(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text("Third.\n", encoding="utf-8")
    (tmp_path / "a.txt").write_text("# about\nFirst.\n\nSecond.\n", encoding="utf-8")
    assert [sentence.text for sentence in load(tmp_path)] == ["First.", "Second.", "Third."]


def test_a_file_that_is_no_text_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\xff\xfe")
    with pytest.raises(InputUnreadable, match="UTF-8"):
        list(load(tmp_path))


def test_our_own_sentences_are_well_marked_and_show_every_type() -> None:
    counts = Counter(act.type for sentence in load(ROOT / "corpus/sentences") for act in sentence.acts)
    assert {kind for kind in ACT_TYPES if counts[kind] < 30} == set()
