"""The values of the reference data and the look-ups in them: by name, by office, by date."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from kg.model import ActorKind
from kg.reference.days import FIRST, LAST, as_date, bounds
from kg.reference.spelling import fold, sound

Evidence = Literal["verified", "single-source", "unverified"]
Role = Literal["actor", "adjective", "metonym"]

_SUFFIX = re.compile(r"[IVX]+|[JS]r\.?|\(.*")
_TERM_SLACK_DAYS = 366
_SHORTEST_ALIKE = 6


@dataclass(frozen=True, slots=True)
class Entry:
    """An actor the reference data knows.

    Parameters:
        label: the usual English name, unique in the reference data.
        kind: its class in the ontology.
        wikidata: a QID, ``None`` where no source was found.
        evidence: how well the QID is known; ``unverified`` where there is none.
        aliases: its other names.
        of: label of the state or organisation that it belongs to or acts for.
    """

    label: str
    kind: ActorKind
    wikidata: str | None = None
    evidence: Evidence = "unverified"
    aliases: tuple[str, ...] = ()
    of: str | None = None


@dataclass(frozen=True, slots=True)
class Surface:
    """One way a name is written in a text.

    Parameters:
        text: the words, as written.
        entries: labels of those it can stand for, the usual first.
        role: ``actor`` (a name), ``adjective`` ("Russian", "Russians") or ``metonym`` (a seat: "Moscow").
    """

    text: str
    entries: tuple[str, ...]
    role: Role


@dataclass(frozen=True, slots=True)
class Holder:
    """One term of one person in one office; ``start`` and ``end`` are EDTF, ``None`` where open or unknown."""

    name: str
    office: str
    of: str
    start: str | None = None
    end: str | None = None
    wikidata: str | None = None

    def held(self, on: str) -> bool:
        """Tell whether the term touches the EDTF date ``on``.

        >>> Holder("Dean Rusk", "secretary of state", "United States", "1961-01", "1969-01").held("1962-10-22")
        True
        """
        first, last = bounds(on)
        return self.first <= last and first <= self.last

    def surely_held(self, on: str) -> bool:
        """Tell whether the term holds the whole of the EDTF date ``on``, whatever its vague bounds mean.

        The last day of a term is not sure: the successor's term may begin on it.
        """
        first, last = bounds(on)
        begun = not self.start or bounds(self.start)[1] <= first
        return begun and (not self.end or last < bounds(self.end)[0])

    def days_off(self, on: str) -> int:
        """Return by how many days the EDTF date ``on`` misses the term; 0 within it."""
        if self.held(on):
            return 0
        first, last = bounds(on)
        early, late = (self.first, last) if last < self.first else (first, self.last)
        return abs((as_date(early) - as_date(late)).days)

    @property
    def first(self) -> str:
        """The first day of the term, as :func:`kg.reference.bounds` writes it."""
        return bounds(self.start)[0] if self.start else FIRST

    @property
    def last(self) -> str:
        """The last day of the term, likewise."""
        return bounds(self.end)[1] if self.end else LAST


@dataclass(frozen=True, eq=False)
class Reference:
    """All reference data; two are equal only when they are the same object.

    Parameters:
        entries: the actors, sorted by label.
        surfaces: the ways they are written, sorted by text, one a text and role.
        holders: the terms of office, sorted by office, state and start.
        given_names: transliterations of given names that English seldom uses, and the usual spelling of each.
        office_names: words for an office, in lower case, and the offices each can stand for, the usual first.
        periods: when an entry existed, as EDTF intervals; those without a period count as always existing.
        not_actors: capitalised names that hold an actor's name and stand for no actor ("South China Sea").
        short_names: what stands alone for a person's full name, where that is not its last word ("Xi").
        like_names: every spelling variant of a given name, those too that are usual for somebody ("Andrey").
    """

    entries: tuple[Entry, ...]
    surfaces: tuple[Surface, ...]
    holders: tuple[Holder, ...]
    given_names: Mapping[str, str]
    office_names: Mapping[str, tuple[str, ...]]
    periods: Mapping[str, tuple[tuple[str, str], ...]]
    not_actors: tuple[str, ...] = ()
    short_names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    like_names: Mapping[str, str] = field(default_factory=dict)

    def by_label(self, label: str) -> Entry | None:
        """Return the actor with this label, else the one with this alias, case and diacritics folded.

        An alias that two actors share finds neither.
        """
        key = fold(label)
        found = self._labels.get(key)
        if found is None:
            found = self._aliases.get(key)
        return found

    def holders_named(self, name: str, on: str | None) -> tuple[Holder, ...]:
        """Return the terms of office of the persons called ``name``, those in office at ``on`` first, then the nearest.

        Parameters:
            name: a full name in any known spelling, or a surname alone.
            on: an EDTF date. A surname alone finds only those in office within a year of it; without a date, only a
                surname that one person has.
        """
        persons = self._full_names.get(self._person_key(name), ())
        if persons:
            return self._nearest((h for p in persons for h in self._terms[p]), on)
        return self._terms_of(self._surnames.get(fold(name), ()), on)

    def _terms_of(self, persons: tuple[str, ...], on: str | None) -> tuple[Holder, ...]:
        if on is None:
            return self._nearest(self._terms[persons[0]], None) if len(persons) == 1 else ()
        return self._nearest((h for p in persons for h in self._terms[p] if h.days_off(on) <= _TERM_SLACK_DAYS), on)

    def holders_alike(self, name: str, on: str | None) -> tuple[Holder, ...]:
        """Return the terms of the one person whose name another transliteration writes so, those near ``on``."""
        found = self._sounds.get(sound(name), ()) if len(name) >= _SHORTEST_ALIKE else ()
        return self._terms_of(found, on) if len(found) == 1 else ()

    def holder_of(self, office: str, of: str, on: str | None) -> Holder | None:
        """Return who held an office at a date: the latest comer of a changing day, nobody where many share it.

        Parameters:
            office: any known word for it: "foreign minister" finds the secretary of state of the United States.
            of: label or alias of the state or organisation.
            on: an EDTF date; without one, only an office of a single known holder has an answer.
        """
        entry = self.by_label(of)
        terms = self._offices.get(fold(entry.label if entry else of), {})
        for name in self._office_keys(office):
            held = [h for h in terms.get(name, ()) if on is None or h.held(on)]
            sure = [h for h in held if on is None or h.surely_held(on)]
            if len({h.name for h in sure}) > 1:
                return None
            if held:
                return max(sure or held, key=lambda h: (h.first, h.name))
        return None

    def exists(self, label: str, on: str | None) -> bool:
        """Tell whether an actor existed at an EDTF date; true where nothing is known to the contrary.

        Parameters:
            label: its label or an alias.
            on: ``None`` (date unknown) is true of all.
        """
        entry = self.by_label(label)
        periods = self.periods.get(entry.label if entry else label)
        if on is None or not periods:
            return True
        first, last = bounds(on)
        return any(start <= last and first <= end for start, end in periods)

    def surnames(self, name: str) -> tuple[str, ...]:
        """Return what may stand for a person's full name alone: the known short forms, else the surname.

        Of a sovereign ("Alexander I of Yugoslavia") that is the name without number and country.
        """
        known = self.short_names.get(name)
        if known:
            return known
        words = name.partition(" of ")[0].split()
        while len(words) > 1 and _SUFFIX.fullmatch(words[-1]):
            words.pop()
        return (words[-1],)

    def _office_keys(self, office: str) -> tuple[str, ...]:
        key = " ".join(office.lower().replace("’", "'").split())
        return self.office_names.get(key, (key,))

    def _person_key(self, name: str) -> str:
        words = [self.like_names.get(word, word) for word in name.split()]
        return fold(" ".join(words))

    @staticmethod
    def _nearest(holders: Iterable[Holder], on: str | None) -> tuple[Holder, ...]:
        def order(holder: Holder) -> tuple[int, int, str, str]:
            off = holder.days_off(on) if on else 0
            return (off, -as_date(holder.first).toordinal(), holder.name, holder.office)

        return tuple(sorted(holders, key=order))

    @cached_property
    def _labels(self) -> dict[str, Entry]:
        return {fold(e.label): e for e in self.entries}

    @cached_property
    def _aliases(self) -> dict[str, Entry | None]:
        found: dict[str, Entry | None] = {}
        for entry in self.entries:
            for alias in entry.aliases:
                key = fold(alias)
                found[key] = entry if found.get(key, entry) is entry else None
        return found

    @cached_property
    def _terms(self) -> dict[str, list[Holder]]:
        found: dict[str, list[Holder]] = {}
        for holder in self.holders:
            found.setdefault(holder.name, []).append(holder)
        return found

    @cached_property
    def _full_names(self) -> dict[str, tuple[str, ...]]:
        spellings: dict[str, list[str]] = {}
        for name in self._terms:
            entry = self._labels.get(fold(name))
            for spelling in (name, *(entry.aliases if entry else ())):
                for key in {self._person_key(spelling), fold(spelling)}:
                    if name not in spellings.setdefault(key, []):
                        spellings[key].append(name)
        return {key: tuple(sorted(names)) for key, names in spellings.items()}

    @cached_property
    def _sounds(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, set[str]] = {}
        for name in self._terms:
            for short in (name, *self.surnames(name)):
                found.setdefault(sound(short), set()).add(name)
        return {key: tuple(sorted(names)) for key, names in found.items()}

    @cached_property
    def _surnames(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, set[str]] = {}
        for name in self._terms:
            for short in self.surnames(name):
                found.setdefault(fold(short), set()).add(name)
        return {key: tuple(sorted(names)) for key, names in found.items()}

    @cached_property
    def _offices(self) -> dict[str, dict[str, list[Holder]]]:
        found: dict[str, dict[str, list[Holder]]] = {}
        for holder in self.holders:
            for key in self._office_keys(holder.office)[:1]:
                found.setdefault(fold(holder.of), {}).setdefault(key, []).append(holder)
        return found
