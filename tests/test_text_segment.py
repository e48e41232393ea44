"""Paragraphs and sentences: where they end, and that no word is ever lost."""

from __future__ import annotations

import json
import textwrap
from itertools import pairwise
from pathlib import Path

import pytest
from gold import FOLDER as DEV
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import DataInvalid
from kg.model import Span
from kg.text import clean, lexicon, segment

GOLD = sorted(p for p in DEV.glob("*.json") if not p.name.endswith(".meta.json"))


def split(text: str) -> list[str]:
    return [s.of(text) for s in segment.sentences(text, segment.paragraphs(text))]


def blocks(text: str, *furniture: Span) -> list[str]:
    return [p.of(text) for p in segment.paragraphs(text, furniture)]


# Each row is the sentences of a paragraph, joined by a space to make it.
@pytest.mark.parametrize(
    "expected",
    [
        ["Norland said no.", "Sudland said yes!", "Who will answer?", "Nobody."],
        ["He works in the U.S.", "The minister agreed."],
        ["He met U.S. Secretary of State Antony Blinken and the U.N. envoy."],
        ["Officials of the U.N. were told, and the U.S. was too."],
        ["Mr. Blinken met Gen. Romeo Brawner Jr., who denied it."],
        ["Undersecretary Ma. Teresita Daza and Dr. the Hon. Ralph Gonsalves spoke."],
        ["Sen. J. Smith and George W. Bush wrote to St. Petersburg on Jan. 28 and Feb. 10."],
        ["It asked for No. 5 and Art. 12 of Res. 2202, p. 4."],
        ["He said no.", "Yes came later."],
        ["They met at 4 p.m.", "Lavrov spoke first."],
        ["They met at 4 p.m. EDT and again at 9 a.m. Moscow time, not at 5 p.m. Monday."],
        ["Talks began at 6 p.m.", "The ministers left."],
        ["Wheat rose 3.5 percent to 1.200 dollars."],
        ["The note said… that nothing had changed.", "Then…", "He left..."],
        ["“I think reasonable people deeply regret that.”", "The talks went on."],
        ["(He had left.)", "They stayed [at home.]", "Nobody knew."],
        ["The term expired.[3]", "Giesl left.[12][13]", "Nobody knew."],
        ['"No." he said.', "“Stop!” she cried.", "“Why now?” Lavrov asked.", "“Why?” Mr. Price said."],
        ["“Why now?”", "He said nothing."],
        ["“Why now?”", "Norland waited."],
        ["“Enough!” — so he put it.", "They went."],
        ["She left.", "— And he stayed."],
        ["WASHINGTON, D.C. — The talks failed.", "He left."],
        ["MOSCOW/BRUSSELS, Feb. 15 (Agency) — Russia said no.", "NATO said yes."],
        ["MOSCOW, February 15. /TASS/. Lavrov said no.", "NATO said yes."],
        ["MINSK/DONETSK, 26 June 2015. The republics sent it.", "Kiev did not see it."],
        ["MR. PRICE: Good afternoon.", "Thanks.", "Go ahead."],
        ["1. The parties shall stop.", "They shall withdraw."],
        ["(a) The parties shall stop.", "They shall withdraw."],
        ["Parties:", "• the first", "• the second"],
        ["В Москве сказали нет.", "Киев ответил."],
        ["The Bab al-Hawa crossing is open.", "al-Assad agreed.", "O'Brien did not."],
        ["Visit lenta.ru or write to a.b@c.example today.", "Thanks."],
        ["e.g. this one, i.e. Norland's, cf. Sudland's, vs. Eastland's."],
    ],
)
def test_where_sentences_end(expected: list[str]) -> None:
    assert split(" ".join(expected)) == expected


def test_scripts_without_spaces() -> None:
    assert split("你好。再见！好") == ["你好。", "再见！", "好"]


def test_headings_items_and_turns_are_sentences_of_their_own() -> None:
    text = "Norland says no\n\nBackground\n\n- a truce\n- a treaty\nQUESTION: Why? Really?\nMR. PRICE: Because.\n\nEND"
    assert split(text) == [
        "Norland says no",
        "Background",
        "- a truce",
        "- a treaty",
        "QUESTION: Why?",
        "Really?",
        "MR. PRICE: Because.",
        "END",
    ]


def test_lines_broken_to_fit_a_width_are_one_paragraph() -> None:
    words = (
        "Norland said on Monday that it had turned down the treaty that Sudland proposed in March, and that no further "
        "talks were planned. The Foreign Ministry gave no reason. Sudland was silent."
    )
    for width in (50, 72, 100):
        broken = textwrap.fill(words, width)
        assert "\n" in broken
        assert blocks(f"{broken}\n\nNobody knew why.") == [broken, "Nobody knew why."]
        assert [" ".join(s.split()) for s in split(broken)][1] == "The Foreign Ministry gave no reason."


def test_a_turn_or_item_ends_a_paragraph_of_broken_lines() -> None:
    text = "\n".join(
        ["QUESTION: Has Norland answered the letter that Sudland sent it in", "MR. PRICE: I have seen it all."] * 2
    )
    assert blocks(text) == text.split("\n")


def test_long_or_short_lines_are_paragraphs() -> None:
    long = "Norland said no, " * 10
    assert blocks(f"{long}.\n{long}.\nOne\nTwo") == [f"{long}.", f"{long}.", "One", "Two"]
    assert blocks("A title of forty characters or even more\nNorland said no.") == [
        "A title of forty characters or even more",
        "Norland said no.",
    ]


