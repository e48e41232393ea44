"""Page furniture: found where a page has it, and never at the cost of an article's words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from gold import FOLDER as DEV
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import DataInvalid
from kg.model import Span
from kg.text import clean, lexicon

EXAMPLES = Path(__file__).parent.parent / "examples"
GOLD = sorted(p for p in DEV.glob("*.json") if not p.name.endswith(".meta.json"))
ORIGINAL = DEV / "00-olive-branch.txt"
PROSE = "The foreign ministers of Norland and Sudland met in Midport on Tuesday and did not agree on the ferry treaty."


def kinds(text: str) -> list[tuple[str, str]]:
    return [(f.kind, f.span.of(text)) for f in clean.classified(text)]


@pytest.mark.parametrize(
    ("kind", "line"),
    [
        ("hashtags", "#Russia #NATO, #Lavrov"),
        ("tags", "TAGS: West Philippine Sea, DFA, China"),
        ("tags", "Filed under: World, Politics"),
        ("comments", "Your email address will not be published. Required fields are marked *"),
        ("comments", "Add comment. Your e-mail will not be published."),
        ("comments", "This site uses Akismet to reduce spam. Learn how your comment data is processed."),
        ("comments", "Save my name, email, and website in this browser for the next time I comment."),
        ("comments", "Leave a Reply to Olaf Cancel reply"),
        ("comments", "12 Comments"),
        ("comments", "Comments (0)"),
        ("related", "On Key"),
        ("related", "Related Posts"),
        ("related", "You may also like"),
        ("related", "READ NEXT: Petrol prices go down • What to know"),
        ("related", "Read also: Named the dates | Horoscope"),
        ("related", "Most read"),
        ("share", "Share:  Facebook  X  Viber  Copy link"),
        ("share", "Share this article"),
        ("share", "Click to share on Telegram (opens in new window)"),
        ("subscribe", "Sign up for our daily newsletter and never miss a story."),
        ("subscribe", "Subscribe"),
        ("cookies", "We use cookies to ensure you get the best experience on our website."),
        ("cookies", "We use cookies. By continuing, you are agreeing to our use of cookies. I agree"),
        ("copyright", "© 2021 The Harbour Post"),
        ("copyright", "Copyright 2021 The Harbour Post. All rights reserved."),
        ("copyright", "Privacy Policy | Terms of Use | Contact us"),
        ("advertisement", "[ADVERTISEMENT]"),
        ("advertisement", "Story continues below advertisement"),
        ("menu", "HOME   NATION   WORLD   BUSINESS   SPORTS   e-PAPER"),
        ("menu", "Home > News > Europe"),
        ("menu", "Skip to main content"),
        ("byline", "By: Staff Reporter  |  December 12, 2023  |  12:08 AM"),
        ("byline", "By Maria van Dyck"),
        ("byline", "(Reporting by Ana Lima; Editing by Bo Lund)"),
        ("date", "Published: 12 February 2022, 10:30 GMT"),
        ("date", "4 min read"),
        ("credit", "Photo: Harbour Post archive"),
        ("source", "Source: Novosti"),
        ("source", "Sources: Reuters, own inf."),
        ("links", "https://post.example/a https://post.example/b"),
        ("links", "* [Next](https://post.example/b) | [Back](/a)"),
        ("links", "@post desk@post.example"),
        ("end", "END"),
        ("end", "* * *"),
    ],
)
def test_a_line_of_furniture_is_told_with_its_class(kind: str, line: str) -> None:
    assert kinds(f"{PROSE}\n\n  {line} \n\n{PROSE}") == [(kind, line)]


@pytest.mark.parametrize(
    "line",
    [
        "Norland says no",
        "No. 5 was rejected",
        "By Friday, none of the ministers had replied.",
        "Comments by the minister drew a protest.",
        "Related talks were suspended.",
        "The reply",
        "Reactions of the powers",
        "Responses",
        "Replies",
        "Share of the blame",
        "Source close to the talks denied it.",
        "Sources: Norland has rejected the proposal of Sudland",
        "Published in March, the draft was rejected.",
        "Follow-up talks were promised.",
        "We use force only as a last resort, the minister said.",
        "By continuing the talks, Norland hopes to win time.",
        "Copyright rules were agreed.",
        "The  ministers  met  on  Friday  and  agreed  on",
        "On  Friday the ministers met  in Geneva  with Lavrov and",
        "Norland | Sudland",
        "Politics",
        "Advertising was banned.",
        "Ends of the war",
        "Photo opportunities were refused.",
        "Sign up to the treaty, Norland urged.",
        "Read the letter",
        "Subscribe to the principles of 1975, he urged them",
        "# A heading",
        "-" * 2 + " a dash",
        "Your email address will not be published. The minister rejected the treaty.",
    ],
)
def test_lines_of_an_article_are_kept(line: str) -> None:
    assert kinds(f"{PROSE}\n\n{line}\n\n{PROSE}") == []


def test_a_menu_one_entry_a_line_is_furniture_and_the_title_after_it_is_not() -> None:
    text = f"Home\nNews\nFar East\nSport\nNorland says no\n\n{PROSE}"
    assert [words for _, words in kinds(text)] == ["Home", "News", "Far East", "Sport"]
    assert kinds(f"Home\n\n{PROSE}\n\nNews\n\n{PROSE}") == []


@pytest.mark.parametrize(
    ("tail", "kind"),
    [
        ("Leave a Reply\n\nName *\n\nOn Key\n\nRelated Posts\n\nNorland rejects a treaty", "comments"),
        ("Related Posts\nNorland rejects a treaty\nSudland demands an apology", "related"),
        (
            "Leave a comment\n\nYour email address will not be published.\n\nOlaf\nNorland was right to refuse.",
            "comments",
        ),
        ("Related Posts\n\nOne\nNorland rejected it.\n\nTwo\nSudland accepted it.", "related"),
        ("2 comments\n\nOlaf says\nI reject this.\n\nIngrid says\nI accept this.", "comments"),
    ],
)
def test_the_tail_of_a_page_is_furniture_from_its_heading_on(tail: str, kind: str) -> None:
    assert kinds(f"{PROSE}\n\n{PROSE}\n\n{tail}") == [(kind, tail)]


@pytest.mark.parametrize(
    "heading", ["Leave a Reply", "Related Posts", "Read more", "On Key", "Comments", "Latest news"]
)
@pytest.mark.parametrize(
    "rest",
    [
        PROSE,
        "China abstained.",
        f"{PROSE}\n\nA heading\n\n{PROSE}\n\n{PROSE}",
        f"Advertisement\n\n{PROSE}\n\nShare this article",
        "Would the ministers of both states ever come back to the table?\n\nNobody said so.",
        "x" * 250,
    ],
)
def test_one_heading_never_drops_the_text_after_it(heading: str, rest: str) -> None:
    text = f"{PROSE}\n\n{heading}\n\n{rest}"
    hidden = clean.furniture(text)
    for line in filter(None, rest.split("\n")):
        if line not in ("Advertisement", "Share this article"):
            at = text.rindex(line)
            assert not any(s.overlaps(Span(at, at + len(line))) for s in hidden)


def test_a_form_before_the_larger_part_drops_nothing_but_its_lines() -> None:
    text = f"{PROSE}\n\nLeave a Reply\n\nYour email address will not be published.\n\n{PROSE}\n\n{PROSE}"
    assert [words for _, words in kinds(text)] == ["Leave a Reply", "Your email address will not be published."]


def test_a_heading_before_any_article_drops_nothing_but_itself() -> None:
    assert kinds(f"Latest news\n\nNorland says no\n\n{PROSE}") == [("related", "Latest news")]


def test_a_line_too_long_for_furniture_is_kept() -> None:
    assert kinds("#a " * 400) == []


@given(
    st.text()
    | st.lists(st.sampled_from(["#a", "Related Posts", "Home", "News", PROSE, "x", "|", "\n", " "])).map("\n".join)
)
def test_spans_are_ordered_and_disjoint(text: str) -> None:
    found = clean.furniture(text)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(s.of(text) == s.of(text).strip() != "" for s in found)
    assert found == clean.furniture(text)


@pytest.mark.parametrize(
    ("row", "said"),
    [("(\tx\tline", "the pattern '\\(' is wrong"), ("a\tx\tpage", "the scope 'page' is unknown")],
)
def test_a_bad_pattern_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fresh: None, row: str, said: str
) -> None:
    (tmp_path / "furniture.tsv").write_text(f"pattern\tclass\tscope\n{row}\n", encoding="utf-8")
    monkeypatch.setattr(lexicon, "FOLDER", tmp_path)
    with pytest.raises(DataInvalid, match=said):
        clean.furniture("words")


@pytest.fixture
def fresh() -> Iterator[None]:
    """Let the word lists be read anew, before and after."""
    caches = (lexicon.rows, clean._patterns, clean._any_pattern)
    for cached in caches:
        cached.cache_clear()
    yield
    for cached in caches:
        cached.cache_clear()


def test_the_example_with_furniture_keeps_its_article_alone() -> None:
    text = (EXAMPLES / "security-guarantees.txt").read_text(encoding="utf-8")
    found = clean.classified(text)
    assert [f.kind for f in found] == ["source", "hashtags", "share", "comments"]
    article, _, tail = text.partition("Source: RIA Novosti")
    assert found[0].span.start == len(article)
    assert " ".join(f.span.of(text) for f in found).split() == f"Source: RIA Novosti{tail}".split()


@pytest.mark.skipif(not ORIGINAL.is_file(), reason="the article in ../shared is absent: it is not ours to publish")
def test_the_original_article_keeps_its_article_alone() -> None:
    text = ORIGINAL.read_text(encoding="utf-8")
    found = clean.classified(text)
    assert [f.kind for f in found] == ["source", "hashtags", "comments"]
    assert found[0].span.of(text) == "Source: Novosti"
    assert found[-1].span.of(text).startswith("Leave a Reply")
    assert found[-1].span.of(text).endswith("Related Posts")
    assert text[: found[0].span.start].rstrip().endswith("responded to the letter directly.")


@pytest.mark.skipif(not GOLD, reason="the gold in ../shared is absent")
@pytest.mark.parametrize("path", GOLD, ids=lambda p: p.stem)
def test_no_evidence_of_the_gold_is_lost(path: Path) -> None:
    text = path.with_suffix(".txt").read_text(encoding="utf-8")
    hidden = clean.furniture(text)
    for act in json.loads(path.read_text(encoding="utf-8"))["acts"]:
        for start, end in act["evidence"]:
            assert not any(s.overlaps(Span(start, end)) for s in hidden), text[start:end]
