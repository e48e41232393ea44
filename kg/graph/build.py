"""Makes RDF of readings, of the reference data and of the links: lists of quads with IRIs made from content alone.

One reading becomes one named graph without blank nodes; equal readings become equal bytes (:func:`nquads`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from pyoxigraph import CanonicalizationAlgorithm, Dataset, Literal, NamedNode, Quad, RdfFormat, serialize

from kg import iri
from kg.errors import DataInvalid
from kg.graph import ontology
from kg.graph.dates import bounds, is_day
from kg.graph.terms import LABEL, TYPE, address, day, decimal, dem, edtf, english, item, name, whole, words
from kg.model import Act, Actor, Article, Attestation, Document, Link, Reading, Span
from kg.reference import Holder, Reference
from kg.vocabulary import FAMILY, OPENING_TYPES, document_class


@dataclass(slots=True)
class Sheet:
    """Quads of one named graph, gathered without duplicates."""

    graph: NamedNode
    gathered: set[Quad] = field(default_factory=set)
    labelled: dict[NamedNode, str] = field(default_factory=dict)

    def add(self, subject: NamedNode, predicate: NamedNode, *objects: NamedNode | Literal) -> None:
        """Add one quad for each object."""
        for value in objects:
            self.gathered.add(Quad(subject, predicate, value, self.graph))

    def label(self, subject: NamedNode, text: str) -> None:
        """Add a label; a second, different one becomes an alternative label."""
        first = self.labelled.setdefault(subject, text)
        self.add(subject, LABEL if first == text else name("skos:altLabel"), english(text))

    def quads(self) -> list[Quad]:
        """Return the quads in the order of their N-Quads."""
        return sorted(self.gathered, key=str)


def quads(reading: Reading) -> list[Quad]:
    """Return a reading as quads, all in the named graph of its article and reader.

    Raises:
        DataInvalid: when a date is not valid EDTF, an act answers one that the reading lacks, a type is none of the
            guide's, or a number is none; the message names the article and the act.
    """
    return _Builder(reading).build()


def nquads(of: Iterable[Quad]) -> bytes:
    """Return quads as N-Quads (UTF-8), each once, sorted by line: equal quads give equal bytes."""
    lines = serialize(of, format=RdfFormat.N_QUADS)
    assert lines is not None  # serialize returns bytes where it is given no output
    # Line ends within literals are escaped, so that only b"\n" ends a line.
    return b"".join(sorted({line + b"\n" for line in lines.split(b"\n") if line}))


class _Builder:
    """Builds the graph of one reading."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.article = NamedNode(iri.article(reading.article))
        self.sheet = Sheet(NamedNode(iri.graph(reading.article, reading.reader)))
        self.acts = {key: NamedNode(value) for key, value in iri.acts(reading).items()}
        self.act_labels = {act.id: act_label(act) for act in reading.acts}
        self.known: dict[str, Actor] = {}
        for actor in (*reading.actors, *(mention.actor for mention in reading.mentions)):
            self.known.setdefault(actor.label, actor)

    def build(self) -> list[Quad]:
        """Return the quads of the reading."""
        self.add_article(self.reading.article)
        node = NamedNode(iri.reading(self.reading))
        self.sheet.add(node, TYPE, dem("Reading"))
        self.sheet.add(node, dem("reader"), words(self.reading.reader))
        self.sheet.add(node, dem("version"), words(self.reading.version))
        self.sheet.add(node, name("prov:used"), self.article)
        for act, told in self.reading.told:
            try:
                self.add_act(act)
                self.add_attestation(act, told)
            except DataInvalid as error:
                where = f"{self.reading.article.name}, act {act.id} ({act.type})"
                raise DataInvalid(error.what, where=where, remedy=error.remedy) from error
        self.add_exchanges()
        return self.sheet.quads()

    def add_article(self, article: Article) -> None:
        """Add what is known of the article itself."""
        add, node = self.sheet.add, self.article
        add(node, TYPE, dem("NewsArticle"))
        add(node, dem("fileName"), words(article.name))
        add(node, dem("text"), words(article.text))
        add(node, dem("digest"), words(article.digest))
        if article.title is not None:
            add(node, name("schema:headline"), words(article.title))
        if article.publisher is not None:
            add(node, name("schema:publisher"), words(article.publisher))
        if article.published is not None:
            if not is_day(article.published):
                raise DataInvalid(
                    f"the date of publication {article.published!r} is no day of the calendar",
                    where=article.name,
                    remedy="give it as YYYY-MM-DD, or leave it out",
                )
            add(node, name("schema:datePublished"), day(article.published))
        if article.url is not None:
            url = address(article.url)
            if url is None:
                add(node, dem("addressAsTold"), words(article.url))
            else:
                add(node, name("schema:url"), url)

    def add_actor(self, actor: Actor) -> NamedNode:
        """Add an actor and return its IRI."""
        add, node = self.sheet.add, NamedNode(iri.actor(actor, self.reading.article))
        add(node, TYPE, dem(actor.kind))
        self.sheet.label(node, actor.label)
        if actor.stated_size is not None:
            add(node, dem("statedSize"), whole(actor.stated_size))
        if actor.office is not None:
            add(node, dem("officeTitle"), words(actor.office))
        principal = self.principal(actor)
        if principal is not None and principal != node:
            add(node, dem("onBehalfOf"), principal)
        return node

    def principal(self, actor: Actor) -> NamedNode | None:
        """Return the IRI of the state or organisation for which an actor acts, added to the graph."""
        label = actor.on_behalf_of
        if label is None:
            return None
        known = self.known.get(label)
        if known is not None:
            node = NamedNode(iri.actor(known, self.reading.article))
            self.sheet.add(node, TYPE, dem(known.kind))
        else:  # of what kind it is, the reading does not say: the reference graph may
            node = NamedNode(iri.named_actor(label))
            self.sheet.add(node, TYPE, dem("Actor"))
        self.sheet.label(node, label)
        return node

    def add_document(self, document: Document) -> NamedNode:
        """Add a document and return its IRI."""
        add, node = self.sheet.add, NamedNode(iri.document(document, self.reading.article))
        add(node, TYPE, dem(document_class(document.kind)))
        self.sheet.label(node, document.label)
        for label in document.parties:
            party = self.known.get(label)
            if party is None:
                add(node, dem("partyLabel"), words(label))
            else:
                add(node, dem("party"), self.add_actor(party))
        return node

    def add_act(self, act: Act) -> None:
        """Add an act: who, to whom, by which document, answering what, when."""
        if act.type not in FAMILY:
            raise DataInvalid(f"{act.type!r} is not an act type", remedy="use one of the 34 types of the guide")
        add, node = self.sheet.add, self.acts[act.id]
        add(node, TYPE, dem(act.type))
        add(node, LABEL, english(self.act_labels[act.id]))
        for performer in act.performers:
            add(node, dem("performer"), self.add_actor(performer))
            principal = self.principal(performer)
            if principal is not None:
                add(node, dem("onBehalfOf"), principal)
        add(node, dem("addressee"), *map(self.add_actor, act.addressees))
        add(node, dem("document"), *map(self.add_document, act.documents))
        if act.content is not None:
            add(node, dem("content"), english(act.content))
        for answered in act.responds_to:
            if answered not in self.acts:
                raise DataInvalid(f"answers the act {answered!r}, which the reading lacks", remedy="name an act of it")
            add(node, dem("respondsTo"), self.acts[answered])
        if act.date is not None:
            self.add_date(node, act.date)

    def add_date(self, node: NamedNode, date: str) -> None:
        """Add a date with its bounds."""
        try:
            limits = bounds(date)
        except ValueError as error:
            raise DataInvalid(
                f"the date {error}", remedy="give EDTF such as 2022-01-26, 2021-12~ or 2016/.."
            ) from error
        self.sheet.add(node, dem("date"), edtf(date))
        if limits.earliest:
            self.sheet.add(node, dem("earliest"), day(limits.earliest))
        if limits.latest:
            self.sheet.add(node, dem("latest"), day(limits.latest))

    def add_attestation(self, act: Act, told: Attestation) -> None:
        """Add the article's telling of an act."""
        add = self.sheet.add
        node = NamedNode(iri.attestation(self.acts[act.id].value, self.reading.reader))
        add(node, TYPE, dem("Attestation"))
        add(node, dem("attests"), self.acts[act.id])
        add(node, dem("inArticle"), self.article)
        add(node, dem("modality"), dem(told.modality))
        add(node, dem("confidence"), decimal(told.confidence))
        add(node, dem("evidence"), *map(self.add_evidence, told.evidence))
        add(node, name("prov:wasGeneratedBy"), NamedNode(iri.reading(self.reading)))
        if told.cue is not None:
            add(node, dem("cue"), words(told.cue.of(self.reading.article.text)))
        for level, attribution in enumerate(told.attribution, start=1):
            source = NamedNode(iri.attribution(node.value, level))
            add(node, dem("attribution"), source)
            add(source, TYPE, dem("Attribution"))
            add(source, dem("level"), whole(level))
            add(source, dem("source"), self.add_actor(attribution.source))
            if attribution.span is not None:
                add(source, dem("evidence"), self.add_evidence(attribution.span))

    def add_evidence(self, span: Span) -> NamedNode:
        """Add a stretch of the article's text, by position and by quote, and return its IRI."""
        add, node = self.sheet.add, NamedNode(iri.evidence(span, self.reading.article))
        position, quote = NamedNode(f"{node.value}/position"), NamedNode(f"{node.value}/quote")
        add(node, TYPE, name("oa:SpecificResource"))
        add(node, name("oa:hasSource"), self.article)
        add(node, name("oa:hasSelector"), position, quote)
        add(position, TYPE, name("oa:TextPositionSelector"))
        add(position, name("oa:start"), whole(span.start))
        add(position, name("oa:end"), whole(span.end))
        add(quote, TYPE, name("oa:TextQuoteSelector"))
        add(quote, name("oa:exact"), words(span.of(self.reading.article.text)))
        return node

    def add_exchanges(self) -> None:
        """Add an exchange for each act that opens one."""
        for root, members in exchanges(self.reading).items():
            node = NamedNode(iri.exchange(self.acts[root].value))
            self.sheet.add(node, TYPE, dem("Exchange"))
            self.sheet.add(node, LABEL, english(f"Exchange: {self.act_labels[root]}"))
            self.sheet.add(node, dem("opens"), self.acts[root])
            self.sheet.add(node, dem("hasAct"), *(self.acts[member] for member in members))


