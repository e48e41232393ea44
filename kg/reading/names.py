"""Proper names in a sentence: what the reference data knows, and persons and bodies by their shape."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache

from kg.model import Actor, Span
from kg.reading import lexicon
from kg.reading.bodies import acronyms, bodies
from kg.reading.named import Named
from kg.reference import Entry, Reference, Surface

_CAPITALISED = (
    r"(?:(?:(?:[A-Z]\.)+|(?:Ma|Md|Mohd|Wm|Geo|Chas|Thos)\.)(?=[ \u00a0][A-Z])"
    r"|[A-ZÀ-ÖØ-ÞĀ-ŽƏŞŢЀ-Я](?:[\w’'\-]*[\w])?)"
)
_WORD_START = re.compile(r"(?<![\w])[^\W_][\w.]*")
_TIME = re.compile(r".*?\b(?:[Ii]n|[Oo]n|[Ss]ince|[Bb]y|[Ll]ast) (?P<word>[A-Z][a-z]{2,8})\b", re.S)
_LONGEST_ACRONYM = 4
_OFFICE_OF = re.compile(r"\b(?:[Ss]ecretary|[Mm]inister|[Cc]hief|[Uu]nder-?[Ss]ecretary) (?:of|for)(?: the)? $")
_POSSESSIVE = re.compile(r"[’']s?$")


class NameFinder:
    """Finds proper names by the reference data and by shape; remembers the persons of one article."""

    def __init__(self, reference: Reference, published: str | None) -> None:
        self._reference = reference
        self._published = published
        self._persons: dict[str, Actor] = {}
        self._shorts: dict[str, Actor] = {}
        self._counts: Counter[str] = Counter()
        self._index = _index(reference)

    def find(self, text: str, span: Span) -> list[Named]:
        """Return the names in ``span`` of ``text``, in order, none overlapping."""
        known = self._known(text, span)
        by_shape = bodies(text, span, known)
        known = [n for n in known if not any(b.span.overlaps(n.span) for b in by_shape)] + by_shape
        self._shorts.update(acronyms(text, known))
        known += self._short(text, span, known)
        taken = [n.span for n in known]
        shaped = self._shaped(text, span, taken)
        return sorted([*known, *shaped], key=lambda n: n.span)

    def within(self, text: str) -> list[Named]:
        """Return the names that the reference data know in a text of its own."""
        return self._known(text, Span(0, len(text)))

    def _short(self, text: str, span: Span, known: list[Named]) -> list[Named]:
        """Return the acronyms that the article introduced for bodies ("the Joint Commission (JC)")."""
        places = [
            (Span(*match.span()), actor)
            for short, actor in self._shorts.items()
            for match in re.finditer(rf"(?<![\w-]){re.escape(short)}(?![\w-])", span.of(text))
        ]
        moved = [(Span(p.start + span.start, p.end + span.start), actor) for p, actor in places]
        return [Named(p, actor, "actor") for p, actor in moved if not any(n.span.overlaps(p) for n in known)]

    def _known(self, text: str, span: Span) -> list[Named]:
        found: list[Named] = []
        position = span.start
        for match in _WORD_START.finditer(text, span.start, span.end):
            if match.start() < position:
                continue
            best = self._surface(text, match, span.end)
            if best is None or self._in_a_name(text, match.start(), best, span):
                continue
            position = match.start() + len(best.text)
            entry = self._meant(best)
            if entry is not None:
                found.append(Named(Span(match.start(), position), entry_actor(entry), best.role))
        return found

    def _surface(self, text: str, word: re.Match[str], end: int) -> Surface | None:
        """Return the longest known name that starts at a word."""
        first = word.group().rstrip(".")
        shouted = first.isupper() and len(first) > _LONGEST_ACRONYM
        known = self._index.get(first) or (self._index.get(first.capitalize()) if shouted else None) or ()
        return next((s for s in known if _stands(s.text, text, word.start(), end, shouted)), None)

    def _meant(self, surface: Surface) -> Entry | None:
        """Choose among the entries a name can stand for: what the article names most, then those of the time.

        A body counts with the state whose body it is ("the Foreign Office"); a name that is no actor has no entry.
        """
        entries = [e for label in surface.entries for e in [self._reference.by_label(label)] if e]
        return max(entries, key=lambda e: (*self._told(e), -entries.index(e)), default=None)

    def _told(self, entry: Entry) -> tuple[int, bool, int]:
        named = self._counts[entry.label]
        return named, self._reference.exists(entry.label, self._published), self._counts[entry.of or ""]

    def count(self, text: str) -> None:
        """Count the actors that the text names outright, which decides what a seat stands for."""
        for match in _WORD_START.finditer(text):
            surface = self._surface(text, match, len(text))
            if surface and len(surface.entries) == 1 and surface.role == "actor":
                self._counts[surface.entries[0]] += 1

    def _in_a_name(self, text: str, start: int, surface: Surface, span: Span) -> bool:
        """Tell whether a place's name is the surname of a person ("Michael Jordan")."""
        before = re.search(r"([^\W\d_]+) $", text[span.start : start])
        return bool(
            before
            and surface.role != "adjective"
            and " " not in surface.text
            and before.group(1) in _given(self._reference)
        )

    def _shaped(self, text: str, span: Span, taken: list[Span]) -> list[Named]:
        found: list[Named] = []
        for match in _name().finditer(text, span.start, span.end):
            for start, end in _uncovered(match.start(), match.end(), taken):
                named = self._person(text, start, end, span)
                if named:
                    found.append(named)
        return found

    def _person(self, text: str, start: int, end: int, sentence: Span) -> Named | None:
        first, titled = _after_titles(text, start, end)
        first, ministers = _after_portfolio(text, first, end)
        if first >= end:
            return None
        titled = titled or ministers
        raw = text[first:end]
        bare = _POSSESSIVE.sub("", raw)
        span = Span(first, first + len(bare))
        parts = bare.split()
        if not parts or len(parts) > 5 or any(p.lower() in lexicon.words("not_persons") for p in parts):
            return None
        titled = titled or self._titled(text, first, sentence)
        actor = self._resolve(parts, titled, text[max(sentence.start, first - 24) : first].lower().split()[-1:])
        return Named(span, actor, "actor") if actor else None

    def _titled(self, text: str, start: int, sentence: Span) -> bool:
        before = text[max(sentence.start, start - 24) : start].lower()
        last = re.search(r"([^\W\d_]+)(?:\.|,)? $", before)
        return bool(last and last.group(1) in lexicon.words("titles"))

    def _resolve(self, parts: list[str], titled: bool, title: Sequence[str] = ()) -> Actor | None:
        full = " ".join(parts)
        if full in self._persons:
            return self._persons[full]
        known, when = self._reference, self._published
        holders = known.holders_named(full, when) or known.holders_named(_without_initials(parts), when)
        holders = holders or known.holders_alike(full, when)
        holders = tuple(h for h in holders if h.office in title) or holders
        if holders and (len(parts) > 1 or len({h.name for h in holders}) == 1):
            holder = holders[0]
            actor = Actor(holder.name, "Person", office=holder.office, on_behalf_of=holder.of or None)
        elif len(parts) == 1 and not titled:
            return None
        elif len(parts) == 1 or titled or parts[0] in _given(self._reference) or _initials(parts):
            actor = Actor(self._usual(parts), "Person")
        else:
            return None
        return self._remember(actor, parts)

    def person(self, parts: list[str]) -> Actor:
        """Return the person with this name, known or not."""
        return self._resolve(parts, titled=True) or self._remember(Actor(" ".join(parts), "Person"), parts)

    def _remember(self, actor: Actor, parts: list[str]) -> Actor:
        """Keep a person so that the surname alone names the same one later."""
        self._persons[" ".join(parts)] = actor
        self._persons.setdefault(parts[-1], actor)
        self._persons.setdefault(actor.label.split()[-1], actor)
        self._persons.setdefault(parts[0], actor)
        return actor

    def _usual(self, parts: list[str]) -> str:
        usual = self._reference.given_names.get(parts[0])
        return " ".join([usual or parts[0], *parts[1:]])


