"""The reference data: well formed, without contradictions, and answering as history does."""

from __future__ import annotations

import csv
import re
import shutil
from collections import Counter
from pathlib import Path

import pytest

from kg.errors import DataInvalid
from kg.iri import slug
from kg.reference import Reference, bounds, load
from kg.resources import folder

DATA = folder("ontology") / "reference"
FILES = sorted(DATA.glob("*.tsv"))


@pytest.fixture(scope="module")
def reference() -> Reference:
    return load()


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_rows_are_well_formed(path: Path) -> None:
    rows = list(csv.reader(path.read_text("utf-8").splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))
    assert len(rows) > 1
    assert {len(row) for row in rows} == {len(rows[0])}
    assert all(row[0] for row in rows)
    assert "\r" not in path.read_text("utf-8")


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_every_file_is_explained(path: Path) -> None:
    assert f"`{path.name}`" in (DATA / "README.md").read_text("utf-8")


def test_load_is_cached_and_hashable() -> None:
    assert load() is load()
    assert hash(load()) == hash(load())


def test_labels_are_unique(reference: Reference) -> None:
    assert [x for x, n in Counter(e.label for e in reference.entries).items() if n > 1] == []
    assert [x for x, n in Counter(slug(e.label) for e in reference.entries).items() if n > 1] == []


def test_items_are_unique(reference: Reference) -> None:
    """Two entries of one item would be one actor under two names."""
    assert [q for q, n in Counter(e.wikidata for e in reference.entries if e.wikidata).items() if n > 1] == []


def test_evidence_tells_of_every_item(reference: Reference) -> None:
    for entry in reference.entries:
        assert (entry.wikidata is None) == (entry.evidence == "unverified"), entry
        assert entry.wikidata is None or re.fullmatch(r"Q[1-9]\d*", entry.wikidata)


def test_surfaces_are_unique_and_stand_for_known_actors(reference: Reference) -> None:
    assert [x for x, n in Counter(s.text for s in reference.surfaces).items() if n > 1] == []
    labels = {e.label for e in reference.entries}
    for surface in reference.surfaces:
        assert surface.entries, surface
        assert set(surface.entries) <= labels, surface


def test_no_bare_country_codes(reference: Reference) -> None:
    """Two letters are no name, but for those that people write."""
    short = {s.text for s in reference.surfaces if len(s.text) == 2}
    assert short <= {"US", "UK", "UN", "EU", "NZ", "AU", "AP", "RT", "FT", "DW", "E3", "B9", "G7", "G8", "V4"}


def test_all_united_nations_members_have_an_item_and_a_name(reference: Reference) -> None:
    rows = csv.DictReader((DATA / "states.tsv").read_text("utf-8").splitlines(), delimiter="\t")
    states = [row for row in rows if row["rank"] == "state"]
    assert len(states) == 193 + 4  # Holy See, Kosovo, Palestine, Taiwan
    assert [row["label"] for row in states if not row["wikidata"]] == []


def test_holders_belong_to_known_actors(reference: Reference) -> None:
    labels = {e.label: e for e in reference.entries}
    for holder in reference.holders:
        assert labels[holder.of].kind != "Person"
        assert labels[holder.name].kind == "Person"
    assert len(reference.holders) > 600


def test_not_actors_are_no_actors(reference: Reference) -> None:
    assert set(reference.not_actors).isdisjoint(s.text for s in reference.surfaces)


@pytest.mark.parametrize(
    ("name", "label", "qid"),
    [
        ("Russia", "Russia", "Q159"),
        ("russian federation", "Russia", "Q159"),
        ("Turkiye", "Turkey", "Q43"),
        ("USA", "United States", "Q30"),
        ("the nowhere land", None, None),
        ("Austria-Hungary", "Austria-Hungary", "Q28513"),
        ("USSR", "Soviet Union", "Q15180"),
        ("Nato", "NATO", "Q7184"),
        ("North Atlantic Treaty Organisation", "NATO", "Q7184"),
        ("United Nations Security Council", "UN Security Council", "Q37470"),
        ("Caribbean Community", "CARICOM", "Q205995"),
        ("Shanghai Cooperation Organisation", "Shanghai Cooperation Organisation", "Q485207"),
        ("Novosti", "RIA Novosti", None),
        ("Russian Foreign Ministry", "Ministry of Foreign Affairs of Russia", None),
        ("Ministry of Foreign Affairs of United States", "United States Department of State", "Q789915"),
        ("Ministry of Foreign Affairs of India", "Ministry of External Affairs of India", None),
        ("Foreign Ministry of the Philippines", "Department of Foreign Affairs of the Philippines", None),
        ("Ministry of Defence of Russia", "Ministry of Defence of Russia", None),
        ("Congo", None, None),
        ("Sergei Lavrov", "Sergey Lavrov", "Q58217"),
    ],
)
def test_by_label(reference: Reference, name: str, label: str | None, qid: str | None) -> None:
    entry = reference.by_label(name)
    assert (entry.label if entry else None) == label
    assert (entry.wikidata if entry else None) == qid


