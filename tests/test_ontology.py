"""The ontology: its hygiene, its profile, what HermiT says of it, and that the code and it know the same terms."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import get_args

import gold
import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from kg.errors import DataInvalid, DemarcheError, InputUnreadable
from kg.graph import build, ontology
from kg.graph.terms import dem, name
from kg.model import ActorKind, DocumentKind, Judgement, Modality
from kg.vocabulary import (
    ACT_TYPES,
    ACTOR_KINDS,
    FAMILIES,
    FAMILY,
    NAMESPACES,
    ONTOLOGY,
    RESPONSES,
    document_class,
)

ROOT = Path(__file__).resolve().parent.parent
FIXTURES = sorted((ROOT / "tests/fixtures/ontology").glob("*.ttl"))
OWL, RDF, RDFS, XSD = (NAMESPACES[prefix] for prefix in ("owl", "rdf", "rdfs", "xsd"))

SUBCLASS = name("rdfs:subClassOf")
TYPE = name("rdf:type")


@pytest.fixture(scope="session")
def java() -> None:
    if shutil.which("java") is None:
        if os.environ.get("CI") == "true":
            pytest.fail("Java is missing, and CI must check the ontology with HermiT")
        pytest.skip("Java is missing, so that HermiT cannot check the ontology")


# hygiene and profile


def test_every_term_is_labelled_defined_exemplified_and_declared() -> None:
    assert ontology.hygiene() == ()


def test_hygiene_sees_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    poor = tmp_path / "poor.ttl"
    poor.write_text(
        f"@prefix dem: <{ONTOLOGY}> . @prefix owl: <{OWL}> . @prefix rdfs: <{RDFS}> .\n"
        'dem:Envoy a owl:Class ; rdfs:label "envoy"@en , "emissary"@en ; rdfs:subClassOf dem:Aktor .\n',
        "utf-8",
    )
    monkeypatch.setattr(ontology, "triples", lambda: ontology.turtle(poor))
    ontology.terms.cache_clear()
    try:
        assert ontology.hygiene() == (
            "dem:Aktor is used and not declared",
            "dem:Envoy has 0 of what it needs once: a definition",
            "dem:Envoy has 0 of what it needs once: a link to the ontology",
            "dem:Envoy has 0 of what it needs once: an example",
            "dem:Envoy has 2 of what it needs once: a label",
        )
    finally:
        ontology.terms.cache_clear()


def declarations() -> dict[str, set[str]]:
    """Return for each declared IRI what it is declared as."""
    found: dict[str, set[str]] = {}
    for triple in ontology.triples():
        if triple.predicate == TYPE and isinstance(triple.subject, NamedNode) and isinstance(triple.object, NamedNode):
            found.setdefault(triple.subject.value, set()).add(triple.object.value)
    return found


SORTS = {
    f"{OWL}Class",
    f"{OWL}ObjectProperty",
    f"{OWL}DatatypeProperty",
    f"{OWL}AnnotationProperty",
    f"{OWL}NamedIndividual",
    f"{OWL}Ontology",
    f"{RDFS}Datatype",
}


def test_no_iri_is_two_sorts_of_thing() -> None:
    double = {iri: kinds & SORTS for iri, kinds in declarations().items() if len(kinds & SORTS) != 1}
    assert double == {}


def test_every_property_that_the_ontology_uses_is_declared() -> None:
    known = declarations()
    built_in = (OWL, RDF, RDFS, XSD)
    undeclared = {
        triple.predicate.value
        for triple in ontology.triples()
        if isinstance(triple.predicate, NamedNode)
        and not triple.predicate.value.startswith(built_in)
        and triple.predicate.value not in known
    }
    assert undeclared == set()


def test_classes_and_datatypes_are_declared_and_of_owl_2() -> None:
    """xsd:date, of all the likely ones, is no datatype of OWL 2."""
    known = declarations()
    datatypes = {f"{XSD}{local}" for local in ("string", "decimal", "integer", "nonNegativeInteger", "positiveInteger")}
    for triple in ontology.triples():
        value = triple.object
        if triple.predicate in {SUBCLASS, name("rdfs:domain"), name("rdfs:range")} and isinstance(value, NamedNode):
            assert value.value in datatypes or known[value.value] & {f"{OWL}Class", f"{RDFS}Datatype"}, triple
        if isinstance(value, Literal):
            assert value.datatype.value in {*datatypes, f"{RDF}langString"}, triple


def test_properties_relate_what_their_sort_allows() -> None:
    known = declarations()
    for triple in ontology.triples():
        if triple.predicate == name("rdfs:range") and isinstance(triple.object, NamedNode):
            assert isinstance(triple.subject, NamedNode)
            is_data = triple.object.value.startswith(XSD) or f"{RDFS}Datatype" in known[triple.object.value]
            sort = f"{OWL}DatatypeProperty" if is_data else f"{OWL}ObjectProperty"
            assert sort in known[triple.subject.value], triple


def test_nothing_is_imported() -> None:
    assert not [t for t in ontology.triples() if t.predicate == name("owl:imports")]


def test_the_ontology_tells_its_version_and_licence() -> None:
    told = {t.predicate.value for t in ontology.triples() if t.subject == NamedNode(ONTOLOGY.removesuffix("#"))}
    dcterms = "http://purl.org/dc/terms/"
    assert told >= {f"{OWL}versionIRI", f"{OWL}versionInfo", f"{dcterms}license", f"{dcterms}title"}


def test_the_graph_of_the_ontology_has_stable_bytes() -> None:
    code = (
        "import hashlib; from kg.graph import build;"
        "print(hashlib.sha256(build.nquads(build.ontology_quads())).hexdigest())"
    )
    assert len({python(code, seed) for seed in ("1", "2")}) == 1


def python(code: str, seed: str) -> str:
    env = {**os.environ, "PYTHONHASHSEED": seed}
    return subprocess.run(
        [sys.executable, "-c", code], env=env, cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout


# the act types and the other closed vocabularies


def local_name(node: object) -> str:
    """Return the local name of a term of the ontology, empty for all else."""
    return node.value.removeprefix(ONTOLOGY) if isinstance(node, NamedNode) and node.value.startswith(ONTOLOGY) else ""


def supers(local: str) -> set[str]:
    return {
        local_name(t.object)
        for t in ontology.triples()
        if t.subject == dem(local) and t.predicate == SUBCLASS and local_name(t.object)
    }


def test_there_are_34_act_types() -> None:
    assert len(ACT_TYPES) == 34


@pytest.mark.parametrize("act_type", ACT_TYPES)
def test_each_act_type_is_a_class_under_its_families(act_type: str) -> None:
    families = {FAMILY[act_type]} | ({"Response"} if act_type in RESPONSES else set())
    assert supers(act_type) == families


@pytest.mark.parametrize("family", FAMILIES)
def test_each_family_is_a_class_of_speech_acts_and_disjoint_with_no_other(family: str) -> None:
    assert supers(family) == {"SpeechAct"}
    heads = {t.subject for t in ontology.triples() if t.object == dem(family) and t.predicate == name("rdf:first")}
    assert heads == set()


@pytest.mark.parametrize(
    ("locals_", "parent"),
    [
        (ACTOR_KINDS, "Actor"),
        (tuple(document_class(kind) for kind in get_args(DocumentKind) if kind != "Other"), "Document"),
    ],
)
def test_kinds_of_the_model_are_classes(locals_: tuple[str, ...], parent: str) -> None:
    for local in locals_:
        assert supers(local) == {parent}, local


def test_the_vocabulary_knows_the_kinds_of_the_model() -> None:
    assert get_args(ActorKind) == ACTOR_KINDS


@pytest.mark.parametrize(("kind", "of"), [("Modality", Modality), ("Judgement", Judgement)])
def test_modalities_and_judgements_are_individuals(kind: str, of: object) -> None:
    found = {local_name(t.subject) for t in ontology.triples() if t.predicate == TYPE and t.object == dem(kind)}
    assert found == set(get_args(of))


# the code and the ontology

DYNAMIC = {
    *ACT_TYPES,
    *ACTOR_KINDS,
    *(document_class(kind) for kind in get_args(DocumentKind)),
    *get_args(Modality),
    *get_args(Judgement),
}
"""Terms that the code makes of the model's values."""

