"""The corpus's sentences as the encoder learns them: which words tell an act, and which stand for who does it to whom.

The reader itself says where its cues are and which words stand for which actors; the gold says which are right.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))
from encoder_data import pieces_of
from learning import article, named

from kg import reference
from kg.corpus import gold as corpus
from kg.corpus import score
from kg.corpus.marked import Marked
from kg.model import Actor, Span
from kg.reading import reader
from kg.reading.learnt import shipped
from kg.reading.parse import Sentence, parse
from kg.reading.presence import Presence
from kg.reading.scores import ROLES, Role
from kg.reading.telling import Telling
from kg.reading.wordpieces import Pieces
from kg.vocabulary import ACT_TYPES

LONGEST = 150
"""How many words of a sentence are learnt from."""

NOT_HERE = 0
"""The place before the first word: nobody in the sentence has the role."""


@dataclass(frozen=True)
class ActRow:
    """One sentence to learn acts from.

    Parameters:
        words: its words.
        acts: for each act told in it, the numbers of its right types, the places of the words of which one tells it,
            and whether the act is required; that an act may be read as a mere statement as well is not learnt.
        roles: for each role, the places of a cue and of the words that stand for who has the role, counted from 1.
    """

    words: tuple[str, ...]
    acts: tuple[tuple[tuple[int, ...], tuple[int, ...], bool], ...]
    roles: tuple[tuple[tuple[int, tuple[int, ...]], ...], ...]


def rows_of(gold: corpus.Gold) -> list[ActRow]:
    """Return the sentences of one article with what its gold tells."""
    known = reference.load()
    read, _ = reader.tell(article(gold), known, learnt=replace(shipped(), sees=False))
    stage = read.stage()
    acts = [score.entry(act, gold.name) for act in gold.acts]
    return [
        _row(s, [t for t in read.acts.told if t.sentence == s.index], acts, stage.present.get(s.index, ()), known)
        for s in stage.sentences
    ]


def _row(
    sentence: Sentence,
    told: Sequence[Telling],
    acts: Sequence[score.Entry],
    present: Sequence[Presence],
    known: reference.Reference,
) -> ActRow:
    here = []
    for act in acts:
        places = [t.i for t in sentence.tokens if any(e.start <= t.start < e.end for e in act.evidence)]
        cues = [t.i for t in sentence.tokens if t.i in places and _is_cue(t.start, told, act)]
        if places:
            types = tuple(ACT_TYPES.index(t) for t in act.types if t != "Statement" or act.types[0] == t)
            here.append((types, tuple(cues or places), not act.optional))
    roles: dict[Role, dict[int, tuple[int, ...]]] = {role: {} for role in ROLES}
    for telling in told:
        cue = sentence.at(telling.place)
        near = [a for a in acts if telling.type in a.types and any(e.overlaps(telling.cue) for e in a.evidence)]
        if cue is None or not near:
            continue
        roles["performer"][cue.i] = _performers(telling, near, known)
        roles["addressee"][cue.i] = _addressees(near, present, known)
    placed = tuple(tuple(sorted(roles[role].items())) for role in ROLES)
    return ActRow(tuple(t.text for t in sentence.tokens), tuple(here), placed)


def _is_cue(start: int, told: Sequence[Telling], act: score.Entry) -> bool:
    return any(t.place == start and t.type in act.types for t in told)


def _performers(telling: Telling, near: Sequence[score.Entry], known: reference.Reference) -> tuple[int, ...]:
    right = {w + 1 for c in telling.weighed if _shares(c.actors, near, "performers", known) for w in c.words}
    return tuple(sorted(right)) or (NOT_HERE,)


def _addressees(
    near: Sequence[score.Entry], present: Sequence[Presence], known: reference.Reference
) -> tuple[int, ...]:
    right = {p.token.i + 1 for p in present if _shares(p.actors, near, "addressees", known)}
    return tuple(sorted(right)) or (NOT_HERE,)


def _shares(actors: Sequence[Actor], near: Sequence[score.Entry], field: str, known: reference.Reference) -> bool:
    mine = named(actors, known)
    return any(score.partners(option, mine) > 0 for act in near for option in getattr(act, field))


def rows_of_sentence(sentence: Marked) -> ActRow:
    """Return a marked sentence as a row."""
    parsed = parse(sentence.text, [Span(0, len(sentence.text))])[0]
    here = []
    roles: dict[Role, dict[int, tuple[int, ...]]] = {role: {} for role in ROLES}
    for act in sentence.acts:
        cues = [t.i for span in act.cues for t in parsed.tokens if t.start >= span.start and t.end <= span.end]
        if not cues:
            continue
        here.append(((ACT_TYPES.index(act.type),), tuple(cues), True))
        for cue in cues:
            if parsed.tokens[cue].pos in {"VERB", "NOUN", "ADJ", "AUX", "PROPN"}:
                roles["performer"][cue] = _heads(parsed, act.performers)
                roles["addressee"][cue] = _heads(parsed, act.addressees)
    placed = tuple(tuple(sorted(roles[role].items())) for role in ROLES)
    return ActRow(tuple(t.text for t in parsed.tokens), tuple(here), placed)


def _heads(sentence: Sentence, spans: Sequence[Span]) -> tuple[int, ...]:
    """Return the words of stretches on which their others depend."""
    found = []
    for span in spans:
        inside = {t.i for t in sentence.tokens if t.start < span.end and t.end > span.start}
        found += [i + 1 for i in inside if sentence.tokens[i].head not in inside or sentence.tokens[i].head == i]
    return tuple(sorted(found)) or (NOT_HERE,)


def numbered_row(row: ActRow, pieces: Pieces) -> dict[str, Any]:
    """Return a sentence as numbers, what is told behind its longest stretch left out."""
    found: dict[str, Any] = dict(pieces_of(row.words[:LONGEST], pieces))
    size = min(LONGEST, len(row.words))
    acts = ((types, tuple(p for p in places if p < size), required) for types, places, required in row.acts)
    found["acts"] = [act for act in acts if act[1]]
    found["roles"] = [
        [(cue, tuple(p for p in right if p <= size) or (NOT_HERE,)) for cue, right in cues if cue < size]
        for cues in row.roles
    ]
    return found
