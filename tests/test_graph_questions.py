"""The shipped questions: what each answers on a small graph, its parameters, and the headers they are read from."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gold
import pyoxigraph as ox
import pytest

from kg import iri
from kg.errors import DataInvalid, InputUnreadable, UsageError
from kg.graph import build
from kg.graph.questions import answer, parse, question, questions, read
from kg.graph.store import Store
from kg.resources import folder

FIXTURE = Path(__file__).parent / "fixtures/graph/exchange.trig"
NAMES = sorted(path.stem for path in folder("queries").glob("*.rq"))
A = "https://w3id.org/demarche/id/article/a/"
B = "https://w3id.org/demarche/id/article/b/"
ACTOR = "https://w3id.org/demarche/id/actor/"


def load(store: Store, path: Path) -> None:
    graphs: dict[str, list[ox.Quad]] = {}
    for quad in ox.parse(path=path):
        assert isinstance(quad.graph_name, ox.NamedNode)
        graphs.setdefault(quad.graph_name.value, []).append(quad)
    for graph, quads in graphs.items():
        store.put(graph, quads)


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    with Store() as made:
        load(made, FIXTURE)
        yield made


@pytest.fixture(scope="module")
def told() -> Iterator[Store]:
    """The gold of every shared article."""
    with Store() as made:
        for name in gold.names():
            reading = gold.reading(name)
            made.put(iri.graph(reading.article, reading.reader), build.quads(reading))
        yield made


def records(store: Store, name: str, **params: str) -> list[dict[str, Any]]:
    found = answer(store, name, params)
    assert not found.truncated
    return list(found.records())


def some(rows: list[dict[str, Any]], *columns: str) -> list[tuple[Any, ...]]:
    return [tuple(row[column] for column in columns) for row in rows]


def test_the_eight_questions_are_there() -> None:
    assert {
        "proposals",
        "unanswered",
        "rejections",
        "documents",
        "timeline",
        "acts-of",
        "evidence",
        "unlinked",
    } <= set(NAMES)
    assert [one.name for one in questions()] == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_shipped_question_explains_itself_and_needs_no_parameter(name: str) -> None:
    asked = question(name)
    assert asked.title
    assert asked.description
    assert asked.columns
    assert all(param.default is not None for param in asked.params)


@pytest.mark.parametrize("name", NAMES)
def test_a_shipped_question_returns_rows_each_once_in_one_order(name: str, store: Store, tmp_path: Path) -> None:
    rows = answer(store, name).rows
    assert rows
    assert len(set(rows)) == len(rows)
    # Another store, filled in another order, on disk.
    with Store(tmp_path / "store") as other:
        for graph in reversed(store.graphs()):
            other.put(graph, reversed(list(store.quads.quads_for_pattern(None, None, None, ox.NamedNode(graph)))))
        assert answer(other, name).rows == rows


@pytest.mark.parametrize("name", NAMES)
def test_a_shipped_question_returns_rows_on_the_gold(name: str, told: Store) -> None:
    if not told.graphs():
        pytest.skip("the shared articles are absent")
    assert answer(told, name).rows


@pytest.mark.parametrize("name", NAMES)
def test_a_shipped_question_may_find_nothing(name: str) -> None:
    assert answer(Store(), name).rows == ()


def test_proposals(store: Store) -> None:
    rows = records(store, "proposals")
    columns = ("proposal", "modality", "response_type", "responder", "response_date", "response_modality")
    assert some(rows, *columns) == [
        (A + "o1", "planned", None, None, None, None),
        (A + "q2", "actual", "Reply", "Russia", None, "planned"),
        (A + "q3", "actual", "Reply", "NATO, ministers", "2022-02", "actual"),
        (A + "q4", "actual", "Reply", "NATO", None, "negated"),
        (A + "s1", "actual", "Reply", "NATO", None, "actual"),
        (A + "d1", "actual", None, None, None, None),
        (A + "p1", "actual", "Rejection", "NATO", None, "actual"),
        (A + "q1", "actual", "NonResponse", "ministers", None, "actual"),
    ]
    assert some(rows, "proposer", "addressee", "date", "document", "content", "article")[6] == (
        "Russia",
        "NATO, United States",
        "2021-12",
        "draft treaty",
        "security guarantees",
        "a.txt",
    )


def test_unanswered_keeps_told_and_untold_silence_apart(store: Store) -> None:
    rows = records(store, "unanswered")
    assert some(rows, "silence", "request", "non_response", "requester", "silent", "source", "quote") == [
        ("told", None, A + "n2", None, "United States", "Gazette", "the third"),
        ("told", A + "q4", A + "y4", "Russia", "NATO", "Gazette", "the second"),
        ("told", A + "q1", A + "n1", "Sergey Lavrov", "ministers", "Sergey Lavrov < Gazette", "the second"),
        ("untold", A + "q2", None, "NATO", "Russia", "Gazette", "the first"),
        ("untold", A + "d1", None, "Russia", "United States", "Gazette", "the first"),
    ]


def test_a_response_in_another_article_is_a_response(store: Store) -> None:
    assert A + "q3" not in [row["request"] for row in records(store, "unanswered")]


def test_rejections_are_told_down_to_the_publisher(store: Store) -> None:
    rows = records(store, "rejections")
    assert some(rows, "rejection", "source", "quote", "rejected", "modality", "proposal") == [
        (
            A + "r1",
            "Alexander Grushko < RIA Novosti < Gazette",
            "the second … the third",
            "Russia · Proposal → NATO, United States",
            "actual",
            A + "p1",
        ),
        (B + "r2", "b.txt", "replied", "the plan", "possible", None),
    ]


def test_documents(store: Store) -> None:
    rows = records(store, "documents")
    assert some(rows, "document", "kind", "parties", "exchange_iri", "acts") == [
        ("report", "Report", None, None, "Russia · Demand → United States"),
        (
            "draft treaty",
            "DraftTreaty",
            "Russia, the Pentagon",
            A + "x1",
            "NATO · Rejection → Russia; Russia · Proposal → NATO, United States",
        ),
        ("letter", "Letter", None, A + "x2", "Sergey Lavrov · Request → ministers"),
    ]
    assert some(records(store, "documents", exchange=A + "x2"), "document") == [("letter",)]
    assert records(store, "documents", exchange=A + "none") == []


@pytest.mark.parametrize(
    ("params", "acts"),
    [
        ({}, [A + "d1", A + "p1", A + "q1", B + "y3"]),
        ({"from": "2022-01-26"}, [A + "d1", A + "q1", B + "y3"]),
        ({"to": "2022-01-25"}, [A + "d1", A + "p1"]),
        ({"from": "2021-12-31", "to": "2021-12-31"}, [A + "d1", A + "p1"]),
        ({"from": "1900-01-01", "to": "2015-12-31"}, []),
        ({"actor": "NATO"}, [A + "p1", B + "y3"]),
        ({"actor": "Sergey Lavrov"}, [A + "q1"]),
        ({"actor": "russian federation"}, [A + "d1", A + "p1", A + "q1", B + "y3"]),
        ({"actor": "ministers"}, [A + "q1", B + "y3"]),
        ({"actor": "China"}, []),
        ({"actor": ""}, [A + "d1", A + "p1", A + "q1", B + "y3"]),
    ],
)
def test_timeline(store: Store, params: dict[str, str], acts: list[str]) -> None:
    assert [row["act"] for row in records(store, "timeline", **params)] == acts


@pytest.mark.parametrize(
    ("actor", "acts"),
    [
        ("Sergey Lavrov", [("performer", A + "s1"), ("performer", A + "q1")]),
        ("Q7184", None),
        ("ministers", [("performer", A + "n1"), ("performer", B + "y3")]),
        (A + "ministers", [("performer", A + "n1")]),
        (
            "Q159",
            [
                ("on behalf of", A + "s1"),
                ("on behalf of", A + "q1"),
                ("performer", A + "q3"),
                ("performer", A + "q4"),
                ("performer", A + "y2"),
                ("performer", B + "r2"),
                ("performer", A + "d1"),
                ("performer", A + "p1"),
            ],
        ),
    ],
)
def test_acts_of(store: Store, actor: str, acts: list[tuple[str, str]] | None) -> None:
    if acts is None:
        with pytest.raises(UsageError, match="knows no actor"):
            answer(store, "acts-of", {"actor": actor})
        return
    assert sorted(some(records(store, "acts-of", actor=actor), "role", "act")) == sorted(acts)


def test_evidence_is_the_words_their_place_and_who_says_them(store: Store) -> None:
    rows = records(store, "evidence", act=A + "r1")
    chain = "Alexander Grushko < RIA Novosti < Gazette"
    assert some(rows, "quote", "start", "end", "source", "article") == [
        ("the second", 20, 30, chain, "a.txt"),
        ("the third", 100, 109, chain, "a.txt"),
    ]
    (row,) = records(store, "evidence", act=A + "p1")
    assert (row["confidence"], row["reader"], row["modality"]) == (0.5, "embedded", "actual")


def test_unlinked_actors_with_the_reason(store: Store) -> None:
    rows = records(store, "unlinked")
    assert some(rows, "name", "kind", "acts", "judgement", "reason") == [
        ("NATO", "Alliance", 8, "none", "no candidate"),
        ("Sergey Lavrov", "Person", 3, None, "not decided"),
        ("United States", "State", 3, None, "not decided"),
        ("ministers", "ActorGroup", 2, None, "not decided"),
        ("Alexander Grushko", "Person", 1, None, "not decided"),
        ("RIA Novosti", "MediaOrganization", 1, None, "not decided"),
        ("ministers", "ActorGroup", 1, None, "not decided"),
    ]


@pytest.mark.parametrize(
    ("name", "params", "words"),
    [
        ("proposal", {}, "did you mean proposals?"),
        ("rejection", {}, "did you mean rejections"),
        ("../queries/proposals", {}, "there is no question"),
        ("zzz", {}, "questions are acts-of, documents"),
        ("timeline", {"form": "2022-01-01"}, "did you mean from?"),
        ("proposals", {"actor": "Russia"}, "leave it out"),
        ("acts-of", {"actor": "Rusia"}, "did you mean Russia"),
        ("acts-of", {"actor": "xyzzy"}, "give a name as the graph has it"),
        ("timeline", {"from": "2022"}, "'2022' is not a date"),
        ("timeline", {"from": "2022-02-30"}, "is not a date"),
        ("timeline", {"from": "2022-1-1"}, "is not a date"),
        ("timeline", {"to": "２０２２-01-01"}, "is not a date"),
        ("evidence", {"act": "no iri"}, "is not an IRI"),
        ("evidence", {"act": "x> } DROP ALL #"}, "is not an IRI"),
    ],
)
def test_a_wrong_call_says_what_is_right(store: Store, name: str, params: dict[str, str], words: str) -> None:
    with pytest.raises(UsageError) as caught:
        answer(store, name, params)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("value", ['" } DROP ALL #', "x\\", "'''", '"""', "\\u0022", "?s", "<x>", "a\nb", "\x00", "😀"])
