"""Mends what a parser commonly mistakes in news: a finite verb that it took for a noun or a participle."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.reading import lexicon
from kg.reading.frames import agent
from kg.reading.lexicon.inflection import known_verbs, lemmas
from kg.reading.parse import Sentence, Token

_OF_A_VERB = frozenset({"obj", "ccomp", "aux", "iobj"})
_FUNCTION = frozenset({"PRON", "PART", "ADP", "DET", "CCONJ", "SCONJ", "INTJ", "PUNCT", "X"})
_INDEFINITE = ("one", "body", "thing")
_OF_TAG = {"NN": "NOUN", "NNS": "NOUN", "NNP": "PROPN", "NNPS": "PROPN", "JJ": "ADJ"} | dict.fromkeys(
    ("VB", "VBD", "VBP", "VBZ"), "VERB"
)
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_BEFORE_A_VERB = frozenset({"compound", "amod", "nmod", "nmod:desc", "nsubj", "nsubj:pass"})


def repaired(sentence: Sentence) -> Sentence:
    """Return a sentence whose mistaken verbs are verbs, with what stands before them as their subject."""
    sentence = _agreeing(sentence)
    tokens = list(sentence.tokens)
    changed = False
    for token in sentence.tokens:
        if _is_taken_for_noun(sentence, token):
            _make_verb(sentence, tokens, token)
            changed = True
        elif _is_taken_for_adjective(sentence, token) or _is_taken_for_relative(sentence, token):
            _make_governor(tokens, token)
            changed = True
    return _of(sentence, tokens) if changed else sentence


def _of(sentence: Sentence, tokens: Sequence[Token]) -> Sentence:
    """Return a sentence with other tokens in the place of its own."""
    return Sentence(sentence.index, sentence.span, tuple(tokens), sentence.scores)


def _agreeing(sentence: Sentence) -> Sentence:
    """Return a sentence whose classes agree with its tags, and whose relations with the words that mark them."""
    tokens = [replace(t, pos=_pos(t), tag=_tense(sentence, t)) for t in sentence.tokens]
    for token in sentence.tokens:
        relation = _relation(sentence, token)
        if relation is not None:
            tokens[token.i] = replace(tokens[token.i], dep=relation[0], head=relation[1])
    return sentence if tokens == list(sentence.tokens) else _of(sentence, tokens)


def _pos(token: Token) -> str:
    """Return a word's class; a tag of content words is believed before a class of function words."""
    if token.pos not in _FUNCTION or token.lower.endswith(_INDEFINITE):
        return token.pos
    return _OF_TAG.get(token.tag, token.pos)


def _tense(sentence: Sentence, token: Token) -> str:
    """Return a word's tag; after "have" a verb is a participle."""
    has = token.tag in {"VB", "VBD", "VBP"} and any(k.lemma == "have" for k in sentence.children(token, "aux"))
    return "VBN" if has else token.tag


def _relation(sentence: Sentence, token: Token) -> tuple[str, int] | None:
    """Return the relation and the head of a word whose marks tell another than the parser gave it."""
    if token.dep in {"nsubj", "nsubj:pass", "obj"} and any(k.tag == "IN" for k in sentence.children(token, "case")):
        return "obl", token.head
    if token.dep == "obj" and token.tag == "VB" and any(k.tag == "TO" for k in sentence.children(token, "mark")):
        return "xcomp", token.head
    if token.lower == "whose" and token.dep != "nmod:poss":
        owned = next((t for t in sentence.tokens[token.i + 1 : token.i + 4] if t.is_noun), None)
        return ("nmod:poss", owned.i) if owned is not None else None
    if token.dep == "advcl" and token.is_verb:
        relative = next((k for k in sentence.children(token, "nsubj", "nsubj:pass", "obj") if k.tag == "WDT"), None)
        before = sentence.tokens[: relative.i] if relative is not None else ()
        noun = next((t for t in reversed(before[-3:]) if t.is_noun), None)
        if noun is not None and noun.head != token.i:
            return "acl:relcl", noun.i
    return None


