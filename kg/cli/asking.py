"""The commands that ask: ``query``, ``queries``, ``link``, ``check``, ``export`` and ``status``."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.making import STORE, MaybePaths, Reader, StoreFolder, tell_failures
from kg.cli.output import Progress, Rows, printing_rows, say
from kg.errors import InputUnreadable, UsageError
from kg.exporting import FORMATS

if TYPE_CHECKING:
    from kg.graph.questions import Param, Question
    from kg.graph.rows import Rows as Answer
    from kg.graph.rows import Term

_QUERIES = Path(__file__).parent


@printing_rows
def query(
    question: Annotated[
        str | None, typer.Argument(metavar="NAME|FILE.rq", help="The question.", show_default=False)
    ] = None,
    parameters: Annotated[
        list[str] | None, typer.Argument(metavar="name=value", help="Its parameters.", show_default=False)
    ] = None,
    text: Annotated[
        str | None, typer.Option("-e", "--text", metavar="SPARQL", help="Ask this text instead of a question.")
    ] = None,
    store: StoreFolder = STORE,
) -> Rows:
    """Ask the store a question.

    Ask one that kg queries lists, with its parameters (name=value); a file of your own; or SPARQL typed here (-e).
    """
    from kg.graph import questions
    from kg.graph.sparql import ask

    words = [*filter(None, [question]), *(parameters or [])]
    if text is None:
        if not words or "=" in words[0]:
            raise UsageError(
                "no question is named", remedy="name one that kg queries lists, a .rq file, or give -e SPARQL"
            )
        named = words.pop(0)
        if not named.endswith(".rq"):
            return _rows(questions.answer(store, named, _parameters(words)))
        asked, text = _file(Path(named))
        if asked is not None:
            return _rows(questions.answer(store, asked, _parameters(words)))
    else:
        named = "query"
    bindings = {name: _term(value) for name, value in _parameters(words).items()}
    return _rows(ask(store, text, bindings, name=named))


@printing_rows
def queries() -> Rows:
    """List the questions that can be asked by name."""
    from kg.graph.questions import questions

    return Rows(
        ("name", "title", "parameters", "description"),
        [(one.name, one.title, [_told(param) for param in one.params], one.description) for one in questions()],
    )


def export(
    form: Annotated[str, typer.Argument(metavar="FORMAT", help=f"One of {', '.join(FORMATS)}.", show_default=False)],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write here instead of to stdout.")
    ] = None,
    store: StoreFolder = STORE,
) -> None:
    """Write the store in a format for other programs."""
    from kg import Store
    from kg.exporting import write

    with Store.open_readonly(store) as held:
        if output is not None and str(output) != "-":
            write(form, held, output)
            return
        with TemporaryDirectory() as place:
            file = Path(place) / "export"
            write(form, held, file)
            with file.open("rb") as written:
                shutil.copyfileobj(written, sys.stdout.buffer)


@printing_rows
def link(paths: MaybePaths = None, store: StoreFolder = STORE, reader: Reader = "embedded") -> Rows:
    """List which Wikidata item each actor has, and why.

    With paths, of these articles, which are not stored; else of the store. Actors without an item are listed too.
    """
    columns = ("actor", "kind", "item", "judgement", "score", "reason")
    if not paths:
        return _rows(_own_query("link", store), columns)
    from kg import pipeline

    with Progress() as progress:
        found = list(pipeline.readings(paths, reader, stdin=sys.stdin.buffer, progress=progress))
    read, failures = pipeline.parted(found)
    tell_failures(failures)
    links = {each for reading in read for each in reading.links}
    rows = [(one.label, one.kind, one.wikidata, one.judgement, one.score, one.reason) for one in links]
    return Rows(columns, sorted(rows, key=lambda row: tuple(map(str, row))), pipeline.exit_code(failures))


@printing_rows
def check(
    paths: MaybePaths = None,
    store: StoreFolder = STORE,
    reader: Reader = "embedded",
    reason: Annotated[bool, typer.Option("--reason", help="Also let HermiT judge the ontology; needs Java.")] = False,
) -> Rows:
    """Check the graph against the shapes, and the ontology.

    With paths, the graphs of these articles, which are not stored; else every article of the store.
    """
    from kg import pipeline

    with Progress() as progress:
        if paths:
            found, failures = pipeline.check(paths, reader, stdin=sys.stdin.buffer, progress=progress)
        else:
            found, failures = pipeline.check_store(store, progress=progress), []
        found += pipeline.check_ontology(reason=reason, progress=progress)
    tell_failures(failures)
    if not found:
        say("kg: nothing is wrong")
    broken = any(one.severity == "Violation" for one in found)
    return Rows(
        ("where", "severity", "what", "focus"),
        [(one.where, one.severity, one.what, one.focus) for one in found],
        max(pipeline.exit_code(failures), 1 if broken else 0),
    )


@printing_rows
def status(store: StoreFolder = STORE) -> Rows:
    """Say what the store holds."""
    from kg import Store

    counts = _own_query("status", store).plain()
    with Store.open_readonly(store) as held:
        size = held.status()
    return Rows(("what", "count"), [*counts, ("named graphs", size.graphs), ("quads", size.quads)])


def _parameters(words: Sequence[str]) -> dict[str, str]:
    """Return the values of ``name=value`` by their names."""
    found: dict[str, str] = {}
    for word in words:
        name, equals, value = word.partition("=")
        if not equals or not name:
            raise UsageError(f"{word!r} is no parameter", remedy="write parameters as name=value, after the question")
        if name in found:
            raise UsageError(f"the parameter {name!r} is given twice", remedy="give it once")
        found[name] = value
    return found


def _told(param: Param) -> str:
    """Return how a parameter is written, and what it means."""
    value = "…" if param.default is None else param.default or "…"
    written = f"{param.name}={value}" if param.default is None else f"[{param.name}={value}]"
    return f"{written} {param.meaning}"


def _file(path: Path) -> tuple[Question | None, str]:
    """Return the question of a file that has the header of one, and the file's text."""
    from kg.graph import questions

    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputUnreadable(
            "cannot be read as a query",
            where=str(path),
            remedy="give a UTF-8 .rq file, or a name that kg queries lists",
        ) from error
    header = any(line.startswith("#") and line[1:].strip().startswith("title:") for line in text.splitlines())
    return (questions.parse(path.stem, text, where=str(path)) if header else None), text


