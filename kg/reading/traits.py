"""What speaks for or against a telling being an act by the guide, as features for :mod:`kg.reading.learnt`."""

from __future__ import annotations

from collections.abc import Iterator

from kg.reading.frames import is_passive, own_subject
from kg.reading.parse import Sentence
from kg.reading.scores import step
from kg.reading.telling import Candidate, Cue, Telling
from kg.vocabulary import FAMILY

_STEPS = (0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.97)
_SOURCES = ("rule", "in:grammar", "speaker", "did", "was_told", "both", "earlier", "party", "pair")


def traits(sentence: Sentence, cue: Cue, telling: Telling, chosen: Candidate, sure: float) -> Iterator[str]:
    """Yield the features of a telling.

    Parameters:
        chosen: the candidate taken for its performers.
        sure: the probability of that choice.
    """
    yield "always"
    yield from _of_the_cue(sentence, cue)
    yield from _of_the_scores(sentence, cue)
    yield from _of_the_performers(cue, chosen, sure)
    yield from _of_the_telling(telling)


def _of_the_cue(sentence: Sentence, cue: Cue) -> Iterator[str]:
    entry, anchor = cue.entry, cue.anchor
    name = " ".join(entry.lemmas)
    yield f"type:{cue.type}"
    yield f"cue:{name}:{entry.pos}:{cue.type}"
    yield f"cue:{name}:{entry.pos}:{entry.object}"
    yield f"pos:{entry.pos}:{cue.lent or '-'}"
    yield f"type:{cue.type}:{entry.pos}"
    yield f"anchor:{anchor.dep.split(':')[0]}:{entry.pos}"
    yield f"tag:{anchor.tag}:{'passive' if anchor.is_verb and is_passive(sentence, anchor) else 'active'}"
    yield f"subject:{anchor.is_verb and own_subject(sentence, anchor) is not None}"
    if cue.negation_told:
        yield f"negated:{cue.type}"
    if entry.pos == "noun":
        yield f"noun:{cue.token.dep.split(':')[0]}:{cue.token.tag}"


def _of_the_scores(sentence: Sentence, cue: Cue) -> Iterator[str]:
    """Yield how likely the encoder holds the cue to tell an act of its type, and another, or the sentence to do so."""
    if sentence.scores is None:
        return
    words = {cue.token.i, cue.anchor.i}
    own = step(sentence.scores.act(words, cue.type))
    listed = "learnt" if cue.entry.object == "learnt" else "listed"
    for least in range(1, own + 1):
        yield f"scored>={least}"
        yield f"scored>={least}:{listed}"
        yield f"scored>={least}:{cue.entry.pos}"
    yield f"scored:{cue.type}:{own // 3}"
    yield listed
    yield f"scored:sentence:{step(sentence.scores.act(range(len(sentence.tokens)), cue.type))}"
    yield f"scored:other:{step(sentence.scores.other(words, cue.type))}"


def _of_the_performers(cue: Cue, chosen: Candidate, sure: float) -> Iterator[str]:
    yield f"sure:{sum(sure >= s for s in _STEPS)}"
    yield f"sure:{sum(sure >= s for s in _STEPS)}:{cue.entry.pos}"
    roots = {f.split(":")[0] for f in chosen.features} | (chosen.features & {"in:grammar", "pair", "speaker"})
    yield from (f"who:{s}" for s in _SOURCES if s in roots)
    kind = "joint" if len(chosen.actors) > 1 else chosen.actors[0].kind if chosen.actors else "nobody"
    yield f"who:{kind}"
    yield f"who:{kind}:{FAMILY[cue.type]}"
    if chosen.actors and not chosen.actors[0].named:
        yield f"who:unnamed:{cue.entry.pos}"


def _of_the_telling(telling: Telling) -> Iterator[str]:
    yield f"attributed:{min(2, len(telling.attribution))}"
    if telling.headline:
        yield "headline"
    if telling.contained:
        yield "contained"
