"""All SPARQL passes here: read before it is parsed, bound by terms, and run where it can be killed.

A query is cut into tokens and refused, before any parser sees it, when it is too long or too deeply nested, reaches for
the network (SERVICE), chooses its own graphs (FROM) or changes data. It then runs in a worker: another process, so that
a query that takes too long, too much memory or overflows the parser's stack ends that process and never this one.

The worker is a bare Python with pyoxigraph, started in about 50 ms. It opens a store on disk anew for every query, for
reading, and so sees what was last written. A store in memory is sent to it as N-Quads, once until it changes: a fork
would spare that, but is unsafe in a process with threads. Idle workers wait for the next query and end with this
process. The limit of memory holds on Linux; those of time and rows hold on every POSIX system.
"""

from __future__ import annotations

import atexit
import contextlib
import difflib
import hashlib
import json
import os
import pickle
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, Pipe
from pathlib import Path
from typing import Any, Literal, NamedTuple

import pyoxigraph as ox

from kg.errors import DemarcheError, LimitReached, UsageError
from kg.graph.store import TRIES, Store, check_readable, unreadable
from kg.limits import check, limit
from kg.vocabulary import NAMESPACES

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Plain = str | int | float | bool | None
Bindings = Mapping[str, Term | Sequence[Term]]
Kind = Literal["string", "iri", "variable", "language", "blank", "number", "name", "word", "mark"]


@dataclass(frozen=True, slots=True)
class Rows:
    """What a query returns.

    Parameters:
        columns: the names of the columns; ``answer`` for ASK; ``subject predicate object`` for CONSTRUCT and DESCRIBE.
        rows: a term, or ``None`` where nothing is bound, for each column.
        truncated: whether there were more rows than the limit DEMARCHE_MAX_ROWS.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]
    truncated: bool = False

    def plain(self) -> tuple[tuple[Plain, ...], ...]:
        """Return the rows as plain Python values; IRIs and dates as strings."""
        return tuple(tuple(map(plain, row)) for row in self.rows)

    def records(self) -> list[dict[str, Plain]]:
        """Return a dictionary a row, in the order of the columns."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.plain()]


class Token(NamedTuple):
    """A token of a query: its kind, its words, and where they start."""

    kind: Kind
    text: str
    start: int


_WORD = r"[^\W\d_]"
_ESCAPE = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
_TOKEN = re.compile(
    rf"""
      (?P<space>   [ \t\r\n]+ | \#[^\r\n]* )
    | (?P<string>  \"\"\"(?:\"{{0,2}}(?:[^"\\]|\\.))*+\"\"\" | '''(?:'{{0,2}}(?:[^'\\]|\\.))*+'''
                 | "(?!"")(?:[^"\\\r\n]|\\.)*+"           | '(?!'')(?:[^'\\\r\n]|\\.)*+' )
    | (?P<iri>     <(?:[^<>"{{}}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{{4}}|\\U[0-9A-Fa-f]{{8}})*+> )
    | (?P<variable> [?$]\w+ )
    | (?P<language> @[A-Za-z]+(?:-+[A-Za-z0-9]+)* )
    | (?P<blank>   _:\w(?:[\w.\-·]*[\w\-·])? )
    | (?P<number>  (?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)? )
    | (?P<stem>    {_WORD}[\w.\-·]*+ )
    | (?P<mark>    << | >> | \{{\| | \|\}} | \^\^ | && | \|\| | [!<>]= | [{{}}()\[\]|/^*?+\-!=<>.;,~:] )
    """,
    re.VERBOSE | re.DOTALL,
)
_LOCAL = re.compile(rf"(?:[\w:]|{_ESCAPE})(?:(?:[\w:.\-·]|{_ESCAPE})*(?:[\w:\-·]|{_ESCAPE}))?")
_PIECE = re.compile(r"\w+|[.\-·]")

