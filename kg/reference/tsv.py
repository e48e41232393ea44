"""The rows of the ``.tsv`` files, each with its place, so that an error names file, line and remedy."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import cast, get_args

from kg.errors import DataInvalid
from kg.reference.days import bounds
from kg.reference.model import Evidence

_EVIDENCE: frozenset[str] = frozenset(get_args(Evidence))
_QID = re.compile(r"Q[1-9][0-9]*")

_COLUMNS: dict[str, tuple[str, ...]] = {
    "states": (
        "label",
        "article",
        "rank",
        "wikidata",
        "evidence",
        "periods",
        "aliases",
        "adjectives",
        "people",
        "seats",
    ),
    "organizations": ("label", "kind", "of", "field", "wikidata", "evidence", "periods", "aliases", "seats"),
    "bodies": ("label", "kind", "of", "field", "wikidata", "evidence", "periods", "aliases", "seats"),
    "groups": ("label", "kind", "of", "field", "wikidata", "evidence", "periods", "aliases", "seats"),
    "media": ("label", "kind", "of", "field", "wikidata", "evidence", "periods", "aliases", "seats"),
    "ministries": ("field", "label", "forms"),
    "persons": ("name", "wikidata", "evidence", "aliases", "short"),
    "holders": ("name", "office", "of", "start", "end"),
    "surfaces": ("text", "role", "entries"),
    "given_names": ("variant", "usual", "rewrite"),
    "office_names": ("name", "offices"),
    "not_actors": ("text",),
}


class Row:
    """One row of a data file, its cells by column, and where it stands."""

    __slots__ = ("cells", "where")

    def __init__(self, cells: dict[str, str], where: str) -> None:
        self.cells = cells
        self.where = where

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def many(self, column: str) -> tuple[str, ...]:
        """Return the parts of a cell that holds several, split at ``|``."""
        cell = self.cells[column]
        return tuple(cell.split("|")) if cell else ()

    def invalid(self, what: str, remedy: str) -> DataInvalid:
        """Return the error that this row makes, for the caller to raise."""
        return DataInvalid(what, where=self.where, remedy=remedy)

    def one_of(self, column: str, allowed: frozenset[str]) -> str:
        """Return a cell that is one of the allowed words."""
        if self.cells[column] not in allowed:
            raise self.invalid(f"{column} is {self.cells[column]!r}", f"write one of {', '.join(sorted(allowed))}")
        return self.cells[column]

    def item(self) -> tuple[str | None, Evidence]:
        """Return the QID and how well it is known."""
        qid = self.cells["wikidata"] or None
        evidence = cast(Evidence, self.one_of("evidence", _EVIDENCE))
        if qid and not _QID.fullmatch(qid):
            raise self.invalid(f"{qid!r} is no QID", "write Q and digits, or leave it empty")
        if (qid is None) != (evidence == "unverified"):
            raise self.invalid(
                f"evidence {evidence!r} for QID {qid!r}", "write 'unverified' where, and only where, there is none"
            )
        return qid, evidence

    def when(self, column: str) -> str | None:
        """Return a cell that is an EDTF date, ``None`` where it is empty."""
        cell = self.cells[column] or None
        if cell:
            self._bounds(cell, f"{column} is no EDTF date: {cell!r}")
        return cell

    def periods(self) -> tuple[tuple[str, str], ...]:
        """Return the bounds of each EDTF interval of the column ``periods``."""
        return tuple(self._bounds(p, f"no EDTF interval: {p!r}") for p in self.many("periods"))

    def _bounds(self, edtf: str, what: str) -> tuple[str, str]:
        try:
            return bounds(edtf)
        except ValueError:
            raise self.invalid(
                what, "write a date like 1962, 1962-10 or 1962-10-22, an interval like 1922/1991"
            ) from None


def rows(folder: Path, name: str) -> Iterator[Row]:
    """Yield the rows of ``name``.tsv, without comments and header.

    Raises:
        DataInvalid: for a file that is missing or not UTF-8, and for a header, row or cell of the wrong form.
    """
    path = folder / f"{name}.tsv"
    columns = _COLUMNS[name]
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        raise DataInvalid(
            "the file is missing", where=f"{name}.tsv", remedy="restore it from the distribution"
        ) from None
    except UnicodeDecodeError:
        raise DataInvalid("the file is not UTF-8", where=f"{name}.tsv", remedy="save it as UTF-8") from None
    header = False
    for number, cells in enumerate(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE), 1):
        where = f"{name}.tsv:{number}"
        if not cells or cells[0].startswith("#"):
            continue
        if not header:
            header = True
            if tuple(cells) != columns:
                raise DataInvalid(
                    "the header is not the expected one", where=where, remedy=f"write {' '.join(columns)}"
                )
            continue
        if len(cells) != len(columns):
            raise DataInvalid(f"{len(cells)} columns", where=where, remedy=f"write {len(columns)}, separated by tabs")
        if not cells[0] or any(c != c.strip() or "||" in c or c[:1] == "|" or c[-1:] == "|" for c in cells):
            raise DataInvalid("an empty name, or space or | around a cell", where=where, remedy="trim the cells")
        yield Row(dict(zip(columns, cells, strict=True)), where)
