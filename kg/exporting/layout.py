"""Where the things of a picture stand: computed here, so that a page needs no physics and never moves.

Stress majorisation by stochastic gradient descent (Zheng, Pawar, Goodman 2018): the distance of two things on the
page comes near to their distance in the graph. Only ``+ - * /`` and square roots are used, which IEEE 754 fixes to
the last bit, and the order is shuffled from a fixed seed, so one graph has one layout on every machine.
"""

from __future__ import annotations

import heapq
import math
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

_ROUNDS = 17  # a power of two and one, so that the step's decay is a chain of square roots
_UNIT = 74.0
_GAP = 9.0
_BETWEEN = 26.0
_RASTER = 26.0
_WIDER_THAN_HIGH = 1.45


@dataclass(frozen=True, slots=True)
class Box:
    """The room that a thing with its label takes."""

    width: float
    height: float


Point = tuple[int, int]
Where = tuple[float, float]
Cell = tuple[int, int]
Edge = tuple[str, str]


def layout(boxes: Mapping[str, Box], edges: Sequence[Edge]) -> dict[str, Point]:
    """Return a place for the middle of every thing: near to what it is joined to, and none on another.

    Parameters:
        boxes: the things, in the order that decides ties, with the room each takes.
        edges: pairs of things; direction and repetition do not matter.
    """
    neighbours: dict[str, set[str]] = {thing: set() for thing in boxes}
    for one, other in edges:
        if one != other and one in boxes and other in boxes:
            neighbours[one].add(other)
            neighbours[other].add(one)
    parts = [_spread_apart(_stress(part, neighbours), boxes) for part in _components(neighbours)]
    return _packed(parts, boxes)


def _components(neighbours: Mapping[str, set[str]]) -> list[list[str]]:
    """Connected parts, the largest first."""
    seen: set[str] = set()
    parts = []
    for start in neighbours:
        if start in seen:
            continue
        seen.add(start)
        part = [start]
        for thing in part:
            new = sorted(neighbours[thing] - seen)
            seen.update(new)
            part.extend(new)
        parts.append(part)
    return sorted(parts, key=lambda part: -len(part))


def _distances(start: str, neighbours: Mapping[str, set[str]]) -> dict[str, float]:
    """Shortest ways from ``start``; an edge at a busy thing is longer, which gives its many neighbours room."""
    best = {start: 0.0}
    queue = [(0.0, start)]
    while queue:
        far, thing = heapq.heappop(queue)
        if far > best[thing]:
            continue
        for other in neighbours[thing]:
            busy = max(len(neighbours[thing]), len(neighbours[other]))
            reach = far + 0.7 + 0.22 * math.sqrt(busy)
            if reach < best.get(other, math.inf):
                best[other] = reach
                heapq.heappush(queue, (reach, other))
    return best


def _stress(part: Sequence[str], neighbours: Mapping[str, set[str]]) -> dict[str, Where]:
    if len(part) == 1:
        return {part[0]: (0.0, 0.0)}
    chance = random.Random(len(part))
    xs = [chance.random() for _ in part]
    ys = [chance.random() for _ in part]
    pairs: list[tuple[int, int, float]] = []
    for i, thing in enumerate(part):
        ways = _distances(thing, neighbours)
        pairs.extend((i, j, ways[part[j]]) for j in range(i))
    nearest, furthest = min(d for _, _, d in pairs), max(d for _, _, d in pairs)
    step, decay = furthest * furthest, 0.1 * (nearest * nearest) / (furthest * furthest)
    for _ in range((_ROUNDS - 1).bit_length() - 1):
        decay = math.sqrt(decay)
    for number in range(_ROUNDS):
        if number % 3 == 0:
            chance.shuffle(pairs)
        for i, j, wanted in pairs:
            pull = min(step / (wanted * wanted), 1.0)
            dx, dy = xs[i] - xs[j], ys[i] - ys[j]
            apart = math.sqrt(dx * dx + dy * dy) or 1e-9
            move = pull * (apart - wanted) / (2 * apart)
            xs[i] -= move * dx
            ys[i] -= move * dy
            xs[j] += move * dx
            ys[j] += move * dy
        step *= decay
    return {thing: (x * _UNIT * _WIDER_THAN_HIGH, y * _UNIT) for thing, x, y in zip(part, xs, ys, strict=True)}


