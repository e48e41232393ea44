"""The article out of an HTML page: its words and what the page tells about it. Nothing is ever fetched."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass

from kg.errors import InputUnreadable

_HEAD = re.compile(r"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]", re.IGNORECASE)
_CHARSET = re.compile(rb"<meta[^>]{1,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE)
# lxml refuses decoded text that declares an encoding.
_DECLARATION = re.compile(r"\s*<\?xml[^>]{0,200}\?>")
_KNOWN_CHARSET = re.compile(
    r"(?:windows-\d{3,4}|cp\d{3,4}|iso-?8859-\d{1,2}|koi8-[rut]|gb(?:k|2312|18030)|big5|shift[_-]jis|euc-(?:jp|kr|tw)|mac(?:roman|intosh))",
    re.IGNORECASE,
)
# Dates are taken from the page's own marks only, never guessed, and never measured against today.
_DATES = {"original_date": True, "extensive_search": False, "max_date": "2999-12-31"}


@dataclass(frozen=True, slots=True)
class Page:
    """What a page holds: the article's words, and its title, date, publisher and address where the page tells them."""

    text: str
    title: str | None
    published: str | None
    publisher: str | None
    url: str | None


def is_html(text: str) -> bool:
    """Tell whether a text begins as an HTML page does.

    >>> is_html("<!DOCTYPE html><title>Note</title>"), is_html("Five < six")
    (True, False)
    """
    return _HEAD.search(text[:1000]) is not None


def declared_charset(data: bytes) -> str | None:
    """Return the character set that a page declares, if it is one of those that pages use.

    >>> declared_charset(b'<meta charset="koi8-r">')
    'koi8-r'
    """
    found = _CHARSET.search(data[:4096])
    name = found.group(1).decode("ascii") if found else ""
    if not _KNOWN_CHARSET.fullmatch(name):
        return None
    # Browsers read Latin-1 pages as windows-1252, and pages are written for browsers.
    return "windows-1252" if name.lower() in ("iso-8859-1", "iso8859-1") else name


def page(source: str, where: str) -> Page:
    """Return the article that a page holds.

    Parameters:
        source: the page, decoded.
        where: its name, for the error.

    Raises:
        InputUnreadable: when no article is found in it.
    """
    import trafilatura
    from trafilatura.settings import Document

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    try:
        found = trafilatura.bare_extraction(
            _DECLARATION.sub("", source, count=1),
            include_comments=False,
            with_metadata=True,
            date_extraction_params=dict(_DATES),
        )
    except Exception as error:  # a crafted page can raise anything inside the extractor, even AssertionError
        raise _nothing(where, f" ({type(error).__name__})") from None
    told = found.as_dict() if isinstance(found, Document) else {}
    # A paragraph a line; the blank line between tells that no line was broken to fit a width.
    text = "\n\n".join((told.get("text") or "").split("\n")).strip()
    if not text:
        raise _nothing(where)
    return Page(text, told.get("title"), told.get("date"), told.get("sitename"), told.get("url"))


def _nothing(where: str, why: str = "") -> InputUnreadable:
    return InputUnreadable(
        f"no article was found in this page{why}", where=where, remedy="save its words as a .txt file instead"
    )
