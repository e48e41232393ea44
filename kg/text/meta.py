"""What is told about an article, by ``NAME.meta.json`` or by the row it stands in."""

from __future__ import annotations

import datetime
import json
import re
from dataclasses import dataclass
from pathlib import Path

from kg.errors import InputUnreadable
from kg.text import decode, places

DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
URL = re.compile(r"https?://[^\s<>\"{}|\\^`]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known about an article besides its text; the date is YYYY-MM-DD."""

    title: str | None = None
    published: str | None = None
    publisher: str | None = None
    url: str | None = None


def beside(path: Path) -> Metadata:
    """Return what the metadata file beside a text or page tells, nothing where there is none.

    Raises:
        InputUnreadable: when it tells something that cannot be taken.
        LimitReached: when it is too large.
        OSError: when it cannot be read.
    """
    file = path.with_name(path.stem + places.METADATA_SUFFIX)
    if not file.is_file():
        return Metadata()
    data = places.file_bytes(file)
    return metadata(json_object(data, places.shown(file)), places.shown(file))


def json_object(data: bytes, where: str) -> dict[str, object]:
    """Return the JSON object that bytes hold; InputUnreadable is raised where they hold none."""
    try:
        row = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        decode.damaged("UTF-8", error, where)
    except json.JSONDecodeError as error:
        raise InputUnreadable(
            f"not JSON: {error.msg} at line {error.lineno}, column {error.colno}", where=where, remedy="mend it"
        ) from None
    except (ValueError, RecursionError):
        raise InputUnreadable("not JSON: nested too deep or a number too long", where=where, remedy="mend it") from None
    if not isinstance(row, dict):
        raise InputUnreadable("not a JSON object", where=where, remedy='write {"title": …, "published": …}')
    return row


def metadata(row: dict[str, object], where: str) -> Metadata:
    """Return what an object tells; InputUnreadable is raised for a key that holds what cannot be taken."""
    published = _string(row, "published", where)
    url = _string(row, "url", where)
    if url and not URL.fullmatch(url):
        raise InputUnreadable(
            f'"url" is no web address: {url[:80]!r}', where=where, remedy="write https://… or leave it out"
        )
    return Metadata(
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
    return decode.one_line(decode.storable(value)) or None


def _date(value: str, where: str) -> str:
    """The date of a date or a date and time."""
    try:
        if not DATE.match(value):
            raise ValueError(value)
        datetime.datetime.fromisoformat(value)
    except ValueError:
        raise InputUnreadable(
            f'"published" is no date: {value[:40]!r}', where=where, remedy="write it as YYYY-MM-DD"
        ) from None
    return value[:10]
