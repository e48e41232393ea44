"""Files and folders: what is read in which format, what is passed over, and how a path is shown in a message."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Literal

from kg.errors import InputUnreadable
from kg.limits import check, limit
from kg.text import decode

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


@dataclass(frozen=True, slots=True)
class Entry:
    """What stands in a folder, and whether it is read as an article."""

    path: Path
    is_article: bool


def folder(path: Path) -> Iterator[tuple[Path, str]]:
    """Yield the article files of a folder with their names, in sorted order.

    Raises:
        InputUnreadable: when there is none.
    """
    files = [entry.path for entry in walk(path) if entry.is_article]
    if not files:
        known = " ".join(SUFFIXES)
        raise InputUnreadable("no article in this folder", where=shown(path), remedy=f"put in files of {known}")
    for file in files:
        yield file, file.relative_to(path).as_posix()


def walk(path: Path) -> Iterator[Entry]:
    """Yield what a folder and its subfolders hold, in sorted order, but metadata that stands beside a text."""
    folders: list[Path] = [path]
    while folders:
        here = folders.pop()
        try:
            entries = sorted(here.iterdir(), key=lambda p: p.name)
        except OSError:
            # Taken for an article, so that reading it tells the error in its place.
            yield Entry(here, True)
            continue
        texts = {p.stem for p in entries if p.suffix.lower() in SUFFIXES}
        deeper: list[Path] = []
        for entry in entries:
            if entry.name.startswith(".") or (entry.is_dir() and entry.is_symlink()):
                yield Entry(entry, False)
            elif entry.is_dir():
                deeper.append(entry)
            elif entry.name.lower().endswith(METADATA_SUFFIX):
                if entry.name[: -len(METADATA_SUFFIX)] not in texts:
                    yield Entry(entry, False)
            else:
                known = entry.suffix.lower() in SUFFIXES and entry.stem.lower() != "readme"
                yield Entry(entry, known)
        folders.extend(reversed(deeper))


def real(path: Path) -> str:
    """Return the path without symbolic links, by which a file met twice is known."""
    try:
        return os.path.realpath(path)
    except (OSError, ValueError):
        return str(path)


def format_of(path: Path) -> Format:
    """Return the format of a file, told by its suffix.

    Raises:
        InputUnreadable: when it is no file, or of another suffix.
        OSError: when there is none, or it may not be looked at.
    """
    suffix = path.suffix.lower()
    mode = path.stat().st_mode
    if stat.S_ISDIR(mode):
        raise InputUnreadable("the folder cannot be listed", where=shown(path), remedy="change its permissions")
    if not stat.S_ISREG(mode):
        raise InputUnreadable("not a regular file", where=shown(path), remedy="give a file, or pipe it to -")
    if suffix in SUFFIXES:
        return SUFFIXES[suffix]
    if path.name.lower().endswith(METADATA_SUFFIX):
        raise InputUnreadable("this is metadata, not an article", where=shown(path), remedy="give the text beside it")
    known = " ".join(SUFFIXES)
    kind = f"the suffix {suffix!r}" if suffix else "a name without suffix"
    raise InputUnreadable(
        f"{kind} tells no format that is read", where=shown(path), remedy=f"use one of {known}, or pipe it to -"
    )


def file_bytes(path: Path) -> bytes:
    """Return all bytes of a file.

    Raises:
        LimitReached: when it is too large.
        OSError: when it cannot be read.
    """
    check("DEMARCHE_MAX_FILE_BYTES", path.stat().st_size, "the file's size in bytes", where=shown(path))
    with path.open("rb") as stream:
        return bounded(stream, shown(path))


def bounded(stream: BinaryIO, where: str) -> bytes:
    """Return all bytes of a stream; LimitReached is raised where there are more than the limit."""
    data = stream.read(limit("DEMARCHE_MAX_FILE_BYTES") + 1)
    check("DEMARCHE_MAX_FILE_BYTES", len(data), "the size in bytes", where=where)
    return data


def shown(path: Path | str) -> str:
    """Return a path as a message can show it: on one line, in characters any terminal can print."""
    return decode.CONTROL.sub("\ufffd", str(path).encode("utf-8", "replace").decode("utf-8")).replace("\n", "\ufffd")


def unreadable(error: OSError | ValueError, path: Path) -> InputUnreadable:
    """Return the error to tell for one that the operating system gave."""
    if isinstance(error, FileNotFoundError) and path.is_symlink():
        return InputUnreadable("a broken symbolic link", where=shown(path), remedy="mend or remove it")
    for kind, what, remedy in (
        (FileNotFoundError, "there is no such file or folder", "check the path"),
        (PermissionError, "permission denied", "change its permissions, or copy it"),
    ):
        if isinstance(error, kind):
            return InputUnreadable(what, where=shown(path), remedy=remedy)
    told = error.strerror if isinstance(error, OSError) else str(error)
    return InputUnreadable(told or type(error).__name__, where=shown(path), remedy="check the path")
