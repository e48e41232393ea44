"""The command about corpora: ``corpus``."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from kg.cli.output import Progress, Rows, printing_rows
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.corpus.gold import Gold

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
