"""The article that the project started from, held outside the repository: scored against its gold, and looked at."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

from kg.linking.decide import link
from kg.model import Article, Reading, record
from kg.reading.reader import read
from kg.reference import load
from kg.text.clean import furniture

GOLD = ROOT.parent / "shared" / "reading"
STEM = "00-olive-branch"

pytestmark = pytest.mark.skipif(
    not (GOLD / "dev" / f"{STEM}.txt").exists(), reason="the original article is not distributed with the repository"
)


@pytest.fixture(scope="module")
def found() -> Reading:
    text = (GOLD / "dev" / f"{STEM}.txt").read_text(encoding="utf-8")
    article = Article(f"{STEM}.txt", text, text.partition("\n")[0], furniture=tuple(furniture(text)))
    return link(read(article, load()), load())


def test_most_acts_are_found(found: Reading, tmp_path: Path) -> None:
    gold, predicted = tmp_path / "gold", tmp_path / "predicted"
    gold.mkdir()
    predicted.mkdir()
    for suffix in (".txt", ".json"):
        (gold / STEM).with_suffix(suffix).write_bytes((GOLD / "dev" / STEM).with_suffix(suffix).read_bytes())
    (predicted / f"{STEM}.json").write_text(json.dumps(record(found)), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, GOLD / "score.py", gold, predicted], capture_output=True, text=True, check=True
    )
    score = re.search(r"^act\s.*F1 (\d\.\d+)", done.stdout, re.MULTILINE)
    assert score is not None, done.stdout
    assert float(score[1]) >= 0.75, done.stdout


def test_what_is_told_in_the_quotation_has_a_chain_of_sources(found: Reading) -> None:
    text = found.article.text
    quoted = range(text.index("I would like"), text.index("To Brussels in"))
    chains = {
        act.type: [level.source.label for level in told.attribution]
        for act, told in found.told
        if act.type in {"Proposal", "Rejection"} and told.cue and told.cue.start in quoted
    }
    assert chains
    assert set(map(tuple, chains.values())) == {("Alexander Grushko", "RIA Novosti")}


def test_the_written_reply_is_dated(found: Reading) -> None:
    assert [act.date for act in found.acts if act.type == "Reply"] == ["2022-01-26"]


def test_no_act_is_read_in_the_page_furniture(found: Reading) -> None:
    cut = found.article.furniture
    assert cut
    assert not [e for t in found.attestations for e in t.evidence if any(e.overlaps(c) for c in cut)]


def test_no_code_names_the_article() -> None:
    sources = [p.read_text(encoding="utf-8").lower() for p in (ROOT / "kg").rglob("*.py")]
    assert not [s for s in sources if "olive" in s or "grushko" in s]
