"""What one article has said so far: its names, its mentions, whom a pronoun means, and whose a noun is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from kg.model import Actor, Article, Mention, MentionKind, Span
from kg.reading import home, lexicon, nouns
from kg.reading.coreference import Discourse, Event, Gender
from kg.reading.named import Named
from kg.reading.names import entry_actor
from kg.reading.parse import SUBJECTS, Sentence, Token
from kg.reading.period import time_told
from kg.reading.roster import Roster
from kg.reference import Reference

Actors = tuple[Actor, ...]

_ANYWHERE = 1000
_QUALIFIERS = frozenset({"State", "Alliance", "InternationalOrganization", "GovernmentBody"})
_QUALIFYING = frozenset({"of", "in", "to", "at", "from", "for", ""})
_OWNERS = {
    "state": frozenset({"State"}),
    "alliance": frozenset({"Alliance"}),
    "organisation": frozenset({"Alliance", "InternationalOrganization"}),
}
_A_COMMA = 2
_REACH_OF_A_PAIR = 400
_LOOSELY_JOINED = frozenset({"appos", "conj", "acl:relcl", "acl", "punct"})


class Context:
    """The names and mentions of one article, filled in text order."""

    def __init__(self, article: Article, sentences: Sequence[Sentence], reference: Reference) -> None:
        self.article = article
        self.reference = reference
        self.when = time_told(article)
        self.roster = Roster(article, sentences, reference)
        self.discourse = Discourse()
        self.mentions: dict[Span, Mention] = {}
        self.home = home.of_publisher(article, reference, self.roster.finder)
        self.leading: tuple[tuple[Span, Actor], ...] = ()
        self._briefing: frozenset[Actor] = frozenset()

    def brief(self, answering: Sequence[Actor], labels: Sequence[str]) -> None:
        """Take note that the article is a briefing: "we" of those who answer is the state or body they speak for.

        Parameters:
            answering: the speakers who do not put questions.
            labels: the labels of the turns.
        """
        if not answering:
            return
        told = home.of_briefing(self.article.text, self.roster.all_names, labels, self.reference)
        self.home = self.home or told
        self._briefing = frozenset(answering)

    def named_at(self, sentence: Sentence, token: Token) -> Named | None:
        """Return the proper name that covers a word."""
        return self.roster.named_at(sentence, token)

    def named_within(self, sentence: Sentence, token: Token, kind: str) -> Actors:
        """Return the actors of one kind that are named inside the noun phrase of a word."""
        named = (n.actor for n in self.named_inside(sentence, token) if n.actor.kind == kind)
        return tuple(dict.fromkeys(named))

    def named_inside(self, sentence: Sentence, token: Token) -> list[Named]:
        """Return the proper names inside the noun phrase of a word."""
        reach = sentence.reach(token)
        return [n for n in self.roster.names(sentence) if reach.contains(n.span)]

    def note(self, sentence: Sentence, span: Span, actors: Actors, kind: MentionKind, token: Token | None) -> None:
        """Record that ``span`` stands for ``actors``; the first to say so is believed.

        Parameters:
            actors: one, or several that the words join; a mention keeps the first.
            token: the head of the words, which tells whether they are a subject.
        """
        if span in self.mentions:
            return
        self.mentions[span] = Mention(span, actors[0], kind)
        subject = token is not None and _is_subject(sentence, token)
        for actor in actors:
            self.discourse.add(Event(actor, sentence.index, span.start, subject, joint=len(actors) > 1))

    def note_names(self, sentence: Sentence) -> None:
        """Record the proper names of a sentence, adjectives left out."""
        for named in self.roster.names(sentence):
            if named.role != "adjective":
                kind: MentionKind = "metonym" if named.role == "metonym" else "name"
                self.note(sentence, named.span, (named.actor,), kind, _head_of(sentence, named.span))

    def pronoun(self, sentence: Sentence, token: Token, speaker: Actors = (), without: Actors = ()) -> Actors:
        """Return whom a pronoun stands for.

        Parameters:
            speaker: who speaks here, for "I" and "we".
            without: actors it cannot be.
        """
        lower, sentence_index = token.lower, sentence.index
        if lower in lexicon.among("first"):
            if _is_said_by_itself(sentence, token) and speaker:
                return speaker
            if self.home and lower in lexicon.among("ours_too") and self._briefing.issuperset(speaker or (None,)):
                return (self.home,)
            return speaker or self._leads(token) or self._publisher()
        if lower in lexicon.among("addressed"):
            return (self.home,) if self.home and self._briefing else ()
        if lower in lexicon.among("several"):
            return self._other_side(sentence_index, token.start) or self.discourse.several(sentence_index, token.start)
        if lower in lexicon.among("thing"):
            found = self.discourse.thing(sentence_index, token.start, without)
        else:
            gender: Gender = "m" if lower in lexicon.among("male") else "f"
            found = self.discourse.person(gender, sentence_index, token.start, without)
        if found is None:
            return ()
        self.note(sentence, Span(token.start, token.end), (found,), "pronoun", token)
        return (found,)

    def _other_side(self, sentence: int, start: int) -> Actors:
        """Return whom "they" stands for in a briefing that has told no group just before: the other state."""
        if not self._briefing or self.home is None:
            return ()
        told = self.discourse.several(sentence, start)
        if told and self.home not in told:
            return told
        home = self.home
        other = self.discourse.latest(
            lambda a: a.kind == "State" and a != home, sentence, start, reach=_ANYWHERE, prefer_subject=False
        )
        return (other,) if other else ()

    def pair_before(self, sentence: Sentence, token: Token) -> Actors:
        """Return the last two actors that "and" joins, in the sentence or the one before it."""
        spans = [s for s in self.mentions if s.end <= token.start and token.start - s.start < _REACH_OF_A_PAIR]
        near = sorted(spans)
        for one, other in reversed(list(pairwise(near))):
            if self.article.text[one.end : other.start].strip(" ,") == "and":
                pair = (self.mentions[one].actor, self.mentions[other].actor)
                return pair if pair[0] != pair[1] and pair[0].kind == pair[1].kind else ()
        return ()

    def state_of(self, sentence: Sentence, token: Token) -> Actor | None:
        """Return the state or organisation that qualifies a noun: an adjective, a possessor, or "of" and "in" it."""
        after: Actor | None = None
        owned: Actor | None = None
        for kid in sentence.children(token):
            if not _qualifies(sentence, kid):
                continue
            for near in (kid, *sentence.children(kid, "compound", "amod", "flat", "nmod:poss")):
                named = self.named_at(sentence, near)
                if named and named.actor.kind in _QUALIFIERS:
                    if near.start < token.start:
                        return named.actor
                    after = after or named.actor
            if kid.dep == "nmod:poss" and owned is None:
                owned = self._state_of_owner(sentence, kid)
        return after or owned

    def reference_actor(self, label: str) -> Actor | None:
        """Return the actor that the reference data have under a label."""
        entry = self.reference.by_label(label)
        return entry_actor(entry) if entry else None

    def names_of(self, actor: Actor) -> str:
        """Return the names by which a body is known, in lower case."""
        entry = self.reference.by_label(actor.label)
        return " | ".join([actor.label, *(entry.aliases if entry else ())]).lower()

    def _state_of_owner(self, sentence: Sentence, possessor: Token) -> Actor | None:
        """Return the state of "its", or the one for which "he" of "his" holds office."""
        if possessor.lower == "whose":
            return self._told_right_before(sentence, possessor)
        kinds = _OWNERS.get(nouns.people_class(possessor) or "")
        if kinds and nouns.is_definite(sentence, possessor):
            return self.state_of(sentence, possessor) or self.discourse.of_kind(
                kinds, sentence.index, possessor.start, reach=4
            )
        if possessor.lower not in _pronouns() | lexicon.among("ours"):
            return None
        if self.home and self.home.kind == "State" and possessor.lower in lexicon.among("ours"):
            return self.home
        owners = self.pronoun(sentence, possessor)
        if not owners:
            return None
        if owners[0].kind != "Person":
            return owners[0]
        return self.roster.by_label(owners[0].on_behalf_of) if owners[0].on_behalf_of else None

    def _told_right_before(self, sentence: Sentence, token: Token) -> Actor | None:
        """Return the state or body whose name a relative pronoun follows ("France, whose foreign ministry …")."""
        before = [n.actor for n in self.roster.names(sentence) if 0 < token.start - n.span.end <= _A_COMMA]
        if not before or before[-1].kind not in _QUALIFIERS:
            return None
        return before[-1]

    def _leads(self, token: Token) -> Actors:
        """Return who leads through the transcript where "I" is said."""
        if token.lower not in lexicon.among("alone"):
            return ()
        return next(((actor,) for span, actor in self.leading if span.start <= token.start < span.end), ())

    def _publisher(self) -> Actors:
        """A release in the first person speaks for the body that publishes it, a leader for its newspaper."""
        name = self.article.publisher
        if not name:
            return ()
        body = any(re.search(rf"\b{re.escape(word)}\b", name, re.IGNORECASE) for word in lexicon.among("publisher"))
        return (self.reference_actor(name) or Actor(name, "GovernmentBody" if body else "MediaOrganization"),)


def _is_said_by_itself(sentence: Sentence, token: Token) -> bool:
    """Tell whether a word is the subject of what is done by saying it ("we regret", "we are concerned")."""
    head = sentence.head(token) if token.dep in SUBJECTS else None
    if head is None:
        return False
    verb = sentence.child(head, "cop") or head
    return verb.tag == "VBP" and sentence.child(verb, "aux") is None


@cache
def _pronouns() -> frozenset[str]:
    return lexicon.among("male") | lexicon.among("female") | lexicon.among("thing") | lexicon.among("several")


def is_third_person(token: Token) -> bool:
    """Tell whether a word is a pronoun for somebody told elsewhere ("it", "he", "their")."""
    return token.lower in _pronouns()


def is_pronoun(token: Token) -> bool:
    """Tell whether a word is a personal or possessive pronoun that :meth:`Context.pronoun` resolves."""
    return token.lower in _pronouns() | lexicon.among("first") | lexicon.among("addressed")


def _is_subject(sentence: Sentence, token: Token) -> bool:
    """Tell whether a word is the subject of its clause, or joined to one by "and"."""
    while token.dep == "conj":
        token = sentence.tokens[token.head]
    return token.dep in SUBJECTS


def _qualifies(sentence: Sentence, kid: Token) -> bool:
    """Tell whether a dependent of a noun can say whose it is."""
    if kid.dep in _LOOSELY_JOINED:
        return False
    joined = kid.dep.startswith("nmod") and kid.dep != "nmod:poss"
    return not joined or sentence.case(kid) in _QUALIFYING


def _head_of(sentence: Sentence, span: Span) -> Token | None:
    """Return the word of a name on which its others depend."""
    inside = [t for t in sentence.tokens if span.start <= t.start < span.end]
    outside = (t for t in inside if not span.start <= sentence.tokens[t.head].start < span.end)
    return next(outside, inside[-1] if inside else None)
