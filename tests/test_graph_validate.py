"""The shapes: true graphs pass, and each wrong one is told what is wrong and how to mend it."""

from __future__ import annotations

import re
import socket
from dataclasses import replace
from functools import cache

import gold
import pytest
from pyoxigraph import Literal, NamedNode, Quad

from kg import iri, reference
from kg.graph import build
from kg.graph.terms import LABEL, TYPE, decimal, dem, edtf, english, item, name, whole, words
from kg.graph.validate import Violation, validate
from kg.model import Act, Actor, Article, Attestation, Attribution, Link, Reading, Span
from kg.resources import folder

READING = gold.small()
QUADS = build.quads(READING)
GRAPH = QUADS[0].graph_name
ACTS = {key: NamedNode(value) for key, value in iri.acts(READING).items()}
TOLD = {key: NamedNode(iri.attestation(value.value, "hand")) for key, value in ACTS.items()}
ARTICLE = NamedNode(iri.article(READING.article))
RUN = NamedNode(iri.reading(READING))
RUSSIA, NATO = (NamedNode(iri.named_actor(label)) for label in ("Russia", "NATO"))
DRAFT = NamedNode(iri.document(READING.acts[0].documents[0], READING.article))
EVIDENCE = NamedNode(iri.evidence(READING.attestations[0].evidence[0], READING.article))
POSITION, QUOTE = NamedNode(f"{EVIDENCE.value}/position"), NamedNode(f"{EVIDENCE.value}/quote")
INNER, OUTER = (NamedNode(iri.attribution(TOLD["a2"].value, level)) for level in (1, 2))
EXCHANGE = NamedNode(iri.exchange(ACTS["a1"].value))

MINISTERS = NamedNode(iri.actor(READING.acts[2].addressees[0], READING.article))
XSD_DATE = name("xsd:date")

Value = NamedNode | Literal
Triple = tuple[NamedNode, NamedNode, Value]


def changed(*, without: tuple[tuple[NamedNode, NamedNode], ...] = (), plus: tuple[Triple, ...] = ()) -> list[Quad]:
    """Return the small graph without what some things have of some properties, and with triples more."""
    for subject, predicate in without:
        assert any(q.subject == subject and q.predicate == predicate for q in QUADS), (subject, predicate)
    kept = [quad for quad in QUADS if (quad.subject, quad.predicate) not in without]
    return [*kept, *(Quad(*triple, GRAPH) for triple in plus)]


@pytest.mark.parametrize("article", gold.names())
def test_true_readings_are_valid(article: str) -> None:
    assert validate(build.quads(gold.reading(article))) == ()


def test_the_small_reading_its_links_and_the_reference_are_valid() -> None:
    assert validate(QUADS) == ()
    assert validate(build.link_quads([READING])) == ()
    assert validate(build.reference_quads(reference.load())) == ()


def test_nothing_is_valid() -> None:
    assert validate([]) == ()


Case = tuple[str, list[Quad], str, str]


def str_of(node: NamedNode | str) -> str:
    return node if isinstance(node, str) else node.value


def lacking(
    title: str, subject: NamedNode, predicate: NamedNode, message: str, focus: NamedNode | str | None = None
) -> Case:
    """Return the case of a thing that lacks a property."""
    return title, changed(without=((subject, predicate),)), str_of(focus or subject), message


def besides(
    title: str,
    subject: NamedNode,
    predicate: NamedNode,
    value: Value,
    message: str,
    focus: NamedNode | str | None = None,
) -> Case:
    """Return the case of a thing that has one value too many."""
    return title, changed(plus=((subject, predicate, value),)), str_of(focus or subject), message


def instead(
    title: str,
    subject: NamedNode,
    predicate: NamedNode,
    value: Value,
    message: str,
    focus: NamedNode | str | None = None,
) -> Case:
    """Return the case of a thing that has another value."""
    quads = changed(without=((subject, predicate),), plus=((subject, predicate, value),))
    return title, quads, str_of(focus or subject), message


