"""The command: what it prints where, its exit codes, and how it fails."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import COMMAND, EXAMPLES, Done, process

from kg.cli.app import app  # noqa: F401 - the commands must load before a test changes the folder

Run = Callable[..., Done]
COMMANDS = ("build", "read", "load", "query", "queries", "link", "check", "export", "status")
SHORT = "NATO rejected the draft treaty of Russia on 26 January 2022.\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def short(here: Path) -> Path:
    """Return a short article in the working folder."""
    path = here / "short.txt"
    path.write_text(SHORT, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a store into which the examples are loaded."""
    path = tmp_path_factory.mktemp("cli") / "store"
    subprocess.run([COMMAND, "load", EXAMPLES, "--store", path], capture_output=True, check=True)
    return path


def rows(done: Done) -> list[dict[str, object]]:
    return [json.loads(line) for line in done.out.splitlines()]


def errors(done: Done) -> list[str]:
    """Return the lines on stderr that are not about progress."""
    steps = ("kg: reading ", "kg: checking ", "kg: answering", "kg: writing ", "kg: reasoning ")
    return [line for line in done.err.splitlines() if not line.startswith(steps)]


class TestHelp:
    def test_lists_every_command(self, kg: Run) -> None:
        done = kg("--help")
        assert done.code == 0
        assert [name for name in COMMANDS if f"\n  {name} " not in done.out] == []

    def test_of_the_real_command(self) -> None:
        done = subprocess.run([COMMAND, "--help"], capture_output=True, text=True, check=True)
        assert [name for name in COMMANDS if f"\n  {name} " not in done.stdout] == []
        assert done.stderr == ""

    def test_alone_shows_help(self, kg: Run) -> None:
        assert kg() == kg("--help")

    def test_version(self, kg: Run) -> None:
        assert kg("--version").out.startswith("demarche ")

    @pytest.mark.parametrize("name", COMMANDS)
    def test_of_a_command(self, kg: Run, name: str) -> None:
        assert kg(name, "--help").out.startswith(f"Usage: kg {name} ")

    def test_no_command_of_a_later_day(self, kg: Run) -> None:
        assert not any(f"\n  {name} " in kg("--help").out for name in ("review", "analyze", "serve"))


