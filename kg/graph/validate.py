"""Checks quads against the shapes of ``ontology/shapes.ttl``, one graph at a time, in memory, without a network."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import rdflib
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple
from rdflib.namespace import RDF, SH
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.sparql import Query
from rdflib.query import Result
from rdflib.term import Node

from kg.errors import DataInvalid
from kg.resources import folder


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """One rule of the shapes that the data break.

    Parameters:
        focus: the IRI of the thing that breaks it.
        what: what is wrong and how to mend it.
        path: the property concerned as N-Triples or a path; empty where the rule is about the thing as a whole.
        value: the value that is wrong; empty where a value is missing.
        severity: ``Violation``, ``Warning`` or ``Info``.
    """

    focus: str
    what: str
    path: str = ""
    value: str = ""
    severity: str = "Violation"


def validate(quads: Iterable[Quad]) -> tuple[Violation, ...]:
    """Return what is wrong with quads, sorted; empty when all is well.

    Each named graph is checked by itself, so that an act of one article cannot stand in for one that another lacks.

    Raises:
        DataInvalid: when the checker itself cannot cope with the data.
    """
    graphs: dict[str, list[Quad]] = {}
    for quad in quads:
        graphs.setdefault(str(quad.graph_name), []).append(quad)
    return tuple(sorted({one for graph in sorted(graphs) for one in _validate(graph, graphs[graph])}))


def _validate(graph: str, quads: list[Quad]) -> list[Violation]:
    import pyshacl

    data = _Data()
    for quad in quads:
        data.add((_term(quad.subject), _term(quad.predicate), _term(quad.object)))
    _, report, text = pyshacl.validate(
        data, shacl_graph=_shapes(), inplace=True, inference="none", do_owl_imports=False, meta_shacl=False
    )
    if not isinstance(report, rdflib.Graph):
        raise DataInvalid(f"the shapes could not be checked: {text}", where=graph, remedy="report it with the article")
    return [_violation(report, result) for result in report.subjects(RDF.type, SH.ValidationResult)]


class _Data(rdflib.Graph):
    """A graph that parses each query once: pySHACL asks the same one of each focus node, and parsing costs most."""

    def query(self, query_object: Any, *args: Any, **kwargs: Any) -> Result:
        """Answer a query, given as text or prepared."""
        return super().query(
            _prepared(query_object) if isinstance(query_object, str) else query_object, *args, **kwargs
        )


@lru_cache(maxsize=100)
def _prepared(query: str) -> Query:
    return prepareQuery(query, initNs={})


@cache
def _shapes() -> rdflib.Graph:
    return rdflib.Graph().parse(folder("ontology") / "shapes.ttl", format="turtle")


def _violation(report: rdflib.Graph, result: Node) -> Violation:
    def told(predicate: Node) -> str:
        value = report.value(result, predicate)
        return "" if value is None else str(value)

    path = report.value(result, SH.resultPath)
    return Violation(
        told(SH.focusNode),
        told(SH.resultMessage),
        "" if path is None else _path(report, path),
        told(SH.value),
        told(SH.resultSeverity).rpartition("#")[2],
    )


def _path(report: rdflib.Graph, path: Node) -> str:
    """Return a SHACL path in the notation of SPARQL."""
    if isinstance(path, rdflib.URIRef):
        return f"<{path}>"
    inverse = report.value(path, SH.inversePath)
    if inverse is not None:
        return f"^{_path(report, inverse)}"
    return "/".join(_path(report, step) for step in report.items(path))


def _term(term: NamedNode | BlankNode | Literal | Triple) -> Node:
    if isinstance(term, NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, BlankNode):
        return rdflib.BNode(term.value)
    if isinstance(term, Literal):
        if term.language:
            return rdflib.Literal(term.value, lang=term.language)
        return rdflib.Literal(term.value, datatype=rdflib.URIRef(term.datatype.value), normalize=False)
    raise DataInvalid(f"{term} is a triple term, which shapes cannot check", remedy="give plain triples")
