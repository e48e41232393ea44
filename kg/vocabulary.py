"""The closed vocabularies: act types by family, namespaces, and the ontology's terms that the code uses."""

from __future__ import annotations

ONTOLOGY = "https://w3id.org/demarche/ontology#"
BASE = "https://w3id.org/demarche/id/"

FAMILIES: dict[str, tuple[str, ...]] = {
    "Assertive": ("Statement", "Announcement", "Confirmation", "Denial", "Accusation", "Warning"),
    "Directive": ("Proposal", "Request", "Demand", "Appeal", "Invitation"),
    "Commissive": ("Promise", "Offer", "Threat", "Acceptance", "Rejection"),
    "Expressive": ("Condemnation", "Praise", "Regret", "Concern", "Apology"),
    "Declaration": ("Signing", "Ratification", "Adoption", "Recognition", "Withdrawal", "Suspension"),
    "Response": ("Reply", "CounterProposal", "NonResponse", "Deferral"),
    "Conveyance": ("Submission",),
    "JointAct": ("Consultation", "Mediation"),
}
"""Searle's families and those the guide adds, each with its act types."""

FAMILY: dict[str, str] = {act: family for family, acts in FAMILIES.items() for act in acts}
"""The family of each act type."""

ACT_TYPES: tuple[str, ...] = tuple(FAMILY)
"""The 34 act types of the guide."""

RESPONSES: frozenset[str] = frozenset(
    {"Acceptance", "Rejection", "Reply", "CounterProposal", "NonResponse", "Deferral"}
)
"""The act types that answer another act."""

DOCUMENT_CLASS: dict[str, str] = {"Statement": "StatementDocument", "Other": "Document"}
"""Document kinds of the guide whose class in the ontology has another name."""


def document_class(kind: str) -> str:
    """Return the ontology's class for a document kind of the guide.

    >>> document_class("Letter"), document_class("Statement")
    ('Letter', 'StatementDocument')
    """
    return DOCUMENT_CLASS.get(kind, kind)


NAMESPACES: dict[str, str] = {
    "dem": ONTOLOGY,
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "prov": "http://www.w3.org/ns/prov#",
    "oa": "http://www.w3.org/ns/oa#",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "edtf": "http://id.loc.gov/datatypes/edtf/",
    "wd": "http://www.wikidata.org/entity/",
    "org": "http://www.w3.org/ns/org#",
    "foaf": "http://xmlns.com/foaf/0.1/",
}
"""The prefixes of the graph."""

ACTOR_KINDS: tuple[str, ...] = (
    "State",
    "Alliance",
    "InternationalOrganization",
    "GovernmentBody",
    "NonStateActor",
    "MediaOrganization",
    "Person",
    "ActorGroup",
)
"""The classes of actors, as :data:`kg.model.ActorKind` names them."""

OPENING_TYPES: frozenset[str] = frozenset({*FAMILIES["Directive"], "Offer", "CounterProposal"})
"""The act types that open an exchange even where nobody answers."""
