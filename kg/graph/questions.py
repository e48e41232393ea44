"""The shipped questions: ``.rq`` files whose header says what they ask, with which parameters, and what comes back.

A header is made of comment lines before the query::

    # title: Acts of an actor
    # description: What an actor did, in order of time.
    # param: actor actor= whose acts: a name, a QID or an IRI; everybody's when left out
    # column: act the act's IRI

A parameter is ``name type meaning`` (required), ``name type=default meaning``, or ``name type= meaning`` (may be left
out: its variable is unbound then). In the query it is the variable of its name.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal, cast, get_args

import pyoxigraph as ox

from kg.errors import DataInvalid, InputUnreadable, LimitReached, UsageError
from kg.graph.binding import projection
from kg.graph.rows import Rows, Term
from kg.graph.sparql import ask
from kg.graph.store import Store
from kg.resources import folder
from kg.vocabulary import NAMESPACES

ParamType = Literal["iri", "string", "date", "actor", "integer"]

_HEADER = re.compile(r"#\s*([a-z]+):\s*(.*?)\s*")
_PARAM = re.compile(r"(\w+)\s+([a-z]+)(?:(=)(\S*))?\s+(.+)")
_COLUMN = re.compile(r"(\w+)\s+(.+)")
_ACTORS = Path(__file__).with_name("queries") / "actors.rq"


@dataclass(frozen=True, slots=True)
class Param:
    """A parameter of a question; required where its default is ``None``, may be left out where that is empty."""

    name: str
    type: ParamType
    default: str | None
    meaning: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a question's answer."""

    name: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question that can be asked by name.

    Parameters:
        name: the name of its file, without ``.rq``.
        title: what it asks, in a few words.
        description: what it counts and what it leaves out.
        params: its parameters.
        columns: its columns, as the query selects them.
        text: the query.
    """

    name: str
    title: str
    description: str
    params: tuple[Param, ...]
    columns: tuple[Column, ...]
    text: str


def read(path: Path) -> Question:
    """Return the question of a ``.rq`` file.

    Raises:
        InputUnreadable: when the file cannot be read as UTF-8 text.
        DataInvalid: when its header lacks a title, has a line that is wrong, or tells other columns than the query.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputUnreadable("cannot be read as a query", where=str(path), remedy="give a UTF-8 .rq file") from error
    return parse(path.stem, text, where=str(path))


def parse(name: str, text: str, *, where: str) -> Question:
    """Return the question that a text with a header makes.

    Raises:
        DataInvalid: when the header lacks a title, has a line that is wrong, or tells other columns than the query.
    """
    title, described, params, columns = "", [], [], []
    for number, line in enumerate(_header(text), start=1):
        at = f"{where}, line {number}"
        found = _HEADER.fullmatch(line)
        if found is None:
            if line.strip("# "):
                raise DataInvalid(f"{line!r} is no line of a header", where=at, remedy="write '# title: …' or the like")
            continue
        key, value = found.groups()
        match key:
            case "title":
                title = value
            case "description":
                described.append(value)
            case "param":
                params.append(_param(value, at))
            case "column":
                columns.append(_column(value, at))
            case _:
                known = "title, description, param or column"
                raise DataInvalid(f"the header has no field {key!r}", where=at, remedy=f"use {known}")
    if not title:
        raise DataInvalid("the question has no title", where=where, remedy="add a line '# title: …'")
    selected = projection(text, name=where)
    told = tuple(column.name for column in columns)
    if selected != told:
        columns_told, columns_selected = ", ".join(told) or "none", ", ".join(selected or ("*",))
        raise DataInvalid(
            f"the header tells the columns {columns_told}, the query selects {columns_selected}",
            where=where,
            remedy="make them equal, in one order",
        )
    return Question(name, title, " ".join(described), tuple(params), tuple(columns), text)


def _header(text: str) -> list[str]:
    lines = []
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        lines.append(line)
    return lines


def _param(value: str, at: str) -> Param:
    found = _PARAM.fullmatch(value)
    if found is None:
        raise DataInvalid(
            f"the parameter {value!r} is not told right", where=at, remedy="write 'name type=default meaning'"
        )
    name, type_, optional, default, meaning = found.groups()
    if type_ not in get_args(ParamType):
        types = ", ".join(get_args(ParamType))
        raise DataInvalid(f"{type_!r} is no type of a parameter", where=at, remedy=f"use one of {types}")
    return Param(name, cast(ParamType, type_), default if optional else None, meaning)


def _column(value: str, at: str) -> Column:
    found = _COLUMN.fullmatch(value)
    if found is None:
        raise DataInvalid(f"the column {value!r} is not told right", where=at, remedy="write 'name meaning'")
    return Column(found[1], found[2])


