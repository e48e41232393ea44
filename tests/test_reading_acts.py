"""From a cue to a telling: performers, addressees, content, time and evidence."""

from __future__ import annotations

import pytest
from reading_help import labels, reading, told


@pytest.mark.parametrize(
    ("text", "kind", "performers", "addressees"),
    [
        ("Turkey rejected the plan.", "Rejection", ["Turkey"], []),
        ("The plan was rejected by Turkey and Greece.", "Rejection", ["Turkey", "Greece"], []),
        ("Poland asked Hungary to wait.", "Request", ["Poland"], ["Hungary"]),
        ("Poland asked Hungary for help.", "Request", ["Poland"], ["Hungary"]),
        ("Poland proposed a truce to Hungary.", "Proposal", ["Poland"], ["Hungary"]),
        ("Hungary was urged by Poland to wait.", "Appeal", ["Poland"], ["Hungary"]),
        ("Poland accused Hungary of lying.", "Accusation", ["Poland"], ["Hungary"]),
        ("Poland condemned the Hungarian strike.", "Condemnation", ["Poland"], ["Hungary"]),
        ("Chad held talks with Sudan.", "Consultation", ["Chad"], ["Sudan"]),
        ("Poland received an answer from Hungary.", "Reply", ["Hungary"], ["Poland"]),
    ],
)
def test_who_acts_towards_whom(text: str, kind: str, performers: list[str], addressees: list[str]) -> None:
    act, _ = told(text, kind)
    assert (labels(act.performers), labels(act.addressees)) == (performers, addressees)


@pytest.mark.parametrize(
    ("text", "kind", "content"),
    [
        ("Turkey rejected the plan.", "Rejection", "the plan"),
        ("Turkey urged Greece to sign the treaty.", "Appeal", "to sign the treaty"),
        ("Turkey accused Greece of bad faith.", "Accusation", "of bad faith"),
        ("Turkey agreed to a truce.", "Acceptance", "to a truce"),
        ("Turkey announced\nthat the talks had failed.", "Announcement", "that the talks had failed"),
        ("Turkey replied.", "Reply", None),
    ],
)
def test_content(text: str, kind: str, content: str | None) -> None:
    assert told(text, kind)[0].content == content


@pytest.mark.parametrize(
    ("text", "kind", "date"),
    [
        ("Turkey rejected the plan on 3 January 2021.", "Rejection", "2021-01-03"),
        ("On 3 January 2021, Turkey rejected the plan.", "Rejection", "2021-01-03"),
        ("Turkey rejected on Monday the plan that Greece had proposed in 2014.", "Rejection", "2022-02-14"),
        ("Turkey rejected the plan.", "Rejection", None),
        ("ANKARA, 3 January 2021 - Turkey rejected the plan.", "Rejection", None),
    ],
)
def test_the_time_of_an_act(text: str, kind: str, date: str | None) -> None:
    assert told(text, kind)[0].date == date


@pytest.mark.parametrize(
    ("text", "evidence"),
    [
        ("Turkey rejected the plan.", "Turkey rejected the plan."),
        ("Anna Berg said that Turkey had rejected the plan.", "that Turkey had rejected the plan"),
        ("Greece waited. Turkey rejected the plan.", "Turkey rejected the plan."),
    ],
)
def test_the_evidence_is_the_clause_that_tells_the_act(text: str, evidence: str) -> None:
    assert [s.of(text) for s in told(text, "Rejection")[1].evidence] == [evidence]


def test_two_verbs_are_two_acts() -> None:
    acts = reading("Turkey rejected the plan and demanded an apology.").acts
    assert [(a.type, labels(a.performers)) for a in acts] == [("Rejection", ["Turkey"]), ("Demand", ["Turkey"])]


def test_media_neither_act_nor_are_addressed() -> None:
    found = reading("Anna Berg told Reuters that Serbia had rejected the plan. Reuters reported that she left.")
    assert all(a.kind != "MediaOrganization" for act in found.acts for a in (*act.performers, *act.addressees))