@cache
def _name() -> re.Pattern[str]:
    """The shape of a name: capitalised words, small words such as "al" and "von" between them; an owner ends it."""
    small = "|".join(sorted(map(re.escape, lexicon.among("particle")), key=lambda word: (-len(word), word)))
    return re.compile(
        rf"(?<![\w’'\-]){_CAPITALISED}(?:(?<![’']s)(?<![’'])[ \u00a0](?:(?:{small})[ \u00a0-])*{_CAPITALISED})*"
    )


def _after_titles(text: str, start: int, end: int) -> tuple[int, bool]:
    """Return where a name begins after the titles and small words before it, and whether a title was there."""
    words = [(m.start(), m.group()) for m in re.finditer(r"\S+", text[start:end])]
    titles = lexicon.words("titles")
    before = enumerate(words[:-1] or words)
    told = (i for i, (_, w) in before if w.rstrip(".,").lower() in titles and (i == 0 or len(w) > 2))
    last = max(told, default=-1)
    i = last + 1
    while i < len(words) and (words[i][1].lower() in lexicon.among("not_name") or _is_time(text, start + words[i][0])):
        i += 1
    return (start + words[i][0] if i < len(words) else end), last >= 0


def _after_portfolio(text: str, start: int, end: int) -> tuple[int, bool]:
    """Return where a name begins after the rest of an office ("Secretary of State | Anna Berg"), and whether."""
    if not _OFFICE_OF.search(text, max(0, start - 40), start):
        return start, False
    words = list(re.finditer(r"\S+", text[start:end]))
    kept = [w for w in words if w.group().lower() not in lexicon.among("portfolio") | {"foreign"}]
    if not kept or len(kept) == len(words):
        return start, False
    return start + kept[0].start(), True


