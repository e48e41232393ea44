"""The road from articles to exports: what is stored, what is refused, and that it is always the same."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import COMMAND, EXAMPLES

from kg import Store, iri, pipeline
from kg.errors import DataInvalid, DemarcheError, InputUnreadable, LimitReached, UsageError
from kg.exporting import FORMATS
from kg.graph.sparql import ask
from kg.model import Act, Actor, Article, Attestation, Reading, Refusal, Span
from kg.pipeline.jobs import in_order

NATO = "NATO rejected the draft treaty of Russia on 26 January 2022.\n"
FRANCE = "France rejected the plan of Germany on 3 March 2021.\n"


@pytest.fixture
def two(tmp_path: Path) -> Path:
    """Return a folder with two short articles and a file that is none."""
    place = tmp_path / "articles"
    place.mkdir()
    (place / "france.txt").write_text(FRANCE)
    (place / "nato.txt").write_text(NATO)
    (place / "notes.pdf").write_bytes(b"%PDF-1.7")
    return place


@pytest.fixture
def store(furnished: Path, tmp_path: Path) -> Path:
    """Return a store without articles; the ontology and the reference data are in it, which take long to put."""
    return Path(shutil.copytree(furnished, tmp_path / "store"))


def reader(monkeypatch: pytest.MonkeyPatch, changed: Callable[[Reading], Reading], name: str) -> None:
    """Let the reader err on one article."""
    understand = pipeline.understand

    def erring(article: Article, reader: str = "embedded") -> Reading:
        found = understand(article, reader)
        return changed(found) if article.name == name else found

    monkeypatch.setattr("kg.pipeline.road.understand", erring)


def without_performer(reading: Reading) -> Reading:
    return replace(reading, acts=tuple(replace(act, performers=()) for act in reading.acts))


def with_wrong_date(reading: Reading) -> Reading:
    return replace(reading, acts=tuple(replace(act, date="in spring") for act in reading.acts))


def failing(reading: Reading) -> Reading:
    raise KeyError("a bug")


def acts_in(store: Path) -> int:
    rows = ask(store, "SELECT (COUNT(DISTINCT ?act) AS ?n) { ?told dem:attests ?act }").plain()
    return int(str(rows[0][0]))


class TestReadings:
    def test_each_article_with_its_items(self, two: Path) -> None:
        found, failures = pipeline.parted(pipeline.readings([two]))
        assert failures == []
        assert [reading.article.name for reading in found] == ["france.txt", "nato.txt"]
        assert {actor.label: actor.wikidata for actor in found[1].actors}["NATO"] == "Q7184"

    def test_evidence_is_the_text(self) -> None:
        found, _ = pipeline.parted(pipeline.readings([EXAMPLES]))
        for reading in found:
            for _, told in reading.told:
                assert all(span.of(reading.article.text).strip() for span in told.evidence)

    def test_nothing_is_read_in_furniture(self) -> None:
        found, _ = pipeline.parted(pipeline.readings([EXAMPLES]))
        told = [(r.article, span) for r in found for _, t in r.told for span in t.evidence]
        assert [(a.name, s) for a, s in told if any(s.overlaps(f) for f in a.furniture)] == []

    def test_standard_input(self) -> None:
        (reading,) = pipeline.readings(["-"], stdin=io.BytesIO(NATO.encode()))
        assert isinstance(reading, Reading)
        assert reading.acts

    def test_a_failing_article_stands_in_its_place(self, two: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        reader(monkeypatch, failing, "france.txt")
        first, second = pipeline.readings([two])
        assert isinstance(first, DataInvalid)
        assert (first.where, isinstance(second, Reading)) == ("france.txt", True)


class TestLoad:
    def test_twice_changes_nothing(self, two: Path, store: Path) -> None:
        first = pipeline.load([two], store)
        second = pipeline.load([two], store)
        assert (first.states, second.states) == ({"added": 2}, {"unchanged": 2})

    def test_changed_file_replaces_its_own_graph_only(self, two: Path, store: Path) -> None:
        pipeline.load([two], store)
        (two / "nato.txt").write_text(NATO.replace("26 January", "27 January"))
        assert [one.state for one in pipeline.load([two], store).outcomes] == ["unchanged", "replaced"]

    def test_files_passed_over_are_told(self, two: Path, store: Path) -> None:
        assert pipeline.load([two], store).passed_over == (two / "notes.pdf",)

    def test_cues_without_an_act_are_counted(self, two: Path, store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        seen = Refusal(Span(0, 4), "Rejection", "no performer")
        reader(monkeypatch, lambda reading: replace(reading, refusals=(seen, seen)), "nato.txt")
        assert pipeline.load([two / "nato.txt"], store).refusals == 2

    @pytest.mark.parametrize("changed", [without_performer, with_wrong_date, failing])
    def test_one_bad_article_does_not_stop_the_others(
        self, two: Path, store: Path, monkeypatch: pytest.MonkeyPatch, changed: Callable[[Reading], Reading]
    ) -> None:
        reader(monkeypatch, changed, "france.txt")
        loaded = pipeline.load([two], store)
        assert loaded.exit_code == 1
        assert loaded.failures
        assert all("france.txt" in str(failure) and "\n" not in str(failure) for failure in loaded.failures)
        assert acts_in(store) == 1

    def test_refused_article_is_not_stored(self, two: Path, store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        reader(monkeypatch, without_performer, "france.txt")
        loaded = pipeline.load([two], store)
        assert [one.state for one in loaded.outcomes] == ["refused", "added"]
        with Store.open_readonly(store) as held:
            graphs = [name for name in held.graphs() if "france" in name]
        assert graphs == []

    def test_decisions_about_other_actors_stay(self, two: Path, store: Path) -> None:
        def linked() -> set[object]:
            return {row[0] for row in ask(store, "SELECT ?who { ?who skos:exactMatch ?item }").plain()}

        pipeline.load([two / "nato.txt"], store)
        first = linked()
        pipeline.load([two / "france.txt"], store)
        assert first
        assert first < linked()

    def test_changed_decision_replaces_the_old_one(
        self, two: Path, store: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def unlinked(reading: Reading) -> Reading:
            return replace(reading, links=tuple(replace(x, judgement="none", wikidata=None) for x in reading.links))

        pipeline.load([two / "nato.txt"], store)
        reader(monkeypatch, unlinked, "nato.txt")
        pipeline.load([two / "nato.txt"], store)
        assert ask(store, "ASK { GRAPH ?g { ?who skos:exactMatch ?item } ?link dem:actor ?who }").plain() == ((False,),)

    def test_no_readable_article_leaves_no_store(self, tmp_path: Path) -> None:
        loaded = pipeline.load([tmp_path / "absent.txt"], tmp_path / "store")
        assert [type(failure) for failure in loaded.failures] == [InputUnreadable]
        assert not (tmp_path / "store").exists()


class TestBuild:
    def test_writes_every_export_and_answer(self, built: Path) -> None:
        written = FORMATS.keys() - pipeline.ON_DEMAND
        expected = {pipeline.export_file(name) for name in written} | {"index.html", "answers", "store"}
        assert {path.name for path in built.iterdir()} == expected
        questions = {path.stem for path in (EXAMPLES.parent / "queries").glob("*.rq")}
        assert {path.stem for path in (built / "answers").iterdir()} <= questions

    def test_the_committed_sample_is_what_a_build_writes(self, tmp_path: Path) -> None:
        pipeline.build([EXAMPLES / "security-guarantees.txt"], tmp_path)
        sample = EXAMPLES.parent / "exports/sample"
        files = sorted(path.relative_to(sample) for path in sample.rglob("*.csv"))
        assert len(files) > 8
        old = [str(file) for file in files if (sample / file).read_bytes() != (tmp_path / file).read_bytes()]
        assert old == [], "run `make sample`"

    def test_no_temporary_file_stays(self, built: Path) -> None:
        assert [path for path in built.rglob("*") if "tmp" in path.name] == []

    def test_export_files_have_names_of_their_own(self) -> None:
        names = [pipeline.export_file(name) for name in FORMATS]
        assert len(set(names)) == len(names)

    def test_every_shipped_question_has_rows(self, built: Path) -> None:
        empty = [p.name for p in (built / "answers").iterdir() if len(p.read_text("utf-8").splitlines()) < 2]
        assert empty == []

    def test_graph_files_can_be_read(self, built: Path) -> None:
        for name in ("graph.graphml", "graph.gexf"):
            assert ET.parse(built / name).getroot() is not None

    def test_summary(self, tmp_path: Path, two: Path) -> None:
        summary = pipeline.build([two], tmp_path / "out")
        counts = dict(summary.rows())
        assert (counts["articles read"], counts["articles added"], counts["acts"]) == (2, 2, 2)
        assert counts["files written"] == len(summary.files)
        assert all(path.is_file() for path in summary.files)
        assert summary.first == tmp_path / "out/index.html"
        lines = summary.lines()
        assert lines[0] == "2 articles read: 2 added"
        assert lines[-1].endswith(f"open {tmp_path / 'out/index.html'}")
        assert len(lines) < 10

    def test_failures_come_after_all_else_is_written(
        self, tmp_path: Path, two: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        reader(monkeypatch, without_performer, "france.txt")
        summary = pipeline.build([two, tmp_path / "absent.txt"], tmp_path / "out")
        assert summary.loaded.exit_code == 3
        assert {failure.exit_code for failure in summary.loaded.failures} == {1, 3}
        assert (tmp_path / "out/index.html").is_file()

    def test_second_build_says_unchanged(self, built: Path) -> None:
        before = (built / "graph.nq").read_bytes()
        done = subprocess.run([COMMAND, "build", "--out", built], capture_output=True, text=True, check=True)
        articles = len(list(EXAMPLES.glob("*.txt")))
        assert done.stdout.splitlines()[0] == f"{articles} articles read: {articles} unchanged"
        assert (built / "graph.nq").read_bytes() == before

    def test_same_bytes_whatever_the_hash_seed(self, tmp_path: Path) -> None:
        articles = [EXAMPLES / "security-guarantees.txt", EXAMPLES / "02-us-written-reply.txt"]
        for seed in ("1", "4242"):
            environment = {**os.environ, "PYTHONHASHSEED": seed}
            words: list[str | Path] = [COMMAND, "build", *articles, "--out", tmp_path / seed]
            subprocess.run(words, capture_output=True, check=True, env=environment)
        files = [path for path in (tmp_path / "1").rglob("*") if path.is_file() and "store" not in path.parts]
        assert len(files) > 10
        different = [
            path.name
            for path in files
            if path.read_bytes() != (tmp_path / "4242" / path.relative_to(tmp_path / "1")).read_bytes()
        ]
        assert different == []


class TestCheck:
    def test_finds_a_breach(self, two: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        assert pipeline.check([two]) == ([], [])
        reader(monkeypatch, without_performer, "nato.txt")
        found, failures = pipeline.check([two])
        assert {one.where for one in found} == {"nato.txt"}
        assert failures == []

    def test_of_the_store(self, two: Path, store: Path) -> None:
        pipeline.load([two], store)
        assert pipeline.check_store(store) == []

    def test_of_the_ontology(self) -> None:
        assert pipeline.check_ontology() == []


def test_small_parts() -> None:
    act = Act("a1", "Statement", (Actor("NATO", "Alliance"),))
    told = Attestation("a1", (Span(0, 4),))
    reading = Reading(Article("a.txt", "NATO said."), "embedded", "1", (act,), (told,))
    failure = DemarcheError("x")
    assert pipeline.parted([failure, reading]) == ([reading], [failure])
    assert pipeline.exit_code([]) == 0
    assert pipeline.exit_code([failure, InputUnreadable("y")]) == 3
    assert iri.graph(reading.article, "embedded").endswith("/embedded")


def test_two_jobs_read_as_one_does(two: Path) -> None:
    alone, together = (list(pipeline.readings([two, two / "none.txt"], jobs=jobs)) for jobs in (1, 2))
    assert [found for found in together if isinstance(found, Reading)] == [
        found for found in alone if isinstance(found, Reading)
    ]
    assert list(map(str, together)) == list(map(str, alone))
    assert any(isinstance(found, InputUnreadable) for found in together)


def test_articles_cannot_be_read_by_no_process(two: Path) -> None:
    with pytest.raises(UsageError, match="one or more"):
        next(pipeline.readings([two], jobs=0))


def test_a_process_that_dies_is_told_of(two: Path) -> None:
    with pytest.raises(LimitReached, match="ended unexpectedly"):
        list(in_order(os._exit, [3], jobs=2))


def test_what_several_processes_make_keeps_its_order() -> None:
    assert list(in_order(abs, range(-20, 0), jobs=2)) == list(range(20, 0, -1))
