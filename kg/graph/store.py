"""The store: named graphs on disk (Oxigraph over RocksDB) or in memory, with rdflib's API over them.

One process writes to a store at a time; any number read beside it. What reads on disk sees the store as it was when
opened (:meth:`Store.refresh` opens it anew); a query through :mod:`kg.graph.sparql` always sees the latest.
"""

from __future__ import annotations

import gc
import os
import re
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Literal, Self

import pyoxigraph as ox

from kg.errors import DataInvalid, DemarcheError, InputUnreadable, StoreBusy, UsageError
from kg.vocabulary import NAMESPACES

if TYPE_CHECKING:
    from rdflib import Dataset

Change = Literal["added", "replaced", "unchanged"]

_STORE_FILE = re.compile(r"CURRENT|IDENTITY|LOCK|LOG|LOG\.old\..*|(?:MANIFEST|OPTIONS)-.*|\d+\.(?:sst|log|dbtmp)")
_LOCKED = re.compile(r"while lock file|lock hold by", re.IGNORECASE)
TRIES = 6
"""How often a reader tries: a writer may delete a file between the reader's look at the list and at the file."""


@dataclass(frozen=True, slots=True)
class Status:
    """What a store holds.

    Parameters:
        path: its folder, ``None`` in memory.
        writable: whether this process may write to it.
        graphs: the number of named graphs.
        quads: the number of quads over all graphs.
    """

    path: str | None
    writable: bool
    graphs: int
    quads: int


