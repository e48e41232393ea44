"""The commands that make: ``build``, ``read`` and ``load``."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Annotated, TextIO

import typer

from kg.cli.output import Progress, Rows, printing_rows, say
from kg.errors import DemarcheError

OUT = Path("exports")
STORE = OUT / "store"

Paths = Annotated[
    list[str], typer.Argument(metavar="PATH", help="Files, folders, or - for standard input.", show_default=False)
]
MaybePaths = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="PATH", help="Files, folders, or - for standard input; the sample articles where none is given.",
        show_default=False,
    ),
]  # fmt: skip
StoreFolder = Annotated[
    Path,
    typer.Option("--store", metavar="DIR", help="The folder of the store.", envvar="DEMARCHE_STORE", show_envvar=True),
]
Reader = Annotated[
    str, typer.Option("--reader", metavar="NAME", help="What reads: 'embedded', or an installed spaCy pipeline.")
]


@printing_rows
def build(
    paths: MaybePaths = None,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="The folder for all that is written.")] = OUT,
    store: Annotated[
        Path | None,
        typer.Option(
            "--store", metavar="DIR", help="The folder of the store; store/ in the --out folder where none is given.",
            envvar="DEMARCHE_STORE", show_envvar=True,
        ),
    ] = None,
    reader: Reader = "embedded",
) -> Rows:  # fmt: skip
    """Do the main job: from articles to a graph, answers and pictures.

    Read the articles, link their actors, check and store them, answer every question, and export; without a path, do so
    with the sample articles. It ends with a few lines that say what was found and which file to open.
    """
    from kg import pipeline

    with Progress() as progress:
        summary = pipeline.build(
            paths or pipeline.samples(), out, store=store, reader=reader, stdin=sys.stdin.buffer, progress=progress
        )
    tell_failures(summary.loaded.failures)
    return Rows(("what", "count"), summary.rows(), summary.loaded.exit_code, summary.lines())


def read(
    paths: Paths,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write here instead of to stdout.")
    ] = None,
    reader: Reader = "embedded",
    jobs: Annotated[int, typer.Option("--jobs", metavar="N", help="How many articles to read at once.")] = 1,
) -> None:
    """Print what articles tell, a JSON object each.

    Every act with its performers, addressees, date, documents, what it answers, on whose word, and where in the text.
    """
    from kg import pipeline
    from kg.model import record

    failures = []
    with Progress() as progress, _writing(output) as to:
        for found in pipeline.readings(paths, reader, jobs=jobs, stdin=sys.stdin.buffer, progress=progress):
            if isinstance(found, DemarcheError):
                failures.append(found)
            else:
                to.write(json.dumps(record(found), ensure_ascii=False) + "\n")
        to.flush()
    tell_failures(failures)
    leave(failures)


@printing_rows
def load(paths: Paths, store: StoreFolder = STORE, reader: Reader = "embedded") -> Rows:
    """Read articles into the store.

    An article that has not changed changes nothing; one that has replaces its own graph alone.
    """
    from kg import pipeline

    with Progress() as progress:
        loaded = pipeline.load(paths, store, reader=reader, stdin=sys.stdin.buffer, progress=progress)
    tell_failures(loaded.failures)
    return Rows(
        ("article", "outcome", "acts"),
        [(one.article, one.state, one.acts) for one in loaded.outcomes],
        loaded.exit_code,
    )


def tell_failures(failures: Iterable[DemarcheError]) -> None:
    """Say what failed, a line each."""
    for failure in failures:
        say(f"kg: {failure}")


def leave(failures: Iterable[DemarcheError]) -> None:
    """Leave with the highest exit code of the failures, if there are any."""
    code = max((failure.exit_code for failure in failures), default=0)
    if code:
        raise typer.Exit(code)


def _writing(output: Path | None) -> AbstractContextManager[TextIO]:
    if output is None or str(output) == "-":
        return nullcontext(sys.stdout)
    from kg.exporting.files import whole

    return _opened(whole(output))


@contextmanager
def _opened(place: AbstractContextManager[Path]) -> Iterator[TextIO]:
    with place as path, path.open("w", encoding="utf-8", errors="backslashreplace", newline="") as to:
        yield to