def act_label(act: Act) -> str:
    """Return the label of an act: who does what to whom.

    >>> act_label(Act("a1", "Rejection", (Actor("NATO", "Alliance"),), (Actor("Russia", "State"),)))
    'NATO · Rejection → Russia'
    """
    head = f"{', '.join(actor.label for actor in act.performers)} · {act.type}"
    return f"{head} → {', '.join(actor.label for actor in act.addressees)}" if act.addressees else head


def exchanges(reading: Reading) -> dict[str, tuple[str, ...]]:
    """Return the exchanges of a reading: the id of the act that opens each, and the ids of all its acts in text order.

    An act opens an exchange when it answers nothing and is answered, or asks for an answer by its type.
    """
    answers: dict[str, list[str]] = {}
    for act in reading.acts:
        for answered in act.responds_to:
            answers.setdefault(answered, []).append(act.id)
    found: dict[str, tuple[str, ...]] = {}
    for act in reading.acts:
        if not act.responds_to and (act.id in answers or act.type in OPENING_TYPES):
            members = _closure(act.id, lambda one: answers.get(one, ()))
            found[act.id] = tuple(one.id for one in reading.acts if one.id in members)
    return found


def _closure(start: str, following: Callable[[str], Iterable[str]]) -> set[str]:
    found, waiting = {start}, [start]
    while waiting:
        for one in following(waiting.pop()):
            if one not in found:
                found.add(one)
                waiting.append(one)
    return found


