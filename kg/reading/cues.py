"""Finds the cues of acts in a sentence: verbs, nouns and adjectives of the lexicon whose frame fits."""

from __future__ import annotations

from collections.abc import Sequence

from kg.model import Span
from kg.reading import lexicon
from kg.reading.frames import is_negated, oblique, subject
from kg.reading.lexicon import CueEntry
from kg.reading.noun_cues import noun_cue
from kg.reading.parse import Sentence, Token
from kg.reading.telling import Cue
from kg.reading.verb_cues import verb_cue
from kg.vocabulary import FAMILY

_CLOSER = frozenset(
    {
        "Acceptance",
        "Rejection",
        "CounterProposal",
        "NonResponse",
        "Deferral",
        "Promise",
        "Threat",
        "Withdrawal",
        "Suspension",
        "Denial",
    }
)
"""Types that say what a reply was: a Reply is one of which the text tells no more."""

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
    found = [c for c in found if not (_is_told_closer(sentence, c, found) or _is_told_above(sentence, c, found))]
    borrowed = {c.anchor.i for c in found if c.lent and c.anchor.i != c.token.i}
    return [c for c in found if not (c.lent is None and c.token.i in borrowed and c.entry.type in _LENDING)]


def _is_told_closer(sentence: Sentence, cue: Cue, cues: Sequence[Cue]) -> bool:
    """Tell whether a bare reply is told closer beside it ("replied that it agreed", "answered by cutting ties")."""
    if cue.type != "Reply":
        return False
    return any(c.type in _CLOSER and _is_beside(sentence, cue.anchor, c.anchor) for c in cues if c is not cue)


def _is_told_above(sentence: Sentence, cue: Cue, cues: Sequence[Cue]) -> bool:
    """Tell whether the verb above tells a cue's act ("left unanswered") or another about it ("suspended its talks")."""
    head = sentence.head(cue.token)
    above = [c for c in cues if head is not None and c is not cue and c.token.i == head.i and c.type != "Statement"]
    if cue.lent and any(c.token.i == cue.anchor.i and c.type == cue.type for c in cues if c is not cue):
        return True
    if cue.entry.pos == "noun" and cue.type == "Consultation" and cue.lent is None:
        return bool(above)
    return cue.entry.pos == "adj" and any(c.type == cue.type for c in above)


def _is_beside(sentence: Sentence, reply: Token, other: Token) -> bool:
    """Tell whether another act's clause holds a reply's, is held by it, or is joined to it under the same subject."""
    if any(a.i == other.i for a in sentence.ancestors(reply)):
        return not sentence.child(reply, "nsubj") or reply.dep in {"advcl", "parataxis"}
    return any(a.i == reply.i for a in sentence.ancestors(other))


def told_under(sentence: Sentence, cue: Cue, cues: Sequence[Cue]) -> Cue | None:
    """Return the cue whose content a cue stands in, if any ("urged Oslo to join the talks")."""
    anchors = {c.token.i: c for c in cues if c is not cue and c.type != "Statement"}
    below = cue.anchor
    for above in sentence.ancestors(cue.anchor):
        if above.i in anchors and below.dep in {"xcomp", "ccomp", "acl", "advcl"} and above.start < below.start:
            found = anchors[above.i]
            if FAMILY[found.type] == "Directive" and _is_finite_past(sentence, cue.anchor):
                return None
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
        if not _frame_fits(sentence, token, entry):
            continue
        negated = is_negated(sentence, token)
        if negated and not (entry.negated or entry.is_willed):
            continue
        type_ = entry.negated if negated and entry.negated else entry.type
        performer = None if "speaker" in entry.performers else subject(sentence, token)
        return Cue(token, entry, type_, token, performer, negation_told=negated)
    return None


def _frame_fits(sentence: Sentence, token: Token, entry: CueEntry) -> bool:
    """Tell whether an adjective's row fits: a clause, a preposition or a negation where it asks for one."""
    if entry.object == "clause":
        clause = sentence.child(token, "xcomp", "advcl", "ccomp", "acl") or oblique(sentence, token, "for")
        return clause is not None
    if entry.object == "refusing":
        return is_negated(sentence, token)
    return entry.object == "any" or any(oblique(sentence, token, p) for p in entry.object.split("/"))


def _is_finite_past(sentence: Sentence, verb: Token) -> bool:
    """Tell whether a verb tells of the past, as what is asked for never does ("invited him, and called for …")."""
    asked = any(k.lower in lexicon.among("if") | lexicon.among("asking") for k in sentence.children(verb))
    auxiliaries = sentence.children(verb, "aux", "aux:pass")
    head = sentence.head(verb)
    mistagged = verb.tag == "VBN" and not auxiliaries and verb.dep == "conj" and head is not None and head.tag == "VB"
    finite = verb.tag == "VBD" or mistagged or any(k.tag == "VBD" or k.lower == "has" for k in auxiliaries)
    return finite and not asked


def _is_infinitive(sentence: Sentence, verb: Token) -> bool:
    """Tell whether a verb is an infinitive with "to" ("asked Oslo to mediate"), which some parses join loosely."""
    return verb.tag == "VB" and any(k.tag == "TO" for k in sentence.children(verb, "mark"))
