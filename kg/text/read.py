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

import codecs
import datetime
import hashlib
import io
import json
import os
import re
import stat
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import BinaryIO, Literal, NoReturn

from kg.errors import DemarcheError, InputUnreadable
from kg.limits import check, limit
from kg.model import Article
from kg.text import clean, html, lexicon

Format = Literal["text", "html", "rows"]
SUFFIXES: dict[str, Format] = {
    ".txt": "text",
    ".md": "text",
    ".html": "html",
    ".htm": "html",
    ".jsonl": "rows",
    ".ndjson": "rows",
}
METADATA_SUFFIX = ".meta.json"

_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_UNSTORABLE = re.compile(r"[\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_URL = re.compile(r"https?://[^\s<>\"{}|\\^`]+", re.IGNORECASE)
_BINARY_SHARE = 0.1
_TITLE_CHARS = 200


@dataclass(frozen=True, slots=True)
class _Metadata:
    title: str | None = None
    published: str | None = None
    publisher: str | None = None
    url: str | None = None


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
                    where=_shown(found.name),
                    remedy="rename it, or give the folder that holds both",
                )
                continue
            names.add(found.name)
            if len(names) > most:
                try:
                    check("DEMARCHE_MAX_ARTICLES", len(names), "the number of articles", where=_shown(found.name))
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
            found.update(entry.path for entry in _walk(path) if not entry.is_article)
    return tuple(sorted(found))


def _raising(found: Iterable[Article | DemarcheError]) -> Iterator[Article]:
    for item in found:
        if isinstance(item, DemarcheError):
            raise item
        yield item


# From paths to files


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
            files = list(_folder(path)) if path.is_dir() else [(path, path.name)]
        except DemarcheError as error:
            yield error
            continue
        except (OSError, ValueError) as error:
            yield _unreadable(error, path)
            continue
        for file, name in files:
            real = _real(file)
            if real not in seen:
                seen.add(real)
                yield from _file(file, name)


def _real(path: Path) -> str:
    try:
        return os.path.realpath(path)
    except (OSError, ValueError):
        return str(path)


@dataclass(frozen=True, slots=True)
class _Entry:
    path: Path
    is_article: bool


def _folder(path: Path) -> Iterator[tuple[Path, str]]:
    """The article files of a folder with their names, in sorted order."""
    files = [entry.path for entry in _walk(path) if entry.is_article]
    if not files:
        known = " ".join(SUFFIXES)
        raise InputUnreadable("no article in this folder", where=_shown(path), remedy=f"put in files of {known}")
    for file in files:
        yield file, file.relative_to(path).as_posix()


def _walk(path: Path) -> Iterator[_Entry]:
    folders: list[Path] = [path]
    while folders:
        here = folders.pop()
        try:
            entries = sorted(here.iterdir(), key=lambda p: p.name)
        except OSError:
            # Taken for an article, so that reading it tells the error in its place.
            yield _Entry(here, True)
            continue
        texts = {p.stem for p in entries if p.suffix.lower() in SUFFIXES}
        deeper: list[Path] = []
        for entry in entries:
            if entry.name.startswith(".") or (entry.is_dir() and entry.is_symlink()):
                yield _Entry(entry, False)
            elif entry.is_dir():
                deeper.append(entry)
            elif entry.name.lower().endswith(METADATA_SUFFIX):
                if entry.name[: -len(METADATA_SUFFIX)] not in texts:
                    yield _Entry(entry, False)
            else:
                known = entry.suffix.lower() in SUFFIXES and entry.stem.lower() != "readme"
                yield _Entry(entry, known)
        folders.extend(reversed(deeper))


def _file(path: Path, name: str) -> Iterator[Article | DemarcheError]:
    try:
        form = _format(path)
        data = _bytes(path)
        told = _metadata_beside(path) if form != "rows" else _Metadata()
    except DemarcheError as error:
        yield error
        return
    except (OSError, ValueError) as error:
        yield _unreadable(error, path)
        return
    yield from _articles(data, form, _storable(name), _shown(path), told)