def link_quads(readings: Iterable[Reading]) -> list[Quad]:
    """Return the decisions about the actors' Wikidata items as quads of the graph ``links``.

    The same decision about the same actor in several readings is one link, with the highest score told.

    Raises:
        DataInvalid: when a link names what is no Wikidata item.
    """
    sheet = Sheet(NamedNode(iri.special_graph("links")))
    best: dict[str, tuple[float, str, NamedNode, Link]] = {}
    for reading in readings:
        actors = {(actor.label, actor.kind): actor for actor in reading.actors}
        for link in reading.links:
            actor = actors.get((link.label, link.kind)) or Actor(link.label, link.kind)
            who = NamedNode(iri.actor(actor, reading.article))
            key = iri.link(who.value, link.judgement, link.wikidata)
            if key not in best or (link.score, link.reason) > best[key][:2]:
                best[key] = (link.score, link.reason, who, link)
    for key, (_, _, who, link) in best.items():
        try:
            _add_link(sheet, NamedNode(key), who, link)
        except DataInvalid as error:
            raise DataInvalid(error.what, where=f"link of {link.label}", remedy=error.remedy) from error
    return sheet.quads()


def _add_link(sheet: Sheet, node: NamedNode, who: NamedNode, link: Link) -> None:
    sheet.add(node, TYPE, dem("Link"))
    sheet.add(node, dem("actor"), who)
    sheet.add(node, dem("judgement"), dem(link.judgement))
    sheet.add(node, dem("score"), decimal(link.score))
    sheet.add(node, dem("reason"), words(link.reason))
    if link.wikidata is None:
        return
    sheet.add(node, dem("item"), item(link.wikidata))
    if link.judgement == "positive":
        sheet.add(who, name("skos:exactMatch"), item(link.wikidata))