class Store:
    """Named graphs, replaced whole and idempotent by content.

    Parameters:
        path: the folder of the store, made where there is none; in memory when ``None``.

    Raises:
        UsageError: when ``path`` is a file, or a folder of something else.
        InputUnreadable: when the folder cannot be made, written or read.
        StoreBusy: when another process, or another :class:`Store` of this one, has it open for writing.

    >>> with Store() as store:
    ...     store.status().quads
    0
    """

    def __init__(self, path: str | os.PathLike[str] | None = None) -> None:
        self.path = None if path is None else Path(path)
        self.writable = True
        self._writing = threading.Lock()
        self._dataset: Dataset | None = None
        self._quads: ox.Store | None = ox.Store() if self.path is None else _open_for_writing(self.path)

    @classmethod
    def open_readonly(cls, path: str | os.PathLike[str]) -> Self:
        """Open a store for reading, also while another process writes to it.

        What is written later is not seen until :meth:`refresh`.

        Raises:
            UsageError: when ``path`` is a file, or a folder of something else.
            InputUnreadable: when there is no store, or it cannot be read.
            StoreBusy: when a writer changes it faster than it can be opened.
        """
        store = cls.__new__(cls)
        store.path = Path(path)
        store.writable = False
        store._writing = threading.Lock()
        store._dataset = None
        store._quads = open_snapshot(store.path)
        return store

    @property
    def quads(self) -> ox.Store:
        """The raw pyoxigraph store, for the modules of ``kg.graph``; iterators of it keep the store open."""
        if self._quads is None:
            raise UsageError("the store is closed", where=self._where, remedy="open it again")
        return self._quads

    @property
    def dataset(self) -> Dataset:
        """The store as an ``rdflib.Dataset``, whose default graph is the union of the named graphs.

        Its queries and updates pass the checks of :mod:`kg.graph.screen`, but run in this process without its limits
        of time and rows.
        """
        quads = self.quads
        if self._dataset is None:
            from rdflib import Dataset

            from kg.graph.rdflib_store import SafeOxigraphStore

            self._dataset = Dataset(store=SafeOxigraphStore(store=quads), default_union=True)
            for prefix, namespace in NAMESPACES.items():
                self._dataset.bind(prefix, namespace, replace=True)
        return self._dataset

    def put(self, graph: str | ox.NamedNode, quads: Iterable[ox.Quad]) -> Change:
        """Make a named graph hold exactly ``quads``: all of them or, on any failure, what it held before.

        Blank nodes are replaced by IRIs made from the graph's content, so that equal content stays equal. A graph
        put without quads is removed.

        Parameters:
            graph: the IRI of the named graph.
            quads: its quads, each in that graph.

        Returns:
            ``added`` where the graph was empty, ``replaced`` where it held something else, else ``unchanged``.

        Raises:
            DataInvalid: when a quad is of another graph; nothing is written then.
            UsageError: when the store is read-only or closed, or ``graph`` is no IRI.
        """
        self._check_writable()
        node = _node(graph)
        new = _settled(node, quads)
        with self._writing:
            old = set(self.quads.quads_for_pattern(None, None, None, node))
            if new == old:
                return "unchanged"
            if not old:  # adding alone is one transaction too, and twice as fast
                with self._told("cannot be written"):
                    self.quads.extend(new)
                return "added"
            # One update request is one transaction; pyoxigraph has no other that both removes and adds.
            steps = [f"DROP SILENT GRAPH {node}"]
            if new:
                data = "".join(f"{q.subject} {q.predicate} {q.object} .\n" for q in sorted(new, key=str))
                steps.append(f"INSERT DATA {{ GRAPH {node} {{\n{data}}} }}")
            with self._told("cannot be written"):
                self.quads.update(";\n".join(steps))
        return "replaced"

    def graphs(self) -> tuple[str, ...]:
        """Return the IRIs of the named graphs, sorted."""
        with self._told("cannot be read"):
            return tuple(sorted(node.value for node in self.quads.named_graphs()))

    def remove(self, graph: str | ox.NamedNode) -> bool:
        """Remove a named graph; tell whether there was one.

        Raises:
            UsageError: when the store is read-only or closed, or ``graph`` is no IRI.
        """
        self._check_writable()
        node = _node(graph)
        with self._writing, self._told("cannot be written"):
            known = self.quads.contains_named_graph(node)
            self.quads.update(f"DROP SILENT GRAPH {node}")
        return known

    def dump(self, file: str | os.PathLike[str]) -> int:
        """Write all quads to ``file`` as N-Quads (UTF-8), sorted by line, and return their number.

        The file appears whole or not at all.

        Raises:
            InputUnreadable: when the file cannot be written.
        """
        target = Path(file)
        with self._told("cannot be read"):
            text = self.quads.dump(format=ox.RdfFormat.N_QUADS)
        assert text is not None  # dump returns bytes where it is given no output
        # Line ends within literals are escaped, so that only b"\n" ends a line.
        lines = sorted(line for line in text.split(b"\n") if line)
        temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
        try:
            with temporary.open("wb") as out:
                out.writelines(line + b"\n" for line in lines)
                out.flush()
                os.fsync(out.fileno())
            temporary.replace(target)
        except OSError as error:
            temporary.unlink(missing_ok=True)
            raise InputUnreadable(
                f"cannot be written: {error.strerror}", where=str(target), remedy="give a file in a writable folder"
            ) from error
        return len(lines)

    def restore(self, file: str | os.PathLike[str]) -> int:
        """Load N-Quads as :meth:`dump` writes them into this empty store, and return their number.

        Raises:
            UsageError: when the store holds something already.
            InputUnreadable: when the file is absent or not N-Quads; nothing is loaded then.
        """
        self._check_writable()
        if len(self.quads):
            raise UsageError("the store is not empty", where=self._where, remedy="restore into a new store")
        source = str(file)
        try:
            # Read once in full before a quad is written: a bulk load does not undo what it loaded before an error.
            count = sum(1 for _ in ox.parse(path=source, format=ox.RdfFormat.N_QUADS))
            with self._writing:
                self.quads.bulk_extend(ox.parse(path=source, format=ox.RdfFormat.N_QUADS))
        except SyntaxError as error:
            raise InputUnreadable(f"is not N-Quads: {error.msg}", where=source, remedy="give a dump") from error
        except OSError as error:
            raise InputUnreadable(
                f"cannot be restored: {error.strerror or error}", where=source, remedy="give a readable dump"
            ) from error
        return count

    def status(self) -> Status:
        """Return what the store holds, counted."""
        with self._told("cannot be read"):
            return Status(
                None if self.path is None else str(self.path), self.writable, len(self.graphs()), len(self.quads)
            )

    def refresh(self) -> None:
        """Make a read-only store see what was written since it was opened; otherwise do nothing."""
        held = self.quads
        if self.path is not None and not self.writable:
            fresh = open_snapshot(self.path)
            self._drop()
            self._quads = fresh
        del held

    def close(self) -> None:
        """Release the store, so that it can be opened again; a second call does nothing.

        What was written is moved from the log into the store's files, else every later reader replays the log.
        RocksDB is released when nothing refers to it any more: an iterator or result of :attr:`quads` that is still
        held keeps it open.
        """
        if self._quads is not None and self.writable and self.path is not None:
            with self._told("cannot be written"):
                self._quads.flush()
        self._drop()
        self._quads = None
        gc.collect()

    def __enter__(self) -> Self:
        """Return the store."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the store."""
        self.close()

    def __repr__(self) -> str:
        """Tell where the store is."""
        return f"<Store {self._where}{' (closed)' if self._quads is None else ''}>"

    @property
    def _where(self) -> str:
        return "in memory" if self.path is None else str(self.path)

    def _drop(self) -> None:
        if self._dataset is not None:
            self._dataset.store.close()
            self._dataset = None

    def _check_writable(self) -> None:
        if not self.writable:
            raise UsageError("the store is open for reading only", where=self._where, remedy="open it with Store(path)")

    @contextmanager
    def _told(self, what: str) -> Iterator[None]:
        # pyoxigraph raises RuntimeError too, where RocksDB finds a file gone.
        try:
            yield
        except DemarcheError:
            raise
        except (OSError, RuntimeError) as error:
            remedy = "try again" if self.writable else "call refresh() and try again: it may have been written to"
            raise InputUnreadable(f"{what}: {_line(error)}", where=self._where, remedy=remedy) from error


