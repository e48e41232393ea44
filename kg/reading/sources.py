"""Who says something: the word that stands for the speaker, and an unnamed one called as the text calls it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kg.model import Actor, ActorKind
from kg.reading import lexicon
from kg.reading.frames import is_passive, subject
from kg.reading.instruments import Instruments
from kg.reading.nouns import is_document, is_plural, people_class
from kg.reading.parse import Sentence, Token
from kg.reading.resolve import Resolver
from kg.reading.telling import Cue

Actors = tuple[Actor, ...]

_LONGEST_NAME = 12
_LOOSE = ("acl:relcl", "appos", "parataxis", "conj", "cc")
_EDGES = frozenset({",", ";", ":", "—", "–", "-", '"', "“", "”", "«", "»", "(", ")", "..."})
_QUALIFYING = frozenset({"IN", "TO"})
_NOUN_TAGS = frozenset({"NN", "NNS", "NNP", "NNPS", "JJ", "CD"})
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM"})


class Sources:
    """Finds the speakers of one article's sayings."""

    def __init__(self, resolver: Resolver, instruments: Instruments) -> None:
        self._resolver = resolver
        self._instruments = instruments
        self._text = resolver.article.text
        self._unnamed: list[Actor] = []

    def of_verb(self, sentence: Sentence, cue: Cue, speaker: Actors) -> Actors:
        """Return who says what a verb of saying reports.

        Parameters:
            speaker: who speaks at the place of the verb, for "I" and "we".
        """
        phrase = self.phrase(sentence, cue)
        word = _head(phrase) if phrase else cue.performer
        return self.called(sentence, word, phrase, speaker) if word is not None else ()

    def called(self, sentence: Sentence, word: Token, phrase: Sequence[Token] = (), speaker: Actors = ()) -> Actors:
        """Return whom a noun phrase stands for; an unnamed source is called as the text calls it.

        Parameters:
            phrase: the words of the phrase, where they are known better than the parse has them.
        """
        found = self._resolver.actors(sentence, word, speaker)
        known = len(found) > 1 or (found and (found[0].named or found[0].kind not in {"Person", "ActorGroup"}))
        if known or word.tag == "PRP":
            return found
        if word.lemma == "office":
            body = self._office_of(sentence, word, speaker)
            found = (body,) if body else found
            if body:
                return found
        if not found and is_document(word):
            return self._author(sentence, word)
        if not found and not _may_speak(word):
            return ()
        words = list(phrase) or _around(sentence, word)
        person = self._named_in(sentence, words)
        if person is not None:
            return (person,)
        label = self._label(sentence, _told_apart(words), speaker, found)
        if not label:
            return found
        source = replace(found[0], label=label) if found else Actor(label, _kind(word), named=False)
        return (self._known(source, word, words),)

    def _author(self, sentence: Sentence, document: Token) -> Actors:
        """Return who speaks in a document that says something ("the note says"): its author, or whose state's it is."""
        author = next((i.author for i in self._instruments.at(sentence, document) if i.author), ())
        state = self._resolver.state_of(sentence, document)
        return author or ((state,) if state else ())

    def _office_of(self, sentence: Sentence, word: Token, speaker: Actors) -> Actor | None:
        """Return the office that serves a person in office ("his office" is the Office of the President)."""
        owner = sentence.child(word, "nmod:poss")
        served = self._resolver.actors(sentence, owner, speaker) if owner is not None else ()
        if len(served) != 1 or served[0].kind != "Person" or not served[0].office:
            return None
        of = served[0].on_behalf_of
        label = f"Office of the {served[0].office.title()}" + (f" of {of}" if of else "")
        return Actor(label, "GovernmentBody", named=False, on_behalf_of=of)

    def _named_in(self, sentence: Sentence, words: Sequence[Token]) -> Actor | None:
        """Return the person named in a phrase beside an office ("the department's representative Anna Berg")."""
        for token in words:
            named = self._resolver.named_at(sentence, token)
            if named is None or named.actor.kind != "Person" or named.span.start != token.start:
                continue
            before = sentence.tokens[token.i - 1] if token.i else None
            after = next((t for t in sentence.tokens if t.start >= named.span.end), None)
            alone = after is None or not (after.tag == "POS" or after.is_noun)
            if alone and (before is None or before.pos != "ADP"):
                return named.actor
        return None

    def _known(self, source: Actor, word: Token, words: Sequence[Token]) -> Actor:
        """Return the unnamed source told before that a short form stands for ("the same source", "the official")."""
        definite = words[0].lower in lexicon.among("definite") or any(w.lower == "same" for w in words)
        if definite and len([w for w in words if w.pos in {"NOUN", "PROPN", "ADJ"} and w.lower != "same"]) == 1:
            for earlier in reversed(self._unnamed):
                if word.lower in earlier.label.lower().split():
                    return earlier
        self._unnamed.append(source)
        return source

    def _label(self, sentence: Sentence, words: Sequence[Token], speaker: Actors, own: Actors) -> str:
        """Return the words of a phrase without determiners and numbers, pronouns replaced by whom they stand for."""
        kept = list(words)
        while kept and (kept[0].lower in lexicon.among("determiner") or kept[0].pos in {"NUM", "PUNCT"}):
            if kept[0].pos == "NUM" and len(kept) > 1 and kept[1].lower == "of":
                return self._one_of(sentence, kept, speaker, own)
            if kept[0].tag == "PRP$" or (kept[0].lower == "one" and kept[1:] and kept[1].tag not in _NOUN_TAGS):
                break
            kept = kept[1:]
        parts: list[str] = []
        for token in kept:
            gap = " " if parts and self._text[token.start - 1 : token.start].isspace() else ""
            parts.append(gap + (self._stands_for(sentence, token, speaker, own) or token.text))
        return re.sub(r"\s+", " ", "".join(parts)).strip()

    def _stands_for(self, sentence: Sentence, token: Token, speaker: Actors, own: Actors) -> str:
        """Return the name that replaces a pronoun in a description, empty for other words."""
        if token.pos != "PRON" or token.tag not in {"PRP", "PRP$"}:
            return ""
        whom = self._resolver.actors(sentence, token, speaker, own)
        return "" if not whom else f"{whom[0].label}'s" if token.tag == "PRP$" else whom[0].label

    def _one_of(self, sentence: Sentence, words: Sequence[Token], speaker: Actors, own: Actors) -> str:
        """Return the label of one out of several ("one of his aides" is an aide of his)."""
        rest = self._label(sentence, words[2:], speaker, own)
        if words[2:] and words[2].tag == "PRP":
            return re.sub(r"s\b", "", re.sub(r"^(?:two|three|four|five|six|several|both) ", "", rest), count=1)
        head = _head(words[2:])
        return rest.replace(head.text, head.lemma, 1) if head is not None and is_plural(head) else rest

    def phrase(self, sentence: Sentence, cue: Cue) -> list[Token]:
        """Return the words of the speaker right beside a verb where the parser may have missed them."""
        if is_passive(sentence, cue.token) and not _closes(sentence, cue.token):
            return []
        performer, before = cue.performer, _up_to(sentence, cue.token.i)
        if performer is not None and performer.lower in lexicon.among("relative") and performer.i < cue.token.i:
            return _up_to(sentence, performer.i)
        if before and (performer is None or _stands_apart(sentence, performer, before)):
            return before
        if before and performer is not None and performer.i == getattr(_head(before), "i", None):
            return before
        if not before and (performer is None or subject(sentence, cue.token) is None):
            return _around_insertion(sentence, cue.token) or _after(sentence, cue.token)
        return []


