"""The errors of Démarche, each with its exit code.

    DemarcheError                 1
    ├── DataInvalid               1   what was read or built breaks a rule (shapes, schema, ontology)
    ├── UsageError                2   the call is wrong: unknown name, bad parameter
    ├── InputUnreadable           3   a file or stream that cannot be read as an article
    ├── LimitReached              4   a limit of kg.limits was met; the message names it
    └── StoreBusy                 5   another process is writing to the store

Every message is one line: what is wrong, where, and what to do.
"""

from __future__ import annotations


class DemarcheError(Exception):
    """Any error a user can cause and mend; ``exit_code`` is what the command returns.

    >>> str(DemarcheError("the file is empty", where="a.txt", remedy="give a file with text"))
    'a.txt: the file is empty; give a file with text'
    """

    exit_code = 1

    def __init__(self, what: str, *, where: str | None = None, remedy: str | None = None) -> None:
        self.what = what
        self.where = where
        self.remedy = remedy
        super().__init__(what)

    def __str__(self) -> str:
        head = f"{self.where}: {self.what}" if self.where else self.what
        return f"{head}; {self.remedy}" if self.remedy else head


class DataInvalid(DemarcheError):
    """What was read or built breaks a rule of the schema, the shapes or the ontology."""

    exit_code = 1


class UsageError(DemarcheError):
    """The call itself is wrong."""

    exit_code = 2


class InputUnreadable(DemarcheError):
    """A file or stream cannot be read as an article."""

    exit_code = 3


class LimitReached(DemarcheError):
    """A limit was met; the message names it and how to raise it."""

    exit_code = 4


class StoreBusy(DemarcheError):
    """Another process holds the store for writing."""

    exit_code = 5
