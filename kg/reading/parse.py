"""Sentences with tags, lemmas and Universal Dependencies, over the article's own offsets.

The rules of the reading wing see these values only, never spaCy's, so that any parser that yields
Universal Dependencies can stand behind them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from kg.errors import UsageError
from kg.model import Span
from kg.reading.lexicon.inflection import known_verbs, lemmas, mended
from kg.reading.scores import Scores

EMBEDDED = Path(__file__).with_name("pipeline")
_SURROGATE = re.compile("[\ud800-\udfff]")
SUBJECTS = frozenset({"nsubj", "nsubj:pass", "csubj", "nsubj:outer"})


@dataclass(frozen=True, slots=True)
class Token:
    """One word: its place in the sentence and in the article, and what the parser says of it.

    Parameters:
        i: index in the sentence.
        start, end: character offsets in the article.
        tag: Penn Treebank tag; ``pos``: universal tag; ``dep``: relation to the word at ``head``.
    """

    i: int
    text: str
    lemma: str
    tag: str
    pos: str
    dep: str
    head: int
    start: int
    end: int

    @property
    def lower(self) -> str:
        """The word in lower case."""
        return self.text.lower()

    @property
    def is_verb(self) -> bool:
        """Whether the word is a verb form, auxiliaries included."""
        return self.tag.startswith("VB") or self.pos in {"VERB", "AUX"}

    @property
    def is_noun(self) -> bool:
        """Whether the word is a common or proper noun."""
        return self.pos in {"NOUN", "PROPN"}


@dataclass(frozen=True)
class Sentence:
    """A parsed sentence.

    Parameters:
        span: its place in the article.
        scores: what the encoder sees in it beside its grammar, ``None`` where nobody asked.
    """

    index: int
    span: Span
    tokens: tuple[Token, ...]
    scores: Scores | None = field(default=None, compare=False, repr=False)
    _kids: dict[int, list[Token]] = field(default_factory=dict, compare=False, repr=False)

    def __post_init__(self) -> None:
        for token in self.tokens:
            if token.head != token.i:
                self._kids.setdefault(token.head, []).append(token)

    @cached_property
    def root(self) -> Token:
        """The word that depends on no other."""
        return next((t for t in self.tokens if t.head == t.i), self.tokens[0])

    def children(self, token: Token, *deps: str) -> list[Token]:
        """Return the dependents of a word, those with one of the relations ``deps`` where any is given."""
        kids = self._kids.get(token.i, [])
        return [k for k in kids if k.dep in deps] if deps else kids

    def child(self, token: Token, *deps: str) -> Token | None:
        """Return the first dependent with one of the relations ``deps``."""
        return next(iter(self.children(token, *deps)), None)

    def head(self, token: Token) -> Token | None:
        """Return the word that ``token`` depends on, ``None`` for the root."""
        return None if token.head == token.i else self.tokens[token.head]

    def ancestors(self, token: Token) -> Iterator[Token]:
        """Yield the words above ``token``, nearest first."""
        seen = {token.i}
        while token.head not in seen:
            token = self.tokens[token.head]
            seen.add(token.i)
            yield token

    def subtree(self, token: Token, without: Sequence[str] = ()) -> list[Token]:
        """Return the words at and below ``token`` in text order, branches with a relation of ``without`` left out."""
        found, stack = {token.i}, [token]
        while stack:
            for kid in self._kids.get(stack.pop().i, []):
                if kid.i not in found and kid.dep not in without:
                    found.add(kid.i)
                    stack.append(kid)
        return [self.tokens[i] for i in sorted(found)]

    def reach(self, token: Token, without: Sequence[str] = ()) -> Span:
        """Return the stretch of text from the first to the last word of a subtree, edge punctuation left out."""
        words = [t for t in self.subtree(token, without) if t.pos != "PUNCT"] or [token]
        return Span(words[0].start, words[-1].end)

    def case(self, token: Token) -> str:
        """Return the preposition (lower case, several words joined) that marks a noun, or the empty string."""
        words = []
        for kid in self.children(token, "case"):
            words.append(kid.lower)
            words += [k.lower for k in self.children(kid, "fixed")]
        return " ".join(w for w in words if w not in {"'s", "’s", "'", "’"})

    def at(self, offset: int) -> Token | None:
        """Return the word that covers the article's character ``offset``."""
        return next((t for t in self.tokens if t.start <= offset < t.end), None)


