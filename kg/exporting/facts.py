"""What the exports read from a store: articles, actors, documents, acts and who tells of them.

Everything is read by SPARQL (the queries lie beside this module) into frozen values, sorted by IRI, so that
what is made of them does not depend on the order in which a store answers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, get_args
from weakref import WeakKeyDictionary

from kg.errors import LimitReached
from kg.model import ActorKind, DocumentKind
from kg.vocabulary import FAMILY, ONTOLOGY, document_class

if TYPE_CHECKING:
    from kg.graph.rows import Term
    from kg.graph.store import Store

Row = Mapping[str, str | None]
Rows = list[Row]

MOST_ROWS = 20_000_000
"""How many rows an export reads of one kind of fact at most."""

_KEPT: WeakKeyDictionary[Store, tuple[object, Facts]] = WeakKeyDictionary()
_QUERIES = Path(__file__).parent / "queries"
_ACTOR_KINDS = frozenset(get_args(ActorKind))
_DOCUMENT_KINDS = frozenset(document_class(kind) for kind in get_args(DocumentKind))
_WIKIDATA = "http://www.wikidata.org/entity/"


@dataclass(frozen=True, slots=True)
class ArticleFact:
    """An article as the store knows it."""

    iri: str
    name: str | None = None
    title: str | None = None
    published: str | None = None
    publisher: str | None = None
    url: str | None = None

    @property
    def label(self) -> str:
        """The headline, else the file's name, else the IRI."""
        return self.title or self.name or self.iri


@dataclass(frozen=True, slots=True)
class ActorFact:
    """An actor and what was decided about its Wikidata item.

    Parameters:
        wikidata: the QID of a positive link, ``None`` where there is none.
        judgement: positive, negative, unsure or none; ``None`` where nothing was decided.
        on_behalf_of: labels of those for whom it acts.
    """

    iri: str
    label: str
    kind: str
    office: str | None = None
    stated_size: int | None = None
    on_behalf_of: tuple[str, ...] = ()
    principals: tuple[str, ...] = ()
    wikidata: str | None = None
    judgement: str | None = None
    score: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class DocumentFact:
    """A document, its class in the ontology and the labels of its parties."""

    iri: str
    label: str
    kind: str
    parties: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class Quote:
    """Words of an article, and their character offsets in its stored text."""

    start: int
    end: int
    exact: str


@dataclass(frozen=True, slots=True)
class Telling:
    """One article's telling of an act: how, on whose word (IRIs, innermost first), in which words."""

    iri: str
    article: ArticleFact
    modality: str = "actual"
    confidence: str | None = None
    cue: str | None = None
    reader: str | None = None
    version: str | None = None
    chain: tuple[str, ...] = ()
    quotes: tuple[Quote, ...] = ()

    @property
    def place(self) -> tuple[int, int]:
        """Where in the article it begins, to sort by; the start of the text where no words are known."""
        return (self.quotes[0].start, self.quotes[0].end) if self.quotes else (0, 0)


@dataclass(frozen=True, slots=True)
class ActFact:
    """One act; actors, documents and other acts are named by their IRIs."""

    iri: str
    label: str
    type: str
    family: str
    performers: tuple[str, ...] = ()
    addressees: tuple[str, ...] = ()
    on_behalf_of: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    responds_to: tuple[str, ...] = ()
    content: str | None = None
    date: str | None = None
    earliest: str | None = None
    latest: str | None = None
    tellings: tuple[Telling, ...] = ()

    @property
    def happened(self) -> bool:
        """Tell whether some article tells it as having happened."""
        return any(telling.modality == "actual" for telling in self.tellings)


