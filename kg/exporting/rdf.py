"""The graph as RDF: N-Quads, TriG, Turtle and JSON-LD, in one order, whatever order the store answers in."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from kg import iri
from kg.exporting.files import whole
from kg.vocabulary import NAMESPACES

if TYPE_CHECKING:
    from kg.graph.store import Store

_TYPE = NAMESPACES["rdf"] + "type"
_STRING = NAMESPACES["xsd"] + "string"


def write_nquads(store: Store, path: Path) -> None:
    """Write every quad, a line each, sorted by byte as ``LC_ALL=C sort`` does."""
    with whole(path) as temporary:
        store.dump(temporary)


def write_trig(store: Store, path: Path) -> None:
    """Write the named graphs, the things in each sorted by IRI, with the prefixes of the graph."""
    _write(sorted(store.quads, key=_order), path, ox.RdfFormat.TRIG)


def write_turtle(store: Store, path: Path) -> None:
    """Write the union of the named graphs, which forgets what stands in which, things sorted by IRI."""
    merged = {ox.Quad(quad.subject, quad.predicate, quad.object) for quad in store.quads}
    _write((quad.triple for quad in sorted(merged, key=_order)), path, ox.RdfFormat.TURTLE)


def write_jsonld(store: Store, path: Path) -> None:
    """Write the named graphs as JSON-LD 1.1; the context stands in the file, so that no reader fetches one."""
    quads = sorted(store.quads, key=_order)
    graphs = [
        {"@id": name, "@graph": [_node(thing, list(some)) for thing, some in groupby(inside, key=_subject)]}
        for name, inside in groupby(quads, key=lambda quad: _named(quad.graph_name))
    ]
    # Terms are compacted by hand to prefix:name, which reads back as the same IRI without any JSON-LD algorithm.
    document = {"@context": {"@version": 1.1, **NAMESPACES}, "@graph": graphs}
    with whole(path) as temporary, temporary.open("w", encoding="utf-8", newline="\n") as out:
        json.dump(document, out, ensure_ascii=False, indent=1)
        out.write("\n")


def _write(statements: Iterable[ox.Quad] | Iterable[ox.Triple], path: Path, form: ox.RdfFormat) -> None:
    with whole(path) as temporary:
        ox.serialize(statements, str(temporary), format=form, prefixes=NAMESPACES, base_iri=iri.base())


def _order(quad: ox.Quad) -> tuple[str, str, bool, str, str]:
    """By graph, then by thing; the thing's classes first."""
    predicate = quad.predicate.value
    return str(quad.graph_name), str(quad.subject), predicate != _TYPE, predicate, str(quad.object)


def _subject(quad: ox.Quad) -> str:
    return _named(quad.subject)


def _named(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode) else str(term)


def _node(thing: str, quads: list[ox.Quad]) -> dict[str, Any]:
    node: dict[str, Any] = {"@id": thing}
    for predicate, some in groupby(quads, key=lambda quad: quad.predicate.value):
        objects = [quad.object for quad in some]
        if predicate == _TYPE:
            node["@type"] = [_compact(_named(one)) for one in objects]
        else:
            node[_compact(predicate)] = list(_values(objects))
    return node


def _values(objects: Iterable[object]) -> Iterator[dict[str, str]]:
    for one in objects:
        if not isinstance(one, ox.Literal):
            yield {"@id": _named(one)}
        elif one.language:
            yield {"@value": one.value, "@language": one.language}
        elif one.datatype.value == _STRING:
            yield {"@value": one.value}
        else:
            yield {"@value": one.value, "@type": _compact(one.datatype.value)}


def _compact(name: str) -> str:
    for prefix, namespace in NAMESPACES.items():
        if name.startswith(namespace) and not name.startswith("//", len(namespace)):
            return f"{prefix}:{name[len(namespace) :]}"
    return name