@cache
def pipeline(name: str) -> Any:
    """Load a spaCy pipeline: ``embedded`` for the one shipped, else an installed package or a folder.

    Raises:
        UsageError: when no such pipeline is installed.
    """
    import spacy

    import kg.reading.encoder  # noqa: F401  (the embedded pipeline's component)

    try:
        return spacy.load(EMBEDDED if name == "embedded" else name, exclude=["ner"])
    except OSError as error:
        raise UsageError(
            f"no spaCy pipeline called {name!r} is installed",
            where="--reader",
            remedy="install it, or leave the option out to use the embedded one",
        ) from error


def parse(text: str, spans: Sequence[Span], name: str = "embedded") -> tuple[Sentence, ...]:
    """Parse the sentences of a text.

    Parameters:
        text: the article's text.
        spans: its sentences, in order.
        name: the pipeline, see :func:`pipeline`.
    """
    nlp = pipeline(name)
    kept = [s for s in spans if s.of(text).strip()]
    docs = nlp.pipe((_prepared(nlp, s.of(text)) for s in kept), batch_size=64)
    parsed = [(doc, _tokens(doc, span.start)) for span, doc in zip(kept, docs, strict=True)]
    seen = _scores([doc for doc, _ in parsed], [[t.text for t in tokens] for _, tokens in parsed])
    return tuple(
        Sentence(index, span, tokens, scores)
        for index, (span, (_, tokens), scores) in enumerate(zip(kept, parsed, seen, strict=True))
    )


def _scores(docs: Sequence[Any], words: Sequence[Sequence[str]]) -> Sequence[Scores | None]:
    """Return what the encoder sees in sentences: as it parsed them, or asked for what another pipeline parsed."""
    from kg.reading.encoder import SCORES

    if all(SCORES in doc.user_data for doc in docs):
        return [doc.user_data[SCORES] for doc in docs]
    return list(pipeline("embedded").get_pipe("encoder_parser").scores(words))


def _prepared(nlp: Any, words: str) -> Any:
    """Return a sentence for the parser, which is not to split it; line ends and surrogates are replaced."""
    doc = nlp.make_doc(_SURROGATE.sub("\ufffd", words.replace("\n", " ")))
    for i, token in enumerate(doc):
        token.is_sent_start = i == 0
    return doc


def _lemma(token: Any) -> str:
    """Return a word's lemma; that of a verb the lexicon knows by its form, where the parser gives none it knows."""
    lemma: str = (token.lemma_ or token.text).lower()
    form: str = token.text.lower()
    if token.tag_.startswith("VB") and lemma not in known_verbs():
        return lemmas().get(form) or mended(form, lemma, noun=False)
    return mended(form, lemma, noun=True) if token.tag_ in {"NN", "NNS", "NNPS"} else lemma


def _tokens(doc: Any, offset: int) -> tuple[Token, ...]:
    rows = []
    index = {t.i: n for n, t in enumerate(t for t in doc if not t.is_space)}
    for token in doc:
        if token.i not in index:
            continue
        head = token.head
        while head.i not in index and head.head.i != head.i:
            head = head.head
        start = offset + token.idx
        rows.append(
            Token(
                i=index[token.i],
                text=token.text,
                lemma=_lemma(token),
                tag=token.tag_,
                pos=token.pos_,
                dep=token.dep_ or "dep",
                head=index.get(head.i, index[token.i]),
                start=start,
                end=start + len(token.text),
            )
        )
    return tuple(rows)
