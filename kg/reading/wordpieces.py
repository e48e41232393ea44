"""Words as wordpieces: the longest known pieces from the left, as the encoder learned them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache

MOST = 3  # pieces of a word: its first ones and its last
_PLAIN = str.maketrans("“”„’‘—–…", '"""\'\'--.')


@cache
def shape(word: str) -> int:
    """Return which letters of a word are capitals: 0 no letters, 1 none, 2 the first, 3 all, 4 the only one, 5 some."""
    if not any(c.isalpha() for c in word):
        return 0
    if word.islower():
        return 1
    if word.isupper():
        return 3 if len(word) > 1 else 4
    return 2 if word[0].isupper() and word[1:].islower() else 5


class Pieces:
    """The wordpieces of words.

    Parameters:
        known: the pieces, by number; those that go on a word begin with ``##``.
    """

    def __init__(self, known: Sequence[str]) -> None:
        self.numbers = {piece: number for number, piece in enumerate(known)}
        self.root, self.unknown = self.numbers["[CLS]"], self.numbers["[UNK]"]
        self._seen: dict[str, list[int]] = {}

    def of(self, word: str) -> list[int]:
        """Return the numbers of a word's pieces."""
        found = self._seen.get(word)
        if found is None:
            found = [piece for run in _runs(_plain(word)) for piece in self._split(run)] or [self.unknown]
            if len(found) > MOST:
                found = [*found[: MOST - 1], found[-1]]
            self._seen[word] = found
        return found

    def _split(self, run: str) -> list[int]:
        found: list[int] = []
        start = 0
        while start < len(run):
            mark = "##" if start else ""
            end = next((e for e in range(len(run), start, -1) if mark + run[start:e] in self.numbers), None)
            if end is None:
                return [self.unknown]
            found.append(self.numbers[mark + run[start:end]])
            start = end
        return found


def _plain(word: str) -> str:
    """Return a word in lower case without accents, its quotation marks and dashes those of a typewriter."""
    parts = unicodedata.normalize("NFD", word.lower())
    return "".join(c for c in parts if unicodedata.category(c) != "Mn").translate(_PLAIN)


def _runs(word: str) -> Iterator[str]:
    """Yield the runs of letters and digits of a word, and its other signs one by one."""
    run = ""
    for sign in word:
        if sign.isalnum():
            run += sign
            continue
        if run:
            yield run
        run = ""
        if not sign.isspace():
            yield sign
    if run:
        yield run
