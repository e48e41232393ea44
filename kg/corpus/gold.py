"""Gold readings from files: ``NAME.txt`` beside ``NAME.meta.json`` and ``NAME.json`` in the guide's schema.

A corpus is a folder with the parts ``train``, ``dev`` and ``test``; the files may also lie in the folder itself.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from kg import reference
from kg.errors import DataInvalid, InputUnreadable
from kg.model import Act, Actor, Article, Attestation, Attribution, Document, DocumentKind, Modality, Reading, Span

PARTS = ("train", "dev", "test", "more")
_BODY = re.compile(
    r"\b(?:assembly|board|command|commission|committee|congress|council|court|delegation|department|embassy|foundation"
    r"|government|guard|house|jury|mission|ministry|office|parliament|secretariat|senate|subgroup)\b",
    re.IGNORECASE,
)
"""Words of bodies that act as such, for labels that the reference data do not know."""


@dataclass(frozen=True, slots=True)
class Gold:
    """One article of a corpus with its gold.

    Parameters:
        part: ``train``, ``dev`` or ``test``; empty where the corpus has no parts.
        path: the article's text.
        text: its words, to whose code points the evidence points.
        meta: what ``NAME.meta.json`` tells: title, published, publisher, style, exchange, topic, continent.
        acts: the records of the guide's schema, with ``optional`` and ``*_alt`` where the annotators differed.
    """

    part: str
    path: Path
    text: str
    meta: Mapping[str, Any]
    acts: tuple[Mapping[str, Any], ...]

    @property
    def name(self) -> str:
        """The article's name, without suffix."""
        return self.path.stem

    def article(self) -> Article:
        """Return the article as the loader would."""
        title, published, publisher, url = (self.meta.get(key) for key in ("title", "published", "publisher", "url"))
        return Article(self.path.name, self.text, title, published, publisher, url)

    def reading(self) -> Reading:
        """Return the gold as a reading by the reader ``gold``, for the graph builder."""
        acts = tuple(map(_act, self.acts))
        return Reading(self.article(), "gold", "1", acts, tuple(map(_attestation, self.acts)))

    def record(self) -> dict[str, Any]:
        """Return the article, its text and its gold as one JSON object, a line of the JSON Lines file."""
        return {"article": self.path.name, "part": self.part, **self.meta, "text": self.text, "acts": list(self.acts)}


def load(folder: Path) -> Iterator[Gold]:
    """Yield the articles of a corpus, by part and name.

    Raises:
        InputUnreadable: when there is no article, or a file is missing or cannot be read.
        DataInvalid: when a file is not JSON of the right shape.
    """
    found = False
    for part in ("", *PARTS):
        for path in sorted((folder / part).glob("*.txt")):
            found = True
            yield _one(part, path)
    if not found:
        raise InputUnreadable("holds no article", where=str(folder), remedy="give a folder with NAME.txt and NAME.json")


def _one(part: str, path: Path) -> Gold:
    gold = _json(path.with_suffix(".json"))
    acts = gold.get("acts")
    if not isinstance(acts, list) or not all(isinstance(act, dict) for act in acts):
        raise DataInvalid("holds no list of acts", where=path.with_suffix(".json").name, remedy='write {"acts": [...]}')
    meta_path = path.with_suffix(".meta.json")
    return Gold(part, path, _text(path), _json(meta_path) if meta_path.is_file() else {}, tuple(acts))


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputUnreadable("cannot be read as UTF-8", where=str(path), remedy="give a readable file") from error


def _json(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(_text(path))
    except json.JSONDecodeError as error:
        raise DataInvalid(f"is not JSON: {error}", where=path.name, remedy="mend it there") from error
    if not isinstance(found, dict):
        raise DataInvalid("is not a JSON object", where=path.name, remedy="write {...}")
    return found


def actor(label: str, wikidata: str | None = None) -> Actor:
    """Return the actor of a label of the gold, which does not tell its kind: as the reference data or its words say.

    >>> actor("NATO").kind, actor("three officials").kind, actor("a diplomat").named
    ('Alliance', 'ActorGroup', False)
    """
    entry = reference.load().by_label(label)
    if entry is not None:
        return Actor(label, entry.kind, wikidata)
    words = label.lower().split()
    if label[:1].isupper():
        return Actor(label, "GovernmentBody" if _BODY.search(label) else "Person", wikidata)
    group = label[:1].isdigit() or any(word.endswith("s") for word in words[:3])
    return Actor(label, "ActorGroup" if group else "Person", wikidata, named=False)


def _actors(rows: list[dict[str, Any]]) -> tuple[Actor, ...]:
    return tuple(actor(row["label"], row["wikidata"]) for row in rows)


def _act(row: Mapping[str, Any]) -> Act:
    return Act(
        row["id"],
        row["type"],
        _actors(row["performers"]),
        _actors(row["addressees"]),
        row["date"],
        tuple(Document(one["label"], cast(DocumentKind, one["kind"])) for one in row["documents"]),
        tuple(row["responds_to"]),
        row["content"],
    )


def _attestation(row: Mapping[str, Any]) -> Attestation:
    return Attestation(
        row["id"],
        tuple(Span(start, end) for start, end in row["evidence"]),
        cast(Modality, row["modality"]),
        tuple(Attribution(actor(label)) for label in row["attributed_to"]),
    )
