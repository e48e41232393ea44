"""On which document an act bears, where none is told as its own: one told near it, the one it answers, or none.

Each act has a few candidate documents with the reasons that speak for each. The reasons have weights, learned from
annotated articles (``weights/bearing.tsv``); the candidate whose weights add up to most is taken, and "none" is one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from kg.model import Article, Document
from kg.reading import lexicon
from kg.reading.instruments import Instruments, Mention
from kg.reading.parse import Sentence, Token
from kg.reading.telling import Telling, distance
from kg.reading.weighing import heaviest, weights
from kg.vocabulary import FAMILY

Candidates = dict[Document | None, set[str]]
_BACK = 4


@dataclass(frozen=True)
class Bearing:
    """Finds the documents of the acts of one article."""

    article: Article
    sentences: Sequence[Sentence]
    instruments: Instruments
    _by_sentence: dict[int, list[Mention]] = field(default_factory=dict)

    def documented(self, tellings: Sequence[Telling]) -> list[Telling]:
        """Return the tellings with the document that the most speaks for, where they have none of their own."""
        for mention in self.instruments.mentions:
            self._by_sentence.setdefault(mention.sentence, []).append(mention)
        found = list(tellings)
        for number, telling in enumerate(tellings):
            if not telling.documents:
                document = heaviest(self.candidates(number, found), weights("bearing"))
                found[number] = replace(telling, documents=(document,) if document else ())
        return found

    def candidates(self, number: int, tellings: Sequence[Telling]) -> Candidates:
        """Return the documents on which an act can bear, each with what speaks for it.

        Parameters:
            number: the act's place among the tellings, those before it with their documents.
        """
        telling = tellings[number]
        found: Candidates = {}
        context = self._context(telling)
        for document, source, reasons in self._sources(number, tellings):
            own = {source, *(f"{source}:{r}" for r in reasons), *(f"{source}&{c}" for c in context)}
            if document is not None:
                own |= {f"kind:{document.kind}", f"{telling.type}&{document.kind}", source.split("-")[0]}
            found.setdefault(document, set()).update(own)
        return found

    def _sources(self, number: int, tellings: Sequence[Telling]) -> Iterator[tuple[Document | None, str, list[str]]]:
        telling = tellings[number]
        yield None, "none", []
        sentence = self.sentences[telling.sentence]
        token = sentence.at(telling.place) or sentence.root
        for mention in self._by_sentence.get(telling.sentence, []):
            yield mention.instrument.document, "here", self._place(sentence, token, mention)
        for gap in range(1, _BACK + 1):
            for mention in reversed(self._by_sentence.get(telling.sentence - gap, [])):
                yield mention.instrument.document, "earlier", [distance(gap), self._paragraph(mention, telling)]
        for place in telling.responds_to:
            for document in tellings[place].documents:
                yield document, "answered", []
        before = self._before(number, tellings)
        if before is not None:
            same = {a.label for a in before.performers} & {a.label for a in telling.performers}
            for document in before.documents:
                yield document, "before", [distance(telling.sentence - before.sentence), "same" if same else "other"]
        theme, share = self._theme
        if theme:
            yield theme, "theme", ["most" if share > 0.4 else "some"]

    def _before(self, number: int, tellings: Sequence[Telling]) -> Telling | None:
        """Return the last act told before with a document, if it is near."""
        for place in range(number - 1, -1, -1):
            if tellings[number].sentence - tellings[place].sentence > _BACK:
                return None
            if tellings[place].documents:
                return tellings[place]
        return None

    @cached_property
    def _theme(self) -> tuple[Document | None, float]:
        """Return the document of which the article speaks most, and its share of all mentions."""
        counts = Counter(id(m.instrument) for m in self.instruments.mentions)
        if not counts:
            return None, 0.0
        most, times = counts.most_common(1)[0]
        if times < 3:
            return None, 0.0
        document = next(m.instrument.document for m in self.instruments.mentions if id(m.instrument) == most)
        return document, times / sum(counts.values())

    def _paragraph(self, mention: Mention, telling: Telling) -> str:
        between = self.article.text[mention.noun.end : telling.place]
        return "new-paragraph" if "\n" in between else "paragraph"

    def _place(self, sentence: Sentence, token: Token, mention: Mention) -> list[str]:
        """Return how a document lies to an act in its sentence."""
        noun = mention.noun
        side = "after" if noun.start > token.start else "itself" if noun.start == token.start else "before"
        between = abs(noun.i - token.i)
        path = [token, *sentence.ancestors(token)]
        above = [noun, *sentence.ancestors(noun)]
        if token.i in {t.i for t in above}:
            steps = next(n for n, t in enumerate(above) if t.i == token.i)
            tie = f"under-{min(steps, 4)}"
        elif noun.i in {t.i for t in path}:
            tie = "over"
        else:
            shared = next((n for n, t in enumerate(above) if t.i in {p.i for p in path}), 5)
            tie = f"aside-{min(shared, 4)}"
        words = "close" if between <= 4 else "middling" if between <= 10 else "distant"
        case = sentence.case(noun) or "bare"
        return [
            side,
            tie,
            f"{side}-{words}",
            f"case-{case}" if case in lexicon.among("bearing") else "case-other",
            noun.dep,
        ]

    def _context(self, telling: Telling) -> list[str]:
        sentence = self.sentences[telling.sentence]
        token = sentence.at(telling.place) or sentence.root
        found = [telling.type, FAMILY[telling.type], telling.modality, "noun" if telling.noun else "verb"]
        if telling.headline:
            found.append("headline")
        if telling.answered & lexicon.among("anaphor"):
            found.append("pronoun")
        if telling.responds_to:
            found.append("responds")
        below = sentence.children(token, "obj", "nsubj:pass")
        found.append(f"object-{below[0].pos}" if below else "no-object")
        if any(k.lower in lexicon.among("anaphor") for k in sentence.subtree(token)[:12] if k.i > token.i):
            found.append("anaphor-below")
        return found
