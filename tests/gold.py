"""Readings made of the gold that two annotators agreed on, for tests that need true readings without a reader."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any, cast, get_args

import pytest

from kg import reference
from kg.model import (
    Act,
    Actor,
    Article,
    Attestation,
    Attribution,
    Document,
    DocumentKind,
    Link,
    Modality,
    Reading,
    Span,
)

ROOT = Path(__file__).resolve().parent.parent
FOLDER = next(
    (place for place in (ROOT.parent / "shared/reading/dev", ROOT / "shared/reading/dev") if place.is_dir()),
    ROOT.parent / "shared/reading/dev",
)

_BODIES = {"court", "assembly", "commission", "congress", "council", "delegation", "department", "duma", "embassy"}
_BODIES |= {"command", "government", "guard", "house", "ministry", "mission", "office", "subgroup"}


def actor_of(label: str, wikidata: str | None = None) -> Actor:
    """Return the actor of a label of the gold, which does not tell its kind: as the reference data or its words say."""
    entry = reference.load().by_label(label)
    if entry is not None:
        return Actor(label, entry.kind, wikidata)
    words = label.lower().split()
    if label[0].isupper() and not label[0].isdigit():
        return Actor(label, "GovernmentBody" if _BODIES & set(words) else "Person", wikidata)
    group = label[0].isdigit() or any(word.endswith("s") for word in words[:3])
    return Actor(label, "ActorGroup" if group else "Person", wikidata, named=False)


def names() -> tuple[str, ...]:
    """Return the names of the articles that have a gold, without their suffix."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.txt")))


def article(name: str) -> Article:
    """Return an article of the gold; the test is skipped where the shared folder is absent."""
    path = FOLDER / f"{name}.txt"
    if not path.is_file():
        pytest.skip(f"the shared article {name} is absent")
    meta_path = FOLDER / f"{name}.meta.json"
    meta = json.loads(meta_path.read_text("utf-8")) if meta_path.is_file() else {}
    return Article(
        path.name,
        path.read_text("utf-8"),
        title=meta.get("title"),
        published=meta.get("published"),
        publisher=meta.get("publisher"),
        url=meta.get("url"),
    )


@cache
def reading(name: str) -> Reading:
    """Return the gold of an article as a reading by the reader ``gold``."""
    of = article(name)
    record = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    rows = record["acts"]
    return Reading(of, "gold", "1", tuple(map(_act, rows)), tuple(map(_attestation, rows)))


def _actor(row: dict[str, Any]) -> Actor:
    return actor_of(row["label"], row["wikidata"])


def _act(row: dict[str, Any]) -> Act:
    documents = tuple(Document(one["label"], _document_kind(one["kind"])) for one in row["documents"])
    return Act(
        row["id"],
        row["type"],
        tuple(map(_actor, row["performers"])),
        tuple(map(_actor, row["addressees"])),
        row["date"],
        documents,
        tuple(row["responds_to"]),
        row["content"],
    )


def _attestation(row: dict[str, Any]) -> Attestation:
    sources = tuple(Attribution(actor_of(label)) for label in row["attributed_to"])
    assert row["modality"] in get_args(Modality)
    return Attestation(
        row["id"],
        tuple(Span(start, end) for start, end in row["evidence"]),
        cast(Modality, row["modality"]),
        sources,
    )


def _document_kind(kind: str) -> DocumentKind:
    assert kind in get_args(DocumentKind)
    return cast(DocumentKind, kind)


def small() -> Reading:
    """Return a reading made by hand that has a bit of everything: it stands for itself, and needs no shared folder."""
    text = (
        "In December 2021 Russia proposed a draft agreement to NATO. "
        'NATO rejected it on January 26, "all of it", Alexander Grushko told RIA Novosti. '
        "None of the 37 ministers answered Sergey Lavrov’s letter 📨."
    )

    def at(words: str) -> Span:
        return Span(text.index(words), text.index(words) + len(words))

    russia, nato = Actor("Russia", "State", "Q159"), Actor("NATO", "Alliance", "Q7184")
    grushko = Actor("Alexander Grushko", "Person", on_behalf_of="Russia", office="deputy foreign minister")
    lavrov = Actor("Sergey Lavrov", "Person", "Q58217", on_behalf_of="Russia")
    agency = Actor("RIA Novosti", "MediaOrganization")
    ministers = Actor("37 ministers", "ActorGroup", named=False, stated_size=37)
    draft = Document("draft agreement", "DraftAgreement", ("NATO", "NATO member states"), at("draft agreement"))
    letter = Document("letter", "Letter")
    first, second, third = (at(sentence) for sentence in re.findall(r"[A-Z].*?[.](?= |$)", text))
    return Reading(
        Article("small.txt", text, "Two refusals", "2022-02-15", "The Example", "https://example.org/small"),
        "hand",
        "1",
        acts=(
            Act("a1", "Proposal", (russia,), (nato,), "2021-12", (draft,), content="a draft agreement"),
            Act("a2", "Rejection", (nato,), (russia,), "2022-01-26", (draft,), ("a1",), "all of it"),
            Act("a3", "Request", (lavrov,), (ministers,), None, (letter,)),
            Act("a4", "NonResponse", (ministers,), (lavrov,), "2022-01~/..", (letter,), ("a3",)),
        ),
        attestations=(
            Attestation("a1", (first,), cue=at("proposed"), confidence=0.9),
            Attestation(
                "a2",
                (second,),
                attribution=(Attribution(grushko, at("Alexander Grushko told")), Attribution(agency)),
                confidence=0.75,
                cue=at("rejected"),
            ),
            Attestation("a3", (third,), cue=at("letter")),
            Attestation("a4", (third, at("None")), cue=at("answered")),
        ),
        links=(
            Link("Russia", "State", "Q159", "positive", 1.0, "the label is that of one state alone"),
            Link("Alexander Grushko", "Person", None, "none", 0.0, "no candidate"),
        ),
    )
