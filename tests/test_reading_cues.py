"""Which words make an act, and what acts they make."""

from __future__ import annotations

from pathlib import Path

import pytest
from reading_help import labels, reading, told, types

from kg.errors import DataInvalid
from kg.reading import lexicon
from kg.reading.lexicon import inflection, table


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        # verbs
        ("Turkey rejected the offer.", ["Rejection"]),
        ("Turkey proposed a truce.", ["Proposal"]),
        ("Norway summoned the Polish ambassador.", ["Request"]),
        ("Turkey condemned the strike.", ["Condemnation"]),
        ("Turkey and Greece signed the treaty.", ["Signing"]),
        ("In May Qatar brokered talks between Chad and Sudan.", ["Mediation"]),
        # phrasal verbs
        ("Turkey turned down the offer.", ["Rejection"]),
        ("Turkey turned the offer down.", ["Rejection"]),
        ("Poland called on Hungary to wait.", ["Appeal"]),
        ("Turkey called off the visit.", ["Withdrawal"]),
        ("Turkey bowed to the demand.", ["Acceptance"]),
        # an adverb
        ("Turkey proposed a truce instead.", ["CounterProposal"]),
        # idioms
        ("Turkey put the talks with Greece on hold.", ["Suspension"]),
        ("Turkey gave Greece the green light.", ["Acceptance"]),
        ("Turkey will have none of it.", ["Rejection"]),
        ("Turkey left the letter unanswered.", ["NonResponse"]),
        # what is willed or refused
        ("Turkey will retaliate.", ["Threat"]),
        ("Turkey would not budge.", ["Rejection"]),
        ("Turkey did not return calls.", ["NonResponse"]),
        # who is quoted acts
        ('"The plan is unacceptable," Anna Berg said.', ["Rejection"]),
        # what is said of a thing
        ("Turkey called the plan a farce.", ["Condemnation"]),
        ("Turkey called the plan historic.", ["Praise"]),
        ("Turkey dismissed the report as a fabrication.", ["Denial"]),
        # what comes
        ("No reply came from Turkey.", ["NonResponse"]),
        ("There has been no comment from Turkey.", ["NonResponse"]),
        # light verbs
        ("Turkey gave an answer to the letter.", ["Reply"]),
        ("Turkey put forward a proposal.", ["Proposal"]),
        ("Chad held talks with Sudan.", ["Consultation"]),
        ("Oman lodged a protest with Yemen.", ["Condemnation"]),
        ("Turkey expressed concern about the strike.", ["Concern"]),
        ("Turkey recalled its envoy in protest at the vote.", ["Withdrawal", "Condemnation"]),
        ("Turkey observed the vote with concern.", ["Concern"]),
        ("The pledge that Turkey gave was short.", ["Promise"]),
        # nouns with an owner
        ("Turkey's rejection of the plan angered nobody.", ["Rejection"]),
        # adjectives
        ("Turkey is ready to help.", ["Offer"]),
        ("Turkey is not ready to help.", ["Rejection"]),
        # negations that are acts of their own
        ("Turkey did not answer the letter.", ["NonResponse"]),
        ("Turkey failed to answer the letter.", ["NonResponse"]),
        ("Turkey has yet to reply to the letter.", ["NonResponse"]),
        ("Turkey gave no answer to the letter.", ["NonResponse"]),
        ("Turkey will not accept the plan.", ["Rejection"]),
        ("Turkey did not accept the plan.", ["Acceptance"]),
        # the object decides
        ("Turkey rejected the allegation.", ["Denial"]),
        ("Turkey severed relations with Greece.", ["Withdrawal"]),
        ("Turkey broke off the talks with Greece.", ["Suspension"]),
        ("Turkey sent a draft treaty to Greece.", ["Proposal"]),
        ("Turkey sent a letter to Greece.", ["Submission"]),
        ("Turkey welcomed a delegation from Chad.", ["Consultation"]),
        ("Turkey called Greece the chief suspect.", ["Accusation"]),
        ("Turkey lifted the embargo on Chad.", ["Withdrawal"]),
        ("Turkey showed the document to Chad.", ["Submission"]),
        # a hyphenated noun
        ("Turkey's counter-proposal angered nobody.", ["CounterProposal"]),
        # negations that are acts, told of now or as willed
        ("Turkey would not disclose the sum.", ["Rejection"]),
        ("Turkey would not object to the plan.", ["Acceptance"]),
        ("Turkey has not so far replied to the letter.", ["NonResponse"]),
        # no acts
        ("Turkish fields yield cotton.", []),
        ("The general commands from Ankara.", []),
        ("Turkey sent troops to Greece.", []),
        ("Turkey adopted a child.", []),
        ("The weather in Turkey is good.", []),
        ("The talks went on.", []),
    ],
)
def test_words_make_acts(text: str, kinds: list[str]) -> None:
    assert types(text) == kinds


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ('"We demand an apology," Anna Berg said.', "Demand"),
        ('"I would like to thank Greece for its help," Anna Berg said.', "Praise"),
        ('"We reject the plan," Anna Berg said.', "Rejection"),
    ],
)
def test_a_performative_is_the_speakers_act_and_no_statement(text: str, kind: str) -> None:
    ((act, attestation),) = reading(text).told
    assert (act.type, labels(act.performers), attestation.modality) == (kind, ["Anna Berg"], "actual")


