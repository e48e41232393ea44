"""Paragraphs and sentences of a text, by rule, as spans into it.

Nothing but white space is ever left out: the sentences of a paragraph cover it. Work is linear in the text's length.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from kg.limits import limit
from kg.model import Span
from kg.text import lexicon

_LINE = re.compile(r"[^\n\u2028\u2029]+")
_BULLET = re.compile(r"\s*(?:[•●▪◦‣*·–—-]\s|\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{2,5})[.)]\s)")
_TURN = re.compile(r"\s*[A-Z][A-Z .,'’()-]{1,60}:\s")

# Lines longer than this are paragraphs; a text whose lines all are shorter may be wrapped.
_WIDEST_WRAP = 120
_NARROWEST_WRAP = 40
_RAGGED = 15

_STOP = re.compile(r"[.!?…‽؟]+|[。！？।]+|(?<=\s)•(?=\s)")
_CLOSERS = re.compile(r"(?:\s?»|[\"”’'›)\]]|\[\d{1,3}\])*")
_OPENERS = re.compile(r"\s*[\"“”‘’'«„‹(\[¿¡]*\s?")
_WORD = re.compile(r"[^\W_]+(?:[.'’-][^\W_]+)*")
_BEFORE = re.compile(r"[^\W_]+(?:[.’'][^\W_]+)*\Z")
_DOTTED = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]\Z")
_PARTICLE = re.compile(r"[a-z]{1,3}[-'’][^\W\d_a-z]")
_MARKER = re.compile(r"\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{2,5})\Z")
_PLACE = re.compile(r"[A-ZÀ-Þ]{3}[A-ZÀ-Þ /]*(?:, [A-ZÀ-Þ][\w ]{2,30})?(?= ?[—–-]{1,2} [A-ZÀ-Þ])")
_GAP = re.compile(r"[\s—–-]*")
_QUOTES = frozenset("\"”’'»›")
_LOOK = 80


def paragraphs(text: str, furniture: Iterable[Span] = ()) -> tuple[Span, ...]:
    r"""Return the paragraphs of a text: trimmed, in order, disjoint, the furniture left out.

    Every line is a paragraph, but for lines that were wrapped: those after which the next line's first word would
    not have fitted, in a text of short lines, and those that run on in lower case.

    >>> [p.of(t) for t in ["Title\n\nOne. Two.\nThree."] for p in paragraphs(t)]
    ['Title', 'One. Two.', 'Three.']
    """
    blocks = list(_blocks(text, _kept_lines(text, furniture)))
    return tuple(_trim(text, start, end) for start, end in blocks)


def _kept_lines(text: str, furniture: Iterable[Span]) -> Iterator[tuple[int, int]]:
    """The pieces of lines that hold something and are not furniture."""
    cuts = sorted(furniture)
    at = 0
    for line in _LINE.finditer(text):
        start, end = line.span()
        while at < len(cuts) and cuts[at].end <= start:
            at += 1
        here = at
        while here < len(cuts) and cuts[here].start < end:
            if cuts[here].start > start:
                yield start, cuts[here].start
            start = max(start, cuts[here].end)
            here += 1
        if start < end:
            yield start, end


def _blocks(text: str, lines: Iterator[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    kept = [(s, e) for s, e in lines if not text[s:e].isspace()]
    width = max((e - s for s, e in kept), default=0)
    full = sum(e - s > width - _RAGGED for s, e in kept)
    wrapped = _NARROWEST_WRAP <= width <= _WIDEST_WRAP and full > 1
    at = 0
    while at < len(kept):
        start, end = kept[at]
        while at + 1 < len(kept) and _runs_on(text, kept[at], kept[at + 1], width if wrapped else None):
            at += 1
            end = kept[at][1]
        yield start, end
        at += 1


def _runs_on(text: str, line: tuple[int, int], after: tuple[int, int], width: int | None) -> bool:
    """Tell whether ``after`` is the same paragraph as ``line``, broken only to fit a width."""
    broken = after[0] - line[1] == 1 and text[line[1]].isspace()  # and not by furniture of one character
    if not broken or _BULLET.match(text, *after) or _TURN.match(text, *after):
        return False
    words, following = text[line[0] : line[1]].rstrip(), text[after[0] : after[1]].lstrip()
    if following[:1].islower() and (words[-1].isalnum() or words[-1] == ","):
        return True
    if width is None:
        return False
    return len(words) + 1 + len(following.split(maxsplit=1)[0]) > width


def _trim(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def sentences(text: str, paragraphs: Sequence[Span]) -> tuple[Span, ...]:
    """Return the sentences of the given paragraphs: trimmed, in order, disjoint, covering all but white space.

    A heading, a list item and a speaker's turn are at least one sentence of their own; a dateline stays with the
    sentence it opens. Sentences above the limit ``DEMARCHE_MAX_SENTENCE_CHARS`` are cut at a semicolon, comma or space.

    >>> t = 'He met U.S. Secretary Blinken at 4 p.m. The talks failed. "No." he said.'
    >>> [s.of(t) for s in sentences(t, paragraphs(t))]
    ['He met U.S. Secretary Blinken at 4 p.m.', 'The talks failed.', '"No." he said.']
    """
    most = limit("DEMARCHE_MAX_SENTENCE_CHARS")
    found: list[Span] = []
    for paragraph in paragraphs:
        start = paragraph.start
        for end in [*_ends(text, paragraph), paragraph.end]:
            sentence = _trim(text, start, end)
            if sentence.end > sentence.start:
                found.extend(_cut(text, sentence, most))
            start = end
    return tuple(found)


def _cut(text: str, sentence: Span, most: int) -> Iterator[Span]:
    start = sentence.start
    while sentence.end - start > most:
        from_, to = start + most // 2, start + most
        at = max(text.rfind(";", from_, to), text.rfind(":", from_, to)) + 1
        at = at or text.rfind(",", from_, to) + 1
        if not at:
            at = next((i + 1 for i in range(to - 1, start, -1) if text[i].isspace()), to)
        piece = _trim(text, start, at)
        if piece.end > piece.start:
            yield piece
        start = _trim(text, at, sentence.end).start
    if start < sentence.end:
        yield Span(start, sentence.end)


def _ends(text: str, paragraph: Span) -> Iterator[int]:
    """The offsets within a paragraph where a sentence ends and another begins."""
    opening = _opening_end(text, paragraph)
    start = paragraph.start
    for stop in _STOP.finditer(text, opening, paragraph.end):
        if stop.group() == "•":
            end = stop.start()
        else:
            closed = _CLOSERS.match(text, stop.end(), paragraph.end)
            end = closed.end() if closed else stop.end()
            if not _is_end(text, start, stop, end, paragraph.end):
                continue
        if start < end < paragraph.end:
            yield end
            start = _trim(text, end, paragraph.end).start


def _is_end(text: str, start: int, stop: re.Match[str], end: int, last: int) -> bool:
    mark, closers = stop.group(), text[stop.end() : end]
    if mark[0] in "。！？।":
        return True
    if end < last and not text[end].isspace():
        return False
    opened = _OPENERS.match(text, end, last)
    after = opened.end() if opened else end
    if after >= last:
        return True
    if text[after] in "—–-":
        return not _QUOTES.intersection(closers) and not _is_abbreviated(text, start, stop) and _upper_soon(text, after)
    if not _begins(text, after):
        return False
    if mark == "." and _is_abbreviated(text, start, stop) and not _QUOTES.intersection(closers):
        return _ends_after_abbreviation(text, start, stop, after)
    return not (_QUOTES.intersection(closers) and mark != "." and _is_tag(text, after))


def _begins(text: str, at: int) -> bool:
    """Tell whether a sentence may begin here: with anything but a lower-case word, or with a name's particle."""
    char = text[at]
    return not (char.islower() or char in ",;:") or bool(_PARTICLE.match(text, at))


