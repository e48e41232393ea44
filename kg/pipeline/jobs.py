"""Reading several articles at once, each in a process of its own, with the readings in the articles' order."""

from __future__ import annotations

import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from typing import TypeVar

from kg.errors import LimitReached

Given = TypeVar("Given")
Made = TypeVar("Made")

_AHEAD = 4
"""How many articles a process are waiting or read before they are asked for: memory must not grow with a folder."""


def in_order(make: Callable[[Given], Made], given: Iterable[Given], jobs: int) -> Iterator[Made]:
    """Yield what ``make`` makes of each of ``given``, in their order, made by so many processes.

    Parameters:
        make: a function that another process can import.
        given: what it is given; taken a few ahead.
        jobs: how many processes; with one, none is started.

    Raises:
        LimitReached: when a process ended unexpectedly, as it does when memory runs out.
    """
    if jobs == 1:
        yield from map(make, given)
        return
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(jobs, context, initializer=partial(signal.signal, signal.SIGINT, signal.SIG_IGN))
    waiting: deque[Future[Made]] = deque()
    try:
        for one in given:
            waiting.append(pool.submit(make, one))
            if len(waiting) >= _AHEAD * jobs:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    except BrokenProcessPool:
        raise LimitReached(
            "a process that reads ended unexpectedly", where="--jobs", remedy="read again with fewer, or with one"
        ) from None
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
