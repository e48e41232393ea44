"""Nouns as cues: "gave an answer", "Poland's refusal", "no reply came"."""

from __future__ import annotations

from kg.reading import lexicon
from kg.reading.frames import agent, is_negated, is_passive, noun_before, oblique, particle, subject
from kg.reading.lexicon import CueEntry
from kg.reading.lexicon.inflection import lemmas
from kg.reading.nouns import is_document
from kg.reading.parse import Sentence, Token
from kg.reading.telling import Cue


def noun_cue(sentence: Sentence, token: Token) -> Cue | None:
    """Return the cue that a noun is: lent a subject by a light verb, or told with its owner."""
    entries = lexicon.cues().get((token.lemma, "noun"), ()) or lexicon.cues().get((token.lower, "noun"), ())
    for entry in entries:
        if not _words_fit(sentence, token, entry):
            continue
        lender, kind = _lending(sentence, token)
        if entry.object in {"express", "light"} and not _lent_rightly(sentence, token, entry, kind if lender else None):
            continue
        if entry.object == "negated" and not (is_negated(sentence, token) or (lender and is_negated(sentence, lender))):
            continue
        following = sentence.tokens[token.i + 1].lower if token.i + 1 < len(sentence.tokens) else ""
        if entry.object == "for" and following != "for" and oblique(sentence, token, "for") is None:
            continue
        cue = _lent(sentence, token, entry, lender, kind) if lender is not None and kind else None
        return cue or _owned(sentence, token, entry)
    return None


def framed(sentence: Sentence, token: Token, entry: CueEntry) -> Cue:
    """Return the cue that a noun is by a row that asks for nothing: lent a subject, owned, or by itself."""
    lender, kind = _lending(sentence, token)
    if lender is not None and kind:
        return _lent(sentence, token, entry, lender, kind)
    return Cue(token, entry, entry.type, token, _owner(sentence, token, entry))


def _words_fit(sentence: Sentence, token: Token, entry: CueEntry) -> bool:
    """Tell whether the other words of a row stand before the noun ("peace plan") or after it ("declaration of war")."""
    if len(entry.lemmas) == 1:
        return True
    before = {k.lower for k in sentence.children(token, "compound", "amod")}
    return not before.isdisjoint(entry.lemmas[:-1]) or oblique(sentence, token, entry.lemmas[1]) is not None


def _lent_rightly(sentence: Sentence, token: Token, entry: CueEntry, kind: str | None) -> bool:
    """Tell whether a noun that is no act by itself ("talks", "support") is told as one here."""
    if entry.type == "Consultation":
        return kind == "joint" or (
            kind is None
            and _owner(sentence, token, entry) is not None
            and (oblique(sentence, token, "with") or oblique(sentence, token, "between")) is not None
        )
    return kind is not None or (
        entry.object == "light" and (_owner(sentence, token, entry) is not None or is_negated(sentence, token))
    )


def _lending(sentence: Sentence, token: Token) -> tuple[Token | None, str | None]:
    """Return the light verb that lends a noun its subject, as the parser joined the two or as they stand."""
    lender, kind = _lender(sentence, token)
    return (lender, kind) if lender is not None else _lender_before(sentence, token)


def _lender(sentence: Sentence, token: Token) -> tuple[Token | None, str | None]:
    """Return the light verb of which a noun is the object, and how it lends its subject."""
    verb = sentence.head(token)
    if verb is None:
        return None, None
    if token.dep == "conj":
        both_papers = is_document(token) and is_document(verb)  # "published a treaty and an agreement"
        return (None, None) if both_papers else _lender(sentence, verb)
    beside = _along(sentence, token, verb)
    if beside is not None:
        return beside, "express"
    clause = sentence.child(token, "acl:relcl")
    if clause is not None and _gives(sentence, clause):
        return clause, "convey"
    if not verb.is_verb:
        return None, None
    comes = lexicon.light_verbs().get((verb.lemma,)) == "come"
    if comes and (token.dep in {"nsubj", "nsubj:pass"} or oblique(sentence, verb, "from")):
        return verb, "come"
    if token.dep == "nsubj" and lexicon.light_verbs().get((verb.lemma,)) == "joint" and verb.lemma != "have":
        return verb, "joint"
    if verb.lemma == "be" and sentence.child(verb, "expl"):
        return verb, "come"
    passive = token.dep in {"nsubj:pass", "nsubj"} and is_passive(sentence, verb)
    if token.dep == "acl" or not (token.dep == "obj" or passive):
        return None, None
    prt = particle(sentence, verb)
    nearby = sentence.tokens[verb.i + 1].lower if verb.i + 1 < len(sentence.tokens) else ""
    for key in ((verb.lemma, prt or ""), (verb.lemma, nearby), (verb.lemma,)):
        kind = lexicon.light_verbs().get(key)
        if kind and kind != "come":
            return verb, kind
    return None, None


