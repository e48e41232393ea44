"""A query cut into tokens: one pass over its text, without a parser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from kg.errors import UsageError

Kind = Literal["string", "iri", "variable", "language", "blank", "number", "name", "word", "mark"]


class Token(NamedTuple):
    """A token of a query: its kind, its words, and where they start."""

    kind: Kind
    text: str
    start: int


_WORD = r"[^\W\d_]"
_ESCAPE = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
_TOKEN = re.compile(
    rf"""
      (?P<space>   [ \t\r\n]+ | \#[^\r\n]* )
    | (?P<string>  \"\"\"(?:\"{{0,2}}(?:[^"\\]|\\.))*+\"\"\" | '''(?:'{{0,2}}(?:[^'\\]|\\.))*+'''
                 | "(?!"")(?:[^"\\\r\n]|\\.)*+"           | '(?!'')(?:[^'\\\r\n]|\\.)*+' )
    | (?P<iri>     <(?:[^<>"{{}}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{{4}}|\\U[0-9A-Fa-f]{{8}})*+> )
    | (?P<variable> [?$]\w+ )
    | (?P<language> @[A-Za-z]+(?:-+[A-Za-z0-9]+)* )
    | (?P<blank>   _:\w(?:[\w.\-·]*[\w\-·])? )
    | (?P<number>  (?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)? )
    | (?P<stem>    {_WORD}[\w.\-·]*+ )
    | (?P<mark>    << | >> | \{{\| | \|\}} | \^\^ | && | \|\| | [!<>]= | [{{}}()\[\]|/^*?+\-!=<>.;,~:] )
    """,
    re.VERBOSE | re.DOTALL,
)
_LOCAL = re.compile(rf"(?:[\w:]|{_ESCAPE})(?:(?:[\w:.\-·]|{_ESCAPE})*(?:[\w:\-·]|{_ESCAPE}))?")
_PIECE = re.compile(r"\w+|[.\-·]")


def tokens(text: str, *, name: str = "query") -> tuple[Token, ...]:
    """Cut a query into tokens, without white space and comments.

    Raises:
        UsageError: at a character that SPARQL has no use for there, such as a quotation mark that nothing closes.

    >>> [token.text for token in tokens("ASK { ?s a 'x' } # end")]
    ['ASK', '{', '?s', 'a', "'x'", '}']
    """
    return tuple(_cut(text, name))


def _cut(text: str, name: str) -> Iterator[Token]:
    at = 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            line = text.count("\n", 0, at) + 1
            raise UsageError(
                f"unexpected {text[at]!r}", where=f"{name}, line {line}", remedy="close every string and check the line"
            )
        kind, start, at = str(found.lastgroup), at, found.end()
        if kind == "stem" and text.startswith(":", at):
            local = _LOCAL.match(text, at + 1)
            at = local.end() if local else at + 1
            yield Token("name", text[start:at], start)
        elif kind == "stem":
            # One run such as "true.from" is several words; it is scanned once, lest long runs take quadratic time.
            for piece in _PIECE.finditer(text, start, at):
                yield Token("mark" if piece[0] in ".-·" else "word", piece[0], piece.start())
        elif kind == "mark" and found[0] == ":":
            local = _LOCAL.match(text, at)
            at = local.end() if local else at
            yield Token("name", text[start:at], start)
        elif kind != "space":
            yield Token(kind, found[0], start)  # type: ignore[arg-type]