USE = re.compile(r"""(?<![\w:/])(?:dem:|DEM\.|dem\(["']|ONTOLOGY \+ ["']|\{ONTOLOGY\}|\{DEM\})([A-Za-z]\w*)""")


def used() -> dict[str, set[str]]:
    """Return each term that the code, the questions and the shapes name, and where."""
    files = [*(ROOT / "kg").rglob("*.py"), *(ROOT / "queries").rglob("*.rq"), ROOT / "ontology/shapes.ttl"]
    found: dict[str, set[str]] = {local: {"kg.model"} for local in DYNAMIC}
    for file in files:
        for local in USE.findall(file.read_text("utf-8")):
            found.setdefault(local, set()).add(file.relative_to(ROOT).as_posix())
    return found


def test_the_search_for_terms_finds_every_way_of_naming_one() -> None:
    code = 'dem:performer dem("addressee") DEM.party ONTOLOGY + "cue" f"{ONTOLOGY}level" dem:Document; not:dem:x'
    assert USE.findall(code) == ["performer", "addressee", "party", "cue", "level", "Document"]


def test_each_term_that_the_code_uses_is_in_the_ontology() -> None:
    assert {local: where for local, where in used().items() if local not in ontology.terms()} == {}


def test_each_term_of_the_ontology_is_used_or_planned() -> None:
    structure = {
        t.object.value.removeprefix(ONTOLOGY)
        for t in ontology.triples()
        if t.predicate in {SUBCLASS, name("rdfs:domain"), name("rdfs:range")} and isinstance(t.object, NamedNode)
    }
    idle = ontology.terms() - set(used()) - structure - ontology.planned() - {"status"}
    assert idle == set()


