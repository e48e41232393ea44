"""Workers: what their limits end, and that they are used again, replaced and never shared."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from lettered import ALL, letters

from kg.errors import LimitReached
from kg.graph import workers
from kg.graph.sparql import ask
from kg.graph.store import Store


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    with letters() as made:
        yield made


CHAINS = [
    "ASK { ?s " + "<a:b>/" * 15_000 + "<a:b> ?o }",
    "ASK { {} " + "UNION {} " * 11_000 + "}",
    "ASK { FILTER(" + "1+" * 45_000 + "1 = 1) }",
]


@pytest.mark.parametrize("query", CHAINS)
def test_a_crash_of_the_engine_ends_the_worker_only(store: Store, query: str) -> None:
    with pytest.raises(LimitReached, match=r"chains too much|memory"):
        ask(store, query)
    assert ask(store, ALL).rows


ENDLESS = "SELECT (COUNT(*) AS ?n) { " + " ".join(f"?a{one} ?b{one} ?c{one} ." for one in range(30)) + " }"


@pytest.mark.parametrize("kind", ["memory", "disk"])
def test_a_query_without_end_is_killed(
    kind: str, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    where: Store | Path = store
    if kind == "disk":
        store.dump(tmp_path / "dump.nq")
        where = tmp_path / "store"
        with Store(where) as made:
            made.restore(tmp_path / "dump.nq")
    monkeypatch.setenv("DEMARCHE_MAX_QUERY_SECONDS", "1")
    with pytest.raises(LimitReached) as caught:
        ask(where, ENDLESS, name="endless.rq")
    assert str(caught.value) == (
        "endless.rq: the query took longer than the limit of 1 s; "
        "narrow it, or set DEMARCHE_MAX_QUERY_SECONDS to raise it"
    )
    assert caught.value.exit_code == 4
    monkeypatch.delenv("DEMARCHE_MAX_QUERY_SECONDS")
    assert len(ask(where, ALL).rows) == 4


HUNGRY = """
SELECT (GROUP_CONCAT(?x) AS ?all) {
  VALUES ?a { 1 2 3 4 5 6 7 8 9 } VALUES ?b { 1 2 3 4 5 6 7 8 9 } VALUES ?c { 1 2 3 4 5 6 7 8 9 }
  VALUES ?d { 1 2 3 4 5 6 7 8 9 } VALUES ?e { 1 2 3 4 5 6 7 8 9 } VALUES ?f { 1 2 3 4 5 6 7 8 9 }
  BIND(CONCAT(STR(?a), "%s") AS ?x)
}
""" % ("x" * 5_000)


def test_a_query_that_takes_too_much_memory_is_ended(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEMARCHE_MAX_QUERY_MEMORY_MB", "300")
    with pytest.raises(LimitReached, match="DEMARCHE_MAX_QUERY_MEMORY_MB"):
        ask(store, HUNGRY)
    assert len(ask(store, ALL).rows) == 4


def test_a_worker_that_died_while_idle_is_replaced(store: Store) -> None:
    ask(store, ALL)
    (worker, *_) = workers._idle
    os.kill(worker.process.pid, signal.SIGKILL)
    worker.process.wait()
    assert len(ask(store, ALL).rows) == 4


def test_workers_are_used_again(store: Store) -> None:
    workers.end_workers()
    ask(store, ALL)
    (worker,) = workers._idle
    ask(store, ALL)
    assert workers._idle == [worker]


def test_threads_ask_at_once(store: Store) -> None:
    found: list[int] = []
    threads = [threading.Thread(target=lambda: found.append(len(ask(store, ALL).rows))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [4] * 6


def test_a_forked_child_asks_by_workers_of_its_own(store: Store) -> None:
    ask(store, ALL)
    child = os.fork()
    if child == 0:
        os._exit(0 if len(ask(store, ALL).rows) == 4 else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert len(ask(store, ALL).rows) == 4
