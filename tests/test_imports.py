"""Imports point one way, and nothing heavy is loaded before it is needed."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "kg"
MODULES = sorted(PACKAGE.rglob("*.py"))

GROUND = "ground"
ALLOWED: dict[str, frozenset[str]] = {
    GROUND: frozenset({GROUND}),
    "text": frozenset({GROUND, "text"}),
    "reading": frozenset({GROUND, "text", "reading"}),
    "linking": frozenset({GROUND, "text", "reading", "linking"}),
    "graph": frozenset({GROUND, "graph"}),
    "analysis": frozenset({GROUND, "graph", "analysis", "exporting"}),
    "exporting": frozenset({GROUND, "graph", "analysis", "exporting"}),
    "corpus": frozenset({GROUND, "graph", "corpus"}),
    "pipeline": frozenset({GROUND, "text", "reading", "linking", "graph", "analysis", "exporting", "pipeline"}),
    "cli": frozenset(
        {GROUND, "text", "reading", "linking", "graph", "analysis", "exporting", "pipeline", "corpus", "cli"}
    ),
}
"""What each part of the package may import: parts below it, never one beside or above it."""

FORBIDDEN: dict[str, frozenset[str]] = {
    GROUND: frozenset({"spacy", "rdflib", "pyoxigraph", "oxrdflib", "networkx", "pyvis", "owlready2", "trafilatura"}),
    "text": frozenset({"rdflib", "pyoxigraph", "oxrdflib", "owlready2", "pyshacl"}),
    "reading": frozenset({"rdflib", "pyoxigraph", "oxrdflib", "owlready2", "pyshacl"}),
    "linking": frozenset({"rdflib", "pyoxigraph", "oxrdflib", "owlready2", "pyshacl"}),
    "graph": frozenset({"spacy", "trafilatura"}),
    "analysis": frozenset({"spacy", "trafilatura"}),
    "exporting": frozenset({"spacy", "trafilatura"}),
    "corpus": frozenset({"spacy", "trafilatura"}),
    "pipeline": frozenset(),
    "cli": frozenset(),
}
"""Libraries that a part never imports, not even inside a function."""

HEAVY = (
    "spacy",
    "rdflib",
    "pyoxigraph",
    "oxrdflib",
    "networkx",
    "pyvis",
    "owlready2",
    "pyshacl",
    "trafilatura",
    "rich",
)


def part(module: str) -> str:
    """Return the part of the package that a dotted module name belongs to; what is in no wing is ground."""
    names = module.split(".")
    return names[1] if len(names) > 1 and names[1] in ALLOWED else GROUND


def dotted(path: Path) -> str:
    names = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(names[:-1] if names[-1] == "__init__" else names)


def imported(source: str, module: str, is_package: bool) -> Iterator[str]:
    """Yield the dotted name of every module that ``source`` imports, wherever in the file."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                package = module.split(".")[: None if is_package else -1]
                base = ".".join([*package[: len(package) - node.level + 1], *filter(None, [node.module])])
            yield base
            yield from (f"{base}.{alias.name}" for alias in node.names)


def is_module(name: str) -> bool:
    """Tell a module of the package from a name defined in one."""
    path = PACKAGE.parent.joinpath(*name.split("."))
    return path.with_suffix(".py").exists() or (path / "__init__.py").exists()


def breaches(source: str, module: str, is_package: bool = False) -> list[str]:
    """Return every import of ``source`` that its part may not make."""
    own = part(module)
    found = []
    for name in imported(source, module, is_package):
        top = name.split(".")[0]
        if top in FORBIDDEN[own]:
            found.append(f"{own} never imports {top}")
        # ``from kg import Store`` is the users' door; inside the package it would hide a wing.
        wing = "graph" if name == "kg.Store" else part(name)
        if top == "kg" and (is_module(name) or name == "kg.Store") and wing not in ALLOWED[own]:
            found.append(f"{own} never imports {name}")
    return sorted(set(found))


def test_there_are_modules() -> None:
    assert len(MODULES) > 10


@pytest.mark.parametrize("path", MODULES, ids=lambda p: dotted(p))
def test_imports_point_one_way(path: Path) -> None:
    module = dotted(path)
    if module == "kg":
        pytest.skip("kg/__init__.py is the users' door to the store; what it loads is tested below")
    assert breaches(path.read_text(encoding="utf-8"), module, path.name == "__init__.py") == []


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("kg.model", "import kg.text.read"),
        ("kg.model", "def f():\n    import rdflib"),
        ("kg.reference.loader", "from kg.reading import names"),
        ("kg.text.read", "from kg.reading import reader"),
        ("kg.text.read", "from ..reading import reader"),
        ("kg.reading.reader", "from kg.graph import store"),
        ("kg.reading.reader", "from rdflib import Graph"),
        ("kg.linking.decide", "def f():\n    from pyoxigraph import Store"),
        ("kg.linking.decide", "from kg import Store"),
        ("kg.graph.build", "from kg.reading.reader import read"),
        ("kg.graph.build", "import spacy.tokens"),
        ("kg.exporting.page", "from kg import pipeline"),
        ("kg.pipeline", "from kg.cli import main"),
    ],
)
def test_a_breach_is_seen(module: str, source: str) -> None:
    assert breaches(source, module)


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("kg.reading.reader", "from kg.text.segment import sentences\nfrom kg.model import Reading"),
        ("kg.linking.candidates", "from kg.reference.spelling import fold"),
        ("kg.exporting.rdf", "from kg.graph.store import Store\nfrom kg import iri"),
        ("kg.pipeline", "from kg.linking.decide import link\nfrom kg.graph.build import quads"),
    ],
)
def test_a_step_down_the_road_is_allowed(module: str, source: str) -> None:
    assert breaches(source, module) == []


@pytest.mark.parametrize("module", ["kg", "kg.cli", "kg.cli.app", "kg.pipeline"])
def test_nothing_heavy_is_loaded_at_import(module: str) -> None:
    code = f"import sys, {module}; print(*[m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_help_loads_nothing_heavy() -> None:
    loaded = f"[m for m in {HEAVY!r} if m in sys.modules]"
    code = f"import sys, kg.cli; kg.cli.main(['--help']); print(*{loaded}, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.split() == []
