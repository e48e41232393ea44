"""The turns of a transcript: who speaks from which label to the next, who asks, and who only leads through it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from kg.model import Actor, Span
from kg.reading import lexicon
from kg.reading.parse import Sentence
from kg.reading.resolve import Resolver
from kg.reading.telling import Report

Part = Literal["answers", "asks", "presents", "leads"]

_LABEL = re.compile(r"(?P<name>(?:[A-Z][\w.’'-]*[ .]*){1,5}(?:\([^)\n]{1,60}\))?) ?: |(?P<letter>[QA])\. ")
_LONGEST_LABEL = 5


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker of a transcript says at one go.

    Parameters:
        speaker: whom the label names.
        label: the words before the colon.
        region: all that is said, up to the next label.
        first: index of the sentence with the label.
        part: whether the speaker answers or states, asks, presents the news in the medium's own voice, or leads.
    """

    speaker: Actor
    label: Span
    region: Span
    first: int
    part: Part

    @property
    def asks(self) -> bool:
        """Whether the speaker puts questions."""
        return self.part == "asks"

    @property
    def report(self) -> Report | None:
        """The turn as a saying, all in it told on the speaker's word; none where a medium speaks for itself."""
        if self.part in {"presents", "leads"}:
            return None
        return Report(self.label.start, (self.speaker,), (), self.region, self.label)


def turns(sentences: Sequence[Sentence], resolver: Resolver) -> tuple[Turn, ...]:
    """Return the turns of a transcript ("MR. PRICE: …"), none for a text that is not one."""
    text = resolver.article.text
    found = [(s, label) for s in sentences for label in [_label(s, text)] if label]
    often = Counter(name for _, (name, _) in found)
    media = {name: who for s, (name, _) in found for who in [_medium(s, resolver)] if who}
    opened = [(s, (name, place)) for s, (name, place) in found if name in media or _known(name, often[name])]
    if len(opened) < 2:
        return ()
    ends = [s.span.start for s, _ in opened[1:]] + [sentences[-1].span.end]
    answering = _answering(sentences[: opened[0][0].index], resolver)
    return tuple(
        Turn(
            speaker=media.get(name)
            or (answering if name.lower() in lexicon.among("answer") else _speaker(name, resolver)),
            label=place,
            region=Span(place.end, max(place.end, end)),
            first=sentence.index,
            part="asks" if name in media else _part(name),
        )
        for (sentence, (name, place)), end in zip(opened, ends, strict=True)
    )


def _medium(sentence: Sentence, resolver: Resolver) -> Actor | None:
    """Return the medium whose name opens a sentence: in a press conference, one that asks ("Reuters: …")."""
    named = resolver.named_at(sentence, sentence.tokens[0])
    return named.actor if named and named.actor.kind == "MediaOrganization" else None


def _speaker(name: str, resolver: Resolver) -> Actor:
    if _part(name) in {"presents", "leads"}:
        return Actor(name.lower(), "Person", named=False)
    return resolver.speaker_called(name)


def _part(name: str) -> Part:
    words = set(name.lower().split())
    if name.lower() in lexicon.among("asker"):
        return "asks"
    if words & lexicon.among("presenter"):
        return "presents"
    return "leads" if words & lexicon.among("moderator") else "answers"


def _label(sentence: Sentence, text: str) -> tuple[str, Span] | None:
    """Return what may be the label of a turn at the head of a line, its remarks in brackets left out, and its place."""
    start = sentence.span.start
    match = _LABEL.match(text, start, sentence.span.end)
    if match is None or text[:start].rstrip(" ")[-1:] not in {"", "\n"}:
        return None
    written = (match.group("name") or match.group("letter")).strip()
    bare = re.sub(r"\(.*\)", "", written).strip()
    if not bare or len(bare.split()) > _LONGEST_LABEL:
        return None
    return bare, Span(match.start(), match.start() + len(written))


def _known(name: str, often: int) -> bool:
    """Tell a speaker's label from a heading: in capitals, with a title, of one who asks or leads, or told twice."""
    words = name.lower().split()
    if name.isupper() or words[0].rstrip(".") in lexicon.words("titles"):
        return True
    if words[-1] in lexicon.among("asker") | lexicon.among("presenter") | lexicon.among("moderator"):
        return True
    return often > 1 and not any(w in lexicon.words("not_persons") for w in words)


def _answering(sentences: Sequence[Sentence], resolver: Resolver) -> Actor:
    """Return the person whom the lines before an interview name first: who is meant by "A:"."""
    for sentence in sentences:
        for token in sentence.tokens:
            named = resolver.named_at(sentence, token)
            if named and named.actor.kind == "Person":
                return named.actor
    return Actor("interviewee", "Person", named=False)
