from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import exported
import pytest

from kg.errors import LimitReached
from kg.exporting import FORMATS, tables, write
from kg.exporting.facts import facts
from kg.graph.store import Store


def read(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+CMD", "'+CMD"),
        ("-2+3", "'-2+3"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("  =1", "'  =1"),
        ("＝1+1", "'＝1+1"),
        ("-5", "-5"),
        ("+3.5", "+3.5"),
        ("-1e5", "-1e5"),
        (-5, "-5"),
        (0.25, "0.25"),
        (True, "true"),
        (None, ""),
        ("", ""),
        ("a=b", "a=b"),
        (("a", "b"), "a | b"),
        (("=a", "b"), "'=a | b"),
        ((), ""),
    ],
)
def test_cell(value: tables.Value, cell: str) -> None:
    assert list(csv.reader([tables.to_csv(["x"], [[value]]).split("\r\n", 1)[1]])) == ([[cell]] if cell else [[""]])


@pytest.mark.parametrize("word", ['say "no"', "a,b", "a\nb", "a\r\nb", *exported.HOSTILE])
def test_csv_reads_back(word: str) -> None:
    text = tables.to_csv(["who", "what"], [[word, "x"]])
    assert text.endswith(",x\r\n")
    [_, row] = csv.reader(_lines(text))
    assert row[0].removeprefix("'") == word or row[0] == word


def _lines(text: str) -> list[str]:
    """Lines as a file gives them: str.splitlines would end one at U+2028 too."""
    return list(io.StringIO(text, newline=""))


def test_acts(tmp_path: Path) -> None:
    write("acts", exported.small(), tmp_path / "acts.csv")
    rows = read(tmp_path / "acts.csv")
    assert [row["type"] for row in rows] == ["Proposal", "Rejection", "Request", "Proposal", "NonResponse"]
    rejection = rows[1]
    assert {
        key: rejection[key] for key in ("performers", "addressees", "attributed_to", "quotes", "modality", "date")
    } == {
        "performers": "Union of the Bay",
        "addressees": "Norland",
        "attributed_to": "Ada Berg | Bay Agency",
        "quotes": "The Union rejected it",
        "modality": "actual",
        "date": "",
    }
    assert rejection["responds_to"] == rows[0]["act"]
    assert rows[0]["documents"] == "draft treaty on the bay"
    start, _, end = rejection["positions"].partition("-")
    assert exported.TEXT[int(start) : int(end)] == rejection["quotes"]


def test_jsonl_keeps_lists_and_words(tmp_path: Path) -> None:
    write("acts-jsonl", exported.of_hostile(), tmp_path / "acts.jsonl")
    rows = [json.loads(line) for line in (tmp_path / "acts.jsonl").read_text(encoding="utf-8").splitlines()]
    assert {row["quotes"][0] for row in rows} == set(exported.HOSTILE)
    assert all(isinstance(row["performers"], list) for row in rows)


def test_actors(tmp_path: Path) -> None:
    write("actors", exported.small(), tmp_path / "actors.csv")
    rows = {row["label"]: row for row in read(tmp_path / "actors.csv")}
    assert list(rows) == ["Ada Berg", "Bay Agency", "Norland", "Union of the Bay"]
    assert (rows["Norland"]["wikidata"], rows["Norland"]["judgement"]) == ("Q1001", "positive")
    assert (rows["Ada Berg"]["wikidata"], rows["Ada Berg"]["reason"]) == ("", "no candidate")
    assert rows["Ada Berg"]["on_behalf_of"] == "Norland"
    assert [rows["Norland"][f"acts_{how}"] for how in ("performed", "addressed", "told")] == ["2", "2", "0"]
    assert rows["Bay Agency"]["acts_told"] == "1"


def test_an_unsure_link_gives_no_item() -> None:
    assert {actor.wikidata for actor in facts(exported.of_hostile()).actors.values()} == {None}


def test_documents(tmp_path: Path) -> None:
    write("documents", exported.small(), tmp_path / "documents.csv")
    [row] = read(tmp_path / "documents.csv")
    assert (row["label"], row["kind"], row["parties"]) == ("draft treaty on the bay", "DraftTreaty", "Norland")
    assert row["acts"].count(" | ") == 1


@pytest.mark.parametrize("name", [name for name, form in FORMATS.items() if form.suffix == ".csv"])
def test_no_cell_of_a_hostile_store_is_a_formula(name: str, tmp_path: Path) -> None:
    write(name, exported.of_hostile(), tmp_path / "x.csv")
    cells = [cell for row in read(tmp_path / "x.csv") for cell in row.values()]
    assert len(cells) > 50
    assert [cell for cell in cells if cell.lstrip()[:1] in {"=", "+", "-", "@"}] == []


@pytest.mark.parametrize("name", ["acts", "actors", "documents"])
def test_an_empty_table_has_its_head(name: str, tmp_path: Path) -> None:
    write(name, Store(), tmp_path / "x.csv")
    [line] = (tmp_path / "x.csv").read_bytes().splitlines(keepends=True)
    assert line.startswith(name[:-1].encode() + b",")
    assert line.endswith(b"\r\n")


def test_answers_to_every_question(tmp_path: Path) -> None:
    from kg.graph.questions import questions

    given = tables.answers(exported.small())
    files = tables.write_answers(given, tmp_path / "answers")
    assert [answer.name for answer in given] == [question.name for question in questions()]
    assert [file.stem for file in files] == [answer.name for answer in given if not answer.needs]
    for answer, file in zip([answer for answer in given if not answer.needs], files, strict=True):
        assert len(read(file)) == len(answer.rows)


def test_a_question_that_needs_a_parameter_is_listed_but_not_asked(tmp_path: Path) -> None:
    answer = tables.Answer("of", "Of", "", ("a",), (), ("actor",))
    assert tables.write_answers([answer], tmp_path) == ()


def test_too_many_rows_are_an_error_not_a_shorter_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.exporting.facts.MOST_ROWS", 3)
    with pytest.raises(LimitReached, match="more than 3 rows") as error:
        write("acts", exported.small(), tmp_path / "acts.csv")
    assert "more than 3 rows" in str(error.value)
    assert list(tmp_path.iterdir()) == []
