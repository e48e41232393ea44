"""What the encoder sees beside grammar: the scores themselves, and the cues and candidates made of them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from reading_help import sentence, word

from kg.model import Span
from kg.reading import encoder
from kg.reading.learnt_cues import learnt_cues
from kg.reading.parse import Sentence, parse
from kg.reading.scores import LEAST, ROLES, Scores, step
from kg.vocabulary import ACT_TYPES


def scored(of: Sentence, acts: dict[tuple[str, str], float]) -> Sentence:
    """Return a sentence in which these words tell acts of these types, and no others do."""
    size = len(of.tokens)
    told = np.zeros((size, len(ACT_TYPES)), np.float32)
    for (text, type_), probability in acts.items():
        told[word(of, text).i, ACT_TYPES.index(type_)] = probability
    roles = np.zeros((len(ROLES), size, size + 1), np.float32)
    roles[:, :, 0] = 1.0
    return replace(of, scores=Scores(told, roles))


def test_each_word_has_probabilities_that_are_some() -> None:
    seen = sentence("The minister rejected the plan, which Norway had tabled in June.").scores
    assert seen is not None
    assert seen.acts.shape == (13, len(ACT_TYPES))
    assert ((seen.acts >= 0) & (seen.acts <= 1)).all()
    assert seen.roles.shape == (len(ROLES), 13, 14)
    assert np.allclose(seen.roles.sum(-1), 1, atol=1e-4)


def test_the_encoder_sees_what_a_plain_sentence_tells() -> None:
    plain = sentence("Norway rejected the proposal of Iceland.")
    assert plain.scores is not None
    rejected = word(plain, "rejected").i
    assert plain.scores.types(rejected, 0.5)[0][1] == "Rejection"
    assert plain.scores.role("performer", rejected, [word(plain, "Norway").i]) > 0.5


def test_another_pipeline_is_helped_by_the_same_encoder() -> None:
    text = "Norway rejected the proposal of Iceland."
    own = parse(text, [Span(0, len(text))])[0].scores
    asked = next(iter(encoder_of().scores([[t.text for t in sentence(text).tokens]])))
    assert own is not None
    assert asked is not None
    assert np.allclose(own.acts, asked.acts, atol=1e-5)


def encoder_of() -> encoder.EncoderParser:
    from kg.reading.parse import pipeline

    found = pipeline("embedded").get_pipe("encoder_parser")
    assert isinstance(found, encoder.EncoderParser)
    return found


def test_stretches_of_a_long_sentence_are_joined_and_nobody_acts_across_them() -> None:
    parts = [
        {"act": np.full((n, 34), n / 10, np.float32), "role": np.full((2, n, n + 1), 1 / (n + 1), np.float32)}
        for n in (2, 3)
    ]
    joined = encoder.scores(parts)
    assert joined is not None
    assert joined.acts[:, 0].tolist() == pytest.approx([0.2, 0.2, 0.3, 0.3, 0.3])
    assert joined.role("performer", 0, [0, 1]) == pytest.approx(2 / 3)
    assert joined.role("performer", 0, [2, 3, 4]) == 0
    assert joined.role("addressee", 4, [2, 3, 4]) == pytest.approx(3 / 4)
    assert encoder.scores([]) is None


@pytest.mark.parametrize(("probability", "lies"), [(0.0, 0), (0.003, 1), (0.5, 6), (1.0, 9)])
def test_probabilities_lie_in_steps(probability: float, lies: int) -> None:
    assert step(probability) == lies


def test_likeliest_types_come_first_and_others_are_told() -> None:
    seen = scored(sentence("Oslo balked."), {("balked", "Rejection"): 0.7, ("balked", "Deferral"): 0.2}).scores
    assert seen is not None
    assert [type_ for _, type_ in seen.types(1, 0.1)] == ["Rejection", "Deferral"]
    assert seen.other([1], "Rejection") == pytest.approx(0.2)
    assert seen.act([0, 1], "Deferral") == pytest.approx(0.2)


def test_a_word_that_no_row_has_is_a_cue_where_the_encoder_sees_one() -> None:
    (cue,) = learnt_cues(scored(sentence("Oslo balked at the plan."), {("balked", "Rejection"): 0.7}), [])
    assert (cue.type, cue.token.text, cue.performer.text if cue.performer else None) == ("Rejection", "balked", "Oslo")


def test_nothing_is_seen_below_the_least_or_without_scores() -> None:
    plain = sentence("Oslo balked at the plan.")
    assert learnt_cues(scored(plain, {("balked", "Rejection"): LEAST - 0.01}), []) == []
    assert learnt_cues(replace(plain, scores=None), []) == []


def test_one_word_is_one_cue_and_a_joined_one_none_of_the_same_type() -> None:
    both = scored(
        sentence("Oslo balked at signing."),
        {("balked", "Rejection"): 0.7, ("balked", "Deferral"): 0.4, ("signing", "Rejection"): 0.6},
    )
    assert [(c.token.text, c.type) for c in learnt_cues(both, [])] == [("balked", "Rejection")]


def test_what_a_row_of_the_lexicon_tells_is_not_told_again() -> None:
    seen = scored(sentence("Oslo balked at the plan."), {("balked", "Rejection"): 0.7})
    assert learnt_cues(seen, learnt_cues(seen, [])) == []


def test_a_refusal_seen_in_a_negated_verb_has_happened() -> None:
    (cue,) = learnt_cues(scored(sentence("Oslo would not budge."), {("budge", "Rejection"): 0.7}), [])
    assert cue.negation_told


def test_a_noun_that_the_encoder_sees_is_done_by_its_owner() -> None:
    (cue,) = learnt_cues(scored(sentence("Norway's refusal surprised us."), {("refusal", "Rejection"): 0.7}), [])
    assert cue.performer is not None
    assert cue.performer.text == "Norway"
