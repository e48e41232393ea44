"""What a page puts around its article: menus, tags, comment forms, related posts, notices.

Nothing is removed: the text stays as it is, and the furniture is told as spans, which no reader reads. A line is
furniture only when the whole of it is, by the patterns of ``lexicon/furniture.tsv``; what runs on after a heading such
as "Leave a Reply" is furniture only at the tail of a page.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal, get_args

from kg.errors import DataInvalid
from kg.model import Span
from kg.text import lexicon

Scope = Literal["line", "form", "rest", "menu"]
_SCOPES: tuple[Scope, ...] = get_args(Scope)

_LINE = re.compile(r"[^\n\u2028\u2029]+")
_LONGEST_LINE = 600
_LONG = 200
_LONG_QUESTION = 60
_STOPPED = re.compile(r"(?<![.…])\.[\"”’'»)\]*]*\Z")
_ASKED = re.compile(r"[?!][\"”’'»)\]*]*\Z")
_CELLS = re.compile(r"\s*\|\s*|\s+[·•»›>]\s+")
_COLUMNS = re.compile(r"\t+|\s{2,}")
_CELL = 30
_MENU_WORDS = 4


@dataclass(frozen=True, slots=True, order=True)
class Furniture:
    """A stretch of page furniture and its class (``comments``, ``related``, ``source``, …)."""

    span: Span
    kind: str


@dataclass(frozen=True, slots=True)
class _Line:
    span: Span
    words: str
    kind: str | None
    scope: Scope | None

    @property
    def is_prose(self) -> bool:
        """Whether the line may be a paragraph of an article."""
        if self.kind is not None:
            return False
        long = len(self.words)
        return (
            long >= _LONG
            or bool(_STOPPED.search(self.words))
            or (long >= _LONG_QUESTION and bool(_ASKED.search(self.words)))
        )


def furniture(text: str) -> tuple[Span, ...]:
    r"""Return the spans of a text's page furniture, in order and disjoint.

    >>> page = "The talks failed.\n\n#talks #peace\n\nLeave a Reply\n\nRelated Posts\n\nAnother story"
    >>> [s.of(page) for s in furniture(page)]
    ['#talks #peace', 'Leave a Reply\n\nRelated Posts\n\nAnother story']
    """
    return tuple(f.span for f in classified(text))


def classified(text: str) -> tuple[Furniture, ...]:
    """Return the page furniture of a text with the class of each, in order and disjoint.

    A line that names the source ("Source: an agency") is of class ``source``.
    """
    lines = _lines(text)
    end = _tail(lines)
    found = [Furniture(x.span, x.kind) for x in lines[:end] if x.kind is not None and x.scope != "menu"]
    found += [Furniture(x.span, "menu") for x in _menus(lines[:end])]
    if end < len(lines):
        found.append(Furniture(Span(lines[end].span.start, lines[-1].span.end), lines[end].kind or "related"))
    return tuple(sorted(found))


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str, Scope], ...]:
    found: list[tuple[re.Pattern[str], str, Scope]] = []
    for pattern, kind, scope in lexicon.rows("furniture.tsv", 3):
        try:
            compiled = re.compile(pattern, re.IGNORECASE)
        except re.error as error:
            raise DataInvalid(
                f"the pattern {pattern!r} is wrong: {error}", where="furniture.tsv", remedy="mend it"
            ) from None
        known: Scope | None = next((s for s in _SCOPES if s == scope), None)
        if known is None:
            raise DataInvalid(
                f"the scope {scope!r} is unknown", where="furniture.tsv", remedy=f"use one of {', '.join(_SCOPES)}"
            )
        found.append((compiled, kind, known))
    return tuple(found)


@cache
def _any_pattern() -> re.Pattern[str]:
    """All patterns as one, which most lines fail at once."""
    return re.compile("|".join(f"(?:{pattern.pattern})" for pattern, _, _ in _patterns()), re.IGNORECASE)


def _lines(text: str) -> list[_Line]:
    found: list[_Line] = []
    for match in _LINE.finditer(text):
        words = match.group().strip()
        if words:
            start = match.start() + len(match.group()) - len(match.group().lstrip())
            kind, scope = _class(words)
            found.append(_Line(Span(start, start + len(words)), words, kind, scope))
    return found


def _class(words: str) -> tuple[str | None, Scope | None]:
    if len(words) > _LONGEST_LINE:
        return None, None
    if _any_pattern().fullmatch(words):
        return next((kind, scope) for pattern, kind, scope in _patterns() if pattern.fullmatch(words))
    pieces = words.split(". ")
    if len(pieces) > 1:
        classes = [_class(p) for p in pieces]
        if all(kind is not None and scope in ("line", "form") for kind, scope in classes):
            return classes[0]
    return ("menu", "line") if _is_bar(words) else (None, None)


def _is_bar(words: str) -> bool:
    """Tell whether a line is a row of a menu: short cells set apart by bars or wide spaces."""
    for split, least, titled in ((_CELLS, 3, False), (_COLUMNS, 4, True)):
        cells = [c for c in split.split(words) if c]
        if len(cells) >= least and all(_is_cell(c, titled) for c in cells):
            return True
    return False


def _is_cell(words: str, titled: bool) -> bool:
    begins = words.split()[0]
    # Text that a scanner or a typesetter spaced out has wide gaps before small words too.
    return len(words) <= _CELL and not _STOPPED.search(words) and (not titled or begins != begins.lower())


def _menus(lines: Sequence[_Line]) -> list[_Line]:
    """The lines from the first to the last entry of a menu, in a run of short lines that holds two entries."""
    found: list[_Line] = []
    run: list[_Line] = []
    for line in [*lines, None]:
        if line and (line.scope == "menu" or (line.kind is None and _is_entry(line.words))):
            run.append(line)
            continue
        entries = [at for at, x in enumerate(run) if x.scope == "menu"]
        if len(entries) > 1:
            found += run[entries[0] : entries[-1] + 1]
        run = []
    return found


def _is_entry(words: str) -> bool:
    return len(words) <= _CELL and len(words.split()) <= _MENU_WORDS and words[-1].isalnum()


def _tail(lines: Sequence[_Line]) -> int:
    """The index of the heading from which on all is furniture, or the number of lines."""
    prose = [len(x.words) if x.is_prose else 0 for x in lines]
    total, before = sum(prose), 0
    for at, line in enumerate(lines):
        if line.scope == "rest" and before and _opens_tail(lines, prose, at, before, total - before):
            return at
        before += prose[at]
    return len(lines)


def _opens_tail(lines: Sequence[_Line], prose: Sequence[int], at: int, before: int, after: int) -> bool:
    """Tell whether a heading opens the page's tail, by the prose before and after it.

    No prose follows; or a comment form's words follow at once and more prose stands before than after; or the prose
    that follows is little, and each piece of it has its own heading, as teasers and comments have.
    """
    if not after:
        return True
    if lines[at].kind == "comments" and before >= after and any(x.scope == "form" for x in lines[at + 1 : at + 4]):
        return True
    follows = [i for i in range(at + 1, len(lines)) if prose[i]]
    return 2 * after <= before and len(follows) > 1 and all(not prose[i - 1] for i in follows)