@pytest.mark.parametrize(
    ("label", "kind", "of"),
    [
        ("NATO", "Alliance", None),
        ("CSTO", "Alliance", None),
        ("Warsaw Pact", "Alliance", None),
        ("European Union", "InternationalOrganization", None),
        ("UN Security Council", "InternationalOrganization", "United Nations"),
        ("Ministry of Foreign Affairs of Russia", "GovernmentBody", "Russia"),
        ("State Duma", "GovernmentBody", "Russia"),
        ("TASS", "MediaOrganization", None),
        ("Hamas", "NonStateActor", None),
        ("Donetsk People's Republic", "NonStateActor", None),
        ("Kosovo", "State", None),
    ],
)
def test_kinds(reference: Reference, label: str, kind: str, of: str | None) -> None:
    entry = reference.by_label(label)
    assert entry is not None
    assert (entry.label, entry.kind, entry.of) == (label, kind, of)


@pytest.mark.parametrize(
    ("text", "role", "entries"),
    [
        ("Russian", "adjective", ("Russia",)),
        ("Russians", "adjective", ("Russia",)),
        ("Britons", "adjective", ("United Kingdom",)),
        ("Dutch", "adjective", ("Netherlands",)),
        ("Soviet", "adjective", ("Soviet Union",)),
        ("Austro-Hungarian", "adjective", ("Austria-Hungary",)),
        ("Indian", "adjective", ("India",)),
        ("Chinese", "adjective", ("China",)),
        ("Moscow", "metonym", ("Russia", "Soviet Union")),
        ("Kremlin", "metonym", ("Russia", "Soviet Union")),
        ("Brussels", "metonym", ("NATO", "European Union", "Belgium")),
        ("Foggy Bottom", "metonym", ("United States Department of State",)),
        ("Quai d’Orsay", "metonym", ("Ministry for Europe and Foreign Affairs of France",)),
        ("Ballhausplatz", "metonym", ("Ministry of Foreign Affairs of Austria-Hungary",)),
        ("Turtle Bay", "metonym", ("United Nations",)),
        ("U.S.", "actor", ("United States",)),
        ("DPRK", "actor", ("North Korea",)),
        ("Turkiye", "actor", ("Turkey",)),
        ("Russian Foreign Ministry", "actor", ("Ministry of Foreign Affairs of Russia",)),
    ],
)
def test_surfaces(reference: Reference, text: str, role: str, entries: tuple[str, ...]) -> None:
    (found,) = [s for s in reference.surfaces if s.text == text]
    assert (found.role, found.entries) == (role, entries)


@pytest.mark.parametrize("text", ["Time", "Nation", "Victoria", "West", "North", "Global", "Cyberspace", "RU", "De"])
def test_other_words_are_no_surfaces(reference: Reference, text: str) -> None:
    assert text not in {s.text for s in reference.surfaces}


@pytest.mark.parametrize(
    ("office", "of", "on", "name"),
    [
        ("foreign minister", "Russia", "2022-01-26", "Sergey Lavrov"),
        ("minister of foreign affairs", "Russian Federation", "2022", "Sergey Lavrov"),
        ("foreign minister", "Russia", "1914-07-23", "Sergey Sazonov"),
        ("foreign minister", "Russia", "2004-03-09", "Sergey Lavrov"),
        ("secretary-general", "NATO", "2022", "Jens Stoltenberg"),
        ("secretary general", "NATO", "2024-10-02", "Mark Rutte"),
        ("secretary of state", "United States", "1962", "Dean Rusk"),
        ("foreign minister", "United States", "2022-01", "Antony Blinken"),
        ("president", "US", "1962-10-22", "John F. Kennedy"),
        ("premier", "Soviet Union", "1962-10-22", "Nikita Khrushchev"),
        ("foreign secretary", "United Kingdom", "1914-07-24", "Edward Grey"),
        ("Foreign Secretary", "UK", "1982-04-20", "Francis Pym"),
        ("prime minister", "United Kingdom", "1938-09-30", "Neville Chamberlain"),
        ("prime minister", "Germany", "2015", "Angela Merkel"),
        ("foreign minister", "Austria-Hungary", "1914-07-23", "Leopold Berchtold"),
        ("leader", "North Korea", "2019-02-28", "Kim Jong Un"),
        ("foreign policy chief", "European Union", "2022-02-01", "Josep Borrell"),
        ("secretary-general", "United Nations", "1956-11", "Dag Hammarskjöld"),
        ("permanent representative", "Russia", "2022-02-25", "Vassily Nebenzia"),
        ("foreign ministry spokeswoman", "Russia", "2022", "Maria Zakharova"),
        ("deputy foreign minister", "Russia", "2022-01", None),
        ("foreign minister", "Russia", "1700", None),
        ("foreign minister", "Nowhere", "2022", None),
        ("foreign minister", "Russia", None, None),
        ("dogcatcher", "Russia", "2022", None),
    ],
)
def test_holder_of(reference: Reference, office: str, of: str, on: str | None, name: str | None) -> None:
    holder = reference.holder_of(office, of, on)
    assert (holder.name if holder else None) == name


