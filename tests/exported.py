"""Stores for the tests of the exports: a small exchange of our own, hostile ones, and the gold."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import gold

from kg import iri
from kg.graph.build import link_quads, quads
from kg.graph.store import Store
from kg.model import Act, Actor, Article, Attestation, Attribution, Document, Link, Reading, Span

HERE = Path(__file__).resolve().parent
HOSTILE: list[str] = json.loads((HERE / "hostile/exporting/strings.json").read_text(encoding="utf-8"))

NORLAND = Actor("Norland", "State", "Q1001")
UNION = Actor("Union of the Bay", "InternationalOrganization", "Q1002")
MINISTER = Actor("Ada Berg", "Person", office="foreign minister of Norland", on_behalf_of="Norland")
AGENCY = Actor("Bay Agency", "MediaOrganization")
PLAN = Document("draft treaty on the bay", "DraftTreaty", ("Norland",))
TEXT = (
    "On 3 May 2024 Norland proposed a draft treaty on the bay to the Union of the Bay. "
    "The Union rejected it, Ada Berg told the Bay Agency. "
    "Berg said that she would ask again. "
    "A second proposal met with silence."
)


def _span(words: str, text: str = TEXT) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def exchange() -> Reading:
    """Return a proposal that is rejected on somebody's word, a request still to come, and a silence."""
    article = Article("bay.txt", TEXT, "Talks on the bay", "2024-05-06", "The Bay Paper", "https://paper.example/bay")
    word = (Attribution(MINISTER, _span("Ada Berg told")), Attribution(AGENCY, _span("Bay Agency")))
    acts = (
        Act("a1", "Proposal", (NORLAND,), (UNION,), "2024-05-03", (PLAN,), content="a draft treaty on the bay"),
        Act("a2", "Rejection", (UNION,), (NORLAND,), None, (PLAN,), ("a1",), "it"),
        Act("a3", "Request", (MINISTER,), (), "2024-06~", content="ask again"),
        Act("a4", "Proposal", (NORLAND,), (UNION,)),
        Act("a5", "NonResponse", (UNION,), (NORLAND,), responds_to=("a4",)),
    )
    told = (
        Attestation("a1", (_span(TEXT.partition(". ")[0]),), confidence=0.9),
        Attestation("a2", (_span("The Union rejected it"),), "actual", word),
        Attestation("a3", (_span("she would ask again"),), "planned"),
        Attestation("a4", (_span("A second proposal"),)),
        Attestation("a5", (_span("A second proposal met with silence"),)),
    )
    links = (
        Link("Norland", "State", "Q1001", "positive", 1.0, "the only item of that name"),
        Link("Ada Berg", "Person", None, "none", 0.0, "no candidate"),
    )
    return Reading(article, "test", "1", acts, told, links=links)


def hostile(word: str) -> Reading:
    """Return a reading in which every text is ``word``."""
    article = Article(f"{word}.txt", f"{word} {word}", word, "2024-05-06", word, f"javascript:{word}")
    actor = Actor(word, "Person", office=word)
    document = Document(word, "Letter", (word,))
    act = Act("a1", "Proposal", (actor,), (Actor(f"{word} 2", "State"),), "2024", (document,), (), word)
    told = Attestation("a1", (Span(0, len(word)),), "actual", (Attribution(actor),), cue=Span(0, len(word)))
    link = Link(word, "Person", None, "unsure", 0.5, word)
    return Reading(article, "test", "1", (act,), (told,), links=(link,))


def store(*readings: Reading) -> Store:
    """Return a store in memory that holds the readings."""
    into = Store()
    for reading in readings:
        into.put(iri.graph(reading.article, reading.reader), quads(reading))
    into.put(iri.special_graph("links"), link_quads(readings))
    return into


@cache
def small() -> Store:
    """Return the store of :func:`exchange`."""
    return store(exchange())


@cache
def of_gold(*names: str) -> Store:
    """Return the store of some gold articles; the test is skipped where the shared folder is absent."""
    return store(*map(gold.reading, names))


@cache
def of_hostile() -> Store:
    """Return the store of all hostile strings."""
    return store(*map(hostile, HOSTILE))