def _spread_apart(places: Mapping[str, Where], boxes: Mapping[str, Box]) -> dict[str, Where]:
    """Push things off one another, along the way on which they overlap least."""
    things = list(places)
    at = {thing: [x, y] for thing, (x, y) in places.items()}
    for _ in range(200):
        moved = False
        things.sort(key=lambda thing: (at[thing][0] - boxes[thing].width / 2, thing))
        for index, one in enumerate(things):
            right = at[one][0] + boxes[one].width / 2 + _GAP
            for other in things[index + 1 :]:
                if at[other][0] - boxes[other].width / 2 >= right:
                    break
                moved |= _push(at[one], at[other], boxes[one], boxes[other])
        if not moved:
            break
    return {thing: (x, y) for thing, (x, y) in at.items()}


def _push(one: list[float], other: list[float], mine: Box, theirs: Box) -> bool:
    dx, dy = other[0] - one[0], other[1] - one[1]
    over_x = (mine.width + theirs.width) / 2 + _GAP - abs(dx)
    over_y = (mine.height + theirs.height) / 2 + _GAP - abs(dy)
    if over_x <= 0.5 or over_y <= 0.5:
        return False
    axis, over, away = (0, over_x, dx) if over_x < over_y else (1, over_y, dy)
    shift = over / 2 if away >= 0 else -over / 2
    one[axis] -= shift
    other[axis] += shift
    return True


def _packed(parts: Sequence[Mapping[str, Where]], boxes: Mapping[str, Box]) -> dict[str, Point]:
    """Set each part down as near to the middle as there is room, on a raster; the first, the largest, lies there."""
    taken: set[Cell] = set()
    placed: dict[str, Point] = {}
    for part in parts:
        left, top, right, bottom = _frame(part, boxes)
        middle_x, middle_y = (left + right) / 2, (top + bottom) / 2
        centred = {thing: (x - middle_x, y - middle_y) for thing, (x, y) in part.items()}
        cells = _cells(centred, boxes)
        across, down = next(
            spot for spot in _spots() if all((cx + spot[0], cy + spot[1]) not in taken for cx, cy in cells)
        )
        taken.update((cx + across, cy + down) for cx, cy in cells)
        for thing, (x, y) in centred.items():
            placed[thing] = (round(x + across * _RASTER), round(y + down * _RASTER))
    return placed


def _cells(part: Mapping[str, Where], boxes: Mapping[str, Box]) -> list[Cell]:
    """The cells of the raster that the things of a part cover, with some air around."""
    cells: set[Cell] = set()
    for thing, (x, y) in part.items():
        wide, high = boxes[thing].width / 2 + _BETWEEN / 2, boxes[thing].height / 2 + _BETWEEN / 2
        for column in range(math.floor((x - wide) / _RASTER), math.ceil((x + wide) / _RASTER)):
            cells.update(
                (column, row) for row in range(math.floor((y - high) / _RASTER), math.ceil((y + high) / _RASTER))
            )
    return sorted(cells)


def _spots() -> Iterator[Cell]:
    """Cells from the middle outwards, ring by ring; a ring is wider than high, as a page is."""
    ring = 0
    while True:
        wide = ring * 3 // 2
        before = (ring - 1) * 3 // 2
        around = [
            (column, row)
            for row in range(-ring, ring + 1)
            for column in range(-wide, wide + 1)
            if ring == 0 or abs(row) == ring or abs(column) > before
        ]
        yield from sorted(around, key=lambda cell: (cell[0] * cell[0] * 4 + cell[1] * cell[1] * 9, cell))
        ring += 1


def _frame(part: Mapping[str, Where], boxes: Mapping[str, Box]) -> tuple[float, float, float, float]:
    return (
        min(x - boxes[thing].width / 2 for thing, (x, _) in part.items()),
        min(y - boxes[thing].height / 2 for thing, (_, y) in part.items()),
        max(x + boxes[thing].width / 2 for thing, (x, _) in part.items()),
        max(y + boxes[thing].height / 2 for thing, (_, y) in part.items()),
    )
