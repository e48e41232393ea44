from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import exported
import pyoxigraph as ox
import pytest
from rdflib import Dataset, Graph

from kg.errors import DemarcheError, UsageError
from kg.exporting import FORMATS, write
from kg.exporting.files import whole, write_text
from kg.graph.store import Store

STORES: dict[str, Callable[[], Store]] = {"small": exported.small, "hostile": exported.of_hostile, "empty": Store}
QUADS = {"nquads": ox.RdfFormat.N_QUADS, "trig": ox.RdfFormat.TRIG, "jsonld": ox.RdfFormat.JSON_LD}


@pytest.mark.parametrize("name", STORES)
@pytest.mark.parametrize("form", QUADS)
def test_quads_read_back(form: str, name: str, tmp_path: Path) -> None:
    store = STORES[name]()
    file = tmp_path / "graph"
    write(form, store, file)
    assert set(ox.parse(path=str(file), format=QUADS[form])) == set(store.quads)


@pytest.mark.parametrize("name", STORES)
def test_turtle_reads_back_as_the_union(name: str, tmp_path: Path) -> None:
    store = STORES[name]()
    write("turtle", store, tmp_path / "graph.ttl")
    read = {quad.triple for quad in ox.parse(path=str(tmp_path / "graph.ttl"), format=ox.RdfFormat.TURTLE)}
    assert read == {quad.triple for quad in store.quads}


def test_another_reader_reads_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the file made its reader ask the network")

    monkeypatch.setattr(socket, "create_connection", refuse)
    store = exported.small()
    for form, given in (("nquads", "nquads"), ("trig", "trig"), ("jsonld", "json-ld")):
        write(form, store, tmp_path / "graph")
        assert len(Dataset().parse(tmp_path / "graph", format=given)) == len(store.quads), form
    write("turtle", store, tmp_path / "graph")
    assert len(Graph().parse(tmp_path / "graph", format="turtle")) == len({quad.triple for quad in store.quads})


def test_nquads_are_sorted(tmp_path: Path) -> None:
    write("nquads", exported.small(), tmp_path / "graph.nq")
    lines = (tmp_path / "graph.nq").read_bytes().splitlines(keepends=True)
    assert lines == sorted(lines)
    assert len(lines) == len(exported.small().quads)


def test_jsonld_names_no_other_context(tmp_path: Path) -> None:
    write("jsonld", exported.small(), tmp_path / "graph.jsonld")
    document = json.loads((tmp_path / "graph.jsonld").read_text(encoding="utf-8"))
    assert document["@context"]["dem"] == "https://w3id.org/demarche/ontology#"
    assert "@context" not in json.dumps(document["@graph"])


DIGESTS = """
import hashlib, sys
from pathlib import Path
import exported
from kg.exporting import FORMATS
for name, form in FORMATS.items():
    file = Path(sys.argv[1]) / name
    form.write(exported.small(), file)
    print(name, hashlib.sha256(file.read_bytes()).hexdigest())
"""


def test_every_format_has_the_same_bytes_whatever_the_hash_seed(tmp_path: Path) -> None:
    said = set()
    for seed in ("0", "1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(exported.HERE)}
        command = [sys.executable, "-c", DIGESTS, str(tmp_path)]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        said.add(done.stdout)
    assert len(said) == 1
    assert said.pop().count("\n") == len(FORMATS)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("nquad", "did you mean nquads?"),
        ("xyz", "formats are nquads, trig"),
        ("", "formats are"),
        ("GEXF", "formats are"),
    ],
)
def test_unknown_format(name: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no format") as error:
        write(name, Store(), tmp_path / "x")
    assert said in str(error.value)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", FORMATS)
def test_formats_are_written_whole_or_not_at_all(name: str, tmp_path: Path) -> None:
    target = tmp_path / "folder"
    target.mkdir()
    with pytest.raises(DemarcheError) as error:
        write(name, exported.small(), target)
    assert str(target) in str(error.value)
    assert "\n" not in str(error.value)
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("name", FORMATS)
def test_formats_write_an_empty_store(name: str, tmp_path: Path) -> None:
    write(name, Store(), tmp_path / "file")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_failure_keeps_the_old_file(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    write_text(file, "old")

    def fail() -> None:
        with whole(file) as temporary:
            temporary.write_text("half")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert file.read_text() == "old"
    assert list(tmp_path.iterdir()) == [file]


def test_missing_folders_are_made(tmp_path: Path) -> None:
    write_text(tmp_path / "a/b/c.txt", "x\r\n")
    assert (tmp_path / "a/b/c.txt").read_bytes() == b"x\r\n"


def test_a_folder_that_is_a_file_is_told(tmp_path: Path) -> None:
    write_text(tmp_path / "a", "x")
    with pytest.raises(UsageError, match="cannot be written"):
        write_text(tmp_path / "a/b", "x")


def test_every_format_stands_in_the_readme_as_it_is() -> None:
    text = (exported.HERE.parent / "exports/README.md").read_text(encoding="utf-8")
    for name, form in FORMATS.items():
        assert f"| `{name}` | `{form.suffix}` | {form.about} |" in text