def _stands_apart(sentence: Sentence, performer: Token, before: Sequence[Token]) -> bool:
    """Tell whether the words right before a verb are its subject rather than the word the parser took for it."""
    head = _head(before)
    if head is None or not _set_off(sentence, before) or not (_may_speak(head) or head.pos in {"PROPN", "PRON"}):
        return False
    if not before[0].i <= performer.i <= before[-1].i:
        return True
    return any(t.tag in _QUALIFYING for t in sentence.tokens[head.i : performer.i])


def _up_to(sentence: Sentence, i: int) -> list[Token]:
    """Return the noun phrase that ends right before the word ``i``, adverbs and auxiliaries between left out."""
    end = i
    while end > 0 and (sentence.tokens[end - 1].pos in {"ADV", "AUX"} and not sentence.tokens[end - 1].is_noun):
        end -= 1
    start = end
    while start > 0 and end - start < _LONGEST_NAME and not _ends_phrase(sentence, start - 1):
        start -= 1
    words = list(sentence.tokens[start:end])
    while words and words[0].pos in {"CCONJ", "SCONJ", "ADV"}:
        words = words[1:]
    if not words or words[0].tag in _QUALIFYING or words[0].pos in {"ADP", "VERB", "PUNCT", "AUX"}:
        return []
    return words if _head(words) is not None else []


def _ends_phrase(sentence: Sentence, i: int) -> bool:
    """Tell whether a word stands outside the noun phrase that follows it."""
    token = sentence.tokens[i]
    if token.text in _EDGES or token.pos in {"CCONJ", "SCONJ"} or token.tag in {"WDT", "WP", "WP$", "WRB", "MD"}:
        return True
    if token.is_verb and token.pos != "ADJ" and token.lower not in lexicon.among("knowing"):
        following = sentence.tokens[i + 1] if i + 1 < len(sentence.tokens) else None
        before = sentence.tokens[i - 1] if i else None
        reduced = token.tag in {"VBN", "VBD"} and before is not None and before.is_noun
        return not (reduced and following is not None and following.tag in _QUALIFYING)
    return False


