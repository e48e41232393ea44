"""The workers: processes that answer queries one after the other, and can be killed.

A query that takes too long, too much memory or overflows the parser's stack ends its worker and never this process.

A worker is a bare Python with pyoxigraph, started in about 50 ms. A store in memory is sent to it as N-Quads, once
until it changes: a fork would spare that, but is unsafe in a process with threads. Idle workers wait for the next query
and end with this process.
"""

from __future__ import annotations

import atexit
import json
import os
import pickle
import signal
import subprocess
import sys
import tempfile
import threading
from multiprocessing.connection import Pipe
from pathlib import Path

from kg.errors import DemarcheError, LimitReached, UsageError
from kg.graph.engine import Reply, Request
from kg.graph.rows import Rows
from kg.graph.store import unreadable

_START = """
import json, sys
sys.path[:] = json.loads(sys.argv[2])
from kg.graph.engine import serve
serve(int(sys.argv[1]))
"""
_STARTING_SECONDS = 60
_IDLE = 2


def answer(request: Request, name: str) -> Rows:
    """Have a worker answer a query.

    Raises:
        UsageError: when the query is not valid.
        LimitReached: when it met a limit of time, memory or depth.
        InputUnreadable: when the store cannot be read.
        StoreBusy: when another process changes the store faster than it can be read.
    """
    reply = _send(request, name)
    if reply.rows is not None:
        return reply.rows
    if reply.trouble == "query":
        raise UsageError(f"is not a valid query: {reply.message}", where=name, remedy="mend it there")
    if reply.trouble == "store" and request.path:
        raise unreadable(Path(request.path), reply.message)
    if reply.trouble == "memory":
        raise _out_of_memory(request, name)
    raise DemarcheError(f"the query failed: {reply.message}", where=name, remedy="simplify it")


class _Worker:
    """A process that answers queries one after the other."""

    def __init__(self) -> None:
        self.connection, theirs = Pipe()
        self.digest = ""
        self.said = tempfile.TemporaryFile()  # noqa: SIM115 - closed by end()
        with theirs:
            path = json.dumps([str(Path(entry).absolute()) for entry in sys.path])
            self.process = subprocess.Popen(
                [sys.executable, "-I", "-S", "-c", _START, str(theirs.fileno()), path],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=self.said,
                pass_fds=[theirs.fileno()],
            )
        if not self.connection.poll(_STARTING_SECONDS) or self.connection.recv_bytes() != b"ready":
            self.end()
            raise DemarcheError("the query's worker does not start", remedy="try again when the machine is less busy")

    def answer(self, request: Request, name: str) -> Reply:
        """Return the worker's reply.

        Raises:
            LimitReached: when the limit of time is met, or the worker died of memory or depth.
            BrokenPipeError: when it had died before the query.
        """
        if request.data is not None and request.digest == self.digest:
            request = request._replace(data=None)
        self.connection.send(request)
        if request.digest:
            self.digest = request.digest
        if not self.connection.poll(request.seconds):
            raise _out_of_time(request, name)
        try:
            reply = pickle.loads(self.connection.recv_bytes())
        except EOFError:
            raise self.cause_of_death(request, name) from None
        assert isinstance(reply, Reply)
        return reply

    def cause_of_death(self, request: Request, name: str) -> DemarcheError:
        """Return the error that says why the worker ended during a query."""
        code = self.process.wait(_STARTING_SECONDS)
        self.said.seek(0)
        said = self.said.read().decode("utf-8", "replace").lower()
        if code == -signal.SIGALRM:
            return _out_of_time(request, name)
        if "overflow" in said or code == -signal.SIGSEGV:
            return LimitReached(
                "the query is nested too deeply, or chains too much, for the engine", where=name, remedy="simplify it"
            )
        return _out_of_memory(request, name)

    def end(self) -> None:
        """End the process, whatever it is doing."""
        self.connection.close()
        self.process.kill()
        self.process.wait()
        self.said.close()


def _out_of_time(request: Request, name: str) -> LimitReached:
    return LimitReached(
        f"the query took longer than the limit of {request.seconds:,} s",
        where=name,
        remedy="narrow it, or set DEMARCHE_MAX_QUERY_SECONDS to raise it",
    )


def _out_of_memory(request: Request, name: str) -> LimitReached:
    return LimitReached(
        f"the query needs more memory than the limit of {request.memory:,} MB",
        where=name,
        remedy="narrow it, or set DEMARCHE_MAX_QUERY_MEMORY_MB to raise it",
    )


_idle: list[_Worker] = []
_pool = threading.Lock()


def _send(request: Request, name: str) -> Reply:
    while True:
        with _pool:
            worker = _idle.pop() if _idle else None
        fresh = worker is None
        worker = worker or _Worker()
        try:
            reply = worker.answer(request, name)
        except BrokenPipeError:
            worker.end()
            if fresh:
                raise DemarcheError(
                    "the query's worker ended before the query", where=name, remedy="try again"
                ) from None
            continue
        except BaseException:
            worker.end()
            raise
        with _pool:
            if len(_idle) < _IDLE:
                _idle.append(worker)
                return reply
        worker.end()
        return reply


@atexit.register
def end_workers() -> None:
    """End the idle workers; the next query starts one again."""
    with _pool:
        workers, _idle[:] = _idle[:], []
    for worker in workers:
        worker.end()


def _forget_workers() -> None:
    # A forked child must not speak to its parent's workers.
    global _pool
    _pool = threading.Lock()
    _idle.clear()


os.register_at_fork(after_in_child=_forget_workers)
