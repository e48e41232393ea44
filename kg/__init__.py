"""Démarche: who proposed what to whom, who answered, who stayed silent, and on whose word we know it.

``from kg import Store`` opens the graph; everything else is imported from its module.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.graph.store import Store

    __version__: str

__all__ = ["Store", "__version__"]


def __getattr__(name: str) -> object:
    # Loaded on first use, so that `import kg` stays cheap.
    if name == "Store":
        from kg.graph.store import Store

        return Store
    if name == "__version__":
        from importlib.metadata import version

        return version("demarche")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
