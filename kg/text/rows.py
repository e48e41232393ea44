"""JSON Lines: a JSON object a line, each an article."""

from __future__ import annotations

import io
from collections.abc import Iterator

from kg.errors import DemarcheError, InputUnreadable
from kg.model import Article
from kg.text import article, decode, meta


def articles(data: bytes, name: str, where: str) -> Iterator[Article | DemarcheError]:
    """Yield the article of every row, and in its place an error for each that cannot be read.

    Parameters:
        data: the rows' bytes.
        name: an article's name is this and the number of its line: ``notes.jsonl#3``.
        where: what errors call the file.

    Raises:
        InputUnreadable: when there is no row, or the bytes are damaged.
    """
    marked = decode.encoding_by_bom(data)
    if marked:
        # Rows are cut at line ends, so they must be bytes of ASCII's kin.
        data = decode.decoded(data, where).encode("utf-8", "surrogatepass")
    found = False
    for number, line in enumerate(io.BytesIO(data), 1):
        if not line.strip():
            continue
        found = True
        try:
            yield _row(line, f"{name}#{number}", f"{where}:{number}")
        except DemarcheError as error:
            yield error
    if not found:
        raise InputUnreadable("no row in this file", where=where, remedy="write a JSON object a line")


def _row(line: bytes, name: str, where: str) -> Article:
    row = meta.json_object(line, where)
    text = row.get("text")
    if not isinstance(text, str):
        raise InputUnreadable('the row has no "text" that is a string', where=where, remedy='add "text"')
    told = meta.metadata(row, where)
    return article.made(article.with_title(decode.cleaned(text, where), told.title), name, where, told)
