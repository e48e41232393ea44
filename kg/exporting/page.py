"""The index page of an export: what was found, the files, and a table an answer; no script, no request."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from kg import iri
from kg.exporting.files import write_text
from kg.exporting.looks import TEMPLATES, family_label, looks, template
from kg.exporting.summary import Summary
from kg.exporting.tables import Answer
from kg.vocabulary import NAMESPACES

if TYPE_CHECKING:
    from jinja2 import Environment

ROWS_SHOWN = 200
"""Rows of an answer on the page; the CSV beside it has them all."""
_LONG, _SHORT = 60, 14


def write_index(
    out: Path, found: Summary, answers: Sequence[Answer], files: Iterable[tuple[Path, str]] = (), *, note: str = ""
) -> None:
    """Write the page that opens an export.

    Parameters:
        out: the page, replaced whole.
        found: what was found, in numbers.
        answers: the answers to the questions.
        files: what else was written in the folder of ``out`` or below, each with what it is good for; the first is the
            one to open first.
        note: a sentence for the reader, such as that the articles are illustrations.

    Raises:
        UsageError: when ``out`` cannot be written.
    """
    write_text(out, page(found, answers, [(_within(path, out.parent), about) for path, about in files], note=note))


def page(found: Summary, answers: Sequence[Answer], files: Sequence[tuple[str, str]] = (), *, note: str = "") -> str:
    """Return the page as HTML; ``files`` are relative paths, parted by slashes, and what each is good for."""
    names = {name for name, _ in files}
    return (
        _environment()
        .get_template("index.html")
        .render(
            style=template("style.css") + template("index.css"),
            summary=found,
            families=_families(found),
            files=[
                {"name": name, "href": quote(name), "about": about, "main": number == 0}
                for number, (name, about) in enumerate(files)
            ],
            answers=[_answer(answer, names) for answer in answers],
            note=note,
        )
    )


def _within(path: Path, folder: Path) -> str:
    return path.absolute().relative_to(folder.absolute()).as_posix()


def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["number"] = lambda value: f"{value:,}"
    return environment


def _families(found: Summary) -> list[dict[str, Any]]:
    most = max(found.families.values(), default=1)
    colours = looks()["families"]
    return [
        {
            "label": family_label(family),
            "count": count,
            "share": round(100 * count / most),
            "colour": colours.get(family, colours["SpeechAct"])["colour"],
        }
        for family, count in found.families.items()
    ]


def _answer(answer: Answer, files: set[str]) -> dict[str, Any]:
    count = len(answer.rows)
    file = f"answers/{answer.name}.csv"
    told = "needs a parameter" if answer.needs else f"{count:,} {'row' if count == 1 else 'rows'}"
    return {
        "anchor": f"answer-{quote(answer.name)}",
        "name": answer.name,
        "title": answer.title,
        "description": answer.description,
        "needs": " ".join(f"{name}=…" for name in answer.needs),
        "columns": [column.replace("_", " ") for column in answer.columns],
        "rows": [[_cell(value) for value in row] for row in answer.rows[:ROWS_SHOWN]],
        "cut": ROWS_SHOWN if count > ROWS_SHOWN else 0,
        "truncated": answer.truncated,
        "told": told,
        "file": quote(file) if file in files else "",
    }


def _cell(value: str | int | float | bool | None) -> dict[str, str]:
    if isinstance(value, str):
        short = _shortened(value)
        kind = "iri" if short != value else "long" if len(value) > _LONG else "short" if len(value) <= _SHORT else ""
        return {"text": short, "kind": kind, "iri": value if kind == "iri" else ""}
    if value is None or isinstance(value, bool):
        return {"text": {None: "", True: "yes", False: "no"}[value], "kind": "", "iri": ""}
    return {"text": str(value), "kind": "n", "iri": ""}


def _shortened(value: str) -> str:
    """IRIs of the graph are shown without their base, or with a prefix; the whole IRI stands in the tooltip."""
    if value.startswith(iri.base()):
        return value.removeprefix(iri.base())
    for prefix, namespace in NAMESPACES.items():
        if value.startswith(namespace):
            return f"{prefix}:{value.removeprefix(namespace)}"
    return value
