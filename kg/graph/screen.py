"""What may be parsed: a query is refused by its tokens alone, before any parser sees it.

It is refused when it is too long or too deeply nested, reaches for the network (SERVICE), chooses its own graphs (FROM)
or changes data.
"""

from __future__ import annotations

from collections.abc import Iterable

from kg.errors import UsageError
from kg.graph.tokens import Token, tokens
from kg.limits import check

_OPENING = frozenset({"{", "(", "[", "<<", "{|"})
_CLOSING = frozenset({"}", ")", "]", ">>", "|}"})
_UNARY = frozenset({"!", "-", "+", "^"})
_UPDATES = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH"})
_REACHING = {
    "SERVICE": "asks another server (SERVICE)",
    "FROM": "chooses its own graphs (FROM)",
}
_REMEDIES = {
    "SERVICE": "load that data into the store and ask there",
    "FROM": "use GRAPH <iri> { … } in the query",
}


def screen(text: str, *, allow: frozenset[str] = frozenset(), name: str = "query") -> tuple[Token, ...]:
    """Return the tokens of a query that may be parsed.

    Parameters:
        text: the query.
        allow: what is allowed though it is refused by default: ``SERVICE``, ``FROM``, ``UPDATE`` (but never LOAD).
        name: what the query is called in errors.

    Raises:
        LimitReached: when it is longer than DEMARCHE_MAX_QUERY_CHARS or deeper than DEMARCHE_MAX_QUERY_DEPTH.
        UsageError: when it holds what is refused; the message says what and what to do instead.
    """
    check("DEMARCHE_MAX_QUERY_CHARS", len(text), "the query's length in characters", where=name)
    cut = tokens(text, name=name)
    check("DEMARCHE_MAX_QUERY_DEPTH", _depth(cut), "the query's nesting depth", where=name)
    for token in cut:
        where = f"{name}, line {text.count(chr(10), 0, token.start) + 1}"
        for word in _reached(token):
            if word not in allow:
                raise UsageError(f"the query {_REACHING[word]}, which is refused", where=where, remedy=_REMEDIES[word])
        word = token.text.upper() if token.kind == "word" else ""
        if word == "LOAD" or (word in _UPDATES and "UPDATE" not in allow):
            raise UsageError(
                f"the query changes data ({word}), which is refused",
                where=where,
                remedy="ask by SELECT; load by kg load",
            )
    return cut


def chooses_graphs(cut: Iterable[Token]) -> bool:
    """Tell whether a query chooses its own graphs (FROM)."""
    return any("FROM" in _reached(token) for token in cut)


def _depth(cut: Iterable[Token]) -> int:
    deepest = depth = run = 0
    for token in cut:
        mark = token.text if token.kind == "mark" else ""
        # Parsers call themselves for each of "!!!…" too.
        run = run + 1 if mark in _UNARY else 0
        if mark in _OPENING:
            depth += 1
        elif mark in _CLOSING:
            depth = max(0, depth - 1)
        deepest = max(deepest, depth + run)
    return deepest


def _reached(token: Token) -> list[str]:
    # pyoxigraph needs no space after a keyword: "trueSERVICEex:p{…}" asks a server. No word of SPARQL but the keyword
    # itself holds these letters; a prefix that does could be read as the keyword and the rest of the prefix.
    if token.kind == "word":
        letters = token.text.upper()
    elif token.kind == "name":
        letters = token.text.partition(":")[0].upper()
    else:
        return []
    return [word for word in _REACHING if word in letters]
