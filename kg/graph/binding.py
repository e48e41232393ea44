"""The variables of a query: how they are bound to terms, and which of them it selects."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import pyoxigraph as ox

from kg.errors import UsageError
from kg.graph.rows import Term
from kg.graph.tokens import Token
from kg.graph.tokens import tokens as cut_into_tokens

Bindings = Mapping[str, Term | Sequence[Term]]


@dataclass(slots=True)
class _Level:
    """What a pair of braces encloses: a query's own clauses, a group of patterns, or something else."""

    kind: Literal["query", "group", "other"]
    inside: int = -1
    first: bool = True
    parentheses: int = 0
    values: bool = False
    where: _Level | None = None
    mentions: set[str] = field(default_factory=set)


def bind(text: str, bindings: Bindings | None, *, name: str = "query", tokens: Sequence[Token] | None = None) -> str:
    r"""Return the query with each variable of ``bindings`` bound to its terms, in every group that mentions it.

    The terms enter as VALUES, in the syntax in which pyoxigraph writes them: whatever a term holds, it stays one term.
    (pyoxigraph's own substitutions reach no FILTER and no variable that is not selected.)

    Parameters:
        text: the query.
        bindings: IRIs and literals by the name of the variable; several terms mean "any of them".
        name: what the query is called in errors.
        tokens: the tokens of ``text`` where they are at hand.

    Raises:
        UsageError: when the query lacks a variable, or a value is neither IRI nor literal.

    >>> bind("ASK { ?s ?p ?o }", {"o": ox.Literal('"')})
    'ASK { VALUES ?o { "\\"" } ?s ?p ?o }'
    """
    if not bindings:
        return text
    blocks = {variable: _block(variable, terms) for variable, terms in bindings.items()}
    cut = cut_into_tokens(text, name=name) if tokens is None else tokens
    levels = list(_groups(cut))
    for variable in bindings:
        if not any(variable in level.mentions for level in levels):
            known = {one for level in levels for one in level.mentions}
            near = difflib.get_close_matches(variable, sorted(known), 1)
            remedy = f"did you mean ?{near[0]}?" if near else "leave the binding out"
            raise UsageError(f"the query binds no variable ?{variable} in a WHERE clause", where=name, remedy=remedy)
    pieces, last = [], 0
    for level in sorted(levels, key=lambda one: one.inside):
        inserted = "".join(blocks[variable] for variable in sorted(level.mentions & blocks.keys()))
        if inserted:
            pieces += [text[last : level.inside], inserted]
            last = level.inside
    return "".join([*pieces, text[last:]])


def _block(variable: str, terms: Term | Sequence[Term]) -> str:
    several = terms if isinstance(terms, Sequence) else (terms,)
    if not re.fullmatch(r"\w+", variable):
        raise UsageError(f"{variable!r} is no name of a variable", remedy="use letters, digits and _")
    if not several or not all(isinstance(term, ox.NamedNode | ox.Literal) for term in several):
        raise UsageError(f"?{variable} is bound to no IRI or literal", remedy="bind pyoxigraph terms")
    return f" VALUES ?{variable} {{ {' '.join(map(str, several))} }}"


def _groups(cut: Iterable[Token]) -> Iterator[_Level]:
    """Yield every group of patterns, with where its inside starts and the variables its own tokens mention."""
    stack = [_Level("query")]
    previous = ""
    for token in cut:
        level = stack[-1]
        word = token.text.upper() if token.kind in ("word", "mark") else ""
        if word == "{":
            stack.append(_opened(level, previous, token.start + 1))
        elif word == "}" and len(stack) > 1:
            closed = stack.pop()
            if closed.kind == "group":
                yield closed
            elif closed.kind == "query" and closed.where is not None:
                closed.where.mentions |= closed.mentions
        elif word in ("(", ")"):
            level.parentheses += 1 if word == "(" else -1
        elif word == "VALUES":
            level.values = True
        elif word == "SELECT" and level.first and len(stack) > 1:
            level.kind = "query"
        elif token.kind == "variable":
            level.mentions.add(token.text[1:])
        if word != "{":
            level.first = False
        previous = word
    outermost = stack[0]
    if outermost.where is not None:
        outermost.where.mentions |= outermost.mentions


def _opened(level: _Level, previous: str, inside: int) -> _Level:
    level.first = False
    if level.values:
        level.values = False
        return _Level("other")
    if level.kind == "query" and previous == "CONSTRUCT":
        template = _Level("other")
        template.mentions = level.mentions  # the template's variables are the query's own
        return template
    opened = _Level("group", inside)
    if level.kind == "query" and level.where is None and level.parentheses == 0:
        level.where = opened
    return opened


def projection(text: str, *, name: str = "query") -> tuple[str, ...] | None:
    """Return the columns that a SELECT names; ``None`` for ``SELECT *`` and for other forms of query.

    >>> projection("SELECT ?a (COUNT(?b) AS ?n) WHERE { ?a ?p ?b } GROUP BY ?a")
    ('a', 'n')
    """
    found: list[str] = []
    depth, after_as, selecting = 0, False, False
    for token in cut_into_tokens(text, name=name):
        word = token.text.upper()
        if token.kind == "word" and word == "SELECT":
            selecting = True
        elif not selecting:
            continue
        elif depth == 0 and (word == "{" or (token.kind == "word" and word == "WHERE")):
            break
        elif token.kind == "mark" and word in "(){}":
            depth += 1 if word in "({" else -1
        elif token.kind == "variable" and (depth == 0 or after_as):
            found.append(token.text[1:])
        after_as = token.kind == "word" and word == "AS"
    return tuple(found) or None
