"""The store: graphs replaced whole and idempotent, one writer, readers beside it, and what a kill leaves."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import DataInvalid, DemarcheError, InputUnreadable, StoreBusy, UsageError
from kg.graph.build import ontology_quads
from kg.graph.sparql import ask
from kg.graph.store import Store

G, H = "https://example.org/g", "https://example.org/h"
P = ox.NamedNode("https://example.org/p")


def quads(graph: str, *values: str) -> list[ox.Quad]:
    """Return a quad a value, in the graph."""
    node = ox.NamedNode(graph)
    return [ox.Quad(ox.NamedNode(f"{graph}/s"), P, ox.Literal(value), node) for value in values]


def values(store: Store, graph: str) -> list[str]:
    found = store.quads.quads_for_pattern(None, None, None, ox.NamedNode(graph))
    return sorted(quad.object.value for quad in found if isinstance(quad.object, ox.Literal))


@pytest.fixture(params=["memory", "disk"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    with Store(None if request.param == "memory" else tmp_path / "store") as made:
        yield made


def python(code: str, *words: str | Path) -> subprocess.Popen[str]:
    """Start another process that runs ``code``."""
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, words)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


HOLD = """
import sys
from kg import Store
store = Store(sys.argv[1])
print("open", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def held(tmp_path: Path) -> Iterator[Path]:
    """The folder of a store that another process has open for writing."""
    path = tmp_path / "store"
    with Store(path) as made:
        made.put(G, quads(G, "old"))
    holder = subprocess.Popen([sys.executable, "-c", HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert holder.stdout is not None
    assert holder.stdout.readline() == b"open\n"
    yield path
    holder.communicate()


def test_the_door_of_users() -> None:
    import kg

    assert kg.Store is Store
    assert kg.__version__
    with pytest.raises(AttributeError, match="Stoer"):
        _ = kg.Stoer


def test_put_replaces_its_own_graph_only(store: Store) -> None:
    assert store.put(G, quads(G, "a", "b")) == "added"
    assert store.put(H, quads(H, "x")) == "added"
    assert store.put(G, quads(G, "b", "c")) == "replaced"
    assert (values(store, G), values(store, H)) == (["b", "c"], ["x"])
    assert store.graphs() == (G, H)
    status = store.status()
    assert (status.graphs, status.quads, status.writable) == (2, 3, True)


def test_put_is_idempotent_by_content(store: Store) -> None:
    assert store.put(G, quads(G, "a", "b")) == "added"
    assert store.put(G, reversed(quads(G, "a", "b", "a"))) == "unchanged"
    assert store.put(ox.NamedNode(G), quads(G, "b", "a")) == "unchanged"


@pytest.mark.parametrize(
    ("value", "datatype"),
    [
        ("01", "integer"),
        ("3", "positiveInteger"),
        ("1.0", "decimal"),
        ("0.50", "decimal"),
        ("1", "boolean"),
        ("x", "integer"),
    ],
)
def test_numbers_that_the_store_rewrites_are_unchanged_too(store: Store, value: str, datatype: str) -> None:
    literal = ox.Literal(value, datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#" + datatype))
    quad = ox.Quad(P, P, literal, ox.NamedNode(G))
    assert store.put(G, [quad]) == "added"
    assert store.put(G, [quad]) == "unchanged"


def test_blank_nodes_are_named_by_content(store: Store) -> None:
    graph = "https://w3id.org/demarche/id/graph/ontology"
    assert store.put(graph, ontology_quads()) == "added"
    assert store.put(graph, ontology_quads()) == "unchanged"  # parsed anew: other labels of blank nodes
    assert not ask(store, "ASK { ?s ?p ?o FILTER(ISBLANK(?s) || ISBLANK(?o)) }").plain()[0][0]
    assert ask(store, "ASK { dem:SpeechAct rdfs:subClassOf/owl:onProperty dem:performer }").plain() == ((True,),)


def test_put_of_nothing_removes(store: Store) -> None:
    assert store.put(G, []) == "unchanged"
    store.put(G, quads(G, "a"))
    assert store.put(G, []) == "replaced"
    assert store.graphs() == ()


def test_remove(store: Store) -> None:
    store.put(G, quads(G, "a"))
    store.put(H, quads(H, "x"))
    assert store.remove(G)
    assert not store.remove(G)
    assert store.graphs() == (H,)


@pytest.mark.parametrize("other", [H, None])
def test_quads_of_another_graph_are_refused_and_nothing_is_written(store: Store, other: str | None) -> None:
    store.put(G, quads(G, "a"))
    wrong = quads(H, "x") if other else [ox.Quad(P, P, P)]
    with pytest.raises(DataInvalid, match="was put into it"):
        store.put(G, [*quads(G, "b"), *wrong])
    assert (values(store, G), store.graphs()) == (["a"], (G,))


def test_triples_about_triples_are_refused(store: Store) -> None:
    with pytest.raises(DataInvalid, match="triple about a triple"):
        store.put(G, [ox.Quad(P, P, ox.Triple(P, P, P), ox.NamedNode(G))])


@pytest.mark.parametrize("name", ["", "no iri", "g", "<https://example.org/>", "https://example.org/> } ; DROP ALL #"])
def test_what_is_no_iri_names_no_graph(store: Store, name: str) -> None:
    with pytest.raises(UsageError, match="is not an IRI"):
        store.put(name, [])


HOSTILE = [
    "",
    '" } } ; DROP ALL #',
    "\\",
    "\\u0022",
    "\\\\u0022",
    "\n\r\t\b\f",
    "\x00\x01\x7f",
    "\u2028\u0085",
    "😀",
    "'''",
    '"""',
]


@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_text_comes_back_as_it_was(store: Store, value: str) -> None:
    store.put(H, quads(H, "x"))
    store.put(G, quads(G, value))
    assert (values(store, G), values(store, H)) == ([value], ["x"])


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(alphabet=st.characters(exclude_categories=["Cs"])), max_size=4))
def test_any_text_comes_back_and_is_unchanged(texts: list[str]) -> None:
    with Store() as store:
        store.put(G, quads(G, *texts))
        assert values(store, G) == sorted(set(texts))
        assert store.put(G, quads(G, *texts)) == "unchanged"


def test_threads_write_one_after_the_other(store: Store) -> None:
    def write(number: int) -> None:
        for turn in range(10):
            store.put(G, quads(G, *(f"{number}-{turn}-{one}" for one in range(20))))

    threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = values(store, G)
    assert len(found) == 20
    assert len({value.rsplit("-", 1)[0] for value in found}) == 1


def test_dump_is_sorted_whole_and_the_same_whatever_the_order(tmp_path: Path) -> None:
    files = []
    for order in (1, -1):
        with Store() as store:
            for graph in (G, H)[::order]:
                store.put(graph, quads(graph, "b\nb", "a", "ü")[::order])
            file = tmp_path / f"{order}.nq"
            assert store.dump(file) == 6
            files.append(file.read_bytes())
    assert files[0] == files[1]
    lines = files[0].split(b"\n")
    assert lines[-1] == b""
    assert lines[:-1] == sorted(lines[:-1])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["-1.nq", "1.nq"]


def test_restore_brings_back_what_was_dumped(store: Store, tmp_path: Path) -> None:
    store.put(G, quads(G, *HOSTILE))
    store.put(H, quads(H, "x"))
    count = store.dump(tmp_path / "dump.nq")
    with Store(tmp_path / "new") as new:
        assert new.restore(tmp_path / "dump.nq") == count
        new.dump(tmp_path / "again.nq")
        assert new.put(G, quads(G, *HOSTILE)) == "unchanged"
        with pytest.raises(UsageError, match="not empty"):
            new.restore(tmp_path / "dump.nq")
    assert (tmp_path / "again.nq").read_bytes() == (tmp_path / "dump.nq").read_bytes()


@pytest.mark.parametrize(
    "broken", [b"<a:b> <a:c> <a:d> <a:g> .\n<a:b> <a:c", b"\x00\xff", b'<a:b> <a:c> "\xff" .', b"{}"]
)
def test_restore_of_a_broken_dump_loads_nothing(store: Store, tmp_path: Path, broken: bytes) -> None:
    (tmp_path / "broken.nq").write_bytes(broken)
    with pytest.raises(InputUnreadable, match=r"broken\.nq"):
        store.restore(tmp_path / "broken.nq")
    assert store.status().quads == 0


def test_restore_and_dump_tell_what_they_cannot_reach(store: Store, tmp_path: Path) -> None:
    with pytest.raises(InputUnreadable, match=r"absent\.nq"):
        store.restore(tmp_path / "absent.nq")
    with pytest.raises(InputUnreadable, match=r"dump\.nq"):
        store.dump(tmp_path / "absent" / "dump.nq")
    (tmp_path / "folder.nq").mkdir()
    with pytest.raises(InputUnreadable, match=r"folder\.nq"):
        store.dump(tmp_path / "folder.nq")
    assert not list(tmp_path.glob(".*"))


def test_rdflib_reads_and_writes_the_same_store(store: Store) -> None:
    from rdflib import Literal, URIRef

    store.put(G, quads(G, "a"))
    dataset = store.dataset
    assert dataset is store.dataset
    assert [str(value) for value in dataset.objects(URIRef(f"{G}/s"))] == ["a"]  # the default graph is the union
    dataset.graph(URIRef(H)).add((URIRef(f"{H}/s"), URIRef(P.value), Literal("new")))
    assert values(store, H) == ["new"]
    assert {str(row[0]) for row in dataset.query("SELECT ?o { ?s ?p ?o }")} == {"a", "new"}  # type: ignore[index]
    only = dataset.query("SELECT ?o { ?s ?p ?o FILTER(?o = ?wanted) }", initBindings={"wanted": Literal("a")})
    assert [str(row[0]) for row in only] == ["a"]  # type: ignore[index]
    assert dict(dataset.namespaces())["dem"] == URIRef("https://w3id.org/demarche/ontology#")
    dataset.update(f"DELETE WHERE {{ GRAPH <{H}> {{ ?s ?p ?o }} }}")
    assert values(store, H) == []


@pytest.mark.parametrize(
    "query",
    ["SELECT * { SERVICE <http://localhost:9/> { ?s ?p ?o } }", f"SELECT * FROM <{G}> {{ ?s ?p ?o }}", "DROP ALL"],
)
def test_rdflib_refuses_what_reaches_out(store: Store, query: str) -> None:
    with pytest.raises(UsageError, match="refused"):
        store.dataset.query(query)


def test_rdflib_refuses_load_and_what_was_prepared(store: Store) -> None:
    from rdflib.plugins.sparql import prepareQuery

    with pytest.raises(UsageError, match="LOAD"):
        store.dataset.update("LOAD <http://localhost:9/>")
    with pytest.raises(UsageError, match="prepared"):
        store.dataset.query(prepareQuery("SELECT * { ?s ?p ?o }"))


def test_close_lets_the_store_be_opened_again(tmp_path: Path) -> None:
    path = tmp_path / "store"
    for turn in range(3):
        store = Store(path)
        store.put(G, quads(G, str(turn)))
        assert len(list(store.dataset.quads())) == 1
        kept = store.dataset
        store.close()
        store.close()
        with pytest.raises(UsageError, match="closed"):
            _ = store.quads
        with pytest.raises(UsageError, match="closed"):
            _ = store.dataset
        with pytest.raises(UsageError, match="closed"):
            list(kept.quads())
        assert "closed" in repr(store)
    with Store(path) as store:
        assert values(store, G) == ["2"]


def test_a_second_store_of_this_process_is_busy(tmp_path: Path) -> None:
    with Store(tmp_path / "store"), pytest.raises(StoreBusy, match="this process"):
        Store(tmp_path / "store")


def test_a_second_process_is_busy(held: Path) -> None:
    with pytest.raises(StoreBusy) as caught:
        Store(held)
    assert caught.value.exit_code == 5
    assert str(caught.value).startswith(f"{held}: another process has the store open for writing; ")


def test_readers_read_beside_a_writer_of_another_process(held: Path) -> None:
    with Store.open_readonly(held) as store:
        assert values(store, G) == ["old"]
        assert store.status().writable is False
    assert ask(held, "SELECT ?o { ?s ?p ?o }").plain() == (("old",),)


def test_a_reader_stays_where_it_was_until_refreshed_and_a_query_does_not(tmp_path: Path) -> None:
    with Store(tmp_path / "store") as writer:
        writer.put(G, quads(G, "old"))
        with Store.open_readonly(tmp_path / "store") as reader:
            assert len(list(reader.dataset.quads())) == 1
            writer.put(G, quads(G, "new", "newer"))
            assert values(reader, G) == ["old"]
            assert ask(reader, "SELECT ?o { ?s ?p ?o } ORDER BY ?o").plain() == (("new",), ("newer",))
            reader.refresh()
            assert values(reader, G) == ["new", "newer"]
            assert len(list(reader.dataset.quads())) == 2


def test_a_reader_writes_nothing(tmp_path: Path) -> None:
    with Store(tmp_path / "store") as writer:
        writer.put(G, quads(G, "a"))
    with Store.open_readonly(tmp_path / "store") as reader:
        for write in (lambda: reader.put(G, []), lambda: reader.remove(G), lambda: reader.restore("x")):
            with pytest.raises(UsageError, match="reading only"):
                write()


WRITE = """
import sys
from kg import Store
sys.path.insert(0, sys.argv[2])
from test_graph_store import G, quads
with Store(sys.argv[1]) as store:
    for turn in range(int(sys.argv[3])):
        store.put(G, quads(G, *(f"{turn}-{one}" + "x" * 500 for one in range(400))))
        if turn % 5 == 4:
            store.quads.optimize()
        print(turn, flush=True)
"""


def test_a_reader_never_sees_half_a_graph_while_another_process_writes(tmp_path: Path) -> None:
    path, turns = tmp_path / "store", 30
    writer = python(WRITE, path, Path(__file__).parent, str(turns))
    assert writer.stdout is not None
    assert writer.stdout.readline() == "0\n"
    seen = 0
    query = "SELECT ?turn (COUNT(*) AS ?n) { ?s ?p ?o BIND(STRBEFORE(?o, '-') AS ?turn) } GROUP BY ?turn"
    while writer.poll() is None:
        try:
            ((_, count),) = ask(path, query).plain()
        except StoreBusy:
            continue
        assert count == 400
        seen += 1
    assert writer.wait() == 0
    assert ask(path, query).plain() == ((str(turns - 1), 400),)
    assert seen


@pytest.mark.parametrize("after", [0.0, 0.003, 0.01, 0.03])
def test_a_kill_while_writing_leaves_the_old_graph_or_the_new(tmp_path: Path, after: float) -> None:
    path = tmp_path / "store"
    writer = python(WRITE, path, Path(__file__).parent, "100000")
    assert writer.stdout is not None
    assert writer.stdout.readline() == "0\n"
    time.sleep(after)
    writer.send_signal(signal.SIGKILL)
    written = [line for line in writer.stdout.read().split("\n") if line]
    writer.wait()
    last = int(written[-1]) if written else 0
    with Store(path) as store:
        turns = {value.split("-")[0] for value in values(store, G)}
        assert len(values(store, G)) == 400
        assert turns in ({str(last)}, {str(last + 1)})
        assert store.put(G, quads(G, "after")) == "replaced"


def test_paths_that_are_no_store(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("x")
    other = tmp_path / "other"
    other.mkdir()
    (other / "letter.txt").write_text("x")
    empty = tmp_path / "empty"
    empty.mkdir()
    cases: list[tuple[Path, type[DemarcheError], type[DemarcheError] | None]] = [
        (file, UsageError, UsageError),
        (other, UsageError, UsageError),
        (Path("a\0b"), UsageError, UsageError),
        (file / "within", InputUnreadable, InputUnreadable),
        (Path("/proc/nowhere/store"), InputUnreadable, InputUnreadable),
        (empty, InputUnreadable, None),
        (tmp_path / "absent", InputUnreadable, None),
    ]
    for path, reading, writing in cases:
        with pytest.raises(reading) as caught:
            Store.open_readonly(path)
        assert "\n" not in str(caught.value)
        with pytest.raises(reading):
            ask(path, "ASK {}")
        if writing:
            with pytest.raises(writing) as caught:
                Store(path)
            assert "\n" not in str(caught.value)
    assert [path.name for path in other.iterdir()] == ["letter.txt"]
    assert not list(empty.iterdir())
    Store(empty).close()
    Store(tmp_path / "deep" / "er").close()


def test_a_damaged_store_is_told(tmp_path: Path) -> None:
    path = tmp_path / "store"
    with Store(path) as store:
        store.put(G, quads(G, "a"))
    (path / "CURRENT").write_text("MANIFEST-999999\n")
    for attempt in (lambda: Store(path), lambda: Store.open_readonly(path), lambda: ask(path, "ASK {}")):
        with pytest.raises(DemarcheError) as caught:
            attempt()
        assert str(path) in str(caught.value)
        assert "\n" not in str(caught.value)
