"""Quads of readings, links and reference data."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import gold
import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Store, Triple, parse

from kg import iri, reference
from kg.errors import DataInvalid
from kg.graph import build
from kg.graph.dates import Bounds, bounds, is_day
from kg.graph.terms import LABEL, TYPE, address, dem, item, name
from kg.model import Act, Actor, Article, Attestation, Attribution, Document, Link, Reading, Span

ROOT = Path(__file__).resolve().parent.parent
GOLDEN = ROOT / "tests/golden"

RUSSIA, NATO = Actor("Russia", "State"), Actor("NATO", "Alliance")


def simple(*acts: Act, text: str = "Russia proposed and NATO rejected.", **more: Any) -> Reading:
    """Return a reading of acts that are each told by the whole text."""
    article = Article("t.txt", text)
    told = tuple(Attestation(act.id, (Span(0, len(text)),)) for act in acts)
    return Reading(article, "test", "1", acts, told, **more)


def proposal(id_: str = "a1", **fields: Any) -> Act:
    return Act(id_, fields.pop("type", "Proposal"), fields.pop("performers", (RUSSIA,)), **fields)


def objects(quads: list[Quad], subject: NamedNode | BlankNode | Triple | None, predicate: NamedNode) -> list[str]:
    return sorted(q.object.value for q in quads if q.predicate == predicate and subject in (None, q.subject))  # type: ignore[union-attr]


# dates


@pytest.mark.parametrize(
    ("date", "earliest", "latest"),
    [
        ("2022-01-26", "2022-01-26", "2022-01-26"),
        ("2021-12", "2021-12-01", "2021-12-31"),
        ("2021", "2021-01-01", "2021-12-31"),
        ("2021-12~", "2021-12-01", "2021-12-31"),
        ("2021?", "2021-01-01", "2021-12-31"),
        ("2021-12-25%", "2021-12-25", "2021-12-25"),
        ("2016/..", "2016-01-01", None),
        ("2016/", "2016-01-01", None),
        ("../2020", None, "2020-12-31"),
        ("/2020", None, "2020-12-31"),
        ("2022-02/2022-03", "2022-02-01", "2022-03-31"),
        ("2022-02/2022-02-10", "2022-02-01", "2022-02-10"),
        ("2021-12~/2022-01~", "2021-12-01", "2022-01-31"),
        ("2021-21", "2021-03-01", "2021-05-31"),
        ("2021-22", "2021-06-01", "2021-08-31"),
        ("2021-23", "2021-09-01", "2021-11-30"),
        ("2021-24", "2021-12-01", "2022-02-28"),
        ("2023-24", "2023-12-01", "2024-02-29"),
        ("9999-24", "9999-12-01", None),
        ("202X", "2020-01-01", "2029-12-31"),
        ("2021-XX", "2021-01-01", "2021-12-31"),
        ("2020-02-29", "2020-02-29", "2020-02-29"),
        ("1914-07-23", "1914-07-23", "1914-07-23"),
        ("-0044-03-15", None, None),
        ("0000", None, None),
        ("0001-01-01", "0001-01-01", "0001-01-01"),
        ("Y17000", None, None),
    ],
)
def test_bounds(date: str, earliest: str | None, latest: str | None) -> None:
    assert bounds(date) == Bounds(earliest, latest)


@pytest.mark.parametrize("date", ["2021", "2021-12~", "2024-02?", "1900-02", "2000-02", "2022-01-26%"])
def test_plain_dates_are_those_of_the_edtf_package(date: str) -> None:
    from edtf import parse_edtf

    parsed = parse_edtf(date)
    strict = (parsed.lower_strict(), parsed.upper_strict())
    assert bounds(date) == Bounds(*(f"{t.tm_year:04}-{t.tm_mon:02}-{t.tm_mday:02}" for t in strict))


@pytest.mark.parametrize(
    "date",
    [
        "",
        " 2021",
        "2021 ",
        "2021\n",
        "2022-13",
        "2022-00",
        "2022-02-30",
        "0000-02-30",
        "2022-01-00",
        "2022-01-32",
        "2021-02-29",
        "2021-1",
        "26.1.2022",
        "January 2022",
        "end of 2021",
        "2021/2020",
        "2021-06/2021-05",
        "..",
        "/",
        "../..",
        "/..",
        "2021/2022/2023",
        "２０２１",
        "2021-12-25/2021-02-29",
        "None",
        "\ud800",
        "9" * 5000,
    ],
)
def test_what_is_no_date(date: str) -> None:
    with pytest.raises(ValueError, match=r"is not EDTF|before it starts|says nothing|day is out of range"):
        bounds(date)


@pytest.mark.parametrize(
    ("text", "valid"),
    [
        ("2022-02-15", True),
        ("2024-02-29", True),
        ("2022-02-29", False),
        ("2022-02", False),
        ("20220215", False),
        ("2022-W01-1", False),
        ("2022-02-15T10:00", False),
        ("0000-01-01", False),
        ("", False),
    ],
)
def test_is_day(text: str, valid: bool) -> None:
    assert is_day(text) is valid


def test_an_act_has_its_date_and_bounds() -> None:
    quads = build.quads(simple(proposal(date="2016/..")))
    node = NamedNode(iri.acts(simple(proposal(date="2016/..")))["a1"])
    assert objects(quads, node, dem("date")) == ["2016/.."]
    assert objects(quads, node, dem("earliest")) == ["2016-01-01"]
    assert objects(quads, node, dem("latest")) == []


# the graph as a whole


def test_golden() -> None:
    """Where a change is meant, write the bytes anew and read their difference."""
    expected = (GOLDEN / "small.nq").read_bytes()
    assert build.nquads(build.quads(gold.small())).decode() == expected.decode()


def test_golden_links() -> None:
    assert build.nquads(build.link_quads([gold.small()])).decode() == (GOLDEN / "small-links.nq").read_text("utf-8")


def test_bytes_do_not_depend_on_the_process() -> None:
    code = (
        "import sys; sys.path.insert(0, 'tests'); import gold, hashlib;"
        "from kg import reference; from kg.graph import build;"
        "r = gold.small(); data = build.nquads(build.quads(r)) + build.nquads(build.link_quads([r]))"
        " + build.nquads(build.reference_quads(reference.load()));"
        "print(hashlib.sha256(data).hexdigest())"
    )
    seen = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=ROOT,
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed in ("0", "1", "4242")
    }
    assert len(seen) == 1


@pytest.mark.parametrize("article", gold.names())
def test_graphs_of_true_readings(article: str) -> None:
    reading = gold.reading(article)
    quads = build.quads(reading)
    assert {q.graph_name for q in quads} == {NamedNode(iri.graph(reading.article, "gold"))}
    assert not [q for q in quads if isinstance(q.subject, BlankNode) or isinstance(q.object, BlankNode)]
    assert len(quads) == len(set(quads))
    assert (
        len(objects(quads, None, dem("attests"))) == len(reading.acts) == len(set(objects(quads, None, dem("attests"))))
    )
    assert quads == build.quads(reading)


def test_the_store_gives_back_the_same_bytes() -> None:
    """The store changes what is not canonical, such as 1.0 or xsd:positiveInteger."""
    store = Store()
    quads = build.quads(gold.small())
    store.extend(quads)
    assert build.nquads(iter(store)) == build.nquads(quads)


def test_nquads_are_sorted_unique_and_readable() -> None:
    quads = build.quads(gold.small())
    data = build.nquads([*reversed(quads), *quads])
    lines = data.splitlines(keepends=True)
    assert lines == sorted(set(lines))
    assert set(parse(data, format=RdfFormat.N_QUADS)) == set(quads)


def test_nquads_of_nothing() -> None:
    assert build.nquads([]) == b""


def test_a_reading_without_acts_still_tells_of_its_article() -> None:
    quads = build.quads(simple())
    assert objects(quads, None, dem("text")) == ["Russia proposed and NATO rejected."]
    assert objects(quads, None, dem("reader")) == ["test"]


def test_the_base_is_settable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEMARCHE_BASE", "https://example.org/kg/")
    quads = build.quads(gold.small())
    assert not [q for q in quads if "w3id.org/demarche/id" in str(q)]


# articles


@pytest.mark.parametrize(
    ("url", "stored"),
    [
        ("https://example.org/a", "https://example.org/a"),
        ("https://example.org/a b|c", "https://example.org/a%20b%7Cc"),
        ("https://example.org/é", "https://example.org/%C3%A9"),
        ("https://example.org/%zz", "https://example.org/%25zz"),
        ("https://example.org/?q=\ud800", "https://example.org/?q=%EF%BF%BD"),
        (" https://example.org/ ", "https://example.org/"),
        ('http://x/<a>"', "http://x/%3Ca%3E%22"),
    ],
)
def test_addresses(url: str, stored: str) -> None:
    found = address(url)
    assert found is not None
    assert found.value == stored


@pytest.mark.parametrize("url", ["", "the late edition", "www.example.org/a", "://"])
def test_what_is_no_address_stays_a_text(url: str) -> None:
    reading = replace(simple(), article=Article("t.txt", "words", url=url))
    quads = build.quads(reading)
    assert objects(quads, None, dem("addressAsTold")) == [url]
    assert objects(quads, None, name("schema:url")) == []


@pytest.mark.parametrize("published", ["2022", "2022-02-30", "yesterday", ""])
def test_a_wrong_date_of_publication_is_told(published: str) -> None:
    reading = replace(simple(), article=Article("t.txt", "words", published=published))
    with pytest.raises(DataInvalid, match=r"^t\.txt: the date of publication .* is no day"):
        build.quads(reading)


# hostile words

HOSTILE = [
    "\ud800",
    "a\x00b",
    "\u2028line\u0085",
    '"^^<x> . # \\',
    "\ufffe\uffff",
    "👩‍👩‍👧",
    "\r\n\t",
    "‮gnihton",
    "",
    "<a>" * 1000,
]


@pytest.mark.parametrize("words", HOSTILE, ids=ascii)
def test_any_words_are_kept_and_come_back(words: str) -> None:
    actor = Actor(words, "Person", office=words, on_behalf_of=words)
    group = Actor(words, "ActorGroup", named=False)
    document = Document(words, "Letter", (words, words + "x"))
    act = Act("a1", "Request", (actor,), (group,), None, (document,), (), words)
    text = f"x{words}y"
    article = Article(words, text, title=words, publisher=words, url=words)
    span = Span(1, 1 + len(words))
    told = Attestation("a1", (span,), attribution=(Attribution(actor, span),), cue=span)
    reading = Reading(article, words, words, (act,), (told,), links=(Link(words, "Person", None, "none", 0, words),))
    quads = build.quads(reading)
    expected = words.replace("\ud800", "\ufffd")
    assert objects(quads, None, dem("content")) == [expected]
    assert expected in objects(quads, None, name("oa:exact"))
    assert set(parse(build.nquads(quads), format=RdfFormat.N_QUADS)) == set(quads)
    assert build.link_quads([reading])


# actors and documents


def test_an_organ_acts_on_behalf_of_its_state() -> None:
    ministry = Actor("Ministry of Foreign Affairs of Russia", "GovernmentBody", on_behalf_of="Russia")
    reading = simple(proposal(performers=(ministry,), addressees=(RUSSIA,)))
    quads = build.quads(reading)
    act = NamedNode(iri.acts(reading)["a1"])
    assert objects(quads, act, dem("onBehalfOf")) == [iri.named_actor("Russia")]
    assert objects(quads, NamedNode(iri.actor(ministry, reading.article)), dem("onBehalfOf")) == [
        iri.named_actor("Russia")
    ]
    assert objects(quads, NamedNode(iri.named_actor("Russia")), TYPE) == [dem("State").value]


def test_a_principal_that_the_reading_does_not_know_is_an_actor() -> None:
    quads = build.quads(simple(proposal(performers=(Actor("Huang Xilian", "Person", on_behalf_of="China"),))))
    china = NamedNode(iri.named_actor("China"))
    assert objects(quads, china, TYPE) == [dem("Actor").value]
    assert objects(quads, china, LABEL) == ["China"]


def test_those_only_described_belong_to_their_article() -> None:
    diplomat = Actor("European diplomat", "Person", named=False)
    one, other = Article("one.txt", ""), Article("two.txt", "")
    assert iri.actor(diplomat, one) != iri.actor(diplomat, other)
    assert iri.actor(diplomat, one).startswith(iri.article(one))


def test_two_spellings_of_one_actor_are_label_and_alternative() -> None:
    quads = build.quads(
        simple(
            proposal("a1", performers=(Actor("Turkiye", "State"),)),
            proposal("a2", performers=(Actor("Türkiye", "State"),), content="x"),
        )
    )
    node = NamedNode(iri.named_actor("Türkiye"))
    assert objects(quads, node, LABEL) == ["Turkiye"]
    assert objects(quads, node, name("skos:altLabel")) == ["Türkiye"]


def test_parties_are_actors_where_the_reading_has_them() -> None:
    quads = build.quads(gold.small())
    assert objects(quads, None, dem("party")) == [iri.named_actor("NATO")]
    assert objects(quads, None, dem("partyLabel")) == ["NATO member states"]


@pytest.mark.parametrize(("kind", "cls"), [("Statement", "StatementDocument"), ("Other", "Document"), ("Note", "Note")])
def test_kinds_of_documents(kind: Any, cls: str) -> None:
    reading = simple(proposal(documents=(Document("paper", kind),)))
    node = NamedNode(iri.document(Document("paper", kind), reading.article))
    assert objects(build.quads(reading), node, TYPE) == [dem(cls).value]


# acts and attestations


def test_acts_alike_in_all_that_names_them_stay_apart() -> None:
    reading = simple(proposal("a1", addressees=(NATO,)), proposal("a2"), proposal("a3", date="2021"))
    acts = iri.acts(reading)
    assert len(set(acts.values())) == 3
    assert len(objects(build.quads(reading), None, dem("attests"))) == 3


def test_the_chain_of_attribution_is_numbered_from_within() -> None:
    quads = build.quads(gold.small())
    levels = [q.subject for q in quads if q.predicate == TYPE and q.object == dem("Attribution")]
    chain = {
        one: objects(quads, level, dem("source")) for level in levels for one in objects(quads, level, dem("level"))
    }
    assert chain == {"1": [iri.named_actor("Alexander Grushko")], "2": [iri.named_actor("RIA Novosti")]}


def test_the_quote_is_the_slice() -> None:
    reading = gold.small()
    quads = build.quads(reading)
    third = reading.attestations[2].evidence[0]
    quote = NamedNode(f"{iri.evidence(third, reading.article)}/quote")
    assert objects(quads, quote, name("oa:exact")) == ["None of the 37 ministers answered Sergey Lavrov’s letter 📨."]


@pytest.mark.parametrize(
    ("act", "message"),
    [
        (proposal(date="26.1.2022"), r"t\.txt, act a1 \(Proposal\): the date '26.1.2022' is not EDTF"),
        (proposal(date="2021-02-29"), r"t\.txt, act a1 \(Proposal\): the date "),
        (proposal(responds_to=("a9",)), r"answers the act 'a9', which the reading lacks"),
        (proposal(type="Grumble"), r"'Grumble' is not an act type"),
    ],
)
def test_acts_that_cannot_be_built(act: Act, message: str) -> None:
    with pytest.raises(DataInvalid, match=message) as raised:
        build.quads(simple(act))
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("confidence", [float("nan"), float("inf")])
def test_a_confidence_that_is_no_number(confidence: float) -> None:
    reading = simple(proposal())
    broken = replace(reading, attestations=(replace(reading.attestations[0], confidence=confidence),))
    with pytest.raises(DataInvalid, match="is not a number"):
        build.quads(broken)


# exchanges


def answer(id_: str, to: tuple[str, ...], type_: str = "Reply") -> Act:
    return Act(id_, type_, (NATO,), responds_to=to)


@pytest.mark.parametrize(
    ("acts", "expected"),
    [
        ((proposal(),), {"a1": ("a1",)}),
        ((proposal(type="Offer"),), {"a1": ("a1",)}),
        ((proposal(type="CounterProposal"),), {"a1": ("a1",)}),
        ((proposal(type="Statement"),), {}),
        ((proposal(type="Statement"), answer("a2", ("a1",))), {"a1": ("a1", "a2")}),
        ((proposal(), answer("a2", ("a1",)), answer("a3", ("a2",))), {"a1": ("a1", "a2", "a3")}),
        ((answer("a1", ("a2",)), proposal("a2")), {"a2": ("a1", "a2")}),
        (
            (proposal("a1"), proposal("a2"), answer("a3", ("a1", "a2"))),
            {"a1": ("a1", "a3"), "a2": ("a2", "a3")},
        ),
        ((proposal(), answer("a2", ("a1",), "CounterProposal")), {"a1": ("a1", "a2")}),
        ((answer("a1", ("a2",)), answer("a2", ("a1",))), {}),
        ((answer("a1", ("a1",)),), {}),
        ((proposal(), answer("a2", ("a1", "a3")), answer("a3", ("a2",))), {"a1": ("a1", "a2", "a3")}),
        ((answer("a1", ()),), {}),
    ],
)
def test_exchanges(acts: tuple[Act, ...], expected: dict[str, tuple[str, ...]]) -> None:
    assert build.exchanges(simple(*acts)) == expected


def test_an_exchange_in_the_graph() -> None:
    reading = gold.small()
    quads, acts = build.quads(reading), iri.acts(reading)
    node = NamedNode(iri.exchange(acts["a1"]))
    assert objects(quads, node, dem("opens")) == [acts["a1"]]
    assert objects(quads, node, dem("hasAct")) == sorted([acts["a1"], acts["a2"]])
    assert objects(quads, node, LABEL) == ["Exchange: Russia · Proposal → NATO"]


# links


def linked(*links: Link) -> Reading:
    return replace(simple(proposal(addressees=(NATO,))), links=links)


def test_a_positive_link_is_a_match() -> None:
    quads = build.link_quads([linked(Link("Russia", "State", "Q159", "positive", 1.0, "the label"))])
    russia = NamedNode(iri.named_actor("Russia"))
    assert objects(quads, russia, name("skos:exactMatch")) == ["http://www.wikidata.org/entity/Q159"]
    assert objects(quads, None, dem("score")) == ["1"]
    assert {q.graph_name for q in quads} == {NamedNode(iri.special_graph("links"))}


@pytest.mark.parametrize("judgement", ["negative", "unsure"])
def test_other_links_are_no_match(judgement: Any) -> None:
    quads = build.link_quads([linked(Link("Russia", "State", "Q159", judgement, 0.5, "the label"))])
    assert objects(quads, None, name("skos:exactMatch")) == []
    assert objects(quads, None, dem("item")) == ["http://www.wikidata.org/entity/Q159"]


def test_one_decision_told_by_two_readings_is_one_link() -> None:
    low = linked(Link("Russia", "State", "Q159", "positive", 0.8, "by label"))
    high = linked(Link("Russia", "State", "Q159", "positive", 0.9, "by office"))
    quads = build.link_quads([low, high])
    assert quads == build.link_quads([high, low])
    assert objects(quads, None, dem("score")) == ["0.9"]
    assert objects(quads, None, dem("reason")) == ["by office"]


def test_rival_decisions_stay_side_by_side() -> None:
    one = linked(Link("Georgia", "State", "Q230", "positive", 0.9, "a state"))
    other = linked(Link("Georgia", "State", None, "none", 0.0, "no candidate"))
    assert objects(build.link_quads([one, other]), None, dem("judgement")) == [dem("none").value, dem("positive").value]


def test_a_group_is_linked_where_it_is_described() -> None:
    group = Actor("ministers", "ActorGroup", named=False)
    reading = replace(
        simple(proposal(addressees=(group,))), links=(Link("ministers", "ActorGroup", None, "none", 0, "a group"),)
    )
    assert objects(build.link_quads([reading]), None, dem("actor")) == [iri.actor(group, reading.article)]


@pytest.mark.parametrize("qid", ["159", "Q0159", "P31", "Q", "q159", "Q159 ", "https://www.wikidata.org/wiki/Q159"])
def test_what_is_no_item(qid: str) -> None:
    with pytest.raises(DataInvalid, match="is not a Wikidata item"):
        item(qid)
    with pytest.raises(DataInvalid, match=r"^link of Russia: .* is not a Wikidata item"):
        build.link_quads([linked(Link("Russia", "State", qid, "positive", 1.0, "x"))])


# reference data


@pytest.fixture(scope="module")
def facts() -> list[Quad]:
    return build.reference_quads(reference.load())


def test_the_graph_of_the_reference(facts: list[Quad]) -> None:
    russia = NamedNode(iri.named_actor("Russia"))
    assert objects(facts, russia, TYPE) == [dem("State").value]
    assert objects(facts, russia, dem("wikidata")) == ["http://www.wikidata.org/entity/Q159"]
    assert objects(facts, russia, dem("evidenceStatus"))[0] in {"verified", "single-source"}
    assert {q.graph_name for q in facts} == {NamedNode(iri.special_graph("reference"))}


def test_no_two_things_of_the_reference_share_an_iri(facts: list[Quad]) -> None:
    kinds: dict[Any, set[Any]] = {}
    for quad in facts:
        if quad.predicate == TYPE:
            kinds.setdefault(quad.subject, set()).add(quad.object)
    assert {node: found for node, found in kinds.items() if len(found) > 1} == {}


def test_each_actor_and_term_of_the_reference_is_in_its_graph(facts: list[Quad]) -> None:
    known = reference.load()
    labels = {q.object.value for q in facts if q.predicate == LABEL and isinstance(q.object, Literal)}
    assert {entry.label for entry in known.entries} <= labels
    assert len(objects(facts, None, dem("holder"))) == len({(h.name, h.office, h.of, h.start) for h in known.holders})


def test_the_dates_of_the_reference_are_valid(facts: list[Quad]) -> None:
    for date in {*objects(facts, None, dem("start")), *objects(facts, None, dem("end"))}:
        bounds(date)
