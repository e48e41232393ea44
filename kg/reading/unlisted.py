"""Persons whom no list knows: capitalised names that speak, act or own a statement."""

from __future__ import annotations

from collections.abc import Sequence

from kg.model import Span
from kg.reading import lexicon
from kg.reading.named import Named
from kg.reading.names import NameFinder
from kg.reading.parse import SUBJECTS, Sentence, Token

_LONGEST_NAME = 3


def acting_names(sentence: Sentence, known: Sequence[Named], finder: NameFinder) -> list[Named]:
    """Return the capitalised names of a sentence that act or own a statement, those of ``known`` left out."""
    found: list[Named] = []
    for token in sentence.tokens:
        words = _capitalised(sentence, token, [*known, *found]) if _acts(sentence, token) else []
        if words:
            span = Span(words[0].start, words[-1].end)
            found.append(Named(span, finder.person([w.text for w in words]), "actor"))
    return found


def _acts(sentence: Sentence, token: Token) -> bool:
    """Tell whether a word is whoever does an act of the lexicon, or whose statement is spoken of."""
    head = sentence.head(token)
    if head is None:
        return False
    owns = token.dep == "nmod:poss" and head.lemma in lexicon.among("utterance")
    return owns or (token.dep in SUBJECTS | {"obl:agent"} and (head.lemma, "verb") in lexicon.cues())


def _capitalised(sentence: Sentence, token: Token, known: Sequence[Named]) -> list[Token]:
    words = [token, *sentence.children(token, "flat", "compound")]
    words = sorted((w for w in words if w.pos == "PROPN" and w.text[:1].isupper()), key=lambda w: w.i)
    common = lexicon.words("not_persons") | lexicon.words("titles") | lexicon.people().keys()
    if not 1 <= len(words) <= _LONGEST_NAME or any(w.lower in common or w.lemma in common for w in words):
        return []
    taken = any(n.span.start <= w.start < n.span.end for w in words for n in known)
    return [] if taken or words[-1].i - words[0].i != len(words) - 1 else words