@dataclass(frozen=True, slots=True)
class Facts:
    """All that the exports draw on, each mapping keyed and sorted by IRI."""

    articles: Mapping[str, ArticleFact]
    actors: Mapping[str, ActorFact]
    documents: Mapping[str, DocumentFact]
    acts: Mapping[str, ActFact]

    def names(self, iris: Iterable[str]) -> tuple[str, ...]:
        """Return the labels of actors, documents or acts, in the order of ``iris``."""
        return tuple(self.name(iri) for iri in iris)

    def name(self, iri: str) -> str:
        """Return the label of an actor, a document or an act; its IRI's last step where it has none."""
        known = self.actors.get(iri) or self.documents.get(iri) or self.acts.get(iri)
        return known.label if known else _last_step(iri)

    def responses(self) -> dict[str, tuple[str, ...]]:
        """Return the acts that answer each act, sorted by IRI."""
        found: dict[str, list[str]] = defaultdict(list)
        for act in self.acts.values():
            for answered in act.responds_to:
                found[answered].append(act.iri)
        return {iri: tuple(answers) for iri, answers in sorted(found.items())}

    def lines(self) -> list[tuple[str, str, str]]:
        """Return each line of the graph once, sorted, as source, target and the ontology's name of the relation."""
        found: set[tuple[str, str, str]] = set()
        for act in self.acts.values():
            found.update((performer, act.iri, "performer") for performer in act.performers)
            found.update((act.iri, addressee, "addressee") for addressee in act.addressees)
            found.update((act.iri, document, "document") for document in act.documents)
            found.update((act.iri, answered, "respondsTo") for answered in act.responds_to)
        for actor in self.actors.values():
            found.update((actor.iri, principal, "onBehalfOf") for principal in actor.principals)
        return sorted(found)


def facts(store: Store) -> Facts:
    """Return everything that the exports show of a store (:class:`kg.graph.store.Store`).

    What a read-only store holds is read once: it stays as it is until it is refreshed.

    Raises:
        LimitReached: when the store holds more than the limits of a query allow.
    """
    if store.writable:
        return _read(store)
    kept = _KEPT.get(store)
    if kept is None or kept[0] is not store.quads:
        kept = _KEPT[store] = (store.quads, _read(store))
    return kept[1]


def _read(store: Store) -> Facts:
    articles = _articles(rows(store, "articles"))
    return Facts(
        articles=articles,
        actors=_actors(rows(store, "actors"), rows(store, "actor_relations"), rows(store, "links")),
        documents=_documents(rows(store, "documents")),
        acts=_acts(rows(store, "acts"), rows(store, "act_relations"), _tellings(store, articles)),
    )


def rows(store: Store, name: str) -> Rows:
    """Ask one of the queries beside this module; every term comes as its IRI or its words.

    All rows are taken, up to :data:`MOST_ROWS`: an export that lacks some would look whole.

    Raises:
        LimitReached: when there are more rows, or the query takes too long.
    """
    from kg.graph.sparql import ask

    found = ask(store, (_QUERIES / f"{name}.rq").read_text(encoding="utf-8"), name=name, most=MOST_ROWS)
    if found.truncated:
        raise LimitReached(
            f"the store holds more than {len(found.rows):,} rows to export",
            where=name,
            remedy="export the RDF instead, or fewer articles",
        )
    return [dict(zip(found.columns, map(_words, row), strict=True)) for row in found.rows]


def _words(term: Term | None) -> str | None:
    value = getattr(term, "value", term)
    return None if value is None else str(value)


def _last_step(iri: str) -> str:
    return iri.rstrip("/").rsplit("/", 1)[-1].rsplit("#", 1)[-1]


def _grouped(found: Rows, key: str) -> dict[str, Rows]:
    groups: dict[str, Rows] = defaultdict(list)
    for row in found:
        if row[key] is not None:
            groups[str(row[key])].append(row)
    return dict(sorted(groups.items()))


def _values(found: Rows, key: str) -> tuple[str, ...]:
    return tuple(sorted({value for row in found if (value := row.get(key)) is not None}))


def _first(found: Rows, key: str) -> str | None:
    return next(iter(_values(found, key)), None)


def _joined(found: Rows, key: str) -> str | None:
    """Rival values stay side by side."""
    return " | ".join(_values(found, key)) or None


def _kind(found: Rows, known: Iterable[str], default: str) -> str:
    names = {value.removeprefix(ONTOLOGY) for value in _values(found, "type")}
    return next(iter(sorted(names.intersection(known))), default)


def _articles(found: Rows) -> dict[str, ArticleFact]:
    return {
        iri: ArticleFact(iri, *(_first(some, key) for key in ("name", "title", "published", "publisher", "url")))
        for iri, some in _grouped(found, "article").items()
    }