@cache
def _times() -> frozenset[str]:
    return frozenset(name[:3] for kind in ("month", "weekday") for name in lexicon.time_words(kind))


def _is_time(text: str, at: int) -> bool:
    """Tell whether a month or a day of the week told as a time stands at ``at`` ("In February Berg said")."""
    told = _TIME.match(text, max(0, at - 6))
    return bool(told and told.start("word") == at and told.group("word").lower()[:3] in _times())


def _stands(surface: str, text: str, start: int, end: int, shouted: bool) -> bool:
    """Tell whether a name stands at ``start`` as whole words, in capitals where the text is ``shouted``."""
    stop = start + len(surface)
    written = surface.upper() if shouted else surface
    return stop <= end and text.startswith((surface, written), start) and not text[stop : stop + 1].isalnum()


def _uncovered(start: int, end: int, taken: list[Span]) -> list[tuple[int, int]]:
    pieces = []
    for t in sorted(taken):
        if t.end <= start or t.start >= end:
            continue
        if t.start > start:
            pieces.append((start, t.start))
        start = max(start, t.end)
    if start < end:
        pieces.append((start, end))
    return pieces


def _without_initials(parts: Sequence[str]) -> str:
    """Return a name without the initials between its first and its last word ("Anna J. Berg")."""
    inner = [p for p in parts[1:-1] if not re.fullmatch(r"(?:[A-Z]\.)+", p)]
    return " ".join([*parts[:1], *inner, *parts[1:][-1:]])


def _initials(parts: list[str]) -> bool:
    """Tell whether a name begins with an initial ("J. Larsen"), and not with a sentence's end ("Plan B. The …")."""
    initial = len(parts) > 1 and re.fullmatch(r"(?:[A-Z]\.)+|M[ad]\.|Mohd\.", parts[0]) is not None
    return initial and not any(p.lower() in lexicon.among("not_name") for p in parts)


@cache
def _given(reference: Reference) -> frozenset[str]:
    known = {h.name.split()[0] for h in reference.holders if " " in h.name}
    return frozenset(known | set(reference.given_names) | set(lexicon.words("given_names")))


@cache
def _index(reference: Reference) -> Mapping[str, tuple[Surface, ...]]:
    """Index the ways names are written by their first word, the longest first."""
    found: dict[str, list[Surface]] = {}
    nobody = (Surface(text, (), "actor") for text in reference.not_actors)
    for surface in (*reference.surfaces, *nobody):
        first = _WORD_START.match(surface.text)
        if first:
            found.setdefault(first.group().rstrip("."), []).append(surface)
    return {first: tuple(sorted(of, key=lambda s: (-len(s.text), s.text, s.role))) for first, of in found.items()}


def entry_actor(entry: Entry) -> Actor:
    """Return the actor that an entry of the reference data describes, without its QID: linking decides on that."""
    return Actor(entry.label, entry.kind, on_behalf_of=entry.of)
