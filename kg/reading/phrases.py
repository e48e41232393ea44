"""The words of a noun phrase, found in the text itself where the parser lost or split it."""

from __future__ import annotations

from collections.abc import Sequence

from kg.reading import lexicon
from kg.reading.nouns import people_class
from kg.reading.parse import Sentence, Token

QUALIFYING = frozenset({"IN", "TO"})
"""Tags of the words that join a noun to the one before it."""

_LONGEST_NAME = 12
_LOOSE = ("acl:relcl", "appos", "parataxis", "conj", "cc")
_EDGES = frozenset({",", ";", ":", "—", "–", "-", '"', "“", "”", "«", "»", "(", ")", "..."})
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM"})


def up_to(sentence: Sentence, i: int) -> list[Token]:
    """Return the noun phrase that ends right before the word ``i``, adverbs and auxiliaries between left out."""
    end = i
    while end > 0 and (sentence.tokens[end - 1].pos in {"ADV", "AUX"} and not sentence.tokens[end - 1].is_noun):
        end -= 1
    start = end
    while start > 0 and end - start < _LONGEST_NAME and not _ends_phrase(sentence, start - 1):
        start -= 1
    words = list(sentence.tokens[start:end])
    while words and words[0].pos in {"CCONJ", "SCONJ", "ADV"}:
        words = words[1:]
    if not words or words[0].tag in QUALIFYING or words[0].pos in {"ADP", "VERB", "PUNCT", "AUX"}:
        return []
    return words if head_of(words) is not None else []


def _ends_phrase(sentence: Sentence, i: int) -> bool:
    """Tell whether a word stands outside the noun phrase that follows it."""
    token = sentence.tokens[i]
    if token.text in _EDGES or token.pos in {"CCONJ", "SCONJ"} or token.tag in {"WDT", "WP", "WP$", "WRB", "MD"}:
        return True
    if token.is_verb and token.pos != "ADJ" and token.lower not in lexicon.among("knowing"):
        following = sentence.tokens[i + 1] if i + 1 < len(sentence.tokens) else None
        before = sentence.tokens[i - 1] if i else None
        reduced = token.tag in {"VBN", "VBD"} and before is not None and before.is_noun
        return not (reduced and following is not None and following.tag in QUALIFYING)
    return False


def closes(sentence: Sentence, verb: Token) -> bool:
    """Tell whether a verb that the parse joined to its subject as a participle ends its clause ("…, an aide said.")."""
    following = sentence.tokens[verb.i + 1] if verb.i + 1 < len(sentence.tokens) else None
    return verb.dep == "acl" and (following is None or following.pos == "PUNCT")


def is_set_off(sentence: Sentence, words: Sequence[Token]) -> bool:
    """Tell whether a phrase follows a mark or opens the sentence, so that it stands alone with its verb."""
    first = words[0].i
    return first == 0 or sentence.tokens[first - 1].text in _EDGES


def before_insertion(sentence: Sentence, verb: Token) -> list[Token]:
    """Return the phrase before an inserted clause that ends right before the verb ("an aide, who …, said")."""
    i = verb.i - 1
    while i > 0 and sentence.tokens[i].pos in {"ADV", "AUX"}:
        i -= 1
    if i < 1 or sentence.tokens[i].text != ",":
        return []
    opening = next((t for t in reversed(sentence.tokens[:i]) if t.text == ","), None)
    return up_to(sentence, opening.i) if opening is not None else []


def after_verb(sentence: Sentence, verb: Token) -> list[Token]:
    """Return the phrase after an inverted verb that nobody else speaks ("…, said on Monday the old diplomat")."""
    if verb.i == 0 or sentence.tokens[verb.i - 1].text not in _EDGES | {"had", "has", "have"}:
        return []
    following = list(sentence.tokens[verb.i + 1 :])
    stop = next((n for n, t in enumerate(following) if t.text in _EDGES or t.tag in {"WDT", "WP"}), len(following))
    words = following[:stop]
    for n, token in enumerate(words):
        first = next((m for m in range(n, -1, -1) if words[m].pos == "DET"), n)
        if first and words[first - 1].lower == "to":
            continue
        called = first < n and token.pos == "PROPN" and all(w.pos == "ADJ" for w in words[first + 1 : n])
        if people_class(token) in {"person", "people"} or called:
            beyond = (m for m in range(n + 1, len(words)) if words[m].tag in QUALIFYING and not _joins(words, m))
            return words[first : next(beyond, len(words))]
    return []


def _joins(words: Sequence[Token], m: int) -> bool:
    """Tell whether a preposition joins to a source what it is or knows ("people with knowledge of", "close to")."""
    return words[m].lower in {"of", "with", "from"} or words[m - 1].lower in lexicon.among("knowing")


def head_of(words: Sequence[Token]) -> Token | None:
    """Return the head of a noun phrase: the last noun of its first unbroken run."""
    for n, token in enumerate(words):
        following = words[n + 1] if n + 1 < len(words) else None
        if token.tag in QUALIFYING:
            return None
        known = following is not None and following.lower in lexicon.among("knowing")
        if token.pos == "ADJ" and people_class(token) == "person" and (known or not (following and following.is_noun)):
            return token
        if token.pos in _NOMINAL and token.tag != "PRP$":
            if following is None or not (following.is_noun or following.tag in {"POS", "JJ"}):
                return token
            if token.pos == "PRON":
                return token
    return None


def around(sentence: Sentence, word: Token) -> list[Token]:
    """Return the words of a noun phrase by the parse, relative clauses and what stands after a comma left out."""
    own = {k.i for k in sentence.children(word, "case")}
    left_out = _LOOSE[1:] if word.lower == "one" else _LOOSE
    words = [w for w in sentence.subtree(word, left_out) if w.i not in own]
    marks = [w.i for w in words if w.text in _EDGES and w.i > word.i]
    stop = marks[0] if marks else len(sentence.tokens)
    return [w for w in words if w.i < stop]


def told_apart(words: Sequence[Token]) -> list[Token]:
    """Return a phrase without the time before it, and without how its source was reached ("interviewed by us")."""
    start = next((n for n, w in enumerate(words) if n and w.pos == "DET" and words[n - 1].is_noun), 0)
    kept, knowing = list(words[start:]), lexicon.among("knowing")
    reached = (n for n, w in enumerate(kept) if n and w.is_verb and kept[n - 1].is_noun and w.lower not in knowing)
    kept = kept[: next(reached, None)]
    while kept and (kept[0].pos in {"ADP", "PUNCT"} or kept[0].tag in QUALIFYING):
        kept = kept[1:]
    while kept and kept[-1].pos in {"ADV", "PUNCT", "ADP"}:
        kept = kept[:-1]
    return kept
