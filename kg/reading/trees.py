"""The best tree over the words of a sentence, from how well each word likes each head."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.floating]
Whole = npt.NDArray[np.int64]


def heads_of(scores: Floats) -> Whole:
    """Return the head of each word, 0 for the one that depends on none.

    Parameters:
        scores: a row a word, a column a head; column 0 is the root.
    """
    if len(scores) == 1:
        return np.zeros(1, np.int64)
    scores = np.array(scores, np.float64)
    places = np.arange(len(scores))
    scores[places, places + 1] = -np.inf
    free: Whole = scores[:, 1:].argmax(1) + 1
    likes = scores[places, free]
    gains = scores[:, 0] - likes
    best, found = -np.inf, free
    for root in np.argsort(-gains, kind="stable"):
        if likes.sum() + gains[root] <= best:  # no tree under a later root can be better
            break
        heads = _under(scores, free, int(root))
        value = float(scores[places, heads].sum())
        if value > best:
            best, found = value, heads
    return found


def _under(scores: Floats, free: Whole, root: int) -> Whole:
    """Return the heads of the best tree in which the word ``root`` hangs from the root, and no other."""
    heads = free.copy()
    heads[root] = 0
    if not _cycle(heads.tolist()):
        return heads
    order = np.array([root, *(i for i in range(len(scores)) if i != root)])
    square = scores[:, 1:][np.ix_(order, order)]
    square[0] = -np.inf
    heads[order] = order[_spanning(square)] + 1
    heads[root] = 0
    return heads


def _cycle(heads: list[int]) -> list[int]:
    """Return the places (from 1) that lie on a cycle, none where there is no cycle."""
    state = [0] * (len(heads) + 1)
    state[0] = -1
    for start in range(1, len(heads) + 1):
        path, here = [], start
        while state[here] == 0:
            state[here] = start
            path.append(here)
            here = heads[here - 1]
        if state[here] == start:
            return path[path.index(here) :]
        for place in path:
            state[place] = -1
    return []


def _spanning(scores: Floats) -> Whole:
    """Return the heads of the best tree (Chu, Liu, Edmonds); row and column 0 are the root."""
    heads: Whole = scores.argmax(1)
    heads[0] = 0
    cycle = _cycle(heads[1:].tolist())
    if not cycle:
        return heads
    inside = np.array(cycle)
    outside = np.array([i for i in range(len(scores)) if i not in set(cycle)])
    kept = scores[inside, heads[inside]]
    size = len(outside)
    smaller = np.full((size + 1, size + 1), -np.inf)
    smaller[:size, :size] = scores[np.ix_(outside, outside)]
    out = scores[np.ix_(outside, inside)]
    smaller[:size, size] = out.max(1)
    into = scores[np.ix_(inside, outside)] - kept[:, None]
    smaller[size, :size] = into.max(0)
    smaller[0] = -np.inf
    found = _spanning(smaller)
    result = heads.copy()
    for i, place in enumerate(outside):
        chosen = int(found[i])
        result[place] = inside[out[i].argmax()] if chosen == size else outside[chosen]
    entry = int(found[size])
    broken = int(inside[into[:, entry].argmax()])
    result[broken] = outside[entry]
    result[0] = 0
    return result