_OPENING = frozenset({"{", "(", "[", "<<", "{|"})
_CLOSING = frozenset({"}", ")", "]", ">>", "|}"})
_UNARY = frozenset({"!", "-", "+", "^"})
_UPDATES = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH"})
_REACHING = {
    "SERVICE": "asks another server (SERVICE)",
    "FROM": "chooses its own graphs (FROM)",
}
_REMEDIES = {
    "SERVICE": "load that data into the store and ask there",
    "FROM": "use GRAPH <iri> { … } in the query",
}
ALLOWABLE = frozenset({"SERVICE", "FROM"})
"""What :func:`ask` can be told to allow."""


def tokens(text: str, *, name: str = "query") -> tuple[Token, ...]:
    """Cut a query into tokens, without white space and comments.

    Raises:
        UsageError: at a character that SPARQL has no use for there, such as a quotation mark that nothing closes.

    >>> [token.text for token in tokens("ASK { ?s a 'x' } # end")]
    ['ASK', '{', '?s', 'a', "'x'", '}']
    """
    return tuple(_cut(text, name))


def _cut(text: str, name: str) -> Iterator[Token]:
    at = 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            line = text.count("\n", 0, at) + 1
            raise UsageError(
                f"unexpected {text[at]!r}", where=f"{name}, line {line}", remedy="close every string and check the line"
            )
        kind, start, at = str(found.lastgroup), at, found.end()
        if kind == "stem" and text.startswith(":", at):
            local = _LOCAL.match(text, at + 1)
            at = local.end() if local else at + 1
            yield Token("name", text[start:at], start)
        elif kind == "stem":
            # One run such as "true.from" is several words; it is scanned once, lest long runs take quadratic time.
            for piece in _PIECE.finditer(text, start, at):
                yield Token("mark" if piece[0] in ".-·" else "word", piece[0], piece.start())
        elif kind == "mark" and found[0] == ":":
            local = _LOCAL.match(text, at)
            at = local.end() if local else at
            yield Token("name", text[start:at], start)
        elif kind != "space":
            yield Token(kind, found[0], start)  # type: ignore[arg-type]


def screen(text: str, *, allow: frozenset[str] = frozenset(), name: str = "query") -> tuple[Token, ...]:
    """Return the tokens of a query that may be parsed.

    Parameters:
        text: the query.
        allow: what is allowed though it is refused by default: ``SERVICE``, ``FROM``, ``UPDATE`` (but never LOAD).
        name: what the query is called in errors.

    Raises:
        LimitReached: when it is longer than DEMARCHE_MAX_QUERY_CHARS or deeper than DEMARCHE_MAX_QUERY_DEPTH.
        UsageError: when it holds what is refused; the message says what and what to do instead.
    """
    check("DEMARCHE_MAX_QUERY_CHARS", len(text), "the query's length in characters", where=name)
    cut = tokens(text, name=name)
    check("DEMARCHE_MAX_QUERY_DEPTH", _depth(cut), "the query's nesting depth", where=name)
    for token in cut:
        where = f"{name}, line {text.count(chr(10), 0, token.start) + 1}"
        for word in _reached(token):
            if word not in allow:
                raise UsageError(f"the query {_REACHING[word]}, which is refused", where=where, remedy=_REMEDIES[word])
        word = token.text.upper() if token.kind == "word" else ""
        if word == "LOAD" or (word in _UPDATES and "UPDATE" not in allow):
            raise UsageError(
                f"the query changes data ({word}), which is refused",
                where=where,
                remedy="ask by SELECT; load by kg load",
            )
    return cut


def _depth(cut: Iterable[Token]) -> int:
    deepest = depth = run = 0
    for token in cut:
        mark = token.text if token.kind == "mark" else ""
        # Parsers call themselves for each of "!!!…" too.
        run = run + 1 if mark in _UNARY else 0
        if mark in _OPENING:
            depth += 1
        elif mark in _CLOSING:
            depth = max(0, depth - 1)
        deepest = max(deepest, depth + run)
    return deepest


def _reached(token: Token) -> list[str]:
    # pyoxigraph needs no space after a keyword: "trueSERVICEex:p{…}" asks a server. No word of SPARQL but the keyword
    # itself holds these letters; a prefix that does could be read as the keyword and the rest of the prefix.
    if token.kind == "word":
        letters = token.text.upper()
    elif token.kind == "name":
        letters = token.text.partition(":")[0].upper()
    else:
        return []
    return [word for word in _REACHING if word in letters]


