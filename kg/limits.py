"""The limits of Démarche, in one place, each settable by an environment variable.

A limit protects the laptop it runs on; the error that names one says how to raise it.
"""

from __future__ import annotations

import os

from kg.errors import LimitReached, UsageError

DEFAULTS: dict[str, int] = {
    "DEMARCHE_MAX_FILE_BYTES": 20_000_000,
    "DEMARCHE_MAX_ARTICLE_CHARS": 1_000_000,
    "DEMARCHE_MAX_ARTICLES": 100_000,
    "DEMARCHE_MAX_SENTENCE_CHARS": 3_000,
    "DEMARCHE_MAX_QUERY_CHARS": 100_000,
    "DEMARCHE_MAX_QUERY_DEPTH": 100,
    "DEMARCHE_MAX_QUERY_SECONDS": 60,
    "DEMARCHE_MAX_QUERY_MEMORY_MB": 2_000,
    "DEMARCHE_MAX_ROWS": 100_000,
    "DEMARCHE_MAX_PICTURE_NODES": 500,
}


def limit(name: str) -> int:
    """Return the limit called ``name``: the environment's value, else the default.

    Raises:
        KeyError: for a name that is not a limit.
        UsageError: when the environment's value is not a whole number above zero.

    >>> limit("DEMARCHE_MAX_QUERY_DEPTH")
    100
    """
    default = DEFAULTS[name]
    value = os.environ.get(name)
    if value is None:
        return default
    if not value.isascii() or not value.isdigit() or int(value) == 0:
        raise UsageError(
            f"{value!r} is not a whole number above zero",
            where=name,
            remedy=f"unset it or give a number like {default}",
        )
    return int(value)


def check(name: str, value: int, what: str, *, where: str | None = None) -> None:
    """Raise when ``value`` is above the limit called ``name``.

    Parameters:
        name: a key of :data:`DEFAULTS`.
        value: the measured size.
        what: what was measured, as a noun phrase ("the file's size in bytes").
        where: the file or query it was measured on.

    Raises:
        LimitReached: naming the limit and how to raise it.
    """
    most = limit(name)
    if value > most:
        raise LimitReached(
            f"{what} is {value:,}, above the limit of {most:,}", where=where, remedy=f"set {name} to raise it"
        )
