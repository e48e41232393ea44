"""The documents of an article: drafts, letters, notes, replies; whose they are and to whom they went."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from kg.model import Actor, Document, DocumentKind, Span
from kg.reading import lexicon
from kg.reading.nouns import is_document
from kg.reading.parse import Sentence, Token
from kg.reading.resolve import Resolver

_DRAFTS: dict[DocumentKind, DocumentKind] = {
    "Treaty": "DraftTreaty",
    "Agreement": "DraftAgreement",
    "Resolution": "DraftResolution",
}
_KINDRED: tuple[frozenset[DocumentKind], ...] = (
    frozenset({"Treaty", "DraftTreaty", "Agreement", "DraftAgreement"}),
    frozenset({"Letter", "Note"}),
    frozenset({"Resolution", "DraftResolution"}),
)
_NAME_GOES_ON = re.compile(
    r" (?:of|on|for|with|between|against|concerning) (?:the )?[A-Z\d][\w’'-]*"
    r"(?:(?:,? and|,|,? of|,? on)?(?: the)? [A-Z\d][\w’'-]*)*"
    r"| \d+(?: \(\d{4}\))?"
)
_LEFT_OUT = (
    "acl:relcl",
    "acl",
    "appos",
    "punct",
    "parataxis",
    "conj",
    "cc",
    "advcl",
    "det",
    "nmod:poss",
    "nummod",
    "case",
    "cop",
    "nsubj",
    "advmod",
)


@dataclass
class Instrument:
    """A document, its author and addressees as far as the text has told them."""

    document: Document
    noun: str
    author: tuple[Actor, ...] = ()
    addressees: tuple[Actor, ...] = ()
    sentence: int = 0
    parties: tuple[Actor, ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """A place where the text speaks of a document.

    Parameters:
        noun: the word that stands for it there.
    """

    instrument: Instrument
    sentence: int
    noun: Token


@dataclass
class Instruments:
    """The documents of one article, in the order of their first mention."""

    resolver: Resolver
    found: list[Instrument] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    _known: dict[int, Instrument] = field(default_factory=dict)

    def note(self, sentence: Sentence) -> None:
        """Note every document that a sentence speaks of."""
        for token in sentence.tokens:
            if token.tag.startswith("NN") and is_document(token) and self._is_one(sentence, token):
                head = sentence.head(token)
                if token.dep != "compound" or head is None or not is_document(head):
                    one = self._one(sentence, token, proposed=False)
                    self.mentions.append(Mention(one, sentence.index, token))

    def at(self, sentence: Sentence, token: Token, *, proposed: bool = False) -> list[Instrument]:
        """Return the documents a noun phrase names, conjuncts included; a definite short form names an earlier one.

        Parameters:
            proposed: the phrase is what somebody proposes, so that a treaty is still a draft.
        """
        joined = sentence.subtree(token, ("acl:relcl", "acl", "advcl", "appos", "parataxis"))
        heads = [token, *(k for k in joined if k.dep == "conj" and k.i != token.i)]
        return [
            i
            for h in heads
            if is_document(h) and self._is_one(sentence, h)
            for i in [self._one(sentence, h, proposed=proposed)]
        ]

    def _is_one(self, sentence: Sentence, token: Token) -> bool:
        """Tell whether a noun stands for a document here: a reply is one only when it is written."""
        entry = lexicon.documents().get(token.lemma) or lexicon.documents()[token.lower]
        words = {k.lower for k in sentence.children(token, "amod", "compound", "nummod")}
        return not entry.only_written or not words.isdisjoint(lexicon.among("written"))

    def _one(self, sentence: Sentence, token: Token, *, proposed: bool) -> Instrument:
        """Return the document that a noun names or stands for, the same one each time it is asked."""
        known = self._known.get(token.start)
        if known is None:
            known = self._known[token.start] = self._new_or_earlier(sentence, token, proposed)
        elif proposed and known.document.kind in _DRAFTS and known.document.span == self._span(sentence, token):
            known.document = replace(known.document, kind=_DRAFTS[known.document.kind])
        return known

    def _span(self, sentence: Sentence, token: Token) -> Span:
        """Return the words that name a document: a capitalised name, or the noun with what belongs to it."""
        text = self.resolver.article.text
        if token.text[:1].isupper() and token.i > 0 and not token.text.isupper():
            first = token.i
            while first > 0 and _is_name(sentence.tokens[first - 1]):
                first -= 1
            more = _NAME_GOES_ON.match(text, token.end, sentence.span.end)
            if first < token.i or more:
                return Span(sentence.tokens[first].start, more.end() if more else token.end)
        return sentence.reach(token, _LEFT_OUT)

    def _new_or_earlier(self, sentence: Sentence, token: Token, proposed: bool) -> Instrument:
        noun = token.lemma if token.lemma in lexicon.documents() else token.lower
        entry = lexicon.documents()[noun]
        modifiers = [k for k in sentence.children(token, "amod", "compound") if k.start < token.start]
        draft = proposed or self._drafted(sentence, token)
        kind = _DRAFTS.get(entry.kind, entry.kind) if draft else entry.kind
        owner = self._owner(sentence, token)
        new = any(k.lower in {"a", "an", "another"} for k in sentence.children(token, "det"))
        if not new and (self._short(sentence, token) or not (modifiers or owner)):
            earlier = self._earlier(noun, token, owner)
            if earlier:
                return earlier
        span = self._span(sentence, token)
        label = re.sub(r"\s+", " ", span.of(self.resolver.article.text))[:100].strip()
        if owner and kind in {"Letter", "Note", "Statement", "Report", "Plan", "Other"}:
            label = f"{label} of {owner[0].label}"
        parties = self._parties(sentence, token)
        document = Document(label, kind, tuple(a.label for a in parties), span)
        instrument = Instrument(document, noun, owner, (), sentence.index, parties)
        self.found.append(instrument)
        return instrument

    def _owner(self, sentence: Sentence, token: Token) -> tuple[Actor, ...]:
        owner = sentence.child(token, "nmod:poss")
        if owner is not None:
            return self.resolver.actors(sentence, owner)
        for kid in sentence.children(token, "nmod"):
            if sentence.case(kid) in {"from", "by"}:
                return self.resolver.actors(sentence, kid)
        return ()

    def _drafted(self, sentence: Sentence, token: Token) -> bool:
        """Tell whether a document is called a draft, by its own words or by those of the one it is joined to."""
        if any(k.lower in lexicon.among("drafted") for k in sentence.children(token, "amod", "compound")):
            return True
        head = sentence.head(token)
        return bool(token.dep == "conj" and head and is_document(head) and self._drafted(sentence, head))

    def _parties(self, sentence: Sentence, token: Token) -> tuple[Actor, ...]:
        """Return with whom a document is or is to be made, told with it or with its subject ("on arms with Oslo")."""
        found: list[Actor] = []
        for kid in sentence.children(token, "nmod"):
            for word in (kid, *sentence.children(kid, "nmod")):
                if sentence.case(word) in {"with", "between"}:
                    found += self.resolver.actors(sentence, word)
        return tuple(dict.fromkeys(found))

    def _short(self, sentence: Sentence, token: Token) -> bool:
        return any(k.lower in lexicon.among("short_form") for k in sentence.children(token)) and not any(
            k.dep in {"amod", "compound"} and k.lower not in lexicon.among("empty_modifier")
            for k in sentence.children(token)
        )

    def _earlier(self, noun: str, token: Token, owner: tuple[Actor, ...]) -> Instrument | None:
        """Return the last document told before that a noun can stand for: of the same name, else of a kindred kind."""
        open_ = [i for i in reversed(self.found) if not (owner and i.author) or set(owner) & set(i.author)]
        for instrument in open_:
            if noun in (instrument.noun, "draft" if instrument.document.kind.startswith("Draft") else ""):
                return instrument
        if noun in lexicon.among("any_document"):
            return self.found[-1] if self.found else None
        kin = next((kinds for kinds in _KINDRED if lexicon.documents()[noun].kind in kinds), frozenset())
        return next((i for i in open_ if i.document.kind in kin), None)


def _is_name(token: Token) -> bool:
    return token.text[:1].isupper() or token.text[:1].isdigit()
