"""The picture: actors, documents and acts as a network, in one page that needs no network.

pyvis builds the network's nodes, edges and options and brings vis-network, which stands in the page; the page
around them is ours, for pyvis's own asks a content delivery network for its style, runs what is put into titles
and headings as HTML, and moves for a minute. Here every text is set as text, a Content-Security-Policy lets no
request out and no script run but the two named by their hash, and the places are computed (:mod:`layout`).
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import isqrt
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.exporting.facts import ActFact, ActorFact, ArticleFact, DocumentFact, Facts, Telling, facts
from kg.exporting.files import write_text
from kg.exporting.layout import Box, layout
from kg.exporting.looks import kind_label, looks, template, type_label
from kg.limits import limit

if TYPE_CHECKING:
    from kg.graph.store import Store

_LABEL = 38
_WIDEST = 22  # letters before a label goes on in a second line
_VIS = ("lib", "vis-9.1.2", "vis-network.min.js")

Place = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Node:
    """A thing that is drawn; ``role`` is act, actor or document."""

    iri: str
    role: str
    label: str
    group: str
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Edge:
    """A line from one thing to another; ``relation`` is a key of the relations in ``looks.json``."""

    source: str
    target: str
    relation: str


@dataclass(frozen=True, slots=True)
class PictureGraph:
    """What is drawn of a store, and out of how much.

    Parameters:
        facts: all that the store holds.
        nodes: the things drawn, by IRI.
        edges: sorted.
        acts_in_all: acts in the store, drawn or not.
        things_in_all: acts and the actors and documents they touch, drawn or not.
    """

    facts: Facts
    nodes: Mapping[str, Node]
    edges: tuple[Edge, ...]
    acts_in_all: int
    things_in_all: int

    @property
    def acts(self) -> tuple[ActFact, ...]:
        """The acts drawn, as the store sorts them."""
        return tuple(act for iri, act in self.facts.acts.items() if iri in self.nodes)


def picture(store: Store, out: Path, *, note: str = "") -> PictureGraph:
    """Draw the store into the page ``out``.

    Parameters:
        store: a :class:`kg.graph.store.Store`.
        out: the page, replaced whole.
        note: a sentence for the reader, such as that the articles are illustrations.

    Raises:
        UsageError: when ``out`` cannot be written.
    """
    graph = from_store(store)
    write_text(out, page(graph, note=note))
    return graph


def from_store(store: Store) -> PictureGraph:
    """Read what to draw: every act with its actors and documents, at most ``DEMARCHE_MAX_PICTURE_NODES`` things."""
    return from_facts(facts(store), limit("DEMARCHE_MAX_PICTURE_NODES"))


def from_facts(known: Facts, most: int) -> PictureGraph:
    """Choose what to draw: all, or where that is more than ``most`` things, the most connected acts."""
    touched = {act.iri: _touched(act) for act in known.acts.values()}
    everything = set(touched) | {thing for things in touched.values() for thing in things}
    drawn = everything if len(everything) <= most else _most_connected(known, touched, most)
    nodes = {iri: _node(known, iri) for iri in sorted(drawn)}
    return PictureGraph(
        facts=known,
        nodes=nodes,
        edges=tuple(_edge(*line) for line in known.lines() if line[0] in nodes and line[1] in nodes),
        acts_in_all=len(known.acts),
        things_in_all=len(everything),
    )


def _touched(act: ActFact) -> frozenset[str]:
    return frozenset((*act.performers, *act.addressees, *act.documents))


def _most_connected(known: Facts, touched: Mapping[str, frozenset[str]], most: int) -> set[str]:
    """The acts with the most lines, each with all it touches, until the next would be too much."""
    responses = known.responses()
    lines = {
        iri: len(things) + len(known.acts[iri].responds_to) + len(responses.get(iri, ()))
        for iri, things in touched.items()
    }
    drawn: set[str] = set()
    for iri in sorted(touched, key=lambda iri: (-lines[iri], iri)):
        more = drawn | {iri} | touched[iri]
        if len(more) > most:
            break
        drawn = more
    return drawn


def _node(known: Facts, iri: str) -> Node:
    if iri in known.acts:
        act = known.acts[iri]
        return Node(iri, "act", type_label(act.type), act.family, dashed=not act.happened)
    thing: ActorFact | DocumentFact | None = known.actors.get(iri) or known.documents.get(iri)
    role = "document" if iri in known.documents else "actor"
    kind = thing.kind if thing else ("Document" if role == "document" else "Actor")
    return Node(iri, role, known.name(iri), str(looks()["kinds"].get(kind, {"group": "organisation"})["group"]))


def _edge(source: str, target: str, relation: str) -> Edge:
    return Edge(source, target, "actsFor" if relation == "onBehalfOf" else relation)


def page(graph: PictureGraph, *, note: str = "") -> str:
    """Return the page as HTML; the same graph gives the same bytes."""
    script, library = template("picture.js"), _vis_network()
    style = template("style.css") + template("picture.css")
    policy = "; ".join(
        (
            "default-src 'none'",
            f"script-src {_hash(library)} {_hash(script)}",
            "style-src 'unsafe-inline'",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )
    parts = {
        "POLICY": policy,
        "STYLE": style,
        "DATA": for_script(_data(graph, note)),
        "LIBRARY": library,
        "SCRIPT": script,
    }
    # In one pass: a part may hold what looks like the place of another.
    return re.sub(r"@@([A-Z]+)@@", lambda place: parts[place[1]], template("picture.html"))


def for_script(value: object) -> str:
    r"""Return JSON that may stand inside a ``<script>`` element: nothing in it ends the element or a line.

    >>> for_script("</script>")
    '"\\u003c/script\\u003e"'
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def _hash(script: str) -> str:
    digest = hashlib.sha256(script.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def _vis_network() -> str:
    import pyvis

    return Path(pyvis.__file__).parent.joinpath(*_VIS).read_text(encoding="utf-8").replace("\r\n", "\n")


def _data(graph: PictureGraph, note: str) -> dict[str, Any]:
    keys = {iri: f"n{number}" for number, iri in enumerate(graph.nodes)}
    views = _views(graph, keys)
    nodes, edges, options = _network(graph, keys, views[0]["places"])
    known = graph.facts
    responses = known.responses()
    return {
        "note": note,
        "acts_in_all": graph.acts_in_all,
        "things_in_all": graph.things_in_all,
        "looks": looks(),
        "nodes": nodes,
        "edges": edges,
        "options": options,
        "views": views,
        "acts": {
            keys[act.iri]: _act(known, act, responses.get(act.iri, ()), keys)
            for act in sorted(graph.acts, key=_as_told)
        },
        "actors": {keys[iri]: _actor(actor) for iri, actor in known.actors.items() if iri in keys},
        "documents": {keys[iri]: _document(document) for iri, document in known.documents.items() if iri in keys},
    }


def _network(
    graph: PictureGraph, keys: Mapping[str, str], places: Mapping[str, Place]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]], dict[str, Any]]:
    """Build the network with pyvis and return its nodes, edges and options."""
    from pyvis.network import Network

    network = Network(directed=True)  # undirected would drop parallel lines
    for node in graph.nodes.values():
        x, y, size = places[keys[node.iri]]
        network.add_node(keys[node.iri], label=_short(node.label), x=x, y=y, **_drawn(node, size))
    for edge in graph.edges:
        look = looks()["relations"][edge.relation]
        network.add_edge(
            keys[edge.source],
            keys[edge.target],
            relation=edge.relation,
            arrows=look["arrows"],
            color={"color": look["colour"], "highlight": look["colour"], "hover": look["colour"]},
            width=look["width"],
            dashes=look.get("dashes", False),
        )
    network.set_options(template("options.json"))
    nodes, edges, _, _, _, options = network.get_network_data()
    return nodes, edges, options if isinstance(options, dict) else json.loads(options)


