"""What is refused before it is parsed: tokens, depth, length, and the words that reach out."""

from __future__ import annotations

import contextlib

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import DemarcheError, LimitReached, UsageError
from kg.graph.screen import screen
from kg.graph.tokens import tokens

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
