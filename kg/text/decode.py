"""Bytes to the text that is stored: encodings, control characters, and what is refused as no text."""

from __future__ import annotations

import codecs
import re
from functools import cache
from typing import NoReturn

from kg.errors import InputUnreadable
from kg.text import lexicon

_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_UNSTORABLE = re.compile(r"[\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_BINARY_SHARE = 0.1


def refuse_binary(data: bytes, where: str) -> None:
    """Raise InputUnreadable for bytes that are empty or no text."""
    if not data:
        raise InputUnreadable("the file is empty", where=where, remedy="give a file with text")
    for signature, form in _signatures():
        if data.startswith(signature):
            raise InputUnreadable(f"this is {form}, not text", where=where, remedy="save its words as a .txt file")
    if b"\0" in data and not encoding_by_bom(data):
        raise InputUnreadable(
            "it holds NUL bytes: binary data, or UTF-16 without a byte order mark",
            where=where,
            remedy="save it as UTF-8 text",
        )


def decoded(data: bytes, where: str, declared: str | None = None) -> str:
    r"""Return the text of bytes.

    Parameters:
        data: UTF-8, or UTF-16 or UTF-32 with a byte order mark, or else what is declared.
        where: their name, for the error.
        declared: the character set that a page declares; windows-1252 where none is given.

    Raises:
        InputUnreadable: when they are damaged, or in none of these.

    >>> decoded(b"caf\xe9", "note.txt")
    'café'
    """
    marked = encoding_by_bom(data)
    try:
        return data.decode(marked or "utf-8")
    except UnicodeDecodeError as error:
        if marked:
            damaged(marked.removesuffix("-sig").upper(), error, where)
        if declared is None and _is_damaged_utf8(data):
            damaged("UTF-8", error, where)
    try:
        return data.decode(declared or "windows-1252")
    except (UnicodeDecodeError, LookupError):
        raise InputUnreadable(
            f"the bytes are neither UTF-8 nor {declared or 'windows-1252'}", where=where, remedy="save it as UTF-8 text"
        ) from None


def encoding_by_bom(data: bytes) -> str | None:
    """Return the encoding that a byte order mark tells, if there is one."""
    return next((encoding for bom, encoding in _BOMS if data.startswith(bom)), None)


def damaged(encoding: str, error: UnicodeDecodeError, where: str) -> NoReturn:
    """Raise InputUnreadable that tells where bytes are damaged."""
    raise InputUnreadable(f"damaged {encoding} at byte {error.start:,}", where=where, remedy="save it as UTF-8 text")


def cleaned(text: str, where: str) -> str:
    """Return a text as it is stored: line ends made one, control characters spaces.

    Raises:
        InputUnreadable: when so many are control characters that it is binary data.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    controls = len(CONTROL.findall(text))
    if controls > len(text) * _BINARY_SHARE:
        raise InputUnreadable(
            f"{controls:,} of {len(text):,} characters are control characters: binary data",
            where=where,
            remedy="save its words as a .txt file",
        )
    return storable(CONTROL.sub(" ", text))


def storable(text: str) -> str:
    """Return a text with U+FFFD for what UTF-8 cannot hold: lone surrogates and noncharacters."""
    return _UNSTORABLE.sub("\ufffd", text)


def one_line(text: str) -> str:
    r"""Return a text on one line, its white space and control characters single spaces.

    >>> one_line(" Norland\n  says\tno ")
    'Norland says no'
    """
    return " ".join(CONTROL.sub(" ", text).split())


@cache
def _signatures() -> tuple[tuple[bytes, str], ...]:
    return tuple((bytes.fromhex(signature), form) for signature, form in lexicon.rows("signatures.tsv", 2))


def _is_damaged_utf8(data: bytes) -> bool:
    """Tell whether bytes that are no UTF-8 were meant as such: most of what is not ASCII forms its characters."""
    whole = sum(len(m) for m in _MULTIBYTE.findall(data))
    high = len(data.translate(None, bytes(range(128))))
    return whole * 2 > high
