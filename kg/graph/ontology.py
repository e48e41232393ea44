"""The ontology: its terms, its hygiene, and its consistency as HermiT sees it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse, serialize

from kg.errors import DataInvalid, DemarcheError, InputUnreadable
from kg.graph.terms import LABEL, TYPE, dem, name
from kg.resources import folder
from kg.vocabulary import ONTOLOGY

FILES: tuple[str, ...] = ("demarche.ttl", "alignments.ttl")
"""The files of ``ontology/`` that make up the ontology."""

_NOTHING = "http://www.w3.org/2002/07/owl#Nothing"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the reasoner found.

    Parameters:
        consistent: whether the ontology, with the data given, has a model.
        unsatisfiable: the IRIs of the classes that can have no member; empty where it is inconsistent.
    """

    consistent: bool
    unsatisfiable: tuple[str, ...] = ()


def turtle(path: Path) -> tuple[Triple, ...]:
    """Return the triples of a Turtle file.

    Raises:
        DataInvalid: when the file is no Turtle.
        InputUnreadable: when it cannot be read.
    """
    try:
        return tuple(quad.triple for quad in parse(path=path, format=RdfFormat.TURTLE))
    except (SyntaxError, ValueError) as error:
        raise DataInvalid(f"not Turtle: {error}", where=str(path), remedy="mend the line named") from error
    except OSError as error:
        raise InputUnreadable("cannot be read", where=str(path), remedy="give a file that can be read") from error


@cache
def triples() -> tuple[Triple, ...]:
    """Return the ontology's triples; its blank nodes are named afresh in each process."""
    return tuple(triple for file in FILES for triple in turtle(folder("ontology") / file))


@cache
def terms() -> frozenset[str]:
    """Return the local names of the terms that the ontology declares."""
    return frozenset(_local(t.subject) for t in triples() if t.predicate == TYPE and _local(t.subject))


@cache
def planned() -> frozenset[str]:
    """Return the local names of the terms that are marked as planned."""
    return frozenset(_local(t.subject) for t in triples() if t.predicate == dem("status"))


def hygiene() -> tuple[str, ...]:
    """Return what the ontology lacks, a line each: labels, definitions, examples, declarations; empty when well."""
    needed = {
        LABEL: "a label",
        name("skos:definition"): "a definition",
        name("skos:example"): "an example",
        name("rdfs:isDefinedBy"): "a link to the ontology",
    }
    found: dict[tuple[str, NamedNode], int] = {}
    used: set[str] = set()
    for triple in triples():
        used.update(_local(node) for node in (triple.subject, triple.predicate, triple.object))
        if isinstance(triple.predicate, NamedNode) and triple.predicate in needed:
            key = (_local(triple.subject), triple.predicate)
            found[key] = found.get(key, 0) + 1
    lacking = [
        f"dem:{term} has {found.get((term, predicate), 0)} of what it needs once: {what}"
        for term in terms()
        for predicate, what in needed.items()
        if found.get((term, predicate), 0) != 1
    ]
    undeclared = [f"dem:{term} is used and not declared" for term in used - terms() - {""}]
    return tuple(sorted(lacking + undeclared))


def consistency(data: Iterable[Triple] = ()) -> Verdict:
    """Return what HermiT finds about the ontology, together with data where such is given.

    Parameters:
        data: triples that are taken as true.

    Raises:
        DataInvalid: when the data import another ontology: nothing is ever fetched.
        DemarcheError: when Java is missing or fails. That is never taken for an inconsistency.
    """
    import owlready2

    if shutil.which(owlready2.JAVA_EXE) is None:
        raise DemarcheError(
            "Java is missing, so that the ontology cannot be checked",
            where="HermiT",
            remedy="install a Java runtime of version 8 or later, for instance the package default-jre-headless",
        )
    told = [*triples(), *data]
    if any(triple.predicate == name("owl:imports") for triple in told):
        raise DataInvalid("the data import another ontology", remedy="give its triples instead of owl:imports")
    return _reason(told)


def _reason(given: Iterable[Triple]) -> Verdict:
    import owlready2

    world = owlready2.World()
    try:
        with tempfile.TemporaryDirectory() as place:
            file = Path(place) / "ontology.nt"
            serialize(given, output=str(file), format=RdfFormat.N_TRIPLES)
            with file.open("rb") as stream:
                world.get_ontology(ONTOLOGY).load(fileobj=stream)
            before, tempfile.tempdir = tempfile.tempdir, place  # owlready2 leaves its file behind where HermiT fails
            try:
                owlready2.sync_reasoner_hermit(world, debug=0, ignore_unsupported_datatypes=True)
            except owlready2.OwlReadyInconsistentOntologyError:
                return Verdict(consistent=False)
            except (owlready2.OwlReadyJavaError, OSError) as error:
                told = next((line.strip() for line in str(error).splitlines()[1:] if line.strip()), str(error))
                raise DemarcheError(f"Java failed: {told}", where="HermiT", remedy="see that java runs") from error
            finally:
                tempfile.tempdir = before
        return Verdict(True, tuple(sorted(one.iri for one in world.inconsistent_classes() if one.iri != _NOTHING)))
    finally:
        world.close()


def _local(node: NamedNode | BlankNode | Literal | Triple) -> str:
    """Return the local name of a term of the ontology, empty for all else."""
    if isinstance(node, NamedNode) and node.value.startswith(ONTOLOGY):
        return node.value.removeprefix(ONTOLOGY)
    return ""