def _drawn(node: Node, size: int) -> dict[str, Any]:
    look = _look(node)
    dashed = node.dashed or look.get("dashed", False)
    return {
        "role": node.role,
        "shape": "box",
        "color": {
            "background": look["background"],
            "border": "#1b1f24" if node.dashed else look["border"],
            "highlight": {"background": look["background"], "border": "#000000"},
            "hover": {"background": look["background"], "border": "#000000"},
        },
        "font": {"color": look["text"], "size": size},
        "shapeProperties": {"borderRadius": look["radius"], "borderDashes": [4, 3] if dashed else False},
        "widthConstraint": {"maximum": round(_WIDEST * 0.62 * size)},
    }


def _look(node: Node) -> dict[str, Any]:
    if node.role != "act":
        group: dict[str, Any] = looks()["groups"][node.group]
        return group
    family = looks()["families"][node.group]
    return {"background": family["colour"], "border": family["colour"], "text": family["text"], "radius": 5}


def _short(label: str) -> str:
    """Labels are short in the picture and whole in the panel."""
    line = " ".join(label.split())
    return line if len(line) <= _LABEL else line[: _LABEL - 1].rstrip() + "…"


def _views(graph: PictureGraph, keys: Mapping[str, str]) -> list[dict[str, Any]]:
    """Everything, then each article by itself, each with its own places."""
    views = [{"label": "All articles", "places": _places(graph, graph.nodes, keys)}]
    for article in sorted(graph.facts.articles.values(), key=_in_time):
        acts = [act for act in graph.acts if any(telling.article.iri == article.iri for telling in act.tellings)]
        things = {iri for act in acts for iri in (act.iri, *_touched(act))}
        if things:
            drawn = [iri for iri in graph.nodes if iri in things]
            views.append({"label": article.label, "places": _places(graph, drawn, keys)})
    return views


