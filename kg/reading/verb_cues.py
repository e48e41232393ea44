"""Verbs as cues: whether a verb's frame fits a row of the lexicon, and who acts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from kg.model import Span
from kg.reading import lexicon
from kg.reading.frames import (
    agent,
    follow,
    is_negated,
    is_passive,
    noun_before,
    objects,
    oblique,
    own_subject,
    particle,
    refuses,
    subject,
    wills,
)
from kg.reading.lexicon import CueEntry
from kg.reading.nouns import is_document
from kg.reading.parse import Sentence, Token
from kg.reading.telling import Cue


def verb_cue(sentence: Sentence, token: Token, quoted: Sequence[Span], text: str) -> Cue | None:
    """Return the cue that a verb is in its clause, if any; the first row that fits makes it."""
    rows = lexicon.cues().get((token.lemma, "verb"), ())
    if token.dep in {"aux", "aux:pass", "cop", "amod", "case", "compound", "fixed"}:
        rows = tuple(r for r in rows if r.is_idiom)
    for entry in rows:
        if not _words_fit(sentence, token, entry) or not _object_fits(sentence, token, entry, quoted, text):
            continue
        acting = performer(sentence, token, entry)
        if entry.negated and is_negated(sentence, token) and (not entry.refusing or refuses(sentence, token)):
            return Cue(token, entry, entry.negated, token, acting, negation_told=True)
        return Cue(token, entry, _conveyed(sentence, token, entry), token, acting, negation_told=entry.is_willed)
    return None


def performer(sentence: Sentence, token: Token, entry: CueEntry) -> Token | None:
    """Return the word for who acts: at the places of the row where it names some, else the subject or agent."""
    if entry.performers:
        return next((w for w in (oblique(sentence, token, p) for p in entry.performers) if w is not None), None)
    if is_passive(sentence, token):
        return agent(sentence, token)
    found = subject(sentence, token)
    if found is not None:
        return found
    return _beside(sentence, token) if entry.type == "Statement" else noun_before(sentence, token)


def _words_fit(sentence: Sentence, token: Token, entry: CueEntry) -> bool:
    if entry.is_idiom:
        return follow(sentence, token, entry.lemmas[1:])
    for word in entry.lemmas[1:]:
        near = any(t.lower == word and t.dep != "det" for t in sentence.tokens[token.i + 1 : token.i + 2])
        under = sentence.subtree(token) if word in lexicon.among("far") else sentence.children(token, "advmod")
        adverb = any(k.lower == word for k in under)
        joined = word in {*entry.addressee, *entry.content} and oblique(sentence, token, word) is not None
        if not (near or adverb or joined or particle(sentence, token) == word):
            return False
    return True


def _object_fits(sentence: Sentence, token: Token, entry: CueEntry, quoted: Sequence[Span], text: str) -> bool:
    things = objects(sentence, token)
    need = entry.object
    if need == "any":
        return True
    if need in _TOLD:
        return _TOLD[need](sentence, token)
    if need == "none":
        says = any(q.overlaps(sentence.span) for q in quoted) or _that_follows(sentence, token)
        return not things or (entry.type == "Statement" and says)
    if need == "listed":
        named = [*things, *sentence.children(token, "xcomp", "obj"), *_as(sentence, token)]
        named += [w for p in entry.lemmas[1:] if (w := oblique(sentence, token, p))]
        return any(t.lemma in entry.lemmas_of_object or t.lower in entry.lemmas_of_object for t in named) or any(
            oblique(sentence, token, w) for w in entry.lemmas_of_object
        )
    if need == "document":
        return any(is_document(t) for t in things)
    if need == "conveyed":
        return any(is_document(t) or {t.lemma, t.lower} & lexicon.among("conveyed") for t in things)
    if need == "text":
        return any(is_document(t) or t.pos == "PRON" or (t.lemma, "noun") in lexicon.cues() for t in things)
    if need == "actor":
        return any(t.pos in {"PROPN", "PRON"} or t.lemma in lexicon.people() for t in things)
    if need == "actor-or-none":
        if things:
            return any(t.pos in {"PROPN", "PRON"} or t.lemma in lexicon.people() for t in things)
        return oblique(sentence, token, "with") is not None or own_subject(sentence, token) is not None
    if need == "clause":
        return sentence.child(token, "ccomp", "xcomp") is not None
    if need == "self":
        return any(t.lower in lexicon.among("reflexive") for t in things)
    if need == "speech":
        return _speaks(sentence, token, quoted, text)
    return oblique(sentence, token, need) is not None


def _is_refused(sentence: Sentence, verb: Token) -> bool:
    return refuses(sentence, verb) and not is_passive(sentence, verb)


def _is_told(sentence: Sentence, verb: Token) -> bool:
    """Tell whether a verb is active and no bare infinitive."""
    return not is_passive(sentence, verb) and (verb.tag != "VB" or sentence.child(verb, "aux") is not None)


def _tells_intent(sentence: Sentence, verb: Token) -> bool:
    """Tell whether a verb tells what will or would be done ("informed Oslo that it would cooperate")."""
    said = sentence.child(verb, "ccomp")
    return said is not None and wills(sentence, said)


def _orders(sentence: Sentence, verb: Token) -> bool:
    """Tell whether somebody is to do something ("told them to leave")."""
    return bool(objects(sentence, verb)) and sentence.child(verb, "xcomp") is not None


def _orders_itself(sentence: Sentence, verb: Token) -> bool:
    """Tell whether a speaker wants somebody to do something ("we expect Oslo to leave")."""
    own = subject(sentence, verb)
    return own is not None and own.lower in lexicon.among("speaking") and _orders(sentence, verb)


_TOLD: Mapping[str, Callable[[Sentence, Token], bool]] = {
    "will": wills,
    "refusing": _is_refused,
    "negated": is_negated,
    "told": _is_told,
    "intent": _tells_intent,
    "order": _orders,
    "first": _orders_itself,
}
"""How a row asks that its verb be told."""


def _speaks(sentence: Sentence, token: Token, quoted: Sequence[Span], text: str) -> bool:
    """Tell whether a verb that does not say by itself introduces speech ("he continued: …", "…, she went on")."""
    if any(q.start >= token.end and q.start - token.end < 12 for q in quoted if q.overlaps(sentence.span)):
        return True
    before = text[sentence.span.start : token.start].rstrip()
    own = own_subject(sentence, token)
    clause = text[sentence.span.start : own.start].rstrip() if own and own.start < token.start else before
    return clause.endswith((",", '"', "”")) and not sentence.child(token, "xcomp", "obj")


def _that_follows(sentence: Sentence, verb: Token) -> bool:
    return verb.i + 1 < len(sentence.tokens) and sentence.tokens[verb.i + 1].lower == "that"


def _conveyed(sentence: Sentence, token: Token, entry: CueEntry) -> str:
    """Return the type of a conveyance by what is conveyed: a draft proposes."""
    if entry.type != "Submission":
        return entry.type
    for thing in objects(sentence, token):
        for noun in (thing, *sentence.children(thing, "conj")):
            words = {noun.lemma, *(k.lower for k in sentence.children(noun, "compound", "amod"))}
            if words & lexicon.among("proposing"):
                return "Proposal"
    return entry.type


def _beside(sentence: Sentence, verb: Token) -> Token | None:
    """Return the name right after or before a verb of saying, where the parser saw no subject."""
    for token in sentence.tokens[verb.i + 1 : verb.i + 6]:
        if token.pos in {"PROPN", "PRON"} or token.lemma in lexicon.people():
            return token
        if token.pos not in {"DET", "ADJ", "NOUN", "PART"}:
            break
    before = sentence.tokens[max(0, verb.i - 3) : verb.i]
    return next((t for t in reversed(before) if t.pos in {"PROPN", "PRON"} or t.lemma in lexicon.people()), None)


def _as(sentence: Sentence, verb: Token) -> list[Token]:
    """Return what a verb calls its object ("described the vote as a farce"), joined to either by the parser."""
    called = (oblique(sentence, word, "as") for word in (verb, *objects(sentence, verb)))
    return [word for word in called if word is not None]
