"""Dates of the prose of diplomacy, to EDTF."""

from __future__ import annotations

import pytest
from edtf import parse_edtf

from kg.model import Span
from kg.reading.dates import Calendar


def told(text: str, published: str | None = "2022-02-17") -> list[str]:
    return [when.edtf for when in Calendar(published).find(text, Span(0, len(text)))]


@pytest.mark.parametrize(
    ("words", "edtf"),
    [
        ("January 26, 2022", "2022-01-26"),
        ("26 January 2022", "2022-01-26"),
        ("the 26th of January, 2022", "2022-01-26"),
        ("Jan. 26, 2022", "2022-01-26"),
        ("January 26", "2022-01-26"),
        ("26 December", "2021-12-26"),
        ("December 2021", "2021-12"),
        ("in December of last year", "2021-12"),
        ("in December", "2021-12"),
        ("last May", "2021-05"),
        ("in May", "2021-05"),
        ("late last year", "2021-12~"),
        ("at the end of 2021", "2021-12"),
        ("in the last weeks of 2021", "2021-12"),
        ("early 2022", "2022-01~"),
        ("mid-2021", "2021-06~"),
        ("in the spring of 2021", "2021-21"),
        ("in 2014", "2014"),
        ("since 2016", "2016/.."),
        ("until 2016", "../2016"),
        ("in 2014-15", "2014/2015"),
        ("on Tuesday", "2022-02-15"),
        ("on Thursday", "2022-02-17"),
        ("last Thursday", "2022-02-10"),
        ("next Monday", "2022-02-21"),
        ("yesterday", "2022-02-16"),
        ("the day before yesterday", "2022-02-15"),
        ("tomorrow", "2022-02-18"),
        ("three weeks ago", "2022-01-27"),
        ("two months ago", "2021-12"),
        ("a year ago", "2021"),
        ("next week", "2022-02-21/2022-02-27"),
        ("last month", "2022-01"),
        ("over the weekend", "2022-02-12/2022-02-13"),
        ("on the third of February", "2022-02-03"),
        ("on the 9th", "2022-02-09"),
        ("on the 25th", "2022-01-25"),
        ("on the eleventh", "2022-02-11"),
        ("hours later", "2022-02-17"),
        ("in the autumn", "2021-23"),
    ],
)
def test_a_phrase_is_resolved_against_publication(words: str, edtf: str) -> None:
    assert told(f"It was said {words}.") == [edtf]
    parse_edtf(edtf)


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("At the end of 2021 it published drafts, and on January 26 it had an answer.", ["2021-12", "2022-01-26"]),
        ("On January 26, 2022, he wrote. Later, in February of the same year, he said so.", ["2022-01-26", "2022-02"]),
        ("On 23 July 1914 the note was handed over; two days later came the reply.", ["1914-07-23", "1914-07-25"]),
        ("On 23 July 1914 it was sent. The following day it was read.", ["1914-07-23", "1914-07-24"]),
        (
            "On 23 July 1914 it was sent. That night it was read; on the 28th, burnt.",
            ["1914-07-23"] * 2 + ["1914-07-28"],
        ),
        ("In May 1914 they met. The same day they parted.", ["1914-05", "1914-05"]),
        ("On 3 May 1914 they met. A fortnight later they parted.", ["1914-05-03", "1914-05-17"]),
    ],
)
def test_a_phrase_is_resolved_against_what_the_text_said_before(text: str, edtf: list[str]) -> None:
    assert told(text, None) == edtf


@pytest.mark.parametrize(
    "text",
    [
        "He may march on.",
        "Resolution 2202 was adopted by 15 votes.",
        "It cost 2,016 dollars.",
        "They met at 20:15.",
        "February 31 is no day.",
        "It was yesterday.",
        "On the second proposal he was silent.",
    ],
)
def test_nothing_is_resolved_where_nothing_is_told(text: str) -> None:
    assert told(text, None) == []


def test_a_history_goes_forward_and_does_not_leap_to_the_day_of_publication() -> None:
    text = "In December 1958 he wrote, a half-century ago today. On 22 March he wrote again."
    assert told(text, "2008-12-10") == ["1958-12", "2008-12-10", "1959-03-22"]
