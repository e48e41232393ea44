"""Names as they are compared, and as they are written without diacritics."""

from __future__ import annotations

import unicodedata

_LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "ø": "o", "đ": "d", "ł": "l", "ı": "i", "ð": "d", "þ": "th", "ə": "e"})


def fold(name: str) -> str:
    """Return a name without case, diacritics and marks, for comparison.

    >>> fold("Nikola Pašić"), fold("Choe Son-hui"), fold("U.N.")
    ('nikola pasic', 'choe son hui', 'un')
    """
    lowered = name.lower()
    if not lowered.isascii():
        plain = unicodedata.normalize("NFKD", lowered.translate(_LETTERS))
        lowered = "".join(c for c in plain if not unicodedata.combining(c))
    for mark in ".'’‘ʼ":
        lowered = lowered.replace(mark, "")
    return " ".join(lowered.replace("-", " ").replace("–", " ").split())


def without_diacritics(text: str) -> str:
    """Return a name as those write it who leave diacritics out, case kept."""
    if text.isascii():
        return text
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
