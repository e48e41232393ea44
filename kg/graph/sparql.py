"""All SPARQL passes here: read before it is parsed, bound by terms, and run where it can be killed.

A query is refused for what :mod:`kg.graph.screen` finds in its tokens, its variables are bound by
:mod:`kg.graph.binding`, and it runs in another process, see :mod:`kg.graph.workers`, under limits of time, memory and
rows.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox

from kg.errors import UsageError
from kg.graph.binding import Bindings, bind
from kg.graph.engine import Request
from kg.graph.rows import Rows
from kg.graph.screen import chooses_graphs, screen
from kg.graph.store import Store, check_readable
from kg.graph.workers import answer
from kg.limits import limit

ALLOWABLE = frozenset({"SERVICE", "FROM"})
"""What :func:`ask` can be told to allow."""


def ask(
    store: Store | str | os.PathLike[str],
    text: str,
    bindings: Bindings | None = None,
    *,
    allow: Iterable[str] = (),
    name: str = "query",
    most: int | None = None,
) -> Rows:
    """Answer a SELECT, ASK, CONSTRUCT or DESCRIBE over the union of the named graphs.

    The prefixes of :data:`kg.vocabulary.NAMESPACES` need no declaration.

    Parameters:
        store: a store, or the folder of one.
        text: the query.
        bindings: IRIs and literals for its variables, see :func:`kg.graph.binding.bind`.
        allow: of :data:`ALLOWABLE`, what to allow. A query with an allowed FROM sees the graphs that it names only.
        name: what the query is called in errors.
        most: how many rows to return at most; DEMARCHE_MAX_ROWS where none is given.

    Raises:
        UsageError: when the query is refused or not valid.
        LimitReached: when it met a limit: DEMARCHE_MAX_QUERY_CHARS, _DEPTH, _SECONDS or _MEMORY_MB.
        InputUnreadable: when there is no store, or it cannot be read.
        StoreBusy: when another process changes the store faster than it can be read.

    >>> ask(Store(), "ASK { ?s ?p ?o }").plain()
    ((False,),)
    """
    allowed = frozenset(allow)
    if unknown := sorted(allowed - ALLOWABLE):
        raise UsageError(f"{unknown[0]} cannot be allowed", remedy=f"allow {' or '.join(sorted(ALLOWABLE))}")
    cut = screen(text, allow=allowed, name=name)
    request = Request(
        text=bind(text, bindings, name=name, tokens=cut),
        union=not chooses_graphs(cut),
        rows=limit("DEMARCHE_MAX_ROWS") if most is None else most,
        seconds=limit("DEMARCHE_MAX_QUERY_SECONDS"),
        memory=limit("DEMARCHE_MAX_QUERY_MEMORY_MB"),
    )
    path = store.path if isinstance(store, Store) else Path(store)
    if path is not None:
        check_readable(path)
        request = request._replace(path=str(path.absolute()))
    elif isinstance(store, Store):
        data = store.quads.dump(format=ox.RdfFormat.N_QUADS) or b""
        request = request._replace(data=data, digest=hashlib.blake2b(data).hexdigest())
    return answer(request, name)
