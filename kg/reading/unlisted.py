"""Persons whom no list knows: capitalised names that speak, act or own a statement."""

from __future__ import annotations

from collections.abc import Sequence

from kg.model import Span
from kg.reading import lexicon
from kg.reading.names import Named, NameFinder
from kg.reading.parse import SUBJECTS, Sentence, Token

_LONGEST_NAME = 3


def acting_names(sentence: Sentence, known: Sequence[Named], finder: NameFinder) -> list[Named]:
    """Return the capitalised names of a sentence that speak or act as a person does, those of ``known`` left out.

    A surname alone must speak or own a statement; two or three words may do any act.
    """
    found: list[Named] = []
    for token in sentence.tokens:
        speaks, acts = _does(sentence, token)
        words = _capitalised(sentence, token, [*known, *found]) if speaks or acts else []
        if len(words) > 1 or (words and speaks):
            span = Span(words[0].start, words[-1].end)
            found.append(Named(span, finder.person([w.text for w in words]), "actor"))
    return found


def _does(sentence: Sentence, token: Token) -> tuple[bool, bool]:
    """Tell whether a word is whoever speaks, and whether it is whoever acts."""
    head = sentence.head(token)
    if head is None:
        return False, False
    owns = token.dep == "nmod:poss" and head.lemma in lexicon.among("utterance")
    acts = token.dep in SUBJECTS | {"obl:agent"} and (head.lemma, "verb") in lexicon.cues()
    return owns or (acts and _says(head)), acts


def _capitalised(sentence: Sentence, token: Token, known: Sequence[Named]) -> list[Token]:
    words = [token, *sentence.children(token, "flat", "compound")]
    words = sorted((w for w in words if w.pos == "PROPN" and w.text[:1].isupper()), key=lambda w: w.i)
    if not 1 <= len(words) <= _LONGEST_NAME or any(w.lower in lexicon.words("not_persons") for w in words):
        return []
    taken = any(n.span.start <= w.start < n.span.end for w in words for n in known)
    return [] if taken or words[-1].i - words[0].i != len(words) - 1 else words


def _says(verb: Token) -> bool:
    return any(e.type == "Statement" and "clause" in e.content for e in lexicon.cues().get((verb.lemma, "verb"), ()))
