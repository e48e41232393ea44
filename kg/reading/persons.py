"""Persons and groups told by description: by their office, by whose peers they are, or by their number."""

from __future__ import annotations

from collections.abc import Callable

from kg.model import Actor
from kg.reading import lexicon, nouns
from kg.reading.context import Actors, Context
from kg.reading.parse import Sentence, Token

_PLACES = frozenset({"State", "Alliance", "InternationalOrganization"})
_ANYWHERE = 1000
_NEAR_AN_OFFICE = 90
_REACH_OF_A_STATE = 6


class Persons:
    """Resolves descriptions of people in one article."""

    def __init__(self, context: Context, body_told: Callable[[Sentence, Token], Actor | None]) -> None:
        self._context = context
        self._body_told = body_told

    def resolve(self, sentence: Sentence, token: Token, speaker: Actors) -> Actors:
        """Return whom a noun for people stands for."""
        if nouns.is_plural(token):
            return self._several(sentence, token, speaker)
        return self._one(sentence, token)

    def beside(self, sentence: Sentence, token: Token) -> Actor | None:
        """Return the person named beside an office ("the minister of Norway, Anna Berg", "Berg, the minister")."""
        head = sentence.head(token)
        before = self._context.named_at(sentence, head) if head is not None and token.dep == "appos" else None
        if before is not None and before.actor.kind == "Person" and not nouns.is_plural(token):
            return before.actor
        for named in self._context.roster.names(sentence):
            if named.actor.kind == "Person" and 0 <= named.span.start - token.end < _NEAR_AN_OFFICE:
                between = [t for t in sentence.tokens if token.end <= t.start < named.span.start]
                return named.actor if self._only_apposes(sentence, between) else None
        return None

    def group(self, sentence: Sentence, token: Token) -> Actor:
        """Return an unnamed group, called as the text calls it, its owner by name ("the bloc's ministers")."""
        label = nouns.label(sentence, token, self._context.article.text)
        owner = nouns.owner(sentence, token)
        whose = self._context.state_of(sentence, token) if owner and owner.lower not in lexicon.among("male") else None
        if owner and whose and not self._named(sentence, owner) and whose.kind != "GovernmentBody":
            last = max(sentence.subtree(owner, ()), key=lambda t: t.i)
            label = f"{nouns.label(sentence, token, self._context.article.text, last.i + 1)} of {whose.label}"
        return Actor(label, "ActorGroup", named=False, stated_size=nouns.size(sentence, token))

    def _only_apposes(self, sentence: Sentence, between: list[Token]) -> bool:
        """Tell whether words between an office and a name say only whose office it is, then a comma and titles."""
        titles = lexicon.words("titles")
        comma = next((i for i, t in enumerate(between) if t.text in {",", ":"}), None)
        of = [] if comma is None else between[:comma]
        before_name = between if comma is None else between[comma + 1 :]
        if comma is None and between and between[0].lower in {"of", "for"}:
            before_name = [t for t in between[1:] if t.lower not in lexicon.among("portfolio") | {"foreign", "and"}]
        if of and of[0].lower not in {"of", "to", "for", "at", "in"}:
            return False
        if any(t.is_verb or (t.lower in lexicon.among("joining") and not self._named(sentence, t)) for t in of):
            return False
        return all(t.lower in {"the", "."} or t.lower.rstrip(".") in titles for t in before_name)

    def _named(self, sentence: Sentence, token: Token) -> bool:
        return self._context.named_at(sentence, token) is not None

    def _one(self, sentence: Sentence, token: Token) -> Actors:
        if not nouns.is_definite(sentence, token) and not nouns.owner(sentence, token):
            return (self._unnamed_of(sentence, token, self._body_told(sentence, token)),)
        state = self._context.state_of(sentence, token) or self._body_told(sentence, token)
        office = nouns.office(sentence, token)
        known = self._same(sentence, token) or self._told_before(sentence, token, office, state)
        at_home = None if state or nouns.owner(sentence, token) else self._at_home(office)
        known = at_home if at_home and known and known.on_behalf_of != at_home.on_behalf_of else known
        if known:
            return (known,)
        if state and state.kind != "GovernmentBody" and office not in lexicon.among("anyone"):
            return (self._holder(sentence, token, office, state),)
        if nouns.owner(sentence, token) is None:
            found = self._sole(sentence, token, office) or at_home or self._of_the_last_state(sentence, token, office)
            if found:
                return (found,)
        return (self._unnamed(sentence, token),)

    def _same(self, sentence: Sentence, token: Token) -> Actor | None:
        """Return the person without a name who was called so before ("a Western diplomat … the diplomat")."""
        if any(k.lower != "same" for k in sentence.children(token, "amod", "compound", "nmod", "nmod:poss")):
            return None
        return self._context.discourse.latest(
            lambda a: a.kind == "Person" and not a.named and not a.office and token.lemma in a.label.lower().split(),
            sentence.index,
            token.start,
            reach=_ANYWHERE,
            prefer_subject=False,
        )

    def _of_the_last_state(self, sentence: Sentence, token: Token, office: str) -> Actor | None:
        """Return who holds an office of the state told last, of those that have such an office ("the President")."""
        if office not in lexicon.among("headship"):
            return None
        events = self._context.discourse.between(sentence.index - _REACH_OF_A_STATE, sentence.index + 1)
        for event in reversed(events):
            if event.actor.kind == "State" and event.start < token.start:
                held = self._context.reference.holder_of(office, event.actor.label, self._context.when)
                if held:
                    return Actor(held.name, "Person", office=held.office, on_behalf_of=held.of or None)
        return None

    def _at_home(self, office: str) -> Actor | None:
        """Return who holds an office in the state for which the article speaks ("the Minister")."""
        home = self._context.home
        if home is None or office in lexicon.among("anyone"):
            return None
        offices = (office, f"foreign {office}") if office in lexicon.among("of_a_field") else (office,)
        held = (self._context.reference.holder_of(o, home.label, self._context.when) for o in offices)
        holder = next((h for h in held if h), None)
        return Actor(holder.name, "Person", office=holder.office, on_behalf_of=holder.of or None) if holder else None

    def _sole(self, sentence: Sentence, token: Token, office: str) -> Actor | None:
        """Return the holder of an office told without its owner: the last organisation's, or the only one's."""
        start = sentence.tokens[max(0, token.i - 2)].start
        bare = self._context.article.text[start : token.end].lower().removeprefix("the ")
        held, of = lexicon.sole_offices().get(bare) or lexicon.sole_offices().get(office) or (office, "")
        if not of:
            return None
        named = [a.label for a in self._context.roster.alliances]
        holders = (self._context.reference.holder_of(held, o, self._context.when) for o in (*named, of))
        holder = next((h for h in holders if h), None)
        if holder is None:
            return Actor(f"{office} of {of}", "Person", named=False, office=office, on_behalf_of=of)
        return Actor(holder.name, "Person", office=holder.office, on_behalf_of=holder.of or None)

    def _holder(self, sentence: Sentence, token: Token, office: str, state: Actor) -> Actor:
        """Return who held an office when the article was published, by name where the reference data know."""
        holder = self._context.reference.holder_of(office, state.label, self._context.when)
        if holder:
            return Actor(holder.name, "Person", office=holder.office, on_behalf_of=holder.of or None)
        label = f"{office} of {state.label}"
        if nouns.owner(sentence, token) is None and any(
            n.role == "adjective" for n in self._context.named_inside(sentence, token)
        ):
            label = nouns.label(sentence, token, self._context.article.text)
        return Actor(label, "Person", named=False, office=office, on_behalf_of=state.label)

    def _unnamed_of(self, sentence: Sentence, token: Token, body: Actor | None) -> Actor:
        """Return one of those who hold an office for a body ("a spokesman for the ministry")."""
        if body is None:
            return self._unnamed(sentence, token)
        office = nouns.office(sentence, token)
        return Actor(f"{office} of {body.label}", "Person", named=False, office=office, on_behalf_of=body.label)

    def _told_before(
        self, sentence: Sentence, token: Token, office: str, state: Actor | None, without: Actors = ()
    ) -> Actor | None:
        """Return the last person who was told to hold such an office, of that state where one is told."""
        words = {office.split()[-1], token.lemma}
        field = set(office.split()[:-1])

        def fits(actor: Actor) -> bool:
            if actor.kind != "Person" or not actor.office:
                return False
            told = set(actor.office.lower().replace("-", " ").split())
            if (told & lexicon.among("below_office")) - field or (field and told - words and field.isdisjoint(told)):
                return False
            same = not words.isdisjoint(told)
            same = same or nouns.may_be_office(token.lemma, actor.office)
            return same and (state is None or actor.on_behalf_of == state.label)

        return self._context.discourse.latest(
            fits, sentence.index, token.start, reach=_ANYWHERE, prefer_subject=False, without=without
        )

    def _several(self, sentence: Sentence, token: Token, speaker: Actors) -> Actors:
        named = self._context.named_within(sentence, token, "Person")
        if len(named) > 1:
            return named
        alliance = next((a for a in self._context.roster.alliances if a.kind == "Alliance"), None)
        if alliance and token.lemma == "ally" and not sentence.children(token, "nmod:poss", "nmod", "amod", "compound"):
            return (Actor(f"{alliance.label} member states", "ActorGroup"),)
        held = self._holders(sentence, token) or self._two(sentence, token)
        return held or self._peers(sentence, token, speaker) or (self.group(sentence, token),)

    def _two(self, sentence: Sentence, token: Token) -> Actors:
        """Return who "the two presidents" are: the last two told to be so, else the holders in the last two states."""
        if nouns.size(sentence, token) != 2 or not nouns.is_definite(sentence, token) or nouns.owner(sentence, token):
            return ()
        office = nouns.office(sentence, token)
        office = " ".join(w for w in office.split() if w not in {"two", "both"})
        one = self._told_before(sentence, token, office, None)
        other = self._told_before(sentence, token, office, None, (one,)) if one else None
        if one and other:
            return (other, one)
        states = self._context.discourse.last_states(sentence.index, token.start, 2)
        told = [self._context.reference.holder_of(office, s.label, self._context.when) for s in states]
        held = tuple(Actor(h.name, "Person", office=h.office, on_behalf_of=h.of or None) for h in told if h)
        return held if len(held) == 2 else ()

    def _holders(self, sentence: Sentence, token: Token) -> Actors:
        """Expand an office of several states ("the presidents of Chad and Chile"), where all holders are known."""
        whose = next((k for k in sentence.children(token, "nmod") if sentence.case(k) == "of"), None)
        if whose is None:
            return ()
        states = [self._context.named_at(sentence, k) for k in (whose, *nouns.conjuncts(sentence, whose))]
        if len(states) < 2 or any(s is None or s.actor.kind != "State" for s in states):
            return ()
        office = nouns.office(sentence, token)
        when = self._context.when
        told = [self._context.reference.holder_of(office, s.actor.label, when) for s in states if s]
        holders = [h for h in told if h]
        if len(holders) < len(states):
            return ()
        return tuple(Actor(h.name, "Person", office=h.office, on_behalf_of=h.of or None) for h in holders)

    def _peers(self, sentence: Sentence, token: Token, speaker: Actors) -> Actors:
        """Expand "his colleagues in NATO and Switzerland" by the office of the one whose peers they are."""
        owner = nouns.owner(sentence, token)
        if token.lemma not in lexicon.among("peer") or owner is None or owner.pos != "PRON":
            return ()
        person = self._context.pronoun(sentence, owner, speaker)
        office = person[0].office if person else None
        if not office or "minister" not in office:
            return ()
        size = nouns.size(sentence, token)
        return tuple(self._peer(office, place, size) for place in self._places_of(sentence, token))

    def _peer(self, office: str, place: Actor, size: int | None) -> Actor:
        if place.kind == "State":
            return Actor(f"{office} of {place.label}", "Person", named=False, on_behalf_of=place.label)
        return Actor(f"{nouns.plural_office(office)} of {place.label} member states", "ActorGroup", stated_size=size)

    def _places_of(self, sentence: Sentence, token: Token) -> list[Actor]:
        """Return the states and organisations whose peers are told, read word by word after the noun."""
        found: list[Actor] = []
        start = token.i + 1
        if start >= len(sentence.tokens) or sentence.tokens[start].lower not in {"in", "from", "of"}:
            return found
        for word in sentence.tokens[start:]:
            named = self._context.named_at(sentence, word)
            if named and named.actor.kind in _PLACES:
                found.append(named.actor)
            elif not (
                word.lower in lexicon.among("enumerating")
                or word.lemma in lexicon.among("enumerated")
                or word.dep == "case"
            ):
                break
        return list(dict.fromkeys(found))

    def _unnamed(self, sentence: Sentence, token: Token) -> Actor:
        label = nouns.label(sentence, token, self._context.article.text)
        state = self._context.state_of(sentence, token)
        return Actor(label, "Person", named=False, on_behalf_of=state.label if state else None)
