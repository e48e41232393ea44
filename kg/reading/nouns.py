"""What a noun phrase says by its own words: whose it is, its number, its office, its label."""

from __future__ import annotations

import re

from kg.reading import lexicon
from kg.reading.parse import Sentence, Token

LOOSE = (
    "acl:relcl",
    "acl",
    "appos",
    "punct",
    "parataxis",
    "conj",
    "cc",
    "advcl",
    "case",
    "cop",
    "aux",
    "nsubj",
    "mark",
    "advmod",
)
"""Relations whose words are joined to a noun but do not belong to its name or description."""

_LONGEST_LABEL = 120
_DIGITS_OF_A_SIZE = 5


def is_document(token: Token) -> bool:
    """Tell whether a noun names a document."""
    return token.lemma in lexicon.documents() or token.lower in lexicon.documents()


def people_class(token: Token) -> lexicon.PeopleClass | None:
    """Return the class of a noun for people and bodies, ``None`` for other nouns."""
    return lexicon.people().get(token.lemma) or lexicon.people().get(token.lower)


def is_plural(token: Token) -> bool:
    """Tell whether a noun is plural."""
    return token.tag in {"NNS", "NNPS"}


def is_definite(sentence: Sentence, token: Token) -> bool:
    """Tell whether a noun stands for something known: with "the", "this", or an owner."""
    if any(k.lower in lexicon.among("definite") or k.dep == "nmod:poss" for k in sentence.children(token)):
        return True
    first = token.i - 2
    joined = first > 0 and sentence.tokens[token.i - 1].text == "-"
    return joined and sentence.tokens[first - 1].lower in lexicon.among("definite")


def owner(sentence: Sentence, token: Token) -> Token | None:
    """Return the possessor of a noun ("his", "Poland's")."""
    return sentence.child(token, "nmod:poss")


def is_modified(sentence: Sentence, token: Token) -> bool:
    """Tell whether words describe a noun more closely."""
    return any(k.dep.split(":")[0] in {"amod", "compound", "nmod", "acl"} for k in sentence.children(token))


def size(sentence: Sentence, token: Token) -> int | None:
    """Return the number of those a noun stands for, where it is told ("37 ministers", "both states")."""
    for kid in sentence.children(token, "nummod", "det", "amod"):
        if kid.text.isdecimal() and len(kid.text) <= _DIGITS_OF_A_SIZE:
            return int(kid.text)
        told = lexicon.numbers("group").get(kid.lower)
        if told is not None:
            return told
    return None


def label(sentence: Sentence, token: Token, text: str, first: int = 0) -> str:
    """Return the words of a description from ``first``, without determiners and what is loosely joined to it."""
    words = [w for w in sentence.subtree(token, LOOSE) if w.i >= first]
    kept = [w for w in words if w.pos != "PUNCT" or w.text in {"-", ".", "'", "’"}]
    while kept and kept[0].lower in lexicon.among("determiner"):
        kept = kept[1:]
    if not kept:
        return token.text
    words_told = text[kept[0].start : max(kept[-1].end, token.end)]
    return re.sub(r"\s+", " ", words_told).strip(" ,;:–—-")[:_LONGEST_LABEL]


def conjuncts(sentence: Sentence, token: Token) -> list[Token]:
    """Return the nouns, pronouns and numbers joined to a noun by "and", in text order."""
    found, stack, seen = [], [token], {token.i}
    while stack:
        for kid in sentence.children(stack.pop(), "conj"):
            if kid.i not in seen and (kid.is_noun or kid.pos in {"PRON", "NUM", "ADJ"}):
                seen.add(kid.i)
                found.append(kid)
                stack.append(kid)
    return sorted(found, key=lambda t: t.i)


def ministry_field(sentence: Sentence, token: Token) -> str | None:
    """Return what a ministry is for ("foreign affairs", "defence"), by its modifiers."""
    if token.lemma not in lexicon.among("ministry"):
        return None
    near = sentence.children(token, "amod", "compound", "nmod")
    near += [k for noun in sentence.children(token, "nmod") for k in sentence.children(noun, "amod", "compound")]
    modifiers = {k.lower for k in near}
    return next((field for field, words in lexicon.ministries().items() if modifiers & words), None)


def office(sentence: Sentence, token: Token) -> str:
    """Return the office a noun names with its modifiers, nationality left out ("foreign minister")."""
    near = sentence.children(token, "amod", "compound")
    words = [
        k
        for k in near
        if (k.start < token.start and not k.text[:1].isupper()) or k.lower in lexicon.among("capital_office")
    ]
    name = hyphenated(sentence, token)
    return " ".join([*(w.lower for w in sorted(words, key=lambda t: t.i) if w.lower not in name.split("-")), name])


def hyphenated(sentence: Sentence, token: Token) -> str:
    """Return a noun with the words that hyphens join to it ("secretary-general"), whichever of them is its head."""
    words = sentence.tokens
    first = last = token.i
    while first > 1 and words[first - 1].text == "-":
        first -= 2
    while last + 2 < len(words) and words[last + 1].text == "-":
        last += 2
    if first == last:
        return token.lemma
    return "-".join(words[i].lower for i in range(first, last + 1, 2))


def may_be_office(word: str, told: str) -> bool:
    """Tell whether a noun can mean a told office by another word ("spokeswoman" for "spokesperson")."""
    words = set(told.lower().replace("-", " ").split())
    return any(word in group and words & group for group in lexicon.same_offices())


def plural_office(told: str) -> str:
    """Return an office in the plural.

    >>> plural_office("foreign minister")
    'foreign ministers'
    """
    return re.sub(r"(\w+)$", r"\1s", told)
