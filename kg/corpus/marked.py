"""Single sentences with their acts marked in the text, from which the encoder learns beside the articles.

A line is a sentence. ``[Rejection|turned down]`` marks the words that tell an act, ``{P|Oslo}`` who does it and
``{A|the envoy}`` to whom; of several acts in a sentence each mark has the number: ``[Demand2|insisted]``,
``{P1 A2|Oslo}``. A sentence without marks tells no act.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.errors import DataInvalid, InputUnreadable
from kg.model import Span
from kg.vocabulary import ACT_TYPES

_MARK = re.compile(
    r"\[(?P<type>[A-Za-z]+)(?P<number>\d?)\|(?P<told>[^][{}|]+)\]"
    r"|\{(?P<roles>[PA]\d?(?: [PA]\d?)*)\|(?P<named>[^][{}|]+)\}"
)
_STRAY = re.compile(r"[][{}|]")


@dataclass(frozen=True, slots=True)
class MarkedAct:
    """One act marked in a sentence, with offsets in the sentence without its marks.

    Parameters:
        cues: the words that tell it.
        performers: the words for who does it.
        addressees: the words for whom it is done to.
    """

    type: str
    cues: tuple[Span, ...]
    performers: tuple[Span, ...]
    addressees: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Marked:
    """A sentence without its marks, and the acts that they told."""

    text: str
    acts: tuple[MarkedAct, ...]


def marked(line: str, where: str = "") -> Marked:
    """Return a sentence and its marked acts.

    Parameters:
        where: file and line, for the error.

    Raises:
        DataInvalid: for an unknown type, a mark that is not closed or nested, or a role of no act.

    >>> marked("{P|Oslo} [Rejection|turned down] the plan.").acts[0].type
    'Rejection'
    """
    text, last = "", 0
    types: dict[str, str] = {}
    told: dict[str, dict[str, list[Span]]] = {}
    for mark in _MARK.finditer(line):
        text += line[last : mark.start()]
        words = mark["told"] or mark["named"]
        span = Span(len(text), len(text) + len(words))
        text, last = text + words, mark.end()
        for part, number in [("C", mark["number"])] if mark["type"] else _roles(mark["roles"]):
            told.setdefault(number or "1", {}).setdefault(part, []).append(span)
        if mark["type"] and types.setdefault(mark["number"] or "1", mark["type"]) != mark["type"]:
            raise DataInvalid("two acts have one number", where=where, remedy="number the acts of a sentence")
    text += line[last:]
    if _STRAY.search(text):
        raise DataInvalid("a mark is not closed, or nested", where=where, remedy="write [Type|words] or {P|words}")
    for number in told:
        if types.get(number) not in ACT_TYPES:
            raise DataInvalid(
                f"there is no act {number} of a known type", where=where, remedy="name a type of the guide"
            )
    return Marked(
        text,
        tuple(MarkedAct(types[n], *(tuple(told[n].get(part, ())) for part in ("C", "P", "A"))) for n in sorted(types)),
    )


def _roles(roles: str) -> list[tuple[str, str]]:
    return [(role[0], role[1:]) for role in roles.split()]


def load(folder: Path) -> Iterator[Marked]:
    """Yield the sentences of the ``.txt`` files of a folder, in order.

    Raises:
        InputUnreadable: when a file cannot be read.
        DataInvalid: see :func:`marked`.
    """
    for file in sorted(folder.glob("*.txt")):
        try:
            lines = file.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise InputUnreadable("cannot be read as UTF-8", where=str(file), remedy="save it as UTF-8") from error
        for number, line in enumerate(lines, start=1):
            if line.strip() and not line.startswith("#"):
                yield marked(line.strip(), f"{file.name}, line {number}")