WRONG: list[Case] = [
    # articles and readings
    lacking("no text", ARTICLE, dem("text"), "one stored text"),
    lacking("no file name", ARTICLE, dem("fileName"), "one file name"),
    besides("wrong digest", ARTICLE, dem("digest"), words("f00"), "one digest"),
    besides("two headlines", ARTICLE, name("schema:headline"), words("x"), "one headline"),
    besides("publication", ARTICLE, name("schema:datePublished"), words("2022"), "YYYY-MM-DD"),
    lacking("no reader", RUN, dem("reader"), "one reader"),
    lacking("no article read", RUN, name("prov:used"), "of one article"),
    lacking("reading untyped", RUN, TYPE, "comes of a reading"),
    # acts
    besides("invented type", ACTS["a1"], TYPE, dem("Grumble"), "34 types"),
    lacking("no type", ACTS["a1"], TYPE, "34 types"),
    besides("family as type", ACTS["a1"], TYPE, dem("Directive"), "34 types"),
    lacking("no performer", ACTS["a1"], dem("performer"), "has a performer"),
    lacking("no label", ACTS["a1"], LABEL, "one label"),
    lacking("no attestation", TOLD["a3"], dem("attests"), "exactly one attestation", ACTS["a3"]),
    besides("told twice", TOLD["a1"], dem("attests"), ACTS["a3"], "exactly one attestation", ACTS["a3"]),
    besides("two contents", ACTS["a1"], dem("content"), english("x"), "one content"),
    besides("two dates", ACTS["a1"], dem("date"), edtf("2020"), "one EDTF date"),
    besides("date in words", ACTS["a3"], dem("date"), edtf("last May"), "one EDTF date"),
    besides("date as string", ACTS["a3"], dem("date"), words("2022"), "one EDTF date"),
    besides("answers itself", ACTS["a1"], dem("respondsTo"), ACTS["a1"], "answers itself"),
    besides("answers in a ring", ACTS["a1"], dem("respondsTo"), ACTS["a2"], "answers itself", ACTS["a2"]),
    besides("answers nothing told", ACTS["a1"], dem("respondsTo"), NATO, "its own article"),
    # actors and documents
    besides("actor of two kinds", RUSSIA, TYPE, dem("Person"), "of one kind"),
    lacking("actor of no kind", RUSSIA, TYPE, "of one kind"),
    lacking("actor without label", RUSSIA, LABEL, "one label"),
    lacking("document of no kind", DRAFT, TYPE, "of one kind"),
    besides("document is an actor", ACTS["a1"], dem("document"), RUSSIA, "A document is of one kind", RUSSIA),
    # attestations
    besides("rumoured", TOLD["a1"], dem("modality"), dem("rumoured"), "The modality is one of"),
    lacking("no modality", TOLD["a1"], dem("modality"), "The modality is one of"),
    lacking("no article", TOLD["a1"], dem("inArticle"), "in one article"),
    lacking("no reading", TOLD["a1"], name("prov:wasGeneratedBy"), "comes of one reading"),
    lacking("no evidence", TOLD["a1"], dem("evidence"), "has evidence"),
    besides("two confidences", TOLD["a1"], dem("confidence"), decimal(0.1), "confidence is one"),
    lacking("no level", INNER, dem("level"), "one level"),
    lacking("gap of levels", INNER, dem("level"), "skip", TOLD["a2"]),
    lacking("no source", INNER, dem("source"), "one source"),
    besides("shared attribution", TOLD["a1"], dem("attribution"), INNER, "one attestation", INNER),
    # evidence
    lacking("no source of evidence", EVIDENCE, name("oa:hasSource"), "in one article"),
    besides("other article", EVIDENCE, name("oa:hasSource"), NATO, "in the article", TOLD["a1"]),
    lacking("no start", POSITION, name("oa:start"), "begins at one", EVIDENCE),
    lacking("no end", POSITION, name("oa:end"), "ends at one", EVIDENCE),
    lacking("no quote", QUOTE, name("oa:exact"), "quotes the text once", EVIDENCE),
    # exchanges
    lacking("no opening", EXCHANGE, dem("opens"), "begins with one act"),
    lacking("opening outside", EXCHANGE, dem("hasAct"), "not among its acts"),
    besides("opens with answer", EXCHANGE, dem("opens"), ACTS["a2"], "answers no other"),
    lacking("exchange unlabelled", EXCHANGE, LABEL, "one label"),
    # values
    instead("above one", TOLD["a1"], dem("confidence"), decimal(1.2), "from 0 to 1"),
    instead("below nought", TOLD["a1"], dem("confidence"), decimal(-0.1), "from 0 to 1"),
    instead("confident in words", TOLD["a1"], dem("confidence"), words("high"), "from 0 to 1"),
    instead("level nought", INNER, dem("level"), whole(0), "from 1"),
    instead("level in words", INNER, dem("level"), words("first"), "from 1"),
    instead("level skipped", OUTER, dem("level"), whole(3), "skip", TOLD["a2"]),
    instead("level shared", OUTER, dem("level"), whole(1), "share the level", TOLD["a2"]),
    instead("late", ACTS["a1"], dem("latest"), Literal("2021-11-30", datatype=XSD_DATE), "not after its latest"),
    instead("earliest in words", ACTS["a1"], dem("earliest"), words("May"), "The earliest day"),
    instead("latest in words", ACTS["a1"], dem("latest"), words("May"), "The latest day"),
    besides(
        "performer in words", ACTS["a1"], dem("performer"), words("Russia"), "An actor is a thing with an IRI", "Russia"
    ),
    besides(
        "document in words", ACTS["a1"], dem("document"), words("draft"), "A document is a thing with an IRI", "draft"
    ),
    instead("starts early", POSITION, name("oa:start"), whole(-1), "starts at 0"),
    instead("ends early", POSITION, name("oa:end"), whole(0), "before its end", POSITION),
    instead("ends in words", POSITION, name("oa:end"), words("late"), "ends at a whole number"),
    instead("ends beyond", POSITION, name("oa:end"), whole(100_000), "not what the article says", ARTICLE),
    instead("misquoted", QUOTE, name("oa:exact"), words("In January"), "not what the article says", ARTICLE),
    instead("other text", ARTICLE, dem("text"), words(READING.article.text[1:]), "not what the article says"),
    besides("size in words", MINISTERS, dem("statedSize"), words("some"), "stated size"),
    besides("two publishers", ARTICLE, name("schema:publisher"), words("x"), "one publisher"),
    besides("two addresses", ARTICLE, name("schema:url"), NATO, "one web address"),
    besides("two versions", RUN, dem("version"), words("2"), "one version"),
    besides("two cues", TOLD["a1"], dem("cue"), words("x"), "one cue"),
]