def reference_quads(reference: Reference) -> list[Quad]:
    """Return the reference data as quads of the graph ``reference``: its actors, and who held which office when.

    Raises:
        DataInvalid: when a QID is none.
    """
    sheet = Sheet(NamedNode(iri.special_graph("reference")))
    for entry in reference.entries:
        node = NamedNode(iri.named_actor(entry.label))
        sheet.add(node, TYPE, dem(entry.kind))
        sheet.label(node, entry.label)
        sheet.add(node, name("skos:altLabel"), *map(english, entry.aliases))
        sheet.add(node, dem("evidenceStatus"), words(entry.evidence))
        if entry.wikidata is not None:
            sheet.add(node, dem("wikidata"), item(entry.wikidata))
        if entry.of is not None:
            sheet.add(node, dem("onBehalfOf"), _referred(sheet, reference, entry.of))
    for holder in reference.holders:
        _add_holding(sheet, reference, holder)
    return sheet.quads()


def _add_holding(sheet: Sheet, reference: Reference, holder: Holder) -> None:
    person = NamedNode(iri.named_actor(holder.name))
    office = NamedNode(iri.office(holder.office, holder.of))
    node = NamedNode(iri.holding(office.value, person.value, holder.start))
    sheet.add(person, TYPE, dem("Person"))
    sheet.label(person, holder.name)
    if holder.wikidata is not None:
        sheet.add(person, dem("wikidata"), item(holder.wikidata))
    sheet.add(office, TYPE, dem("Office"))
    sheet.label(office, f"{holder.office} of {holder.of}")
    sheet.add(office, dem("officeOf"), _referred(sheet, reference, holder.of))
    sheet.add(node, TYPE, dem("OfficeHolding"))
    sheet.add(node, dem("holder"), person)
    sheet.add(node, dem("office"), office)
    for term, date in (("start", holder.start), ("end", holder.end)):
        if date is not None:
            sheet.add(node, dem(term), edtf(date))


def _referred(sheet: Sheet, reference: Reference, label: str) -> NamedNode:
    """Return the IRI of an actor that other reference data name, added to the graph where the data lack it."""
    entry = reference.by_label(label)
    node = NamedNode(iri.named_actor(entry.label if entry else label))
    if entry is None:
        sheet.add(node, TYPE, dem("Actor"))
        sheet.label(node, label)
    return node


def ontology_quads() -> list[Quad]:
    """Return the ontology and its alignments as quads of the graph ``ontology``, their blank nodes named by content."""
    graph = NamedNode(iri.special_graph("ontology"))
    found = Dataset(Quad(t.subject, t.predicate, t.object, graph) for t in ontology.triples())
    found.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return sorted(found, key=str)