@pytest.mark.parametrize(
    ("name", "on", "first"),
    [
        ("Sergey Lavrov", None, ("Sergey Lavrov", "foreign minister")),
        ("Sergei Lavrov", "2022-01-26", ("Sergey Lavrov", "foreign minister")),
        ("Sergei Lavrov", "1998", ("Sergey Lavrov", "ambassador to the United Nations")),
        ("Lavrov", "2022-01-26", ("Sergey Lavrov", "foreign minister")),
        ("Lavrov", "1914", None),
        ("Zelensky", "2022", ("Volodymyr Zelenskyy", "president")),
        ("Vladimir Zelensky", "2022", ("Volodymyr Zelenskyy", "president")),
        ("George Bush", "1990-09", ("George H. W. Bush", "president")),
        ("George Bush", "2003-03", ("George W. Bush", "president")),
        ("Bush", "2003-03", ("George W. Bush", "president")),
        ("Bush", None, None),
        ("Xi", "2022", ("Xi Jinping", "president")),
        ("Jinping", "2022", None),
        ("Kim Jong-un", "2022", ("Kim Jong Un", "supreme leader")),
        ("Medvedev", "2010", ("Dmitry Medvedev", "president")),
        ("Medvedev", "2015", ("Dmitry Medvedev", "prime minister")),
        ("Blinken", "2021-01-20", ("Antony Blinken", "secretary of state")),
        ("Blinken", "2018", None),
        ("Jordan", "1990", None),
        ("Yugoslavia", "1930", None),
        ("", "2022", None),
    ],
)
def test_holders_named(reference: Reference, name: str, on: str | None, first: tuple[str, str] | None) -> None:
    found = reference.holders_named(name, on)
    assert (found[0].name, found[0].office) == first if first else found == ()


@pytest.mark.parametrize(
    ("label", "on", "exists"),
    [
        ("Austria-Hungary", "1914-07-28", True),
        ("Austria-Hungary", "2022", False),
        ("Austria-Hungary", None, True),
        ("Soviet Union", "1962", True),
        ("USSR", "1914", False),
        ("Russia", "1914", True),
        ("Russia", "1962", False),
        ("Russia", "2022-02-24", True),
        ("Serbia", "1914-07-28", True),
        ("Serbia", "1930", False),
        ("Serbia", "2023", True),
        ("East Germany", "1989", True),
        ("East Germany", "1991", False),
        ("Czechoslovakia", "1941", False),
        ("Czechoslovakia", "1938-09", True),
        ("Warsaw Pact", "1992", False),
        ("NATO", "1948", False),
        ("France", "1914", True),
        ("Kosovo", "1999", False),
    ],
)
def test_exists(reference: Reference, label: str, on: str | None, exists: bool) -> None:
    assert reference.exists(label, on) is exists


@pytest.mark.parametrize(("variant", "usual"), [("Sergei", "Sergey"), ("Aleksandr", "Alexander"), ("Dmitri", "Dmitry")])
def test_given_names(reference: Reference, variant: str, usual: str) -> None:
    assert reference.given_names[variant] == usual


@pytest.mark.parametrize("name", ["Volodymyr", "Antonio", "Jose", "Mohammad"])
def test_names_that_are_usual_for_somebody_stay(reference: Reference, name: str) -> None:
    assert name not in reference.given_names


