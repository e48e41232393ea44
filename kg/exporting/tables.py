"""Tables: acts, actors and documents, and the answers to the questions, as CSV and JSON lines.

CSV is RFC 4180 (commas, double quotes, CRLF) in UTF-8. A cell that a spreadsheet would take for a formula (it starts
with ``=``, ``+``, ``-``, ``@``, a tab or a line end, and is no number) gets an apostrophe in front, which spreadsheets
read as "this is text". Several values in a cell are parted by `` | ``. JSON lines keep every value as it is.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg.exporting.facts import ActFact, Facts, Telling, facts
from kg.exporting.files import write_text

if TYPE_CHECKING:
    from kg.graph.store import Store

Value = str | int | float | bool | None | Sequence[str]
ACT_COLUMNS = (
    "act",
    "type",
    "family",
    "performers",
    "addressees",
    "on_behalf_of",
    "date",
    "earliest",
    "latest",
    "documents",
    "content",
    "responds_to",
    "modality",
    "attributed_to",
    "quotes",
    "positions",
    "article",
    "title",
    "publisher",
    "published",
    "url",
    "reader",
    "confidence",
)
ACTOR_COLUMNS = (
    "actor",
    "label",
    "kind",
    "wikidata",
    "judgement",
    "score",
    "reason",
    "office",
    "on_behalf_of",
    "stated_size",
    "acts_performed",
    "acts_addressed",
    "acts_told",
)
DOCUMENT_COLUMNS = (
    "document",
    "label",
    "kind",
    "parties",
    "acts",
)
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠\t\r\n]")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?")
_PARTED = " | "


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a shipped question.

    Parameters:
        needs: the parameters it cannot be asked without; it has no rows then.
        truncated: whether there were more rows than DEMARCHE_MAX_ROWS.
    """

    name: str
    title: str
    description: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str | int | float | bool | None, ...], ...]
    needs: tuple[str, ...] = ()
    truncated: bool = False


def answers(store: Store) -> tuple[Answer, ...]:
    """Ask every shipped question with the defaults of its parameters."""
    from kg.graph import questions

    found = []
    for question in questions.questions():
        needs = tuple(param.name for param in question.params if param.default is None)
        columns = tuple(column.name for column in question.columns)
        if needs:
            found.append(Answer(question.name, question.title, question.description, columns, (), needs))
            continue
        rows = questions.answer(store, question)
        found.append(
            Answer(question.name, question.title, question.description, rows.columns, rows.plain(), (), rows.truncated)
        )
    return tuple(found)


def write_answers(given: Iterable[Answer], folder: Path) -> tuple[Path, ...]:
    """Write each answer that has been asked as ``NAME.csv`` into ``folder``; return the files, in order."""
    files = []
    for answer in given:
        if not answer.needs:
            files.append(folder / f"{answer.name}.csv")
            write_text(files[-1], to_csv(answer.columns, answer.rows))
    return tuple(files)


def write_acts(store: Store, path: Path) -> None:
    """Write a row a telling of an act, in the order of articles and of their text."""
    _write_csv(path, ACT_COLUMNS, act_rows(facts(store)))


def write_acts_jsonl(store: Store, path: Path) -> None:
    """Write the rows of :func:`write_acts` as JSON, an object a line."""
    write_text(path, to_jsonl(act_rows(facts(store))))


def write_actors(store: Store, path: Path) -> None:
    """Write a row an actor: its kind, its Wikidata item with why, and how often it acts."""
    _write_csv(path, ACTOR_COLUMNS, actor_rows(facts(store)))


def write_documents(store: Store, path: Path) -> None:
    """Write a row a document: its kind, its parties and the acts done by it or bearing on it."""
    _write_csv(path, DOCUMENT_COLUMNS, document_rows(facts(store)))


def act_rows(known: Facts) -> list[dict[str, Value]]:
    """Return a row a telling of an act; several values stay lists."""
    told = [(act, telling) for act in known.acts.values() for telling in act.tellings]
    return [_act_row(known, act, telling) for act, telling in sorted(told, key=_as_told)]


def _as_told(pair: tuple[ActFact, Telling]) -> tuple[str, str, tuple[int, int], str, str]:
    act, telling = pair
    return telling.article.published or "", telling.article.iri, telling.place, act.iri, telling.iri


def _act_row(known: Facts, act: ActFact, telling: Telling) -> dict[str, Value]:
    article = telling.article
    return {
        "act": act.iri,
        "type": act.type,
        "family": act.family,
        "performers": known.names(act.performers),
        "addressees": known.names(act.addressees),
        "on_behalf_of": known.names(act.on_behalf_of),
        "date": act.date,
        "earliest": act.earliest,
        "latest": act.latest,
        "documents": known.names(act.documents),
        "content": act.content,
        "responds_to": act.responds_to,
        "modality": telling.modality,
        "attributed_to": known.names(telling.chain),
        "quotes": tuple(quote.exact for quote in telling.quotes),
        "positions": tuple(f"{quote.start}-{quote.end}" for quote in telling.quotes),
        "article": article.name or article.iri,
        "title": article.title,
        "publisher": article.publisher,
        "published": article.published,
        "url": article.url,
        "reader": telling.reader,
        "confidence": telling.confidence,
    }


def actor_rows(known: Facts) -> list[dict[str, Value]]:
    """Return a row an actor, sorted by label."""
    acts = known.acts.values()
    return [
        {
            "actor": actor.iri,
            "label": actor.label,
            "kind": actor.kind,
            "wikidata": actor.wikidata,
            "judgement": actor.judgement,
            "score": actor.score,
            "reason": actor.reason,
            "office": actor.office,
            "on_behalf_of": actor.on_behalf_of,
            "stated_size": actor.stated_size,
            "acts_performed": sum(actor.iri in act.performers for act in acts),
            "acts_addressed": sum(actor.iri in act.addressees for act in acts),
            "acts_told": sum(any(actor.iri in telling.chain for telling in act.tellings) for act in acts),
        }
        for actor in sorted(known.actors.values(), key=lambda actor: (actor.label, actor.iri))
    ]


def document_rows(known: Facts) -> list[dict[str, Value]]:
    """Return a row a document, sorted by label."""
    return [
        {
            "document": document.iri,
            "label": document.label,
            "kind": document.kind,
            "parties": document.parties,
            "acts": tuple(act.iri for act in known.acts.values() if document.iri in act.documents),
        }
        for document in sorted(known.documents.values(), key=lambda document: (document.label, document.iri))
    ]


def to_csv(columns: Sequence[str], rows: Iterable[Sequence[Value]]) -> str:
    r"""Return a table as CSV.

    >>> to_csv(("who", "what"), [("NATO", "=1+1"), ("Russia", None), ("EU", -0.5)])
    "who,what\r\nNATO,'=1+1\r\nRussia,\r\nEU,-0.5\r\n"
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return out.getvalue()


def to_jsonl(rows: Iterable[Mapping[str, Value]]) -> str:
    """Return rows as JSON, an object a line; U+2028 and U+2029 are escaped, for some readers end a line there."""
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").replace("\x85", "\\u0085")


def _write_csv(path: Path, columns: Sequence[str], rows: Iterable[Mapping[str, Value]]) -> None:
    write_text(path, to_csv(columns, [[row[column] for column in columns] for row in rows]))


def _cell(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = value if isinstance(value, str) else str(value) if isinstance(value, int | float) else _PARTED.join(value)
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text
