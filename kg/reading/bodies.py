"""Bodies known by the shape of their name ("Joint Commission", "Council of Elders"), and acronyms in brackets."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from kg.model import Actor, Span
from kg.reading import lexicon
from kg.reading.named import Named

_WORD = r"[A-ZÀ-ÖØ-Þ][\w’'\-]*\w"
_ACRONYM = re.compile(r" \([\"“]?(?:the )?(?P<short>[A-Z][A-Za-z&-]{0,8}[A-Z])[\"”]?[),;]")
_LONGEST = 8


def bodies(text: str, span: Span, known: Sequence[Named]) -> list[Named]:
    """Return the names of bodies in a stretch of text that no name of ``known`` already tells."""
    if span.of(text).isupper():
        return []
    found = []
    for match in _shape().finditer(text, span.start, span.end):
        start = _start(text, match.start(), match.end(), known)
        place = Span(start, match.end())
        inside = [n for n in known if n.span.overlaps(place)]
        if _is_body(place.of(text), text, place, inside):
            kind = next(lexicon.body_words()[w] for w in place.of(text).split() if w in lexicon.body_words())
            state = next((n.actor.label for n in inside if n.actor.kind == "State"), None)
            label = " ".join(place.of(text).split())
            found.append(Named(place, Actor(label, kind, on_behalf_of=state), "actor"))
    return found


def acronyms(text: str, names: Sequence[Named]) -> dict[str, Actor]:
    """Return the short forms that stand in brackets after a name ("the Joint Commission (JC)")."""
    found = {}
    for named in names:
        match = _ACRONYM.match(text, named.span.end)
        if match and named.role == "actor" and named.actor.kind not in {"Person", "State"}:
            found[match.group("short")] = named.actor
    return found


@cache
def _shape() -> re.Pattern[str]:
    word = "|".join(sorted(lexicon.body_words()))
    tail = rf" (?:of|for|on)(?: the)? {_WORD}(?: {_WORD})*"
    return re.compile(
        rf"(?<![\w’'\-])(?:(?:{_WORD}[ -])+(?:{word})(?![\w’'\-]| {_WORD})(?:{tail})?|(?:{word}){tail})(?![’']?\w)"
    )


def _start(text: str, start: int, end: int, known: Sequence[Named]) -> int:
    """Return where a name begins after words that only open the sentence, and after whose body it is."""
    owners = [n.span.end for n in known if start <= n.span.start < end and text[n.span.end : n.span.end + 2] in _OWNS]
    start = max([start, *(end_ + 3 for end_ in owners)])
    for word in re.finditer(r"\S+", text[start:end]):
        if word.group().lower() not in lexicon.among("not_name") | lexicon.words("titles"):
            return start + word.start()
    return end


_OWNS = frozenset({"'s", "’s"})


def _is_body(name: str, text: str, place: Span, inside: Sequence[Named]) -> bool:
    """Tell whether words name a body of its own: more than a state's adjective and a common word ("French Council")."""
    words = name.split()
    if not 1 < len(words) <= _LONGEST:
        return False
    heads = [m for m in re.finditer(r"\S+", name) if m.group() in lexicon.body_words()]
    if not heads:
        return False
    at = Span(place.start + heads[0].start(), place.start + heads[0].end())
    if any(n.span.overlaps(at) or not place.contains(n.span) for n in inside):
        return False
    told = sum(n.span.end - n.span.start for n in inside)
    own = [w for w in words if w not in lexicon.body_words() and w[:1].isupper()]
    in_names = sum(len(n.span.of(text).split()) for n in inside)
    return bool(heads[0].end() < len(name) or (own and len(own) > in_names)) and told < len(name)