def _upper_soon(text: str, at: int) -> bool:
    following = text[at : at + 8].lstrip('—–- "“‘«(')
    return following[:1].isupper()


def _word_before(text: str, start: int, stop: re.Match[str]) -> str:
    found = _BEFORE.search(text[max(start, stop.start() - _LOOK) : stop.start()])
    return found.group() if found else ""


@cache
def _class(word: str) -> str | None:
    return lexicon.mapping("abbreviations.tsv").get(word)


def _is_abbreviated(text: str, start: int, stop: re.Match[str]) -> bool:
    word = _word_before(text, start, stop)
    if not word:
        return False
    at_start = _MARKER.match(text[start : stop.start()]) is not None if stop.start() - start <= 6 else False
    return at_start or _class(word) is not None or bool(_DOTTED.match(word))


def _ends_after_abbreviation(text: str, start: int, stop: re.Match[str], after: int) -> bool:
    """Tell whether a sentence ends at an abbreviation's stop, by what follows it."""
    word = _word_before(text, start, stop)
    if stop.start() - start <= 6 and _MARKER.match(text[start : stop.start()]):
        return False
    kind = _class(word) or "open"
    following = _WORD.match(text, after)
    next_word = following.group() if following else ""
    if kind == "title":
        return False
    if kind == "number":
        return not next_word[:1].isdigit()
    if kind == "time":
        return not _continues_time(text, after, next_word)
    return next_word in lexicon.column("starters.tsv", "starter")


