"""Train the embedded English pipeline on open treebanks.

usage: python training/train_pipeline.py TREEBANKS OUT [--work DIR]

TREEBANKS holds ``{ewt,gum}-{train,dev}.conllu.gz``; OUT is the folder that gets the trained spaCy pipeline.
The weights are derived from UD English-EWT (CC BY-SA 4.0) and GUM (CC BY 4.0) and carry that notice.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import spacy
from spacy.tokens import Doc, DocBin

CONFIG = Path(__file__).with_name("pipeline.cfg")
SENTENCES_PER_DOC = 1
LABEL = {
    "name": "demarche",
    "version": "1.0.0",
    "description": "Tags, morphology, lemmas and Universal Dependencies for English, one sentence at a time.",
    "author": "the engineers of Démarche",
    "license": "CC BY-SA 4.0",
    "sources": [
        {"name": "UD English-EWT", "license": "CC BY-SA 4.0"},
        {"name": "GUM, its genres with open texts", "license": "CC BY 4.0"},
    ],
}


def sentences(path: Path) -> Iterator[tuple[bool, list[list[str]]]]:
    """Yield ``(starts a document, CoNLL-U rows)`` for each sentence of a gzipped CoNLL-U file."""
    rows: list[list[str]] = []
    new = False
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            line = line.rstrip("\n")
            if line.startswith("# newdoc"):
                new = True
            elif line and not line.startswith("#"):
                rows.append(line.split("\t"))
            elif not line and rows:
                yield new, rows
                rows, new = [], False
    if rows:
        yield new, rows


def words(rows: list[list[str]]) -> tuple[list[list[str]], list[bool]]:
    """Return the syntactic words of a sentence and whether a space follows each."""
    until, glued = 0, False
    kept, spaces = [], []
    for row in rows:
        ident = row[0]
        no_space = "SpaceAfter=No" in row[9].split("|")
        if "-" in ident:
            until, glued = int(ident.split("-")[1]), no_space
        elif "." not in ident:
            number = int(ident)
            kept.append(row)
            if number < until:
                spaces.append(False)
            else:
                spaces.append(not (glued if number == until else no_space))
    return kept, spaces


def document(vocab: spacy.vocab.Vocab, group: list[list[list[str]]]) -> Doc:
    """Build one gold Doc out of several sentences."""
    columns: dict[str, list] = {k: [] for k in ("words", "spaces", "tags", "pos", "morphs", "lemmas", "heads", "deps")}
    starts: list[bool] = []
    for rows in group:
        kept, spaces = words(rows)
        offset = len(columns["words"])
        for i, (row, space) in enumerate(zip(kept, spaces, strict=True)):
            head = int(row[6])
            columns["words"].append(row[1])
            columns["spaces"].append(space)
            columns["lemmas"].append(row[2])
            columns["pos"].append(row[3])
            columns["tags"].append(row[4])
            columns["morphs"].append("" if row[5] == "_" else row[5])
            columns["heads"].append(offset + (head - 1 if head else i))
            columns["deps"].append("ROOT" if head == 0 else row[7])
            starts.append(i == 0)
    return Doc(vocab, sent_starts=starts, **columns)  # type: ignore[arg-type]


def convert(sources: list[Path], out: Path) -> None:
    """Write the sentences of several treebank files as one DocBin."""
    nlp = spacy.blank("en")
    store = DocBin(attrs=["ORTH", "SPACY", "TAG", "POS", "MORPH", "LEMMA", "HEAD", "DEP", "SENT_START"])
    for source in sources:
        group: list[list[list[str]]] = []
        for new, rows in sentences(source):
            if group and (new or len(group) == SENTENCES_PER_DOC):
                store.add(document(nlp.vocab, group))
                group = []
            group.append(rows)
        if group:
            store.add(document(nlp.vocab, group))
    store.to_disk(out)


def label(folder: Path) -> None:
    """Say in the pipeline's folder what it is and under which licence it may be used."""
    place = folder / "meta.json"
    meta = json.loads(place.read_text(encoding="utf-8")) | LABEL
    place.write_text(json.dumps(meta, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    config = folder / "config.cfg"
    paths = re.compile(r"^(train|dev) = \".*\"$", re.MULTILINE)  # of the machine that trained it
    config.write_text(paths.sub(r"\1 = null", config.read_text(encoding="utf-8")), encoding="utf-8")
    shutil.copy(Path(__file__).with_name("WEIGHTS-LICENSE"), folder / "LICENSE")


def main() -> int:
    """Convert, train, and keep the best pipeline."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("treebanks", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--work", type=Path, help="a folder for intermediate files (default: temporary)")
    args = parser.parse_args()
    work = args.work or Path(tempfile.mkdtemp())
    work.mkdir(parents=True, exist_ok=True)
    for part in ("train", "dev"):
        convert([args.treebanks / f"{bank}-{part}.conllu.gz" for bank in ("ewt", "gum")], work / f"{part}.spacy")
    command = [sys.executable, "-m", "spacy", "train", str(CONFIG), "--output", str(work / "model")]
    command += ["--paths.train", str(work / "train.spacy"), "--paths.dev", str(work / "dev.spacy")]
    subprocess.run(command, check=True)
    if args.out.exists():
        shutil.rmtree(args.out)
    shutil.copytree(work / "model" / "model-best", args.out)
    label(args.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
