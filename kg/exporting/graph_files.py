"""The network for other programs: GraphML and GEXF, by NetworkX.

Both are XML 1.0, which cannot hold most control characters: they are written as U+FFFD. Both know no lists and no
missing values: lists are parted by `` | ``, and what is missing is left out. Parallel lines are kept.
"""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.exporting.facts import Facts, facts
from kg.exporting.files import write_text

if TYPE_CHECKING:
    from kg.graph.store import Store

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TODAY = re.compile(r"<meta\b.*?</meta>|<meta\b[^>]*/>", re.DOTALL)


def write_graphml(store: Store, path: Path) -> None:
    """Write actors, documents and acts and what joins them as GraphML."""
    import networkx

    out = io.BytesIO()
    # The writer by ElementTree: the one by lxml is taken only where lxml is installed, and differs in bytes.
    networkx.write_graphml_xml(network(facts(store)), out, prettyprint=True)
    write_text(path, out.getvalue().decode("utf-8"))


def write_gexf(store: Store, path: Path) -> None:
    """Write actors, documents and acts and what joins them as GEXF 1.2, without the day on which it was written."""
    import networkx

    lines = "\n".join(networkx.generate_gexf(network(facts(store)), prettyprint=True))
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    write_text(path, head + re.sub(r"\n\s*\n", "\n", _TODAY.sub("", lines, count=1)) + "\n")


def network(known: Facts) -> Any:
    """Return the facts as a ``networkx.MultiDiGraph``, things named by their IRI.

    Nodes have ``label``, ``role`` (act, actor, document) and ``kind``; acts also ``family``, ``date``, ``earliest``,
    ``latest``, ``modality``, ``content``, ``quotes``, ``attributed_to`` and ``articles``. Edges have ``relation``:
    ``performer`` (actor to act), ``addressee`` and ``document`` (from the act), ``respondsTo`` (act to act),
    ``onBehalfOf`` (actor to actor).
    """
    import networkx

    graph = networkx.MultiDiGraph()
    for actor in known.actors.values():
        graph.add_node(
            actor.iri,
            **_attributes(
                label=actor.label, role="actor", kind=actor.kind, wikidata=actor.wikidata, stated_size=actor.stated_size
            ),
        )
    for document in known.documents.values():
        graph.add_node(document.iri, **_attributes(label=document.label, role="document", kind=document.kind))
    for act in known.acts.values():
        graph.add_node(
            act.iri,
            **_attributes(
                label=act.label,
                role="act",
                kind=act.type,
                family=act.family,
                date=act.date,
                earliest=act.earliest,
                latest=act.latest,
                modality=_parted(sorted({telling.modality for telling in act.tellings})),
                content=act.content,
                quotes=_parted(quote.exact for telling in act.tellings for quote in telling.quotes),
                attributed_to=_parted(" → ".join(known.names(told.chain)) for told in act.tellings if told.chain),
                articles=_parted(telling.article.label for telling in act.tellings),
            ),
        )
    for number, (source, target, relation) in enumerate(known.lines()):
        if source in graph and target in graph:
            # Both formats take the key for the line's id, which must be unique in the file.
            graph.add_edge(source, target, key=f"e{number}", relation=relation)
    return graph


def _parted(values: Any) -> str:
    return " | ".join(values)


def _attributes(**given: str | int | None) -> dict[str, str | int]:
    kept = {name: value for name, value in given.items() if value is not None and value != ""}
    return {name: _NOT_XML.sub("\ufffd", value) if isinstance(value, str) else value for name, value in kept.items()}