def _format(path: Path) -> Format:
    suffix = path.suffix.lower()
    mode = path.stat().st_mode
    if stat.S_ISDIR(mode):
        raise InputUnreadable("the folder cannot be listed", where=_shown(path), remedy="change its permissions")
    if not stat.S_ISREG(mode):
        raise InputUnreadable("not a regular file", where=_shown(path), remedy="give a file, or pipe it to -")
    if suffix in SUFFIXES:
        return SUFFIXES[suffix]
    if path.name.lower().endswith(METADATA_SUFFIX):
        raise InputUnreadable("this is metadata, not an article", where=_shown(path), remedy="give the text beside it")
    known = " ".join(SUFFIXES)
    kind = f"the suffix {suffix!r}" if suffix else "a name without suffix"
    raise InputUnreadable(
        f"{kind} tells no format that is read", where=_shown(path), remedy=f"use one of {known}, or pipe it to -"
    )


def _bytes(path: Path) -> bytes:
    check("DEMARCHE_MAX_FILE_BYTES", path.stat().st_size, "the file's size in bytes", where=_shown(path))
    with path.open("rb") as stream:
        return _bounded(stream, _shown(path))


def _bounded(stream: BinaryIO, where: str) -> bytes:
    """All bytes of a stream, never more than the limit."""
    data = stream.read(limit("DEMARCHE_MAX_FILE_BYTES") + 1)
    check("DEMARCHE_MAX_FILE_BYTES", len(data), "the size in bytes", where=where)
    return data


def _stream(stream: BinaryIO, name: str) -> Iterator[Article | DemarcheError]:
    try:
        data = _bounded(stream, name)
    except DemarcheError as error:
        yield error
        return
    except (OSError, ValueError) as error:
        yield InputUnreadable(f"the stream cannot be read: {error}", where=name, remedy="pipe an article to it")
        return
    digest = hashlib.sha256(data).hexdigest()[:8]
    yield from _articles(data, _sniffed(data), f"{name}-{digest}", name, _Metadata())


def _sniffed(data: bytes) -> Format:
    begin = data.decode(_encoding_by_bom(data) or "utf-8", "replace").lstrip()
    if html.is_html(begin):
        return "html"
    if not begin.startswith("{"):
        return "text"
    try:
        row = json.loads(begin.partition("\n")[0])
    except (ValueError, RecursionError):
        return "text"
    return "rows" if isinstance(row, dict) else "text"


# From bytes to articles


def _articles(data: bytes, form: Format, name: str, where: str, told: _Metadata) -> Iterator[Article | DemarcheError]:
    try:
        _refuse_binary(data, where)
        if form == "rows":
            yield from _rows(data, name, where)
        elif form == "html":
            yield _from_page(
                _clean(_decoded(data, where, declared=html.declared_charset(data)), where), name, where, told
            )
        else:
            yield _from_text(_clean(_decoded(data, where), where), name, where, told)
    except DemarcheError as error:
        yield error


def _refuse_binary(data: bytes, where: str) -> None:
    if not data:
        raise InputUnreadable("the file is empty", where=where, remedy="give a file with text")
    for signature, form in _signatures():
        if data.startswith(signature):
            raise InputUnreadable(f"this is {form}, not text", where=where, remedy="save its words as a .txt file")
    if b"\0" in data and not _encoding_by_bom(data):
        raise InputUnreadable(
            "it holds NUL bytes: binary data, or UTF-16 without a byte order mark",
            where=where,
            remedy="save it as UTF-8 text",
        )


@cache
def _signatures() -> tuple[tuple[bytes, str], ...]:
    return tuple((bytes.fromhex(signature), form) for signature, form in lexicon.rows("signatures.tsv", 2))


def _encoding_by_bom(data: bytes) -> str | None:
    return next((encoding for bom, encoding in _BOMS if data.startswith(bom)), None)


