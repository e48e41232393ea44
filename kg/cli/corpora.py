"""The commands about corpora: ``corpus`` and ``evaluate``."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from kg.cli.making import Reader, tell_failures
from kg.cli.output import Progress, Rows, printing_rows, say
from kg.errors import DataInvalid, DemarcheError, UsageError

if TYPE_CHECKING:
    from kg.corpus.evaluate import Record
    from kg.corpus.gold import Gold

BreakDown = Literal["type", "article", "confidence"]
Action = Literal["check", "stats", "jsonl", "rdf"]


@printing_rows
def corpus(
    action: Annotated[
        Action,
        typer.Argument(
            metavar="ACTION",
            help="check (what is wrong), stats (what it holds), jsonl or rdf (write it as one file, see -o).",
            show_default=False,
        ),
    ],
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder of the corpus.")] = Path("corpus"),
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="The file that jsonl and rdf write.")
    ] = None,
) -> Rows:
    """Check, count or convert a corpus of articles with gold readings.

    A corpus is a folder with train/, dev/ and test/; each article is NAME.txt with NAME.meta.json and NAME.json, the
    gold in the guide's schema. The command leaves with 1 where check finds something wrong.
    """
    from kg.corpus import gold

    held = list(gold.load(folder))
    if action == "check":
        from kg.corpus.check import check

        found = check(held)
        words = () if found else (f"{len(held)} articles, nothing wrong",)
        rows = [(one.article, one.act, one.what) for one in found]
        return Rows(("article", "act", "what"), rows, 1 if found else 0, words)
    if action == "stats":
        from kg.corpus.stats import rows as counted

        return Rows(("part", "what", "value", "count"), list(counted(held)))
    if output is None:
        raise UsageError(f"{action} writes a file and none is named", where="kg corpus", remedy="give -o FILE")
    written = _write(held, action, output)
    return Rows(("file", "lines"), [(str(output), written)])


def _write(held: Sequence[Gold], action: Action, output: Path) -> int:
    """Write a corpus as one file, whole or not at all, and return its lines."""
    from kg.exporting.files import whole

    with Progress() as progress, whole(output) as to:
        if action == "jsonl":
            data = b"".join(json.dumps(one.record(), ensure_ascii=False).encode() + b"\n" for one in held)
        else:
            from kg.graph.build import nquads, quads

            progress(f"building the graphs of {len(held)} articles")
            data = nquads(quad for one in held for quad in quads(one.reading()))
        to.write_bytes(data)
    return data.count(b"\n")


@printing_rows
def evaluate(
    folder: Annotated[
        Path, typer.Argument(metavar="GOLD_DIR", help="The folder of the articles and their gold.", show_default=False)
    ],
    reader: Reader = "embedded",
    readings: Annotated[
        Path | None,
        typer.Option(
            "--readings", metavar="FILE.jsonl", help="Score these readings, made by kg read, and read nothing."
        ),
    ] = None,
    by: Annotated[
        BreakDown | None,
        typer.Option("--by", help="The figures of each act type, of each article, or of each tenth of the confidence."),
    ] = None,
    errors: Annotated[
        bool, typer.Option("--errors", help="List the missed, the false and the duplicate acts with their quote.")
    ] = False,
) -> Rows:
    """Say how well articles are read, by the figures of the guide.

    GOLD_DIR is a corpus or a part of one: NAME.txt with NAME.meta.json, and NAME.json, the gold. An article that cannot
    be read, or is not among the readings, counts as one in which no act was found.
    """
    from kg.corpus import evaluate as figures
    from kg.corpus import gold

    if by and errors:
        raise UsageError("--by and --errors exclude each other", remedy="give one of them")
    if readings and reader != "embedded":
        raise UsageError("--readings and --reader exclude each other", remedy="give one of them")
    held = list(gold.load(folder))
    failures: list[DemarcheError] = []
    acts = _given(held, readings) if readings else _read(held, reader, failures)
    found = [figures.scored(one, told) for one, told in zip(held, acts, strict=True)]
    tell_failures(failures)
    code = max((failure.exit_code for failure in failures), default=0)
    if errors:
        return Rows(figures.ERRORS, figures.errors(found), code)
    if by == "type":
        return Rows(figures.TYPES, figures.by_type(found), code)
    if by == "confidence":
        return Rows(figures.CONFIDENCES, figures.by_confidence(found), code)
    if by == "article":
        return Rows(("article", *figures.FIGURES), figures.by_article(found), code)
    return Rows(figures.FIGURES, figures.figures(figures.overall(found)), code)


def _read(held: Sequence[Gold], reader: str, failures: list[DemarcheError]) -> Iterator[Sequence[Record]]:
    """Yield the acts that a reader finds in each article; what fails joins the failures and has none."""
    from kg import pipeline
    from kg.model import record

    with Progress() as progress:
        for gold in held:
            (found,) = pipeline.readings([gold.path], reader, progress=progress)
            if not isinstance(found, DemarcheError) and found.article.text != gold.text:
                found = DataInvalid(
                    "the text that is read is not the text that the gold points into",
                    where=str(gold.path),
                    remedy="write the file in UTF-8, with plain line ends",
                )
            if isinstance(found, DemarcheError):
                failures.append(found)
                yield ()
            else:
                yield record(found)["acts"]


def _given(held: Sequence[Gold], file: Path) -> Iterator[Sequence[Record]]:
    """Yield the acts that a file of readings holds for each article, and say what does not meet."""
    from kg.corpus.evaluate import load_readings

    given = load_readings(file)
    for gold in held:
        if gold.name not in given:
            say(f"kg: {file}: has no reading of {gold.path.name}; it counts as one without acts")
        yield given.get(gold.name, ())
    for name in sorted(given.keys() - {gold.name for gold in held}):
        say(f"kg: {file}: {name} has no gold; it is not scored")
