"""The parser behind the embedded pipeline: a small encoder, run by ONNX Runtime, as one spaCy component.

Each word is read as at most three wordpieces; the first stands for the word. Words choose their heads all at once,
and what is no tree is mended to the best one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from spacy.attrs import DEP, HEAD, LEMMA, POS, TAG
from spacy.language import Language
from spacy.tokens import Doc

from kg.reading.scores import Scores
from kg.reading.trees import heads_of
from kg.reading.wordpieces import Pieces, shape

Floats = npt.NDArray[np.float32]
Whole = npt.NDArray[np.int64]

BATCH = 400  # wordpieces run together, those that fill up the shorter sentences included
TRIED = 4  # ways to cut a word, of which one that gives a known lemma is taken
MOST = 480  # wordpieces in one stretch: the encoder knows 512 places
FILES = ("encoder.onnx", "relations.onnx", "embeddings.npz", "labels.json")
SCORES = "scores"  # where a document keeps what the encoder sees beside its grammar


class Encoder:
    """Tags, lemmas, heads and relations for sentences of words."""

    def __init__(self, folder: Path) -> None:
        self.layers, self.relations = (_session(folder / name) for name in FILES[:2])
        with np.load(folder / FILES[2]) as tables:
            self.tables = {name: tables[name] for name in tables.files}
        labels = json.loads((folder / FILES[3]).read_text(encoding="utf-8"))
        self.pieces = Pieces(labels["pieces"])
        self.labels: dict[str, list[str]] = {key: labels[key] for key in ("pos", "tag", "dep", "lemma")}
        self.root = self.labels["dep"].index("ROOT")
        self.cuts = [(int(cut), add) for cut, add in (script.split("|", 1) for script in self.labels["lemma"])]
        self.forms: dict[str, dict[str, str]] = labels["forms"]
        self.known = {lemma for forms in self.forms.values() for lemma in forms.values()}

    def analyse(self, sentences: Sequence[Sequence[str]]) -> list[dict[str, Any]]:
        """Return for each sentence the numbers of its labels, and its heads (a word heads itself at the root)."""
        found: list[dict[str, Any]] = [{}] * len(sentences)
        known = [self._numbers(words) for words in sentences]
        for batch in _batches([len(ids) for ids, _, _ in known]):
            for index, one in zip(batch, self._run([known[i] for i in batch]), strict=True):
                found[index] = one
        return found

    def lemma(self, word: str, tag: str, scores: Floats) -> str:
        """Return a word's lemma in lower case.

        Parameters:
            word: in lower case. ``tag``: its Penn Treebank tag.
            scores: how well the encoder likes each way to cut a word's end; asked where the treebanks lack the word.
        """
        if (found := self.forms.get(tag, {}).get(word)) is not None:
            return found
        cuts = [self.cuts[i] for i in np.argsort(-scores, kind="stable")[:TRIED]]
        lemmas = [word[: len(word) - cut] + add for cut, add in cuts if cut <= len(word) and (cut < len(word) or add)]
        return next((lemma for lemma in lemmas if lemma in self.known), lemmas[0] if lemmas else word)

    def _numbers(self, words: Sequence[str]) -> tuple[list[int], list[int], list[int]]:
        """Return the wordpieces of a sentence, their shapes and the place of each word's first piece."""
        ids, shapes, first = [self.pieces.root], [0], [0]
        for word in words:
            first.append(len(ids))
            pieces = self.pieces.of(word)
            ids += pieces
            shapes += [shape(word)] * len(pieces)
        return ids, shapes, first

    def _run(self, batch: Sequence[tuple[list[int], list[int], list[int]]]) -> Iterator[dict[str, Any]]:
        ids, shapes, first = (_filled([one[k] for one in batch]) for k in range(3))
        rows = self.tables["word"][ids].astype(np.float32) * self.tables["scale"][ids][..., None]
        rows += self.tables["place"][: ids.shape[1]] + self.tables["shape"][shapes]
        mask = np.zeros((len(batch), 1, 1, ids.shape[1]), np.float32)
        for row, one in zip(mask, batch, strict=True):
            row[..., len(one[0]) :] = -1e4
        seen = self.layers.run(None, {"x": rows, "mask": mask, "first": first})
        arcs, pos, tag, lemma, lower, upper, acts, roles = seen
        sizes = [len(one[2]) for one in batch]
        heads = [heads_of(table[1:size, :size]) for table, size in zip(arcs, sizes, strict=True)]
        hidden = [lower[i, 1:size] + upper[i, heads[i]] for i, size in enumerate(sizes)]
        # Not numpy's product: its threads would spin long after.
        (scores,) = self.relations.run(None, {"x": np.concatenate(hidden)})
        scores[:, self.root] = np.where(np.concatenate(heads) == 0, np.inf, -np.inf)
        relations = np.split(scores.argmax(1), np.cumsum([size - 1 for size in sizes])[:-1])
        for i, size in enumerate(sizes):
            labels = {"pos": pos[i, 1:size].argmax(1), "tag": tag[i, 1:size].argmax(1)}
            scored = {"act": _sigmoid(acts[i, 1:size]), "role": _softmax(roles[i, :, 1:size, :size])}
            yield {"head": heads[i] - 1, "dep": relations[i], "lemma": lemma[i, 1:size]} | labels | scored