def _decoded(data: bytes, where: str, declared: str | None = None) -> str:
    marked = _encoding_by_bom(data)
    try:
        return data.decode(marked or "utf-8")
    except UnicodeDecodeError as error:
        if marked:
            _damaged(marked.removesuffix("-sig").upper(), error, where)
        if declared is None and _is_damaged_utf8(data):
            _damaged("UTF-8", error, where)
    try:
        return data.decode(declared or "windows-1252")
    except (UnicodeDecodeError, LookupError):
        raise InputUnreadable(
            f"the bytes are neither UTF-8 nor {declared or 'windows-1252'}", where=where, remedy="save it as UTF-8 text"
        ) from None


def _is_damaged_utf8(data: bytes) -> bool:
    """Tell whether bytes that are no UTF-8 were meant as such: most of what is not ASCII forms its characters."""
    whole = sum(len(m) for m in _MULTIBYTE.findall(data))
    high = len(data.translate(None, bytes(range(128))))
    return whole * 2 > high


def _damaged(encoding: str, error: UnicodeDecodeError, where: str) -> NoReturn:
    raise InputUnreadable(f"damaged {encoding} at byte {error.start:,}", where=where, remedy="save it as UTF-8 text")


def _clean(text: str, where: str) -> str:
    """The text as it is stored."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    controls = len(_CONTROL.findall(text))
    if controls > len(text) * _BINARY_SHARE:
        raise InputUnreadable(
            f"{controls:,} of {len(text):,} characters are control characters: binary data",
            where=where,
            remedy="save its words as a .txt file",
        )
    return _storable(_CONTROL.sub(" ", text))


def _storable(text: str) -> str:
    return _UNSTORABLE.sub("\ufffd", text)


def _from_text(text: str, name: str, where: str, told: _Metadata) -> Article:
    article = _article(text, name, where, told)
    return article if article.title else replace(article, title=_first_line(article))


def _first_line(article: Article) -> str | None:
    """The title that a text opens with: a short line without a final full stop, with a blank line after it."""
    head, _, rest = article.text.lstrip().partition("\n")
    start = len(article.text) - len(article.text.lstrip())
    following = rest.partition("\n")[0]
    title = _one_line(head.lstrip("#") if head.startswith(("# ", "## ")) else head)
    if not title or following.strip() or not rest.strip() or len(title) > _TITLE_CHARS or title.endswith("."):
        return None
    return None if any(s.start <= start < s.end for s in article.furniture) else title


def _from_page(source: str, name: str, where: str, told: _Metadata) -> Article:
    page = html.page(source, where)
    found = _Metadata(
        title=_one_line(page.title or "") or None,
        published=page.published if page.published and _DATE.fullmatch(page.published) else None,
        publisher=_one_line(page.publisher or "") or None,
        url=page.url if page.url and _URL.fullmatch(page.url) else None,
    )
    merged = _Metadata(
        title=told.title or found.title,
        published=told.published or found.published,
        publisher=told.publisher or found.publisher,
        url=told.url or found.url,
    )
    return _article(_with_title(_clean(page.text, where), merged.title), name, where, merged)


def _rows(data: bytes, name: str, where: str) -> Iterator[Article | DemarcheError]:
    marked = _encoding_by_bom(data)
    if marked:
        # Rows are cut at line ends, so they must be bytes of ASCII's kin.
        data = _decoded(data, where).encode("utf-8", "surrogatepass")
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
    row = _json_object(line, where)
    text = row.get("text")
    if not isinstance(text, str):
        raise InputUnreadable('the row has no "text" that is a string', where=where, remedy='add "text"')
    told = _metadata(row, where)
    return _article(_with_title(_clean(text, where), told.title), name, where, told)


def _with_title(text: str, title: str | None) -> str:
    """The text, the title before it as a paragraph unless it begins with it."""
    if not title or not text.strip():
        return text
    begin = _one_line(text[: 3 * len(title) + 100])
    return text if begin.casefold().startswith(title.casefold()) else f"{title}\n\n{text}"


def _article(text: str, name: str, where: str, told: _Metadata) -> Article:
    check("DEMARCHE_MAX_ARTICLE_CHARS", len(text), "the article's length in characters", where=where)
    if not any(not c.isspace() and unicodedata.category(c) != "Cf" for c in text):
        raise InputUnreadable("nothing but white space", where=where, remedy="give a file with text")
    return Article(
        name=name,
        text=text,
        title=told.title,
        published=told.published,
        publisher=told.publisher,
        url=told.url,
        furniture=clean.furniture(text),
    )


# Metadata


def _metadata_beside(path: Path) -> _Metadata:
    beside = path.with_name(path.stem + METADATA_SUFFIX)
    if not beside.is_file():
        return _Metadata()
    data = _bytes(beside)
    return _metadata(_json_object(data, _shown(beside)), _shown(beside))


def _json_object(data: bytes, where: str) -> dict[str, object]:
    try:
        row = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        _damaged("UTF-8", error, where)
    except json.JSONDecodeError as error:
        raise InputUnreadable(
            f"not JSON: {error.msg} at line {error.lineno}, column {error.colno}", where=where, remedy="mend it"
        ) from None
    except (ValueError, RecursionError):
        raise InputUnreadable("not JSON: nested too deep or a number too long", where=where, remedy="mend it") from None
    if not isinstance(row, dict):
        raise InputUnreadable("not a JSON object", where=where, remedy='write {"title": …, "published": …}')
    return row


def _metadata(row: dict[str, object], where: str) -> _Metadata:
    published = _string(row, "published", where)
    url = _string(row, "url", where)
    if url and not _URL.fullmatch(url):
        raise InputUnreadable(
            f'"url" is no web address: {url[:80]!r}', where=where, remedy="write https://… or leave it out"
        )
    return _Metadata(
        title=_string(row, "title", where),
        published=_date(published, where) if published else None,
        publisher=_string(row, "publisher", where),
        url=url,
    )


def _string(row: dict[str, object], key: str, where: str) -> str | None:
    value = row.get(key)
    if value is None:
        return None
    if not isinstance(value, str):
        raise InputUnreadable(
            f'"{key}" is not a string', where=where, remedy="put it in quotation marks, or leave it out"
        )
    return _one_line(_storable(value)) or None


def _date(value: str, where: str) -> str:
    """The date of a date or a date and time."""
    try:
        if not _DATE.match(value):
            raise ValueError(value)
        datetime.datetime.fromisoformat(value)
    except ValueError:
        raise InputUnreadable(
            f'"published" is no date: {value[:40]!r}', where=where, remedy="write it as YYYY-MM-DD"
        ) from None
    return value[:10]


# Words for messages


def _one_line(text: str) -> str:
    return " ".join(_CONTROL.sub(" ", text).split())


def _shown(path: Path | str) -> str:
    """A path as a message can show it: on one line, in characters any terminal can print."""
    return _CONTROL.sub("\ufffd", str(path).encode("utf-8", "replace").decode("utf-8")).replace("\n", "\ufffd")


def _unreadable(error: OSError | ValueError, path: Path) -> InputUnreadable:
    if isinstance(error, FileNotFoundError) and path.is_symlink():
        return InputUnreadable("a broken symbolic link", where=_shown(path), remedy="mend or remove it")
    for kind, what, remedy in (
        (FileNotFoundError, "there is no such file or folder", "check the path"),
        (PermissionError, "permission denied", "change its permissions, or copy it"),
    ):
        if isinstance(error, kind):
            return InputUnreadable(what, where=_shown(path), remedy=remedy)
    told = error.strerror if isinstance(error, OSError) else str(error)
    return InputUnreadable(told or type(error).__name__, where=_shown(path), remedy="check the path")
