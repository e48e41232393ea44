"""Tellings of one act merged, responses tied to what they answer."""

from __future__ import annotations

import pytest
from reading_help import labels, reading

from kg.model import Actor, Span
from kg.reading import exchange
from kg.reading.telling import Telling

PERU, CHILE = Actor("Peru", "State"), Actor("Chile", "State")


def telling(type_: str, place: int, performers: tuple[Actor, ...] = (), **more: object) -> Telling:
    values: dict[str, object] = {
        "sentence": place // 10,
        "addressees": (),
        "date": None,
        "documents": (),
        "content": None,
        "modality": "actual",
        "attribution": (),
        "evidence": (Span(place, place + 5),),
        "cue": Span(place, place + 2),
        "confidence": 0.7,
    }
    return Telling(type=type_, place=place, performers=performers, **{**values, **more})  # type: ignore[arg-type]


def test_a_headline_is_merged_into_the_body() -> None:
    text = "Peru rejects plan\n\nPeru rejected the plan on Monday. Chile accepted it."
    acts = reading(text, title="Peru rejects plan").told
    assert [a.type for a, _ in acts] == ["Rejection", "Acceptance"]
    assert [e.of(text) for e in acts[0][1].evidence] == ["Peru rejects plan", "Peru rejected the plan on Monday."]
    assert acts[0][0].date == "2022-02-14"


@pytest.mark.parametrize(
    ("other", "merged"),
    [
        ({"noun": True}, True),
        ({}, False),
        ({"noun": True, "modality": "planned"}, False),
        ({"noun": True, "date": "1999"}, False),
        ({"noun": True, "performers": (CHILE,)}, False),
    ],
)
def test_a_noun_is_merged_into_what_it_refers_to(other: dict[str, object], merged: bool) -> None:
    first = telling("Rejection", 0, (PERU,), date="2001")
    second = telling("Rejection", 10, **{"performers": (PERU,), **other})  # type: ignore[arg-type]
    assert (len(exchange.merge([first, second])) == 1) is merged


def test_merging_keeps_all_evidence() -> None:
    first, second = telling("Rejection", 0, (PERU,)), telling("Rejection", 10, (PERU,), noun=True)
    (only,) = exchange.merge([second, first])
    assert only.evidence == (Span(0, 5), Span(10, 15))


def test_a_letter_and_what_it_asks_are_one_request() -> None:
    text = "Italy sent a letter to Malta, which contained a request for help. Malta did not reply to the letter."
    asked, silent = reading(text).acts
    assert (asked.type, labels(asked.performers), labels(asked.addressees)) == ("Request", ["Italy"], ["Malta"])
    assert [d.kind for d in asked.documents] == ["Letter"]
    assert (silent.type, silent.responds_to, labels(silent.addressees)) == ("NonResponse", (asked.id,), ["Italy"])


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Italy proposed a truce to Malta. Malta accepted the proposal.", ["Proposal", "Acceptance"]),
        ("Italy proposed a truce to Malta. Malta rejected the proposal.", ["Proposal", "Rejection"]),
        ("Italy asked Malta for help. Malta did not reply to the request.", ["Request", "NonResponse"]),
        ("Italy sent Malta a letter on 3 January. Malta replied on 5 January.", ["Submission", "Reply"]),
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
    _, response = exchange.link([proposal, telling("Acceptance", 10, (PERU,))], "")
    assert response.responds_to == ()


def test_links_point_into_the_list_of_those_kept() -> None:
    nobody = telling("Statement", 0)
    proposal = telling("Proposal", 5, (PERU,))
    response = telling("Acceptance", 10, (CHILE,), responds_to=(1,))
    assert [t.responds_to for t in exchange.performed([nobody, proposal, response])] == [(), (0,)]
    lost = telling("Acceptance", 10, (CHILE,), responds_to=(0,))
    assert exchange.performed([nobody, lost])[0].responds_to == ()


@pytest.mark.parametrize(
    ("earlier", "later", "addressees"),
    [
        (telling("Request", 0, (PERU,), addressees=(CHILE,)), telling("Demand", 10, (PERU,)), (CHILE,)),
        (telling("Request", 0, (PERU,), addressees=(CHILE,)), telling("Threat", 10, (CHILE,)), (PERU,)),
        (telling("Request", 0, (PERU,), addressees=(CHILE,)), telling("Threat", 90, (CHILE,)), ()),
        (telling("Request", 0, (PERU,), addressees=(CHILE,)), telling("Statement", 10, (CHILE,)), ()),
        (telling("Request", 0, (PERU,)), telling("Demand", 10, (PERU,)), ()),
    ],
)
def test_an_act_towards_nobody_told_is_towards_the_other_party(
    earlier: Telling, later: Telling, addressees: tuple[Actor, ...]
) -> None:
    assert exchange.addressed([earlier, later])[1].addressees == addressees


def test_a_denial_answers_an_accusation_and_nothing_else() -> None:
    accused, denied = telling("Accusation", 0, (PERU,), addressees=(CHILE,)), telling("Denial", 10, (CHILE,))
    assert exchange.link([accused, denied], " " * 40)[1].responds_to == (0,)
    asked = telling("Request", 0, (PERU,), addressees=(CHILE,))
    assert exchange.link([asked, denied], " " * 40)[1].responds_to == ()
    rejected = telling("Rejection", 10, (CHILE,))
    assert exchange.link([accused, rejected], " " * 40)[1].responds_to == ()
