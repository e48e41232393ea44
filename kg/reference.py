"""The reference data: who is who, how each is written, who held which office when, and whence we know the QIDs.

The data are the ``.tsv`` files of ``ontology/reference/``; the ``README.md`` there tells what each column is.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Literal, cast, get_args

from kg.errors import DataInvalid
from kg.model import ActorKind
from kg.resources import folder as data_folder

Evidence = Literal["verified", "single-source", "unverified"]
Role = Literal["actor", "adjective", "metonym"]

_KINDS: frozenset[str] = frozenset(get_args(ActorKind)) - {"Person", "ActorGroup"}
_EVIDENCE: frozenset[str] = frozenset(get_args(Evidence))
_ROLES: frozenset[str] = frozenset(get_args(Role))
_RANKS = frozenset({"state", "territory", "historical"})
_QID = re.compile(r"Q[1-9][0-9]*")
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?[~?%]?")
_SUFFIX = re.compile(r"[IVX]+|[JS]r\.?|\(.*")
_LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "ø": "o", "đ": "d", "ł": "l", "ı": "i", "ð": "d", "þ": "th", "ə": "e"})
_FIRST, _LAST = "0000-00-00", "9999-99-99"
_TERM_SLACK_DAYS = 366


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
        return self._start <= last and first <= self._end

    def surely_held(self, on: str) -> bool:
        """Tell whether the term holds the whole of the EDTF date ``on``, whatever its vague bounds mean.

        The last day of a term is not sure: the successor's term may begin on it.
        """
        first, last = bounds(on)
        begun = not self.start or bounds(self.start)[1] <= first
        return begun and (not self.end or last < bounds(self.end)[0])

    @property
    def _start(self) -> str:
        return bounds(self.start)[0] if self.start else _FIRST

    @property
    def _end(self) -> str:
        return bounds(self.end)[1] if self.end else _LAST


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
        persons = self._surnames.get(fold(name), ())
        if on is None:
            return self._nearest(self._terms[persons[0]], None) if len(persons) == 1 else ()
        return self._nearest((h for p in persons for h in self._terms[p] if _days_off(h, on) <= _TERM_SLACK_DAYS), on)

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
                return max(sure or held, key=lambda h: (h._start, h.name))
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
            off = _days_off(holder, on) if on else 0
            return (off, -_day(holder._start).toordinal(), holder.name, holder.office)

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


def fold(name: str) -> str:
    """Return a name without case, diacritics and marks, for comparison.

    >>> fold("Nikola Pašić"), fold("Choe Son-hui"), fold("U.N.")
    ('nikola pasic', 'choe son hui', 'un')
    """
    lowered = name.lower()
    if not lowered.isascii():
        plain = unicodedata.normalize("NFKD", lowered.translate(_LETTERS))
        lowered = "".join(c for c in plain if not unicodedata.combining(c))
    for mark in ".'’‘ʼ":
        lowered = lowered.replace(mark, "")
    return " ".join(lowered.replace("-", " ").replace("–", " ").split())


@cache
def bounds(edtf: str) -> tuple[str, str]:
    """Return the first and last day of an EDTF year, month, day or interval, as comparable strings.

    Raises:
        ValueError: for anything else.

    >>> bounds("2022-02"), bounds("1947/..")
    (('2022-02-01', '2022-02-31'), ('1947-01-01', '9999-99-99'))
    """
    start, slash, end = edtf.partition("/")
    if slash:
        return (_FIRST if start in {"", ".."} else bounds(start)[0], _LAST if end in {"", ".."} else bounds(end)[1])
    match = _DATE.fullmatch(edtf)
    if match is None:
        raise ValueError(f"not an EDTF date: {edtf!r}")
    year, month, day = match.groups()
    if day:
        date.fromisoformat(f"{year}-{month}-{day}")
    elif month and not 1 <= int(month) <= 12:
        raise ValueError(f"not an EDTF date: {edtf!r}")
    return f"{year}-{month or '01'}-{day or '01'}", f"{year}-{month or '12'}-{day or '31'}"


@cache
def load(folder: Path | None = None) -> Reference:
    """Return the reference data of a folder, by default the data that came with this installation.

    Raises:
        DataInvalid: for a malformed row, naming file, line and remedy.
    """
    return _Loader(folder or data_folder("ontology") / "reference").reference()


def _days_off(holder: Holder, on: str) -> int:
    """Return by how many days a date misses a term; 0 within it."""
    if holder.held(on):
        return 0
    first, last = bounds(on)
    early, late = (holder._start, last) if last < holder._start else (first, holder._end)
    return abs((_day(early) - _day(late)).days)


def _day(text: str) -> date:
    """Return a bound as a date; the 31st of a short month is its last day."""
    year, month, day = (int(part) for part in text.split("-"))
    while True:
        try:
            return date(min(max(year, 1), 9999), min(max(month, 1), 12), min(max(day, 1), 31))
        except ValueError:
            day -= 1


def _plain(text: str) -> str:
    """Return a name as those write it who leave diacritics out, case kept."""
    if text.isascii():
        return text
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


class _Row:
    """One row of a data file, its cells by column, and where it stands."""

    __slots__ = ("cells", "where")

    def __init__(self, cells: dict[str, str], where: str) -> None:
        self.cells = cells
        self.where = where

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def many(self, column: str) -> tuple[str, ...]:
        """Return the parts of a cell that holds several, split at ``|``."""
        cell = self.cells[column]
        return tuple(cell.split("|")) if cell else ()

    def invalid(self, what: str, remedy: str) -> DataInvalid:
        return DataInvalid(what, where=self.where, remedy=remedy)

    def one_of(self, column: str, allowed: frozenset[str]) -> str:
        if self.cells[column] not in allowed:
            raise self.invalid(f"{column} is {self.cells[column]!r}", f"write one of {', '.join(sorted(allowed))}")
        return self.cells[column]

    def item(self) -> tuple[str | None, Evidence]:
        """Return the QID and how well it is known."""
        qid = self.cells["wikidata"] or None
        evidence = cast(Evidence, self.one_of("evidence", _EVIDENCE))
        if qid and not _QID.fullmatch(qid):
            raise self.invalid(f"{qid!r} is no QID", "write Q and digits, or leave it empty")
        if (qid is None) != (evidence == "unverified"):
            raise self.invalid(
                f"evidence {evidence!r} for QID {qid!r}", "write 'unverified' where, and only where, there is none"
            )
        return qid, evidence

    def when(self, column: str) -> str | None:
        cell = self.cells[column] or None
        if cell:
            self._bounds(cell, f"{column} is no EDTF date: {cell!r}")
        return cell

    def periods(self) -> tuple[tuple[str, str], ...]:
        return tuple(self._bounds(p, f"no EDTF interval: {p!r}") for p in self.many("periods"))

    def _bounds(self, edtf: str, what: str) -> tuple[str, str]:
        try:
            return bounds(edtf)
        except ValueError:
            raise self.invalid(
                what, "write a date like 1962, 1962-10 or 1962-10-22, an interval like 1922/1991"
            ) from None


_COLUMNS: dict[str, tuple[str, ...]] = {
    "states": (
        "label",
        "article",
        "rank",
        "wikidata",
        "evidence",
        "periods",
        "aliases",
        "adjectives",
        "people",
        "seats",
    ),
    "organizations": ("label", "kind", "of", "field", "wikidata", "evidence", "periods", "aliases", "seats"),
    "bodies": ("label", "kind", "of", "field", "wikidata", "evidence", "periods", "aliases", "seats"),
    "groups": ("label", "kind", "of", "field", "wikidata", "evidence", "periods", "aliases", "seats"),
    "media": ("label", "kind", "of", "field", "wikidata", "evidence", "periods", "aliases", "seats"),
    "ministries": ("field", "label", "forms"),
    "persons": ("name", "wikidata", "evidence", "aliases", "short"),
    "holders": ("name", "office", "of", "start", "end"),
    "surfaces": ("text", "role", "entries"),
    "given_names": ("variant", "usual", "rewrite"),
    "office_names": ("name", "offices"),
    "not_actors": ("text",),
}


def _rows(folder: Path, name: str) -> Iterator[_Row]:
    path = folder / f"{name}.tsv"
    columns = _COLUMNS[name]
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        raise DataInvalid(
            "the file is missing", where=f"{name}.tsv", remedy="restore it from the distribution"
        ) from None
    except UnicodeDecodeError:
        raise DataInvalid("the file is not UTF-8", where=f"{name}.tsv", remedy="save it as UTF-8") from None
    header = False
    for number, cells in enumerate(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE), 1):
        where = f"{name}.tsv:{number}"
        if not cells or cells[0].startswith("#"):
            continue
        if not header:
            header = True
            if tuple(cells) != columns:
                raise DataInvalid(
                    "the header is not the expected one", where=where, remedy=f"write {' '.join(columns)}"
                )
            continue
        if len(cells) != len(columns):
            raise DataInvalid(f"{len(cells)} columns", where=where, remedy=f"write {len(columns)}, separated by tabs")
        if not cells[0] or any(c != c.strip() or "||" in c or c[:1] == "|" or c[-1:] == "|" for c in cells):
            raise DataInvalid("an empty name, or space or | around a cell", where=where, remedy="trim the cells")
        yield _Row(dict(zip(columns, cells, strict=True)), where)


class _Loader:
    """Reads the files of one folder in order, each resting on those before it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.entries: dict[str, Entry] = {}
        self.periods: dict[str, tuple[tuple[str, str], ...]] = {}
        self.surfaces: dict[str, tuple[Role, list[str]]] = {}
        self.short_names: dict[str, tuple[str, ...]] = {}
        self.states: list[_Row] = []
        self.belonging: list[_Row] = []
        self.fields: dict[tuple[str, str], str] = {}

    def reference(self) -> Reference:
        self._read_states()
        for name in ("organizations", "bodies", "groups", "media"):
            self._read_bodies(name)
        self._make_ministries()
        for row in self.belonging:
            if row["of"] not in self.entries:
                raise row.invalid(f"belongs to the unknown {row['of']!r}", "add a row for it or mend the name")
        self._read_surfaces()
        holders = self._read_holders(self._read_persons())
        given = {row["variant"]: (row["usual"], row["rewrite"]) for row in self._once("given_names", "variant")}
        return Reference(
            entries=tuple(sorted(self.entries.values(), key=lambda e: (e.label, e.kind))),
            surfaces=self._all_surfaces(),
            holders=holders,
            given_names={v: usual for v, (usual, rewrite) in given.items() if rewrite},
            office_names={row["name"]: row.many("offices") for row in self._once("office_names", "name")},
            periods=self.periods,
            not_actors=tuple(sorted(row["text"] for row in self._once("not_actors", "text"))),
            short_names=self.short_names,
            like_names={variant: usual for variant, (usual, _) in given.items()},
        )

    def _once(self, name: str, column: str) -> Iterator[_Row]:
        seen: set[str] = set()
        for row in _rows(self.folder, name):
            if row[column] in seen:
                raise row.invalid(f"{row[column]!r} stands twice", "keep one of the rows")
            seen.add(row[column])
            yield row

    def _add(self, row: _Row, entry: Entry, periods: tuple[tuple[str, str], ...] = ()) -> None:
        if entry.label in self.entries:
            raise row.invalid(f"{entry.label!r} stands twice", "keep one of the rows")
        self.entries[entry.label] = entry
        if periods:
            self.periods[entry.label] = periods

    def _write(self, text: str, label: str, role: Role) -> None:
        """Record that ``text`` can stand for ``label``; a name outweighs an adjective, and that a seat."""
        for written in {text, _plain(text)}:
            known = self.surfaces.get(written)
            if known is None or _WEIGHT[role] < _WEIGHT[known[0]]:
                self.surfaces[written] = (role, [label])
            elif known[0] == role and label not in known[1]:
                known[1].append(label)

    def _read_states(self) -> None:
        for row in _rows(self.folder, "states"):
            row.one_of("rank", _RANKS)
            row.one_of("article", frozenset({"", "the"}))
            qid, evidence = row.item()
            self._add(row, Entry(row["label"], "State", qid, evidence, row.many("aliases")), row.periods())
            self.states.append(row)
            for text in (row["label"], *row.many("aliases")):
                self._write(text, row["label"], "actor")
            for text in (*row.many("adjectives"), *row.many("people")):
                self._write(text, row["label"], "adjective")
            for text in row.many("seats"):
                self._write(text, row["label"], "metonym")

    def _read_bodies(self, name: str) -> None:
        for row in _rows(self.folder, name):
            kind = cast(ActorKind, row.one_of("kind", _KINDS))
            qid, evidence = row.item()
            self._add(
                row, Entry(row["label"], kind, qid, evidence, row.many("aliases"), row["of"] or None), row.periods()
            )
            if row["of"]:
                self.belonging.append(row)
            if row["field"]:
                self.fields[row["of"], row["field"]] = row["label"]
            for text in (row["label"], *row.many("aliases")):
                self._write(text, row["label"], "actor")
            for text in row.many("seats"):
                self._write(text, row["label"], "metonym")

    def _make_ministries(self) -> None:
        """Make the ministries whose names follow the rule, and the rule's names for those of other names."""
        for rule in _rows(self.folder, "ministries"):
            for state in self.states:
                if state["rank"] != "territory":
                    self._make_ministry(rule, state)

    def _make_ministry(self, rule: _Row, state: _Row) -> None:
        bare = state["label"]
        named = {"bare": bare, "state": f"{state['article']} {bare}".strip()}
        label = rule["label"].format(**named)
        forms = [label]
        for form in rule.many("forms"):
            wide = state.many("adjectives") if "{adjective}" in form else ("",)
            forms += [form.format(adjective=adjective, **named) for adjective in wide]
        own = self.fields.get((bare, rule["field"]))
        entry = self.entries[own] if own else Entry(label, "GovernmentBody", of=bare)
        aliases = tuple(dict.fromkeys(f for f in (*entry.aliases, *forms) if f != entry.label))
        self.entries[entry.label] = Entry(entry.label, entry.kind, entry.wikidata, entry.evidence, aliases, entry.of)
        for form in forms:
            self._write(form, entry.label, "actor")

    def _read_surfaces(self) -> None:
        for row in self._once("surfaces", "text"):
            role = cast(Role, row.one_of("role", _ROLES))
            unknown = [label for label in row.many("entries") if label not in self.entries]
            if unknown or not row["entries"]:
                raise row.invalid(f"stands for {', '.join(unknown) or 'nothing'}", "write labels of the reference data")
            for written in {row["text"], _plain(row["text"])}:
                self.surfaces[written] = (role, list(row.many("entries")))

    def _all_surfaces(self) -> tuple[Surface, ...]:
        found = {text: Surface(text, tuple(labels), role) for text, (role, labels) in self.surfaces.items()}
        for text, surface in list(found.items()):
            if "'" in text:
                curly = text.replace("'", "’")
                found.setdefault(curly, Surface(curly, surface.entries, surface.role))
        return tuple(found[text] for text in sorted(found))

    def _read_persons(self) -> dict[str, Entry]:
        persons: dict[str, Entry] = {}
        for row in self._once("persons", "name"):
            qid, evidence = row.item()
            persons[row["name"]] = Entry(row["name"], "Person", qid, evidence, row.many("aliases"))
            if row["short"]:
                self.short_names[row["name"]] = row.many("short")
        return persons

    def _read_holders(self, persons: dict[str, Entry]) -> tuple[Holder, ...]:
        holders: list[Holder] = []
        for row in _rows(self.folder, "holders"):
            if row["of"] not in self.entries:
                raise row.invalid(f"holds office for the unknown {row['of']!r}", "write a label of the reference data")
            if not row["office"]:
                raise row.invalid("no office", "write the office")
            person = persons.setdefault(row["name"], Entry(row["name"], "Person"))
            holder = Holder(row["name"], row["office"], row["of"], row.when("start"), row.when("end"), person.wikidata)
            if holder._end < holder._start:
                raise row.invalid("the term ends before it starts", "mend the dates")
            holders.append(holder)
        idle = sorted(set(persons) - {h.name for h in holders})
        if idle:
            raise DataInvalid(
                f"no office of {idle[0]!r} is known", where="persons.tsv", remedy="add a row to holders.tsv"
            )
        for name, entry in persons.items():
            if name in self.entries:
                raise DataInvalid(f"{name!r} is another actor too", where="holders.tsv", remedy="give it another label")
            self.entries[name] = entry
        return tuple(sorted(holders, key=lambda h: (h.office, h.of, h._start, h.name)))


_WEIGHT: dict[Role, int] = {"actor": 0, "adjective": 1, "metonym": 2}
