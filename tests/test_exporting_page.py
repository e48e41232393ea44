from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import browser
import exported
import pytest

from kg.exporting import facts as reading
from kg.exporting import page, tables
from kg.exporting.summary import Summary, summary
from kg.graph.store import Store
from kg.model import Reading

EMPTY = Summary(0, 0, {}, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
ANSWER = tables.Answer("who", "Who did what", "All of it.", ("who", "act_iri"), (("Norland", None), ("EU", 3)))


def test_summary() -> None:
    assert summary(reading.facts(exported.small())) == Summary(
        articles=1,
        acts=5,
        families={"Directive": 3, "Commissive": 1, "Response": 1},
        actors=4,
        documents=1,
        proposals=2,
        answered=1,
        accepted=0,
        rejected=1,
        silent=1,
        untold=0,
        linked=1,
        unlinked=3,
    )


def changed(kind: str, modality: str) -> Reading:
    """The exchange, with the rejection told as another type and in another way."""
    base = exported.exchange()
    acts = tuple(replace(act, type=kind) if act.id == "a2" else act for act in base.acts)
    told = tuple(replace(one, modality=modality) if one.act == "a2" else one for one in base.attestations)  # type: ignore[arg-type]
    return replace(base, acts=acts, attestations=told)


@pytest.mark.parametrize(
    ("kind", "modality", "counts"),
    [
        ("Rejection", "actual", (1, 1, 1, 0)),
        ("Acceptance", "actual", (1, 0, 1, 0)),
        ("Reply", "actual", (1, 0, 1, 0)),
        ("Reply", "negated", (0, 0, 2, 0)),
        ("Rejection", "planned", (0, 0, 1, 1)),
        ("Rejection", "negated", (0, 0, 1, 1)),
        ("NonResponse", "actual", (0, 0, 2, 0)),
        ("NonResponse", "possible", (0, 0, 1, 1)),
    ],
)
def test_what_became_of_proposals(kind: str, modality: str, counts: tuple[int, ...]) -> None:
    found = summary(reading.facts(exported.store(changed(kind, modality))))
    assert (found.answered, found.rejected, found.silent, found.untold) == counts


def test_the_empty_store_makes_a_page() -> None:
    assert summary(reading.facts(Store())) == EMPTY
    html = page.page(EMPTY, ())
    assert "No act was found." in html
    assert "No question was asked." in html


def test_links_and_files(tmp_path: Path) -> None:
    out = tmp_path / "exports/index.html"
    [answer] = tables.write_answers([ANSWER], tmp_path / "exports/answers")
    files = [(tmp_path / "exports/a b#1.html", "the picture"), (answer, "")]
    page.write_index(out, EMPTY, [ANSWER], files, note="Only examples.")
    html = out.read_text(encoding="utf-8")
    assert 'href="a%20b%231.html" class="main"' in html
    assert html.count('href="answers/who.csv"') == 2
    assert "Only examples." in html


def test_no_link_to_a_file_that_was_not_written() -> None:
    assert "who.csv" not in page.page(EMPTY, [ANSWER])


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (ANSWER, "2 rows"),
        (replace(ANSWER, rows=ANSWER.rows[:1]), "1 row<"),
        (replace(ANSWER, rows=()), "Nothing in these articles answers it."),
        (replace(ANSWER, rows=(), needs=("actor",)), "kg query who actor=…"),
        (replace(ANSWER, rows=ANSWER.rows * 200), "400 rows; shown are the first 200"),
        (replace(ANSWER, truncated=True), "more than the limit DEMARCHE_MAX_ROWS"),
    ],
)
def test_answer(answer: tables.Answer, said: str) -> None:
    assert said in page.page(EMPTY, [answer]).replace("\n", "")


def test_iris_are_short_and_whole_in_the_tooltip() -> None:
    html = page.page(EMPTY, [replace(ANSWER, rows=(("https://w3id.org/demarche/id/actor/nato", True),))])
    assert 'title="https://w3id.org/demarche/id/actor/nato"><bdi>actor/nato</bdi>' in html
    assert "<bdi>yes</bdi>" in html


def test_hostile_words_stay_words(tmp_path: Path) -> None:
    out = tmp_path / "index.html"
    rows = tuple((word, word) for word in exported.HOSTILE)
    answers = [replace(ANSWER, name=f"q{n}", title=word, description=word) for n, word in enumerate(exported.HOSTILE)]
    page.write_index(
        out,
        summary(reading.facts(exported.of_hostile())),
        [replace(ANSWER, rows=rows), *answers],
        [(tmp_path / "picture.html", exported.HOSTILE[1])],
        note=exported.HOSTILE[0],
    )
    with browser.browser() as chromium, browser.opened(chromium, out) as seen:
        assert seen.page.inner_text(".note") == exported.HOSTILE[0]
        cells = [cell.text_content() for cell in seen.page.query_selector_all("article:first-of-type td:first-child")]
        assert cells == exported.HOSTILE
        assert seen.page.query_selector_all(":is(script, img, svg, iframe, [onerror], [onload], [onmouseover])") == []
        links = [link.get_attribute("href") for link in seen.page.query_selector_all("a")]
        assert [link for link in links if not link.startswith("#") and link != "picture.html"] == []
        assert seen.requests == [out.absolute().as_uri()]
        assert (seen.console, seen.errors, seen.dialogs) == ([], [], [])


def test_same_bytes_again() -> None:
    found = summary(reading.facts(exported.small()))
    answers = tables.answers(exported.small())
    assert page.page(found, answers) == page.page(found, tables.answers(exported.small()))
