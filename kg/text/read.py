r"""Articles out of files, folders and streams.

The formats, told apart by the file's suffix (a stream's by its beginning):

- ``.txt`` and ``.md``: plain text. The title is the first line when a blank line follows it and no full stop ends it.
- ``.html`` and ``.htm``: the article is taken out of the page, with the metadata the page tells.
- ``.jsonl`` and ``.ndjson``: a JSON object a line, with ``text`` and, where known, ``title``, ``published``,
  ``publisher`` and ``url``; other keys are ignored. Line 3 of ``notes.jsonl`` becomes the article ``notes.jsonl#3``.
- ``NAME.meta.json`` beside a text or page holds the same keys but ``text``; what it tells wins over what the page
  tells.

The text is kept as it stands, so that spans are offsets into it, with three exceptions: line ends become ``\n``;
every other control character becomes one space; what UTF-8 cannot hold (lone surrogates, noncharacters) becomes U+FFFD.
Unicode is not normalised. For HTML and JSON Lines the title is put before the text as its first paragraph, unless the
text begins with it, since headlines tell acts too.

An article is named by its file name; one found in a subfolder of a folder that was given, by its path within that
folder (``2023/note.txt``); one from a stream by the digest of its bytes (``stdin-1f0c9a3e``).

Bytes are UTF-8, or UTF-16 or UTF-32 with a byte order mark; else what the page declares; else windows-1252.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from kg.errors import DemarcheError, InputUnreadable
from kg.limits import check, limit
from kg.model import Article
from kg.text import article, decode, html, meta, places, rows
from kg.text.meta import Metadata
from kg.text.places import Format


def read_all(
    paths: Sequence[str | Path] | str | Path, stdin: BinaryIO | None = None
) -> Iterator[Article | DemarcheError]:
    """Read every article of files, folders and ``-``; what cannot be read is yielded as an error, and the rest goes on.

    Parameters:
        paths: files, folders (read whole, in sorted order) or ``-``. A file met twice is read once.
        stdin: the stream that ``-`` stands for; the process's own where none is given.

    Yields:
        Articles in the order of the paths, and in its place an error for each file, row or folder that cannot be read:
        InputUnreadable, or LimitReached naming the limit. Two articles of one name are not both taken.
    """
    given = [paths] if isinstance(paths, (str, Path)) else paths
    most = limit("DEMARCHE_MAX_ARTICLES")
    names: set[str] = set()
    for found in _each(given, stdin):
        if isinstance(found, Article):
            if found.name in names:
                yield InputUnreadable(
                    "another article of this run has the same name",
                    where=places.shown(found.name),
                    remedy="rename it, or give the folder that holds both",
                )
                continue
            names.add(found.name)
            if len(names) > most:
                try:
                    check("DEMARCHE_MAX_ARTICLES", len(names), "the number of articles", where=places.shown(found.name))
                except DemarcheError as error:
                    yield error
                return
        yield found


def read_file(path: str | Path) -> Iterator[Article]:
    """Read the articles of one file.

    Raises:
        InputUnreadable: when the file, or a row of it, cannot be read.
        LimitReached: when it is too large.
    """
    return _raising(_file(Path(path), Path(path).name))


def read_stream(stream: BinaryIO, name: str = "stdin") -> Iterator[Article]:
    """Read the articles of a stream of bytes: plain text, an HTML page or JSON Lines, told by how it begins.

    Parameters:
        stream: open for reading bytes.
        name: goes before the digest that names the article.

    Raises:
        InputUnreadable: when the stream, or a row of it, cannot be read.
        LimitReached: when it is too large.
    """
    return _raising(_stream(stream, name))


def passed_over(paths: Sequence[str | Path] | str | Path) -> tuple[Path, ...]:
    """Return the files in the given folders that are not read as articles, sorted.

    They are files of other suffixes, README files, hidden files and folders, linked folders, and metadata that stands
    beside no article.
    """
    given = [paths] if isinstance(paths, (str, Path)) else paths
    found: set[Path] = set()
    for path in map(Path, given):
        if str(path) != "-" and path.is_dir():
            found.update(entry.path for entry in places.walk(path) if not entry.is_article)
    return tuple(sorted(found))


def _raising(found: Iterable[Article | DemarcheError]) -> Iterator[Article]:
    for item in found:
        if isinstance(item, DemarcheError):
            raise item
        yield item


def _each(paths: Sequence[str | Path], stdin: BinaryIO | None) -> Iterator[Article | DemarcheError]:
    seen: set[str] = set()
    for given in paths:
        if str(given) == "-":
            if "-" not in seen:
                seen.add("-")
                yield from _stream(stdin if stdin is not None else sys.stdin.buffer, "stdin")
            continue
        path = Path(given)
        try:
            files = list(places.folder(path)) if path.is_dir() else [(path, path.name)]
        except DemarcheError as error:
            yield error
            continue
        except (OSError, ValueError) as error:
            yield places.unreadable(error, path)
            continue
        for file, name in files:
            real = places.real(file)
            if real not in seen:
                seen.add(real)
                yield from _file(file, name)


def _file(path: Path, name: str) -> Iterator[Article | DemarcheError]:
    try:
        form = places.format_of(path)
        data = places.file_bytes(path)
        told = meta.beside(path) if form != "rows" else Metadata()
    except DemarcheError as error:
        yield error
        return
    except (OSError, ValueError) as error:
        yield places.unreadable(error, path)
        return
    yield from _articles(data, form, decode.storable(name), places.shown(path), told)


def _stream(stream: BinaryIO, name: str) -> Iterator[Article | DemarcheError]:
    try:
        data = places.bounded(stream, name)
    except DemarcheError as error:
        yield error
        return
    except (OSError, ValueError) as error:
        yield InputUnreadable(f"the stream cannot be read: {error}", where=name, remedy="pipe an article to it")
        return
    digest = hashlib.sha256(data).hexdigest()[:8]
    yield from _articles(data, _sniffed(data), f"{name}-{digest}", name, Metadata())


def _sniffed(data: bytes) -> Format:
    begin = data.decode(decode.encoding_by_bom(data) or "utf-8", "replace").lstrip()
    if html.is_html(begin):
        return "html"
    if not begin.startswith("{"):
        return "text"
    try:
        row = json.loads(begin.partition("\n")[0])
    except (ValueError, RecursionError):
        return "text"
    return "rows" if isinstance(row, dict) else "text"


def _articles(data: bytes, form: Format, name: str, where: str, told: Metadata) -> Iterator[Article | DemarcheError]:
    try:
        decode.refuse_binary(data, where)
        if form == "rows":
            yield from rows.articles(data, name, where)
        elif form == "html":
            yield article.from_page(
                decode.cleaned(decode.decoded(data, where, declared=html.declared_charset(data)), where),
                name,
                where,
                told,
            )
        else:
            yield article.from_text(decode.cleaned(decode.decoded(data, where), where), name, where, told)
    except DemarcheError as error:
        yield error