@pytest.mark.parametrize(
    ("text", "kinds", "refused"),
    [
        ("Canada urged Serbia to accept the plan.", ["Appeal"], ["Acceptance"]),
        ("Kenya invited Ethiopia to hold talks in Nairobi.", ["Invitation"], ["Consultation"]),
        ("Turkey refused to sign the treaty.", ["Rejection"], ["Signing"]),
        ("Turkey offered to mediate.", ["Offer"], ["Mediation"]),
        ('"We are not ready to sign the plan," Anna Berg said.', ["Rejection"], ["Signing"]),
    ],
)
def test_what_is_asked_or_refused_is_content_and_listed(text: str, kinds: list[str], refused: list[str]) -> None:
    found = reading(text)
    assert [a.type for a in found.acts] == kinds
    assert [r.type for r in found.refusals] == refused


def test_what_is_promised_is_an_act_to_come() -> None:
    assert told("Ghana threatened to leave the treaty.", "Withdrawal")[1].modality == "planned"


def test_a_cue_without_performer_is_listed() -> None:
    found = reading("The plan was rejected on Monday.")
    assert found.acts == ()
    assert [(r.type, r.span.of(found.article.text)) for r in found.refusals] == [("Rejection", "rejected")]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Turkey replied that it accepted the plan.", ["Acceptance"]),
        ("Turkey replied to the letter.", ["Reply"]),
        ("Turkey suspended its talks with Greece.", ["Suspension"]),
    ],
)
def test_an_act_is_told_once(text: str, kinds: list[str]) -> None:
    assert types(text) == kinds


def test_what_is_asked_for_is_not_past() -> None:
    assert types("Kenya invited Ethiopia to pursue the matter and rejected the plan.") == ["Invitation", "Rejection"]


def test_no_row_is_shadowed_by_another() -> None:
    for entries in lexicon.cues().values():
        frames = [(e.lemmas, e.object, e.lemmas_of_object) for e in entries]
        assert len(frames) == len(set(frames)), frames
        for words in {e.lemmas for e in entries}:
            same = [e.object for e in entries if e.lemmas == words]
            assert "any" not in same[:-1], words


@pytest.mark.parametrize(
    "load", [lexicon.cues, lexicon.light_verbs, lexicon.documents, lexicon.people, lexicon.act_names]
)
def test_the_lexicon_loads(load: object) -> None:
    assert callable(load)
    assert load()


@pytest.mark.parametrize(
    ("name", "rows", "line", "remedy"),
    [
        ("cues.tsv", "cue\tpos\nsay\tadverb\tStatement", 2, "verb, noun, adj"),
        ("cues.tsv", "# note\ncue\tpos\nsay\tverb\tSaying", 3, "Statement"),
        ("light_verbs.tsv", "verb\tkind\ngive\tlend", 2, "convey"),
        ("documents.tsv", "noun\tkind\nmap\tMap", 2, "Treaty"),
        ("people.tsv", "noun\tclass\tnote\nking\tperson\t\t", 2, "at most 2"),
        ("numbers.tsv", "word\tvalue\tuse\ntwo\tII\tgroup", 2, "digits"),
        ("times.tsv", "name\tcase\tpattern\nday\texact\t{MOON}", 2, "above this one"),
        ("times.tsv", "name\tcase\tpattern\nday\texact\t(", 2, "mend"),
        ("times.tsv", "name\tcase\tpattern\nnight\texact\tx", 2, "day"),
    ],
)
def test_a_bad_row_is_named_with_its_remedy(
    name: str, rows: str, line: int, remedy: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / name).write_text(rows, encoding="utf-8")
    monkeypatch.setattr(table, "FOLDER", tmp_path)
    loaders = {
        "cues.tsv": lexicon.cues.__wrapped__,
        "light_verbs.tsv": lexicon.light_verbs.__wrapped__,
        "documents.tsv": lexicon.documents.__wrapped__,
        "people.tsv": lexicon.people.__wrapped__,
        "numbers.tsv": lambda: lexicon.numbers.__wrapped__("group"),
        "times.tsv": lambda: lexicon.times(("day",)),
    }
    with pytest.raises(DataInvalid) as caught:
        loaders[name]()
    assert str(caught.value).startswith(f"{name}:{line}: ")
    assert remedy in str(caught.value)


def test_a_missing_file_or_class_is_named() -> None:
    with pytest.raises(DataInvalid, match=r"nowhere\.tsv: the file is missing"):
        lexicon.words("nowhere")
    with pytest.raises(DataInvalid, match="no words of class 'nobody'"):
        lexicon.among("nobody")


@pytest.mark.parametrize(("form", "lemma"), [("summoned", "summon"), ("denies", "deny"), ("urging", "urge")])
def test_regular_forms_have_a_lemma(form: str, lemma: str) -> None:
    assert inflection.lemmas()[form] == lemma
