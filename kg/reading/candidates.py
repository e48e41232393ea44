"""Who may do an act: the actors that a sentence and what came before it offer, and what speaks for each.

A feature is a short string; :mod:`kg.reading.learnt` adds up the weights of those that hold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from kg.model import Actor
from kg.reading.context import is_third_person
from kg.reading.frames import is_passive, own_subject, subject
from kg.reading.nouns import conjuncts
from kg.reading.parse import Sentence, Token
from kg.reading.resolve import Resolver
from kg.reading.scores import Scores, step
from kg.reading.telling import Candidate, Cue, Telling
from kg.vocabulary import FAMILY, RESPONSES

Actors = tuple[Actor, ...]
Offer = Callable[..., None]

_NEAR = 3
_WITHIN, _HIGHEST = 60, 30
"""How many words before and after a cue, and above one, are looked at: time must not grow with a sentence's square."""

_LIKELY = 0.2
"""How likely a pronoun that the grammar does not name must be to stand for who acts."""

_BEFORE = ("earlier:", "did:", "was_told:", "party:", "speaker", "both:", "in:nsubj:before")
"""Features that tell where a candidate came up before a pronoun."""

_HEADS = frozenset({"NOUN", "PROPN", "PRON", "ADJ", "NUM", "DET"})


@dataclass
class _Offer:
    """What speaks for one candidate, gathered over all the places that offer it."""

    actors: Actors
    features: set[str] = field(default_factory=set)
    words: set[int] = field(default_factory=set)


class Candidates:
    """Gathers the candidates for the performers of the acts of one article, in text order."""

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver
        self._cache: dict[tuple[int, Actors], Actors] = {}
        self._pronouns: frozenset[int] = frozenset()
        self._sentence = -1

    def gather(
        self,
        sentence: Sentence,
        cue: Cue,
        rule: Actors,
        speaker: Actors,
        told: Sequence[Telling],
    ) -> tuple[Candidate, ...]:
        """Return the candidates for a cue, in the order in which they were found; nobody is one of them.

        Parameters:
            rule: whom the grammar of the clause makes the performer.
            speaker: on whose word the cue stands.
            told: the tellings so far.
        """
        if sentence.index != self._sentence:
            self._cache.clear()
            self._sentence = sentence.index
            self._pronouns = frozenset(t.i for t in sentence.tokens if is_third_person(t))
        offers: dict[tuple[str, ...], _Offer] = {}

        def offer(actors: Actors, *features: str, words: Sequence[Token] = ()) -> None:
            kept = tuple(a for a in actors if a.kind != "MediaOrganization" or a in rule)
            if kept:
                key = tuple(sorted(a.label for a in kept))
                one = offers.setdefault(key, _Offer(kept))
                one.features.update(features)
                one.words.update(w.i for w in words)

        frame = _frame(sentence, cue)
        offer(rule, "rule", f"rule:{_rule_place(sentence, cue)}", f"rule:{frame}")
        for word, actors in self._within(sentence, cue, speaker):
            joined = [word, *conjuncts(sentence, word)] if len(actors) > 1 else [word]
            offer(actors, *_place_features(sentence, cue, word, frame), words=joined)
        offer(speaker, "speaker", f"speaker:{frame}", f"speaker:{FAMILY[cue.type]}")
        self._from_before(sentence, cue, told, frame, offer)
        parties = self._resolver.parties
        if sentence.scores is not None:
            _score(sentence, sentence.scores, cue, offers.values(), frame, self._pronouns)
        found = [
            Candidate(o.actors, frozenset(_described(o, cue, frame, speaker, rule, parties)), tuple(sorted(o.words)))
            for o in offers.values()
        ]
        return (*found, _nobody(sentence, found, cue, frame, bool(rule)))

    def _within(self, sentence: Sentence, cue: Cue, speaker: Actors) -> Iterator[tuple[Token, Actors]]:
        """Yield the nouns, names and pronouns that stand for actors, of the words near enough to a cue."""
        for token in sentence.tokens[max(0, cue.token.i - _WITHIN) : cue.token.i + _WITHIN]:
            if token.pos not in _HEADS or token.i == cue.token.i or token.dep in {"det", "flat", "punct", "case"}:
                continue
            key = (token.i, speaker)
            if key not in self._cache:
                self._cache[key] = self._actors(sentence, token, speaker)
            if self._cache[key]:
                yield token, self._cache[key]

    def _actors(self, sentence: Sentence, token: Token, speaker: Actors) -> Actors:
        named = self._resolver.named_at(sentence, token)
        if named is not None and named.role == "adjective":
            return (named.actor,)
        return self._resolver.actors(sentence, token, speaker)

    def _from_before(self, sentence: Sentence, cue: Cue, told: Sequence[Telling], frame: str, offer: Offer) -> None:
        """Offer those who did, or were addressed by, the acts told just before."""
        near = [t for t in told if 0 <= sentence.index - t.sentence <= _NEAR and t.place < cue.token.start]
        for back, telling in enumerate(reversed(near[-4:])):
            here = "same" if telling.sentence == sentence.index else "before"
            step = f"{_side(telling.type)}>{_side(cue.type)}:{'same-type' if telling.type == cue.type else 'other'}"
            for way, actors in (("did", telling.performers), ("was_told", telling.addressees)):
                offer(actors, f"{way}:{here}", f"{way}:{min(back, 2)}", f"{way}:{frame}", f"{way}:{step}")
            both = tuple(dict.fromkeys([*telling.performers, *telling.addressees]))
            if telling.performers and telling.addressees:
                offer(both, f"both:{here}", f"both:{frame}", f"both:{cue.type}")
        for event in self._resolver.told_before(sentence, 2):
            role = "subject" if event.subject else "other"
            offer((event.actor,), f"earlier:{role}:{sentence.index - event.sentence}", f"earlier:{role}:{frame}")
        for rank, party in enumerate(self._resolver.parties):
            offer((party,), f"party:{rank}", f"party:{frame}")
        states = self._resolver.last_states(sentence, cue.token, 2)
        offer(states, "pair", f"pair:{frame}", f"pair:{cue.type}")


