"""Tables of tab-separated cells: comment lines, one header line, rows."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.errors import DataInvalid

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a data file: its cells, and where it stands (``file:line``)."""

    cells: tuple[str, ...]
    where: str

    def invalid(self, what: str, remedy: str) -> DataInvalid:
        """Return the error for this row."""
        return DataInvalid(what, where=self.where, remedy=remedy)

    def one_of(self, cell: str, allowed: tuple[str, ...]) -> str:
        """Return a cell's value.

        Raises:
            DataInvalid: when it is none of those allowed.
        """
        if cell not in allowed:
            raise self.invalid(f"{cell!r} is not allowed here", f"write one of {', '.join(allowed)}")
        return cell

    def number(self, cell: str) -> int:
        """Return a cell's value as a number.

        Raises:
            DataInvalid: when it is none.
        """
        if not cell.isdecimal():
            raise self.invalid(f"{cell!r} is no number", "write digits")
        return int(cell)

    def decimal(self, cell: str) -> float:
        """Return a cell's value as a number that may be negative and have decimals.

        Raises:
            DataInvalid: when it is none.
        """
        try:
            return float(cell)
        except ValueError:
            raise self.invalid(f"{cell!r} is no number", "write a number such as -0.25") from None


def rows(name: str, columns: int, folder: Path | None = None) -> Iterator[Row]:
    """Yield the rows of a data file, comments and the header left out, empty cells at the end filled in.

    Parameters:
        folder: where the file lies; by default beside the lexicon's tables.

    Raises:
        DataInvalid: naming the file, and the line of a row with too many columns or an empty first one.
    """
    header = True
    try:
        lines = ((folder or FOLDER) / name).read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        raise DataInvalid("the file is missing", where=name, remedy="restore it from the distribution") from None
    for number, cells in enumerate(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE), 1):
        if not cells or cells[0].startswith("#"):
            continue
        if header:
            header = False
            continue
        row = Row((*cells, *[""] * (columns - len(cells))), f"{name}:{number}")
        if len(cells) > columns or not cells[0]:
            raise row.invalid(f"a row of {len(cells)} columns", f"write at most {columns}, the first not empty")
        yield row


def parts(cell: str) -> tuple[str, ...]:
    """Return the parts of a cell that holds several, split at ``|``."""
    return tuple(p for p in cell.split("|") if p)
