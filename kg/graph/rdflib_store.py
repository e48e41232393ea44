"""rdflib's store over Oxigraph, with the checks of :mod:`kg.graph.screen` before every query and update."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

import pyoxigraph as ox
from oxrdflib import OxigraphStore
from oxrdflib._converter import to_ox
from rdflib.plugins.sparql.sparql import Query, Update
from rdflib.query import Result

from kg.errors import UsageError
from kg.graph.binding import bind
from kg.graph.rows import Term
from kg.graph.screen import screen


class SafeOxigraphStore(OxigraphStore):
    """An Oxigraph store that refuses what reaches for the network or is silently wrong under rdflib."""

    @property
    def _inner(self) -> ox.Store:
        store: ox.Store | None = getattr(self, "_store", None)
        if store is None:
            raise UsageError("the store of this dataset is closed", remedy="open it again")
        return store

    def close(self, commit_pending_transaction: bool = False) -> None:
        """Let go of the Oxigraph store; a second call does nothing."""
        self._store = None

    def query(
        self,
        query: Query | str,
        initNs: Mapping[str, Any],  # noqa: N803
        initBindings: Mapping[str, Any],  # noqa: N803
        queryGraph: str,  # noqa: N803
        **kwargs: object,
    ) -> Result:
        """Answer a query given as text; variables of ``initBindings`` are bound as terms."""
        if isinstance(query, Query):
            # rdflib would evaluate it itself, slowly, and fetch from the network where it says so.
            raise UsageError("a prepared query cannot be checked", remedy="give the query as text")
        tokens = screen(query)
        bindings = {str(name): cast(Term, to_ox(value)) for name, value in initBindings.items()}
        text = bind(query, bindings, tokens=tokens)
        return super().query(text, initNs, {}, queryGraph, **kwargs)

    def update(
        self,
        update: Update | str,
        initNs: Mapping[str, Any],  # noqa: N803
        initBindings: Mapping[str, Any],  # noqa: N803
        queryGraph: str,  # noqa: N803
        **kwargs: object,
    ) -> None:
        """Apply an update given as text; LOAD and SERVICE are refused."""
        if isinstance(update, Update):
            raise UsageError("a prepared update cannot be checked", remedy="give the update as text")
        screen(update, allow=frozenset({"UPDATE"}))
        super().update(update, initNs, initBindings, queryGraph, **kwargs)
