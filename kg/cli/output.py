"""How rows are printed: a table for a person, JSON lines, CSV or TSV for a program."""

from __future__ import annotations

import csv
import functools
import inspect
import json
import shutil
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal, Self, TextIO

import typer

from kg.errors import UsageError

Format = Literal["json", "csv", "tsv", "table"]
FORMATS: dict[Format, str] = {
    "json": "Print one JSON object a line (the default where the output is no terminal).",
    "csv": "Print comma-separated values with a header line.",
    "tsv": "Print tab-separated values with a header line.",
    "table": "Print a table (the default on a terminal).",
}
"""Each output format with the help of its option."""


@dataclass(frozen=True, slots=True)
class Rows:
    """What a command found.

    Parameters:
        columns: the names of the columns.
        rows: one value a column: text, number, truth value, ``None``, or a list of these.
        exit_code: what the command returns once the rows are printed.
        words: lines for a person, printed in place of the rows where no format is asked for.
    """

    columns: tuple[str, ...]
    rows: Iterable[Sequence[object]]
    exit_code: int = 0
    words: tuple[str, ...] = ()


def one_line(text: str) -> str:
    r"""Return the text with its control characters made visible, safe to print on a terminal.

    >>> one_line("a\x1b[2Jb\n")
    'a\\x1b[2Jb\\n'
    """
    return "".join(c if c.isprintable() else repr(c)[1:-1] for c in text)


def say(message: str) -> None:
    """Print a message for the person at the terminal, on stderr."""
    print(one_line(message), file=sys.stderr, flush=True)  # noqa: T201


class Progress:
    """Says on stderr how far the work is: on a terminal one line that changes, elsewhere a line a step."""

    def __init__(self) -> None:
        self._live = sys.stderr.isatty()

    def __call__(self, message: str) -> None:
        """Say what is being done now."""
        if self._live:
            width = shutil.get_terminal_size().columns - 1
            sys.stderr.write(f"\r\x1b[K{one_line(message)[:width]}")
            sys.stderr.flush()
        else:
            say(f"kg: {message}")

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(self, *_: object) -> None:
        """Leave the terminal's line empty for what follows."""
        if self._live:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


def printing_rows(command: Callable[..., Rows]) -> Callable[..., None]:
    """Give a command the options ``--json --csv --tsv --table``; the rows it returns are printed so."""
    signature = inspect.signature(command, eval_str=True)
    options = {
        name: inspect.Parameter(
            f"as_{name}",
            inspect.Parameter.KEYWORD_ONLY,
            default=False,
            annotation=Annotated[bool, typer.Option(f"--{name}", help=help_text)],
        )
        for name, help_text in FORMATS.items()
    }

    @functools.wraps(command)
    def printed(*args: Any, **kwargs: Any) -> None:
        chosen = [name for name in FORMATS if kwargs.pop(f"as_{name}")]
        if len(chosen) > 1:
            given = " and ".join(f"--{name}" for name in chosen)
            raise UsageError(f"{given} exclude each other", remedy="give one of them")
        found = command(*args, **kwargs)
        if found.words and not chosen:
            print(*map(one_line, found.words), sep="\n", flush=True)  # noqa: T201
        else:
            write(found, chosen[0] if chosen else "table" if sys.stdout.isatty() else "json", sys.stdout)
        if found.exit_code:
            raise typer.Exit(found.exit_code)

    parameters = [*signature.parameters.values(), *options.values()]
    printed.__signature__ = signature.replace(parameters=parameters, return_annotation=None)  # type: ignore[attr-defined]
    printed.__annotations__ = {p.name: p.annotation for p in parameters} | {"return": None}
    return printed


def write(found: Rows, form: Format, to: TextIO) -> None:
    """Write rows in one of the formats."""
    if form == "table":
        _table(found, to)
    elif form == "json":
        for row in found.rows:
            to.write(json.dumps(dict(zip(found.columns, row, strict=True)), ensure_ascii=False) + "\n")
    else:
        writer = csv.writer(to, delimiter="," if form == "csv" else "\t", lineterminator="\n")
        writer.writerow(found.columns)
        for row in found.rows:
            writer.writerow([_cell(value) for value in row])
    to.flush()


def _cell(value: object) -> str:
    """Return a value as the text of one cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return "; ".join(_cell(part) for part in value)
    return str(value)


def _table(found: Rows, to: TextIO) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    # Off a terminal nothing says how wide the reader's page is: leave every cell whole.
    console = Console(file=to, highlight=False, width=None if to.isatty() else 10_000)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in found.columns:
        table.add_column(Text(one_line(name)), overflow="fold")
    rows = 0
    for rows, row in enumerate(found.rows, start=1):  # noqa: B007
        table.add_row(*(Text(one_line(_cell(value))) for value in row))
    if rows:
        console.print(table)
    else:
        say("kg: no rows")