def _sigmoid(logits: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-logits)), np.float32)


def _softmax(logits: Floats) -> Floats:
    powers = np.exp(logits - logits.max(-1, keepdims=True))
    return np.asarray(powers / powers.sum(-1, keepdims=True), np.float32)


def _session(path: Path) -> Any:
    """Return what runs a network, on one core."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def _filled(rows: Sequence[list[int]]) -> Whole:
    table = np.zeros((len(rows), max(map(len, rows))), np.int64)
    for i, row in enumerate(rows):
        table[i, : len(row)] = row
    return table


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Yield the indices of sentences that are run together: those of about one length."""
    batch: list[int] = []
    for i in sorted(range(len(lengths)), key=lambda i: (lengths[i], i)):
        if batch and lengths[i] * (len(batch) + 1) > BATCH:
            yield batch
            batch = []
        batch.append(i)
    if batch:
        yield batch


class EncoderParser:
    """The spaCy component: sets tags, lemmas and dependencies of sentences, one a document."""

    def __init__(self, nlp: Language, name: str) -> None:
        self.nlp, self.name = nlp, name
        self.encoder: Encoder
        self.folder: Path

    def __call__(self, doc: Doc) -> Doc:
        """Parse one sentence."""
        return next(iter(self.pipe([doc])))

    def pipe(self, docs: Iterable[Doc], *, batch_size: int = 64) -> Iterator[Doc]:
        """Parse sentences, many at a time."""
        group: list[Doc] = list(docs)
        words = [[i for i, token in enumerate(doc) if not token.is_space] for doc in group]
        stretches = [(n, part) for n, kept in enumerate(words) for part in _stretches(kept)]
        found = self.encoder.analyse([[group[n][i].text for i in part] for n, part in stretches])
        tables = [np.zeros((len(doc), 5), np.uint64) for doc in group]
        seen: list[list[dict[str, Any]]] = [[] for _ in group]
        for (n, part), one in zip(stretches, found, strict=True):
            self._fill(group[n], tables[n], part, one)
            seen[n].append(one)
        for doc, table, parts in zip(group, tables, seen, strict=True):
            doc.user_data[SCORES] = scores(parts)
            yield self._set(doc, table) if len(doc) else doc

    def scores(self, sentences: Sequence[Sequence[str]]) -> Iterator[Scores | None]:
        """Yield what the encoder sees in sentences beside their grammar, ``None`` for one without words."""
        parts = [[[words[i] for i in part] for part in _stretches(list(range(len(words))))] for words in sentences]
        found = iter(self.encoder.analyse([part for of in parts for part in of]))
        for of in parts:
            yield scores([next(found) for _ in of])

    def _fill(self, doc: Doc, table: Any, part: list[int], one: dict[str, Any]) -> None:
        """Write what was found of one stretch of a sentence into its table of attributes."""
        place = np.array(part)
        root = int((one["head"] < 0).argmax())
        head = np.where(one["head"] < 0, root, one["head"])
        table[place, 0] = (place[head] - place).astype(np.uint64)
        self._receivers(one)
        for column, key in enumerate(("dep", "pos", "tag"), start=1):
            table[place, column] = self.numbers[key][one[key]]
        table[place, 4] = [
            self._lemma(doc[i].text, tag, scores)
            for i, tag, scores in zip(part, one["tag"].tolist(), one["lemma"], strict=True)
        ]

    def _receivers(self, one: dict[str, Any]) -> None:
        """Make the first of two objects of a verb the one to whom something is given."""
        obj, iobj = (self.labels["dep"].index(name) for name in ("obj", "iobj"))
        named = {self.labels["pos"].index(name) for name in ("PROPN", "PRON")}
        of: dict[int, int] = {}
        for i in np.flatnonzero(one["dep"] == obj).tolist():
            head = int(one["head"][i])
            first = of.setdefault(head, i)
            if head < first < i and int(one["pos"][first]) in named:
                one["dep"][first] = iobj

    def _lemma(self, word: str, tag: int, scores: Floats) -> int:
        """Return the number of a word's lemma."""
        name = self.labels["tag"][tag]
        if name == "NNP":
            return self.nlp.vocab.strings.add(word)
        return self.nlp.vocab.strings.add(self.encoder.lemma(word.lower(), name, scores))

    def _set(self, doc: Doc, table: Any) -> Doc:
        """Join stretches and blanks to one tree and give it to the document."""
        spaces = [i for i, token in enumerate(doc) if token.is_space]
        roots = [int(i) for i in np.flatnonzero(table[:, 0] == 0) if i not in spaces]
        top = roots[0] if roots else 0
        for i in (*roots[1:], *spaces):
            if i != top:
                table[i, 0] = np.int64(top - i).astype(np.uint64)
                table[i, 1] = self.numbers["loose"][int(i in spaces)]
        return doc.from_array([HEAD, DEP, POS, TAG, LEMMA], table)

    def from_disk(self, path: str | Path, exclude: Iterable[str] = ()) -> EncoderParser:
        """Load the weights."""
        self.folder = Path(path)
        self.encoder = Encoder(self.folder)
        self.labels = self.encoder.labels
        from spacy.parts_of_speech import IDS

        add = self.nlp.vocab.strings.add
        self.numbers = {
            "pos": np.array([IDS[x] for x in self.labels["pos"]], np.uint64),
            "tag": np.array([add(x) for x in self.labels["tag"]], np.uint64),
            "dep": np.array([add(x) for x in self.labels["dep"]], np.uint64),
            "loose": np.array([add("parataxis"), add("dep")], np.uint64),
        }
        return self

    def to_disk(self, path: str | Path, exclude: Iterable[str] = ()) -> None:
        """Save the weights."""
        Path(path).mkdir(exist_ok=True)
        for name in FILES:
            (Path(path) / name).write_bytes((self.folder / name).read_bytes())


