"""The word lists of the text wing, as data files anyone can extend."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

from kg.errors import DataInvalid

FOLDER = Path(__file__).parent


@cache
def rows(name: str, columns: int) -> tuple[tuple[str, ...], ...]:
    """Return the rows of a word list; its header, blank lines and lines that begin with ``#`` are left out.

    Parameters:
        name: the file's name, tab separated.
        columns: how many cells every row holds.

    Raises:
        DataInvalid: naming the file and the line of a row that holds another number of cells.
    """
    return tuple(_rows(FOLDER / name, columns)[1:])


def _rows(path: Path, columns: int) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    with path.open(encoding="utf-8", newline="") as lines:
        for number, row in enumerate(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE), 1):
            if not row or row[0].startswith("#"):
                continue
            if len(row) != columns or not all(row):
                raise DataInvalid(
                    f"{len(row)} cells in a row", where=f"{path.name}:{number}", remedy=f"fill exactly {columns}"
                )
            found.append(tuple(row))
    return found


@cache
def mapping(name: str) -> dict[str, str]:
    """Return a two-column list as a mapping; not to be changed.

    >>> mapping("abbreviations.tsv")["Gen"]
    'title'
    """
    return {row[0]: row[1] for row in rows(name, 2)}


@cache
def column(name: str, value: str) -> frozenset[str]:
    """Return the first cells of those rows of a two-column list whose second cell is ``value``.

    >>> "Gen" in column("abbreviations.tsv", "title")
    True
    """
    return frozenset(first for first, second in mapping(name).items() if second == value)
