"""How far a reading is from the gold: the figures of the reading guide.

A predicted act matches a gold act when their evidence shares a character, their types are equal and they share a
performer; pairs are taken best first, each act once. A field of a gold act may have equally right values (``*_alt``).
An act that one annotator alone recorded (``optional``) is neither missed nor false, and its fields are not measured.
A predicted act that would match a gold act already taken is a duplicate, which is not a false one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Literal, TypeVar

from kg.errors import DataInvalid
from kg.model import Span
from kg.vocabulary import FAMILY

Verdict = Literal["missed", "false", "duplicate"]
Key = TypeVar("Key", str, int)
Sum = TypeVar("Sum", "Counts", "Share", "Band")

_PASSED_OVER = frozenset(re.findall(r"\w+", "a an the of and for to in its his their mr mrs ms dr"))
"""Words that do not tell two names apart."""
_QUALIFIERS = str.maketrans("", "", "~?%")
"""EDTF's marks for "about" and "perhaps"."""


@dataclass(frozen=True, slots=True)
class Named:
    """An actor as an act names it."""

    label: str
    wikidata: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One act as it is scored, of a gold or of a reading.

    Parameters:
        id: unique in the article.
        types: its type, then equally right ones.
        performers: who acts, then equally right sets.
        addressees: to whom, then equally right sets.
        dates: its date without "about", and equally right ones.
        documents: label and kind of each.
        answers: ids of the acts it answers.
        answers_allowed: ids of further acts that it may answer.
        chains: the labels of its sources, innermost first, then equally right chains.
        modalities: its modality and equally right ones.
        evidence: where the text tells it.
        optional: whether one annotator alone recorded it.
        confidence: how likely the reader holds it to be right, ``None`` where it does not say.
    """

    id: str
    types: tuple[str, ...]
    performers: tuple[tuple[Named, ...], ...] = ((),)
    addressees: tuple[tuple[Named, ...], ...] = ((),)
    dates: frozenset[str | None] = frozenset({None})
    documents: tuple[tuple[str, str], ...] = ()
    answers: frozenset[str] = frozenset()
    answers_allowed: frozenset[str] = frozenset()
    chains: tuple[tuple[str, ...], ...] = ((),)
    modalities: frozenset[str] = frozenset({"actual"})
    evidence: tuple[Span, ...] = ()
    optional: bool = False
    confidence: float | None = None

    @property
    def type(self) -> str:
        """Its own type."""
        return self.types[0]

    @property
    def is_statement(self) -> bool:
        """Whether it is scored with the statements."""
        return self.type == "Statement"


@dataclass(frozen=True, slots=True)
class Counts:
    """What was found rightly, found wrongly, and missed.

    >>> Counts(3, 1, 3).precision, Counts(3, 1, 3).recall, round(Counts(3, 1, 3).f1, 2)
    (0.75, 0.5, 0.6)
    """

    right: int = 0
    false: int = 0
    missed: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.right + other.right, self.false + other.false, self.missed + other.missed)

    @property
    def precision(self) -> float:
        """The right ones among those found, 0 where none was found."""
        return Share(self.right, self.right + self.false).value

    @property
    def recall(self) -> float:
        """The right ones among those to be found, 0 where there were none."""
        return Share(self.right, self.right + self.missed).value

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return Share(2 * self.right, 2 * self.right + self.false + self.missed).value


@dataclass(frozen=True, slots=True)
class Share:
    """How many of a number."""

    part: int = 0
    of: int = 0

    def __add__(self, other: Share) -> Share:
        return Share(self.part + other.part, self.of + other.of)

    @property
    def value(self) -> float:
        """The share, 0 of nothing."""
        return self.part / self.of if self.of else 0.0


@dataclass(frozen=True, slots=True)
class Band:
    """The acts whose confidence lies in one tenth: what was said of them together, and how many are right."""

    said: float = 0.0
    right: Share = Share()

    def __add__(self, other: Band) -> Band:
        return Band(self.said + other.said, self.right + other.right)


@dataclass(frozen=True, slots=True)
class Error:
    """An act that was missed, is false, or tells a gold act once more."""

    verdict: Verdict
    entry: Entry


@dataclass(frozen=True, slots=True)
class Score:
    """The figures of one article or of several together.

    Parameters:
        counts: ``act relaxed statement``, and of the acts found ``performers addressees documents responds_to``.
        shares: of the acts found, those whose ``attributed_to``, ``date`` and ``modality`` are right; and
            ``duplicate_rate``, the duplicates among the predicted acts.
        types: the counts of each act type that is in the gold or the reading.
        errors: what was missed, what is false, and what is a duplicate.
        bands: by tenths of the confidence, the sum of the confidences said, and which share of the acts is right.
    """

    counts: Mapping[str, Counts] = field(default_factory=dict)
    shares: Mapping[str, Share] = field(default_factory=dict)
    types: Mapping[str, Counts] = field(default_factory=dict)
    errors: tuple[Error, ...] = ()
    bands: Mapping[int, Band] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Matching:
    """Which predicted act stands for which gold act.

    Parameters:
        pairs: gold and predicted act.
        missed: required gold acts without a partner.
        false: predicted acts that match no gold act.
        duplicates: predicted acts that match only gold acts already taken.
    """

    pairs: tuple[tuple[Entry, Entry], ...]
    missed: tuple[Entry, ...]
    false: tuple[Entry, ...]
    duplicates: tuple[Entry, ...]

    @property
    def required(self) -> tuple[tuple[Entry, Entry], ...]:
        """The pairs that count."""
        return tuple(pair for pair in self.pairs if not pair[0].optional)

    def counts(self, of: Callable[[Entry], bool]) -> Counts:
        """Return the counts of the acts that ``of`` chooses; an act found goes by the gold's type."""
        found = (gold for gold, _ in self.required)
        return Counts(*(sum(map(of, some)) for some in (found, self.false, self.missed)))


