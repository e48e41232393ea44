"""The words everybody uses: an article, and what a reading of it holds.

All values are frozen. Character offsets count Unicode code points of :attr:`Article.text`, half open
``[start, end)``. Dates are EDTF strings (ISO 8601-2). QIDs are Wikidata item identifiers such as ``Q159``.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field, replace
from typing import Literal, TypedDict

ActorKind = Literal[
    "State",
    "Alliance",
    "InternationalOrganization",
    "GovernmentBody",
    "NonStateActor",
    "MediaOrganization",
    "Person",
    "ActorGroup",
]
DocumentKind = Literal[
    "Treaty",
    "DraftTreaty",
    "Agreement",
    "DraftAgreement",
    "Letter",
    "Note",
    "Resolution",
    "DraftResolution",
    "Statement",
    "Report",
    "Plan",
    "Other",
]
Modality = Literal["actual", "negated", "planned", "possible"]
MentionKind = Literal["name", "metonym", "description", "pronoun", "group"]
Judgement = Literal["positive", "negative", "unsure", "none"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of an article's text, as half-open character offsets.

    >>> Span(0, 5).of("Paris said")
    'Paris'
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: [{self.start}, {self.end})")

    def of(self, text: str) -> str:
        """Return the words of ``text`` that the span covers."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Tell whether the two spans share a character."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Tell whether ``other`` lies within this span."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Article:
    """One published text and what is told about it.

    Parameters:
        name: the file's name (``note.txt``), or ``file.jsonl#3`` for the third row of a file of rows.
        text: the stored text; every span of a reading is an offset into it.
        title: the headline, ``None`` where none is known.
        published: the date of publication, ``YYYY-MM-DD``, ``None`` where unknown.
        publisher: the name of the publisher as told.
        url: where it was published.
        furniture: spans of the page's furniture (menus, tags, comment forms), which are never read.
    """

    name: str
    text: str
    title: str | None = None
    published: str | None = None
    publisher: str | None = None
    url: str | None = None
    furniture: tuple[Span, ...] = ()

    @property
    def identity(self) -> str:
        """What names the article in the graph: its address, else its file name."""
        return self.url or self.name

    @property
    def digest(self) -> str:
        """SHA-256 (hex) over the text and the metadata: equal digests are equal articles."""
        parts = [self.name, self.text, self.title, self.published, self.publisher, self.url]
        return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts or is addressed.

    Parameters:
        label: the usual English name ("Sergey Lavrov", "Ministry of Foreign Affairs of Russia").
        kind: its class in the ontology.
        wikidata: a QID, or ``None`` where none is known.
        named: ``False`` for those only described ("a European diplomat"), who are known in one article alone.
        stated_size: for a group, the number of its members as the text states it.
        office: the office told with the name ("foreign minister of Russia").
        on_behalf_of: label of the state or organisation for which an office holder or organ acts.
    """

    label: str
    kind: ActorKind
    wikidata: str | None = None
    named: bool = True
    stated_size: int | None = None
    office: str | None = None
    on_behalf_of: str | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in the text that stands for an actor, and how it does so."""

    span: Span
    actor: Actor
    kind: MentionKind


@dataclass(frozen=True, slots=True)
class Document:
    """A document by which an act is done or on which it bears.

    Parameters:
        label: what it is called, made of the text's words.
        kind: its class in the guide.
        parties: labels of the actors whose document or draft it is, as told.
        span: where it is first mentioned.
    """

    label: str
    kind: DocumentKind
    parties: tuple[str, ...] = ()
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Act:
    """One communicative act: who does what towards whom, by which document, answering what.

    Parameters:
        id: unique in the reading, ``a1``, ``a2``, … in text order.
        type: an act type of :mod:`kg.vocabulary`.
        performers: who acts, jointly.
        addressees: to whom.
        date: EDTF, ``None`` where the text gives none.
        documents: the documents by which it is done or on which it bears.
        responds_to: ids of the acts it answers.
        content: what is proposed, asked, said: the words of the text.
    """

    id: str
    type: str
    performers: tuple[Actor, ...]
    addressees: tuple[Actor, ...] = ()
    date: str | None = None
    documents: tuple[Document, ...] = ()
    responds_to: tuple[str, ...] = ()
    content: str | None = None


