"""Through whom a saying comes: the media that carry it, and those who quote its speaker."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.reading import lexicon
from kg.reading.frames import agent, oblique
from kg.reading.nouns import people_class
from kg.reading.parse import Sentence, Token

_REACH_OF_A_QUOTE = 5


def quoted_as_saying(sentence: Sentence, verb: Token) -> tuple[Token | None, Token | None]:
    """Return who is quoted and who quotes, in "Tass quoted Berg as saying" and "Berg was quoted by Tass as saying"."""
    quoting = sentence.head(verb)
    before = sentence.tokens[verb.i - 1].lower if verb.i else ""
    if before != "as" or quoting is None or quoting.lemma not in lexicon.among("quoting"):
        return None, None
    passive = sentence.children(quoting, "nsubj:pass")
    if passive or sentence.child(quoting, "aux:pass"):
        return (passive[-1] if passive else None), agent(sentence, quoting)
    return sentence.child(quoting, "obj", "iobj"), sentence.child(quoting, "nsubj")


def quoting(sentence: Sentence, source: Token) -> Token | None:
    """Return by whom a source is quoted right after it is named ("an official quoted by local radio")."""
    for token in sentence.tokens[source.i + 1 : source.i + _REACH_OF_A_QUOTE]:
        if token.text in {",", ";", "."}:
            break
        if token.tag in {"VBN", "VBD"} and token.lemma in lexicon.among("quoting"):
            by = agent(sentence, token) or oblique(sentence, token, "by") or oblique(sentence, token, "in")
            return by if by is None or by.lower not in lexicon.among("first") else None
    return None


def carriers(sentence: Sentence, words: Sequence[Token]) -> Iterator[Token]:
    """Yield the nouns that name media by their kind among words, the reader's own medium left out ("this station")."""
    for word in words:
        known = people_class(word) == "media" or word.lemma in lexicon.among("press")
        ours = any(k.lower in {"this", "our", "these"} for k in sentence.children(word, "det", "nmod:poss"))
        if known and word.is_noun and not ours and word.dep != "compound":
            yield word
