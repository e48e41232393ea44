"""Finds the cues of acts in a sentence: verbs, nouns and adjectives of the lexicon whose frame fits."""

from __future__ import annotations

from collections.abc import Sequence

from kg.model import Span
from kg.reading import lexicon
from kg.reading.frames import is_negated, oblique, subject
from kg.reading.noun_cues import noun_cue
from kg.reading.parse import Sentence, Token
from kg.reading.telling import Cue
from kg.reading.verb_cues import verb_cue

_LENDING = frozenset({"Submission", "Offer", "Proposal", "Statement"})
"""Types whose verbs can lend their subject to a noun ("made an offer"); the noun is the cue then."""


def find(sentence: Sentence, quoted: Sequence[Span], text: str) -> list[Cue]:
    """Return the cues of a sentence in text order; one cue a word, the most specific row first."""
    found = []
    for token in sentence.tokens:
        cue = verb_cue(sentence, token, quoted, text) if token.is_verb else None
        if cue is None and token.pos in {"NOUN", "PROPN"} and not token.tag.startswith("VB"):
            cue = noun_cue(sentence, token)
        if cue is None and (token.pos == "ADJ" or token.tag in {"JJ", "VBN"}):
            cue = _adjective(sentence, token)
        if cue is not None:
            found.append(cue)
    borrowed = {c.anchor.i for c in found if c.lent and c.anchor.i != c.token.i}
    return [c for c in found if not (c.lent is None and c.token.i in borrowed and c.entry.type in _LENDING)]


def told_under(sentence: Sentence, cue: Cue, cues: Sequence[Cue]) -> Cue | None:
    """Return the cue whose content a cue stands in, if any ("urged Baku to commit itself")."""
    anchors = {c.token.i: c for c in cues if c is not cue and c.type != "Statement"}
    below = cue.anchor
    for above in sentence.ancestors(cue.anchor):
        if above.i in anchors and below.dep in {"xcomp", "ccomp", "acl", "advcl"} and above.start < below.start:
            found = anchors[above.i]
            inside = below.dep in {"xcomp", "ccomp"} or found.entry.pos == "noun" or _is_infinitive(sentence, below)
            return found if inside else None
        if below.dep not in {"xcomp", "ccomp", "conj", "acl"}:
            return None
        below = above
    return None


def _adjective(sentence: Sentence, token: Token) -> Cue | None:
    for entry in lexicon.cues().get((token.lower, "adj"), ()):
        copular = sentence.child(token, "cop", "aux:pass") is not None
        if not copular and token.dep not in {"xcomp", "conj"}:
            continue
        if entry.object == "clause" and not (
            sentence.child(token, "xcomp", "advcl", "ccomp", "acl") or oblique(sentence, token, "for")
        ):
            continue
        negated = is_negated(sentence, token)
        if negated and not entry.negated:
            continue
        type_ = entry.negated if negated and entry.negated else entry.type
        return Cue(token, entry, type_, token, subject(sentence, token), negation_told=negated)
    return None


def _is_infinitive(sentence: Sentence, verb: Token) -> bool:
    """Tell whether a verb is an infinitive with "to" ("asked Oslo to mediate"), which some parses join loosely."""
    return verb.tag == "VB" and any(k.tag == "TO" for k in sentence.children(verb, "mark"))
