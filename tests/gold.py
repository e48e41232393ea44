"""Readings made of the gold that two annotators agreed on, for tests that need true readings without a reader."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

import pytest

from kg.corpus.gold import Gold
from kg.model import Act, Actor, Article, Attestation, Attribution, Document, Link, Reading, Span

ROOT = Path(__file__).resolve().parent.parent
FOLDER = next(
    (place for place in (ROOT.parent / "shared/reading/dev", ROOT / "shared/reading/dev") if place.is_dir()),
    ROOT.parent / "shared/reading/dev",
)


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
    meta = {"title": of.title, "published": of.published, "publisher": of.publisher, "url": of.url}
    return Gold("", FOLDER / of.name, of.text, meta, tuple(record["acts"])).reading()


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