@dataclass(frozen=True, slots=True)
class Attribution:
    """One level of "on whose word": a source, and the words that name it as one."""

    source: Actor
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Attestation:
    """One article's telling of an act.

    Parameters:
        act: the id of the act told.
        evidence: the sentences or clauses that tell it.
        modality: told as having happened, as not, as coming, or as possible.
        attribution: on whose word, innermost first; empty when the article tells it in its own voice.
        confidence: how likely it is right by the guide, 0 to 1, as far as what was learnt can say.
        cue: the words that made the reader see an act.
    """

    act: str
    evidence: tuple[Span, ...]
    modality: Modality = "actual"
    attribution: tuple[Attribution, ...] = ()
    confidence: float = 1.0
    cue: Span | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """A place where the reader saw a cue and made no act of it, and why."""

    span: Span
    type: str
    reason: str


@dataclass(frozen=True, slots=True)
class Link:
    """What was decided about an actor's Wikidata item.

    Parameters:
        label: the actor's label.
        kind: the actor's kind.
        wikidata: the QID of the best candidate, ``None`` where there is none.
        judgement: positive (linked), negative, unsure, or none (no candidate).
        score: 0 to 1.
        reason: why, in words a person understands.
    """

    label: str
    kind: ActorKind
    wikidata: str | None
    judgement: Judgement
    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What one reader understood of one article."""

    article: Article
    reader: str
    version: str
    acts: tuple[Act, ...] = ()
    attestations: tuple[Attestation, ...] = ()
    mentions: tuple[Mention, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    links: tuple[Link, ...] = field(default=())

    def __post_init__(self) -> None:
        if [a.id for a in self.acts] != [t.act for t in self.attestations]:
            raise ValueError("a reading holds one attestation an act, in the order of its acts")

    @property
    def told(self) -> tuple[tuple[Act, Attestation], ...]:
        """Each act with its telling."""
        return tuple(zip(self.acts, self.attestations, strict=True))

    @property
    def actors(self) -> tuple[Actor, ...]:
        """Every actor that performs, is addressed or is a source, once, sorted by label and kind."""
        found: set[Actor] = set()
        for act, attestation in self.told:
            found.update(act.performers, act.addressees, (level.source for level in attestation.attribution))
        return tuple(
            sorted(found, key=lambda a: (a.label, a.kind, a.wikidata or "", a.office or "", a.on_behalf_of or ""))
        )

    def with_actors(self, changed: dict[Actor, Actor]) -> Reading:
        """Return the reading with each actor of ``changed`` replaced by its new form."""

        def swap(actors: tuple[Actor, ...]) -> tuple[Actor, ...]:
            return tuple(changed.get(a, a) for a in actors)

        return replace(
            self,
            acts=tuple(replace(a, performers=swap(a.performers), addressees=swap(a.addressees)) for a in self.acts),
            attestations=tuple(
                replace(t, attribution=tuple(replace(x, source=changed.get(x.source, x.source)) for x in t.attribution))
                for t in self.attestations
            ),
            mentions=tuple(replace(m, actor=changed.get(m.actor, m.actor)) for m in self.mentions),
        )


class ActorRecord(TypedDict):
    """An actor in the guide's schema."""

    label: str
    wikidata: str | None


class DocumentRecord(TypedDict):
    """A document in the guide's schema."""

    label: str
    kind: str


class ActRecord(TypedDict):
    """One act in the guide's schema, with the cue that made it (character offsets) and how likely it is one."""

    id: str
    type: str
    performers: list[ActorRecord]
    addressees: list[ActorRecord]
    date: str | None
    documents: list[DocumentRecord]
    responds_to: list[str]
    attributed_to: list[str]
    modality: str
    content: str | None
    evidence: list[list[int]]
    cue: list[int] | None
    confidence: float


class ReadingRecord(TypedDict):
    """One reading in the guide's schema, a line of ``kg read``."""

    article: str
    title: str | None
    published: str | None
    publisher: str | None
    acts: list[ActRecord]


def record(reading: Reading) -> ReadingRecord:
    """Return a reading in the guide's schema, ready for JSON."""

    def actors(of: tuple[Actor, ...]) -> list[ActorRecord]:
        return [{"label": a.label, "wikidata": a.wikidata} for a in of]

    acts: list[ActRecord] = [
        {
            "id": act.id,
            "type": act.type,
            "performers": actors(act.performers),
            "addressees": actors(act.addressees),
            "date": act.date,
            "documents": [{"label": d.label, "kind": d.kind} for d in act.documents],
            "responds_to": list(act.responds_to),
            "attributed_to": [level.source.label for level in told.attribution],
            "modality": told.modality,
            "content": act.content,
            "evidence": [[s.start, s.end] for s in told.evidence],
            "cue": [told.cue.start, told.cue.end] if told.cue else None,
            "confidence": told.confidence,
        }
        for act, told in reading.told
    ]
    article = reading.article
    return {
        "article": article.name,
        "title": article.title,
        "published": article.published,
        "publisher": article.publisher,
        "acts": acts,
    }
