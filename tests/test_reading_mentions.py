"""Names by shape, short forms, and for whom a briefing speaks."""

from __future__ import annotations

import pytest
from reading_help import labels, reading, resolved

from kg.model import Article
from kg.reading import lexicon
from kg.reading.period import time_told
from kg.reference import load


@pytest.mark.parametrize(
    ("text", "at", "label"),
    [
        ("The River Front rejected the plan.", "Front", "River Front"),
        ("The Committee of Twelve rejected the plan.", "Committee", "Committee of Twelve"),
        ("The Central Bank of Peru accepted it.", "Bank", "Central Bank of Peru"),
        ("The Joint Border Commission (JBC) spoke. The JBC left.", "JBC", "Joint Border Commission"),
        ("The River Front spoke. The Front left.", "Front", "River Front"),
        ("The Security Council spoke. The Council left.", "Council", "UN Security Council"),
        ("North Korea spoke. The North left.", "North", "North Korea"),
        ("The Assembly condemned it.", "Assembly", "UN General Assembly"),
        ("The International Atomic Energy Agency spoke. The agency left.", "agency", "IAEA"),
        ("The Dutch company spoke. The company left.", "company", "Dutch company"),
    ],
)
def test_bodies_and_their_short_forms(text: str, at: str, label: str) -> None:
    assert labels(tuple(resolved(text, at))) == [label]


def test_a_states_adjective_and_a_common_word_name_no_body_of_their_own() -> None:
    assert [a.label for a in resolved("The French Council spoke.", "Council")] != ["French Council"]


@pytest.mark.parametrize(
    ("text", "at", "label"),
    [
        ("Herr Vogt protested.", "Vogt", "Vogt"),
        ("M. Legrand protested.", "Legrand", "Legrand"),
        ("Secretary of State Orla Quist protested.", "Quist", "Orla Quist"),
        ("Orvo Quist, the deputy commander, left.", "Quist", "Orvo Quist"),
        ("The chief of staff, Anna Quist, left.", "Quist", "Anna Quist"),
        ("Peru accused Orvo Quist of fraud.", "Quist", "Orvo Quist"),
        ("President Orvo Major protested.", "Major", "Orvo Major"),
        ("Norway's Anna Quist protested.", "Quist", "Anna Quist"),
        ("Anna Berg and Quist left.", "Quist", "Quist"),
        ("Anna Berg, the deputy commander, left.", "commander", "Anna Berg"),
        ("The Norwegian postmaster general protested.", "general", "Norwegian postmaster general"),
        ("One of his lawyers protested.", "One", "lawyer"),
        ("The Pope appealed for a truce.", "Pope", "Pope Francis"),
        ("The Secretary-General appealed for a truce.", "General", "António Guterres"),
    ],
)
def test_persons_by_shape_and_office(text: str, at: str, label: str) -> None:
    assert labels(tuple(resolved(text, at))) == [label]


def test_capitals_and_plurals_that_act_are_no_persons() -> None:
    told = (("Yesterday the Zorbans protested.", "Zorbans"), ("ZBK protested.", "ZBK"))
    kinds = [resolved(text, at)[0].kind for text, at in told]
    assert kinds == ["ActorGroup", "NonStateActor"]


BRIEFING = "Background briefing, senior Australian official\n\nOFFICIAL: Good morning, everybody. {}\n\nQUESTION: {}\n"


def test_we_of_a_briefing_is_the_state_it_is_given_for() -> None:
    text = BRIEFING.format("China sent a letter in May. We rejected the demand.", "Did you apologise to China for it?")
    told = {act.type: labels(act.performers) for act in reading(text).acts}
    assert told["Rejection"] == ["Australia"]
    assert told["Apology"] == ["Australia"]


def test_what_we_do_by_saying_it_in_a_briefing_the_speaker_does() -> None:
    text = BRIEFING.format("We regret the delay.", "And what now, please?")
    (regret,) = [act for act in reading(text).acts if act.type == "Regret"]
    assert labels(regret.performers) == ["official"]


def test_they_of_a_briefing_is_the_other_state() -> None:
    text = BRIEFING.format("We met China in May. They rejected the demand.", "And what now, please?")
    (rejection,) = [act for act in reading(text).acts if act.type == "Rejection"]
    assert labels(rejection.performers) == ["China"]


def test_the_minister_of_a_release_is_the_publishers() -> None:
    text = "On Tuesday the Foreign Minister rejected the offer of Peru."
    (act,) = [a for a in reading(text, publisher="Ministry of Foreign Affairs of Russia").acts if a.type == "Rejection"]
    assert labels(act.performers) == ["Sergey Lavrov"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("In 1961, in 1962, in 1963 and in 1965 they met.", "1962"),
        ("In 1961 and in 1963 they met.", "1961"),
        ("In 1961 and in 1963 they met. On Thursday they met again.", "2012-03-04"),
        ("In 1961, 1962, 2009 and 2011 they met.", "2012-03-04"),
        ("They met at 1900 and at 1830 GMT.", "2012-03-04"),
        ("They met.", "2012-03-04"),
    ],
)
def test_a_look_back_tells_of_its_own_time(text: str, told: str) -> None:
    assert time_told(Article("invented.txt", text, published="2012-03-04")) == told
    assert time_told(Article("invented.txt", text)) is None


def test_a_seat_is_that_of_the_time_looked_back_on() -> None:
    text = "In 1961, in 1962, in 1963 and in 1965 they met. Moscow rejected it."
    assert labels(tuple(resolved(text, "Moscow", published="2012-03-04"))) == ["Soviet Union"]


def test_offices_and_short_forms_are_of_bodies_known() -> None:
    known = load()
    assert all(known.by_label(of) for _, of in lexicon.sole_offices().values())
    assert all(known.by_label(label) for entries in lexicon.short_forms().values() for label in entries)