@dataclass(slots=True)
class _Level:
    """What a pair of braces encloses: a query's own clauses, a group of patterns, or something else."""

    kind: Literal["query", "group", "other"]
    inside: int = -1
    first: bool = True
    parentheses: int = 0
    values: bool = False
    where: _Level | None = None
    mentions: set[str] = field(default_factory=set)


def bind(text: str, bindings: Bindings | None, *, name: str = "query", tokens: Sequence[Token] | None = None) -> str:
    r"""Return the query with each variable of ``bindings`` bound to its terms, in every group that mentions it.

    The terms enter as VALUES, in the syntax in which pyoxigraph writes them: whatever a term holds, it stays one term.
    (pyoxigraph's own substitutions reach no FILTER and no variable that is not selected.)

    Parameters:
        text: the query.
        bindings: IRIs and literals by the name of the variable; several terms mean "any of them".
        name: what the query is called in errors.
        tokens: the tokens of ``text`` where they are at hand.

    Raises:
        UsageError: when the query lacks a variable, or a value is neither IRI nor literal.

    >>> bind("ASK { ?s ?p ?o }", {"o": ox.Literal('"')})
    'ASK { VALUES ?o { "\\"" } ?s ?p ?o }'
    """
    if not bindings:
        return text
    blocks = {variable: _block(variable, terms) for variable, terms in bindings.items()}
    cut = _cut(text, name) if tokens is None else tokens
    levels = list(_groups(cut))
    for variable in bindings:
        if not any(variable in level.mentions for level in levels):
            known = {one for level in levels for one in level.mentions}
            near = difflib.get_close_matches(variable, sorted(known), 1)
            remedy = f"did you mean ?{near[0]}?" if near else "leave the binding out"
            raise UsageError(f"the query binds no variable ?{variable} in a WHERE clause", where=name, remedy=remedy)
    pieces, last = [], 0
    for level in sorted(levels, key=lambda one: one.inside):
        inserted = "".join(blocks[variable] for variable in sorted(level.mentions & blocks.keys()))
        if inserted:
            pieces += [text[last : level.inside], inserted]
            last = level.inside
    return "".join([*pieces, text[last:]])


def _block(variable: str, terms: Term | Sequence[Term]) -> str:
    several = terms if isinstance(terms, Sequence) else (terms,)
    if not re.fullmatch(r"\w+", variable):
        raise UsageError(f"{variable!r} is no name of a variable", remedy="use letters, digits and _")
    if not several or not all(isinstance(term, ox.NamedNode | ox.Literal) for term in several):
        raise UsageError(f"?{variable} is bound to no IRI or literal", remedy="bind pyoxigraph terms")
    return f" VALUES ?{variable} {{ {' '.join(map(str, several))} }}"


def _groups(cut: Iterable[Token]) -> Iterator[_Level]:
    """Yield every group of patterns, with where its inside starts and the variables its own tokens mention."""
    stack = [_Level("query")]
    previous = ""
    for token in cut:
        level = stack[-1]
        word = token.text.upper() if token.kind in ("word", "mark") else ""
        if word == "{":
            stack.append(_opened(level, previous, token.start + 1))
        elif word == "}" and len(stack) > 1:
            closed = stack.pop()
            if closed.kind == "group":
                yield closed
            elif closed.kind == "query" and closed.where is not None:
                closed.where.mentions |= closed.mentions
        elif word in ("(", ")"):
            level.parentheses += 1 if word == "(" else -1
        elif word == "VALUES":
            level.values = True
        elif word == "SELECT" and level.first and len(stack) > 1:
            level.kind = "query"
        elif token.kind == "variable":
            level.mentions.add(token.text[1:])
        if word != "{":
            level.first = False
        previous = word
    outermost = stack[0]
    if outermost.where is not None:
        outermost.where.mentions |= outermost.mentions


def _opened(level: _Level, previous: str, inside: int) -> _Level:
    level.first = False
    if level.values:
        level.values = False
        return _Level("other")
    if level.kind == "query" and previous == "CONSTRUCT":
        template = _Level("other")
        template.mentions = level.mentions  # the template's variables are the query's own
        return template
    opened = _Level("group", inside)
    if level.kind == "query" and level.where is None and level.parentheses == 0:
        level.where = opened
    return opened