def _side(type_: str) -> str:
    """Return whether an act opens an exchange, answers in one, or is neither."""
    if type_ in RESPONSES:
        return "answer"
    return "opening" if FAMILY[type_] == "Directive" or type_ in {"Offer", "Submission"} else "other"


def _frame(sentence: Sentence, cue: Cue) -> str:
    """Return the shape of a cue's clause, which decides how much its grammar is worth."""
    if cue.lent:
        return f"lent-{cue.lent}{'-pass' if is_passive(sentence, cue.anchor) else ''}"
    if cue.entry.pos != "verb":
        return cue.entry.pos
    if is_passive(sentence, cue.token):
        return "passive"
    return "verb" if own_subject(sentence, cue.token) is not None else f"verb-{cue.token.dep}"


def _rule_place(sentence: Sentence, cue: Cue) -> str:
    word = cue.performer
    if word is None:
        return "implied"
    if word.head == cue.anchor.i or word.head == cue.token.i:
        return word.dep
    return "inherited" if word == subject(sentence, cue.anchor) else "far"


def _place_features(sentence: Sentence, cue: Cue, word: Token, frame: str) -> Iterator[str]:
    """Yield where in the sentence a word stands, seen from the cue."""
    side = "before" if word.i < cue.token.i else "after"
    dep = word.dep.split(":")[0] if word.dep != "nmod:poss" else "poss"
    case = sentence.case(word)
    place = f"{dep}-{case}" if case else dep
    relation = _relation(sentence, cue, word)
    yield f"in:{side}"
    yield f"in:{place}:{side}"
    yield f"in:{frame}:{relation}"
    yield f"in:{relation}:{dep}"
    yield f"in:{FAMILY[cue.type]}:{relation}:{side}"
    if cue.entry.pos == "noun" and relation == "child":
        yield f"in:{cue.type}:{place}"
    yield f"near:{min(4, abs(word.i - cue.token.i) // 4)}:{side}"
    if cue.performer is not None and word.i == cue.performer.i:
        yield "in:grammar"


def _relation(sentence: Sentence, cue: Cue, word: Token) -> str:
    """Tell how a word is tied to the cue: its dependent, below it, of a clause above, or apart."""
    if word.head in {cue.token.i, cue.anchor.i}:
        return "child"
    ups = {t.i for t in islice(sentence.ancestors(cue.anchor), _HIGHEST)}
    above = list(islice(sentence.ancestors(word), _HIGHEST))
    if any(t.i in {cue.token.i, cue.anchor.i} for t in above):
        return "below"
    return "clause-above" if above and above[0].i in ups else "apart"


