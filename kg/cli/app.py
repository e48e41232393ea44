"""The commands of ``kg`` put together, and every error turned into one line and an exit code."""

from __future__ import annotations

import errno
import functools
import os
import sys
from collections.abc import Callable, Sequence
from typing import Annotated, Any

import typer

from kg.cli import asking, corpora, making
from kg.cli.output import one_line
from kg.errors import DemarcheError

EXIT_CODES = """\
Exit codes: 0 done, 1 data invalid, 2 wrong usage, 3 input unreadable, 4 limit reached, 5 store busy, 130 interrupted. \
Where several files fail, the highest code of theirs."""


class _PipeClosedError(Exception):
    """The reader of stdout has gone."""


class _InterruptedError(Exception):
    """Ctrl-C was pressed."""


def _quiet_ends(command: Callable[..., None]) -> Callable[..., None]:
    """Keep the two ends that typer would handle in its own way for :func:`run`."""

    @functools.wraps(command)
    def wrapped(*args: Any, **kwargs: Any) -> None:
        try:
            command(*args, **kwargs)
            sys.stdout.flush()
        except BrokenPipeError as error:
            raise _PipeClosedError from error
        except KeyboardInterrupt as error:
            raise _InterruptedError from error

    return wrapped


app = typer.Typer(
    name="kg",
    help="Read articles on diplomacy into a graph of who did what towards whom, and on whose word; ask and show it.",
    epilog=EXIT_CODES,
    invoke_without_command=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for command in (
    making.build,
    making.read,
    making.load,
    asking.query,
    asking.queries,
    asking.link,
    asking.check,
    asking.export,
    asking.status,
    corpora.corpus,
    corpora.evaluate,
):
    app.command()(_quiet_ends(command))


def _version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        typer.echo(f"demarche {version('demarche')}")
        raise typer.Exit


@app.callback()
def options(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", help="Print the version.", callback=_version, is_eager=True)
    ] = False,
    debug: Annotated[
        bool, typer.Option("--debug", help="Show the traceback of an error.", envvar="DEMARCHE_DEBUG", hidden=True)
    ] = False,
) -> None:
    """Take the options that stand before the command's name."""
    context.obj["debug"] = debug
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


def run(arguments: Sequence[str] | None) -> int:
    """Run the command and return its exit code; any error becomes one line on stderr."""
    _speak_utf8()
    settings = {"debug": bool(os.environ.get("DEMARCHE_DEBUG"))}
    try:
        code: int | None = app(args=arguments, prog_name="kg", standalone_mode=False, obj=settings)
        sys.stdout.flush()
        return code or 0
    except (_PipeClosedError, BrokenPipeError):
        return _leave_pipe()
    except _InterruptedError:
        print("kg: interrupted", file=sys.stderr)  # noqa: T201
        return 130
    except Exception as error:
        if settings["debug"]:
            import traceback

            traceback.print_exc()
        message, code = _told(error)
        print(f"kg: {one_line(message)}", file=sys.stderr)  # noqa: T201
        return code


def _told(error: Exception) -> tuple[str, int]:
    """Return the one line and the exit code for an error."""
    if isinstance(error, DemarcheError):
        return str(error), error.exit_code
    if isinstance(error, typer.TyperException):
        what, _, near = error.format_message().rstrip(".").partition(". Did you mean ")
        context = getattr(error, "ctx", None)
        remedy = f"did you mean {near}" if near else f"see {context.command_path if context else 'kg'} --help"
        return f"{what[:1].lower()}{what[1:]}; {remedy}", 2
    if isinstance(error, typer.Abort):
        return "stopped", 130
    if isinstance(error, OSError) and error.filename is not None:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        remedy = "make room on the disk" if full else "give a place that can be read and written"
        return f"{error.filename}: {error.strerror or error}; {remedy}", 4 if full else 2
    if isinstance(error, MemoryError):
        return "out of memory; give fewer or smaller files", 4
    kind = type(error).__name__
    return f"unexpected {kind}: {error}; run again with DEMARCHE_DEBUG=1 and report what it shows", 1


def _speak_utf8() -> None:
    """Let stdout and stderr carry any text, whatever the locale."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is None:
            continue
        if stream.isatty():
            reconfigure(errors="backslashreplace")
        else:
            reconfigure(encoding="utf-8", errors="backslashreplace")


def _leave_pipe() -> int:
    """End quietly when the reader of stdout has gone, as in ``kg queries | head -1``."""
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, sys.stdout.fileno())  # or Python complains when it flushes at exit
    os.close(null)
    return 0
