from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.exporting.layout import Box, Edge, Point, layout


def overlapping(places: dict[str, Point], boxes: dict[str, Box]) -> list[tuple[str, str]]:
    return [
        (a, b)
        for a, b in combinations(places, 2)
        if abs(places[a][0] - places[b][0]) < (boxes[a].width + boxes[b].width) / 2 - 2
        and abs(places[a][1] - places[b][1]) < (boxes[a].height + boxes[b].height) / 2 - 2
    ]


def boxes(count: int) -> dict[str, Box]:
    return {f"n{number}": Box(40 + 20 * (number % 7), 30) for number in range(count)}


STAR: list[Edge] = [("n0", f"n{n}") for n in range(1, 30)]
SHAPES: dict[str, tuple[int, list[Edge]]] = {
    "nothing": (0, []),
    "one": (1, []),
    "pair": (2, [("n0", "n1")]),
    "loop and repetition": (2, [("n0", "n0"), ("n0", "n1"), ("n1", "n0"), ("n0", "n1")]),
    "unknown ends": (2, [("n0", "x"), ("y", "n1")]),
    "star": (30, STAR),
    "all apart": (40, []),
    "pairs": (40, [(f"n{n}", f"n{n + 1}") for n in range(0, 40, 2)]),
    "ring": (25, [(f"n{n}", f"n{(n + 1) % 25}") for n in range(25)]),
    "clique": (12, [(f"n{a}", f"n{b}") for a in range(12) for b in range(a)]),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_every_thing_has_a_place_of_its_own(shape: str) -> None:
    count, edges = SHAPES[shape]
    places = layout(boxes(count), edges)
    assert set(places) == set(boxes(count))
    assert overlapping(places, boxes(count)) == []


@pytest.mark.parametrize("shape", SHAPES)
def test_edges_may_come_in_any_order(shape: str) -> None:
    count, edges = SHAPES[shape]
    assert layout(boxes(count), edges) == layout(boxes(count), [(b, a) for a, b in reversed(edges)])


def test_joined_things_stand_nearer() -> None:
    chain = [(f"n{n}", f"n{n + 1}") for n in range(9)]
    places = layout(boxes(10), chain)

    def far(a: str, b: str) -> float:
        return float(abs(places[a][0] - places[b][0]) + abs(places[a][1] - places[b][1]))

    assert max(far(a, b) for a, b in chain) < far("n0", "n9")


@settings(deadline=None, max_examples=40)
@given(st.integers(1, 14), st.lists(st.tuples(st.integers(0, 13), st.integers(0, 13)), max_size=30))
def test_any_graph(count: int, pairs: list[tuple[int, int]]) -> None:
    edges = [(f"n{a}", f"n{b}") for a, b in pairs]
    places = layout(boxes(count), edges)
    assert set(places) == set(boxes(count))
    assert places == layout(boxes(count), edges)