def _described(offer: _Offer, cue: Cue, frame: str, speaker: Actors, rule: Actors, parties: Actors) -> Iterable[str]:
    """Yield all that holds of a candidate: its places, and what kind of actor it is for this type of act."""
    yield from offer.features
    family = FAMILY[cue.type]
    kind = "joint" if len(offer.actors) > 1 else offer.actors[0].kind
    yield f"kind:{kind}"
    yield f"kind:{kind}:{family}"
    yield f"kind:{kind}:{frame}"
    ranks = [str(parties.index(a)) if a in parties else "-" for a in offer.actors]
    yield f"rank:{'+'.join(sorted(ranks)[:2])}"
    if not offer.actors[0].named:
        yield f"unnamed:{frame}"
    if not rule:
        yield f"no-rule:{kind}"
    if set(offer.actors) & set(rule) and offer.actors != rule:
        yield f"rule-{_overlap(set(offer.actors), set(rule))}"
    if offer.actors == speaker:
        yield f"is-speaker:{'rule' if rule else 'none'}"
    places = sum(f.startswith("in:before") or f.startswith("in:after") for f in offer.features)
    yield f"places:{min(2, places)}"


def _overlap(offered: set[Actor], rule: set[Actor]) -> str:
    """Tell how a candidate that shares actors with the grammar's differs from it."""
    if offered < rule:
        return "without-some"
    return "and-more" if offered > rule else "mixed"


def _score(
    sentence: Sentence, scores: Scores, cue: Cue, offers: Iterable[_Offer], frame: str, pronouns: frozenset[int]
) -> None:
    """Note how likely the encoder holds each candidate's words to stand for who acts, and which is the likeliest.

    A pronoun may stand for others than the one it was taken for: what is likely of it speaks for all who came before.

    Parameters:
        pronouns: the places of those of the sentence.
    """
    shares = [(scores.role("performer", cue.token.i, o.words), o) for o in offers]
    most = max((share for share, _ in shares), default=0.0)
    nobody = step(scores.nobody("performer", cue.token.i))
    acting, likely = _acting_pronoun(scores, cue, pronouns)
    for share, offer in shares:
        if acting is not None:
            offer.features.update(_by_pronoun(offer, sentence.tokens[acting], likely))
        if not offer.words:
            offer.features.update({f"scored:elsewhere:{nobody}", f"scored:elsewhere:{nobody}:{frame}"})
            continue
        how = "pronoun" if offer.words <= pronouns else "word"
        offer.features.update({f"scored:{how}:{step(share)}", f"scored:{how}:{step(share)}:{frame}"})
        if share == most:
            offer.features.update({f"scored:most:{how}", f"scored:most:{how}:{frame}"})


def _acting_pronoun(scores: Scores, cue: Cue, pronouns: frozenset[int]) -> tuple[int | None, float]:
    """Return the pronoun that stands for who acts, and how likely: the grammar's, else the likeliest that is likely."""
    likely = {i: scores.role("performer", cue.token.i, [i]) for i in pronouns}
    if cue.performer is not None and cue.performer.i in likely:
        return cue.performer.i, likely[cue.performer.i]
    best = max(likely, key=lambda i: (likely[i], -i), default=None)
    return (best, likely[best]) if best is not None and likely[best] >= _LIKELY else (None, 0.0)


def _by_pronoun(offer: _Offer, pronoun: Token, likely: float) -> Iterator[str]:
    """Yield what speaks for a candidate's being whom a pronoun stands for."""
    told, kind = pronoun.lower, "joint" if len(offer.actors) > 1 else offer.actors[0].kind
    taken = pronoun.i in offer.words
    yield f"pronoun:{told}:{kind}"
    yield f"pronoun:{told}:{'taken' if taken else 'other'}:{kind}"
    yield f"pronoun:{'taken' if taken else 'other'}:{step(likely)}"
    here = min((pronoun.i - w for w in offer.words if w < pronoun.i), default=None)
    if here is not None:
        yield f"pronoun:{told}:same-sentence:{min(here // 6, 2)}"
    for feature in sorted(offer.features):
        if feature.startswith(_BEFORE) and feature.count(":") <= 2:
            yield f"pronoun:{told}:{feature}"
            yield f"pronoun:any:{feature}"


def _nobody(sentence: Sentence, found: Sequence[Candidate], cue: Cue, frame: str, ruled: bool) -> Candidate:
    told = {"nobody", f"nobody:{frame}", f"nobody:{cue.type}", "nobody:rule" if ruled else "nobody:no-rule"}
    if sentence.scores is not None:
        told.add(f"nobody:scored:{step(sentence.scores.nobody('performer', cue.token.i))}")
    if not found:
        told.add("nobody:alone")
    return Candidate((), frozenset(told))
