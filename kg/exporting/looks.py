"""How things are called and coloured in the pages; the values lie in ``templates/looks.json``."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

TEMPLATES = Path(__file__).parent / "templates"


@cache
def looks() -> dict[str, Any]:
    """Return the labels, colours and shapes of families, kinds and relations."""
    read: dict[str, Any] = json.loads(template("looks.json"))
    return read


def template(name: str) -> str:
    """Return the text of a file of ``templates/``."""
    return (TEMPLATES / name).read_text(encoding="utf-8")


def type_label(act_type: str) -> str:
    """Return an act type in plain words.

    >>> type_label("NonResponse"), type_label("Rejection")
    ('No response', 'Rejection')
    """
    return str(looks()["types"].get(act_type, act_type))


def kind_label(kind: str) -> str:
    """Return the class of an actor or a document in plain words.

    >>> kind_label("DraftTreaty")
    'Draft treaty'
    """
    return str(looks()["kinds"].get(kind, {"label": kind})["label"])


def family_label(family: str) -> str:
    """Return a family of acts in plain words.

    >>> family_label("JointAct")
    'Meeting and mediating'
    """
    return str(looks()["families"].get(family, {"label": family})["label"])