def entry(record: Mapping[str, Any], where: str) -> Entry:
    """Return an act of the guide's schema as it is scored; a field that it lacks is empty.

    Parameters:
        record: the act, with ``optional`` and ``*_alt`` in a gold.
        where: names its article in an error.

    Raises:
        DataInvalid: when the record is not of the schema.
    """
    try:
        return Entry(
            id=str(record["id"]),
            types=(_text(record["type"]), *map(_text, record.get("type_alt") or ())),
            performers=tuple(map(_named, _values(record, "performers"))),
            addressees=tuple(map(_named, _values(record, "addressees"))),
            dates=frozenset(_date(one) for one in _values(record, "date")),
            documents=tuple((_text(one["label"]), _text(one["kind"])) for one in record.get("documents") or ()),
            answers=frozenset(map(_text, record.get("responds_to") or ())),
            answers_allowed=frozenset(map(_text, record.get("responds_to_alt") or ())),
            chains=tuple(tuple(one.label for one in _named(chain)) for chain in _values(record, "attributed_to")),
            modalities=frozenset(_text(one or "actual") for one in _values(record, "modality")),
            evidence=tuple(Span(start, end) for start, end in record.get("evidence") or ()),
            optional=bool(record.get("optional")),
            confidence=None if record.get("confidence") is None else float(record["confidence"]),
        )
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        what = f"lacks {error}" if isinstance(error, KeyError) else f"is not of the schema: {error}"
        name = record.get("id") if isinstance(record, Mapping) else record
        raise DataInvalid(f"act {name!r} {what}", where=where, remedy="write it as kg read does") from error


def _values(record: Mapping[str, Any], name: str) -> list[Any]:
    """Return the value of a field and the equally right ones."""
    return [record.get(name), *(record.get(f"{name}_alt") or ())]


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value


def _named(rows: Sequence[Any] | None) -> tuple[Named, ...]:
    if isinstance(rows, str):
        raise TypeError(f"{rows!r} is no list")
    return tuple(map(_actor, rows or ()))


def _actor(row: Any) -> Named:
    return Named(row) if isinstance(row, str) else Named(_text(row["label"]), row.get("wikidata"))


def _date(value: object) -> str | None:
    return _text(value).translate(_QUALIFIERS) if value else None


@lru_cache(maxsize=10_000)
def _words(label: str) -> tuple[str, ...]:
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
    return tuple(word for word in re.findall("[a-z0-9]+", plain) if word not in _PASSED_OVER)


