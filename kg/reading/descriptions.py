"""States, bodies and alliances told by description: "the country", "the ministry", "the alliance"."""

from __future__ import annotations

from kg.model import Actor
from kg.reading import lexicon, nouns
from kg.reading.context import Actors, Context
from kg.reading.frames import oblique
from kg.reading.parse import Sentence, Token
from kg.reading.persons import Persons

_ANYWHERE = 1000
_STATE = frozenset({"State"})
_MOVEMENTS = frozenset({"NonStateActor"})
_ALLIANCES = frozenset({"Alliance"})
_BODIES = frozenset({"GovernmentBody", "Alliance", "InternationalOrganization", "NonStateActor"})
_ORGANISATIONS = frozenset({"Alliance", "InternationalOrganization"})


class Descriptions:
    """Resolves the nouns of ``people.tsv`` in one article."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._persons = Persons(context, self._body_told)

    def resolve(self, sentence: Sentence, token: Token, kind: lexicon.PeopleClass, speaker: Actors) -> Actors:
        """Return whom a noun of a class stands for.

        Parameters:
            speaker: who speaks here, for "my" and "our".
        """
        if kind == "person":
            person = self._persons.beside(sentence, token)
            return (person,) if person else self._persons.resolve(sentence, token, speaker)
        if kind == "state":
            return self._states(sentence, token) if nouns.is_plural(token) else self._state(sentence, token)
        if kind == "ministry":
            return self._body(sentence, token)
        if kind == "movement":
            known = self._body_before(sentence, token, token.lemma)
            return (known,) if known and nouns.is_definite(sentence, token) else ()
        if kind in {"alliance", "organisation"}:
            return self._alliance(sentence, token, _ALLIANCES if kind == "alliance" else _ORGANISATIONS)
        if kind == "media":
            known = self._body_before(sentence, token, token.lemma) if nouns.is_definite(sentence, token) else None
            return self._context.named_within(sentence, token, "MediaOrganization")[:1] or ((known,) if known else ())
        return self._persons.resolve(sentence, token, speaker)

    def _body_told(self, sentence: Sentence, token: Token) -> Actor | None:
        """Return the body told without its name for which somebody holds an office ("a spokesman for the ministry")."""
        for kid in sentence.children(token, "nmod", "nmod:poss"):
            kind = nouns.people_class(kid)
            told = kid.dep == "nmod:poss" or sentence.case(kid) in {"of", "for", "at"}
            if told and kind in {"ministry", "alliance", "organisation"} and not self._context.named_at(sentence, kid):
                found = self.resolve(sentence, kid, kind, ())
                if len(found) == 1 and found[0].named:
                    return found[0]
        return None

    def _states(self, sentence: Sentence, token: Token) -> Actors:
        """Resolve "the member states", "both countries", "the two sides"."""
        qualifier = self._context.state_of(sentence, token)
        size = nouns.size(sentence, token)
        if token.lemma in lexicon.among("country"):
            return self._countries(sentence, token, qualifier, size)
        if token.lemma == "party" and self._is_political(sentence, token):
            return (self._persons.group(sentence, token),)
        if qualifier:
            return (qualifier,)
        if size == 2 or token.lemma in lexicon.among("side"):
            return self._context.discourse.last_states(sentence.index, token.start, 2)
        return ()

    def _countries(self, sentence: Sentence, token: Token, qualifier: Actor | None, size: int | None) -> Actors:
        if qualifier and qualifier.kind != "State":
            return (Actor(f"{qualifier.label} member states", "ActorGroup", stated_size=size),)
        if size == 2:
            return self._context.discourse.last_states(sentence.index, token.start, 2)
        modified = nouns.is_modified(sentence, token)
        if nouns.is_definite(sentence, token) and not modified:
            return self._context.discourse.several(sentence.index, token.start)
        counted = modified or sentence.child(token, "nummod") is not None
        return (self._persons.group(sentence, token),) if counted or size else ()

    def _is_political(self, sentence: Sentence, token: Token) -> bool:
        """Tell whether parties are those of a country's politics, told by a word ("opposition parties")."""
        told = sentence.children(token, "amod", "compound")
        return any(k.lower not in lexicon.among("disputing") and not self._context.named_at(sentence, k) for k in told)

    def _party(self, sentence: Sentence, token: Token) -> Actors:
        """Resolve "the party" and "the ruling party": a movement told just before, or itself."""
        if self._is_political(sentence, token):
            label = nouns.label(sentence, token, self._context.article.text)
            return (Actor(label, "NonStateActor", named=False),)
        found = self._context.discourse.of_kind(_MOVEMENTS, sentence.index, token.start, reach=3)
        return (found,) if found and nouns.is_definite(sentence, token) else ()

    def _state(self, sentence: Sentence, token: Token) -> Actors:
        """Resolve "the country", "the Polish government"."""
        if token.lemma == "party":
            return self._party(sentence, token)
        qualifier = self._context.state_of(sentence, token)
        if qualifier:
            return (qualifier,)
        if token.lemma in lexicon.among("vague_state") or not nouns.is_definite(sentence, token):
            return ()
        found = self._context.discourse.of_kind(_STATE, sentence.index, token.start, reach=3)
        return (found,) if found else ()

    def _body(self, sentence: Sentence, token: Token) -> Actors:
        """Resolve "the ministry", "Poland's foreign ministry", "the senate"."""
        if token.lemma in lexicon.among("mission") and oblique(sentence, token, "in"):
            return ()
        state = self._context.state_of(sentence, token)
        field = nouns.ministry_field(sentence, token)
        if state is None:
            earlier = self._body_before(sentence, token, field or token.lemma)
            if earlier:
                return (earlier,)
            if field or (nouns.is_definite(sentence, token) and token.lemma in lexicon.among("national")):
                state = self._state_near(sentence, token)
        if state is None:
            return ()
        if state.kind == "GovernmentBody":
            return (state,)
        title = f"Ministry of {field.title()}" if field else token.lemma.title()
        label = f"{title} of {state.label}"
        known = self._context.reference_actor(label)
        return (known or Actor(label, "GovernmentBody", on_behalf_of=state.label),)

    def _body_before(self, sentence: Sentence, token: Token, word: str) -> Actor | None:
        """Return the last body whose name has ``word`` in it."""
        return self._context.discourse.latest(
            lambda a: a.kind in _BODIES and word in self._context.names_of(a),
            sentence.index,
            token.start,
            reach=_ANYWHERE,
        )

    def _state_near(self, sentence: Sentence, token: Token) -> Actor | None:
        """Return the state of a place told before a body ("In Beijing, the foreign ministry …"), else the last one."""
        names = self._context.roster.names(sentence)
        before = [n.actor for n in names if n.span.end <= token.start and n.role == "metonym"]
        if before:
            return before[-1]
        return self._context.discourse.of_kind(_STATE, sentence.index, token.start, reach=4)

    def _alliance(self, sentence: Sentence, token: Token, kinds: frozenset[str]) -> Actors:
        """Resolve "the alliance", "the bloc", "the organisation"."""
        qualifier = self._context.state_of(sentence, token)
        if qualifier and qualifier.kind != "State":
            return (qualifier,)
        if not nouns.is_definite(sentence, token):
            return ()
        found = self._context.discourse.of_kind(kinds, sentence.index, token.start)
        found = found or next((a for a in self._context.roster.alliances if a.kind in kinds), None)
        return (found,) if found else ()