def _continues_time(text: str, after: int, word: str) -> bool:
    """Tell whether what follows "p.m." still says when: a zone, a day, "Moscow time"."""
    if word in lexicon.mapping("time_words.tsv"):
        return True
    return re.match(r"\S+(?: \S+)? (?:time|Time|Standard)\b", text[after : after + _LOOK]) is not None


def _is_tag(text: str, after: int) -> bool:
    """Tell whether a quotation's tag follows: names, then a verb of saying."""
    words = [w.strip(".,") for w in text[after : after + _LOOK].split()[:5]]
    if not words or words[0] in lexicon.column("starters.tsv", "starter"):
        return False
    for at, word in enumerate(words):
        if word in lexicon.column("tags.tsv", "tag"):
            return at > 0
        if not word[:1].isupper():
            return False
    return False


def dateline(text: str, sentence: Span) -> Span | None:
    """Return the dateline that opens a sentence with the dash after it, ``None`` where there is none.

    >>> [dateline(t, Span(0, len(t))).of(t) for t in ["OSLO, 4 March 2024. All met.", "MANILA, Philippines — All met."]]
    ['OSLO, 4 March 2024. ', 'MANILA, Philippines — ']
    >>> dateline("NATO - the alliance - met.", Span(0, 26))
    """
    last = min(sentence.end, sentence.start + 120)
    found = _dateline().match(text, sentence.start, last) or _PLACE.match(text, sentence.start, last)
    if found is None:
        return None
    after = _GAP.match(text, found.end(), sentence.end)
    end = after.end() if after else found.end()
    return Span(sentence.start, end) if end < sentence.end else None


@cache
def _dateline() -> re.Pattern[str]:
    months = "|".join(sorted(lexicon.column("time_words.tsv", "month"), key=lambda m: (-len(m), m)))
    date = rf"(?:\d{{1,2}}\s+(?:{months})|(?:{months})\.?\s+\d{{1,2}})(?:,?\s+\d{{4}})?"
    place = r"[A-ZÀ-Þ][A-ZÀ-Þ'’.-]+(?:[ /,]+[A-ZÀ-Þ][\w'’.-]*){0,5}"
    agency = r"[/(][^/()\n]{2,40}[/)]"
    alone = r"(?:/[^/()\n]{2,40}/|\([^/()\n]{2,40}\)(?=\.|\s*[-–—:]))"  # "ANNA BERG (Norway) said" is no dateline
    return re.compile(rf"{place}(?:[,.]?\s+{date}(?:[.,]?\s*{agency})?|[.,]?\s*{alone})\.?(?=\s)")


def _opening_end(text: str, paragraph: Span) -> int:
    """Where what opens a paragraph ends, a dateline ("MOSCOW, May 5. /TASS/.") or a turn's speaker, else its start."""
    opening = text[paragraph.start : min(paragraph.end, paragraph.start + 120)]
    found = _TURN.match(opening) or _dateline().match(opening)
    return paragraph.start + found.end() if found else paragraph.start
