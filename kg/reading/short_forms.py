"""Short forms of names already told: "the Council", "the Front", "the North"."""

from __future__ import annotations

from collections.abc import Sequence

from kg.model import Actor, Span
from kg.reading import lexicon
from kg.reading.named import Named
from kg.reading.parse import Sentence, Token
from kg.reference import Reference

_NO_BODIES = frozenset({"Person", "MediaOrganization", "ActorGroup"})


class ShortForms:
    """Finds whom a capitalised word after "the" stands for, by the names of the article."""

    def __init__(self, names: Sequence[Named], reference: Reference, published: str | None) -> None:
        self._reference = reference
        self._published = published
        bodies = [n for n in names if n.role == "actor" and n.actor.kind not in _NO_BODIES]
        self._words: dict[str, list[tuple[int, Actor]]] = {}
        for named in sorted(bodies, key=lambda n: n.span):
            for word in self._words_of(named.actor):
                self._words.setdefault(word, []).append((named.span.start, named.actor))

    def find(self, sentence: Sentence, known: Sequence[Named]) -> list[Named]:
        """Return the short forms of a sentence, none within a name of ``known``."""
        found = []
        for token in sentence.tokens:
            if _stands_alone(sentence, token) and not any(n.span.start <= token.start < n.span.end for n in known):
                actor = self._meant(token)
                if actor:
                    found.append(Named(Span(token.start, token.end), actor, "actor"))
        return found

    def _meant(self, token: Token) -> Actor | None:
        told = self._words.get(token.text, [])
        before = [actor for start, actor in told if start < token.start]
        if before or told:
            return before[-1] if before else told[0][1]
        for label in lexicon.short_forms().get(token.text, ()):
            entry = self._reference.by_label(label)
            if entry and self._reference.exists(label, self._published):
                return Actor(entry.label, entry.kind, on_behalf_of=entry.of)
        return None

    def _words_of(self, actor: Actor) -> set[str]:
        """Return the words that can stand for a body alone; of a state only the side its name tells ("the North")."""
        if actor.kind == "State":
            side = actor.label.split()[0].removesuffix("ern")
            return {side} & lexicon.among("compass")
        entry = self._reference.by_label(actor.label)
        names = [actor.label, *(entry.aliases if entry else ())]
        words = {w for name in names if " " in name for w in name.split()}
        return words & (lexicon.body_words().keys() | lexicon.short_forms().keys())


def _stands_alone(sentence: Sentence, token: Token) -> bool:
    """Tell whether a capitalised word follows "the" and no other capitalised word follows it."""
    if token.i == 0 or not token.text[:1].isupper() or sentence.tokens[token.i - 1].lower != "the":
        return False
    after = sentence.tokens[token.i + 1 : token.i + 2]
    return not (after and after[0].text[:1].isupper() and after[0].is_noun)