def test_furniture_is_left_out() -> None:
    text = "One said.\n#tag\nTwo [AD] said.\nThree"
    cuts = [Span(text.index(w), text.index(w) + len(w)) for w in ("#tag", "[AD]")]
    assert blocks(text, *cuts) == ["One said.", "Two", "said.", "Three"]
    assert blocks(text, Span(0, len(text))) == []
    assert blocks(text, Span(0, 12), Span(5, len(text))) == []


def test_a_line_indented_beyond_all_measure() -> None:
    assert blocks("Norland said\n" + " " * 500 + "No") == ["Norland said", "No"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("aaaa; bbbb, cc", ["aaaa;", "bbbb, cc"]),
        ("aaaaa, bb cccc", ["aaaaa,", "bb cccc"]),
        ("aaaaa bbb cccc", ["aaaaa bbb", "cccc"]),
        ("a" * 25, ["a" * 10, "a" * 10, "a" * 5]),
    ],
)
def test_sentences_above_the_limit_are_cut(monkeypatch: pytest.MonkeyPatch, text: str, expected: list[str]) -> None:
    monkeypatch.setenv("DEMARCHE_MAX_SENTENCE_CHARS", "10")
    assert split(text) == expected


@pytest.mark.parametrize(
    "piece", ["a", "a ", "a. ", '"', ".", "A.B.", "U.S. ", "« ", " • ", "\n", "A. ", "x\n", "MR. "]
)
def test_a_million_characters_are_split_without_loss(piece: str) -> None:
    text = piece * (300_000 // len(piece))
    found = segment.sentences(text, segment.paragraphs(text))
    assert sum(len("".join(s.of(text).split())) for s in found) == len("".join(text.split()))
    assert all(s.end - s.start <= 3_000 for s in found)


WORDS = st.sampled_from(
    [
        *'aA1.!?…"“”’()[]—-•:;,\n\t \u2028\u00a0',
        "U.S.",
        "Mr.",
        "p.m.",
        "No.",
        "said",
        "The",
        "MOSCOW, May 5. ",
        "« ",
        "。",
        "QUESTION: ",
    ]
)
TEXTS = st.one_of(st.text(), st.lists(WORDS, max_size=60).map("".join), st.lists(WORDS, max_size=60).map(" ".join))


@given(TEXTS, st.lists(st.tuples(st.integers(0, 80), st.integers(0, 20)), max_size=4))
def test_spans_are_ordered_disjoint_and_lose_no_word(text: str, cuts: list[tuple[int, int]]) -> None:
    furniture = [Span(min(s, len(text)), min(s + n, len(text))) for s, n in cuts]
    paragraphs = segment.paragraphs(text, furniture)
    sentences = segment.sentences(text, paragraphs)
    for spans in (paragraphs, sentences):
        assert all(a.end <= b.start for a, b in pairwise(spans))
        assert all(s.of(text) == s.of(text).strip() != "" for s in spans)
        covered = {i for s in spans for i in range(s.start, s.end)}
        hidden = {i for s in furniture for i in range(s.start, s.end)}
        kept = {i for i, c in enumerate(text) if not c.isspace()}
        assert kept - hidden == {i for i in covered if not text[i].isspace()}
    assert all(any(p.contains(s) for p in paragraphs) for s in sentences)


@pytest.mark.skipif(not GOLD, reason="the gold in ../shared is absent")
@pytest.mark.parametrize("path", GOLD, ids=lambda p: p.stem)
def test_evidence_in_the_gold_seldom_crosses_a_sentence(path: Path) -> None:
    text = path.with_suffix(".txt").read_text(encoding="utf-8")
    sentences = segment.sentences(text, segment.paragraphs(text, clean.furniture(text)))
    evidence = {Span(s, e) for act in json.loads(path.read_text(encoding="utf-8"))["acts"] for s, e in act["evidence"]}
    across = [e.of(text) for e in evidence if not any(s.contains(e) for s in sentences)]
    # Annotators sometimes took several whole sentences as one piece of evidence.
    starts = {s.start for s in sentences}
    odd = [e for e in across if text.index(e) not in starts and "?" not in e]
    assert len(odd) <= 1, odd


def test_a_bad_row_of_a_word_list_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "words.tsv").write_text("# a list\nword\tclass\n\nGen\ttitle\nSen\n", encoding="utf-8")
    monkeypatch.setattr(lexicon, "FOLDER", tmp_path)
    with pytest.raises(DataInvalid, match=r"1 cells in a row") as caught:
        lexicon.rows("words.tsv", 2)
    assert caught.value.where == "words.tsv:5"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("BEIRUT (Reuters) - All met.", "BEIRUT (Reuters) - "),
        ("MOSCOW /TASS/ All met.", "MOSCOW /TASS/ "),
        ("ANNA BERG (Norway) thanked all.", None),
    ],
)
def test_a_speaker_with_a_country_in_brackets_is_no_dateline(text: str, line: str | None) -> None:
    found = segment.dateline(text, Span(0, len(text)))
    assert (found.of(text) if found else None) == line


def test_furniture_of_one_character_parts_a_line() -> None:
    assert segment.paragraphs("000a", [Span(2, 3)]) == (Span(0, 2), Span(3, 4))
