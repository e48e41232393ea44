"""Linking: who is linked, who is not, and the reason given."""

from __future__ import annotations

import pytest

from kg.linking.candidates import agrees, candidates
from kg.linking.decide import decide, link
from kg.model import Act, Actor, ActorKind, Article, Attestation, Attribution, Mention, Reading, Span
from kg.reference import Reference, load

TEXT = "Russia told NATO, Novosti said; diplomats shrugged."
RUSSIA = Actor("Russia", "State")
NATO = Actor("NATO", "Alliance")
NOVOSTI = Actor("RIA Novosti", "MediaOrganization")
DIPLOMATS = Actor("diplomats", "ActorGroup", named=False)


@pytest.fixture(scope="module")
def reference() -> Reference:
    return load()


def reading(*performers: Actor, published: str | None = "2022-02-01") -> Reading:
    return Reading(
        Article("a.txt", TEXT, published=published),
        "test",
        "1",
        acts=(Act("a1", "Statement", performers, addressees=(NATO,)),),
        attestations=(Attestation("a1", (Span(0, 16),), attribution=(Attribution(NOVOSTI),)),),
        mentions=(Mention(Span(0, 6), RUSSIA, "name"), Mention(Span(33, 42), DIPLOMATS, "group")),
    )


@pytest.mark.parametrize(
    ("actor", "judgement", "qid"),
    [
        (RUSSIA, "positive", "Q159"),
        (Actor("Russian Federation", "State"), "positive", "Q159"),
        (Actor("turkiye", "State"), "positive", "Q43"),
        (NATO, "positive", "Q7184"),
        (Actor("NATO", "InternationalOrganization"), "positive", "Q7184"),
        (Actor("Austria-Hungary", "State"), "positive", "Q28513"),
        (Actor("CARICOM", "InternationalOrganization"), "positive", "Q205995"),
        (Actor("Sergei Lavrov", "Person", on_behalf_of="Russia"), "positive", "Q58217"),
        (Actor("Vladimir Putin", "Person"), "positive", "Q7747"),
        (Actor("Vladimir Putin", "Person", on_behalf_of="NATO"), "unsure", "Q7747"),
        (Actor("Putin", "Person"), "unsure", "Q7747"),
        (Actor("Putin", "Person", on_behalf_of="Russia"), "positive", "Q7747"),
        (Actor("Emanuel Macron", "Person"), "unsure", "Q3052772"),
        (Actor("Congo", "State"), "unsure", "Q974"),
        (Actor("Jordan", "Person"), "none", None),
        (Actor("Russia", "Person"), "none", None),
        (Actor("Vladimir Putin", "State"), "none", None),
        (Actor("Ministry of Foreign Affairs of Russia", "GovernmentBody"), "none", None),
        (NOVOSTI, "none", None),
        (DIPLOMATS, "none", None),
        (Actor("Russia", "ActorGroup"), "none", None),
        (Actor("foreign minister of Switzerland", "Person", named=False), "none", None),
        (Actor("Raphael Hythloday", "Person"), "none", None),
        (Actor("", "State"), "none", None),
    ],
)
def test_decide(reference: Reference, actor: Actor, judgement: str, qid: str | None) -> None:
    found = decide(actor, reference, "2022-02-01")
    assert (found.judgement, found.wikidata) == (judgement, qid)
    assert (found.label, found.kind) == (actor.label, actor.kind)
    assert found.reason
    assert 0 <= found.score <= 1
    assert (found.score == 0) == (judgement == "none")


def test_single_source_scores_lower_and_says_so(reference: Reference) -> None:
    sure = decide(Actor("Vladimir Putin", "Person"), reference)
    single = decide(Actor("Sergey Lavrov", "Person"), reference)
    assert single.judgement == "positive"
    assert single.score < sure.score
    assert "single source" in single.reason


@pytest.mark.parametrize(
    ("actor", "reason"),
    [
        (DIPLOMATS, "a group has no item"),
        (Actor("a diplomat", "Person", named=False), "described and not named"),
        (Actor("Jordan", "Person"), "no person of this name"),
        (Actor("Guild of Utopia", "GovernmentBody"), "no government body of this name"),
        (NOVOSTI, "has no item for it"),
        (Actor("Congo", "State"), "Republic of the Congo would fit as well"),
        (Actor("Emanuel Macron", "Person"), "the spelling differs"),
    ],
)
def test_reasons(reference: Reference, actor: Actor, reason: str) -> None:
    assert reason in decide(actor, reference, "2022").reason


@pytest.mark.parametrize(("on", "label"), [("1914", "Ottoman Empire"), ("2022", "Turkey")])
def test_the_date_tells_states_apart(reference: Reference, on: str, label: str) -> None:
    found = candidates(Actor(label, "State"), reference, on)
    assert [c.entry.label for c in found][:1] == [label]


@pytest.mark.parametrize("on", ["1962", "2022", None])
def test_a_former_state_is_linked_in_later_articles(reference: Reference, on: str | None) -> None:
    assert decide(Actor("Soviet Union", "State"), reference, on).judgement == "positive"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("State", "State", True),
        ("Alliance", "InternationalOrganization", True),
        ("InternationalOrganization", "Alliance", True),
        ("Person", "State", False),
        ("GovernmentBody", "State", False),
        ("MediaOrganization", "InternationalOrganization", False),
    ],
)
def test_kinds_must_agree(one: ActorKind, other: ActorKind, same: bool) -> None:
    assert agrees(one, other) is same


def test_link_sets_items_everywhere_and_lists_each_actor_once(reference: Reference) -> None:
    linked = link(reading(RUSSIA, DIPLOMATS), reference)
    assert [(x.label, x.judgement) for x in linked.links] == [
        ("NATO", "positive"),
        ("RIA Novosti", "none"),
        ("Russia", "positive"),
        ("diplomats", "none"),
    ]
    assert [a.wikidata for a in linked.acts[0].performers] == ["Q159", None]
    assert linked.acts[0].addressees[0].wikidata == "Q7184"
    assert [m.actor.wikidata for m in linked.mentions] == ["Q159", None]
    assert {a.label: a.wikidata for a in linked.actors} == {
        "NATO": "Q7184",
        "RIA Novosti": None,
        "Russia": "Q159",
        "diplomats": None,
    }


def test_link_is_idempotent(reference: Reference) -> None:
    once = link(reading(RUSSIA, DIPLOMATS), reference)
    assert link(once, reference) == once


def test_one_link_for_an_actor_told_twice(reference: Reference) -> None:
    told = (
        Actor("Vladimir Putin", "Person"),
        Actor("Vladimir Putin", "Person", office="president", on_behalf_of="Russia"),
    )
    linked = link(reading(*told), reference)
    assert [x.label for x in linked.links].count("Vladimir Putin") == 1
    assert {a.wikidata for a in linked.acts[0].performers} == {"Q7747"}


def test_an_item_of_the_reader_is_not_believed(reference: Reference) -> None:
    linked = link(reading(Actor("Utopia", "State", wikidata="Q999999")), reference)
    assert linked.acts[0].performers[0].wikidata is None


def test_link_without_a_date(reference: Reference) -> None:
    linked = link(reading(RUSSIA, published=None), reference)
    assert linked.acts[0].performers[0].wikidata == "Q159"


def test_nothing_to_link(reference: Reference) -> None:
    empty = Reading(Article("a.txt", ""), "test", "1")
    assert link(empty, reference) == empty
