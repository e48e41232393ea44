"""IRIs made from content alone: the same thing gets the same IRI on every machine and every day."""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata

from kg.model import Act, Actor, Article, Attestation, Document, Reading, Span
from kg.vocabulary import BASE

_FOLD = str.maketrans(
    {"ß": "ss", "æ": "ae", "ø": "o", "đ": "d", "ł": "l", "ı": "i", "ð": "d", "þ": "th", "+": " plus "}
)


def base() -> str:
    """Return the base of all things' IRIs: ``DEMARCHE_BASE`` of the environment, else the default."""
    return os.environ.get("DEMARCHE_BASE", BASE)


def slug(label: str) -> str:
    """Return a readable ASCII slug of a label; a short hash stands for what ASCII cannot say.

    >>> slug("Ministry of Foreign Affairs of Türkiye")
    'ministry-of-foreign-affairs-of-turkiye'
    >>> slug("OPEC+")
    'opec-plus'
    >>> slug("Эстония")
    'x-fe8d0934'
    """
    lowered = label.lower().translate(_FOLD)
    folded = unicodedata.normalize("NFKD", lowered).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", folded).strip("-")
    if len(words) > 80:
        return words[:71].rstrip("-") + "-" + short(label)
    return words or "x-" + short(label)


def short(*parts: str) -> str:
    """Return eight hex digits that stand for ``parts``."""
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:8]


def article(of: Article) -> str:
    """Return the IRI of an article: from its address, else its file name."""
    return f"{base()}article/{slug(of.identity)}-{short(of.identity)}"


def graph(of: Article, reader: str) -> str:
    """Return the IRI of the named graph that holds one reader's reading of an article."""
    return f"{base()}graph/{slug(of.identity)}-{short(of.identity)}/{slug(reader)}"


def special_graph(name: str) -> str:
    """Return the IRI of one of the graphs ``reference``, ``ontology``, ``links``, ``inferred``, ``consolidated``."""
    return f"{base()}graph/{name}"


def actor(of: Actor, within: Article) -> str:
    """Return the IRI of an actor; those only described belong to the article that describes them."""
    if of.named and of.kind != "ActorGroup":
        return named_actor(of.label)
    return f"{article(within)}/actor/{slug(of.label)}"


def named_actor(label: str) -> str:
    """Return the IRI of an actor that is known by name beyond one article."""
    return f"{base()}actor/{slug(label)}"


def document(of: Document, within: Article) -> str:
    """Return the IRI of a document as one article tells of it."""
    return f"{article(within)}/document/{slug(of.label)}-{slug(of.kind)}"


def act(of: Act, told: Attestation, within: Article) -> str:
    """Return the IRI of an act: from its type, performers and the place that tells it."""
    place = ",".join(f"{s.start}-{s.end}" for s in told.evidence)
    names = "|".join(a.label for a in of.performers)
    key = short(of.type, names, place, of.content or "", told.modality)
    return f"{article(within)}/act/{slug(of.type)}-{key}"


def acts(of: Reading) -> dict[str, str]:
    """Return the IRI of each act of a reading by its id.

    Acts that :func:`act` cannot tell apart are numbered in the order of the reading, so that none swallows another.
    """
    found: dict[str, str] = {}
    times: dict[str, int] = {}
    for one, told in of.told:
        plain = act(one, told, of.article)
        times[plain] = times.get(plain, 0) + 1
        found[one.id] = plain if times[plain] == 1 else f"{plain}-{times[plain]}"
    return found


def reading(of: Reading) -> str:
    """Return the IRI of a reading, the activity that made an article's graph."""
    return f"{graph(of.article, of.reader)}#reading"


def evidence(of: Span, within: Article) -> str:
    """Return the IRI of a stretch of an article's text."""
    return f"{article(within)}/evidence/{of.start}-{of.end}"


def attestation(act_iri: str, reader: str) -> str:
    """Return the IRI of one reader's telling of an act."""
    return f"{act_iri}/attestation/{slug(reader)}"


def attribution(attestation_iri: str, level: int) -> str:
    """Return the IRI of one level of an attestation's attribution; 1 is the innermost."""
    return f"{attestation_iri}/attribution/{level}"


def exchange(root_iri: str) -> str:
    """Return the IRI of the exchange that an act opens."""
    return f"{root_iri}/exchange"


def link(actor_iri: str, judgement: str, wikidata: str | None) -> str:
    """Return the IRI of a decision about an actor's Wikidata item."""
    who = actor_iri.removeprefix(base())
    return f"{base()}link/{slug(who)}-{short(who, judgement, wikidata or '')}"


def office(label: str, of: str | None) -> str:
    """Return the IRI of an office, such as the foreign minister of a state."""
    return f"{base()}office/{slug(f'{label} {of}' if of else label)}"


def holding(office_iri: str, holder_iri: str, start: str | None) -> str:
    """Return the IRI of one person's term in an office."""
    who = holder_iri.removeprefix(f"{base()}actor/")
    return f"{office_iri}/holding/{slug(who)}-{short(who, start or '')}"
