"""SPARQL: what is refused before it is parsed, how values are bound, and what a worker's limits end."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import DemarcheError, InputUnreadable, LimitReached, UsageError
from kg.graph import sparql
from kg.graph.sparql import ask, bind, projection, screen, tokens
from kg.graph.store import Store

G, H = "https://example.org/g", "https://example.org/h"
XSD = "http://www.w3.org/2001/XMLSchema#"
ALL = "SELECT ?s WHERE { ?s ?p ?o } ORDER BY ?s"


def iri(name: str) -> ox.NamedNode:
    return ox.NamedNode(f"https://example.org/{name}")


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    with Store() as made:
        for graph, names in ((G, "ab"), (H, "bc")):
            quads = [ox.Quad(iri(name), iri("p"), ox.Literal(name), ox.NamedNode(graph)) for name in names]
            made.put(graph, quads)
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


DEEP = [
    "ASK " + "{" * 3000 + "}" * 3000,
    "ASK { FILTER" + "(" * 101 + "true" + ")" * 101 + " }",
    "ASK { ?s ?p " + "[ <a:b> " * 101 + "1" + "]" * 101 + " }",
    "ASK { FILTER(" + "!" * 3000 + "true) }",
    "ASK { " + "<< " * 101 + "<a:b> <a:c> <a:d>" + ">> " * 101 + " <a:e> 1 }",
    "ASK { # }\n" + "{ ?s ?p '}' , <a:#> . # }\n" * 101 + "}" * 102,
]


@pytest.mark.parametrize("query", DEEP)
def test_deep_queries_are_refused_before_they_are_parsed(query: str) -> None:
    with pytest.raises(LimitReached, match="DEMARCHE_MAX_QUERY_DEPTH"):
        screen(query)


def test_depth_counts_nothing_in_strings_iris_and_comments(store: Store) -> None:
    braces = "{(" * 200
    assert ask(store, f"ASK {{ ?s ?p '{braces}' }} # {braces}").plain() == ((False,),)


def test_long_queries_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEMARCHE_MAX_QUERY_CHARS", "20")
    with pytest.raises(LimitReached, match="DEMARCHE_MAX_QUERY_CHARS"):
        screen("ASK { ?s ?p 'too long' }")


@pytest.mark.parametrize(
    "part", ["a.", "a-", "'", '"', "<", "a:", "_:a.", "1.", "@a-", "?", "\\", "#\n", "'''", "%", ":a.", "!"]
)
def test_long_runs_are_cut_in_time(part: str) -> None:
    # Were the time quadratic, this would take minutes.
    run = part * (99_990 // len(part))
    with contextlib.suppress(UsageError):
        tokens(run)


CHAINS = [
    "ASK { ?s " + "<a:b>/" * 15_000 + "<a:b> ?o }",
    "ASK { {} " + "UNION {} " * 11_000 + "}",
    "ASK { FILTER(" + "1+" * 45_000 + "1 = 1) }",
]


@pytest.mark.parametrize("query", CHAINS)
def test_a_crash_of_the_engine_ends_the_worker_only(store: Store, query: str) -> None:
    with pytest.raises(LimitReached, match=r"chains too much|memory"):
        ask(store, query)
    assert ask(store, ALL).rows


ENDLESS = "SELECT (COUNT(*) AS ?n) { " + " ".join(f"?a{one} ?b{one} ?c{one} ." for one in range(30)) + " }"


@pytest.mark.parametrize("kind", ["memory", "disk"])
def test_a_query_without_end_is_killed(
    kind: str, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    where: Store | Path = store
    if kind == "disk":
        store.dump(tmp_path / "dump.nq")
        where = tmp_path / "store"
        with Store(where) as made:
            made.restore(tmp_path / "dump.nq")
    monkeypatch.setenv("DEMARCHE_MAX_QUERY_SECONDS", "1")
    with pytest.raises(LimitReached) as caught:
        ask(where, ENDLESS, name="endless.rq")
    assert str(caught.value) == (
        "endless.rq: the query took longer than the limit of 1 s; "
        "narrow it, or set DEMARCHE_MAX_QUERY_SECONDS to raise it"
    )
    assert caught.value.exit_code == 4
    monkeypatch.delenv("DEMARCHE_MAX_QUERY_SECONDS")
    assert len(ask(where, ALL).rows) == 4


HUNGRY = """
SELECT (GROUP_CONCAT(?x) AS ?all) {
  VALUES ?a { 1 2 3 4 5 6 7 8 9 } VALUES ?b { 1 2 3 4 5 6 7 8 9 } VALUES ?c { 1 2 3 4 5 6 7 8 9 }
  VALUES ?d { 1 2 3 4 5 6 7 8 9 } VALUES ?e { 1 2 3 4 5 6 7 8 9 } VALUES ?f { 1 2 3 4 5 6 7 8 9 }
  BIND(CONCAT(STR(?a), "%s") AS ?x)
}
""" % ("x" * 5_000)


def test_a_query_that_takes_too_much_memory_is_ended(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEMARCHE_MAX_QUERY_MEMORY_MB", "300")
    with pytest.raises(LimitReached, match="DEMARCHE_MAX_QUERY_MEMORY_MB"):
        ask(store, HUNGRY)
    assert len(ask(store, ALL).rows) == 4


def test_too_many_rows_are_told(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not ask(store, ALL).truncated
    for limit, truncated in ((3, True), (4, False)):
        monkeypatch.setenv("DEMARCHE_MAX_ROWS", str(limit))
        found = ask(store, ALL)
        assert (len(found.rows), found.truncated) == (limit, truncated)
        assert ask(store, "CONSTRUCT WHERE { ?s ?p ?o }").truncated == (limit < 3)


def test_a_worker_that_died_while_idle_is_replaced(store: Store) -> None:
    ask(store, ALL)
    (worker, *_) = sparql._idle
    os.kill(worker.process.pid, signal.SIGKILL)
    worker.process.wait()
    assert len(ask(store, ALL).rows) == 4


def test_workers_are_used_again(store: Store) -> None:
    sparql.end_workers()
    ask(store, ALL)
    (worker,) = sparql._idle
    ask(store, ALL)
    assert sparql._idle == [worker]


def test_a_store_in_memory_is_seen_as_it_is_now() -> None:
    with Store() as store, Store() as other:
        for turn in ("one", "two"):
            store.put(G, [ox.Quad(iri(turn), iri("p"), iri("o"), ox.NamedNode(G))])
            assert ask(store, ALL).plain() == ((f"https://example.org/{turn}",),)
            assert ask(other, ALL).plain() == ()


def test_threads_ask_at_once(store: Store) -> None:
    found: list[int] = []
    threads = [threading.Thread(target=lambda: found.append(len(ask(store, ALL).rows))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [4] * 6


def test_a_forked_child_asks_by_workers_of_its_own(store: Store) -> None:
    ask(store, ALL)
    child = os.fork()
    if child == 0:
        os._exit(0 if len(ask(store, ALL).rows) == 4 else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert len(ask(store, ALL).rows) == 4


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


BOUND = [
    ("SELECT ?s { ?s ?p ?x }", ["a"]),
    ("SELECT ?s { ?s ?p ?o FILTER(!BOUND(?x) || ?o = ?x) }", ["a"]),
    ("SELECT ?s WHERE { ?s ?p ?o . FILTER EXISTS { ?s ?p ?x } }", ["a"]),
    ("SELECT ?s { ?s ?p ?o FILTER NOT EXISTS { ?s ?p ?x } } ORDER BY ?s", ["b", "b", "c"]),
    ("SELECT ?s { ?s ?p ?o MINUS { ?s ?p ?x } } ORDER BY ?s", ["b", "b", "c"]),
    ("SELECT ?s { { SELECT ?s { ?s ?p ?o FILTER(?o = ?x) } } }", ["a"]),
    (
        "SELECT ?s { GRAPH ?g { ?s ?p ?o } { SELECT (MAX(?o) AS ?m) { ?q ?p ?o FILTER(?o = ?x) } } FILTER(?o = ?m) }",
        ["a"],
    ),
    ("SELECT ?s { { ?s ?p ?x } UNION { ?s ?p 'c' } } ORDER BY ?s", ["a", "c"]),
    ("SELECT ?s { ?s ?p ?o OPTIONAL { ?s ?q ?x } FILTER(BOUND(?q)) }", ["a"]),
    ("SELECT ?s { VALUES (?o) { ('a') ('b') } ?s ?p ?o FILTER(?o = ?x) }", ["a"]),
    ("SELECT (?x AS ?s) {}", ["a"]),
    ("SELECT (COUNT(*) AS ?s) { ?a ?p ?o FILTER(?o = ?x) } GROUP BY ?x", [1]),
    ("SELECT (COUNT(*) AS ?s) { ?a ?p ?o } GROUP BY ?p HAVING(?x = 'a' && COUNT(*) > 3)", []),
    ("SELECT ?s { ?s ?p ?o FILTER(?o = $x) }", ["a"]),
    ("SELECT ?s { ?s ?p ?o FILTER(?o = ?x && '{' != \"}\") } # { ?x", ["a"]),
    ("SELECT ?s { ?s ?p ?o FILTER(?o = ?x) } ORDER BY ?x VALUES ?o { 'a' 'b' }", ["a"]),
]


@pytest.mark.parametrize(("query", "names"), BOUND)
def test_a_bound_variable_is_bound_wherever_it_is(store: Store, query: str, names: list[str | int]) -> None:
    found = [row[0] for row in ask(store, query, {"x": ox.Literal("a")}).plain()]
    assert [value.rpartition("/")[2] if isinstance(value, str) else value for value in found] == names


def test_a_template_takes_bound_variables(store: Store) -> None:
    query = "CONSTRUCT { ?s <https://example.org/is> ?x } WHERE { ?s ?p 'a' }"
    assert [row[2] for row in ask(store, query, {"x": iri("y")}).plain()] == ["https://example.org/y"]


def test_several_terms_mean_any_of_them(store: Store) -> None:
    values = (ox.Literal("a"), ox.Literal("c"))
    found = ask(store, "SELECT ?o { ?s ?p ?o FILTER(!BOUND(?x) || ?o = ?x) } ORDER BY ?o", {"x": values})
    assert found.plain() == (("a",), ("c",))


@pytest.mark.parametrize(
    ("bindings", "words"),
    [
        ({"y": ox.Literal("a")}, "no variable ?y"),
        ({"ss": ox.Literal("a")}, "did you mean ?s?"),
        ({"s": ox.BlankNode("b")}, "no IRI or literal"),
        ({"s": ()}, "no IRI or literal"),
        ({"s": "text"}, "no IRI or literal"),
        ({"s } DROP": ox.Literal("a")}, "no name of a variable"),
    ],
)
def test_wrong_bindings(bindings: sparql.Bindings, words: str) -> None:
    with pytest.raises(UsageError) as caught:
        bind("ASK { ?s ?p ?o }", bindings)
    assert words in str(caught.value)


TEXT = st.text(alphabet=st.characters(exclude_categories=["Cs"]))


@settings(max_examples=60, deadline=None)
@given(TEXT)
def test_any_text_is_bound_as_one_literal(value: str) -> None:
    (row,) = ox.Store().query(bind("SELECT ?x { FILTER(BOUND(?x)) }", {"x": ox.Literal(value)}))  # type: ignore[misc]
    assert row[0] == ox.Literal(value)


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="aSERVICEfrom <>{}()'\"\\#:?@.-_1\n"))
def test_the_tokens_cover_a_query_in_order(text: str) -> None:
    try:
        cut = tokens(text)
    except UsageError:
        return
    last = 0
    for token in cut:
        assert text[token.start :].startswith(token.text)
        between = text[last : token.start]
        assert all(line.split("#")[0].isspace() or not line.split("#")[0] for line in between.split("\n"))
        last = token.start + len(token.text)


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="aSERVICE<x:>{} '\"\\#?.-_1\n", max_size=40), st.booleans())
def test_what_passes_reaches_no_service(text: str, inside: bool) -> None:
    """Whatever surrounds it, pyoxigraph sees SERVICE only where the tokens show it."""
    query = f"SELECT * {{ {text} SERVICE <http://127.0.0.1:9/> {{ }} {text} }}" if inside else f"SELECT * {{{text}}}"
    try:
        screen(query)
    except DemarcheError:
        return
    try:
        list(ox.Store().query(query))  # type: ignore[arg-type]
    except SyntaxError:
        return
    except OSError as error:
        pytest.fail(f"reached out: {error}")


@pytest.mark.parametrize(
    ("query", "columns"),
    [
        ("SELECT ?a $b { ?a ?c ?b }", ("a", "b")),
        ("PREFIX x: <y:> SELECT DISTINCT ?a(COUNT(?b)AS?n)WHERE{ ?a x:c ?b }", ("a", "n")),
        ("SELECT (IF(EXISTS { ?a ?b ?c }, (?d), 1) AS ?e) ?f {}", ("e", "f")),
        ("SELECT * { ?a ?b ?c }", None),
        ("SELECT ?a { SELECT ?a ?b { ?a ?c ?b } }", ("a",)),
        ("CONSTRUCT WHERE { ?a ?b ?c }", None),
    ],
)
def test_projection(query: str, columns: tuple[str, ...] | None) -> None:
    assert projection(query) == columns
