"""SPARQL: what is refused, what is allowed by name, and what each form of query returns."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from lettered import ALL, G, iri, letters

from kg.errors import DemarcheError, InputUnreadable, UsageError
from kg.graph.sparql import ask
from kg.graph.store import Store


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    with letters() as made:
        yield made


REFUSED = [
    ("SELECT * { SERVICE <http://localhost:9/> { ?s ?p ?o } }", "SERVICE"),
    ("SELECT * { service silent ex:p { ?s ?p ?o } }", "SERVICE"),
    ("SELECT * { # <\n SERVICE <http://localhost:9/> {} }", "SERVICE"),
    ("SELECT * { ?s <http://e/#> ?o . SERVICE <http://localhost:9/> {} }", "SERVICE"),
    ("SELECT * { ?s ?p 'it\\'s' . SERVICE <http://localhost:9/> {} }", "SERVICE"),
    ('SELECT * { ?s ?p """a"b""" . SERVICE <http://localhost:9/> {} }', "SERVICE"),
    ('SELECT * { ?s ?p ?o FILTER(?o<"x") SERVICE <http://localhost:9/> {} }', "SERVICE"),
    ("SELECT * { FILTER(1<2) SERVICE <http://localhost:9/> {} FILTER(2>1) }", "SERVICE"),
    # pyoxigraph needs no space after a keyword.
    ("PREFIX ex: <http://localhost:9/> SELECT * {SERVICEex:foo{?s ?p ?o}}", "SERVICE"),
    ("SELECT * {SERVICESILENT<http://localhost:9/>{?s ?p ?o}}", "SERVICE"),
    ("SELECT * { ?s ?p trueSERVICE<http://localhost:9/>{?s ?p ?o}}", "SERVICE"),
    ("SELECT * { ?s ?p true.SERVICE<http://localhost:9/>{?s ?p ?o}}", "SERVICE"),
    ("SELECT * { ?s ?p 1SERVICE<http://localhost:9/>{?s ?p ?o}}", "SERVICE"),
    ("SELECT * { ?s ?p 1.5e3SERVICE<http://localhost:9/>{?s ?p ?o}}", "SERVICE"),
    ("PREFIX SERVICE: <http://localhost:9/> SELECT * { SERVICE:x {} }", "SERVICE"),
    ("SELECT * FROM <http://e/g> { ?s ?p ?o }", "FROM"),
    ("SELECT * from named <http://e/g> { GRAPH ?g { ?s ?p ?o } }", "FROM"),
    ("SELECT *FROM<http://e/g>{?s ?p ?o}", "FROM"),
    ("PREFIX ex: <http://e/> SELECT *FROMex:g{?s ?p ?o}", "FROM"),
    ("PREFIX ex: <http://e/> ASKFROMex:g{?s ?p ?o}", "FROM"),
    ("DESCRIBE <http://e/a> FROM <file:///etc/hostname>", "FROM"),
    ("INSERT DATA { <a:b> <a:c> 1 }", "INSERT"),
    ("DELETE WHERE { ?s ?p ?o }", "DELETE"),
    ("WITH <a:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", "WITH"),
    ("LOAD <file:///etc/passwd>", "LOAD"),
    ("load silent <http://localhost:9/> INTO GRAPH <a:g>", "LOAD"),
    ("CLEAR ALL", "CLEAR"),
    ("CREATE GRAPH <a:g>", "CREATE"),
    ("DROP DEFAULT", "DROP"),
    ("COPY DEFAULT TO <a:g>", "COPY"),
    ("MOVE <a:g> TO <a:h>", "MOVE"),
    ("ADD <a:g> TO <a:h>", "ADD"),
    ("ASK {} ; DROP ALL", "DROP"),
]


@pytest.mark.parametrize(("query", "word"), REFUSED)
def test_refused_with_the_reason(store: Store, query: str, word: str) -> None:
    with pytest.raises(UsageError) as caught:
        ask(store, query, name="mine.rq")
    assert f"({word})" in str(caught.value)
    assert str(caught.value).startswith("mine.rq, line ")
    assert "\n" not in str(caught.value)
    assert caught.value.remedy


FINE = [
    "ASK { ?s ?p 'SERVICE <http://localhost:9/> {}' }",
    'ASK { ?s ?p """FROM <x> \n SERVICE""" }',
    "ASK { ?from ?service ?load }",
    "ASK { $insert ?p ?o }",
    "PREFIX ex: <http://e/> ASK { ?s ex:from ex:SERVICE ; ex:insert ex:DELETE }",
    "ASK { <http://e/SERVICE> <http://e/FROM> ?o } # SERVICE FROM LOAD",
    "ASK { _:FROM ?p ?o }",
    r"PREFIX ex: <http://e/> ASK { ?s ex:a\-FROM ?o }",
    "ASK { ?s ?p 'x'@en-from }",
    "SELECT ?sFROM { ?sFROM ?p ?o }",
    "ASK { ?s ?p '\\u0022 SERVICE \\u0022' }",
    "ASK { ?s ^dem:performer/rdfs:label*|!(a|prov:used) ?o }",
    "ASK { FILTER(?a<?b&&?b>?c||?a!=-1.5e-3) }",
    "SELECT (REPLACE('a','b','c') AS ?x) {}",
    "ASK { ?s ?p ?o {| ?q ?z |} }",
    "ASK { << <a:b> <a:c> <a:d> >> ?p ?o }",
]


