from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import browser
import exported
import pytest

from kg.exporting import facts
from kg.exporting.picture import PictureGraph, for_script, from_facts, from_store, page, picture
from kg.graph.store import Store

NOTE = "These articles are illustrations."


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with browser.browser() as started:
        yield started


def ready(seen: browser.Seen) -> None:
    seen.page.wait_for_selector("body[data-ready]", timeout=30_000)


def drawn(graph: PictureGraph) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page(graph), re.DOTALL)
    assert found
    data: dict[str, Any] = json.loads(found[1])
    return data


def calm(seen: browser.Seen, file: Path) -> None:
    """Nothing was asked for but the file itself, nothing was said, nothing ran that was not ours."""
    assert seen.requests == [file.absolute().as_uri()]
    assert (seen.console, seen.errors, seen.dialogs) == ([], [], [])
    assert seen.page.evaluate("window.pwned") is None


def test_every_relation_is_drawn() -> None:
    graph = from_store(exported.small())
    names = {iri: node.label for iri, node in graph.nodes.items()}
    found = sorted((names[edge.source], edge.relation, names[edge.target]) for edge in graph.edges)
    assert found == [
        ("Ada Berg", "actsFor", "Norland"),
        ("Ada Berg", "performer", "Request"),
        ("No response", "addressee", "Norland"),
        ("No response", "respondsTo", "Proposal"),
        ("Norland", "performer", "Proposal"),
        ("Norland", "performer", "Proposal"),
        ("Proposal", "addressee", "Union of the Bay"),
        ("Proposal", "addressee", "Union of the Bay"),
        ("Proposal", "document", "draft treaty on the bay"),
        ("Rejection", "addressee", "Norland"),
        ("Rejection", "document", "draft treaty on the bay"),
        ("Rejection", "respondsTo", "Proposal"),
        ("Union of the Bay", "performer", "No response"),
        ("Union of the Bay", "performer", "Rejection"),
    ]


def test_only_what_happened_has_a_whole_border() -> None:
    graph = from_store(exported.small())
    assert {node.label for node in graph.nodes.values() if node.dashed} == {"Request"}


@pytest.mark.parametrize(("most", "acts", "things"), [(9, 5, 9), (8, 4, 7), (6, 3, 6), (5, 2, 5), (4, 1, 4), (3, 0, 0)])
def test_most_connected_are_kept(most: int, acts: int, things: int) -> None:
    graph = from_facts(facts.facts(exported.small()), most)
    assert (len(graph.acts), len(graph.nodes)) == (acts, things)
    assert (graph.acts_in_all, graph.things_in_all) == (5, 9)
    assert all(edge.source in graph.nodes and edge.target in graph.nodes for edge in graph.edges)


def test_limit_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEMARCHE_MAX_PICTURE_NODES", "5")
    assert len(from_store(exported.small()).nodes) == 5


def test_parallel_lines_stay() -> None:
    data = drawn(from_store(exported.small()))
    assert len(data["edges"]) == 14
    assert {edge["arrows"] for edge in data["edges"] if edge["relation"] == "respondsTo"} == {"to"}


@pytest.mark.parametrize("which", ["small", "hostile"])
def test_no_title_is_left_to_vis_network(which: str) -> None:
    store = exported.small() if which == "small" else exported.of_hostile()
    data = drawn(from_store(store))
    assert all("title" not in thing for thing in data["nodes"] + data["edges"])


def test_nothing_stands_on_another() -> None:
    for view in drawn(from_store(exported.small()))["views"]:
        places = sorted(view["places"].values())
        assert all(abs(a[0] - b[0]) > 20 or abs(a[1] - b[1]) > 20 for a, b in pairwise(places))


def test_page_is_the_same_again() -> None:
    assert page(from_store(exported.small()), note=NOTE) == page(from_store(exported.small()), note=NOTE)


@pytest.mark.parametrize("value", ["</script>", "<!--", "a & b", "\u2028\u2029", "\\u003c", '"', "\x00\x1f"])
def test_json_in_a_script_ends_nothing_and_reads_back(value: str) -> None:
    text = for_script({"a": value})
    assert not set("<>&\u2028\u2029") & set(text)
    assert json.loads(text) == {"a": value}


def test_details_show_quote_source_and_date(chromium: Any, tmp_path: Path) -> None:
    file = tmp_path / "picture.html"
    picture(exported.small(), file, note=NOTE)
    with browser.opened(chromium, file) as seen:
        ready(seen)
        assert seen.page.inner_text("#note") == NOTE
        assert seen.page.is_hidden("#cut")
        said = []
        for button in seen.page.query_selector_all("#acts button"):
            button.click()
            said.append(re.sub(r"\s+", " ", seen.page.inner_text("#panel")))
        assert len(said) == 5
        calm(seen, file)
    proposal, rejection, request, silent, silence = said
    assert "Proposal Norland → Union of the Bay Date 2024-05-03" in proposal
    assert "On 3 May 2024 Norland proposed a draft treaty on the bay to the Union of the Bay" in proposal
    assert "the article's own voice Talks on the bay The Bay Paper, 2024-05-06" in proposal
    assert "Answered by Union of the Bay: Rejection → Norland" in proposal
    assert "The Union rejected it" in rejection
    assert "On whose word Ada Berg Bay Agency Talks on the bay The Bay Paper, 2024-05-06" in rejection
    assert "Date not told" in rejection
    assert "told as still to come" in request
    assert "Date 2024-06~" in request
    assert "A second proposal" in silent
    assert "Answers Norland: Proposal → Union of the Bay" in silence


