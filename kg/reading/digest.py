"""The items of a digest of broadcasts: each under a line that names a station and when it was heard."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.model import Actor, Span
from kg.reading import lexicon
from kg.reading.parse import Sentence
from kg.reading.resolve import Resolver
from kg.reading.telling import Report

_HEADING = re.compile(
    r"(?:\(?\d{1,2}[.)] )?(?P<name>[A-Z][\w’' -]{2,40})(?: \([^)\n]{2,40}\))?,(?P<when>[^:;\n]*\d[^:;\n]*)[.:]$"
)
_LONGEST_HEADING = 100


def items(sentences: Sequence[Sentence], resolver: Resolver) -> list[Report]:
    """Return what each station of a digest tells, none for a text with fewer than two such items."""
    text = resolver.article.text
    found = [(s, station) for s in sentences for station in [_station(s, text, resolver)] if station]
    if len(found) < 2:
        return []
    return [Report(s.span.start, (), (station,), _below(s, text), s.span) for s, station in found]


def _station(sentence: Sentence, text: str, resolver: Resolver) -> Actor | None:
    """Return the station that a line at the head of a paragraph names, with a date or hour and without a verb."""
    words = sentence.span.of(text).strip()
    opens = text[: sentence.span.start].rstrip(" ")[-1:] in {"", "\n"}
    match = _HEADING.match(words) if opens and len(words) < _LONGEST_HEADING else None
    if match is None or any(t.tag in {"VBD", "VBZ", "VBP", "MD"} for t in sentence.tokens):
        return None
    name = match.group("name").strip()
    named = [resolver.named_at(sentence, t) for t in sentence.tokens if t.text in name.split()]
    media = next((n.actor for n in named if n and n.actor.kind == "MediaOrganization"), None)
    if media is not None:
        return media
    kinds = lexicon.among("press") | {"service", "voice"}
    if named and any(named) and kinds.isdisjoint(re.split(r"[ -]", name.lower())):
        name = f"{name.split(' in ')[0]} radio"
    return Actor(name, "MediaOrganization", named=False)


def _below(heading: Sentence, text: str) -> Span:
    end = text.find("\n\n", heading.span.end)
    return Span(heading.span.end, end if end >= 0 else len(text))
