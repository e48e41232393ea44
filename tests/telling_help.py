"""Tellings made by hand."""

from __future__ import annotations

from kg.model import Actor, Span
from kg.reading.telling import Telling

PERU, CHILE = Actor("Peru", "State"), Actor("Chile", "State")


def telling(type_: str, place: int, performers: tuple[Actor, ...] = (), **more: object) -> Telling:
    values: dict[str, object] = {
        "sentence": place // 10,
        "addressees": (),
        "date": None,
        "documents": (),
        "content": None,
        "modality": "actual",
        "attribution": (),
        "evidence": (Span(place, place + 5),),
        "cue": Span(place, place + 2),
        "confidence": 0.7,
    }
    return Telling(type=type_, place=place, performers=performers, **{**values, **more})  # type: ignore[arg-type]
