"""The terms that quads are made of: namespaces, names and literals in the form in which the store keeps them."""

from __future__ import annotations

import math
import re
from decimal import Decimal
from functools import cache

from pyoxigraph import Literal, NamedNode

from kg.errors import DataInvalid
from kg.vocabulary import NAMESPACES, ONTOLOGY

_SURROGATES = re.compile("[\ud800-\udfff]")
_QID = re.compile(r"Q[1-9][0-9]*")
_UNSAFE = re.compile(r"[^A-Za-z0-9:/?#@!$&'()*+,;=._~%-]|%(?![0-9A-Fa-f]{2})")


@cache
def name(prefixed: str) -> NamedNode:
    """Return the IRI of a prefixed name of :data:`kg.vocabulary.NAMESPACES`.

    >>> name("prov:used").value
    'http://www.w3.org/ns/prov#used'
    """
    prefix, _, local = prefixed.partition(":")
    return NamedNode(NAMESPACES[prefix] + local)


@cache
def dem(local: str) -> NamedNode:
    """Return a term of the ontology of Démarche."""
    return NamedNode(ONTOLOGY + local)


TYPE = name("rdf:type")
LABEL = name("rdfs:label")


def clean(text: str) -> str:
    r"""Return a text without lone surrogates, which no RDF format can carry; its length stays.

    >>> clean("a\ud800b") == "a\ufffdb"
    True
    """
    return _SURROGATES.sub("\ufffd", text)


def words(text: str) -> Literal:
    """Return a plain string."""
    return Literal(clean(text))


def english(text: str) -> Literal:
    """Return a string marked as English."""
    return Literal(clean(text), language="en")


def whole(number: int) -> Literal:
    """Return an xsd:integer: the store keeps its subtypes, such as xsd:positiveInteger, as this one too."""
    return Literal(str(int(number)), datatype=name("xsd:integer"))


def decimal(number: float) -> Literal:
    """Return an xsd:decimal of at most four digits, in the canonical form that the store keeps.

    Raises:
        DataInvalid: for what is no finite number.

    >>> decimal(1.0).value, decimal(0.910000001).value
    ('1', '0.91')
    """
    if not math.isfinite(number):
        raise DataInvalid(f"{number} is not a number", remedy="give one from 0 to 1")
    fixed = f"{Decimal(repr(float(number))):.4f}".rstrip("0").rstrip(".")
    return Literal("0" if fixed == "-0" else fixed, datatype=name("xsd:decimal"))


def day(text: str) -> Literal:
    """Return an xsd:date of a valid ``YYYY-MM-DD``."""
    return Literal(text, datatype=name("xsd:date"))


def edtf(text: str) -> Literal:
    """Return an EDTF literal of a valid EDTF string."""
    return Literal(text, datatype=name("edtf:EDTF"))


def item(qid: str) -> NamedNode:
    """Return the IRI of a Wikidata item.

    Raises:
        DataInvalid: for what is no QID.

    >>> item("Q159").value
    'http://www.wikidata.org/entity/Q159'
    """
    if not _QID.fullmatch(qid):
        raise DataInvalid(f"{qid!r} is not a Wikidata item", remedy="give a QID such as Q159")
    return name(f"wd:{qid}")


def address(url: str) -> NamedNode | None:
    """Return a web address as an IRI, with what IRIs may not hold percent-encoded; ``None`` for what is no address.

    >>> address("https://example.org/a b").value
    'https://example.org/a%20b'
    >>> address("the paper of Tuesday") is None
    True
    """
    escaped = _UNSAFE.sub(lambda m: "".join(f"%{b:02X}" for b in m[0].encode("utf-8", "replace")), clean(url.strip()))
    try:
        return NamedNode(escaped)
    except ValueError:
        return None
