"""The corpus: gold files read, checked, counted and turned into one file; and our own corpus clean."""

from __future__ import annotations

import copy
import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT

from kg.cli import main
from kg.corpus import gold
from kg.corpus.check import Problem, check
from kg.corpus.stats import parts, rows
from kg.errors import DataInvalid, InputUnreadable

SMALL = ROOT / "tests/fixtures/corpus"
OWN = ROOT / "corpus"

Record = dict[str, Any]


def changed(folder: Path, change: Callable[[list[Record]], object]) -> tuple[Problem, ...]:
    """Return what is wrong with the small corpus once the acts of its first article are changed."""
    shutil.copytree(SMALL, folder / "corpus")
    place = folder / "corpus/train/x01-1-note.json"
    record = json.loads(place.read_text("utf-8"))
    change(record["acts"])
    place.write_text(json.dumps(record), encoding="utf-8")
    return check(list(gold.load(folder / "corpus")))


def test_the_small_corpus_is_clean() -> None:
    assert check(list(gold.load(SMALL))) == ()


def test_articles_come_by_part_and_name_with_their_metadata() -> None:
    held = list(gold.load(SMALL))
    assert [(one.part, one.name) for one in held] == [("train", "x01-1-note"), ("test", "x02-1-reply")]
    assert held[0].article().published == "2021-05-05"


def test_gold_becomes_a_reading_whose_evidence_is_in_the_text() -> None:
    reading = next(gold.load(SMALL)).reading()
    act, told = reading.told[1]
    assert (act.type, [a.label for a in act.performers], act.responds_to) == ("Rejection", ["Iceland"], ("a1",))
    assert [span.of(reading.article.text) for span in told.evidence] == ["Iceland rejected the proposal the next day"]
    assert [level.source.label for level in told.attribution] == ["Ministry of Foreign Affairs of Iceland"]


@pytest.mark.parametrize(
    ("change", "act", "what"),
    [
        (lambda acts: acts[0].update(type="Offering"), "a1", "is no act type"),
        (lambda acts: acts[0].update(type_alt=["Deed"]), "a1", "is no act type"),
        (lambda acts: acts[0].update(modality="maybe"), "a1", "is no modality"),
        (lambda acts: acts[0].update(performers=[]), "a1", "has no performer"),
        (lambda acts: acts[0].update(documents=[{"label": "x", "kind": "Memo"}]), "a1", "is no document kind"),
        (lambda acts: acts[0].update(date="3 May"), "a1", "is not EDTF"),
        (lambda acts: acts[0].update(evidence=[]), "a1", "has no evidence"),
        (lambda acts: acts[0].update(evidence=[[10, 9000]]), "a1", "is not inside the text"),
        (lambda acts: acts[0].update(evidence=[[1, 6]]), "a1", "inside a word"),
        (lambda acts: acts[1].update(responds_to=["a9"]), "a2", "is no act of the article"),
        (lambda acts: acts[1].update(responds_to=["a2"]), "a2", "answers itself"),
        (lambda acts: acts[0].update(responds_to=["a2"]), "a1", "through a chain"),
        (lambda acts: acts[2].update(id="a1"), "a1", "the id stands twice"),
        (lambda acts: acts[0].pop("modality"), "a1", "lacks modality"),
        (lambda acts: acts[0].update(mood="sad"), "a1", "the guide does not know"),
        (lambda acts: acts[0]["performers"][0].update(wikidata="Q1"), "a1", "do not give 'Norway' the item Q1"),
        (lambda acts: acts[0]["performers"][0].pop("wikidata"), "a1", "is not an actor"),
    ],
)
def test_a_wrong_record_is_told(tmp_path: Path, change: Callable[[list[Record]], object], act: str, what: str) -> None:
    found = changed(tmp_path, change)
    assert any(one.act == act and what in one.what for one in found), found


