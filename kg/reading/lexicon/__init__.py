"""The reader's words and patterns: data files an analyst can extend, and the values they load into."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal, cast, get_args

from kg.errors import DataInvalid
from kg.model import ActorKind, DocumentKind
from kg.reading.lexicon.table import parts, rows
from kg.vocabulary import ACT_TYPES

CuePos = Literal["verb", "noun", "adj"]
Lending = Literal["convey", "express", "joint", "contain", "receive", "come"]
PeopleClass = Literal["person", "people", "movement", "state", "ministry", "alliance", "organisation", "media"]
TimeKind = Literal["month", "weekday", "season", "part"]
NumberUse = Literal["group", "set", "time", "ordinal"]

_PART = re.compile(r"\{([A-Z_]+)\}")


_WILLED = frozenset({"will", "refusing", "negated"})


@dataclass(frozen=True, slots=True)
class CueEntry:
    """One row of ``cues.tsv``: which words make an act, and where its parts stand.

    Parameters:
        lemmas: the cue's words, the head first ("call", "on"); ``~`` stands for some words between.
        pos: part of speech of the head.
        type: act type of the guide.
        addressee, content: places, as named at the top of the file.
        object: what the object must be.
        lemmas_of_object: the lemmas allowed, when ``object`` is a list.
        negated: the act type of the cue when negated, or ``None``.
        refusing: ``negated`` holds only where the negation refuses ("will not accept"), not where it tells ("did not").
        performers: places that hold who acts, where it is not the subject.
    """

    lemmas: tuple[str, ...]
    pos: CuePos
    type: str
    addressee: tuple[str, ...]
    content: tuple[str, ...]
    object: str
    lemmas_of_object: frozenset[str]
    negated: str | None
    refusing: bool = False
    performers: tuple[str, ...] = ()

    @property
    def is_idiom(self) -> bool:
        """Whether the words must follow one another as written."""
        return len(self.lemmas) > 2 or any("/" in word for word in self.lemmas)

    @property
    def is_willed(self) -> bool:
        """Whether the row itself asks for a modal or a negation, which is then not told of its act again."""
        return self.object in _WILLED or not among("wordless").isdisjoint(self.lemmas)


@dataclass(frozen=True, slots=True)
class DocumentNoun:
    """One row of ``documents.tsv``."""

    noun: str
    kind: DocumentKind
    only_written: bool = False


@cache
def cues() -> dict[tuple[str, CuePos], tuple[CueEntry, ...]]:
    """Return the cue entries by head lemma and part of speech, those of several words first.

    Raises:
        DataInvalid: for an unknown act type or part of speech.
    """
    found: dict[tuple[str, CuePos], list[CueEntry]] = {}
    for row in rows("cues.tsv", 8):
        cue, pos, type_, addressee, content, obj, negated, performers = row.cells
        refusing, negated = negated.startswith("("), negated.strip("()")
        row.one_of(pos, get_args(CuePos))
        row.one_of(type_, ACT_TYPES)
        if negated:
            row.one_of(negated, ACT_TYPES)
        words = tuple(cue.split())
        listed = _listed(obj) if obj.startswith("{") else frozenset()
        entry = CueEntry(
            lemmas=words,
            pos=cast(CuePos, pos),
            type=type_,
            addressee=parts(addressee),
            content=parts(content),
            object="listed" if listed else obj or "any",
            lemmas_of_object=listed,
            negated=negated or None,
            refusing=refusing,
            performers=parts(performers),
        )
        head = words[-1] if pos == "noun" and len(words) == 2 else words[0]
        found.setdefault((head, entry.pos), []).append(entry)
    return {key: tuple(sorted(of, key=_width)) for key, of in found.items()}


def _listed(cell: str) -> frozenset[str]:
    """Return the lemmas that a cell lists in braces; ``@name`` stands for a class of ``word_classes.tsv``."""
    told = cell.strip("{}").split("|")
    return frozenset(w for t in told for w in (among(t[1:]) if t.startswith("@") else (t,)))


def _width(entry: CueEntry) -> tuple[int, int]:
    """Return what orders the rows of one word: more words first, then a listed or willed frame, ``any`` last."""
    listed = entry.lemmas_of_object or entry.object in _WILLED
    return -len(entry.lemmas), 0 if listed else 2 if entry.object == "any" else 1


@cache
def irregular() -> dict[str, str]:
    """Return irregular verb forms, each with its lemma."""
    return {row.cells[0]: row.cells[1] for row in rows("irregular.tsv", 2)}


@cache
def singulars() -> dict[str, str]:
    """Return nouns by what a parser leaves of their plural when it cuts one letter."""
    return {row.cells[0]: row.cells[1] for row in rows("singulars.tsv", 2)}


@cache
def light_verbs() -> dict[tuple[str, ...], Lending]:
    """Return the verbs that lend a noun their subject, by lemma and particle."""
    found: dict[tuple[str, ...], Lending] = {}
    for row in rows("light_verbs.tsv", 2):
        verb, kind = row.cells
        found[tuple(verb.split())] = cast(Lending, row.one_of(kind, get_args(Lending)))
    return found


@cache
def documents() -> dict[str, DocumentNoun]:
    """Return the nouns that name a document."""
    found: dict[str, DocumentNoun] = {}
    for row in rows("documents.tsv", 3):
        noun, kind, only = row.cells
        row.one_of(only, ("", "written"))
        found[noun] = DocumentNoun(noun, cast(DocumentKind, row.one_of(kind, get_args(DocumentKind))), bool(only))
    return found


@cache
def people() -> dict[str, PeopleClass]:
    """Return the nouns for people and bodies that can act without a name, with their class."""
    found: dict[str, PeopleClass] = {}
    for row in rows("people.tsv", 2):
        noun, kind = row.cells
        found[noun] = cast(PeopleClass, row.one_of(kind, get_args(PeopleClass)))
    return found


@cache
def body_words() -> dict[str, ActorKind]:
    """Return the words that make a capitalised name that of a body, with the kind of such a body."""
    found: dict[str, ActorKind] = {}
    for row in rows("body_words.tsv", 2):
        found[row.cells[0]] = cast(ActorKind, row.one_of(row.cells[1], get_args(ActorKind)))
    return found


@cache
def short_forms() -> dict[str, tuple[str, ...]]:
    """Return by capitalised word the labels of those it stands for alone, the likeliest first."""
    return {row.cells[0]: parts(row.cells[1]) for row in rows("short_forms.tsv", 2)}


@cache
def words(name: str) -> frozenset[str]:
    """Return a plain list of words, the file ``name``.tsv."""
    return frozenset(row.cells[0] for row in rows(f"{name}.tsv", 2))


@cache
def _classes() -> dict[str, frozenset[str]]:
    return {row.cells[0]: frozenset(parts(row.cells[1])) for row in rows("word_classes.tsv", 3)}


def among(name: str) -> frozenset[str]:
    """Return a small class of words, a row of ``word_classes.tsv``.

    Raises:
        DataInvalid: when the file has no such row.

    >>> sorted(among("speaking"))
    ['i', 'we']
    """
    found = _classes().get(name)
    if not found:
        raise DataInvalid(f"no words of class {name!r}", where="word_classes.tsv", remedy="restore its row")
    return found


@cache
def act_names() -> dict[str, frozenset[str]]:
    """Return by act type the nouns that name such an act."""
    found: dict[str, frozenset[str]] = {}
    for row in rows("act_names.tsv", 2):
        found[row.one_of(row.cells[0], ACT_TYPES)] = frozenset(parts(row.cells[1]))
    return found


@cache
def sole_offices() -> dict[str, tuple[str, str]]:
    """Return the offices that need no owner: what the reference data call each, and whose it is."""
    return {row.cells[0]: (row.cells[1], row.cells[2]) for row in rows("sole_offices.tsv", 3)}


@cache
def same_offices() -> tuple[frozenset[str], ...]:
    """Return groups of words that can mean one office."""
    return tuple(frozenset(parts(row.cells[0])) for row in rows("same_offices.tsv", 1))


@cache
def ministries() -> dict[str, frozenset[str]]:
    """Return by field of a ministry the words that qualify it."""
    return {row.cells[0]: frozenset(parts(row.cells[1])) for row in rows("ministries.tsv", 2)}


@cache
def numbers(use: NumberUse) -> dict[str, int]:
    """Return the numbers in words, those for the size of a group, a count of time or a day of the month."""
    found: dict[str, int] = {}
    for row in rows("numbers.tsv", 3):
        word, value, uses = row.cells
        if use in [row.one_of(u, get_args(NumberUse)) for u in parts(uses)]:
            found[word] = row.number(value)
    return found


@cache
def time_words(kind: TimeKind) -> dict[str, int]:
    """Return the words of one kind that the time patterns hold, with their numbers."""
    found: dict[str, int] = {}
    for row in rows("time_words.tsv", 3):
        if row.one_of(row.cells[0], get_args(TimeKind)) == kind:
            found[row.cells[1]] = row.number(row.cells[2])
    return found


def times(rule_names: tuple[str, ...]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return the time patterns with the rules that read them, in the order of ``times.tsv``.

    Raises:
        DataInvalid: for an unknown rule or part, or a pattern that is none.
    """
    known: dict[str, str] = {}
    found: list[tuple[str, re.Pattern[str]]] = []
    for row in rows("times.tsv", 3):
        name, case, written = row.cells
        if unknown := [p for p in _PART.findall(written) if p not in known]:
            raise row.invalid(f"no part is called {unknown[0]!r}", "write its row above this one")
        pattern = written
        for part in _PART.findall(written):
            pattern = pattern.replace(f"{{{part}}}", known[part])
        flags = re.IGNORECASE if row.one_of(case, ("exact", "any")) == "any" else re.NOFLAG
        try:
            compiled = re.compile(pattern, flags)
        except re.error as error:
            raise row.invalid(f"not a pattern: {error}", "mend it by the rules of Python's re") from None
        if name.isupper():
            known[name] = pattern
        else:
            found.append((row.one_of(name, rule_names), compiled))
    return tuple(found)