def _actors(found: Rows, relations: Rows, links: Rows) -> dict[str, ActorFact]:
    principals = _grouped(relations, "actor")
    decided = _grouped(links, "actor")
    return {
        iri: _actor(iri, some, principals.get(iri, []), decided.get(iri, []))
        for iri, some in _grouped(found, "actor").items()
    }


def _actor(iri: str, some: Rows, principals: Rows, decided: Rows) -> ActorFact:
    link = (
        min(decided, key=lambda row: (row["judgement"] != ONTOLOGY + "positive", sorted(map(str, row.items()))))
        if decided
        else {}
    )
    judgement = (link.get("judgement") or "").removeprefix(ONTOLOGY) or None
    item = (link.get("item") or "").removeprefix(_WIKIDATA) or None
    size = _first(some, "size")
    return ActorFact(
        iri=iri,
        label=_first(some, "label") or _last_step(iri),
        kind=_kind(some, _ACTOR_KINDS, "Actor"),
        office=_joined(some, "office"),
        stated_size=int(size) if size and size.isascii() and size.isdigit() else None,
        on_behalf_of=tuple(
            sorted({row["label"] or _last_step(str(row["principal"])) for row in principals if row["principal"]})
        ),
        principals=_values(principals, "principal"),
        wikidata=item if judgement == "positive" else None,
        judgement=judgement,
        score=link.get("score"),
        reason=link.get("reason"),
    )


def _documents(found: Rows) -> dict[str, DocumentFact]:
    return {
        iri: DocumentFact(
            iri=iri,
            label=_first(some, "label") or _last_step(iri),
            kind=_kind(some, _DOCUMENT_KINDS - {"Document"}, "Document"),
            parties=_values(some, "party"),
        )
        for iri, some in _grouped(found, "document").items()
    }


def _tellings(store: Store, articles: Mapping[str, ArticleFact]) -> dict[str, list[Telling]]:
    quotes = _grouped(rows(store, "quotes"), "telling")
    chains = _grouped(rows(store, "chains"), "telling")
    found: dict[str, list[Telling]] = defaultdict(list)
    for iri, some in _grouped(rows(store, "tellings"), "telling").items():
        article = str(some[0]["article"])
        telling = Telling(
            iri=iri,
            article=articles.get(article, ArticleFact(article)),
            modality=(_first(some, "modality") or "actual").removeprefix(ONTOLOGY),
            confidence=_first(some, "confidence"),
            cue=_first(some, "cue"),
            reader=_first(some, "reader"),
            version=_first(some, "version"),
            chain=_chain(chains.get(iri, [])),
            quotes=_quotes(quotes.get(iri, [])),
        )
        found[str(some[0]["act"])].append(telling)
    return found


def _chain(found: Rows) -> tuple[str, ...]:
    levels = sorted({(int(row["level"] or 0), str(row["source"])) for row in found})
    return tuple(source for _, source in levels)


def _quotes(found: Rows) -> tuple[Quote, ...]:
    return tuple(sorted({Quote(int(row["start"] or 0), int(row["end"] or 0), row["exact"] or "") for row in found}))


def _acts(found: Rows, relations: Rows, tellings: Mapping[str, list[Telling]]) -> dict[str, ActFact]:
    related = _grouped(relations, "act")
    acts = {}
    for iri, some in _grouped(found, "act").items():
        kind = _kind(some, FAMILY, "SpeechAct")
        towards: dict[str, set[str]] = defaultdict(set)
        for row in related.get(iri, []):
            towards[str(row["relation"]).removeprefix(ONTOLOGY)].add(str(row["thing"]))
        acts[iri] = ActFact(
            iri=iri,
            label=_first(some, "label") or _last_step(iri),
            type=kind,
            family=FAMILY.get(kind, "SpeechAct"),
            performers=tuple(sorted(towards["performer"])),
            addressees=tuple(sorted(towards["addressee"])),
            on_behalf_of=tuple(sorted(towards["onBehalfOf"])),
            documents=tuple(sorted(towards["document"])),
            responds_to=tuple(sorted(towards["respondsTo"])),
            content=_joined(some, "content"),
            date=_joined(some, "date"),
            earliest=_first(some, "earliest"),
            latest=next(iter(reversed(_values(some, "latest"))), None),
            tellings=tuple(tellings.get(iri, ())),
        )
    return acts
