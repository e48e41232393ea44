"""What is wrong with articles' graphs, with a store, and with the ontology."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from kg.errors import DataInvalid, DemarcheError
from kg.pipeline.outcomes import Finding
from kg.pipeline.road import Paths, Progress, at, readings, silent

if TYPE_CHECKING:
    from pyoxigraph import Quad


def check(
    paths: Paths, reader: str = "embedded", *, stdin: BinaryIO | None = None, progress: Progress = silent
) -> tuple[list[Finding], list[DemarcheError]]:
    """Return what is wrong with the graphs of articles, and the articles that could not be read; nothing is stored."""
    from kg.graph.build import quads

    found: list[Finding] = []
    failures: list[DemarcheError] = []
    for reading in readings(paths, reader, stdin=stdin, progress=progress):
        if isinstance(reading, DemarcheError):
            failures.append(reading)
            continue
        name = reading.article.name
        try:
            found.extend(_findings(name, quads(reading)))
        except DataInvalid as error:
            failures.append(error if error.where else at(error, name))
    return found, failures


def check_store(store: str | Path, *, progress: Progress = silent) -> list[Finding]:
    """Return what is wrong with the articles' graphs in a store.

    Raises:
        InputUnreadable: when there is no store, or it cannot be read.
    """
    from kg.graph.store import Store
    from kg.graph.terms import TYPE, dem

    found: list[Finding] = []
    with Store.open_readonly(store) as held:
        graphs = {quad.graph_name for quad in held.quads.quads_for_pattern(None, TYPE, dem("Reading"), None)}
        for graph in sorted(graphs, key=str):
            quads = list(held.quads.quads_for_pattern(None, None, None, graph))
            files = [getattr(quad.object, "value", "") for quad in quads if quad.predicate == dem("fileName")]
            name = min(files, default=str(graph))
            progress(f"checking {name}")
            found.extend(_findings(name, quads))
    return found


def check_ontology(*, reason: bool = False, progress: Progress = silent) -> list[Finding]:
    """Return what is wrong with the ontology: what its terms lack and, with ``reason``, what HermiT finds.

    Raises:
        DemarcheError: when HermiT is asked for and Java is missing or fails.
    """
    from kg.graph.ontology import consistency, hygiene

    progress("checking the ontology")
    found = [Finding("ontology", line) for line in hygiene()]
    if reason:
        progress("reasoning over the ontology")
        verdict = consistency()
        if not verdict.consistent:
            found.append(Finding("ontology", "it is inconsistent: no data can satisfy it"))
        found += [Finding("ontology", "the class can have no member", one) for one in verdict.unsatisfiable]
    return found


def _findings(where: str, quads: Iterable[Quad]) -> list[Finding]:
    from kg.graph.validate import validate

    return [Finding(where, one.what, one.focus, one.severity) for one in validate(quads)]