def _in_time(article: ArticleFact) -> tuple[str, str, str]:
    return article.published or "", article.label, article.iri


def _places(graph: PictureGraph, drawn: Iterable[str], keys: Mapping[str, str]) -> dict[str, Place]:
    """Where each thing stands, and the size of its letters: the more lines an actor has, the larger."""
    inside = set(drawn)
    edges = [(edge.source, edge.target) for edge in graph.edges if edge.source in inside and edge.target in inside]
    lines = Counter(iri for edge in edges for iri in edge)
    sizes = {iri: _size(graph.nodes[iri], lines[iri], len(inside)) for iri in graph.nodes if iri in inside}
    placed = layout({iri: _box(graph.nodes[iri], size) for iri, size in sizes.items()}, edges)
    return {keys[iri]: (*placed[iri], size) for iri, size in sizes.items()}


def _size(node: Node, lines: int, things: int) -> int:
    """Letters grow with an actor's lines, more so in a large picture, which is seen from further away."""
    return min(13 + isqrt(lines * max(things, 60) // 8), 64) if node.role == "actor" and lines > 1 else 13


def _box(node: Node, size: int) -> Box:
    """The room a node takes with vis-network's fonts, nearly."""
    label = _short(node.label)
    letters = min(len(label), _WIDEST)
    rows = -(-len(label) // max(letters, 1))
    return Box(letters * 0.6 * size + 20, 1.2 * size * rows + 14)


def _as_told(act: ActFact) -> tuple[Any, ...]:
    """By article in time, then in the order of its text."""
    telling = min(act.tellings, key=lambda t: _in_time(t.article))
    return (*_in_time(telling.article), telling.place, act.iri)


def _act(known: Facts, act: ActFact, responses: Iterable[str], keys: Mapping[str, str]) -> dict[str, Any]:
    return {
        "iri": act.iri,
        "type": act.type,
        "type_label": type_label(act.type),
        "family": act.family,
        "performers": _named(known, act.performers, keys),
        "addressees": _named(known, act.addressees, keys),
        "for": list(known.names(act.on_behalf_of)),
        "documents": _named(known, act.documents, keys),
        "answers": _named(known, act.responds_to, keys),
        "answered_by": _named(known, responses, keys),
        "content": act.content,
        "date": act.date,
        "tellings": [_telling(known, telling) for telling in act.tellings],
    }


def _named(known: Facts, iris: Iterable[str], keys: Mapping[str, str]) -> list[dict[str, str | None]]:
    return [{"key": keys.get(iri), "label": known.name(iri)} for iri in iris]


def _telling(known: Facts, telling: Telling) -> dict[str, Any]:
    article = telling.article
    return {
        "article": article.label,
        "article_iri": article.iri,
        "name": article.name,
        "publisher": article.publisher,
        "published": article.published,
        "url": article.url,
        "modality": telling.modality,
        "confidence": telling.confidence,
        "reader": telling.reader,
        "chain": list(known.names(telling.chain)),
        "quotes": [quote.exact for quote in telling.quotes],
    }


def _actor(actor: ActorFact) -> dict[str, Any]:
    return {
        "label": actor.label,
        "kind": kind_label(actor.kind),
        "office": actor.office,
        "for": list(actor.on_behalf_of),
        "size": actor.stated_size,
        "wikidata": actor.wikidata,
    }


def _document(document: DocumentFact) -> dict[str, Any]:
    return {"label": document.label, "kind": kind_label(document.kind), "parties": list(document.parties)}
