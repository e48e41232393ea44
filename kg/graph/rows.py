"""What a query returns: rows of terms, and the same as plain Python values."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from kg.vocabulary import NAMESPACES

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Plain = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Rows:
    """What a query returns.

    Parameters:
        columns: the names of the columns; ``answer`` for ASK; ``subject predicate object`` for CONSTRUCT and DESCRIBE.
        rows: a term, or ``None`` where nothing is bound, for each column.
        truncated: whether there were more rows than the limit DEMARCHE_MAX_ROWS.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]
    truncated: bool = False

    def plain(self) -> tuple[tuple[Plain, ...], ...]:
        """Return the rows as plain Python values; IRIs and dates as strings."""
        return tuple(tuple(map(plain, row)) for row in self.rows)

    def records(self) -> list[dict[str, Plain]]:
        """Return a dictionary a row, in the order of the columns."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.plain()]


def plain(term: Term | None) -> Plain:
    """Return a term as a plain Python value: numbers and truth values as such, everything else as a string.

    >>> plain(ox.Literal("3", datatype=ox.NamedNode(NAMESPACES["xsd"] + "integer")))
    3
    """
    if term is None or isinstance(term, ox.BlankNode | ox.Triple):
        return None if term is None else str(term)
    if isinstance(term, ox.Literal):
        _, _, datatype = term.datatype.value.rpartition(NAMESPACES["xsd"])
        convert = _PLAIN.get(datatype) if term.datatype.value.startswith(NAMESPACES["xsd"]) else None
        with contextlib.suppress(ValueError):  # "abc"^^xsd:integer is a literal too
            return convert(term.value) if convert else term.value
    return term.value


_PLAIN: dict[str, Any] = {
    "integer": int,
    "decimal": float,
    "double": float,
    "float": float,
    "boolean": lambda value: value in ("true", "1"),
}