def scores(parts: Sequence[dict[str, Any]]) -> Scores | None:
    """Return the scores of a sentence that was read in stretches; between two of them nobody has a role."""
    if len(parts) < 2:
        return Scores(parts[0]["act"], parts[0]["role"]) if parts else None
    sizes = [len(part["act"]) for part in parts]
    roles = np.zeros((len(parts[0]["role"]), sum(sizes), sum(sizes) + 1), np.float32)
    for part, start in zip(parts, np.cumsum([0, *sizes]).tolist(), strict=False):
        here = slice(start, start + len(part["act"]))
        roles[:, here, 0] = part["role"][:, :, 0]
        roles[:, here, start + 1 : here.stop + 1] = part["role"][:, :, 1:]
    return Scores(np.concatenate([part["act"] for part in parts]), roles)


def _stretches(words: list[int]) -> Iterator[list[int]]:
    """Yield a sentence's words in stretches that the encoder can hold."""
    for start in range(0, len(words), MOST // 3):
        yield words[start : start + MOST // 3]


@Language.factory("encoder_parser", assigns=["token.tag", "token.pos", "token.lemma", "token.dep", "token.head"])
def encoder_parser(nlp: Language, name: str) -> Any:
    """Return the component, its weights yet to be loaded."""
    return EncoderParser(nlp, name)