def _is_taken_for_noun(sentence: Sentence, token: Token) -> bool:
    """Tell whether a form of a known verb, tagged as none, has what only verbs have ("Oslo denies this")."""
    if token.tag.startswith(("VB", "MD", "IN", "TO")) or token.i == 0 or not _verb(token):
        return False
    if token.dep in _BEFORE_A_VERB or sentence.child(token, "cop", "det", "case"):
        return False
    return sentence.child(token, *_OF_A_VERB) is not None


def _verb(token: Token) -> str:
    """Return the known verb of which a word may be a form, or the empty string."""
    return lemmas().get(token.lower) or (token.lower if token.lower in known_verbs() else "")


def _is_taken_for_adjective(sentence: Sentence, token: Token) -> bool:
    """Tell whether a participle before a noun has somebody right before it ("Seoul proposed talks")."""
    past = token.dep == "amod" and (token.tag in {"VBD", "VBN"} or token.lower.endswith("ed"))
    if token.i == 0 or not past or not _verb(token):
        return False
    head, before = sentence.head(token), sentence.tokens[token.i - 1]
    if head is None or head.i <= token.i or head.dep not in {"ROOT", "root", "parataxis", "conj", "ccomp"}:
        return False
    named = before.pos in {"PROPN", "PRON"} and before.tag not in {"PRP$", "POS"}
    return (
        (named or before.lemma in lexicon.people())
        and before.dep in _BEFORE_A_VERB
        and before.head in {head.i, token.i}
    )


def _is_taken_for_relative(sentence: Sentence, token: Token) -> bool:
    """Tell whether a participle after a noun is the verb of the sentence, which has no other ("The envoys met.")."""
    head = sentence.head(token)
    if head is None or token.dep != "acl" or token.tag != "VBN" or head.dep.lower() != "root" or not head.is_noun:
        return False
    finite = any(k.tag in _FINITE and k.dep != "acl:relcl" for k in sentence.children(head))
    closed = sentence.tokens[-1].text == "." or sentence.child(token, "obj") is not None
    return bool(_verb(token)) and closed and not finite and agent(sentence, token) is None


def _make_verb(sentence: Sentence, tokens: list[Token], token: Token) -> None:
    tag = "VB" if sentence.child(token, "aux") and token.lower in known_verbs() else _tag(token)
    tokens[token.i] = replace(token, tag=tag, pos="VERB", lemma=_verb(token))
    for kid in sentence.children(token):
        if kid.i < token.i and kid.dep in _BEFORE_A_VERB and (kid.is_noun or kid.text[:1].isupper()):
            tokens[kid.i] = replace(tokens[kid.i], dep="nsubj")
        elif kid.dep == "acl:relcl" and token.i + 1 < len(tokens) and tokens[token.i + 1].lower == "that":
            tokens[kid.i] = replace(tokens[kid.i], dep="ccomp")


def _make_governor(tokens: list[Token], token: Token) -> None:
    """Put a participle above the noun it is joined to: its object after it, or its subject before it."""
    noun = tokens[token.head]
    above = token.i if noun.head == noun.i else noun.head
    tag = "VBD" if token.tag in {"VBN", "JJ"} else _tag(token)
    tokens[token.i] = replace(token, tag=tag, pos="VERB", dep=noun.dep, head=above, lemma=_verb(token))
    tagged = ("NN", "NOUN") if noun.tag.startswith("VB") else (noun.tag, noun.pos)
    after = noun.i > token.i
    dep = "obj" if after else "nsubj"
    tokens[noun.i] = replace(noun, dep=dep, head=token.i, tag=tagged[0], pos=tagged[1])
    for other in (*_under(tokens, token), *_under(tokens, noun)):
        if after and (other.i < token.i or other.dep == "punct"):
            kind = "nsubj" if other.dep in _BEFORE_A_VERB else other.dep
            tokens[other.i] = replace(other, dep=kind, head=token.i)


def _under(tokens: Sequence[Token], word: Token) -> list[Token]:
    return [t for t in tokens if t.head == word.i and t.i != word.i]


def _tag(token: Token) -> str:
    if token.lower.endswith("ing"):
        return "VBG"
    if token.lower in known_verbs():
        return "VBP"
    return "VBZ" if token.lower.endswith("s") else "VBD"
