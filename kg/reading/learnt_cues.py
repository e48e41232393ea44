"""Cues that no row of the lexicon has: words that the encoder has learnt to tell an act."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from kg.reading import lexicon
from kg.reading.frames import is_negated, subject
from kg.reading.lexicon import CueEntry, CuePos
from kg.reading.noun_cues import framed as framed_noun
from kg.reading.parse import Sentence, Token
from kg.reading.scores import LEAST
from kg.reading.telling import Cue
from kg.reading.verb_cues import performer

_SAYING = 0.4
"""The probability from which a verb is taken to say something, which nothing else decides."""

_ONCE_MORE = 0.85
"""The probability from which a second word of a sentence is a cue of one type."""

_REFUSING = frozenset({"Rejection", "NonResponse", "Denial", "Deferral"})
_POS: dict[str, CuePos] = {"VERB": "verb", "AUX": "verb", "NOUN": "noun", "PROPN": "noun", "ADJ": "adj"}
_NO_CUE = frozenset({"aux", "aux:pass", "cop", "case", "det", "punct", "fixed", "flat", "mark", "cc"})


def learnt_cues(sentence: Sentence, listed: Sequence[Cue]) -> list[Cue]:
    """Return the cues that the encoder sees and the lexicon does not, likeliest first.

    Parameters:
        listed: the cues that rows of the lexicon make.
    """
    if sentence.scores is None:
        return []
    seen = [
        (probability, type_, token)
        for token in sentence.tokens
        if token.dep not in _NO_CUE and token.pos in _POS
        for probability, type_ in sentence.scores.types(token.i, LEAST)
        if type_ != "Statement" or (token.is_verb and probability >= _SAYING)
    ]
    found: list[Cue] = []
    for probability, type_, token in sorted(seen, key=lambda one: (-one[0], one[2].i)):
        same = [c for c in (*listed, *found) if c.type == type_]
        if any(_joined(sentence, token, c) for c in same) or (same and probability < _ONCE_MORE):
            continue
        if any(c.token.i == token.i for c in found):
            continue
        found.append(_cue(sentence, token, type_))
    return found


def _joined(sentence: Sentence, token: Token, cue: Cue) -> bool:
    """Tell whether a word is a cue's, or directly above or below one of its words."""
    places = {cue.token.i, cue.anchor.i}
    return token.i in places or token.head in places or any(sentence.tokens[p].head == token.i for p in places)


def _cue(sentence: Sentence, token: Token, type_: str) -> Cue:
    pos = _POS[token.pos]
    entry = entry_of(token.lemma, "verb" if token.is_verb else pos, type_)
    if token.is_verb:
        found = Cue(token, entry, type_, token, performer(sentence, token, entry))
    elif pos == "noun":
        found = framed_noun(sentence, token, entry)
    else:
        found = Cue(token, entry, type_, token, subject(sentence, token))
    return replace(found, negation_told=type_ in _REFUSING and is_negated(sentence, found.anchor))


def entry_of(lemma: str, pos: CuePos, type_: str) -> CueEntry:
    """Return a row for a word that no row has: its parts stand where they commonly do for its type."""
    addressee, content = _places(pos, type_)
    return CueEntry((lemma,), pos, type_, addressee, content, "learnt", frozenset(), None)


@cache
def _places(pos: CuePos, type_: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the commonest places of addressee and content in the rows of a type, of any part of speech if need be."""
    rows = [row for of in lexicon.cues().values() for row in of if row.type == type_]
    alike = [row for row in rows if row.pos == pos] or rows
    counted = (Counter(getattr(row, part) for row in alike) for part in ("addressee", "content"))
    addressee, content = (min(c, key=lambda places: (-c[places], places)) if c else () for c in counted)
    return addressee, content
