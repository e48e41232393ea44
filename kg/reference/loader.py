"""The reference data put together from the files of a folder, and held to agree with itself."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import cast, get_args

from kg.errors import DataInvalid
from kg.model import ActorKind
from kg.reference.model import Entry, Holder, Reference, Role, Surface
from kg.reference.spelling import without_diacritics
from kg.reference.tsv import Row, rows
from kg.resources import folder as data_folder

_KINDS: frozenset[str] = frozenset(get_args(ActorKind)) - {"Person", "ActorGroup"}
_ROLES: frozenset[str] = frozenset(get_args(Role))
_RANKS = frozenset({"state", "territory", "historical"})
_WEIGHT: dict[Role, int] = {"actor": 0, "adjective": 1, "metonym": 2}


@cache
def load(folder: Path | None = None) -> Reference:
    """Return the reference data of a folder, by default the data that came with this installation.

    Raises:
        DataInvalid: for a malformed row, naming file, line and remedy.
    """
    return _Loader(folder or data_folder("ontology") / "reference").reference()


class _Loader:
    """Reads the files of one folder in order, each resting on those before it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.entries: dict[str, Entry] = {}
        self.periods: dict[str, tuple[tuple[str, str], ...]] = {}
        self.surfaces: dict[str, tuple[Role, list[str]]] = {}
        self.short_names: dict[str, tuple[str, ...]] = {}
        self.states: list[Row] = []
        self.belonging: list[Row] = []
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

    def _once(self, name: str, column: str) -> Iterator[Row]:
        seen: set[str] = set()
        for row in rows(self.folder, name):
            if row[column] in seen:
                raise row.invalid(f"{row[column]!r} stands twice", "keep one of the rows")
            seen.add(row[column])
            yield row

    def _add(self, row: Row, entry: Entry, periods: tuple[tuple[str, str], ...] = ()) -> None:
        if entry.label in self.entries:
            raise row.invalid(f"{entry.label!r} stands twice", "keep one of the rows")
        self.entries[entry.label] = entry
        if periods:
            self.periods[entry.label] = periods

    def _write(self, text: str, label: str, role: Role) -> None:
        """Record that ``text`` can stand for ``label``; a name outweighs an adjective, and that a seat."""
        for written in {text, without_diacritics(text)}:
            known = self.surfaces.get(written)
            if known is None or _WEIGHT[role] < _WEIGHT[known[0]]:
                self.surfaces[written] = (role, [label])
            elif known[0] == role and label not in known[1]:
                known[1].append(label)

    def _read_states(self) -> None:
        for row in rows(self.folder, "states"):
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
        for row in rows(self.folder, name):
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
        for rule in rows(self.folder, "ministries"):
            for state in self.states:
                if state["rank"] != "territory":
                    self._make_ministry(rule, state)

    def _make_ministry(self, rule: Row, state: Row) -> None:
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
            for written in {row["text"], without_diacritics(row["text"])}:
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
        for row in rows(self.folder, "holders"):
            if row["of"] not in self.entries:
                raise row.invalid(f"holds office for the unknown {row['of']!r}", "write a label of the reference data")
            if not row["office"]:
                raise row.invalid("no office", "write the office")
            person = persons.setdefault(row["name"], Entry(row["name"], "Person"))
            holder = Holder(row["name"], row["office"], row["of"], row.when("start"), row.when("end"), person.wikidata)
            if holder.last < holder.first:
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
        return tuple(sorted(holders, key=lambda h: (h.office, h.of, h.first, h.name)))
