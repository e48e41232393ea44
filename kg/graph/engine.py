"""The engine's side of a query: what runs in a worker, see :mod:`kg.graph.workers`.

A store on disk is opened anew for every query, for reading, and so is seen as it was last written. A store in memory
comes as N-Quads and is kept until others come. The limit of memory holds on Linux; those of time and rows hold on every
POSIX system.
"""

from __future__ import annotations

import contextlib
import pickle
import re
import signal
import time
from multiprocessing.connection import Connection
from typing import Literal, NamedTuple

import pyoxigraph as ox

from kg.graph.rows import Rows, Term
from kg.graph.store import TRIES
from kg.vocabulary import NAMESPACES

_ROCKSDB = re.compile("IO error|Corruption")


class Request(NamedTuple):
    """A query on its way to a worker, with its limits and the store: a path, or N-Quads and their digest."""

    text: str
    union: bool
    rows: int
    seconds: int
    memory: int
    path: str | None = None
    data: bytes | None = None
    digest: str = ""


class Reply(NamedTuple):
    """A worker's reply: rows, or what went wrong."""

    rows: Rows | None = None
    trouble: Literal["", "query", "store", "memory", "engine"] = ""
    message: str = ""


def serve(descriptor: int) -> None:
    """Answer queries that come over a connection until it is closed; the main function of a worker."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Should the asking process be killed, nobody else ends a query that takes too long.
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    held: tuple[str, ox.Store] = ("", ox.Store())
    with Connection(descriptor) as connection:
        connection.send_bytes(b"ready")
        while True:
            try:
                request: Request = connection.recv()
            except EOFError:
                return
            signal.setitimer(signal.ITIMER_REAL, request.seconds + 5)
            _limit_memory(request.memory)
            try:
                if request.data is not None:
                    held = ("", ox.Store())
                    held[1].bulk_load(request.data, format=ox.RdfFormat.N_QUADS)
                    held = (request.digest, held[1])
                reply = answered(request, held[1])
            except MemoryError:
                reply = Reply(trouble="memory")
            connection.send_bytes(pickle.dumps(reply))
            signal.setitimer(signal.ITIMER_REAL, 0)
            del reply


def _limit_memory(megabytes: int) -> None:
    import resource

    with contextlib.suppress(ValueError, OSError):  # macOS has no such limit
        resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        wanted = megabytes * 1_000_000
        resource.setrlimit(resource.RLIMIT_AS, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))


def answered(request: Request, memory: ox.Store) -> Reply:
    """Answer one query in this process, from the store at the request's path, else from ``memory``."""
    message = ""
    for attempt in range(TRIES):
        try:
            store = memory if request.path is None else ox.Store.read_only(request.path)
            return Reply(_rows(store, request))
        except (SyntaxError, ValueError, TypeError) as error:
            return Reply(trouble="query", message=_line(error))
        except (OSError, RuntimeError) as error:
            message = _line(error)
            if not _ROCKSDB.search(message):
                return Reply(trouble="engine", message=message)
            # A writer may delete files that this reader had still to read.
            time.sleep(0.02 * 2**attempt)
    return Reply(trouble="store", message=message)


def _line(error: BaseException) -> str:
    return " ".join(str(error).split())


def _rows(store: ox.Store, request: Request) -> Rows:
    result = store.query(request.text, prefixes=NAMESPACES, use_default_graph_as_union=request.union)
    if isinstance(result, ox.QueryBoolean):
        yes = ox.Literal(str(bool(result)).lower(), datatype=ox.NamedNode(NAMESPACES["xsd"] + "boolean"))
        return Rows(("answer",), ((yes,),))
    rows: list[tuple[Term | None, ...]] = []
    truncated = False
    for one in result:
        if len(rows) == request.rows:
            truncated = True
            break
        rows.append(tuple(one))
    if isinstance(result, ox.QuerySolutions):
        return Rows(tuple(variable.value for variable in result.variables), tuple(rows), truncated)
    # The triples of a graph have no order of their own.
    return Rows(
        ("subject", "predicate", "object"), tuple(sorted(rows, key=lambda row: tuple(map(str, row)))), truncated
    )
