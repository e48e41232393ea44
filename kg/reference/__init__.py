"""The reference data: who is who, how each is written, who held which office when, and whence we know the QIDs.

The data are the ``.tsv`` files of ``ontology/reference/``; the ``README.md`` there tells what each column is.
"""

from __future__ import annotations

from kg.reference.days import bounds
from kg.reference.loader import load
from kg.reference.model import Entry, Evidence, Holder, Reference, Role, Surface
from kg.reference.spelling import fold

__all__ = ["Entry", "Evidence", "Holder", "Reference", "Role", "Surface", "bounds", "fold", "load"]