def open_snapshot(path: Path) -> ox.Store:
    """Open the store at ``path`` for reading, as it is now.

    Raises:
        UsageError: when ``path`` is a file, or a folder of something else.
        InputUnreadable: when there is no store, or it cannot be read.
        StoreBusy: when a writer changes it faster than it can be opened.
    """
    check_readable(path)
    for attempt in range(TRIES):
        try:
            return ox.Store.read_only(str(path))
        except (OSError, RuntimeError) as error:
            trouble = error
            time.sleep(0.02 * 2**attempt)
    raise unreadable(path, _line(trouble))


def unreadable(path: Path, what: str) -> DemarcheError:
    """Return the error for a store that could not be read, by what the engine said."""
    if "No such file" in what:
        return StoreBusy("is being written to", where=str(path), remedy="try again when the other process is done")
    return InputUnreadable(
        f"cannot be read as a store: {what}", where=str(path), remedy="restore a dump into a new folder"
    )


def check_readable(path: Path) -> None:
    """Raise unless there is a store at ``path``.

    Raises:
        UsageError: when ``path`` is a file, or a folder of something else.
        InputUnreadable: when there is no store.
    """
    _check_folder(path)
    if not (path / "CURRENT").exists():
        raise InputUnreadable("no store is here", where=str(path), remedy="load articles into it first, with kg load")


def _check_folder(path: Path) -> None:
    if "\0" in str(path):
        raise UsageError("a path holds no null characters", where=repr(str(path)), remedy="give a folder")
    try:
        if path.exists() and not path.is_dir():
            raise UsageError("is a file, not a store", where=str(path), remedy="give the folder of a store")
        held = [one.name for one in path.iterdir()] if path.is_dir() else []
    except OSError as error:
        raise InputUnreadable(
            f"cannot be read: {error.strerror}", where=str(path), remedy="give a folder that you may read"
        ) from error
    if "CURRENT" not in held and not all(map(_STORE_FILE.fullmatch, held)):
        raise UsageError("is a folder of other files, not a store", where=str(path), remedy="give a new folder")


def _open_for_writing(path: Path) -> ox.Store:
    _check_folder(path)
    try:
        path.mkdir(parents=True, exist_ok=True)
        return ox.Store(path)
    except OSError as error:
        what = _line(error)
        if _LOCKED.search(what):
            own = "lock hold by current process" in what
            raise StoreBusy(
                f"{'this' if own else 'another'} process has the store open for writing",
                where=str(path),
                remedy="close the other Store first" if own else "wait until it is done, or give another folder",
            ) from error
        raise InputUnreadable(
            f"cannot be opened for writing: {error.strerror or what}",
            where=str(path),
            remedy="give a folder that you may write, or restore a dump into a new one",
        ) from error


def _line(error: BaseException) -> str:
    return " ".join(str(error).split())


def _node(graph: str | ox.NamedNode) -> ox.NamedNode:
    try:
        return graph if isinstance(graph, ox.NamedNode) else ox.NamedNode(graph)
    except ValueError as error:
        raise UsageError(f"{graph!r} is not an IRI", remedy="name the graph by an absolute IRI") from error


def _settled(graph: ox.NamedNode, quads: Iterable[ox.Quad]) -> set[ox.Quad]:
    """Return the quads in the form in which the store gives them back: blank nodes named, numbers canonical."""
    given = list(quads)
    blank = False
    for quad in given:
        if quad.graph_name != graph:
            raise DataInvalid(
                f"a quad of the graph {quad.graph_name} was put into it",
                where=graph.value,
                remedy="put each graph by itself",
            )
        if isinstance(quad.subject, ox.Triple) or isinstance(quad.object, ox.Triple):
            raise DataInvalid("a triple about a triple cannot be kept", where=graph.value, remedy="name the statement")
        blank = blank or isinstance(quad.subject, ox.BlankNode) or isinstance(quad.object, ox.BlankNode)
    if blank:
        whole = ox.Dataset(given)
        whole.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
        given = [_named(graph, quad) for quad in whole]
    held = ox.Store()
    held.extend(given)
    return set(held)


def _named(graph: ox.NamedNode, quad: ox.Quad) -> ox.Quad:
    subject, value = quad.subject, quad.object
    if isinstance(subject, ox.BlankNode):
        subject = ox.NamedNode(f"{graph.value}#genid-{subject.value}")
    if isinstance(value, ox.BlankNode):
        value = ox.NamedNode(f"{graph.value}#genid-{value.value}")
    return ox.Quad(subject, quad.predicate, value, graph)
