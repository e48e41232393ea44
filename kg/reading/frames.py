"""The frame of a cue in its clause: subject, agent, objects, prepositions, negation and modality."""

from __future__ import annotations

from collections.abc import Sequence

from kg.model import Modality
from kg.reading import lexicon
from kg.reading.parse import SUBJECTS, Sentence, Token

_GAP = 5


def is_passive(sentence: Sentence, verb: Token) -> bool:
    """Tell whether a verb is passive, reduced relatives included ("a note handed to him")."""
    if sentence.child(verb, "aux:pass", "nsubj:pass"):
        return True
    if verb.tag != "VBN" or sentence.child(verb, "aux", "obj", "nsubj"):
        return False
    if verb.dep in {"acl", "advcl", "amod"}:
        return True
    head = sentence.head(verb)
    return bool(verb.dep == "conj" and head and is_passive(sentence, head))


def agent(sentence: Sentence, verb: Token) -> Token | None:
    """Return who does what a passive verb tells ("by NATO")."""
    found = sentence.child(verb, "obl:agent")
    if found:
        return found
    return next((k for k in sentence.children(verb, "obl", "nmod") if sentence.case(k) == "by"), None)


def own_subject(sentence: Sentence, verb: Token) -> Token | None:
    """Return the subject that stands with the verb itself."""
    return sentence.child(verb, *SUBJECTS) or next(
        (own for aux in sentence.children(verb, "aux") for own in sentence.children(aux, *SUBJECTS)), None
    )


def subject(sentence: Sentence, verb: Token, depth: int = 0) -> Token | None:
    """Return the word that is the subject of a verb, taken over from the governing clause where it has none."""
    own = own_subject(sentence, verb)
    if own is not None:
        if own.lower in lexicon.among("relative") and verb.dep.startswith("acl"):
            return sentence.head(verb)
        return own
    head = sentence.head(verb)
    if head is None or depth > 5:
        return None
    if verb.dep == "acl:relcl":
        return head if not is_passive(sentence, verb) else None
    if verb.dep == "acl":
        return head if verb.tag == "VBG" else None
    if verb.dep == "xcomp":
        controlled = sentence.child(head, "obj", "iobj")
        if controlled is not None and head.lemma in lexicon.among("control"):
            return controlled
        return subject(sentence, head, depth + 1)
    if verb.dep in {"conj", "advcl", "parataxis"} and (head.is_verb or sentence.child(head, "cop")):
        if verb.dep == "parataxis" and verb.tag not in {"VBG", "VBN"}:
            return None
        return subject(sentence, head, depth + 1)
    return None


def objects(sentence: Sentence, verb: Token) -> list[Token]:
    """Return what the verb acts on: its object, or the subject of a passive, with the antecedent of "which"."""
    if is_passive(sentence, verb):
        found = sentence.child(verb, "nsubj:pass", "nsubj")
        if found is None or found.lower in lexicon.among("relative"):
            head = sentence.head(verb)
            if head and verb.dep.startswith("acl"):
                return [head]
            if head and verb.dep == "conj":
                above = sentence.child(head, "nsubj:pass", "nsubj")
                return [above] if above else []
        return [found] if found else []
    obj = sentence.child(verb, "obj")
    if obj is not None and obj.lower in lexicon.among("relative") and verb.dep.startswith("acl"):
        head = sentence.head(verb)
        return [head] if head else []
    if obj is None and verb.dep == "acl:relcl":
        head, own = sentence.head(verb), own_subject(sentence, verb)
        if head and own and own.lower not in lexicon.among("relative") and not sentence.child(verb, "ccomp"):
            return [head]
    return [obj] if obj else []


def oblique(sentence: Sentence, word: Token, preposition: str) -> Token | None:
    """Return the noun that ``preposition`` joins to a verb or noun."""
    for kid in sentence.children(word):
        if kid.dep.split(":")[0] in {"obl", "nmod", "advcl", "acl"} and sentence.case(kid) == preposition:
            return kid
        if kid.dep in {"advcl", "acl"} and any(m.lower == preposition for m in sentence.children(kid, "mark")):
            return kid
    return None


def follow(sentence: Sentence, word: Token, words: Sequence[str]) -> bool:
    """Tell whether words follow a word, adverbs left out; ``~`` stands for up to five words, ``a/b`` for either."""
    place, slack = word.i + 1, 0
    for told in words:
        if told == "~":
            slack = _GAP
            continue
        wanted = told.split("/")
        while place < len(sentence.tokens):
            token = sentence.tokens[place]
            place += 1
            if token.lower in wanted or token.lemma in wanted:
                slack = 0
                break
            if token.pos in {"ADV", "PART"}:
                continue
            slack -= 1
            if slack < 0:
                return False
        else:
            return False
    return True


def refuses(sentence: Sentence, verb: Token) -> bool:
    """Tell whether a negated verb is told of now or as willed ("does not accept", "would not sign")."""
    head = sentence.head(verb)
    if verb.dep == "xcomp" and head is not None and head.lemma == "go" and head.tag == "VBG":
        return is_negated(sentence, head)
    auxiliaries = {k.lower for k in sentence.children(verb, "aux", "cop", "aux:pass")}
    return is_negated(sentence, verb) and verb.tag not in {"VBD", "NN"} and not auxiliaries & lexicon.among("past")