def projection(text: str, *, name: str = "query") -> tuple[str, ...] | None:
    """Return the columns that a SELECT names; ``None`` for ``SELECT *`` and for other forms of query.

    >>> projection("SELECT ?a (COUNT(?b) AS ?n) WHERE { ?a ?p ?b } GROUP BY ?a")
    ('a', 'n')
    """
    found: list[str] = []
    depth, after_as, selecting = 0, False, False
    for token in tokens(text, name=name):
        word = token.text.upper()
        if token.kind == "word" and word == "SELECT":
            selecting = True
        elif not selecting:
            continue
        elif depth == 0 and (word == "{" or (token.kind == "word" and word == "WHERE")):
            break
        elif token.kind == "mark" and word in "(){}":
            depth += 1 if word in "({" else -1
        elif token.kind == "variable" and (depth == 0 or after_as):
            found.append(token.text[1:])
        after_as = token.kind == "word" and word == "AS"
    return tuple(found) or None


def plain(term: Term | None) -> Plain:
    """Return a term as a plain Python value: numbers and truth values as such, everything else as a string.

    >>> plain(ox.Literal("3", datatype=ox.NamedNode(NAMESPACES["xsd"] + "integer")))
    3
    """
    if term is None or isinstance(term, ox.BlankNode | ox.Triple):
        return None if term is None else str(term)
    if isinstance(term, ox.Literal):
        _, _, datatype = term.datatype.value.rpartition(NAMESPACES["xsd"])
        convert = _PLAIN.get(datatype) if term.datatype.value.startswith(NAMESPACES["xsd"]) else None
        with contextlib.suppress(ValueError):  # "abc"^^xsd:integer is a literal too
            return convert(term.value) if convert else term.value
    return term.value


_PLAIN: dict[str, Any] = {
    "integer": int,
    "decimal": float,
    "double": float,
    "float": float,
    "boolean": lambda value: value in ("true", "1"),
}


def ask(
    store: Store | str | os.PathLike[str],
    text: str,
    bindings: Bindings | None = None,
    *,
    allow: Iterable[str] = (),
    name: str = "query",
    most: int | None = None,
) -> Rows:
    """Answer a SELECT, ASK, CONSTRUCT or DESCRIBE over the union of the named graphs.

    The prefixes of :data:`kg.vocabulary.NAMESPACES` need no declaration.

    Parameters:
        store: a store, or the folder of one.
        text: the query.
        bindings: IRIs and literals for its variables, see :func:`bind`.
        allow: of :data:`ALLOWABLE`, what to allow. A query with an allowed FROM sees the graphs that it names only.
        name: what the query is called in errors.
        most: how many rows to return at most; DEMARCHE_MAX_ROWS where none is given.

    Raises:
        UsageError: when the query is refused or not valid.
        LimitReached: when it met a limit: DEMARCHE_MAX_QUERY_CHARS, _DEPTH, _SECONDS or _MEMORY_MB.
        InputUnreadable: when there is no store, or it cannot be read.
        StoreBusy: when another process changes the store faster than it can be read.

    >>> ask(Store(), "ASK { ?s ?p ?o }").plain()
    ((False,),)
    """
    allowed = frozenset(allow)
    if unknown := sorted(allowed - ALLOWABLE):
        raise UsageError(f"{unknown[0]} cannot be allowed", remedy=f"allow {' or '.join(sorted(ALLOWABLE))}")
    cut = screen(text, allow=allowed, name=name)
    request = _Request(
        text=bind(text, bindings, name=name, tokens=cut),
        union=not any("FROM" in _reached(token) for token in cut),
        rows=limit("DEMARCHE_MAX_ROWS") if most is None else most,
        seconds=limit("DEMARCHE_MAX_QUERY_SECONDS"),
        memory=limit("DEMARCHE_MAX_QUERY_MEMORY_MB"),
    )
    path = store.path if isinstance(store, Store) else Path(store)
    if path is not None:
        check_readable(path)
        request = request._replace(path=str(path.absolute()))
    elif isinstance(store, Store):
        data = store.quads.dump(format=ox.RdfFormat.N_QUADS) or b""
        request = request._replace(data=data, digest=hashlib.blake2b(data).hexdigest())
    return _understood(_send(request, name), request, name)


