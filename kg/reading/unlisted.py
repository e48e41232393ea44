"""Persons whom no list knows: capitalised names that speak, act, are spoken to, or stand beside an office."""

from __future__ import annotations

from collections.abc import Container, Sequence

from kg.model import Actor, Span
from kg.reading import lexicon
from kg.reading.named import Named
from kg.reading.names import NameFinder
from kg.reading.nouns import is_plural, people_class
from kg.reading.parse import SUBJECTS, Sentence, Token
from kg.reading.scores import LEAST

_LONGEST_NAME = 4
_TOWARDS = frozenset({"to", "with", "by", "from", "according to"})


def acting_names(sentence: Sentence, known: Sequence[Named], finder: NameFinder) -> list[Named]:
    """Return the capitalised names of a sentence that act or own a statement, those of ``known`` left out."""
    found: list[Named] = []
    for token in sentence.tokens:
        if not _is_proper(token):
            continue
        words = _capitalised(sentence, token, [*known, *found])
        if words and (
            _acts(sentence, token)
            or _joined_to_person(sentence, token, [*known, *found])
            or (len(words) > 1 and _is_one_of_people(sentence, token))
        ):
            span = Span(words[0].start, words[-1].end)
            found.append(Named(span, _actor(words, finder), "actor"))
    return found


def _actor(words: Sequence[Token], finder: NameFinder) -> Actor:
    """Return whom a capitalised name tells by its shape: a group, a body known by its letters, or a person."""
    if is_plural(words[-1]):
        return Actor(" ".join(w.text for w in words), "ActorGroup")
    if len(words) == 1 and words[0].text.isupper():
        return Actor(words[0].text, "NonStateActor")
    return finder.person([w.title() if w.isupper() and len(words) > 1 else w for w in _words(words)])


def _acts(sentence: Sentence, token: Token) -> bool:
    """Tell whether a word is whoever does an act of the lexicon, or whose statement is spoken of."""
    head = sentence.head(token)
    if head is None:
        return False
    if token.dep == "nmod:poss":
        return head.lemma in lexicon.among("utterance")
    return token.dep in SUBJECTS | {"obl:agent"} and (
        (head.lemma, "verb") in lexicon.cues() or _is_seen(sentence, head)
    )


def _is_seen(sentence: Sentence, word: Token) -> bool:
    """Tell whether the encoder takes a word that the lexicon may not have for one that tells an act."""
    return sentence.scores is not None and bool(sentence.scores.types(word.i, LEAST))


def _joined_to_person(sentence: Sentence, token: Token, known: Sequence[Named]) -> bool:
    """Tell whether "and" joins a name to that of a person."""
    head = sentence.head(token) if token.dep == "conj" else None
    return head is not None and any(n.actor.kind == "Person" and n.span.start <= head.start < n.span.end for n in known)


def _is_one_of_people(sentence: Sentence, token: Token) -> bool:
    """Tell whether a name of several words stands where people stand: beside an office, or spoken to or of."""
    head = sentence.head(token)
    if any(people_class(k) == "person" for k in sentence.children(token, "appos")):
        return True
    if head is None:
        return False
    if token.dep in {"appos", "flat", "nmod:desc"} and people_class(head) == "person":
        return True
    places = {place for entry in lexicon.cues().get((head.lemma, "verb"), ()) for place in entry.addressee}
    if token.dep in {"obj", "iobj"}:
        return "obj" in places or "iobj" in places
    return token.dep == "obl" and sentence.case(token) in places & _TOWARDS


def _capitalised(sentence: Sentence, token: Token, known: Sequence[Named]) -> list[Token]:
    """Return the run of capitalised names around a word, none where one of them is known or common."""
    first = last = token.i
    while first > 0 and _is_name(sentence.tokens[first - 1], known):
        first -= 1
    while (after := _next(sentence, last, known)) is not None:
        last = after
    words = list(sentence.tokens[first : last + 1])
    common = lexicon.words("not_persons") | lexicon.words("titles") | lexicon.people().keys()
    while len(words) > 1 and words[0].i < token.i and _is_common(words[0], common):
        words = words[1:]
    if not 1 <= len(words) <= _LONGEST_NAME or any(_is_common(w, common) for w in words):
        return []
    taken = any(n.span.start <= w.start < n.span.end for w in words for n in known)
    return [] if taken or token not in words else words


def _is_common(word: Token, common: Container[str]) -> bool:
    return word.lower.rstrip(".") in common or word.lemma in common


def _next(sentence: Sentence, last: int, known: Sequence[Named]) -> int | None:
    """Return where a name goes on: its next word, with a hyphen or a small word before it ("Amina al-Berg")."""
    tokens = sentence.tokens
    for i in range(last + 1, min(last + 4, len(tokens))):
        if _is_name(tokens[i], known):
            return i
        if tokens[i].text != "-" and tokens[i].text not in lexicon.among("particle"):
            return None
    return None


def _words(tokens: Sequence[Token]) -> list[str]:
    """Return the words of a name, those that a hyphen joins as one."""
    told = "".join(
        t.text if t.start == before else f" {t.text}" for t, before in zip(tokens, _ends(tokens), strict=False)
    )
    return told.split()


def _ends(tokens: Sequence[Token]) -> list[int]:
    return [tokens[0].start, *(t.end for t in tokens)]


def _is_name(token: Token, known: Sequence[Named]) -> bool:
    return _is_proper(token) and not any(n.span.start <= token.start < n.span.end for n in known)


def _is_proper(token: Token) -> bool:
    return (token.pos == "PROPN" or token.tag.startswith("NNP")) and token.text[:1].isupper()