@cache
def found(case: int) -> tuple[Violation, ...]:
    """Return what is wrong with a case, validated once."""
    return validate(WRONG[case][1])


@pytest.mark.parametrize("case", range(len(WRONG)), ids=[row[0] for row in WRONG])
def test_what_is_wrong_is_told(case: int) -> None:
    _, _, focus, message = WRONG[case]
    assert [one for one in found(case) if one.focus == focus and message in one.what], found(case)


@pytest.mark.parametrize(
    ("date", "valid"),
    [
        ("2022-01-26", True),
        ("2021", True),
        ("2021-12~", True),
        ("2021?", True),
        ("2016/..", True),
        ("../2020", True),
        ("2016/", True),
        ("2022-02/2022-03", True),
        ("2021-21", True),
        ("202X", True),
        ("2021-XX-XX", True),
        ("[2021,2022]", True),
        ("Y17000", True),
        ("-0044-03-15", True),
        ("2022-01-26T12:00:00Z", True),
        ("26.1.2022", False),
        ("2022-1-26", False),
        ("January", False),
        ("", False),
        ("2022-01-26 ", False),
        ("2022/2023/2024", False),
    ],
)
def test_the_shape_of_edtf(date: str, valid: bool) -> None:
    violations = validate(changed(plus=((ACTS["a3"], dem("date"), edtf(date)),)))
    assert (violations == ()) is valid


@pytest.mark.parametrize("words_", ["naïve 👩‍👩‍👧 café", "\r\n", "a\x00b", '"\\', "\u2028", "\ud800", "e\u0301", "İ"])
def test_offsets_count_code_points(words_: str) -> None:
    text = f"📨 {words_} Russia proposed."
    span = Span(2, 2 + len(words_))
    act = Act("a1", "Proposal", (Actor("Russia", "State"),))
    told = Attestation("a1", (span,), attribution=(Attribution(Actor("TASS", "MediaOrganization"), span),))
    reading = Reading(Article("t.txt", text), "test", "1", (act,), (told,))
    assert validate(build.quads(reading)) == ()


def test_evidence_beyond_the_text_is_told() -> None:
    act = Act("a1", "Proposal", (Actor("Russia", "State"),))
    reading = Reading(Article("t.txt", "short"), "test", "1", (act,), (Attestation("a1", (Span(0, 50),)),))
    assert ["not what the article says" in one.what for one in validate(build.quads(reading))] == [True]


def test_an_act_without_performers_is_told() -> None:
    reading = Reading(
        Article("t.txt", "x"), "test", "1", (Act("a1", "Reply", ()),), (Attestation("a1", (Span(0, 1),)),)
    )
    (violation,) = validate(build.quads(reading))
    assert violation.path == f"<{dem('performer').value}>"


