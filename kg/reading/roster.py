"""The proper names of one article: where they stand, and each person with full name and office."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from kg.model import Actor, Article
from kg.reading import lexicon
from kg.reading.named import Named
from kg.reading.names import NameFinder, entry_actor
from kg.reading.nouns import people_class
from kg.reading.parse import Sentence, Token
from kg.reading.period import time_told
from kg.reading.short_forms import ShortForms
from kg.reading.unlisted import acting_names
from kg.reference import Reference

_BODIES = frozenset({"State", "Alliance", "InternationalOrganization"})
_LONGEST_OFFICE = 9
_MOST_PARTIES = 4
_REACH_AFTER_A_NAME = 14

Office = tuple[str | None, str | None]
"""An office as told, and the label of the state or organisation it is held for."""


class Roster:
    """The names of every sentence of an article, persons settled over the whole of it."""

    def __init__(self, article: Article, sentences: Sequence[Sentence], reference: Reference) -> None:
        self._reference = reference
        when = time_told(article)
        self._finder = NameFinder(reference, when)
        self._finder.count(article.text)
        self._names = [self._finder.find(article.text, s.span) for s in sentences]
        for sentence in sentences:
            unlisted = acting_names(sentence, self._names[sentence.index], self._finder)
            self._names[sentence.index] = sorted([*self._names[sentence.index], *unlisted], key=lambda n: n.span)
        self._settle_persons(sentences)
        short = ShortForms([n for names in self._names for n in names], reference, when)
        for sentence in sentences:
            names = self._names[sentence.index]
            self._names[sentence.index] = sorted([*names, *short.find(sentence, names)], key=lambda n: n.span)

    @property
    def finder(self) -> NameFinder:
        """What found the names."""
        return self._finder

    @property
    def all_names(self) -> list[Named]:
        """All proper names of the article, in text order."""
        return [n for names in self._names for n in names]

    def names(self, sentence: Sentence) -> list[Named]:
        """Return the proper names of a sentence, persons in their full form."""
        return self._names[sentence.index]

    def named_at(self, sentence: Sentence, token: Token) -> Named | None:
        """Return the proper name that covers a word."""
        return next((n for n in self.names(sentence) if n.span.start <= token.start < n.span.end), None)

    @cached_property
    def alliances(self) -> tuple[Actor, ...]:
        """The alliances and organisations named anywhere in the article: alliances first, then the most frequent."""
        counts: dict[Actor, int] = {}
        for names in self._names:
            for n in names:
                if n.actor.kind in {"Alliance", "InternationalOrganization"} and n.role == "actor":
                    counts[n.actor] = counts.get(n.actor, 0) + 1
        return tuple(sorted(counts, key=lambda a: (a.kind != "Alliance", -counts[a], a.label)))

    @cached_property
    def parties(self) -> tuple[Actor, ...]:
        """The states and organisations that the article names most, the most frequent first."""
        counts = Counter(n.actor for names in self._names for n in names if n.actor.kind in _BODIES)
        return tuple(sorted(counts, key=lambda a: (-counts[a], a.label)))[:_MOST_PARTIES]

    def by_label(self, label: str) -> Actor | None:
        """Return the actor with a label, as this article names it, else as the reference data do."""
        for names in self._names:
            for n in names:
                if n.actor.label == label:
                    return n.actor
        entry = self._reference.by_label(label)
        return entry_actor(entry) if entry else None

    def speaker_called(self, label: str) -> Actor:
        """Return whom the label of a transcript's turn names: a person by title and surname, or an unnamed one."""
        lowered = label.lower()
        if lowered in lexicon.among("asker"):
            return Actor(lowered if lowered in lexicon.people() else "reporter", "Person", named=False)
        words = [w for w in label.split() if w.rstrip(".").lower() not in lexicon.words("titles")]
        if lowered.split()[-1] in lexicon.people() or not words:
            return Actor(lowered, "Person", named=False)
        return self._finder.person([w.title() if w.isupper() else w for w in words])

    def _settle_persons(self, sentences: Sequence[Sentence]) -> None:
        """Give each person the office told anywhere in the article, and each surname its full name."""
        offices = self._offices(sentences)
        full: dict[str, Actor] = {}
        for names in self._names:
            for n in names:
                if n.actor.kind == "Person":
                    full.setdefault(n.actor.label, n.actor)
        surnames = {label.split()[-1]: label for label in sorted(full) if " " in label}
        settled: dict[str, Actor] = {}
        for label in full:
            name = surnames.get(label, label) if " " not in label else label
            office, of = offices.get(label) or offices.get(name) or (None, None)
            base = full[name]
            settled[label] = replace(base, office=office or base.office, on_behalf_of=of or base.on_behalf_of)
        self._names = [
            [replace(n, actor=settled[n.actor.label]) if n.actor.kind == "Person" else n for n in names]
            for names in self._names
        ]

    def _offices(self, sentences: Sequence[Sentence]) -> dict[str, Office]:
        """Return the first office told of each person, or else the state they are said to be of."""
        offices: dict[str, Office] = {}
        for sentence in sentences:
            for named in self.names(sentence):
                if named.actor.kind == "Person":
                    told = self._told_office(sentence, named)
                    if told[0] or told[1]:
                        offices.setdefault(named.actor.label, told)
        return offices

    def _told_office(self, sentence: Sentence, named: Named) -> Office:
        """Read the office beside a name: before it ("Polish Foreign Minister Rau") or after ("Rau, the minister,")."""
        told = self._office_in(sentence, _run_before(sentence, named))
        if told[0] or told[1]:
            return told
        told = self._office_in(sentence, _run_before_comma(sentence, named))
        if told[0]:
            return told
        told = self._office_in(sentence, _run_after(sentence, named))
        return told if told[0] else (None, None)

    def _office_in(self, sentence: Sentence, run: Sequence[Token]) -> Office:
        head = next((t for t in run if people_class(t) == "person"), None)
        named = (n for t in run for n in [self.named_at(sentence, t)] if n)
        state = next((n.actor.label for n in named if n.actor.kind in _BODIES), None)
        if head is None:
            return (None, state) if run and run[-1].text in {"'s", "’s"} else (None, None)
        before = [t for t in run if t.i <= head.i and not self.named_at(sentence, t) and t.text not in {"'s", "’s"}]
        words = [
            t.lemma if t.i == head.i else t.lower for t in before if t.pos in {"NOUN", "PROPN", "ADJ"} or t.text == "-"
        ]
        return (" ".join(words).replace(" - ", "-") or head.lower, state)


