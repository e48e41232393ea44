"""A small store for the tests of SPARQL: three letters in two graphs."""

from __future__ import annotations

import pyoxigraph as ox

from kg.graph.store import Store

G, H = "https://example.org/g", "https://example.org/h"
ALL = "SELECT ?s WHERE { ?s ?p ?o } ORDER BY ?s"


def iri(name: str) -> ox.NamedNode:
    return ox.NamedNode(f"https://example.org/{name}")


def letters() -> Store:
    """Return a store in memory: a and b in the graph :data:`G`, b and c in :data:`H`."""
    made = Store()
    for graph, names in ((G, "ab"), (H, "bc")):
        quads = [ox.Quad(iri(name), iri("p"), ox.Literal(name), ox.NamedNode(graph)) for name in names]
        made.put(graph, quads)
    return made