def _along(sentence: Sentence, token: Token, head: Token) -> Token | None:
    """Return the verb along with which a noun's act is done ("left in protest", "declined with regret")."""
    words = {"in": "in_doing", "with": "with_feeling"}.get(sentence.case(token) or "")
    fits = words is not None and token.lemma in lexicon.among(words)
    above = head if head.is_verb else sentence.head(head)
    if not fits or above is None or not above.is_verb or token.dep not in {"obl", "nmod"}:
        return None
    return None if is_passive(sentence, above) else above


def _gives(sentence: Sentence, clause: Token) -> bool:
    """Tell whether a relative clause lends its noun a subject ("the pledge that Oslo gave")."""
    if lexicon.light_verbs().get((clause.lemma,)) not in {"convey", "express"} or not sentence.child(clause, "nsubj"):
        return False
    given = sentence.children(clause, "obj", "ccomp", "xcomp")
    return all(k.lower in lexicon.among("relative") for k in given)


def _lender_before(sentence: Sentence, token: Token) -> tuple[Token | None, str | None]:
    """Return the light verb right before a noun and its adjectives, where the parser did not join the two."""
    for word in reversed(sentence.tokens[max(0, token.i - 4) : token.i]):
        kind = lexicon.light_verbs().get((lemmas().get(word.lower, word.lemma),))
        if kind in {"express", "convey"} and word.tag in {"VBD", "VBN", "VBZ", "VBP"}:
            return word, kind
        if word.pos not in {"DET", "ADJ", "ADV", "NUM"} and word.dep != "amod":
            break
    return None, None


def _lent(sentence: Sentence, token: Token, entry: CueEntry, verb: Token, kind: str) -> Cue:
    passive = is_passive(sentence, verb)
    performer = agent(sentence, verb) if passive else subject(sentence, verb) or noun_before(sentence, verb)
    negated = is_negated(sentence, verb) or is_negated(sentence, token)
    type_ = entry.negated if negated and entry.negated else entry.type
    if kind in {"receive", "come"}:
        giver = oblique(sentence, verb, "from") or oblique(sentence, token, "from") or _owner(sentence, token, entry)
        return Cue(token, entry, type_, verb, giver, kind, negated and bool(entry.negated))
    performer = None if performer is token else performer
    return Cue(
        token, entry, type_, verb, performer or _owner(sentence, token, entry), kind, negated and bool(entry.negated)
    )


def _owner(sentence: Sentence, token: Token, entry: CueEntry) -> Token | None:
    """Return whose act a noun names: a possessor, "by" or "of" and "from" somebody, or an adjective of nationality."""
    owner = sentence.child(token, "nmod:poss")
    if owner is not None:
        return owner
    for preposition in ("by", "from"):
        found = oblique(sentence, token, preposition)
        if found is not None:
            return found
    made = next((k for k in sentence.children(token, "acl") if is_passive(sentence, k)), None)
    if made is not None and lexicon.light_verbs().get((made.lemma,)) and agent(sentence, made) is not None:
        return agent(sentence, made)
    for preposition in entry.performers:
        told = oblique(sentence, token, preposition)
        if told is not None and (told.pos in {"PROPN", "PRON"} or told.lemma in lexicon.people()):
            return told
    adjectives = [
        k
        for k in sentence.children(token, "amod", "compound", "nmod")
        if k.text[:1].isupper() and k.start < token.start
    ]
    return adjectives[0] if adjectives else None


def _owned(sentence: Sentence, token: Token, entry: CueEntry) -> Cue | None:
    """A noun told without a light verb: an act when its performer is told with it, or when it says that none came."""
    negated = is_negated(sentence, token)
    if negated and entry.negated:
        return Cue(token, entry, entry.negated, token, _owner(sentence, token, entry), negation_told=True)
    owner = _owner(sentence, token, entry)
    if owner is None:
        return None
    return Cue(token, entry, entry.type, token, owner)