def _run_before(sentence: Sentence, named: Named) -> list[Token]:
    """Return the nouns and adjectives right before a name."""
    words = [t for t in sentence.tokens if t.end <= named.span.start]
    run: list[Token] = []
    while words and len(run) < _LONGEST_OFFICE:
        last = words.pop()
        if not (last.is_noun or last.pos == "ADJ" or last.text in {"-", "'s", "’s", "."}):
            break
        run.insert(0, last)
    return run


def _run_before_comma(sentence: Sentence, named: Named) -> list[Token]:
    """Return an office right before a name set off by commas ("the Norwegian minister, Anna Berg, …")."""
    comma = next((t for t in sentence.tokens if 0 <= named.span.start - t.end <= 1 and t.text == ","), None)
    after = next((t for t in sentence.tokens if t.start >= named.span.end), None)
    if comma is None or after is None or after.text not in {",", "."}:
        return []
    run: list[Token] = []
    for token in reversed(sentence.tokens[: comma.i]):
        if token.pos == "DET" and run:
            return run
        if not (token.is_noun or token.pos == "ADJ" or token.text in {"-", "'s", "’s"}) or len(run) == _LONGEST_OFFICE:
            return []
        run.insert(0, token)
    return run


def _run_after(sentence: Sentence, named: Named) -> list[Token]:
    """Return the words in apposition after a name, up to a comma, a bracket or a verb."""
    after = [t for t in sentence.tokens if t.start >= named.span.end][:_REACH_AFTER_A_NAME]
    if not after or after[0].text not in {",", "("}:
        return []
    run: list[Token] = []
    for token in after[1:]:
        if token.text in {",", ")", ";", "."} or token.is_verb:
            break
        run.append(token)
    return run