def test_a_value_stays_a_value(store: Store, value: str) -> None:
    text = header("# title: t", "# param: n string what", "# column: n it", query=ECHO)
    assert answer(store, parse("echo", text, where="echo"), {"n": value}).plain() == ((value,),)


ECHO = "SELECT ?n WHERE { FILTER(BOUND(?n)) }"


def header(*lines: str, query: str = "SELECT ?a WHERE { ?a ?p ?n }") -> str:
    return "\n".join([*lines, query])


@pytest.mark.parametrize(
    ("type_", "value", "term"),
    [
        ("integer", "-3", '"-3"^^<http://www.w3.org/2001/XMLSchema#integer>'),
        ("iri", "dem:Rejection", "<https://w3id.org/demarche/ontology#Rejection>"),
        ("iri", "<https://example.org/x>", "<https://example.org/x>"),
        ("date", "2022-01-26", '"2022-01-26"^^<http://www.w3.org/2001/XMLSchema#date>'),
        ("string", "a b", '"a b"'),
    ],
)
def test_types_of_parameters(type_: str, value: str, term: str) -> None:
    text = header(
        "# title: t", f"# param: n {type_} what", "# column: n it", query="SELECT ?n WHERE { FILTER(BOUND(?n)) }"
    )
    (row,) = answer(Store(), parse("q", text, where="q"), {"n": value}).rows
    assert str(row[0]) == term