class TestUsage:
    @pytest.mark.parametrize(
        ("words", "said"),
        [
            (["biuld"], "did you mean 'build'?"),
            (["querys"], "did you mean 'query', 'queries'?"),
            (["nonsense"], "see kg --help"),
            (["build", "--nonsense"], "see kg build --help"),
            (["read"], "see kg read --help"),
            (["status", "--json", "--csv"], "--json and --csv exclude each other"),
            (["query"], "kg queries"),
            (["query", "name=value"], "no question is named"),
            (["query", "-e", "ASK {}", "novalue"], "write parameters as name=value"),
            (["query", "-e", "ASK {?a ?b ?c}", "a=1", "a=2"], "given twice"),
            (["export"], "see kg export --help"),
        ],
    )
    def test_wrong_use_is_one_line_and_code_2(self, kg: Run, here: Path, words: list[str], said: str) -> None:
        done = kg(*words)
        assert done.code == 2
        assert done.out == ""
        assert done.err.count("\n") == 1
        assert done.err.startswith("kg: ")
        assert said in done.err

    def test_unknown_question_suggests_a_near_one(self, kg: Run, store: Path) -> None:
        done = kg("query", "unanswerd", "--store", store)
        assert (done.code, "did you mean unanswered" in done.err) == (2, True)

    @pytest.mark.parametrize("name", ["read", "load", "build", "link", "check"])
    def test_unknown_reader(self, kg: Run, short: Path, name: str) -> None:
        done = kg(name, short, "--reader", "en_no_such_pipeline")
        assert done.code == 2
        assert "en_no_such_pipeline" in errors(done)[0]
        assert len(errors(done)) == 1

    def test_a_bug_is_one_line(self, kg: Run, short: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("kg.pipeline.readings", lambda *_, **__: 1 / 0)
        done = kg("read", short)
        assert done.code == 1
        (said,) = errors(done)
        assert said.startswith("kg: unexpected ZeroDivisionError: division by zero; ")

    def test_debug_shows_the_traceback(self, kg: Run, here: Path) -> None:
        done = kg("--debug", "status")
        assert "Traceback" in done.err
        assert done.code == 3


class TestFailures:
    @pytest.mark.parametrize("name", ["read", "load", "build", "check", "link"])
    def test_unreadable_file(self, kg: Run, here: Path, name: str) -> None:
        done = kg(name, "absent.txt")
        assert done.code == 3
        assert errors(done)[0].startswith("kg: absent.txt: ")

    def test_only_unreadable_files_leave_no_store(self, kg: Run, here: Path) -> None:
        kg("build", "absent.txt")
        assert list(here.iterdir()) == []

    def test_several_failing_files_have_a_line_each_and_the_others_are_read(self, kg: Run, short: Path) -> None:
        (short.parent / "empty.txt").write_text("")
        done = kg("read", "absent.txt", "empty.txt", short)
        assert done.code == 3
        assert [line.split(": ")[1] for line in errors(done)] == ["absent.txt", "empty.txt"]
        assert [row["article"] for row in rows(done)] == ["short.txt"]

    def test_limit(self, kg: Run, short: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("DEMARCHE_MAX_FILE_BYTES", "10")
        done = kg("read", short)
        assert done.code == 4
        assert "DEMARCHE_MAX_FILE_BYTES" in errors(done)[0]

    def test_the_highest_code_wins(self, kg: Run, short: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("DEMARCHE_MAX_FILE_BYTES", "10")
        assert kg("read", short, "absent.txt").code == 4

    def test_control_characters_of_a_file_name_are_shown_as_escapes(self, kg: Run, here: Path) -> None:
        done = kg("read", "a\x1b[2J\nb.txt")
        assert "\x1b" not in done.err
        assert done.err.count("\n") == 1

    def test_no_store(self, kg: Run, here: Path) -> None:
        for words in (["status"], ["link"], ["query", "timeline"], ["query", "-e", "ASK {}"], ["check"]):
            done = kg(*words)
            assert (done.code, "exports/store" in done.err) == (3, True)
        assert list(here.iterdir()) == []

    def test_output_that_cannot_be_written(self, kg: Run, short: Path) -> None:
        done = kg("read", short, "-o", short / "x.jsonl")
        assert done.code == 2
        assert len(errors(done)) == 1

    def test_a_refused_query(self, kg: Run, store: Path) -> None:
        done = kg("query", "-e", "SELECT * { SERVICE <http://localhost/> { ?a ?b ?c } }", "--store", store)
        assert (done.code, done.out) == (2, "")
        assert done.err.count("\n") == 1

    def test_more_rows_than_the_limit(self, kg: Run, store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("DEMARCHE_MAX_ROWS", "3")
        done = kg("query", "-e", "SELECT * { ?a ?b ?c }", "--store", store)
        assert (done.code, len(rows(done))) == (4, 3)
        assert "DEMARCHE_MAX_ROWS" in done.err


class TestRead:
    def test_is_the_schema_of_the_guide(self, kg: Run, short: Path) -> None:
        (read,) = rows(kg("read", short))
        assert list(read) == ["article", "title", "published", "publisher", "acts"]
        assert read["acts"]
        guide = "id type performers addressees date documents responds_to attributed_to modality content evidence"
        keys = [*guide.split(), "cue", "confidence"]
        assert all(list(act) == keys for act in read["acts"])  # type: ignore[attr-defined]

    def test_evidence_is_a_place_in_the_file(self, kg: Run, short: Path) -> None:
        (read,) = rows(kg("read", short))
        for act in read["acts"]:  # type: ignore[attr-defined]
            assert all(SHORT[start:end].strip() for start, end in act["evidence"])

    def test_to_a_file(self, kg: Run, short: Path) -> None:
        done = kg("read", short, "-o", "deep/readings.jsonl")
        assert (done.code, done.out) == (0, "")
        assert Path("deep/readings.jsonl").read_text("utf-8") == kg("read", short).out

    def test_standard_input(self, short: Path) -> None:
        done = subprocess.run([COMMAND, "read", "-"], input=SHORT.encode(), capture_output=True, check=True)
        assert json.loads(done.stdout)["acts"]

    @pytest.mark.parametrize("name", sorted(path.name for path in EXAMPLES.glob("*.txt")))
    def test_examples_hold_acts(self, kg: Run, name: str) -> None:
        (read,) = rows(kg("read", EXAMPLES / name))
        assert len(read["acts"]) > 5  # type: ignore[arg-type]


class TestLoad:
    def test_tells_what_became_of_each_article(self, kg: Run, short: Path) -> None:
        assert [row["outcome"] for row in rows(kg("load", short))] == ["added"]
        assert [row["outcome"] for row in rows(kg("load", short))] == ["unchanged"]
        short.write_text(SHORT + "Russia criticised NATO.\n")
        assert [row["outcome"] for row in rows(kg("load", short))] == ["replaced"]
        assert Path("exports/store/CURRENT").exists()

    def test_store_of_the_environment(self, kg: Run, short: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("DEMARCHE_STORE", "elsewhere")
        assert kg("load", short).code == 0
        assert Path("elsewhere/CURRENT").exists()
        assert rows(kg("status"))[0]["what"]


class TestQuery:
    def test_json_lines_when_piped(self, kg: Run, store: Path) -> None:
        found = rows(kg("query", "unanswered", "--store", store))
        assert found
        assert {"silence", "quote"} <= found[0].keys()

    @pytest.mark.parametrize(("option", "delimiter"), [("--csv", ","), ("--tsv", "\t")])
    def test_csv_and_tsv_tell_the_same(self, kg: Run, store: Path, option: str, delimiter: str) -> None:
        as_json = rows(kg("query", "proposals", "--store", store))
        done = kg("query", "proposals", "--store", store, option)
        read = list(csv.DictReader(io.StringIO(done.out, newline=""), delimiter=delimiter))
        assert [list(row) for row in read] == [list(row) for row in as_json]
        assert [row["content"] for row in read] == [row["content"] or "" for row in as_json]

    def test_table(self, kg: Run, store: Path) -> None:
        done = kg("query", "unanswered", "--store", store, "--table")
        assert "silence" in done.out.splitlines()[1]

    def test_text(self, kg: Run, store: Path) -> None:
        text = "SELECT (COUNT(DISTINCT ?act) AS ?acts) { ?told dem:attests ?act }"
        ((count,),) = (row.values() for row in rows(kg("query", "-e", text, "--store", store)))
        assert isinstance(count, int)
        assert count > 50

    @pytest.mark.parametrize(
        ("value", "found"),
        [("dem:NewsArticle", True), ("https://w3id.org/demarche/ontology#NewsArticle", True), ("x", False)],
    )
    def test_value_bound_in_a_text(self, kg: Run, store: Path, value: str, found: bool) -> None:
        done = kg("query", "-e", "ASK { ?a a ?class }", f"class={value}", "--store", store)
        assert rows(done) == [{"answer": found}]

    def test_value_is_never_query_text(self, kg: Run, store: Path) -> None:
        done = kg("query", "-e", "ASK { ?a rdfs:label ?label }", 'label=" } UNION { ?s ?p ?o', "--store", store)
        assert rows(done) == [{"answer": False}]

    def test_file_without_header(self, kg: Run, store: Path, here: Path) -> None:
        Path("own.rq").write_text("ASK { ?a a dem:Proposal }")
        assert rows(kg("query", "own.rq", "--store", store)) == [{"answer": True}]

    def test_file_with_header(self, kg: Run, store: Path, here: Path) -> None:
        Path("own.rq").write_text(
            "# title: One\n# param: kind iri=dem:Proposal the class\n# column: a an act\nSELECT ?a { ?a a ?kind }"
        )
        proposals = rows(kg("query", "own.rq", "--store", store))
        assert proposals
        assert rows(kg("query", "own.rq", "kind=dem:Rejection", "--store", store)) not in ([], proposals)

    def test_absent_file(self, kg: Run, store: Path, here: Path) -> None:
        done = kg("query", "absent.rq", "--store", store)
        assert (done.code, done.err.count("\n")) == (3, 1)

    def test_queries_lists_every_shipped_question(self, kg: Run) -> None:
        shipped = sorted(path.stem for path in (EXAMPLES.parent / "queries").glob("*.rq"))
        assert [row["name"] for row in rows(kg("queries"))] == shipped


class TestLinkCheckStatus:
    def test_link_of_the_store(self, kg: Run, store: Path) -> None:
        found = {row["actor"]: row for row in rows(kg("link", "--store", store))}
        assert (found["NATO"]["item"], found["NATO"]["judgement"]) == ("Q7184", "positive")
        assert all(row["reason"] for row in found.values())
        assert any(row["item"] is None for row in found.values())

    def test_link_of_an_article_stores_nothing(self, kg: Run, short: Path) -> None:
        found = {row["actor"]: row["item"] for row in rows(kg("link", short))}
        assert found["NATO"] == "Q7184"
        assert not Path("exports").exists()

    def test_check_finds_nothing_wrong_in_the_examples(self, kg: Run, store: Path) -> None:
        done = kg("check", "--store", store)
        assert (done.code, done.out) == (0, "")
        assert "nothing is wrong" in done.err

    def test_check_of_an_article_stores_nothing(self, kg: Run, short: Path) -> None:
        assert kg("check", short).code == 0
        assert not Path("exports").exists()

    def test_check_finds_a_graph_that_breaks_the_shapes(self, kg: Run, store: Path, tmp_path: Path) -> None:
        from kg import Store
        from kg.graph.terms import TYPE, dem

        broken = tmp_path / "store"
        shutil.copytree(store, broken)
        with Store(broken) as held:
            act = next(held.quads.quads_for_pattern(None, TYPE, dem("Rejection"), None))
            quads = list(held.quads.quads_for_pattern(None, None, None, act.graph_name))
            kept = [q for q in quads if not (q.subject == act.subject and q.predicate == dem("performer"))]
            held.put(act.graph_name.value, kept)  # type: ignore[union-attr]
        done = kg("check", "--store", broken)
        assert done.code == 1
        assert any(row["severity"] == "Violation" for row in rows(done))

    def test_status(self, kg: Run, store: Path) -> None:
        counts = {row["what"]: row["count"] for row in rows(kg("status", "--store", store))}
        assert counts["articles"] == len(list(EXAMPLES.glob("*.txt")))
        assert all(isinstance(count, int) and count > 0 for count in counts.values())


class TestProcess:
    """What only a process of its own can show."""

    def test_exit_codes(self, short: Path) -> None:
        def code(*words: str | Path) -> int:
            return subprocess.run([COMMAND, *words], capture_output=True, check=False).returncode

        assert [code("queries"), code("nonsense"), code("status"), code("read", short)] == [0, 2, 3, 0]

    def test_second_writer(self, short: Path) -> None:
        from kg import Store

        with Store("exports/store"):
            done = subprocess.run([COMMAND, "load", short], capture_output=True, text=True, check=False)
        assert done.returncode == 5
        assert errors(Done(5, "", done.stderr)) == [done.stderr.strip()]

    def test_reading_beside_a_writer(self, store: Path) -> None:
        from kg import Store

        with Store(store):
            done = subprocess.run([COMMAND, "status", "--store", store], capture_output=True, check=False)
        assert done.returncode == 0

    @pytest.mark.parametrize("words", [["query", "-e", "SELECT * { ?a ?b ?c }"], ["query", "proposals", "--csv"]])
    def test_closed_pipe_is_silent(self, store: Path, words: list[str]) -> None:
        with process(*words, "--store", store) as started:
            assert started.stdout is not None
            assert started.stderr is not None
            started.stdout.readline()
            started.stdout.close()
            assert started.stderr.read() == b""
            assert started.wait(60) == 0

    def test_interrupt_is_one_line_and_130(self, here: Path) -> None:
        with process("build", EXAMPLES) as started:
            assert started.stderr is not None
            first = started.stderr.readline()
            started.send_signal(signal.SIGINT)
            rest = started.stderr.read()
            assert started.wait(60) == 130
        lines = [line for line in (first + rest).decode().splitlines() if not line.startswith("kg: reading ")]
        assert lines == ["kg: interrupted"]

    def test_after_an_interrupt_the_build_can_be_repeated(self, short: Path) -> None:
        with process("build", EXAMPLES) as started:
            assert started.stderr is not None
            started.stderr.readline()
            time.sleep(0.5)
            started.send_signal(signal.SIGINT)
            started.stderr.read()
        assert subprocess.run([COMMAND, "build", short], capture_output=True, check=False).returncode == 0

    @pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-16"])
    def test_any_locale(self, store: Path, encoding: str) -> None:
        environment = {**os.environ, "PYTHONIOENCODING": encoding}
        words: list[str | Path] = [COMMAND, "query", "-e", 'SELECT ("Türkiye → ☃" AS ?x) {}', "--store", store]
        done = subprocess.run(words, capture_output=True, env=environment, check=True)
        assert json.loads(done.stdout.decode("utf-8")) == {"x": "Türkiye → ☃"}