@pytest.mark.parametrize("query", FINE)
def test_innocent_words_are_fine(store: Store, query: str) -> None:
    ask(store, query)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("ASK { ?s ?p 'open }", 'unexpected "\'"'),
        ('ASK { ?s ?p """open" }', "unexpected"),
        ("ASK {\n ?s ?p \\u0053 }", "line 2"),
        ("ASK { ?s\u00a0?p ?o }", "unexpected"),
        ("ASK { ?s ?p ?o", "is not a valid query"),
        ("", "is not a valid query"),
        ("SELEKT * {}", "is not a valid query"),
        ("ASK { ?s nope:x ?o }", "is not a valid query"),
        ("ASK { ?s ?p '\ud800' }", "is not a valid query"),
        ("SELECT ?a { ?a ?p ?o } GROUP BY ?o", "is not a valid query"),
    ],
)
def test_what_is_no_query(store: Store, query: str, words: str) -> None:
    with pytest.raises(UsageError) as caught:
        ask(store, query)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_depth_counts_nothing_in_strings_iris_and_comments(store: Store) -> None:
    braces = "{(" * 200
    assert ask(store, f"ASK {{ ?s ?p '{braces}' }} # {braces}").plain() == ((False,),)


def test_too_many_rows_are_told(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not ask(store, ALL).truncated
    for limit, truncated in ((3, True), (4, False)):
        monkeypatch.setenv("DEMARCHE_MAX_ROWS", str(limit))
        found = ask(store, ALL)
        assert (len(found.rows), found.truncated) == (limit, truncated)
        assert ask(store, "CONSTRUCT WHERE { ?s ?p ?o }").truncated == (limit < 3)


def test_a_store_in_memory_is_seen_as_it_is_now() -> None:
    with Store() as store, Store() as other:
        for turn in ("one", "two"):
            store.put(G, [ox.Quad(iri(turn), iri("p"), iri("o"), ox.NamedNode(G))])
            assert ask(store, ALL).plain() == ((f"https://example.org/{turn}",),)
            assert ask(other, ALL).plain() == ()


def test_nothing_is_asked_of_the_network(store: Store) -> None:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        server.settimeout(0.2)
        place = f"http://127.0.0.1:{server.getsockname()[1]}/"
        for query in (f"SELECT * {{ SERVICE <{place}> {{ ?s ?p ?o }} }}", f"SELECT * FROM <{place}> {{ ?s ?p ?o }}"):
            with pytest.raises(UsageError):
                ask(store, query)
        with pytest.raises(TimeoutError):
            server.accept()


def test_what_is_allowed_by_name(store: Store) -> None:
    query = f"SELECT ?s FROM <{G}> {{ ?s ?p ?o }} ORDER BY ?s"
    assert ask(store, query, allow=["FROM"]).plain() == (("https://example.org/a",), ("https://example.org/b",))
    with pytest.raises(UsageError, match="SERVICE"):
        ask(store, "ASK { SERVICE <http://127.0.0.1:9/> {} }", allow=["FROM"])
    with pytest.raises(DemarcheError, match="failed"):
        ask(store, "ASK { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", allow=["SERVICE"])
    for word in ("UPDATE", "LOAD", "service"):
        with pytest.raises(UsageError, match="cannot be allowed"):
            ask(store, ALL, allow=[word])


def test_the_default_graph_is_the_union_of_the_named_graphs(store: Store) -> None:
    assert ask(store, "SELECT DISTINCT ?o { ?s ?p ?o } ORDER BY ?o").plain() == (("a",), ("b",), ("c",))


def test_forms_of_queries(store: Store) -> None:
    assert ask(store, "ASK { ?s ?p 'a' }").plain() == ((True,),)
    triples = ask(store, "CONSTRUCT { ?s <https://example.org/q> ?o } WHERE { ?s ?p ?o }")
    assert triples.columns == ("subject", "predicate", "object")
    assert [row[2] for row in triples.plain()] == ["a", "b", "c"]
    assert ask(store, "DESCRIBE <https://example.org/a>").plain() == (
        ("https://example.org/a", "https://example.org/p", "a"),
    )


def test_plain_values(store: Store) -> None:
    query = """SELECT (1 AS ?i) (1.5 AS ?d) (1e3 AS ?f) (true AS ?b) ("x"@en AS ?l) (dem:Act AS ?u) ?none
      ("2022-01"^^edtf:EDTF AS ?e) ("2022-01-01"^^xsd:date AS ?t) ("abc"^^xsd:integer AS ?w)
      ("3"^^dem:integer AS ?o) {}"""
    found = ask(store, query)
    expected = {
        "i": 1, "d": 1.5, "f": 1000.0, "b": True, "l": "x", "u": "https://w3id.org/demarche/ontology#Act", "none": None,
        "e": "2022-01", "t": "2022-01-01", "w": "abc", "o": "3",
    }  # fmt: skip
    assert found.records() == [expected]
    assert [type(value) for value in found.plain()[0]] == [type(value) for value in expected.values()]


def test_a_store_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputUnreadable, match="kg load"):
        ask(tmp_path / "absent", ALL)