def _term(value: str) -> Term:
    """Return what a value stands for in a query without a header: an IRI where it looks like one, else a string."""
    from pyoxigraph import Literal, NamedNode

    from kg.vocabulary import NAMESPACES

    prefix, colon, local = value.partition(":")
    if colon and prefix in NAMESPACES:
        value = f"<{NAMESPACES[prefix]}{local}>"
    if value.startswith(("http://", "https://")):
        value = f"<{value}>"
    if value.startswith("<") and value.endswith(">"):
        try:
            return NamedNode(value[1:-1])
        except ValueError:
            raise UsageError(f"{value} is not an IRI", remedy="give an absolute IRI") from None
    return Literal(value)


def _own_query(name: str, store: Path) -> Answer:
    from kg.graph.sparql import ask

    return ask(store, (_QUERIES / f"{name}.rq").read_text(encoding="utf-8"), name=name)


def _rows(found: Answer, columns: Sequence[str] | None = None) -> Rows:
    """Return the rows of a query; rows that were left off are told and make the exit code."""
    if found.truncated:
        say(
            f"kg: only the first {len(found.rows):,} rows are shown; "
            "narrow the query, or set DEMARCHE_MAX_ROWS to raise the limit"
        )
    return Rows(tuple(columns or found.columns), found.plain(), 4 if found.truncated else 0)
