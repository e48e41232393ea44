"""Which act a response answers."""

from __future__ import annotations

from dataclasses import replace

import pytest
from reading_help import labels, reading
from telling_help import CHILE, PERU, telling

from kg.reading import answering


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Italy proposed a truce to Malta. Malta accepted the proposal.", ["Proposal", "Acceptance"]),
        ("Italy proposed a truce to Malta. Malta rejected the proposal.", ["Proposal", "Rejection"]),
        ("Italy asked Malta for help. Malta did not reply to the request.", ["Request", "NonResponse"]),
        ("Italy sent a letter to Malta on 3 January. Malta replied on 5 January.", ["Submission", "Reply"]),
        ("Italy accused Malta of piracy. Malta denied the charge.", ["Accusation", "Denial"]),
    ],
)
def test_a_response_is_tied_to_what_it_answers(text: str, kinds: list[str]) -> None:
    first, second = reading(text).acts
    assert [first.type, second.type] == kinds
    assert second.responds_to == (first.id,)
    assert labels(second.addressees) == ["Italy"]


def test_a_silence_without_performer_is_that_of_the_addressee() -> None:
    _, silent = reading("Italy asked Malta for help. There was no reply.").acts
    assert (silent.type, labels(silent.performers), labels(silent.addressees)) == ("NonResponse", ["Malta"], ["Italy"])


def test_nobody_answers_oneself() -> None:
    proposal = telling("Proposal", 0, (PERU,), addressees=(CHILE,))
    assert answering.linked([proposal, telling("Acceptance", 10, (PERU,))], " " * 40)[1].responds_to == ()


def test_no_two_acts_answer_each_other() -> None:
    first = telling("Reply", 0, (PERU,), addressees=(CHILE,), responds_to=(1,))
    second = telling("Rejection", 10, (CHILE,), addressees=(PERU,))
    assert [one.place for one in answering.candidates([first, second], 1, " " * 40)] == [None]


def test_what_holds_of_a_possible_answer_is_told_in_words() -> None:
    asked = telling("Request", 0, (PERU,), addressees=(CHILE,))
    replied = telling("Reply", 10, (CHILE,), addressees=(PERU,), answered=frozenset({"request"}))
    _, only = answering.candidates([asked, replied], 1, " " * 40)
    assert only.place == 0
    assert {"Reply to Request", "before 1", "towards its performer", "by its addressee", "named"} <= only.features


@pytest.mark.parametrize("kind", ["Statement", "Demand", "Praise"])
def test_only_responses_and_denials_answer(kind: str) -> None:
    asked = telling("Request", 0, (PERU,), addressees=(CHILE,))
    assert answering.linked([asked, telling(kind, 10, (CHILE,))], " " * 40)[1].responds_to == ()


def test_a_doubted_act_that_is_answered_is_believed() -> None:
    doubted = telling("Proposal", 0, (PERU,), addressees=(CHILE,), confidence=0.3)
    answer = telling("Rejection", 10, (CHILE,), addressees=(PERU,), answered=frozenset({"proposal"}))
    assert answering.revived([answer], [doubted], " " * 40) == [doubted]
    assert answering.revived([answer], [replace(doubted, confidence=0.1)], " " * 40) == []
    assert answering.revived([], [doubted], " " * 40) == []