def test_an_exchange_in_two_parts_and_shared_words_are_told(tmp_path: Path) -> None:
    shutil.copytree(SMALL, tmp_path / "corpus")
    for path in (tmp_path / "corpus/train").iterdir():
        shutil.copy(path, tmp_path / "corpus/test" / path.name.replace("x01-1", "x01-2"))
    whats = [one.what for one in check(list(gold.load(tmp_path / "corpus")))]
    assert any("'x01' stands in train and in test" in what for what in whats)
    assert any("shares the words" in what for what in whats)


@pytest.mark.parametrize(
    ("name", "content", "error"),
    [
        ("a.json", "{", DataInvalid),
        ("a.json", "[]", DataInvalid),
        ("a.json", '{"acts": [1]}', DataInvalid),
        ("b.json", "{}", InputUnreadable),
    ],
)
def test_a_broken_file_is_one_error(tmp_path: Path, name: str, content: str, error: type[Exception]) -> None:
    (tmp_path / "a.txt").write_text("One note came.", encoding="utf-8")
    (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(error):
        list(gold.load(tmp_path))


def test_an_empty_folder_is_no_corpus(tmp_path: Path) -> None:
    with pytest.raises(InputUnreadable, match="holds no article"):
        list(gold.load(tmp_path))


def test_stats_count_by_part_and_in_all() -> None:
    held = list(gold.load(SMALL))
    assert parts(held) == ("train", "test", "all")
    counts = {(part, what, value): count for part, what, value, count in rows(held)}
    assert counts["all", "acts", ""] == 5
    assert counts["all", "acts", "optional"] == 1
    assert counts["train", "type", "Rejection"] == 1
    assert counts["test", "modality", "actual"] == 2
    assert counts["all", "continent", "Americas"] == 1


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["corpus", "check", str(SMALL)]) == 0
    assert "nothing wrong" in capsys.readouterr().out
    assert main(["corpus", "stats", str(SMALL), "--csv"]) == 0
    assert "all,acts,,5" in capsys.readouterr().out
    assert main(["corpus", "jsonl", str(SMALL)]) == 2
    assert main(["corpus", "jsonl", str(SMALL), "-o", str(tmp_path / "c.jsonl")]) == 0
    lines = [json.loads(line) for line in (tmp_path / "c.jsonl").read_text("utf-8").splitlines()]
    assert [line["article"] for line in lines] == ["x01-1-note.txt", "x02-1-reply.txt"]
    assert main(["corpus", "rdf", str(SMALL), "-o", str(tmp_path / "c.nq")]) == 0
    assert "ontology#NonResponse" in (tmp_path / "c.nq").read_text("utf-8")
    shutil.copytree(SMALL, tmp_path / "wrong")
    place = tmp_path / "wrong/test/x02-1-reply.json"
    record = json.loads(place.read_text("utf-8"))
    wrong = copy.deepcopy(record)
    wrong["acts"][0]["type"] = "Deed"
    place.write_text(json.dumps(wrong), encoding="utf-8")
    assert main(["corpus", "check", str(tmp_path / "wrong")]) == 1


def test_our_own_corpus_is_clean() -> None:
    assert check(list(gold.load(OWN))) == ()


@pytest.mark.parametrize("side", ["A", "B"])
def test_the_published_annotations_are_clean_too(side: str) -> None:
    held = [one for one in gold.load(OWN) if one.part != "more"]
    files = [OWN / "annotations" / side / f"{one.name}.json" for one in held]
    read = [json.loads(file.read_text("utf-8"))["acts"] for file in files]
    found = check([replace(one, acts=tuple(acts)) for one, acts in zip(held, read, strict=True)])
    assert found == ()


def test_our_own_corpus_shows_every_type_in_train() -> None:
    train = [one for one in gold.load(OWN) if one.part == "train"]
    counts = {value: count for _, what, value, count in rows(train) if what == "type"}
    assert {kind for kind, count in counts.items() if count < 8} == set()


def test_our_own_corpus_becomes_a_graph_that_keeps_the_shapes() -> None:
    from kg.graph.build import quads
    from kg.graph.validate import validate

    first = next(one for one in gold.load(OWN) if one.part == "test")
    assert validate(quads(first.reading())) == ()
