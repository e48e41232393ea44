"""The one place where both wings meet: articles in; graph, answers and pictures out.

``bytes -read-> Article -understand-> Reading -store-> graph -export-> files``
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from kg.errors import DataInvalid, DemarcheError, UsageError
from kg.model import Article, Reading
from kg.pipeline.jobs import in_order
from kg.pipeline.outcomes import Loaded, Outcome, State, Summary
from kg.resources import folder

if TYPE_CHECKING:
    from pyoxigraph import Quad

    from kg.graph.store import Store

Paths = Sequence[str | Path]
Progress = Callable[[str], None]
SAMPLES_NOTE = "The articles are illustrations written for Démarche, not evidence of fact."
ON_DEMAND = frozenset({"trig", "jsonld", "turtle"})
"""The export formats that a build leaves to ``kg export``: they say what ``graph.nq`` says, and take long to write."""


def silent(message: str) -> None:
    """Say nothing: the progress of those who want none."""


def samples() -> tuple[Path, ...]:
    """Return the folder of the sample articles that came with this installation."""
    return (folder("examples"),)


def understand(article: Article, reader: str = "embedded") -> Reading:
    """Read one article and link its actors.

    Parameters:
        article: from :func:`kg.text.read.read_all`.
        reader: what reads: ``embedded``, or an installed spaCy pipeline by name.

    Raises:
        UsageError: when there is no such reader.
    """
    from kg import reference
    from kg.linking.decide import link
    from kg.reading.reader import read

    known = reference.load()
    return link(read(article, known, reader), known)


def readings(
    paths: Paths,
    reader: str = "embedded",
    *,
    jobs: int = 1,
    stdin: BinaryIO | None = None,
    progress: Progress = silent,
) -> Iterator[Reading | DemarcheError]:
    """Understand every article of files, folders and ``-``; what fails is yielded as an error, and the rest goes on.

    Parameters:
        paths: see :func:`kg.text.read.read_all`.
        reader: what reads: ``embedded``, or an installed spaCy pipeline by name.
        jobs: how many articles are read at once, each in a process of its own; the readings are the same.
        stdin: the stream that ``-`` stands for; the process's own where none is given.
        progress: is told of each article before it is read.

    Raises:
        UsageError: when there is no such reader, or ``jobs`` is below one.
        LimitReached: when one of several processes ended unexpectedly.
    """
    if jobs < 1:
        raise UsageError(f"cannot read with {jobs} processes", where="--jobs", remedy="give one or more")
    yield from in_order(partial(_understood, reader=reader), _told(_articles(paths, stdin), progress), jobs)


def _told(found: Iterable[Article | DemarcheError], progress: Progress) -> Iterator[Article | DemarcheError]:
    """Yield what is found, and tell of each article before."""
    for one in found:
        if isinstance(one, Article):
            progress(f"reading {one.name}")
        yield one


def furnish(store: Store) -> None:
    """Put what every store holds beside its articles: the ontology and the reference data."""
    for graph, quads in _common().items():
        store.put(graph, quads)


def load(
    paths: Paths,
    store: str | Path,
    reader: str = "embedded",
    *,
    stdin: BinaryIO | None = None,
    progress: Progress = silent,
) -> Loaded:
    """Read, link, validate and store articles; what has not changed changes nothing.

    The store is opened before the first article is understood, and left alone when there is none.

    Parameters:
        paths: see :func:`kg.text.read.read_all`.
        store: the folder of the store, made where there is none.
        reader: what reads.
        stdin: the stream that ``-`` stands for.
        progress: is told of each step.

    Raises:
        StoreBusy: when another process writes to the store.
        UsageError: when there is no such reader, or ``store`` is something else.
    """
    found = _articles(paths, stdin)
    failures: list[DemarcheError] = []
    for first in found:
        if isinstance(first, Article):
            break
        failures.append(first)
    else:
        return Loaded((), tuple(failures), _passed_over(paths))
    from kg.graph.store import Store

    outcomes: list[Outcome] = []
    stored: list[Reading] = []
    with Store(store) as into:
        furnish(into)
        for article in _told(_chain(first, found), progress):
            reading = _understood(article, reader)
            if isinstance(reading, DemarcheError):
                failures.append(reading)
                continue
            outcome, breaches = _put(into, reading)
            outcomes.append(outcome)
            failures.extend(breaches)
            if outcome.state != "refused":
                stored.append(_without_text(reading))
        _put_links(into, stored)
    return Loaded(tuple(outcomes), tuple(failures), _passed_over(paths))


def build(
    paths: Paths,
    out: str | Path,
    *,
    store: str | Path | None = None,
    reader: str = "embedded",
    stdin: BinaryIO | None = None,
    progress: Progress = silent,
) -> Summary:
    """Load articles, answer every question and write every export: the whole road.

    Parameters:
        paths: see :func:`kg.text.read.read_all`.
        out: the folder for all that is written, made where there is none.
        store: the folder of the store; ``store`` within ``out`` where none is given.
        reader: what reads.
        stdin: the stream that ``-`` stands for.
        progress: is told of each step.

    Raises:
        StoreBusy: when another process writes to the store.
        UsageError: when there is no such reader, or a place cannot be written.
    """
    place = Path(out) / "store" if store is None else Path(store)
    loaded = load(paths, place, reader, stdin=stdin, progress=progress)
    if not loaded.outcomes:
        return Summary(loaded)
    from kg.graph.store import Store

    note = SAMPLES_NOTE if set(map(Path, paths)) == set(samples()) else ""
    with Store.open_readonly(place) as held:
        return _exported(held, Path(out), loaded, note, progress)


def _exported(store: Store, out: Path, loaded: Loaded, note: str, progress: Progress) -> Summary:
    """Answer every question and write the exports, the page that opens them last."""
    from kg.exporting import FORMATS, tables
    from kg.exporting.facts import facts
    from kg.exporting.page import write_index
    from kg.exporting.picture import picture
    from kg.exporting.summary import summary

    progress("answering the questions")
    answers = tables.answers(store)
    files = [(path, "the answer to a question") for path in tables.write_answers(answers, out / "answers")]
    progress(f"writing the exports into {out}")
    for name, form in FORMATS.items():
        if name in ON_DEMAND:
            continue
        path = out / export_file(name)
        if name == "picture":
            picture(store, path, note=note)
        else:
            form.write(store, path)
        files.append((path, form.about))
    held = summary(facts(store))
    first = out / "index.html"
    write_index(
        first, held, answers, sorted(files, key=lambda file: (file[0].name != "picture.html", file[0])), note=note
    )
    return Summary(loaded, held, tuple(sorted([first, *(path for path, _ in files)])), first)


def export_file(name: str) -> str:
    """Return the name of the file that a build writes in the export format called ``name``.

    >>> export_file("nquads"), export_file("acts-jsonl"), export_file("picture")
    ('graph.nq', 'acts.jsonl', 'picture.html')
    """
    from kg.exporting import FORMATS

    form = FORMATS[name]
    if form.writer.startswith(("rdf:", "graph_files:")):
        return f"graph{form.suffix}"
    return name.partition("-")[0] + form.suffix


def _articles(paths: Paths, stdin: BinaryIO | None) -> Iterator[Article | DemarcheError]:
    from kg.text.read import read_all

    return read_all(paths, stdin)


def _passed_over(paths: Paths) -> tuple[Path, ...]:
    from kg.text.read import passed_over

    return passed_over(paths)


def _chain(first: Article, rest: Iterable[Article | DemarcheError]) -> Iterator[Article | DemarcheError]:
    yield first
    yield from rest


def _understood(found: Article | DemarcheError, reader: str) -> Reading | DemarcheError:
    """Return the reading of an article, or the error that stands in its place."""
    if isinstance(found, DemarcheError):
        return found
    try:
        return understand(found, reader)
    except (UsageError, ImportError):  # not the article's fault
        raise
    except DemarcheError as error:
        return error if error.where else at(error, found.name)
    except Exception as error:  # one article that the reader cannot cope with must not cost the others
        return DataInvalid(
            f"the reader failed with {type(error).__name__}: {error}",
            where=found.name,
            remedy="report it with the article",
        )


def at(error: DemarcheError, where: str) -> DemarcheError:
    """Return the error, told as one of a place."""
    return type(error)(error.what, where=where, remedy=error.remedy)


def _put(store: Store, reading: Reading) -> tuple[Outcome, list[DemarcheError]]:
    """Put a reading into the store, unless it breaks the shapes."""
    from kg import iri
    from kg.graph.build import quads
    from kg.graph.validate import validate

    name = reading.article.name
    try:
        made = quads(reading)
        breaches = [one for one in validate(made) if one.severity == "Violation"]
    except DataInvalid as error:
        return _outcome(reading, "refused"), [error if error.where else at(error, name)]
    if breaches:
        return _outcome(reading, "refused"), [
            DataInvalid(one.what, where=f"{name}: {one.focus}", remedy="the article was not stored") for one in breaches
        ]
    return _outcome(reading, store.put(iri.graph(reading.article, reading.reader), made)), []


def _outcome(reading: Reading, state: State) -> Outcome:
    return Outcome(reading.article.name, state, len(reading.acts), len(reading.refusals))


@cache
def _common() -> dict[str, list[Quad]]:
    from kg import iri, reference
    from kg.graph.build import ontology_quads, reference_quads

    return {
        iri.special_graph("ontology"): ontology_quads(),
        iri.special_graph("reference"): reference_quads(reference.load()),
    }


def _without_text(reading: Reading) -> Reading:
    """Return what the links need of a reading, so that a long run does not keep every text in memory."""
    return replace(reading, article=replace(reading.article, text="", furniture=()), mentions=(), refusals=())


def _put_links(store: Store, stored: Sequence[Reading]) -> None:
    """Put what was decided about the actors of these readings; decisions about other actors stay as they are."""
    from pyoxigraph import NamedNode

    from kg import iri
    from kg.graph.build import link_quads
    from kg.graph.terms import dem

    graph = NamedNode(iri.special_graph("links"))
    new = link_quads(stored)
    decided = {quad.object for quad in new if quad.predicate == dem("actor")}
    old = list(store.quads.quads_for_pattern(None, None, None, graph))
    overruled = {quad.subject for quad in old if quad.predicate == dem("actor") and quad.object in decided}
    kept = [quad for quad in old if quad.subject not in overruled and quad.subject not in decided]
    store.put(graph, [*kept, *new])