@pytest.mark.parametrize("value", ["three", "1.5", "", "9" * 30, "٣"])
def test_what_is_no_integer(value: str) -> None:
    asked = parse("q", header("# title: t", "# param: n integer what", "# column: a it"), where="q")
    with pytest.raises(UsageError, match=r"whole number|needs the parameter"):
        answer(Store(), asked, {"n": value})


def test_a_missing_parameter_is_named_and_a_default_used() -> None:
    required = parse("q", header("# title: t", "# param: n integer how many", "# column: a it"), where="q")
    with pytest.raises(UsageError, match=r"'q' needs the parameter 'n'; add n=… \(integer: how many\)"):
        answer(Store(), required)
    default = parse(
        "q",
        header("# title: t", "# param: n integer=7 what", "# column: n it", query="SELECT ?n { FILTER(?n > 0) }"),
        where="q",
    )
    assert answer(Store(), default).plain() == ((7,),)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (header("# column: a it"), "has no title"),
        (header("# title:", "# column: a it"), "has no title"),
        (header("# title: t"), "tells the columns none, the query selects a"),
        (header("# title: t", "# column: b it"), "tells the columns b, the query selects a"),
        (header("# title: t", "# column: a it", "# column: b it"), "tells the columns a, b"),
        (header("# title: t", "# column: a it", query="SELECT * WHERE { ?a ?b ?c }"), "the query selects *"),
        (header("# title: t", "# column: a it", query="ASK { ?a ?b ?c }"), "the query selects *"),
        (header("# title: t", "# column: a"), "is not told right"),
        (header("# title: t", "# param: n number what", "# column: a it"), "'number' is no type"),
        (header("# title: t", "# param: n integer", "# column: a it"), "is not told right"),
        (header("# title: t", "# author: me", "# column: a it"), "no field 'author'"),
        (header("# title: t", "# nothing", "# column: a it"), "is no line of a header"),
        ("", "has no title"),
    ],
)
def test_a_wrong_header_is_told_with_its_place(text: str, words: str) -> None:
    with pytest.raises(DataInvalid) as caught:
        parse("q", text, where="q.rq")
    assert words in str(caught.value)
    assert str(caught.value).startswith("q.rq")


def test_a_file_of_ones_own(tmp_path: Path) -> None:
    path = tmp_path / "mine.rq"
    path.write_text("\ufeff" + header("# title: t", "#", "# column: a it"), encoding="utf-8")
    assert read(path).name == "mine"
    path.write_bytes(b"# title: \xff")
    with pytest.raises(InputUnreadable):
        read(path)
    with pytest.raises(InputUnreadable):
        read(tmp_path / "absent.rq")
