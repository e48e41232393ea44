"""The dates and documents of acts that tell none of their own."""

from __future__ import annotations

import pytest
from reading_help import reading, told

from kg.reading.weighing import heaviest, weights


def test_what_the_first_person_does_now_is_done_on_the_day_of_publication() -> None:
    act, _ = told("Oslo is angry.\n\nWe condemn the attack, Norway said.", "Condemnation")
    assert act.date == "2022-02-17"


def test_a_following_act_has_the_day_that_the_story_has_reached() -> None:
    text = "On 3 May 1921 the Norwegian minister met his Swedish colleague. He rejected the plan."
    assert [(act.type, act.date) for act in reading(text).acts] == [
        ("Consultation", "1921-05-03"),
        ("Rejection", "1921-05-03"),
    ]


def test_an_act_of_unknown_time_has_no_date() -> None:
    act, _ = told("Norway has rejected the plan of Sweden.", "Rejection")
    assert act.date is None


def test_a_dateline_tells_what_today_means_below_it() -> None:
    act, _ = told("Envoys meet\n\nOSLO, 14 February. Norway rejected the plan of Sweden this morning.", "Rejection")
    assert act.date == "2022-02-14"


def test_a_treaty_signed_later_is_the_one_told_before() -> None:
    text = "Norway and Sweden negotiated the Treaty of Malmo. On Monday Sweden ratified it."
    act, _ = told(text, "Ratification")
    assert [(d.label, d.kind) for d in act.documents] == [("Treaty of Malmo", "Treaty")]


def test_of_equals_the_first_candidate_is_taken() -> None:
    assert heaviest({None: {"none"}, "2021": {"own"}}, {}) is None


@pytest.mark.parametrize("name", ["running", "bearing"])
def test_every_choice_can_be_none(name: str) -> None:
    assert any(reason.startswith("none") for reason in weights(name))
