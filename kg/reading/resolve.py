"""From a noun phrase to the actors it stands for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.model import Actor, ActorKind, Article, Mention, MentionKind, Span
from kg.reading import lexicon, nouns
from kg.reading.context import Actors, Context, is_pronoun
from kg.reading.coreference import Event
from kg.reading.descriptions import Descriptions
from kg.reading.named import Named
from kg.reading.parse import SUBJECTS, Sentence, Token
from kg.reference import Reference

_ANYWHERE = 1000
_A_PAIR = 2
_BODIES = frozenset({"ministry", "alliance", "organisation", "movement"})
_UNNAMED: dict[str, ActorKind] = {
    "ministry": "GovernmentBody",
    "alliance": "Alliance",
    "organisation": "InternationalOrganization",
    "person": "Person",
    "people": "ActorGroup",
    "movement": "NonStateActor",
}
_PEOPLE_ENDINGS = ("s", "ish", "ese", "ench")


class Resolver:
    """Resolves the noun phrases of one article, in text order."""

    def __init__(self, article: Article, sentences: Sequence[Sentence], reference: Reference) -> None:
        self.article = article
        self._context = Context(article, sentences, reference)
        self._descriptions = Descriptions(self._context)

    @property
    def mentions(self) -> tuple[Mention, ...]:
        """The places that stand for an actor so far, in text order."""
        return tuple(self._context.mentions[span] for span in sorted(self._context.mentions))

    @property
    def parties(self) -> Actors:
        """The states and organisations that the article names most, the most frequent first."""
        return self._context.roster.parties

    def places(self) -> list[tuple[Span, Actors, MentionKind]]:
        """Return the places that stand for actors so far, in text order, with all actors of a joint mention."""
        joint: dict[int, dict[Actor, None]] = {}
        for event in self._context.discourse.events:
            joint.setdefault(event.start, {})[event.actor] = None
        mentions = self.mentions
        return [(m.span, tuple({m.actor: None, **joint.get(m.span.start, {})}), m.kind) for m in mentions]

    def names(self, sentence: Sentence) -> list[Named]:
        """Return the proper names of a sentence, adjectives among them."""
        return self._context.roster.names(sentence)

    def called(self, label: str) -> Actor | None:
        """Return the actor with a label, as this article names it, else as the reference data do."""
        return self._context.roster.by_label(label)

    def named_at(self, sentence: Sentence, token: Token) -> Named | None:
        """Return the proper name that covers a word."""
        return self._context.named_at(sentence, token)

    def speaker_called(self, label: str) -> Actor:
        """Return whom the label of a transcript's turn names."""
        return self._context.roster.speaker_called(label)

    def last_states(self, sentence: Sentence, token: Token, number: int) -> Actors:
        """Return the last ``number`` different states told before a word, none where there are fewer."""
        return self._context.discourse.last_states(sentence.index, token.start, number)

    def told_before(self, sentence: Sentence, reach: int) -> tuple[Event, ...]:
        """Return the mentions in the ``reach`` sentences before a sentence, in the order in which they were found."""
        return self._context.discourse.between(sentence.index - reach, sentence.index)

    def brief(self, answering: Sequence[Actor], labels: Sequence[str]) -> None:
        """Take note that the article is a briefing, see :meth:`Context.brief`."""
        self._context.brief(answering, labels)

    def lead(self, turns: Sequence[tuple[Span, Actor]]) -> None:
        """Take note of the turns of those who lead through a transcript: "I" in them is they."""
        self._context.leading = tuple(turns)

    def state_of(self, sentence: Sentence, token: Token) -> Actor | None:
        """Return the state or organisation that qualifies a noun."""
        return self._context.state_of(sentence, token)

    def enter(self, sentence: Sentence) -> None:
        """Record the names and descriptions of a sentence; call once before resolving in it, in text order."""
        self._context.note_names(sentence)
        for token in sentence.tokens:
            if self._describes(sentence, token):
                self._one(sentence, token, (), ())

    def actors(self, sentence: Sentence, token: Token, speaker: Actors = (), without: Actors = ()) -> Actors:
        """Return the actors that the noun phrase headed by ``token`` stands for, conjuncts included.

        Parameters:
            speaker: who speaks here, for "I" and "we".
            without: actors it cannot be.
        """
        found: list[Actor] = []
        for head in [token, *nouns.conjuncts(sentence, token)]:
            found += self._one(sentence, head, speaker, without)
        return _without_places(tuple(dict.fromkeys(found)))

    def _describes(self, sentence: Sentence, token: Token) -> bool:
        """Tell whether a noun describes one that later words may stand for ("the ministry", "37 counterparts")."""
        kind = lexicon.people().get(token.lemma)
        if kind is None or self.named_at(sentence, token):
            return False
        if kind in _BODIES:
            return True
        takes_part = token.dep.split(":")[0] in {"nsubj", "obj", "obl", "iobj"}
        return kind in {"person", "people"} and nouns.is_plural(token) and takes_part

    def _one(self, sentence: Sentence, token: Token, speaker: Actors, without: Actors) -> Actors:
        if is_pronoun(token):
            return self._context.pronoun(sentence, token, speaker, without)
        named = self.named_at(sentence, token)
        if named and named.role != "adjective":
            return (named.actor,)
        if token.lower in lexicon.among("part"):
            return self._part(sentence, token, speaker, without)
        if named:
            return self._nationality(sentence, token, named)
        counted = self._counted(sentence, token)
        if counted:
            return counted
        kind = nouns.people_class(token)
        if kind is None:
            return self._named_inside(sentence, token)
        found = self._descriptions.resolve(sentence, token, kind, speaker) or self._unnamed(sentence, token, kind)
        if found:
            told: MentionKind = "group" if found[0].kind == "ActorGroup" else "description"
            self._context.note(sentence, sentence.reach(token, nouns.LOOSE), found, told, token)
        return found

    def _unnamed(self, sentence: Sentence, token: Token, kind: str) -> Actors:
        """Let whoever acts and is only described stand for itself ("the agency promised"); a state is always named."""
        if token.dep not in SUBJECTS | {"obl:agent"} or kind not in _UNNAMED:
            return ()
        return (Actor(nouns.label(sentence, token, self.article.text), _UNNAMED[kind], named=False),)

    def _part(self, sentence: Sentence, token: Token, speaker: Actors, without: Actors) -> Actors:
        """Resolve "none of his colleagues", "both", "neither of the two states"."""
        for kid in sentence.children(token, "nmod", "obl"):
            if sentence.case(kid) == "of":
                whole = self.actors(sentence, kid, speaker, without)
                return self._one_of(kid, whole) if token.lower in lexicon.among("single") else whole
        if token.lower not in lexicon.among("of_two"):
            return ()
        discourse = self._context.discourse
        pair = self._context.pair_before(sentence, token)
        return (
            pair
            or discourse.several(sentence.index, token.start)
            or discourse.last_states(sentence.index, token.start, 2)
        )

    def _one_of(self, token: Token, whole: Actors) -> Actors:
        """Return one of a group of people who are not named ("one of his aides")."""
        if len(whole) != 1 or whole[0].named or nouns.people_class(token) != "person":
            return whole
        return (Actor(re.sub(rf"\b{re.escape(token.text)}\b", token.lemma, whole[0].label), "Person", named=False),)

    def _counted(self, sentence: Sentence, token: Token) -> Actors:
        """Resolve "the four", "all three" and "the quartet": as many as were last told together."""
        number = lexicon.numbers("set").get(token.lemma)
        if number is None and token.pos in {"NUM", "NOUN", "PROPN", "PRON"} and not sentence.children(token, "nmod"):
            number = lexicon.numbers("group").get(token.lower)
        if number is None or number < _A_PAIR or not sentence.children(token, "det", "det:predet"):
            return ()
        discourse = self._context.discourse
        found = discourse.joined(number, token.start)
        if not found and number == _A_PAIR:
            found = discourse.last_states(sentence.index, token.start, _A_PAIR)
        if found:
            self._context.note(sentence, sentence.reach(token, nouns.LOOSE), found, "group", token)
        return found

    def _nationality(self, sentence: Sentence, token: Token, named: Named) -> Actors:
        """Resolve "the Russian" (a person of that state) and "the Russians" (the state)."""
        if nouns.is_plural(token) or token.lower.endswith(_PEOPLE_ENDINGS):
            return (named.actor,)
        found = self._context.discourse.latest(
            lambda a: a.kind == "Person" and a.on_behalf_of == named.actor.label,
            sentence.index,
            token.start,
            reach=_ANYWHERE,
        )
        return (found or named.actor,)

    def _named_inside(self, sentence: Sentence, token: Token) -> Actors:
        """Return a person or organisation joined to an unknown noun as its name ("penholder Brazil")."""
        for kid in sentence.children(token, "flat", "appos", "nmod:desc"):
            named = self.named_at(sentence, kid)
            if named and named.role == "actor":
                return (named.actor,)
        return ()


def _without_places(actors: Actors) -> Actors:
    """Leave out states and their groups whose office holders are among the actors ("colleagues in NATO and Norway")."""
    held = tuple(a.label for a in actors if not a.named or a.kind == "ActorGroup")
    return tuple(
        a
        for a in actors
        if not any(label.endswith(f"s of {a.label}") or label.endswith(f"r of {a.label}") for label in held)
    )
