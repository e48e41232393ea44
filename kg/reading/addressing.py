"""To whom an act is done: the actors spoken of around it, weighed by what was learnt from read articles.

The candidates are nobody, those told in the places of the cue's row, those spoken of in the sentence and right before
it, the parties of the acts told around it, and those whom the article names most. Each has features in plain words;
their weights are in ``weights/addressees.tsv``, and the likeliest candidate is chosen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import islice

from kg.model import Actor
from kg.reading.addressing_traits import Candidate, describe, nobody
from kg.reading.context import Actors
from kg.reading.parse import Sentence, Token
from kg.reading.parties import Parties
from kg.reading.presence import Presence, Stage
from kg.reading.scores import step
from kg.reading.telling import Telling
from kg.reading.weighing import likeliest, weights
from kg.vocabulary import FAMILY

_SENTENCES_BACK = 2
_TELLINGS_BACK = 8
_FARTHEST_TELLING = 5
_LONGEST_PATH = 4
_FAR = (9, "far")
_LIKELIER_THAN_NOT = 0.5
"""A statement is seldom to anybody: only one told or implied strongly is its addressee."""

_OF_THEIR_STATE = frozenset({"told", "own", "towards", "answered", "at"})
_RELATIONS = {"nsubj:pass": "obj", "acl:relcl": "relcl", "obl:agent": "agent"}


def addressed(tellings: Sequence[Telling], stage: Stage) -> list[Telling]:
    """Return the tellings with their addressees; each is chosen by what the text tells of the others.

    Parameters:
        tellings: in text order and linked, with the addressees that their sentences tell.
        stage: who is spoken of in each sentence.
    """
    parties, table = Parties(tellings), weights("addressees")
    return [
        replace(t, addressees=_choose(t, candidates(parties, i, stage), table)) if t.performers else t
        for i, t in enumerate(tellings)
    ]


def _choose(telling: Telling, among: Sequence[Candidate], table: Mapping[str, float]) -> Actors:
    """Return the actors of the likeliest candidate, none where no candidate is likely enough."""
    least = _LIKELIER_THAN_NOT if telling.type == "Statement" else 0.0
    return among[likeliest([c.features for c in among], table, least)].actors


def candidates(parties: Parties, index: int, stage: Stage) -> list[Candidate]:
    """Return whom an act may be done to, nobody first, each with its features."""
    telling = parties.tellings[index]
    gathered = _Gathered(telling)
    gathered.note(telling.addressees, "told")
    _from_sentences(telling, stage, gathered)
    _from_tellings(parties, index, gathered)
    for actor in stage.main:
        gathered.note((actor,))
    for other, times in parties.partners(index).items():
        gathered.note((other,), "partner", *(("partner often",) if times > 1 else ()))
    for candidate in gathered.candidates():
        _from_their_state(candidate, stage, gathered)
    found = gathered.candidates()
    for candidate in found:
        describe(candidate, telling, stage, parties)
    none = nobody(telling, found, stage)
    none.features.update(_nobody_scored(telling, stage))
    return [none, *found]


def _nobody_scored(telling: Telling, stage: Stage) -> list[str]:
    """Return how likely the encoder holds nobody in the sentence to be addressed."""
    sentence = stage.sentences[telling.sentence]
    cue = sentence.at(telling.cue.start)
    if sentence.scores is None or cue is None:
        return []
    scored = step(sentence.scores.nobody("addressee", cue.i))
    return [f"nobody scored {scored}", f"nobody scored {scored} {FAMILY[telling.type]}"]


class _Gathered:
    """The candidates of one act so far, those of the same actors as one."""

    def __init__(self, telling: Telling) -> None:
        self._performers = telling.performers
        self._found: dict[frozenset[str], Candidate] = {}

    def note(self, actors: Sequence[Actor], *features: str) -> None:
        """Add features to the candidate of some actors, performers and media left out."""
        kept = tuple(a for a in actors if a not in self._performers and a.kind != "MediaOrganization")
        if kept:
            candidate = self._found.setdefault(frozenset(a.label for a in kept), Candidate(kept))
            candidate.features.update(features)

    def candidates(self) -> list[Candidate]:
        """Return the candidates in the order in which they were first noted."""
        return list(self._found.values())


def _from_sentences(telling: Telling, stage: Stage, gathered: _Gathered) -> None:
    """Take those spoken of in the sentence, by the shortest way from the cue, and in the sentences before it."""
    sentence = stage.sentences[telling.sentence]
    cue = sentence.at(telling.cue.start)
    above = _up(sentence, cue) if cue else []
    here = stage.present.get(telling.sentence, ())
    nearest: dict[frozenset[str], tuple[int, str]] = {}
    words: dict[frozenset[str], tuple[Actors, set[int]]] = {}
    for presence in here:
        key = _key(presence)
        words.setdefault(key, (presence.actors, set()))[1].add(presence.token.i)
        way = _way(sentence, above, presence.token)
        nearest[key] = min(way, nearest.get(key, _FAR), key=lambda found: found[0])
    for presence in here:
        steps, path = nearest[_key(presence)]
        where = "before" if presence.token.start < telling.cue.start else "after"
        gathered.note(presence.actors, f"at {path}", f"steps {steps}", f"here {where}", f"as {presence.kind}")
    if sentence.scores is not None and cue is not None:
        for actors, places in words.values():
            scored = step(sentence.scores.role("addressee", cue.i, places))
            gathered.note(actors, f"scored {scored}", f"scored {scored} {FAMILY[telling.type]}")
    for back in range(1, _SENTENCES_BACK + 1):
        for presence in stage.present.get(telling.sentence - back, ()):
            subject = (f"subject back {back}",) if presence.is_subject else ()
            gathered.note(presence.actors, f"back {back}", *subject)


def _key(presence: Presence) -> frozenset[str]:
    return frozenset(a.label for a in presence.actors)


def _up(sentence: Sentence, token: Token) -> list[Token]:
    """Return a word and those above it, no more than a path may have."""
    return [token, *islice(sentence.ancestors(token), _LONGEST_PATH)]


def _way(sentence: Sentence, above: Sequence[Token], token: Token) -> tuple[int, str]:
    """Return how a word hangs on the cue: relations up to their common head, then down, with the preposition.

    Parameters:
        above: the cue and the words above it, see :func:`_up`.
    """
    places = {t.i: n for n, t in enumerate(above)}
    below = _up(sentence, token)
    meeting = next((n for n, t in enumerate(below) if t.i in places), None)
    if meeting is None:
        return _FAR
    up, down = above[: places[below[meeting].i]], below[:meeting][::-1]
    if len(up) + len(down) > _LONGEST_PATH:
        return _FAR
    relations = [*(f"^{_relation(t)}" for t in up), *map(_relation, down), sentence.case(token)]
    return len(up) + len(down), " ".join(relations).rstrip()


def _relation(token: Token) -> str:
    return _RELATIONS.get(token.dep, token.dep.split(":")[0])


def _from_tellings(parties: Parties, index: int, gathered: _Gathered) -> None:
    """Take the parties of the acts told before, nearest first, and of those that this act answers or that answer it."""
    tellings, telling, own = parties.tellings, parties.tellings[index], parties.acting[index]
    seen: set[str] = set()
    for n in range(index - 1, max(-1, index - 1 - _TELLINGS_BACK), -1):
        before = tellings[n]
        gap = telling.sentence - before.sentence
        if not 0 <= gap <= _FARTHEST_TELLING:
            continue
        same = bool(own & parties.acting[n])
        how = "own" if same else "towards" if own & parties.towards[n] else "other"
        for role, actors in (("performer", before.performers), ("addressee", before.addressees)):
            which = f"{how} {role}"
            if not actors or which in {*seen, "own performer"}:
                continue
            seen.add(which)
            features = _of_an_act(which, before, telling, gap, last=n == index - 1)
            for some in (actors, *((a,) for a in actors)):
                gathered.note(some, *features)
    for answered in telling.responds_to:
        gathered.note(tellings[answered].performers, "answered performer")
    for later in tellings[index + 1 : index + _TELLINGS_BACK]:
        if index in later.responds_to:
            gathered.note(later.performers, "answering performer")


def _of_an_act(which: str, before: Telling, telling: Telling, gap: int, *, last: bool) -> list[str]:
    family = FAMILY[before.type]
    features = [which, f"{which} {min(gap, 3)}", f"{which} of {family}"]
    features.append(f"{which} of {family} before {FAMILY[telling.type]}")
    return [*features, f"last {which}"] if last else features


def _from_their_state(candidate: Candidate, stage: Stage, gathered: _Gathered) -> None:
    """Take the state for which one acts as well: what is done towards a minister may be done towards the state."""
    if len(candidate.actors) != 1 or candidate.actors[0].kind not in {"Person", "GovernmentBody"}:
        return
    state = stage.bodies.get(candidate.actors[0].on_behalf_of or "")
    if state is not None:
        theirs = (f"state's {f}" for f in candidate.features if f.split()[0] in _OF_THEIR_STATE)
        gathered.note((state,), "state of one", *theirs)
