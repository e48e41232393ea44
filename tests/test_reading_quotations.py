"""Quotation marks, and the stretch that is told on a speaker's word."""

from __future__ import annotations

import pytest
from reading_help import sentence, word

from kg.model import Span
from kg.reading.quotations import quotes, region, saying
from kg.text import segment


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ('He said "no" twice.', ["no"]),
        ("He said “no” twice.", ["no"]),
        ("He said «no» twice.", ["no"]),
        ("He said „no” twice.", ["no"]),
        ('"No," he said. "Never."', ["No,", "Never."]),
        ('"We waited. Then we left," he said.', ["We waited. Then we left,"]),
        ("He said “no.", ["no."]),
        ("He said “no\n\nThey left.", ["no"]),
        ("He said no” twice.", []),
        ("It's the ministers' view.", []),
        ('"', []),
        ("", []),
    ],
)
def test_quotes(text: str, quoted: list[str]) -> None:
    assert [s.of(text) for s in quotes(text, segment.paragraphs(text))] == quoted


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Anna Berg said that the talks had failed.", "the talks had failed."),
        ("Anna Berg said the talks had failed.", "the talks had failed."),
        ('Anna Berg said: "The talks have failed."', "The talks have failed."),
        ('"The talks have failed," Anna Berg said.', "The talks have failed"),
        ('"The talks have failed," said Anna Berg.', "The talks have failed"),
        ("The talks have failed, Anna Berg said.", "The talks have failed"),
        ('"The talks have failed," Anna Berg said, and asked Oslo to wait.', "The talks have failed"),
        ('"The truce has ended, and the plan is dead," Anna Berg said.', "The truce has ended, and the plan is dead"),
    ],
)
def test_what_is_said_stands_before_or_after_the_saying(text: str, said: str) -> None:
    one = sentence(text)
    found = region(one, word(one, "said"), text, quotes(text, (one.span,)))
    assert found is not None
    assert found.of(text).rstrip('",') == said


def test_what_is_said_stands_around_the_saying() -> None:
    text = "The plan, Anna Berg said, is dead."
    one = sentence(text)
    found = region(one, word(one, "said"), text)
    assert found is not None
    assert found.contains(Span(text.index("The plan"), text.index(" is dead")))


def test_a_saying_without_a_clause_reports_nothing() -> None:
    text = "Anna Berg said nothing."
    one = sentence(text)
    assert region(one, word(one, "said"), text) is None


def test_the_saying_is_the_verb_with_its_subject() -> None:
    text = '"The talks have failed," Anna Berg has said.'
    one = sentence(text)
    assert saying(one, word(one, "said")).of(text) == "Anna Berg has said"