def wills(sentence: Sentence, verb: Token) -> bool:
    """Tell whether a verb is told as to be done ("will respond", "would honour")."""
    auxiliaries = {k.lower for k in sentence.children(verb, "aux")}
    return bool(auxiliaries & lexicon.among("would")) and not is_negated(sentence, verb)


def particle(sentence: Sentence, verb: Token) -> str | None:
    """Return the particle of a phrasal verb ("down" in "turned it down")."""
    found = sentence.child(verb, "compound:prt")
    return found.lower if found else None


def is_negated(sentence: Sentence, word: Token) -> bool:
    """Tell whether a verb, noun or adjective is negated in its clause."""
    if any(k.lower in lexicon.among("negation") for k in sentence.children(word, "advmod", "neg")):
        return True
    if any(k.lower in lexicon.among("so_far") and _is_not(sentence, k) for k in sentence.children(word, "advmod")):
        return True
    if _is_none(sentence, word):
        return True
    if any(k.lower == "without" for k in sentence.children(word, "mark", "case")):
        return True
    own, obj = sentence.child(word, *SUBJECTS), sentence.child(word, "obj")
    if own and (own.lower in lexicon.among("no") or _is_none(sentence, own)):
        return True
    if obj and (_is_none(sentence, obj) or obj.lower in lexicon.among("no")):
        return True
    if word.is_verb and any(k.lower in lexicon.among("neither") and k.i < word.i for k in sentence.children(word)):
        return True
    if _yet_to(sentence, word, sentence.children(word, "aux")):
        return True
    head = sentence.head(word)
    if word.dep == "xcomp" and head and head.lemma in lexicon.among("failing"):
        return not is_negated(sentence, head)
    return word.dep in {"xcomp", "acl"} and head is not None and _yet_to(sentence, head, [head])


def _is_none(sentence: Sentence, noun: Token) -> bool:
    """Tell whether a noun is told as none ("no answer", "neither Oslo nor Bern", "not one of them")."""
    if _is_not(sentence, noun):
        return True
    return any(k.lower in lexicon.among("no") for k in sentence.children(noun, "det", "cc", "cc:preconj"))


def _is_not(sentence: Sentence, word: Token) -> bool:
    """Tell whether a negation is joined to a word itself ("not one", "not so far")."""
    return any(k.lower in lexicon.among("negation") for k in sentence.children(word, "advmod"))


def _yet_to(sentence: Sentence, word: Token, verbs: Sequence[Token]) -> bool:
    """Tell whether something is told as not done so far ("has yet to", "is yet to")."""
    yet = any(k.lower == "yet" for k in sentence.children(word, "advmod"))
    return yet and any(v.lemma in {"have", "be"} for v in verbs)


def _performs(sentence: Sentence, verb: Token, auxiliaries: set[str]) -> bool:
    """Tell whether a softened first person does what it names ("I would urge", "we would like to thank")."""
    own = subject(sentence, verb)
    return bool(own and own.lower in lexicon.among("speaking") and auxiliaries <= lexicon.among("softener"))


def _is_planned_by(verb: Token, head: Token, auxiliaries: set[str]) -> bool:
    """Tell whether the verb above puts an act in the future ("plans to sign", "promised that it would sign")."""
    if head.lemma not in lexicon.words("planning"):
        return False
    return verb.dep == "xcomp" or (verb.dep == "ccomp" and bool(auxiliaries & lexicon.among("would")))


def modality(sentence: Sentence, word: Token) -> Modality:
    """Return how the clause of ``word`` is told: actual, negated, planned or possible."""
    if is_negated(sentence, word):
        return "negated"
    seen = word
    for _ in range(3):
        auxiliaries = {k.lower for k in sentence.children(seen, "aux")}
        head = sentence.head(seen)
        if head is not None and _is_planned_by(seen, head, auxiliaries):
            return "planned"
        performs = _performs(sentence, seen, auxiliaries)
        reported = seen.dep == "ccomp" and bool(auxiliaries & lexicon.among("reported"))
        if reported and not (performs or _is_conditional(sentence)):
            return "planned"
        if auxiliaries & lexicon.among("might") and not performs:
            return "possible"
        if auxiliaries & lexicon.among("will"):
            return "planned"
        if any(k.lower in lexicon.among("if") for k in sentence.children(seen, "mark")):
            return "possible"
        if head is None or seen.dep not in {"xcomp", "conj", "ccomp"}:
            break
        if seen.dep == "ccomp" or (seen.dep == "conj" and own_subject(sentence, seen)):
            break
        seen = head
    if not word.is_verb:
        return "actual"
    if sentence.tokens[-1].text == "?" or (len(sentence.tokens) > 1 and sentence.tokens[-2].text == "?"):
        return "possible"
    return "actual"


def _is_conditional(sentence: Sentence) -> bool:
    return any(t.lower in lexicon.among("if") and t.dep == "mark" for t in sentence.tokens)


def noun_before(sentence: Sentence, verb: Token) -> Token | None:
    """Return the name or noun for people right before a finite verb, where the parser saw no subject."""
    if verb.tag not in {"VBD", "VBZ", "VBP", "VBN"}:
        return None
    for token in reversed(sentence.tokens[max(0, verb.i - 4) : verb.i]):
        if token.pos == "PROPN" or token.text[:1].isupper() or token.lemma in lexicon.people():
            return token
        if token.pos not in {"ADV", "AUX"}:
            break
    return None