def test_each_graph_is_checked_by_itself() -> None:
    """An attestation in another article's graph does not make up for the one that is missing."""
    other = NamedNode("https://example.org/graph")
    moved = [Quad(q.subject, q.predicate, q.object, other) if q.subject == TOLD["a3"] else q for q in QUADS]
    assert [one for one in validate(moved) if one.focus == ACTS["a3"].value and "exactly one attestation" in one.what]


# links

LINKED = replace(READING, links=(Link("Russia", "State", "Q159", "positive", 1.0, "by label"),))
LINK_QUADS = build.link_quads([LINKED])
LINK = next(q.subject for q in LINK_QUADS if q.predicate == dem("judgement"))


def link_with(predicate: str, *values: Value) -> list[Quad]:
    """Return the quads of a link with other values of a property."""
    kept = [quad for quad in LINK_QUADS if quad.predicate != dem(predicate)]
    return [*kept, *(Quad(LINK, dem(predicate), value, LINK_QUADS[0].graph_name) for value in values)]


WRONG_LINKS: list[tuple[list[Quad], str]] = [
    (link_with("reason"), "tells its reason"),
    (link_with("reason", words("")), "tells its reason"),
    (link_with("item"), "has no item"),
    (link_with("item", RUSSIA), "ends in a QID"),
    (link_with("item", item("Q30")), "matches"),
    (link_with("actor"), "about one actor"),
    (link_with("judgement"), "judgement is one of"),
    (link_with("judgement", dem("maybe")), "judgement is one of"),
    (link_with("judgement", dem("none")), "was judged dem:none and has one"),
    (link_with("judgement", dem("unsure")), "matches"),
    (link_with("score"), "score of a link"),
    (link_with("score", decimal(2)), "score of a link"),
]


@pytest.mark.parametrize(("quads", "message"), WRONG_LINKS)
def test_links_that_are_wrong(quads: list[Quad], message: str) -> None:
    assert [one for one in validate(quads) if message in one.what]


# reference data

HOLDING = NamedNode("https://example.org/holding")


@pytest.mark.parametrize(
    ("predicate", "value", "message"),
    [
        ("start", words("2004"), "starts once"),
        ("end", words("2004"), "ends once"),
        ("holder", None, "one person"),
        ("office", None, "one office"),
    ],
)
def test_terms_of_office_that_are_wrong(predicate: str, value: Literal | None, message: str) -> None:
    told: dict[str, Value | None] = {"holder": RUSSIA, "office": NATO, "start": edtf("2004"), "end": edtf("2005")}
    told[predicate] = value
    quads = [Quad(HOLDING, TYPE, dem("OfficeHolding"), GRAPH)]
    quads += [Quad(HOLDING, dem(key), one, GRAPH) for key, one in told.items() if one is not None]
    assert [one for one in validate(quads) if one.focus == HOLDING.value and message in one.what]


# the shapes and the checker themselves


def test_each_message_says_what_is_wrong_and_how_to_mend_it() -> None:
    text = (folder("ontology") / "shapes.ttl").read_text("utf-8")
    messages = re.findall(r'sh:message "([^"]*)"', text)
    assert len(messages) > 40
    for message in messages:
        assert re.fullmatch(r"[A-Z][^;]*; [a-z].*\.", message), message
        assert "\n" not in message


def test_each_message_about_articles_and_links_is_tried_here() -> None:
    """A shape that no test breaks may be one that cannot be broken."""
    text = (folder("ontology") / "shapes.ttl").read_text("utf-8").partition("shape:OfficeHolding")[0]
    told = [*map(found, range(len(WRONG))), *(validate(quads) for quads, _ in WRONG_LINKS)]
    seen = {one.what for violations in told for one in violations}
    patterns = {re.escape(m).replace(r"\{\?value\}", ".+") for m in re.findall(r'sh:message "([^"]*)"', text)}
    assert [one for one in patterns if not any(re.fullmatch(one, what) for what in seen)] == []


def test_violations_come_sorted_and_once() -> None:
    told = validate(changed(without=((ACTS["a1"], LABEL), (ACTS["a1"], dem("performer")))))
    assert list(told) == sorted(set(told))
    assert {one.severity for one in told} == {"Violation"}
    assert told[0] == Violation(ACTS["a1"].value, told[0].what, told[0].path, "", "Violation")


def test_the_network_is_never_used(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a connection was tried")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    imports = Quad(ARTICLE, name("owl:imports"), NamedNode("https://example.org/ontology"), GRAPH)
    assert validate([*QUADS, imports]) == ()