def test_each_act_of_the_gold_shows_quote_source_and_date(chromium: Any, tmp_path: Path) -> None:
    store = exported.of_gold("01-lavrov-letter", "02-us-written-reply")
    file = tmp_path / "picture.html"
    graph = picture(store, file)
    told = {act.iri: act for act in graph.acts}
    with browser.opened(chromium, file) as seen:
        ready(seen)
        data = json.loads(seen.page.text_content("#data"))
        buttons = seen.page.query_selector_all("#acts button")
        assert len(buttons) == len(told) == 60
        for button in buttons:
            act = told[data["acts"][button.get_attribute("data-key")]["iri"]]
            button.click()
            panel = seen.page.text_content("#panel")
            for telling in act.tellings:
                words = [*(quote.exact for quote in telling.quotes), *graph.facts.names(telling.chain)]
                assert [word for word in [*words, telling.article.title] if word not in panel] == []
            assert (act.date or "not told") in panel
        calm(seen, file)


def test_hovering_and_clicking_the_picture(chromium: Any, tmp_path: Path) -> None:
    file = tmp_path / "picture.html"
    picture(exported.small(), file)
    with browser.opened(chromium, file) as seen:
        ready(seen)
        seen.page.locator("#acts button", has_text="Rejection").click()
        seen.page.keyboard.press("Escape")
        assert seen.page.is_hidden("#panel")
        # A chosen act stands in the middle of what the panel leaves free.
        stage = seen.page.locator("#network").bounding_box()
        x, y = stage["x"] + stage["width"] / 2 - 170, stage["y"] + stage["height"] / 2
        seen.page.mouse.move(x - 3, y)
        seen.page.mouse.move(x, y)
        seen.page.wait_for_selector(".vis-tooltip", state="visible")
        tip = seen.page.inner_text(".vis-tooltip")
        wanted = (
            "Rejection",
            "Union of the Bay → Norland",
            "The Union rejected it",
            "Ada Berg → Bay Agency",
            "2024-05",
        )
        for word in wanted:
            assert word in tip
        seen.page.mouse.click(x, y)
        seen.page.wait_for_selector("#panel", state="visible")
        assert "The Union rejected it" in seen.page.inner_text("#panel")
        calm(seen, file)


def test_filters(chromium: Any, tmp_path: Path) -> None:
    file = tmp_path / "picture.html"
    picture(exported.small(), file)
    with browser.opened(chromium, file) as seen:
        ready(seen)
        found = seen.page.locator("#acts button")
        seen.page.fill("#search", "BAY AGENCY")
        assert (found.count(), seen.page.inner_text("#found")) == (1, "1 of 5 acts")
        seen.page.click("#reset")
        assert found.count() == 5
        seen.page.select_option("#type", "Proposal")
        assert found.count() == 2
        seen.page.click("#reset")
        seen.page.click("#legend button >> text=Asking and proposing")
        assert found.count() == 2
        found.first.focus()
        seen.page.keyboard.press("Enter")
        assert seen.page.is_visible("#panel")
        seen.page.locator("#panel button", has_text="Proposal →").click()
        assert found.count() == 5, "choosing a hidden act shows it again"
        calm(seen, file)


def test_page_says_what_it_leaves_out(chromium: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEMARCHE_MAX_PICTURE_NODES", "5")
    file = tmp_path / "picture.html"
    picture(exported.small(), file)
    with browser.opened(chromium, file) as seen:
        ready(seen)
        assert "the 2 most connected of 5 acts (5 of 9 things)" in seen.page.inner_text("#cut")
        calm(seen, file)


def test_an_empty_store_makes_a_page(chromium: Any, tmp_path: Path) -> None:
    file = tmp_path / "picture.html"
    picture(Store(), file)
    with browser.opened(chromium, file) as seen:
        ready(seen)
        assert seen.page.inner_text("#found") == "0 acts"
        calm(seen, file)


def test_hostile_words_stay_words(chromium: Any, tmp_path: Path) -> None:
    file = tmp_path / "picture.html"
    picture(exported.of_hostile(), file, note=exported.HOSTILE[0])
    with browser.opened(chromium, file) as seen:
        ready(seen)
        assert seen.page.inner_text("#note") == exported.HOSTILE[0]
        data = json.loads(seen.page.text_content("#data"))
        read = set()
        buttons = seen.page.query_selector_all("#acts button")
        assert len(buttons) == len(exported.HOSTILE)
        for button in buttons:
            button.click()
            quote = seen.page.text_content("#panel blockquote")
            assert quote == data["acts"][button.get_attribute("data-key")]["content"]
            assert seen.page.query_selector_all("#panel :is(a, script, img, svg, iframe)") == []
            read.add(quote)
            # The panel of the performer shows the word as a name, an office and a label.
            seen.page.locator("#panel h2 button").first.click()
            assert seen.page.text_content("#panel h2") == quote
        assert read == set(exported.HOSTILE)
        calm(seen, file)


def test_a_page_that_asks_or_runs_is_noticed(chromium: Any, tmp_path: Path) -> None:
    """The checks above can fail: this page does what they look for."""
    file = tmp_path / "bad.html"
    file.write_text(
        "<meta http-equiv=Content-Security-Policy content=\"default-src 'none'; script-src 'unsafe-inline'\">"
        "<img src=https://outside.invalid/x.png><script>window.pwned = 1</script>",
        encoding="utf-8",
    )
    with browser.opened(chromium, file) as seen:
        seen.page.wait_for_timeout(200)
        assert seen.console
        assert any("outside.invalid" in line for line in seen.console)
        with pytest.raises(AssertionError):
            calm(seen, file)