def _understood(reply: _Reply, request: _Request, name: str) -> Rows:
    if reply.rows is not None:
        return reply.rows
    if reply.trouble == "query":
        raise UsageError(f"is not a valid query: {reply.message}", where=name, remedy="mend it there")
    if reply.trouble == "store" and request.path:
        raise unreadable(Path(request.path), reply.message)
    if reply.trouble == "memory":
        raise _out_of_memory(request, name)
    raise DemarcheError(f"the query failed: {reply.message}", where=name, remedy="simplify it")


class _Request(NamedTuple):
    """A query on its way to a worker, with its limits and the store: a path, or N-Quads and their digest."""

    text: str
    union: bool
    rows: int
    seconds: int
    memory: int
    path: str | None = None
    data: bytes | None = None
    digest: str = ""


class _Reply(NamedTuple):
    """A worker's reply: rows, or what went wrong."""

    rows: Rows | None = None
    trouble: Literal["", "query", "store", "memory", "engine"] = ""
    message: str = ""


_START = """
import json, sys
sys.path[:] = json.loads(sys.argv[2])
from kg.graph.sparql import serve
serve(int(sys.argv[1]))
"""
_STARTING_SECONDS = 60
_IDLE = 2


class _Worker:
    """A process that answers queries one after the other."""

    def __init__(self) -> None:
        self.connection, theirs = Pipe()
        self.digest = ""
        self.said = tempfile.TemporaryFile()  # noqa: SIM115 - closed by end()
        with theirs:
            path = json.dumps([str(Path(entry).absolute()) for entry in sys.path])
            self.process = subprocess.Popen(
                [sys.executable, "-I", "-S", "-c", _START, str(theirs.fileno()), path],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=self.said,
                pass_fds=[theirs.fileno()],
            )
        if not self.connection.poll(_STARTING_SECONDS) or self.connection.recv_bytes() != b"ready":
            self.end()
            raise DemarcheError("the query's worker does not start", remedy="try again when the machine is less busy")

    def answer(self, request: _Request, name: str) -> _Reply:
        """Return the worker's reply.

        Raises:
            LimitReached: when the limit of time is met, or the worker died of memory or depth.
            BrokenPipeError: when it had died before the query.
        """
        if request.data is not None and request.digest == self.digest:
            request = request._replace(data=None)
        self.connection.send(request)
        if request.digest:
            self.digest = request.digest
        if not self.connection.poll(request.seconds):
            raise _out_of_time(request, name)
        try:
            reply = pickle.loads(self.connection.recv_bytes())
        except EOFError:
            raise self.cause_of_death(request, name) from None
        assert isinstance(reply, _Reply)
        return reply

    def cause_of_death(self, request: _Request, name: str) -> DemarcheError:
        """Return the error that says why the worker ended during a query."""
        code = self.process.wait(_STARTING_SECONDS)
        self.said.seek(0)
        said = self.said.read().decode("utf-8", "replace").lower()
        if code == -signal.SIGALRM:
            return _out_of_time(request, name)
        if "overflow" in said or code == -signal.SIGSEGV:
            return LimitReached(
                "the query is nested too deeply, or chains too much, for the engine", where=name, remedy="simplify it"
            )
        return _out_of_memory(request, name)

    def end(self) -> None:
        """End the process, whatever it is doing."""
        self.connection.close()
        self.process.kill()
        self.process.wait()
        self.said.close()


def _out_of_time(request: _Request, name: str) -> LimitReached:
    return LimitReached(
        f"the query took longer than the limit of {request.seconds:,} s",
        where=name,
        remedy="narrow it, or set DEMARCHE_MAX_QUERY_SECONDS to raise it",
    )


def _out_of_memory(request: _Request, name: str) -> LimitReached:
    return LimitReached(
        f"the query needs more memory than the limit of {request.memory:,} MB",
        where=name,
        remedy="narrow it, or set DEMARCHE_MAX_QUERY_MEMORY_MB to raise it",
    )


