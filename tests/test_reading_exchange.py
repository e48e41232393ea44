"""Tellings of one act merged, and those kept whose performer is known."""

from __future__ import annotations

import pytest
from reading_help import labels, reading
from telling_help import CHILE, PERU, telling

from kg.model import Span
from kg.reading import exchange


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


def test_links_point_into_the_list_of_those_kept() -> None:
    nobody = telling("Statement", 0)
    proposal = telling("Proposal", 5, (PERU,))
    response = telling("Acceptance", 10, (CHILE,), responds_to=(1,))
    assert [t.responds_to for t in exchange.performed([nobody, proposal, response])] == [(), (0,)]
    lost = telling("Acceptance", 10, (CHILE,), responds_to=(0,))
    assert exchange.performed([nobody, lost])[0].responds_to == ()
