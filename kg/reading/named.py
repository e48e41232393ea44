"""A proper name as it stands in a text."""

from __future__ import annotations

from dataclasses import dataclass

from kg.model import Actor, Span


@dataclass(frozen=True, slots=True)
class Named:
    """A proper name in the text.

    Parameters:
        span: where it stands.
        actor: whom it names; for an adjective ("Russian"), whose adjective it is.
        role: ``actor``, ``adjective`` (it qualifies another word), or ``metonym`` (a seat standing for its actor).
    """

    span: Span
    actor: Actor
    role: str