def test_no_term_that_the_code_uses_is_marked_as_planned() -> None:
    where = used()
    assert {local: where[local] for local in ontology.planned() if local in where} == {}


# HermiT


@pytest.mark.usefixtures("java")
def test_the_ontology_is_consistent_and_every_class_can_have_members() -> None:
    assert ontology.consistency() == ontology.Verdict(consistent=True)


@pytest.mark.usefixtures("java")
def test_an_unsatisfiable_class_is_named() -> None:
    both = dem("PersonAndState")
    told = [
        Triple(both, TYPE, name("owl:Class")),
        Triple(both, SUBCLASS, dem("Person")),
        Triple(both, SUBCLASS, dem("State")),
    ]
    assert ontology.consistency(told) == ontology.Verdict(True, (both.value,))


@pytest.mark.usefixtures("java")
def test_the_graph_of_a_true_reading_is_consistent() -> None:
    told = build.quads(gold.reading("02-us-written-reply"))
    assert ontology.consistency(quad.triple for quad in told) == ontology.Verdict(consistent=True)


@pytest.mark.usefixtures("java")
@pytest.mark.parametrize("fixture", FIXTURES, ids=lambda path: path.stem)
def test_wrong_data_are_inconsistent(fixture: Path) -> None:
    assert ontology.consistency(ontology.turtle(fixture)) == ontology.Verdict(consistent=False)


@pytest.mark.usefixtures("java")
def test_wrong_data_without_their_wrong_line_are_consistent() -> None:
    """The line marked is the reason of each inconsistency: all files without theirs agree with one another."""
    told: list[Triple] = []
    for fixture in FIXTURES:
        lines = fixture.read_text("utf-8").splitlines(keepends=True)
        right = [line for line in lines if not line.rstrip().endswith("# wrong")]
        assert len(lines) - len(right) == 1, fixture
        told.extend(quad.triple for quad in parse("".join(right), format=RdfFormat.TURTLE))
    assert ontology.consistency(told) == ontology.Verdict(consistent=True)


@pytest.mark.usefixtures("java")
def test_nothing_is_left_in_the_temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    ontology.consistency(ontology.turtle(FIXTURES[0]))
    assert list(tmp_path.iterdir()) == []


def test_a_missing_java_is_told_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(DemarcheError, match="Java is missing") as raised:
        ontology.consistency()
    assert "install a Java runtime" in str(raised.value)


def test_a_broken_java_is_no_inconsistency(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "java"
    broken.write_text("#!/bin/sh\necho 'no runtime present' >&2\nexit 1\n", "utf-8")
    broken.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    with pytest.raises(DemarcheError, match="Java failed: no runtime present"):
        ontology.consistency()


def test_data_that_import_are_refused() -> None:
    told = [Triple(NamedNode("https://example.org/x"), name("owl:imports"), NamedNode("https://example.org/y"))]
    with pytest.raises(DataInvalid, match="import another ontology"):
        ontology.consistency(told)


@pytest.mark.parametrize(
    ("content", "error"), [(b"dem:State a", DataInvalid), (b"\xff\xfe", DataInvalid), (None, InputUnreadable)]
)
def test_files_that_are_no_turtle(tmp_path: Path, content: bytes | None, error: type[DemarcheError]) -> None:
    file = tmp_path / "wrong.ttl"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(error, match=r"wrong\.ttl"):
        ontology.turtle(file)


def test_blank_nodes_of_the_ontology_are_kept_apart() -> None:
    nodes = {t.subject for t in ontology.triples() if isinstance(t.subject, BlankNode)}
    assert len(nodes) == len({q.subject for q in build.ontology_quads() if isinstance(q.subject, BlankNode)})