def alike(one: str, other: str) -> bool:
    """Tell whether two labels name the same: equal words, a last name alone, or three fifths of their words shared.

    >>> alike("the Ministry of Defence", "Ministry of defence"), alike("Lavrov", "Sergey Lavrov")
    (True, True)
    >>> alike("Sergey", "Sergey Lavrov")
    False
    """
    shorter, longer = sorted((_words(one), _words(other)), key=len)
    if not shorter:
        return False
    if shorter == longer or shorter == longer[-1:]:
        return True
    common, together = set(shorter) & set(longer), set(shorter) | set(longer)
    return 5 * len(common) >= 3 * len(together)


def same(one: Named, other: Named) -> bool:
    """Tell whether two actors are one: by their items where both have one, else by their labels."""
    if one.wikidata and other.wikidata:
        return one.wikidata == other.wikidata
    return alike(one.label, other.label)


def partners(some: Iterable[Named], others: Iterable[Named]) -> int:
    """Return how many actors find one of their own among the others."""
    free = list(others)
    found = 0
    for one in some:
        place = next((place for place, other in enumerate(free) if same(one, other)), None)
        if place is not None:
            del free[place]
            found += 1
    return found


def fit(gold: Entry, predicted: Entry, *, by_family: bool = False) -> float:
    """Return how well a predicted act stands for a gold act, 0 where it cannot.

    An equal type weighs more than one of the family, then each shared performer and addressee, then shared evidence.

    Parameters:
        gold: an act of the gold.
        predicted: an act of the reading.
        by_family: whether a type of the same family will do.
    """
    equal = predicted.type in gold.types
    if not equal and not (by_family and FAMILY.get(gold.type, "") == FAMILY.get(predicted.type)):
        return 0.0
    shared = sum(_common(one, other) for one in gold.evidence for other in predicted.evidence)
    acting = max(partners(option, predicted.performers[0]) for option in gold.performers)
    if not shared or not acting:
        return 0.0
    addressed = max(partners(option, predicted.addressees[0]) for option in gold.addressees)
    covered = shared / sum(span.end - span.start for span in gold.evidence)
    return (3 if equal else 1) + acting + addressed / 2 + min(1.0, covered)


def _common(one: Span, other: Span) -> int:
    return max(0, min(one.end, other.end) - max(one.start, other.start))


def match(gold: Sequence[Entry], predicted: Sequence[Entry], *, by_family: bool = False) -> Matching:
    """Match acts one to one, the best fit first; of equal fits the earlier in the gold, then in the reading."""
    fits = {
        (i, j): weight
        for i, one in enumerate(gold)
        for j, other in enumerate(predicted)
        if (weight := fit(one, other, by_family=by_family))
    }
    taken: dict[int, int] = {}
    told: set[int] = set()
    for i, j in sorted(fits, key=lambda pair: (-fits[pair], pair)):
        if i not in taken and j not in told:
            taken[i] = j
            told.add(j)
    more = {j for _, j in fits} - told
    return Matching(
        pairs=tuple((gold[i], predicted[j]) for i, j in taken.items()),
        missed=tuple(one for i, one in enumerate(gold) if i not in taken and not one.optional),
        false=tuple(one for j, one in enumerate(predicted) if j not in told and j not in more),
        duplicates=tuple(predicted[j] for j in sorted(more)),
    )


def score(gold: Sequence[Entry], predicted: Sequence[Entry]) -> Score:
    """Return the figures of one article.

    >>> told = Entry("a1", ("Rejection",), ((Named("NATO"),),), evidence=(Span(0, 9),))
    >>> score([told], [told]).counts["act"]
    Counts(right=1, false=0, missed=0)
    """
    strict, relaxed = match(gold, predicted), match(gold, predicted, by_family=True)
    shown = {one.type for one in (*(g for g, _ in strict.required), *strict.missed, *strict.false, *strict.duplicates)}
    return Score(
        counts={
            "act": strict.counts(lambda one: not one.is_statement),
            "relaxed": relaxed.counts(lambda one: not one.is_statement),
            "statement": strict.counts(lambda one: one.is_statement),
            **_fields(strict),
        },
        shares={**_shares(strict.required), "duplicate_rate": Share(len(strict.duplicates), len(predicted))},
        types={name: strict.counts(_of_type(name)) for name in sorted(shown)},
        errors=tuple(_errors(strict)),
        bands=_bands(strict),
    )