def _closes(sentence: Sentence, verb: Token) -> bool:
    """Tell whether a verb that the parse joined to its subject as a participle ends its clause ("…, an aide said.")."""
    following = sentence.tokens[verb.i + 1] if verb.i + 1 < len(sentence.tokens) else None
    return verb.dep == "acl" and (following is None or following.pos == "PUNCT")


def _set_off(sentence: Sentence, words: Sequence[Token]) -> bool:
    """Tell whether a phrase follows a mark or opens the sentence, so that it stands alone with its verb."""
    first = words[0].i
    return first == 0 or sentence.tokens[first - 1].text in _EDGES


def _around_insertion(sentence: Sentence, verb: Token) -> list[Token]:
    """Return the phrase before an inserted clause that ends right before the verb ("an aide, who …, said")."""
    i = verb.i - 1
    while i > 0 and sentence.tokens[i].pos in {"ADV", "AUX"}:
        i -= 1
    if i < 1 or sentence.tokens[i].text != ",":
        return []
    opening = next((t for t in reversed(sentence.tokens[:i]) if t.text == ","), None)
    return _up_to(sentence, opening.i) if opening is not None else []


def _after(sentence: Sentence, verb: Token) -> list[Token]:
    """Return the phrase after an inverted verb that nobody else speaks ("…, said on Monday the old diplomat")."""
    if verb.i == 0 or sentence.tokens[verb.i - 1].text not in _EDGES | {"had", "has", "have"}:
        return []
    following = list(sentence.tokens[verb.i + 1 :])
    stop = next((n for n, t in enumerate(following) if t.text in _EDGES or t.tag in {"WDT", "WP"}), len(following))
    words = following[:stop]
    for n, token in enumerate(words):
        if people_class(token) in {"person", "people"} or (n and words[n - 1].pos == "DET" and token.pos == "PROPN"):
            first = next((m for m in range(n, -1, -1) if words[m].pos == "DET"), n)
            beyond = (m for m in range(n + 1, len(words)) if words[m].tag in _QUALIFYING and not _joins(words, m))
            return words[first : next(beyond, len(words))]
    return []


def _joins(words: Sequence[Token], m: int) -> bool:
    """Tell whether a preposition joins to a source what it is or knows ("people with knowledge of", "close to")."""
    return words[m].lower in {"of", "with", "from"} or words[m - 1].lower in lexicon.among("knowing")


def _head(words: Sequence[Token]) -> Token | None:
    """Return the head of a noun phrase: the last noun of its first unbroken run."""
    for n, token in enumerate(words):
        following = words[n + 1] if n + 1 < len(words) else None
        if token.tag in _QUALIFYING:
            return None
        if token.pos == "ADJ" and people_class(token) == "person" and not (following and following.is_noun):
            return token
        if token.pos in _NOMINAL and token.tag != "PRP$":
            if following is None or not (following.is_noun or following.tag in {"POS", "JJ"}):
                return token
            if token.pos == "PRON":
                return token
    return None


def _around(sentence: Sentence, word: Token) -> list[Token]:
    """Return the words of a noun phrase by the parse, relative clauses and what stands after a comma left out."""
    own = {k.i for k in sentence.children(word, "case")}
    left_out = _LOOSE[1:] if word.lower == "one" else _LOOSE
    words = [w for w in sentence.subtree(word, left_out) if w.i not in own]
    marks = [w.i for w in words if w.text in _EDGES and w.i > word.i]
    stop = marks[0] if marks else len(sentence.tokens)
    return [w for w in words if w.i < stop]


def _told_apart(words: Sequence[Token]) -> list[Token]:
    """Return a phrase without the time before it, and without how its source was reached ("interviewed by us")."""
    start = next((n for n, w in enumerate(words) if n and w.pos == "DET" and words[n - 1].is_noun), 0)
    kept = list(words[start:])
    last = next((n for n, w in enumerate(kept) if n and w.is_verb and kept[n - 1].is_noun and w.lower not in lexicon.among("knowing")), None)
    kept = kept[:last]
    while kept and (kept[0].pos in {"ADP", "PUNCT"} or kept[0].tag in _QUALIFYING):
        kept = kept[1:]
    while kept and kept[-1].pos in {"ADV", "PUNCT", "ADP"}:
        kept = kept[:-1]
    return kept


def _may_speak(word: Token) -> bool:
    """Tell whether a noun that stands for nobody known can be an unnamed source."""
    told = people_class(word) in {"person", "people", "media"} or word.lemma in lexicon.among("press")
    return told or word.lemma in lexicon.among("teller") or word.lower == "one"


def _kind(word: Token) -> ActorKind:
    if people_class(word) == "media" or word.lemma in lexicon.among("press"):
        return "MediaOrganization"
    return "ActorGroup" if is_plural(word) else "Person"
