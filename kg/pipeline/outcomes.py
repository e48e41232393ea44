"""What a run of the pipeline tells: what became of each article, what was found and written, what is wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from kg.errors import DemarcheError
from kg.model import Reading

if TYPE_CHECKING:
    from kg.exporting.summary import Summary as Counts

State = Literal["added", "replaced", "unchanged", "refused"]
STATES: tuple[State, ...] = ("added", "replaced", "unchanged", "refused")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one article.

    Parameters:
        article: its name.
        state: added, replaced or unchanged in the store; refused when it broke the shapes and was not stored.
        acts: how many acts its reading holds.
        refusals: how many cues were seen and made no act.
    """

    article: str
    state: State
    acts: int
    refusals: int


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of the articles of one run.

    Parameters:
        outcomes: one an article that was read, in the order of the paths.
        failures: what could not be read, and a failure for each rule that a refused article breaks.
        passed_over: files in the given folders that are no articles.
    """

    outcomes: tuple[Outcome, ...] = ()
    failures: tuple[DemarcheError, ...] = ()
    passed_over: tuple[Path, ...] = ()

    @property
    def exit_code(self) -> int:
        """The highest exit code of the failures, 0 without any."""
        return exit_code(self.failures)

    @property
    def states(self) -> dict[State, int]:
        """How many articles are in each state, of those that any is in."""
        found = Counter(one.state for one in self.outcomes)
        return {state: found[state] for state in STATES if found[state]}

    @property
    def refusals(self) -> int:
        """How many cues were seen and made no act."""
        return sum(one.refusals for one in self.outcomes)


@dataclass(frozen=True, slots=True)
class Summary:
    """What a build found and wrote.

    Parameters:
        loaded: what became of the articles of this run.
        held: what the store holds now; ``None`` when no article could be read and the store was left alone.
        files: every file written, sorted.
        first: the file to open first.
    """

    loaded: Loaded
    held: Counts | None = None
    files: tuple[Path, ...] = ()
    first: Path | None = None

    def rows(self) -> list[tuple[str, int]]:
        """Return every count with its name, in a fixed order."""
        loaded, held = self.loaded, self.held
        found = [("articles read", len(loaded.outcomes))]
        found += [(f"articles {state}", loaded.states.get(state, 0)) for state in STATES]
        found += [
            ("failures", len(loaded.failures)),
            ("files passed over", len(loaded.passed_over)),
            ("cues without an act", loaded.refusals),
        ]
        if held is None:
            return found
        found += [("articles in the store", held.articles), ("acts", held.acts)]
        found += [(f"acts: {family}", count) for family, count in held.families.items()]
        return [
            *found,
            ("proposals", held.proposals),
            ("proposals answered", held.answered),
            ("proposals accepted", held.accepted),
            ("proposals rejected", held.rejected),
            ("proposals met with silence, told", held.silent),
            ("proposals without an answer told", held.untold),
            ("documents", held.documents),
            ("actors", held.actors),
            ("actors linked", held.linked),
            ("actors not linked", held.unlinked),
            ("files written", len(self.files)),
        ]

    def lines(self) -> tuple[str, ...]:
        """Return the few lines that end a build."""
        loaded, held = self.loaded, self.held
        read = len(loaded.outcomes)
        states = ", ".join(f"{count} {state}" for state, count in loaded.states.items())
        found = [f"{_many(read, 'article')} read{': ' + states if states else ''}"]
        if loaded.failures:
            found[0] += f"; {_many(len(loaded.failures), 'failure')}, told above"
        if held is None:
            return (*found, "Nothing was stored.")
        families = ", ".join(f"{count} {family}" for family, count in held.families.items())
        return (
            *found,
            f"The store holds {_many(held.articles, 'article')}, {_many(held.documents, 'document')} and:",
            f"  {_many(held.acts, 'act')}: {families}",
            f"  {_many(held.proposals, 'proposal')}: {held.answered} answered "
            f"({held.accepted} accepted, {held.rejected} rejected); "
            f"{held.silent} met with silence, as told; {held.untold} without any answer told",
            f"  {_many(held.actors, 'actor')}: {held.linked} linked to Wikidata, {held.unlinked} not",
            f"  {_many(loaded.refusals, 'cue')} of this run made no act",
            f"{_many(len(self.files), 'file')} written; open {self.first}",
        )


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that a check found wrong.

    Parameters:
        where: the article, or ``ontology``.
        what: what is wrong and how to mend it.
        focus: the IRI of the thing concerned; empty where there is none.
        severity: ``Violation``, ``Warning`` or ``Info``.
    """

    where: str
    what: str
    focus: str = ""
    severity: str = "Violation"


def _many(count: int, noun: str) -> str:
    """Return a count with its noun.

    >>> _many(1, "article"), _many(1200, "act")
    ('1 article', '1,200 acts')
    """
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def exit_code(failures: Iterable[DemarcheError]) -> int:
    """Return the highest exit code of the failures, 0 without any."""
    return max((failure.exit_code for failure in failures), default=0)


def parted(found: Iterable[Reading | DemarcheError]) -> tuple[list[Reading], list[DemarcheError]]:
    """Return the readings and the failures apart."""
    given = list(found)
    return [one for one in given if isinstance(one, Reading)], [one for one in given if isinstance(one, DemarcheError)]
