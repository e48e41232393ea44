"""Variables: bound wherever a query mentions them, as one term whatever the term holds; and the selected ones."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lettered import iri, letters

from kg.errors import UsageError
from kg.graph.binding import Bindings, bind, projection
from kg.graph.sparql import ask
from kg.graph.store import Store


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    with letters() as made:
        yield made


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
def test_wrong_bindings(bindings: Bindings, words: str) -> None:
    with pytest.raises(UsageError) as caught:
        bind("ASK { ?s ?p ?o }", bindings)
    assert words in str(caught.value)


TEXT = st.text(alphabet=st.characters(exclude_categories=["Cs"]))


@settings(max_examples=60, deadline=None)
@given(TEXT)
def test_any_text_is_bound_as_one_literal(value: str) -> None:
    (row,) = ox.Store().query(bind("SELECT ?x { FILTER(BOUND(?x)) }", {"x": ox.Literal(value)}))  # type: ignore[misc]
    assert row[0] == ox.Literal(value)


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
