"""Who may do an act: those its clause offers, those told just before, and nobody."""

from __future__ import annotations

from kg.model import Article
from kg.reading import reader
from kg.reading.learnt import RULES
from kg.reading.telling import Telling
from kg.reference import load


def tellings(text: str, type_: str) -> list[Telling]:
    article = Article("invented.txt", text, published="2022-02-17")
    return [t for t in reader.tell(article, load(), learnt=RULES)[1] if t.type == type_]


def offered(text: str, type_: str) -> dict[tuple[str, ...], frozenset[str]]:
    """Return the candidates of the last telling of a type, each with what speaks for it."""
    last = tellings(text, type_)[-1]
    return {tuple(a.label for a in c.actors): c.features for c in last.weighed}


def test_the_subject_and_the_others_of_the_clause_are_offered() -> None:
    found = offered("Norway rejected the plan of Italy.", "Rejection")
    assert {"rule", "in:grammar"} <= found["Norway",]
    assert "rule" not in found["Italy",]
    assert () in found


def test_an_agentless_passive_offers_whom_the_act_before_addressed() -> None:
    found = offered("Norway made an offer to Italy. The offer was refused within hours.", "Rejection")
    assert "was_told:before" in found["Italy",]
    assert "did:before" in found["Norway",]
    assert any(f.startswith("both:") for f in found["Norway", "Italy"])


def test_the_parties_that_an_article_names_most_are_offered_throughout() -> None:
    filler = " The weather was fine. It rained later. Nobody came. The day ended. Norway waited."
    found = offered(f"Norway met Italy. Norway and Italy talked. {filler} The request was rejected.", "Rejection")
    assert "party:0" in found["Norway",]
    assert "party:1" in found["Italy",]


def test_traits_tell_the_cue_and_how_sure_the_performer_is() -> None:
    (telling,) = tellings("Norway rejected the plan.", "Rejection")
    assert {"always", "type:Rejection", "cue:reject:verb:Rejection", "who:State"} <= telling.traits
    assert any(t.startswith("sure:") for t in telling.traits)
