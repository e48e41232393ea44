from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import exported
import networkx
import pytest

from kg.exporting import write
from kg.exporting.facts import facts
from kg.exporting.graph_files import network
from kg.graph.store import Store

READERS: dict[str, Any] = {"graphml": networkx.read_graphml, "gexf": networkx.read_gexf}


@pytest.mark.parametrize("form", READERS)
@pytest.mark.parametrize("which", ["small", "hostile"])
def test_reads_back(form: str, which: str, tmp_path: Path) -> None:
    store = exported.small() if which == "small" else exported.of_hostile()
    made = network(facts(store))
    file = tmp_path / f"graph.{form}"
    write(form, store, file)
    read = READERS[form](file)
    assert set(read.nodes) == set(made.nodes)
    assert sorted((a, b, d["relation"]) for a, b, d in read.edges(data=True)) == sorted(
        (a, b, d["relation"]) for a, b, d in made.edges(data=True)
    )
    assert {read.nodes[name]["label"] for name in read} == {made.nodes[name]["label"] for name in made}


def test_what_it_holds() -> None:
    graph = network(facts(exported.small()))
    assert Counter(data["kind"] for _, data in graph.nodes(data=True)) == {
        "State": 1,
        "InternationalOrganization": 1,
        "Person": 1,
        "MediaOrganization": 1,
        "DraftTreaty": 1,
        "Proposal": 2,
        "Rejection": 1,
        "Request": 1,
        "NonResponse": 1,
    }
    [rejection] = [data for _, data in graph.nodes(data=True) if data["kind"] == "Rejection"]
    assert rejection["attributed_to"] == "Ada Berg → Bay Agency"
    assert rejection["quotes"] == "The Union rejected it"
    assert "date" not in rejection
    assert graph.number_of_edges() == 14


@pytest.mark.parametrize("form", READERS)
def test_control_characters_are_marked(form: str, tmp_path: Path) -> None:
    write(form, exported.of_hostile(), tmp_path / "graph")
    labels = {data["label"] for _, data in READERS[form](tmp_path / "graph").nodes(data=True)}
    assert "bell\ufffd and delete\x7f and \ufffd" in labels


@pytest.mark.parametrize("form", READERS)
def test_ids_of_lines_are_unique(form: str, tmp_path: Path) -> None:
    write(form, exported.small(), tmp_path / "graph")
    tree = ElementTree.parse(tmp_path / "graph")
    ids = [element.get("id") for element in tree.iter() if element.tag.endswith("}edge")]
    assert len(ids) == len(set(ids)) == 14


def test_gexf_tells_no_day(tmp_path: Path) -> None:
    write("gexf", exported.small(), tmp_path / "graph.gexf")
    assert "lastmodified" not in (tmp_path / "graph.gexf").read_text(encoding="utf-8")


@pytest.mark.parametrize("form", READERS)
def test_empty(form: str, tmp_path: Path) -> None:
    write(form, Store(), tmp_path / "graph")
    assert len(READERS[form](tmp_path / "graph")) == 0