def total(scores: Iterable[Score]) -> Score:
    """Return the figures of several articles together, every act weighing the same."""
    found = list(scores)
    return Score(
        counts=_summed([one.counts for one in found], Counts()),
        shares=_summed([one.shares for one in found], Share()),
        types=dict(sorted(_summed([one.types for one in found], Counts()).items())),
        errors=tuple(error for one in found for error in one.errors),
        bands=dict(sorted(_summed([one.bands for one in found], Band()).items())),
    )


def _bands(found: Matching) -> dict[int, Band]:
    """Return the confidences of what counts: pairs of required acts, and false acts."""
    bands: dict[int, Band] = {}
    for one, right in (*((told, 1) for _, told in found.required), *((told, 0) for told in found.false)):
        if one.confidence is not None:
            tenth = min(9, int(one.confidence * 10))
            bands[tenth] = bands.get(tenth, Band()) + Band(one.confidence, Share(right, 1))
    return bands


def _summed(tables: Sequence[Mapping[Key, Sum]], nothing: Sum) -> dict[Key, Sum]:
    found: dict[Key, Sum] = {}
    for name, value in (item for table in tables for item in table.items()):
        found[name] = found.get(name, nothing) + value
    return found


def _of_type(name: str) -> Callable[[Entry], bool]:
    return lambda one: one.type == name


def _errors(found: Matching) -> Iterator[Error]:
    yield from (Error("missed", one) for one in found.missed)
    yield from (Error("false", one) for one in found.false)
    yield from (Error("duplicate", one) for one in found.duplicates)


def _fields(found: Matching) -> dict[str, Counts]:
    """Return the counts of the fields with several values, over the pairs that count."""
    gold_of = {predicted.id: gold.id for gold, predicted in found.pairs}
    pairs = found.required
    return {
        "performers": sum((_actors(g.performers, p.performers[0]) for g, p in pairs), Counts()),
        "addressees": sum((_actors(g.addressees, p.addressees[0]) for g, p in pairs), Counts()),
        "documents": sum((_documents(g.documents, p.documents) for g, p in pairs), Counts()),
        "responds_to": sum((_links(g, p, gold_of) for g, p in pairs), Counts()),
    }


def _actors(options: Sequence[tuple[Named, ...]], predicted: tuple[Named, ...]) -> Counts:
    """Count against the option that shares most, the smallest of these."""
    right, less = max((partners(option, predicted), -len(option)) for option in options)
    return Counts(right, len(predicted) - right, -less - right)


def _documents(gold: Sequence[tuple[str, str]], predicted: Sequence[tuple[str, str]]) -> Counts:
    """Count documents, which are the same by their kind or by their label."""
    known = sum(any(kind == k or alike(label, name) for label, kind in gold) for name, k in predicted)
    right = min(len(gold), known)
    return Counts(right, len(predicted) - right, len(gold) - right)


def _links(gold: Entry, predicted: Entry, gold_of: Mapping[str, str]) -> Counts:
    """Count links through the matching; those to acts without a partner are one false link."""
    found = {gold_of.get(answered) for answered in predicted.answers}
    false = found - gold.answers - gold.answers_allowed
    return Counts(len(gold.answers & found), len(false), len(gold.answers - found))


def _shares(pairs: Sequence[tuple[Entry, Entry]]) -> dict[str, Share]:
    """Return the shares of the fields with one value that are right."""
    right: dict[str, Callable[[Entry, Entry], bool]] = {
        "attributed_to": lambda g, p: any(_same_chain(chain, p.chains[0]) for chain in g.chains),
        "date": lambda g, p: p.dates <= g.dates,
        "modality": lambda g, p: p.modalities <= g.modalities,
    }
    return {name: Share(sum(is_right(*pair) for pair in pairs), len(pairs)) for name, is_right in right.items()}


def _same_chain(one: Sequence[str], other: Sequence[str]) -> bool:
    return len(one) == len(other) and all(map(alike, one, other))