_idle: list[_Worker] = []
_pool = threading.Lock()


def _send(request: _Request, name: str) -> _Reply:
    while True:
        with _pool:
            worker = _idle.pop() if _idle else None
        fresh = worker is None
        worker = worker or _Worker()
        try:
            reply = worker.answer(request, name)
        except BrokenPipeError:
            worker.end()
            if fresh:
                raise DemarcheError(
                    "the query's worker ended before the query", where=name, remedy="try again"
                ) from None
            continue
        except BaseException:
            worker.end()
            raise
        with _pool:
            if len(_idle) < _IDLE:
                _idle.append(worker)
                return reply
        worker.end()
        return reply


@atexit.register
def end_workers() -> None:
    """End the idle workers; the next query starts one again."""
    with _pool:
        workers, _idle[:] = _idle[:], []
    for worker in workers:
        worker.end()


def _forget_workers() -> None:
    # A forked child must not speak to its parent's workers.
    global _pool
    _pool = threading.Lock()
    _idle.clear()


os.register_at_fork(after_in_child=_forget_workers)


_ROCKSDB = re.compile("IO error|Corruption")


def serve(descriptor: int) -> None:
    """Answer queries that come over a connection until it is closed; the main function of a worker."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Should the asking process be killed, nobody else ends a query that takes too long.
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    held: tuple[str, ox.Store] = ("", ox.Store())
    with Connection(descriptor) as connection:
        connection.send_bytes(b"ready")
        while True:
            try:
                request: _Request = connection.recv()
            except EOFError:
                return
            signal.setitimer(signal.ITIMER_REAL, request.seconds + 5)
            _limit_memory(request.memory)
            try:
                if request.data is not None:
                    held = ("", ox.Store())
                    held[1].bulk_load(request.data, format=ox.RdfFormat.N_QUADS)
                    held = (request.digest, held[1])
                reply = answered(request, held[1])
            except MemoryError:
                reply = _Reply(trouble="memory")
            connection.send_bytes(pickle.dumps(reply))
            signal.setitimer(signal.ITIMER_REAL, 0)
            del reply


def _limit_memory(megabytes: int) -> None:
    import resource

    with contextlib.suppress(ValueError, OSError):  # macOS has no such limit
        resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        wanted = megabytes * 1_000_000
        resource.setrlimit(resource.RLIMIT_AS, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))


def answered(request: _Request, memory: ox.Store) -> _Reply:
    """Answer one query in this process, from the store at the request's path, else from ``memory``."""
    message = ""
    for attempt in range(TRIES):
        try:
            store = memory if request.path is None else ox.Store.read_only(request.path)
            return _Reply(_rows(store, request))
        except (SyntaxError, ValueError, TypeError) as error:
            return _Reply(trouble="query", message=_line(error))
        except (OSError, RuntimeError) as error:
            message = _line(error)
            if not _ROCKSDB.search(message):
                return _Reply(trouble="engine", message=message)
            # A writer may delete files that this reader had still to read.
            time.sleep(0.02 * 2**attempt)
    return _Reply(trouble="store", message=message)


def _line(error: BaseException) -> str:
    return " ".join(str(error).split())


def _rows(store: ox.Store, request: _Request) -> Rows:
    result = store.query(request.text, prefixes=NAMESPACES, use_default_graph_as_union=request.union)
    if isinstance(result, ox.QueryBoolean):
        yes = ox.Literal(str(bool(result)).lower(), datatype=ox.NamedNode(NAMESPACES["xsd"] + "boolean"))
        return Rows(("answer",), ((yes,),))
    rows: list[tuple[Term | None, ...]] = []
    truncated = False
    for one in result:
        if len(rows) == request.rows:
            truncated = True
            break
        rows.append(tuple(one))
    if isinstance(result, ox.QuerySolutions):
        return Rows(tuple(variable.value for variable in result.variables), tuple(rows), truncated)
    # The triples of a graph have no order of their own.
    return Rows(
        ("subject", "predicate", "object"), tuple(sorted(rows, key=lambda row: tuple(map(str, row)))), truncated
    )
