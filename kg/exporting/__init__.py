"""Out of the store: RDF, tables, graph files, the picture and the index page.

``FORMATS`` lists what ``kg export`` writes; the module of a format is imported when it is first used. To add one,
write a function that takes a store and a path in a module here, and add a line to ``FORMATS``.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.graph.store import Store

__all__ = ["FORMATS", "Format", "write"]


@dataclass(frozen=True, slots=True)
class Format:
    """A format of export.

    Parameters:
        suffix: of its files, with the dot.
        writer: ``module:function`` within this package; the function takes a store and a path.
        about: what it is good for.
    """

    suffix: str
    writer: str
    about: str

    def write(self, store: Store, path: Path) -> None:
        """Write the store to ``path``, whole or not at all.

        Raises:
            UsageError: when the file cannot be written.
            LimitReached: when the store holds more than the limits allow.
        """
        module, _, function = self.writer.partition(":")
        getattr(import_module(f"{__name__}.{module}"), function)(store, path)


FORMATS: dict[str, Format] = {
    "nquads": Format(".nq", "rdf:write_nquads", "the whole graph, a sorted line a statement; loads everywhere"),
    "trig": Format(".trig", "rdf:write_trig", "the whole graph with its named graphs, for people to read"),
    "turtle": Format(".ttl", "rdf:write_turtle", "the union of the named graphs, for people to read"),
    "jsonld": Format(".jsonld", "rdf:write_jsonld", "the whole graph as JSON, with its context inside"),
    "acts": Format(".csv", "tables:write_acts", "a row a telling of an act"),
    "actors": Format(".csv", "tables:write_actors", "a row an actor, with its Wikidata item and why"),
    "documents": Format(".csv", "tables:write_documents", "a row a document"),
    "acts-jsonl": Format(".jsonl", "tables:write_acts_jsonl", "the acts as JSON, an object a line, lists as lists"),
    "graphml": Format(".graphml", "graph_files:write_graphml", "the network for yEd, Cytoscape, igraph, NetworkX"),
    "gexf": Format(".gexf", "graph_files:write_gexf", "the network for Gephi"),
    "picture": Format(".html", "picture:picture", "the network as a page that opens without a network"),
}
"""What can be exported, by the name that ``kg export`` takes."""


def write(name: str, store: Store, path: Path) -> None:
    """Write the store to ``path`` in the format called ``name``.

    Raises:
        UsageError: when there is no such format, or the file cannot be written.
        LimitReached: when the store holds more than the limits allow.
    """
    if name not in FORMATS:
        near = difflib.get_close_matches(name, FORMATS, 1)
        remedy = f"did you mean {near[0]}?" if near else f"formats are {', '.join(FORMATS)}"
        raise UsageError(f"there is no format {name!r}", remedy=remedy)
    FORMATS[name].write(store, path)
