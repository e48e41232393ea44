"""What somebody says of an own coming deed: "said it would sign" promises, "said it would not sign" refuses."""

from __future__ import annotations

from collections.abc import Sequence

from kg.model import Actor
from kg.reading import lexicon
from kg.reading.frames import is_negated, is_passive, own_subject
from kg.reading.parse import Sentence, Token


def commitment(sentence: Sentence, saying: Token, speakers: Sequence[Actor]) -> str | None:
    """Return the type of act that a saying is by its content, ``None`` for a mere statement.

    Parameters:
        saying: the verb of saying.
        speakers: who says it.
    """
    for deed in sentence.children(saying, "ccomp", "xcomp"):
        if deed.start > saying.start and _is_own_deed(sentence, deed, saying, speakers):
            return _type(sentence, deed)
    return None


def _is_own_deed(sentence: Sentence, deed: Token, saying: Token, speakers: Sequence[Actor]) -> bool:
    """Tell whether a clause tells of what its speakers will do or not do."""
    if not deed.is_verb or deed.lemma in lexicon.among("idle") or is_passive(sentence, deed):
        return False
    if sentence.child(deed, "cop") or sentence.child(saying, "aux:pass") or is_negated(sentence, saying):
        return False
    auxiliaries = {k.lower for k in sentence.children(deed, "aux")}
    wills = auxiliaries & lexicon.among("would") or (auxiliaries & {"could", "can"} and is_negated(sentence, deed))
    own = own_subject(sentence, deed)
    return bool(wills) and "have" not in auxiliaries and own is not None and _is_speaker(sentence, own, speakers)


def _is_speaker(sentence: Sentence, own: Token, speakers: Sequence[Actor]) -> bool:
    """Tell whether the subject of a reported clause is whoever reports it, or the state or body of theirs."""
    if own.lower in lexicon.among("speaking"):
        return True
    owner = sentence.child(own, "nmod:poss")
    word = own if own.pos == "PRON" else owner if owner is not None and own.lemma in lexicon.among("own_side") else None
    if word is None:
        return False
    single = len(speakers) == 1 and speakers[0].kind != "ActorGroup"
    person = single and speakers[0].kind == "Person"
    if word.lower in lexicon.among("male") | lexicon.among("female"):
        return person
    if word.lower in lexicon.among("thing"):
        return single and not person
    return word.lower in lexicon.among("several") and not single


def _type(sentence: Sentence, deed: Token) -> str | None:
    adverbs = {k.lower for k in sentence.children(deed, "advmod")}
    if adverbs & lexicon.among("gladly"):
        return "Offer"
    conditions = (sentence.children(k, "mark") for k in sentence.children(deed, "advcl"))
    if any(m.lower in {"if", "unless"} for marks in conditions for m in marks):
        return None
    return "Rejection" if is_negated(sentence, deed) or "never" in adverbs else "Promise"
