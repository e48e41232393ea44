"""The documents of an article."""

from __future__ import annotations

import pytest
from reading_help import reading, told

Documents = list[tuple[str, str, tuple[str, ...]]]


@pytest.mark.parametrize(
    ("text", "kind", "documents"),
    [
        (
            "Italy published a draft treaty with Malta.",
            "Proposal",
            [("draft treaty with Malta", "DraftTreaty", ("Malta",))],
        ),
        (
            "Italy published a draft treaty with Malta and a draft agreement with Libya.",
            "Proposal",
            [
                ("draft treaty with Malta", "DraftTreaty", ("Malta",)),
                ("draft agreement with Libya", "DraftAgreement", ("Libya",)),
            ],
        ),
        ("Italy signed the treaty.", "Signing", [("treaty", "Treaty", ())]),
        ("Italy sent a letter to Malta.", "Submission", [("letter", "Letter", ())]),
        ("Italy rejected the offer.", "Rejection", []),
        ("Italy provided a written response.", "Reply", [("written response", "Other", ())]),
        ("Italy provided a response.", "Reply", []),
    ],
)
def test_documents_of_an_act(text: str, kind: str, documents: Documents) -> None:
    act, _ = told(text, kind)
    assert [(d.label, d.kind, d.parties) for d in act.documents] == documents


@pytest.mark.parametrize("short", ["the draft", "the draft treaty", "the text", "the document"])
def test_a_short_form_names_an_earlier_document(short: str) -> None:
    found = reading(f"Italy published a draft treaty with Malta. Malta rejected {short}.").acts
    assert [a.type for a in found] == ["Proposal", "Rejection"]
    assert found[1].documents[0].kind == "DraftTreaty"


def test_the_span_of_a_document_is_its_first_mention() -> None:
    text = "Italy published a draft treaty. Malta rejected the draft treaty."
    spans = [d.span.of(text) for a in reading(text).acts for d in a.documents if d.span]
    assert spans[0] == "draft treaty"


def test_parties_of_a_conveyed_draft_are_its_addressees() -> None:
    act, _ = told("Italy published a draft treaty with Malta.", "Proposal")
    assert [a.label for a in act.addressees] == ["Malta"]