def questions() -> tuple[Question, ...]:
    """Return the shipped questions, sorted by name.

    Raises:
        DataInvalid: when one of them has a wrong header.
    """
    return tuple(read(path) for path in sorted(folder("queries").glob("*.rq"), key=lambda path: path.stem))


def question(name: str) -> Question:
    """Return the shipped question of that name.

    Raises:
        UsageError: when there is none; near names are suggested.

    >>> question("rejections").columns[0].name
    'rejecter'
    """
    path = folder("queries") / f"{name}.rq"
    names = sorted(one.stem for one in folder("queries").glob("*.rq"))
    if name not in names:
        raise UsageError(f"there is no question {name!r}", remedy=_near(name, names, "questions are"))
    return read(path)


def answer(store: Store | str | Path, name: str | Question, params: Mapping[str, str | int] | None = None) -> Rows:
    """Answer a question by name.

    Parameters:
        store: a store, or the folder of one.
        name: the name of a shipped question, or a question of :func:`read`.
        params: values by the name of the parameter; an empty value leaves an optional one out.

    Raises:
        UsageError: for an unknown question, parameter or actor, a missing parameter, or a value of the wrong type.
        LimitReached, InputUnreadable, StoreBusy: as :func:`kg.graph.sparql.ask`.
    """
    asked = name if isinstance(name, Question) else question(name)
    given = {key: str(value) for key, value in (params or {}).items()}
    known = [param.name for param in asked.params]
    for key in given:
        if key not in known:
            what = f"the question {asked.name!r} has no parameter {key!r}"
            raise UsageError(what, remedy=_near(key, known, "its parameters are"))
    bindings: dict[str, Term | tuple[Term, ...]] = {}
    for param in asked.params:
        value = given.get(param.name) or param.default
        if value is None:
            raise UsageError(
                f"the question {asked.name!r} needs the parameter {param.name!r}",
                remedy=f"add {param.name}=… ({param.type}: {param.meaning})",
            )
        if value:
            bindings[param.name] = _terms(store, param, value)
    return ask(store, asked.text, bindings, name=asked.name)


def _near(name: str, known: list[str], otherwise: str) -> str:
    near = difflib.get_close_matches(name, known, 3, 0.5)
    if near:
        return f"did you mean {' or '.join(near)}?"
    return f"{otherwise} {', '.join(known)}" if known else "leave it out"


def _terms(store: Store | str | Path, param: Param, value: str) -> Term | tuple[Term, ...]:
    match param.type:
        case "actor":
            return _actors(store, value)
        case "iri":
            return _iri(param.name, value)
        case "string":
            return ox.Literal(value)
        case "integer":
            if not re.fullmatch(r"[+-]?[0-9]{1,18}", value):
                raise UsageError(f"{value!r} is not a whole number", where=param.name, remedy="give one such as 3")
            return ox.Literal(value, datatype=ox.NamedNode(NAMESPACES["xsd"] + "integer"))
        case "date":
            if not _is_day(value):
                remedy = "give a day of the calendar as YYYY-MM-DD"
                raise UsageError(f"{value!r} is not a date", where=param.name, remedy=remedy)
            return ox.Literal(value, datatype=ox.NamedNode(NAMESPACES["xsd"] + "date"))


def _is_day(value: str) -> bool:
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _iri(name: str, value: str) -> ox.NamedNode:
    prefix, _, local = value.partition(":")
    # An IRI copied from Turtle stands between angle brackets.
    bare = value[1:-1] if value.startswith("<") and value.endswith(">") else value
    try:
        return ox.NamedNode(NAMESPACES[prefix] + local if prefix in NAMESPACES else bare)
    except ValueError:
        raise UsageError(
            f"{value!r} is not an IRI", where=name, remedy="give an absolute IRI, as results show it"
        ) from None


def _actors(store: Store | str | Path, value: str) -> tuple[Term, ...]:
    """Return the IRIs of the actors of a name or QID: a group has one in each article that tells of it."""
    if "://" in value:
        return (_iri("actor", value),)
    text = _ACTORS.read_text(encoding="utf-8")
    wanted = value.removeprefix("wd:").strip()
    found = ask(store, text, {"wanted": ox.Literal(wanted.lower())}, name=_ACTORS.name)
    if found.truncated:
        raise LimitReached(f"too many actors are called {value!r}", remedy="give an IRI, or raise DEMARCHE_MAX_ROWS")
    actors = tuple(dict.fromkeys(row[0] for row in found.rows if row[0] is not None))
    if not actors:
        names = sorted({str(row[1]) for row in ask(store, text, name=_ACTORS.name).plain()})
        by_key = {name.lower(): name for name in names}
        near = [by_key[key] for key in difflib.get_close_matches(wanted.lower(), sorted(by_key), 3, 0.6)]
        remedy = f"did you mean {' or '.join(near)}?" if near else "give a name as the graph has it, a QID or an IRI"
        raise UsageError(f"the store knows no actor {value!r}", remedy=remedy)
    return actors