def test_terms_of_one_sovereign_office_do_not_overlap(reference: Reference) -> None:
    """Presidents, heads of government and foreign ministers come one at a time."""
    single = {"president", "prime minister", "foreign minister", "chancellor", "monarch", "secretary-general"}
    terms: dict[tuple[str, str], list[tuple[str, str, str]]] = {}
    for holder in reference.holders:
        office = reference.office_names.get(holder.office.lower(), (holder.office,))[0]
        if office in single and holder.start:
            end = bounds(holder.end)[0] if holder.end else "9999-99-99"
            terms.setdefault((holder.of, office), []).append((bounds(holder.start)[1], end, holder.name))
    clashes = [
        (key, one, other)
        for key, held in terms.items()
        for one, other in zip(sorted(held), sorted(held)[1:], strict=False)
        if one[1] > other[0]
    ]
    assert clashes == []


@pytest.mark.parametrize("edtf", ["", "2022-13", "2022-02-30", "next year", "22", "2022-1"])
def test_bounds_refuses_what_is_no_date(edtf: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        bounds(edtf)


@pytest.mark.parametrize(
    ("file", "row", "words"),
    [
        ("states.tsv", "Utopia", "columns"),
        ("states.tsv", "Utopia\t\tempire\t\tunverified\t\t\t\t\t", "rank"),
        ("states.tsv", "Utopia\t\tstate\tQ12x\tverified\t\t\t\t\t", "no QID"),
        ("states.tsv", "Utopia\t\tstate\t\tverified\t\t\t\t\t", "evidence"),
        ("states.tsv", "Utopia\t\tstate\tQ1\tunverified\t\t\t\t\t", "evidence"),
        ("states.tsv", "Utopia\t\tstate\t\tguessed\t\t\t\t\t", "evidence"),
        ("states.tsv", "Utopia\t\tstate\t\tunverified\tlong ago\t\t\t\t", "interval"),
        ("states.tsv", "Russia\t\tstate\t\tunverified\t\t\t\t\t", "twice"),
        ("states.tsv", "\t\tstate\t\tunverified\t\t\t\t\t", "empty name"),
        ("states.tsv", "Utopia\t\tstate\t\tunverified\t\ta||b\t\t\t", "space or |"),
        ("bodies.tsv", "Guild\tPerson\t\t\t\tunverified\t\t\t", "kind"),
        ("bodies.tsv", "Guild\tGovernmentBody\tUtopia\t\t\tunverified\t\t\t", "unknown 'Utopia'"),
        ("surfaces.tsv", "Amaurot\tmetonym\tUtopia", "stands for Utopia"),
        ("surfaces.tsv", "Amaurot\tmetonym\t", "stands for nothing"),
        ("surfaces.tsv", "Amaurot\tplace\tRussia", "role"),
        ("persons.tsv", "Raphael Hythloday\t\tunverified\t\t", "no office"),
        ("holders.tsv", "Raphael Hythloday\tenvoy\tUtopia\t\t", "unknown 'Utopia'"),
        ("holders.tsv", "Raphael Hythloday\tenvoy\tRussia\tyore\t", "start is no EDTF date"),
        ("holders.tsv", "Raphael Hythloday\tenvoy\tRussia\t1520\t1510", "ends before"),
        ("holders.tsv", "Raphael Hythloday\t\tRussia\t\t", "no office"),
        ("holders.tsv", "Russia\tenvoy\tRussia\t\t", "another actor"),
        ("given_names.tsv", "Sergei\tSergey\tyes", "twice"),
    ],
)
def test_malformed_rows_are_named(tmp_path: Path, file: str, row: str, words: str) -> None:
    copy = tmp_path / "reference"
    shutil.copytree(DATA, copy)
    with (copy / file).open("a", encoding="utf-8") as out:
        out.write(row + "\n")
    with pytest.raises(DataInvalid, match=re.escape(words)) as caught:
        load(copy)
    assert (caught.value.where or "").startswith(file.removesuffix(".tsv"))
    assert caught.value.remedy
    assert "\n" not in str(caught.value)


def test_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataInvalid, match="missing") as caught:
        load(tmp_path)
    assert caught.value.where == "states.tsv"


def test_wrong_encoding_is_named(tmp_path: Path) -> None:
    copy = tmp_path / "reference"
    shutil.copytree(DATA, copy)
    (copy / "states.tsv").write_bytes(b"label\t\xff\n")
    with pytest.raises(DataInvalid, match="UTF-8"):
        load(copy)


def test_wrong_header_is_named(tmp_path: Path) -> None:
    copy = tmp_path / "reference"
    shutil.copytree(DATA, copy)
    (copy / "states.tsv").write_text("name\tcode\n", encoding="utf-8")
    with pytest.raises(DataInvalid, match="header"):
        load(copy)
