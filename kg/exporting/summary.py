"""What was found, in numbers: the lines that end ``kg build`` and open the index page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from kg.exporting.facts import ActFact, Facts
from kg.vocabulary import FAMILIES, RESPONSES


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts over a store.

    Parameters:
        families: acts of each family that has any, in the vocabulary's order.
        proposals: acts of type Proposal.
        answered: proposals with some response other than a NonResponse.
        accepted: proposals with an Acceptance among their responses.
        rejected: proposals with a Rejection among their responses.
        silent: proposals met with silence, as somebody tells: a NonResponse, or a Reply told as not given.
        untold: proposals of whose response nothing is told.
        linked: actors with a Wikidata item.
        unlinked: actors without.
    """

    articles: int
    acts: int
    families: Mapping[str, int]
    actors: int
    documents: int
    proposals: int
    answered: int
    accepted: int
    rejected: int
    silent: int
    untold: int
    linked: int
    unlinked: int


def summary(of: Facts) -> Summary:
    """Count what the store holds; a response counts only where it is told as having happened."""
    families = Counter(act.family for act in of.acts.values())
    order = [*FAMILIES, *sorted(families.keys() - FAMILIES.keys())]
    proposals = [act for act in of.acts.values() if act.type == "Proposal"]
    responses = of.responses()
    answers = [_answers(of, act, responses) for act in proposals]
    linked = sum(actor.wikidata is not None for actor in of.actors.values())
    return Summary(
        articles=len(of.articles),
        acts=len(of.acts),
        families={family: families[family] for family in order if families[family]},
        actors=len(of.actors),
        documents=len(of.documents),
        proposals=len(proposals),
        answered=sum(bool(types - {"NonResponse"}) for types in answers),
        accepted=sum("Acceptance" in types for types in answers),
        rejected=sum("Rejection" in types for types in answers),
        silent=sum("NonResponse" in types for types in answers),
        untold=sum(not types for types in answers),
        linked=linked,
        unlinked=len(of.actors) - linked,
    )


def _answers(of: Facts, act: ActFact, responses: Mapping[str, tuple[str, ...]]) -> set[str]:
    found = set()
    for answer in map(of.acts.__getitem__, responses.get(act.iri, ())):
        if answer.happened and answer.type in RESPONSES:
            found.add(answer.type)
        elif answer.type == "Reply" and any(telling.modality == "negated" for telling in answer.tellings):
            found.add("NonResponse")
    return found
