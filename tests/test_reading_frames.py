"""The frame of a cue in its clause."""

from __future__ import annotations

import pytest
from reading_help import sentence, word

from kg.reading import frames


@pytest.mark.parametrize(
    ("text", "verb", "passive"),
    [
        ("The plan was rejected by Turkey.", "rejected", True),
        ("Turkey rejected the plan.", "rejected", False),
        ("Turkey has rejected the plan.", "rejected", False),
        ("He held a note written by Turkey.", "written", True),
    ],
)
def test_passive(text: str, verb: str, passive: bool) -> None:
    one = sentence(text)
    assert frames.is_passive(one, word(one, verb)) is passive


def test_the_agent_of_a_passive() -> None:
    one = sentence("The plan was rejected by Turkey.")
    agent = frames.agent(one, word(one, "rejected"))
    assert agent is not None
    assert agent.text == "Turkey"
    one = sentence("The plan was rejected on Monday.")
    assert frames.agent(one, word(one, "rejected")) is None


@pytest.mark.parametrize(
    ("text", "verb", "subject"),
    [
        ("Turkey rejected the plan.", "rejected", "Turkey"),
        ("Turkey rejected the plan and demanded an apology.", "demanded", "Turkey"),
        ("Turkey wants to sign the treaty.", "sign", "Turkey"),
        ("Turkey urged Greece to sign the treaty.", "sign", "Greece"),
        ("Turkey, which had rejected the plan, was waiting.", "rejected", "Turkey"),
    ],
)
def test_the_subject_is_taken_over(text: str, verb: str, subject: str) -> None:
    one = sentence(text)
    found = frames.subject(one, word(one, verb))
    assert found is not None
    assert found.text == subject


@pytest.mark.parametrize(
    ("text", "verb", "objects"),
    [
        ("Turkey rejected the plan.", "rejected", ["plan"]),
        ("The plan was rejected by Turkey.", "rejected", ["plan"]),
        ("It was the plan that Turkey rejected.", "rejected", ["plan"]),
        ("Turkey replied.", "replied", []),
    ],
)
def test_objects(text: str, verb: str, objects: list[str]) -> None:
    one = sentence(text)
    assert [t.text for t in frames.objects(one, word(one, verb))] == objects


@pytest.mark.parametrize(
    ("text", "verb", "modality"),
    [
        ("Turkey signed the treaty.", "signed", "actual"),
        ("Turkey did not sign the treaty.", "sign", "negated"),
        ("Turkey never signed the treaty.", "signed", "negated"),
        ("Turkey has not so far signed the treaty.", "signed", "negated"),
        ("Turkey failed to sign the treaty.", "sign", "negated"),
        ("Turkey has yet to sign the treaty.", "sign", "negated"),
        ("Nobody signed the treaty.", "signed", "negated"),
        ("No state signed the treaty.", "signed", "negated"),
        ("Neither Peru nor Bolivia signed the treaty.", "signed", "negated"),
        ("Turkey will sign the treaty.", "sign", "planned"),
        ("Turkey intends to sign the treaty.", "sign", "planned"),
        ("Turkey promised to sign the treaty.", "sign", "planned"),
        ("Turkey promised that it would sign the treaty.", "sign", "planned"),
        ("Turkey announced that it would sign the treaty.", "sign", "planned"),
        ("Turkey signed nothing.", "signed", "negated"),
        ("Turkey neither signed the treaty nor left.", "signed", "negated"),
        ("Turkey could sign the treaty.", "sign", "possible"),
        ("Turkey might sign the treaty.", "sign", "possible"),
        ("If Turkey signs the treaty, Greece waits.", "signs", "possible"),
        ("Will Turkey sign the treaty?", "sign", "planned"),
        ("Did Turkey sign the treaty?", "sign", "possible"),
        ("I would like to thank Turkey.", "thank", "actual"),
        ("We would urge Turkey to wait.", "urge", "actual"),
        ("We can thank Turkey.", "thank", "possible"),
    ],
)
def test_modality(text: str, verb: str, modality: str) -> None:
    one = sentence(text)
    assert frames.modality(one, word(one, verb)) == modality


def test_a_noun_after_a_preposition() -> None:
    one = sentence("In 2021 Turkey replied to the letter.")
    reply = word(one, "replied")
    found = {p: frames.oblique(one, reply, p) for p in ("to", "in", "from")}
    assert [(p, t.text if t else None) for p, t in found.items()] == [("to", "letter"), ("in", "2021"), ("from", None)]


def test_the_particle_of_a_phrasal_verb() -> None:
    one = sentence("Turkey turned the offer down.")
    assert frames.particle(one, word(one, "turned")) == "down"
