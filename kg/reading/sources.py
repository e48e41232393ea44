"""Who says something: the word that stands for the speaker, and an unnamed one called as the text calls it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kg.model import Actor, ActorKind
from kg.reading import lexicon
from kg.reading.frames import is_passive, own_subject, subject
from kg.reading.instruments import Instruments
from kg.reading.nouns import is_document, is_plural, people_class
from kg.reading.parse import Sentence, Token
from kg.reading.phrases import (
    QUALIFYING,
    after_verb,
    around,
    before_insertion,
    closes,
    head_of,
    is_set_off,
    told_apart,
    up_to,
)
from kg.reading.resolve import Resolver
from kg.reading.telling import Cue

Actors = tuple[Actor, ...]

_NOUN_TAGS = frozenset({"NN", "NNS", "NNP", "NNPS", "JJ", "CD"})


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
        word = head_of(phrase) if phrase else cue.performer
        return self.called(sentence, word, phrase, speaker) if word is not None else ()

    def called(self, sentence: Sentence, word: Token, phrase: Sequence[Token] = (), speaker: Actors = ()) -> Actors:
        """Return whom a noun phrase stands for; an unnamed source is called as the text calls it.

        Parameters:
            phrase: the words of the phrase, where they are known better than the parse has them.
        """
        found = self._named_beside(sentence, word) or self._resolver.actors(sentence, word, speaker)
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
        words = list(phrase) or around(sentence, word)
        person = self._named_in(sentence, words)
        if person is not None:
            return (person,)
        label = self._label(sentence, told_apart(words), speaker, found)
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

    def _named_beside(self, sentence: Sentence, word: Token) -> Actors:
        """Return the person whose name ends the phrase of an office ("the representative of the council Anna Berg")."""
        for name in sentence.children(word, "appos", "flat", "nmod:desc"):
            named = self._resolver.named_at(sentence, name)
            apart = any(t.pos == "PUNCT" or t.tag == "POS" for t in sentence.tokens[word.i : name.i])
            if word.i < name.i and named is not None and named.actor.kind == "Person" and not apart:
                return (named.actor,)
        return ()

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
            of = [w for w in rest.split() if w.lower() not in lexicon.numbers("group")]
            return re.sub(r"s\b", "", " ".join(of), count=1)
        head = head_of(words[2:])
        return rest.replace(head.text, head.lemma, 1) if head is not None and is_plural(head) else rest

    def phrase(self, sentence: Sentence, cue: Cue) -> list[Token]:
        """Return the words of the speaker right beside a verb where the parser may have missed them."""
        if is_passive(sentence, cue.token) and not closes(sentence, cue.token):
            return []
        performer, before = cue.performer, up_to(sentence, cue.token.i)
        joining = _relative(sentence, cue)
        if joining is not None:
            return _who_speaks(up_to(sentence, joining.i - (sentence.tokens[joining.i - 1].text == ",")))
        if performer is not None and performer.i < cue.token.i and _is_inverted(sentence, cue.token):
            return after_verb(sentence, cue.token) or around(sentence, sentence.children(cue.token, "nsubj")[-1])
        if before and (performer is None or _stands_apart(sentence, performer, before)):
            return before
        if before and performer is not None and performer.i == getattr(head_of(before), "i", None):
            return before
        if not before and (performer is None or subject(sentence, cue.token) is None):
            return before_insertion(sentence, cue.token) or after_verb(sentence, cue.token)
        return []


def _relative(sentence: Sentence, cue: Cue) -> Token | None:
    """Return the "who" before a verb whose clause the parse joined to a thing ("a note from Berg, who said …")."""
    own, performer = own_subject(sentence, cue.token), cue.performer
    if performer is not None and performer.lower in lexicon.among("relative") and performer.i < cue.token.i:
        return performer
    if own is None or own.lower != "who" or own.i > cue.token.i or performer is None or _may_speak(performer):
        return None
    return own if performer.pos == "NOUN" else None


def _who_speaks(words: Sequence[Token]) -> list[Token]:
    """Return the part of a phrase that can speak ("the head of it" in "a note from the head of it")."""
    kept = list(words)
    while (head := head_of(kept)) is not None and head.pos == "NOUN" and not _may_speak(head):
        at = next((n for n, w in enumerate(kept) if w.tag in QUALIFYING), None)
        if at is None:
            break
        kept = kept[at + 1 :]
    return kept


def _is_inverted(sentence: Sentence, verb: Token) -> bool:
    """Tell whether a verb has one subject before it, which is what is said, and one after it, who says it."""
    subjects = sentence.children(verb, "nsubj")
    return len(subjects) > 1 and subjects[0].i < verb.i < subjects[-1].i


def _stands_apart(sentence: Sentence, performer: Token, before: Sequence[Token]) -> bool:
    """Tell whether the words right before a verb are its subject rather than the word the parser took for it."""
    head = head_of(before)
    if head is None or not is_set_off(sentence, before) or not (_may_speak(head) or head.pos in {"PROPN", "PRON"}):
        return False
    if not before[0].i <= performer.i <= before[-1].i:
        return True
    return any(t.tag in QUALIFYING for t in sentence.tokens[head.i : performer.i])


def _may_speak(word: Token) -> bool:
    """Tell whether a noun that stands for nobody known can be an unnamed source."""
    told = people_class(word) in {"person", "people", "media"} or word.lemma in lexicon.among("press")
    return told or word.lemma in lexicon.among("teller") or word.lower == "one"


def _kind(word: Token) -> ActorKind:
    if people_class(word) == "media" or word.lemma in lexicon.among("press"):
        return "MediaOrganization"
    return "ActorGroup" if is_plural(word) else "Person"
