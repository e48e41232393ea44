"""The figures of the guide: each on small pairs of gold and reading, all against the shared scorer, and the command."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, Done
from gold import FOLDER

from kg.corpus import gold
from kg.corpus.evaluate import Scored, load_readings, overall, scored
from kg.corpus.score import Counts, Score, Share, alike, entry, score, total
from kg.errors import DataInvalid, InputUnreadable

Record = dict[str, Any]
Command = Callable[..., Done]

SMALL = ROOT / "tests/fixtures/corpus"
SCORER = ROOT.parent / "shared/reading/score.py"
OLAF = {"label": "Olaf Berg", "wikidata": None}
NATO, RUSSIA = {"label": "NATO", "wikidata": "Q7184"}, {"label": "Russia", "wikidata": "Q159"}


def act(name: str = "a1", **changed: Any) -> Record:
    """Return a rejection by NATO towards Russia, but for what is changed."""
    plain = {
        "id": name,
        "type": "Rejection",
        "performers": [NATO],
        "addressees": [RUSSIA],
        "date": "2022-01-26",
        "documents": [{"label": "draft agreement with NATO", "kind": "DraftAgreement"}],
        "responds_to": [],
        "attributed_to": ["Alexander Grushko", "Novosti"],
        "modality": "actual",
        "content": None,
        "evidence": [[0, 50]],
    }
    return plain | changed


def of(wanted: Sequence[Record], found: Sequence[Record]) -> Score:
    return score([entry(one, "gold") for one in wanted], [entry(one, "reading") for one in found])


def verdicts(figures: Score) -> list[tuple[str, str]]:
    return [(error.verdict, error.entry.id) for error in figures.errors]


RIGHT, WRONG = Counts(1, 0, 0), Counts(0, 1, 1)


@pytest.mark.parametrize(
    ("wanted", "found", "strict", "relaxed"),
    [
        ({}, {}, RIGHT, RIGHT),
        ({}, {"type": "Acceptance"}, WRONG, RIGHT),
        ({}, {"type": "Proposal"}, WRONG, WRONG),
        ({}, {"type": "Reply"}, WRONG, WRONG),  # a response too, but of another family
        ({"type_alt": ["Denial"]}, {"type": "Denial"}, RIGHT, RIGHT),
        ({"type_alt": ["Denial"]}, {"type": "Warning"}, WRONG, WRONG),
        ({}, {"performers": [RUSSIA]}, WRONG, WRONG),
        ({}, {"performers": []}, WRONG, WRONG),
        ({}, {"performers": [RUSSIA, NATO]}, RIGHT, RIGHT),
        ({"performers_alt": [[OLAF], [RUSSIA]]}, {"performers": [RUSSIA]}, RIGHT, RIGHT),
        ({}, {"performers": [{"label": "NATO", "wikidata": "Q1"}]}, WRONG, WRONG),
        ({}, {"performers": [{"label": "NATO", "wikidata": None}]}, RIGHT, RIGHT),
        ({}, {"performers": [{"label": "the alliance", "wikidata": "Q7184"}]}, RIGHT, RIGHT),
        ({}, {"evidence": [[50, 60]]}, WRONG, WRONG),
        ({}, {"evidence": [[49, 60]]}, RIGHT, RIGHT),
        ({"evidence": [[0, 5], [90, 99]]}, {"evidence": [[95, 96]]}, RIGHT, RIGHT),
    ],
)
def test_what_matches(wanted: Record, found: Record, strict: Counts, relaxed: Counts) -> None:
    figures = of([act(**wanted)], [act("p1", **found)])
    assert (figures.counts["act"], figures.counts["relaxed"]) == (strict, relaxed)


@pytest.mark.parametrize(
    ("one", "other", "is_alike"),
    [
        ("NATO", "nato", True),
        ("the Ministry of Foreign Affairs of Türkiye", "Ministry of Foreign Affairs, Turkiye", True),
        ("Lavrov", "Sergey Lavrov", True),
        ("Sergey Lavrov", "Lavrov", True),
        ("Sergey", "Sergey Lavrov", False),
        ("foreign ministers of member states", "foreign ministers of NATO member states", True),
        ("one two three four", "one two three five", True),
        ("one two three four", "one two five", False),
        ("", "", False),
        ("Эстония", "Эстония", False),
        ("the", "the", False),
    ],
)
def test_labels_alike(one: str, other: str, is_alike: bool) -> None:
    assert alike(one, other) is is_alike


def test_statements_are_counted_beside_the_acts() -> None:
    figures = of([act(), act("a2", type="Statement")], [act("p1", type="Statement"), act("p2", type="Statement")])
    assert figures.counts["act"] == Counts(0, 0, 1)
    assert figures.counts["relaxed"] == Counts(0, 0, 1)
    assert figures.counts["statement"] == RIGHT
    assert figures.types == {"Rejection": Counts(0, 0, 1), "Statement": RIGHT}
    assert verdicts(figures) == [("missed", "a1"), ("duplicate", "p2")]


def test_an_act_found_by_an_equally_right_type_counts_under_the_golds() -> None:
    figures = of([act(type="Statement", type_alt=["Condemnation"])], [act("p1", type="Condemnation")])
    assert (figures.counts["statement"], figures.counts["act"]) == (RIGHT, Counts())
    assert figures.types == {"Statement": RIGHT}


@pytest.mark.parametrize(
    ("found", "counts", "expected"),
    [
        ([], Counts(), []),
        ([act("p1")], Counts(), []),
        ([act("p1", date=None)], Counts(), []),
        ([act("p1"), act("p2")], Counts(), [("duplicate", "p2")]),
        ([act("p1", type="Proposal")], Counts(0, 1, 0), [("false", "p1")]),
    ],
)
def test_an_optional_act_is_neither_missed_nor_false(
    found: list[Record], counts: Counts, expected: list[tuple[str, str]]
) -> None:
    figures = of([act(optional=True)], found)
    assert (figures.counts["act"], verdicts(figures)) == (counts, expected)
    assert figures.shares["date"] == Share(0, 0)


def test_duplicates_are_counted_apart() -> None:
    figures = of([act()], [act("p1"), act("p2"), act("p3"), act("p4", performers=[RUSSIA])])
    assert figures.counts["act"] == Counts(1, 1, 0)
    assert figures.shares["duplicate_rate"] == Share(2, 4)
    assert verdicts(figures) == [("false", "p4"), ("duplicate", "p2"), ("duplicate", "p3")]


def test_the_best_fit_is_taken_first() -> None:
    wanted = [act("a1", addressees=[OLAF]), act("a2", addressees=[RUSSIA])]
    figures = of(wanted, [act("p1", addressees=[RUSSIA])])
    assert figures.counts["addressees"] == RIGHT
    assert verdicts(figures) == [("missed", "a1")]


def test_an_equal_type_goes_before_one_of_the_family() -> None:
    wanted = [act("a1", type="Acceptance", performers=[NATO, RUSSIA]), act("a2")]
    figures = of(wanted, [act("p1", performers=[NATO, RUSSIA]), act("p2", type="Acceptance", performers=[RUSSIA])])
    assert figures.counts["relaxed"] == Counts(2, 0, 0)


@pytest.mark.parametrize(
    ("name", "wanted", "found", "counts"),
    [
        ("performers", {}, {"performers": [NATO, OLAF]}, Counts(1, 1, 0)),
        ("performers", {"performers": [NATO, OLAF]}, {}, Counts(1, 0, 1)),
        ("performers", {"performers": [NATO, OLAF], "performers_alt": [[NATO]]}, {}, RIGHT),
        ("addressees", {}, {}, RIGHT),
        ("addressees", {}, {"addressees": []}, Counts(0, 0, 1)),
        ("addressees", {}, {"addressees": [OLAF]}, WRONG),
        ("addressees", {}, {"addressees": [RUSSIA, RUSSIA]}, Counts(1, 1, 0)),
        ("addressees", {"addressees_alt": [[]]}, {"addressees": []}, Counts()),
        ("addressees", {"addressees_alt": [[OLAF]]}, {"addressees": [OLAF]}, RIGHT),
        ("documents", {}, {}, RIGHT),
        ("documents", {}, {"documents": []}, Counts(0, 0, 1)),
        ("documents", {}, {"documents": [{"label": "it", "kind": "DraftAgreement"}]}, RIGHT),
        ("documents", {}, {"documents": [{"label": "the draft agreement (NATO)", "kind": "Plan"}]}, RIGHT),
        ("documents", {}, {"documents": [{"label": "letter", "kind": "Letter"}]}, WRONG),
        ("documents", {}, {"documents": [{"label": n, "kind": "DraftAgreement"} for n in ("x", "y")]}, Counts(1, 1, 0)),
        ("documents", {"documents": []}, {}, Counts(0, 1, 0)),
    ],
)
def test_fields_with_several_values(name: str, wanted: Record, found: Record, counts: Counts) -> None:
    assert of([act(**wanted)], [act("p1", **found)]).counts[name] == counts


@pytest.mark.parametrize(
    ("wanted", "answers", "counts"),
    [
        ({"responds_to": ["a1"]}, ["p7"], RIGHT),
        ({"responds_to": ["a1"]}, [], Counts(0, 0, 1)),
        ({"responds_to": ["a1"]}, ["p9"], WRONG),  # p9 matches nothing
        ({"responds_to": ["a1"]}, ["p8", "p9", "p7"], Counts(1, 1, 0)),  # those that match nothing are one
        ({"responds_to": []}, ["p7"], Counts(0, 1, 0)),
        ({"responds_to": [], "responds_to_alt": ["a1"]}, ["p7"], Counts()),
        ({"responds_to": [], "responds_to_alt": ["a1"]}, [], Counts()),
    ],
)
@pytest.mark.parametrize("optional", [False, True])
def test_links_go_through_the_matching(wanted: Record, answers: list[str], counts: Counts, optional: bool) -> None:
    proposal = {"type": "Proposal", "performers": [RUSSIA]}
    figures = of(
        [act("a1", **proposal, optional=optional), act("a2", **wanted)],
        [act("p7", **proposal), act("p1", responds_to=answers)],
    )
    assert figures.counts["responds_to"] == counts


@pytest.mark.parametrize(
    ("name", "wanted", "found", "right"),
    [
        ("attributed_to", {}, {}, True),
        ("attributed_to", {}, {"attributed_to": ["Grushko", "Novosti"]}, True),
        ("attributed_to", {}, {"attributed_to": ["Novosti", "Alexander Grushko"]}, False),
        ("attributed_to", {}, {"attributed_to": ["Alexander Grushko"]}, False),
        ("attributed_to", {}, {"attributed_to": []}, False),
        ("attributed_to", {"attributed_to_alt": [["Olaf Berg"], []]}, {"attributed_to": []}, True),
        ("date", {}, {}, True),
        ("date", {}, {"date": "2022-01-26~"}, True),
        ("date", {"date": "2021-12~"}, {"date": "2021-12"}, True),
        ("date", {}, {"date": "2022-01"}, False),
        ("date", {}, {"date": None}, False),
        ("date", {"date_alt": [None]}, {"date": None}, True),
        ("date", {"date": None}, {"date": None}, True),
        ("date", {"date_alt": ["2022-02~"]}, {"date": "2022-02"}, True),
        ("modality", {}, {}, True),
        ("modality", {}, {"modality": "negated"}, False),
        ("modality", {"modality_alt": ["negated"]}, {"modality": "negated"}, True),
    ],
)
def test_fields_with_one_value(name: str, wanted: Record, found: Record, right: bool) -> None:
    assert of([act(**wanted)], [act("p1", **found)]).shares[name] == Share(int(right), 1)


def test_the_total_weighs_every_act_the_same() -> None:
    figures = total([of([act()], [act("p1")]), of([act(), act("a2", type="Praise")], [])])
    assert figures.counts["act"] == Counts(1, 0, 2)
    assert figures.types == {"Praise": Counts(0, 0, 1), "Rejection": Counts(1, 0, 1)}
    assert figures.shares["modality"] == Share(1, 1)
    assert verdicts(figures) == [("missed", "a1"), ("missed", "a2")]


def test_nothing_gives_zeros() -> None:
    counts = of([], []).counts["act"]
    assert (counts.precision, counts.recall, counts.f1) == (0.0, 0.0, 0.0)


@pytest.mark.parametrize(
    "wrong",
    [
        {"type": 1},
        {"performers": "NATO"},
        {"performers": [{"wikidata": "Q1"}]},
        {"evidence": [[5, 1]]},
        {"evidence": [["0", "9"]]},
        {"evidence": 4},
        {"date": 2022},
        {"documents": ["letter"]},
        {"responds_to": [1]},
    ],
)
def test_a_record_of_another_shape_is_one_error(wrong: Record) -> None:
    with pytest.raises(DataInvalid, match="a1"):
        entry(act(**wrong), "x.json")


def test_a_record_that_is_none_is_one_error() -> None:
    with pytest.raises(DataInvalid):
        entry({"type": "Reply"}, "x.json")
    with pytest.raises(DataInvalid):
        entry("a1", "x.json")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"{", DataInvalid),
        (b"[]", DataInvalid),
        (b'{"acts": []}', DataInvalid),
        (b'{"article": 1, "acts": []}', DataInvalid),
        (b'{"article": "a.txt", "acts": {}}', DataInvalid),
        (b'{"article": "a.txt", "acts": []}\n{"article": "a.txt", "acts": []}', DataInvalid),
        (b"\xff", InputUnreadable),
    ],
)
def test_a_broken_file_of_readings_is_one_error(tmp_path: Path, content: bytes, error: type[Exception]) -> None:
    (tmp_path / "r.jsonl").write_bytes(content)
    with pytest.raises(error):
        load_readings(tmp_path / "r.jsonl")


def json_rows(done: Done) -> list[Record]:
    assert done.code == 0, done.err
    return [json.loads(line) for line in done.out.splitlines()]


@pytest.fixture
def readings(tmp_path: Path) -> Path:
    """Return a file of readings of the small corpus: the gold itself, but for a missed, a false and a doubled act."""
    lines = [one.record() for one in gold.load(SMALL)]
    acts = lines[0]["acts"]
    assert [one["type"] for one in acts[:2]] == ["Proposal", "Rejection"]
    lines[0]["acts"] = [acts[0] | {"type": "Apology"}, *acts[1:], acts[1] | {"id": "a9"}]
    file = tmp_path / "readings.jsonl"
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return file


def test_the_command_prints_the_figures(kg: Command, readings: Path) -> None:
    rows = {row["figure"]: row for row in json_rows(kg("evaluate", SMALL, "--readings", readings))}
    assert list(rows) == [
        *("act", "relaxed", "statement", "performers", "addressees", "documents", "responds_to"),
        *("attributed_to", "date", "modality", "duplicate_rate"),
    ]
    assert (rows["act"]["fp"], rows["act"]["fn"]) == (1, 1)
    assert rows["modality"]["rate"] == 1.0
    assert rows["duplicate_rate"]["rate"] == pytest.approx(1 / 6, abs=0.001)


def test_the_command_breaks_down_by_type_and_article(kg: Command, readings: Path) -> None:
    types = {row["type"]: row for row in json_rows(kg("evaluate", SMALL, "--readings", readings, "--by", "type"))}
    assert (types["Apology"]["fp"], types["Proposal"]["fn"], types["Rejection"]["f1"]) == (1, 1, 1.0)
    rows = json_rows(kg("evaluate", SMALL, "--readings", readings, "--by", "article"))
    acts = {row["article"]: row for row in rows if row["figure"] == "act"}
    assert (acts["x01-1-note"]["fn"], acts["x02-1-reply"]["f1"]) == (1, 1.0)


def test_the_command_lists_errors_with_their_quote(kg: Command, readings: Path) -> None:
    rows = json_rows(kg("evaluate", SMALL, "--readings", readings, "--errors"))
    assert [(row["error"], row["act"], row["type"]) for row in rows] == [
        ("missed", "a1", "Proposal"),
        ("false", "a1", "Apology"),
        ("duplicate", "a9", "Rejection"),
    ]
    assert rows[2]["article"] == "x01-1-note"
    assert rows[2]["performers"] == ["Iceland"]
    assert rows[2]["quote"] == "Iceland rejected the proposal the next day"


def test_the_command_reads_a_corpus_and_one_part_of_it(kg: Command) -> None:
    whole = json_rows(kg("evaluate", SMALL, "--by", "article"))
    assert list(dict.fromkeys(row["article"] for row in whole)) == ["x01-1-note", "x02-1-reply"]
    part = json_rows(kg("evaluate", SMALL / "test", "--by", "article"))
    assert part == [row for row in whole if row["article"] == "x02-1-reply"]


def test_readings_made_beforehand_give_what_reading_gives(kg: Command, tmp_path: Path) -> None:
    made = tmp_path / "made.jsonl"
    assert kg("read", SMALL / "train", "-o", made).code == 0
    done = kg("evaluate", SMALL / "train", "--readings", made)
    assert done.out == kg("evaluate", SMALL / "train").out


def test_an_article_without_a_reading_is_told_and_counts(kg: Command, readings: Path) -> None:
    lines = readings.read_text("utf-8").splitlines()
    readings.write_text(lines[0] + "\n" + json.dumps({"article": "z.txt", "acts": []}), encoding="utf-8")
    done = kg("evaluate", SMALL, "--readings", readings, "--by", "article")
    rows = [row for row in json_rows(done) if row["article"] == "x02-1-reply" and row["figure"] == "act"]
    assert rows[0]["tp"] == 0
    assert rows[0]["fn"] > 0
    assert "has no reading of x02-1-reply.txt" in done.err
    assert "z has no gold" in done.err


def test_an_article_that_cannot_be_read_is_told_and_counts(kg: Command, tmp_path: Path) -> None:
    shutil.copytree(SMALL / "test", tmp_path / "part")
    text = tmp_path / "part/x02-1-reply.txt"
    text.write_bytes(b"\xef\xbb\xbf" + text.read_bytes())
    done = kg("evaluate", tmp_path / "part")
    assert done.code == 1
    assert "is not the text that the gold points into" in done.err
    assert json.loads(done.out.splitlines()[0])["tp"] == 0


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--by", "type", "--errors"], 2),
        (["--by", "mood"], 2),
        (["--reader", "no_such_pipeline"], 2),
        (["--readings", "none.jsonl"], 3),
        (["--readings", "none.jsonl", "--reader", "other"], 2),
    ],
)
def test_a_wrong_call_is_one_line(kg: Command, words: list[str], code: int) -> None:
    done = kg("evaluate", SMALL, *words)
    assert (done.code, done.out, done.err.startswith("kg: ")) == (code, "", True)


def test_a_folder_without_gold_is_one_line(kg: Command, tmp_path: Path) -> None:
    assert kg("evaluate", tmp_path).code == 3


def tables(figures: Score) -> tuple[Record, Record]:
    """Return the figures and the types as the shared scorer writes them."""

    def counted(counts: Counts) -> Record:
        rates = {"p": counts.precision, "r": counts.recall, "f1": counts.f1}
        return rates | {"tp": counts.right, "fp": counts.false, "fn": counts.missed}

    found: Record = {name: counted(counts) for name, counts in figures.counts.items()}
    for name in ("attributed_to", "date", "modality"):
        found[name] = {"accuracy": figures.shares[name].value, "n": figures.shares[name].of}
    found["duplicate_rate"] = figures.shares["duplicate_rate"].value
    return found, {name: counted(counts) for name, counts in figures.types.items()}


def close(one: Record, other: Record) -> bool:
    return one.keys() == other.keys() and all(
        close(value, other[key]) if isinstance(value, dict) else value == pytest.approx(other[key])
        for key, value in one.items()
    )


def agree(folder: Path, file: Path) -> None:
    """Check every figure of readings against those of the shared scorer: in all, by type and by article."""
    done = subprocess.run(
        [sys.executable, SCORER, folder, file, "--json"], capture_output=True, text=True, check=True, encoding="utf-8"
    )
    theirs = json.loads(done.stdout)
    types, articles = theirs.pop("types"), theirs.pop("articles")
    given = load_readings(file)
    found: list[Scored] = [scored(one, given.get(one.name, ())) for one in gold.load(folder)]
    ours, our_types = tables(overall(found))
    assert close(ours, theirs), (ours, theirs)
    assert close(our_types, types), (our_types, types)
    for one in found:
        assert close(tables(one.score)[0], articles[one.gold.name]), one.gold.name


@pytest.mark.skipif(not SCORER.is_file() or not FOLDER.is_dir(), reason="the shared scorer or its articles are absent")
def test_the_figures_are_those_of_the_shared_scorer(kg: Command, tmp_path: Path) -> None:
    names = ("01-lavrov-letter", "06-grain-deal", "19-syria-veto")
    for path in (path for name in names for path in FOLDER.glob(f"{name}.*")):
        shutil.copy(path, tmp_path)
    file = tmp_path / "readings.jsonl"
    assert kg("read", *(tmp_path / f"{name}.txt" for name in names), "-o", file).code == 0
    agree(tmp_path, file)


@pytest.mark.skipif(not SCORER.is_file(), reason="the shared scorer is absent")
@pytest.mark.parametrize("side", ["A", "B"])
def test_the_annotators_figures_are_those_of_the_shared_scorer(tmp_path: Path, side: str) -> None:
    """An annotator as the reader: nearly all acts match, so that every field and alternative comes up."""
    file = tmp_path / "readings.jsonl"
    annotations = sorted((ROOT / "corpus/annotations" / side).glob("*.json"))
    lines = [{"article": path.stem, "acts": json.loads(path.read_text("utf-8"))["acts"]} for path in annotations]
    file.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    agree(ROOT / "corpus/dev", file)


def test_confidences_are_counted_by_tenths_against_what_is_right() -> None:
    right = entry(act("a1", confidence=0.81), "a")
    false = entry(act("a2", type="Praise", confidence=0.89), "a")
    whole = entry(act("a3", type="Apology", confidence=1.0), "a")
    silent = entry(act("a4", type="Warning"), "a")
    bands = score([entry(act(), "a")], [right, false, whole, silent]).bands
    assert {tenth: (round(band.said, 2), band.right) for tenth, band in bands.items()} == {
        8: (1.7, Share(1, 2)),
        9: (1.0, Share(0, 1)),
    }


def test_an_act_that_is_neither_missed_nor_false_has_no_say_in_the_confidences() -> None:
    assert score([entry(act(optional=True), "a")], [entry(act(confidence=0.5), "a")]).bands == {}


def test_the_command_breaks_down_by_confidence(kg: Command) -> None:
    rows = json_rows(kg("evaluate", SMALL, "--by", "confidence"))
    assert rows
    assert all(row["from"] <= row["said"] <= row["to"] and 0 <= row["right"] <= 1 for row in rows)
