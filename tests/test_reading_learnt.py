"""What the reader has learnt: weights as data, choices by their sum, doubtful tellings refused and listed."""

from __future__ import annotations

import importlib
import math
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from kg.errors import DataInvalid
from kg.model import Actor, Article
from kg.reading import learnt, reader, weighing
from kg.reading.learnt import RULES, Learnt
from kg.reading.telling import Candidate
from kg.reference import load

sys.path.insert(0, str(Path(__file__).parents[1] / "training"))
fitting = importlib.import_module("fitting")

OSLO, BERN = Actor("Norway", "State"), Actor("Switzerland", "State")
TEXT = "Norway rejected the Swiss plan on Monday."


def test_the_likeliest_candidate_is_chosen_with_its_softmax() -> None:
    one, other = Candidate((OSLO,), frozenset({"a", "b"})), Candidate((BERN,), frozenset({"a"}))
    chosen, sure = Learnt({"a": 1.0, "b": 2.0}, {}, 0.0).choose([other, one])
    assert chosen == one
    assert math.isclose(sure, 1 / (1 + math.exp(-2.0)))


def test_of_equal_candidates_the_first_is_chosen() -> None:
    one, other = Candidate((OSLO,), frozenset({"a"})), Candidate((BERN,), frozenset({"b"}))
    assert Learnt({}, {}, 0.0).choose([other, one]) == (other, 0.5)


def test_a_telling_below_the_least_probability_is_refused_and_listed() -> None:
    article = Article("invented.txt", TEXT, published="2022-02-17")
    sceptic = replace(RULES, acts={"always": -3.0}, least=0.5)
    found = reader.read(article, load(), learnt=sceptic)
    assert not found.acts
    assert [(r.type, r.span.of(TEXT), r.reason) for r in found.refusals] == [
        ("Rejection", "rejected", "told too unsurely (0.05)")
    ]


def test_a_confidence_is_the_probability_of_the_traits() -> None:
    article = Article("invented.txt", TEXT, published="2022-02-17")
    for intercept, probability in ((0.0, 0.5), (2.0, 0.881)):
        found = reader.read(article, load(), learnt=replace(RULES, acts={"always": intercept}))
        assert [told.confidence for told in found.attestations] == [probability]


def test_the_shipped_weights_are_whole() -> None:
    shipped = learnt.shipped()
    assert 0.0 < shipped.least < 1.0
    assert len(shipped.performers) > 100
    assert len(shipped.acts) > 100


def test_a_weight_that_is_no_number_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "acts.tsv").write_text("feature\tweight\nalways\tmuch\n", encoding="utf-8")
    monkeypatch.setattr(weighing, "FOLDER", tmp_path)
    weighing.weights.cache_clear()
    with pytest.raises(DataInvalid, match=r"acts\.tsv:2"):
        weighing.weights("acts")
    weighing.weights.cache_clear()


def test_a_conditional_logit_learns_which_candidate_is_right() -> None:
    groups = [[frozenset({"subject"}), frozenset({"object"})]] * 10
    weights = fitting.conditional(groups, [[1.0, 0.0]] * 8 + [[0.0, 1.0]] * 2, ridge=0.001)
    assert math.isclose(weights["subject"] - weights["object"], math.log(4), abs_tol=0.05)


def test_a_logistic_regression_learns_the_share_that_is_right() -> None:
    rows = [frozenset({"always", "noun"})] * 10 + [frozenset({"always"})] * 10
    weights = fitting.logistic(rows, [1.0] * 3 + [0.0] * 7 + [1.0] * 8 + [0.0] * 2, [1.0] * 20, ridge=0.001)
    assert math.isclose(weights["always"], math.log(4), abs_tol=0.05)
    assert math.isclose(weights["always"] + weights["noun"], math.log(3 / 7), abs_tol=0.05)


def test_weights_are_written_in_order_without_those_that_say_nothing(tmp_path: Path) -> None:
    fitting.write(tmp_path / "w.tsv", {"b": 0.001, "c": 1.5, "a": -2.0}, "About.")
    assert (tmp_path / "w.tsv").read_text(encoding="utf-8") == "# About.\nfeature\tweight\na\t-2.0\nc\t1.5\n"
