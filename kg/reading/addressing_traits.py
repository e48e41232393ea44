"""What holds of a possible addressee, and of an act's having none: the features that are weighed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from kg.reading.context import Actors
from kg.reading.parties import Parties, sides
from kg.reading.presence import Stage
from kg.reading.telling import Telling
from kg.vocabulary import FAMILY

_OF_A_FAMILY = frozenset({"told", "own", "towards", "answered", "other", "here", "kind"})
_OF_A_TYPE = frozenset({"told", "own", "towards", "answered", "here"})
_THOUGH = ("told", "answered performer", "own addressee", "towards performer")
_THOUGH_IN_A_FAMILY = (*_THOUGH[1:], "answering performer", "here after", "here before", "partner")


@dataclass(slots=True)
class Candidate:
    """Who may be addressed, and what holds of it; no actors: nobody."""

    actors: Actors
    features: set[str] = field(default_factory=set)


def describe(candidate: Candidate, telling: Telling, stage: Stage, parties: Parties) -> None:
    """Add what holds of a candidate by itself and beside the performers, and all that matters by family and type."""
    features, first = candidate.features, candidate.actors[0]
    who, whom = sides(telling.performers), sides(candidate.actors)
    features.add(f"kind {first.kind}")
    features.add(f"kinds {min(a.kind for a in telling.performers)} {first.kind}")
    features.add(f"rank {stage.rank(first)}")
    features.add("several" if len(candidate.actors) > 1 else "one")
    features.add(f"pair {min(2, parties.times(who, whom))}")
    features.add(f"pair back {min(2, parties.times(whom, who))}")
    if not first.named:
        features.add("unnamed")
    if "towards performer" in features:
        known = "named" if first.named else "unnamed"
        features.update({f"towards performer {known}", f"towards performer is {first.kind}"})
    if who & whom:
        features.add("own side")
    if any(level.source in candidate.actors for level in telling.attribution):
        features.add("source")
    family = [f"{FAMILY[telling.type]}: {f}" for f in features if f.split()[0] in _OF_A_FAMILY]
    type_ = [f"{telling.type}: {f}" for f in features if f.split()[0] in _OF_A_TYPE]
    features.update(family, type_)


def nobody(telling: Telling, others: Sequence[Candidate], stage: Stage) -> Candidate:
    """Return the candidate that nobody is addressed, with what holds of it given the others."""
    family, first = FAMILY[telling.type], telling.performers[0]
    held = {f for c in others for f in c.features}
    told = {
        "headline": telling.headline,
        "noun": telling.noun,
        "source": bool(telling.attribution),
        "document": bool(telling.documents),
    }
    ways = [f"with {what}" for what, holds in told.items() if holds]
    features = {"nobody", *(f"nobody {w}" for w in (telling.type, family, telling.modality, *ways))}
    features.update(f"nobody though {f}" for f in _THOUGH if f in held)
    features.update(f"nobody {family} though {f}" for f in _THOUGH_IN_A_FAMILY if f in held)
    features.update(f"nobody {telling.type} though {f}" for f in ("here after", "partner") if f in held)
    features.update(f"nobody {family} {w}" for w in ways)
    features.add(f"nobody of {min(3, sum('partner' in c.features for c in others))} partners")
    features.update({f"nobody by {first.kind}", f"nobody {family} by {first.kind}"})
    features.add(f"nobody by rank {stage.rank(first)}")
    return Candidate((), features)
