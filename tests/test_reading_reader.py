"""The embedded reader on a whole article, on hostile text, and twice."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from conftest import ROOT
from reading_help import labels, reading

from kg.errors import UsageError
from kg.model import Article, Reading, Span
from kg.reading.reader import read
from kg.reference import load

ARTICLE = """Italy sent a letter to Malta on 3 January, which contained a request for help. \
Maltese Foreign Minister Rita Galea said on 5 January that Malta had rejected the request. \
"We regret the decision," Italian Foreign Minister Carlo Bruni told Reuters. \
Malta proposed a treaty instead. \
The European Union welcomed the proposal. \
Italy has yet to reply to the proposal."""

IMPLIED = ["an addressee or a date that is not told: whether one is meant is learnt, and may change with the weights"]

EXPECTED = [
    ("Request", ["Italy"], ["Malta"], "2022-01-03", [], [], "actual"),
    ("Statement", ["Rita Galea"], [], "2022-01-05", [], [], "actual"),
    ("Rejection", ["Malta"], ["Italy"], IMPLIED, ["a1"], ["Rita Galea"], "actual"),
    ("Regret", ["Carlo Bruni"], IMPLIED, IMPLIED, [], ["Reuters"], "actual"),
    ("CounterProposal", ["Malta"], ["Italy"], IMPLIED, ["a1"], [], "actual"),
    ("Praise", ["European Union"], ["Malta"], IMPLIED, [], [], "actual"),
    ("NonResponse", ["Italy"], ["Malta"], IMPLIED, ["a5"], [], "actual"),
]


def test_an_article_is_read_from_end_to_end() -> None:
    found = reading(ARTICLE)
    assert [
        (
            act.type,
            labels(act.performers),
            IMPLIED if act.type == "Regret" else labels(act.addressees),
            act.date if act.type in {"Request", "Statement"} else IMPLIED,
            list(act.responds_to),
            [level.source.label for level in told.attribution],
            told.modality,
        )
        for act, told in found.told
    ] == EXPECTED
    assert [a.id for a in found.acts] == [f"a{n}" for n in range(1, 8)]
    assert (found.reader, found.refusals) == ("embedded", ())


def test_page_furniture_is_not_read() -> None:
    text = "Peru rejected the plan.\nChile rejected the plan."
    whole = read(Article("a.txt", text), load())
    part = read(Article("a.txt", text, furniture=(Span(24, len(text)),)), load())
    assert [labels(a.performers) for a in whole.acts] == [["Peru"], ["Chile"]]
    assert [labels(a.performers) for a in part.acts] == [["Peru"]]


def test_an_unknown_pipeline_is_named() -> None:
    with pytest.raises(UsageError, match="no_such_pipeline"):
        read(Article("a.txt", "Peru rejected the plan."), load(), "no_such_pipeline")


HOSTILE = {
    "empty": "",
    "white space": " \n\t\n  ",
    "only punctuation": "... ??? !!! ,,, ;;; --- ((( ))) ''' \"\"\"",
    "one long line": "Turkey rejected the plan and " * 3500,
    "one long word": "a" * 100_000,
    "capitals": "TURKEY REJECTED THE PLAN. THE MINISTER SAID THAT GREECE HAD SIGNED THE TREATY.",
    "Russian": "Министр иностранных дел России заявил, что НАТО отвергла предложение. «Мы ждём ответа», — сказал он.",
    "Chinese": "外交部发言人表示，中方拒绝了该提案。",
    "emoji": "🇹🇷 Turkey 😡 rejected 🚫 the plan 📄. “No!” 😀 said Anna Berg 👩‍💼.",
    "unbalanced quotes": '"""Turkey rejected “the plan", Anna Berg said: "no. » « „ Greece waited.',
    "unbalanced over paragraphs": "“Turkey rejected the plan.\n\n“Greece waited,” Anna Berg said.\n\n”",
    "control characters": "Turkey\x00 rejected\x07 the\u200b plan\u2028. Greece\ufeff waited.\u202e",
    "lone surrogate": "Turkey rejected the plan \ud800 .",
    "nested sayings": "Anna Berg said that " * 60 + "Turkey rejected the plan.",
    "long enumeration": "Peru, " * 400 + "Chile and Cuba rejected the plan.",
    "many colons": "MR. A: MR. B: MR. C: no: yes: Q: A:\nMR. A: no\nMR. B: yes",
    "dates out of range": "On February 31, 2022 and 99 decades ago and in 0000 Turkey rejected the plan.",
    "broken possessives": "'s ’s Turkey's's rejection's of the plan' s.",
}


def check(found: Reading) -> None:
    """Hold what must be true of every reading."""
    text = found.article.text
    ids = [a.id for a in found.acts]
    assert len(set(ids)) == len(ids)
    for act, told in found.told:
        assert act.performers
        assert set(act.responds_to) <= set(ids) - {act.id}
        assert told.evidence
        for span in (*told.evidence, *filter(None, [told.cue, *(level.span for level in told.attribution)])):
            assert span.end <= len(text)
            assert span.of(text).strip()
        assert 0 <= told.confidence <= 1
        assert all(a.label.strip() for a in (*act.performers, *act.addressees))
        assert all(d.label.strip() for d in act.documents)
    for mention in found.mentions:
        assert mention.span.of(text).strip()
        assert mention.span.end <= len(text)
    for refusal in found.refusals:
        assert refusal.span.of(text).strip()


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("published", ["2022-02-17", None])
def test_hostile_text_is_read_to_its_end(name: str, published: str | None) -> None:
    check(reading(HOSTILE[name], published=published, title=HOSTILE[name][:80]))


def test_the_invented_article_holds_what_must_be_true() -> None:
    check(reading(ARTICLE))


def test_a_reading_does_not_hang_on_the_hash_seed() -> None:
    code = (
        "import sys; sys.path.insert(0, 'tests');"
        "import test_reading_reader as t; from reading_help import reading; print(ascii(reading(t.ARTICLE)))"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "4242")
    }
    assert len(outputs) == 1
    assert b"Rita Galea" in outputs.pop()
