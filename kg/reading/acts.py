"""From a cue to a telling: who does it to whom, by which document, with what content, on whose word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from kg.model import Actor, Article, Modality, Span
from kg.reading import lexicon
from kg.reading.attribution import Attributor
from kg.reading.candidates import Candidates
from kg.reading.dates import When
from kg.reading.frames import modality, objects, oblique, subject
from kg.reading.instruments import Instrument, Instruments
from kg.reading.learnt import Learnt
from kg.reading.nouns import is_document, is_plural, people_class
from kg.reading.parse import Sentence, Token
from kg.reading.resolve import Resolver
from kg.reading.telling import Cue, Telling
from kg.reading.timing import date_of
from kg.reading.traits import traits
from kg.vocabulary import FAMILY

Actors = tuple[Actor, ...]

_CLAUSES = ("ccomp", "xcomp", "advcl", "acl", "csubj")
_OWN_CLAUSES = frozenset({"ccomp", "acl:relcl", "advcl", "parataxis", "conj"})
_CONVEYED = frozenset({"Submission", "Proposal", "Request", "Demand", "Reply", "CounterProposal"})
_TO_A_DOCUMENT = ("in", "by", "with", "to", "on", "of", "from", "through", "under")
_TO_WHAT_IS_ANSWERED = ("to", "of", "on")
_REACH_OF_A_DOCUMENT = 2


@dataclass(frozen=True, slots=True)
class Acts:
    """Makes tellings of the cues of one article, in text order."""

    article: Article
    resolver: Resolver
    instruments: Instruments
    attributor: Attributor
    candidates: Candidates
    learnt: Learnt
    told: list[Telling] = field(default_factory=list)

    def telling(self, sentence: Sentence, cue: Cue, whens: Sequence[When]) -> Telling:
        """Return what a sentence tells of the act that a cue makes."""
        speaker = self.attributor.speaker(cue.token.start)
        weighed = self.candidates.gather(sentence, cue, self._by_grammar(sentence, cue, speaker), speaker, self.told)
        chosen, sure = self.learnt.choose(weighed)
        performers = chosen.actors
        addressees = self.addressees(sentence, cue, speaker, performers)
        instruments = self._instruments(sentence, cue, performers, addressees)
        if cue.type in _CONVEYED and not addressees:
            addressees = tuple(dict.fromkeys(a for i in instruments for a in i.parties if a not in performers))
        if cue.lent == "contain" and not performers:
            performers, addressees = self._from_last_document(sentence, addressees)
        telling = Telling(
            sentence=sentence.index,
            place=cue.token.start,
            type=cue.type,
            performers=performers,
            addressees=addressees,
            date=date_of(sentence, cue.anchor, cue.token, whens),
            documents=tuple(dict.fromkeys(i.document for i in instruments)),
            content=_content(sentence, cue),
            modality=modality_of(sentence, cue),
            attribution=self.attributor.chain(cue.token.start, performers),
            evidence=(_evidence(sentence, cue),),
            cue=Span(cue.token.start, cue.token.end),
            confidence=0.0,
            answered=_answered(sentence, cue),
            noun=cue.entry.pos == "noun" and cue.lent is None,
            headline=is_headline(self.article, sentence),
            contained=_is_contained(sentence, cue),
            weighed=weighed,
        )
        told_of = frozenset(traits(sentence, cue, telling, chosen, sure))
        telling = replace(telling, traits=told_of, confidence=round(self.learnt.probability(told_of), 3))
        self.told.append(telling)
        return telling

    def addressees(self, sentence: Sentence, cue: Cue, speaker: Actors, performers: Actors) -> Actors:
        """Return to whom the act is done: the first place of the cue's row that holds an actor, or who receives it."""
        for place in cue.entry.addressee:
            for word in _place(sentence, cue, place):
                found = self._addressed(sentence, word, speaker, performers)
                if found:
                    return found
        receiver = subject(sentence, cue.anchor) if cue.lent == "receive" else None
        return self._addressed(sentence, receiver, speaker, performers) if receiver else ()

    def _addressed(self, sentence: Sentence, word: Token, speaker: Actors, performers: Actors) -> Actors:
        everyone = _everyone(sentence, word)
        if everyone is not None:
            return (Actor(self.article.text[everyone.start : word.end], "ActorGroup", named=False),)
        actors = self.resolver.actors(sentence, word, speaker, performers)
        if not actors and word.lemma not in lexicon.people() and not _is_counted_or_owned(sentence, word):
            state = self.resolver.state_of(sentence, word)
            actors = (state,) if state else ()
        return tuple(a for a in actors if a not in performers and a.kind != "MediaOrganization")

    def _by_grammar(self, sentence: Sentence, cue: Cue, speaker: Actors) -> Actors:
        if cue.performer is None and "speaker" in cue.entry.performers:
            return tuple(a for a in speaker if a.kind != "MediaOrganization")
        if cue.performer is None or _contains_for_another(sentence, cue):
            return ()
        found = self.resolver.actors(sentence, cue.performer, speaker)
        if not found and is_document(cue.performer):
            found = self._voice_of(sentence, cue.performer)
        first = cue.performer.lower in lexicon.among("first")
        return tuple(a for a in found if first or a.kind != "MediaOrganization")

    def _voice_of(self, sentence: Sentence, document: Token) -> Actors:
        """Return who speaks in a document: its author, or the state whose note it is."""
        author = next((i.author for i in self.instruments.at(sentence, document) if i.author), ())
        state = self.resolver.state_of(sentence, document)
        return author or ((state,) if state else ())

    def _from_last_document(self, sentence: Sentence, addressees: Actors) -> tuple[Actors, Actors]:
        """Return who made the last document and for whom, for what it contains ("…, which included a request")."""
        last = next((i for i in reversed(self.instruments.found) if i.author), None)
        if last is None or sentence.index - last.sentence > _REACH_OF_A_DOCUMENT:
            return (), addressees
        return last.author, addressees or last.addressees

    def _instruments(self, sentence: Sentence, cue: Cue, performers: Actors, addressees: Actors) -> list[Instrument]:
        """Return the documents told with an act; one that it conveys is henceforth its performers'."""
        used: list[Instrument] = []
        for word in _near_documents(sentence, cue):
            for instrument in self.instruments.at(sentence, word, proposed=cue.type == "Proposal"):
                if cue.type in _CONVEYED and not instrument.author and word not in sentence.children(cue.anchor, "obl"):
                    instrument.author, instrument.addressees = performers, addressees
                used.append(instrument)
        return used


def is_headline(article: Article, sentence: Sentence) -> bool:
    """Tell whether a sentence is the article's headline."""
    title = article.title
    return bool(title and sentence.index == 0 and sentence.span.of(article.text).strip() in title.strip())


def modality_of(sentence: Sentence, cue: Cue) -> Modality:
    """Return how an act is told; a negation that made its type is not told again."""
    told = modality(sentence, cue.anchor)
    return "actual" if cue.negation_told and (told == "negated" or cue.entry.is_willed) else told


def _everyone(sentence: Sentence, word: Token) -> Token | None:
    """Return the "all" of a group told as all of its kind ("all sides", "all the parties"), which no two actors are."""
    if not is_plural(word) or people_class(word) is None:
        return None
    return next((k for k in sentence.children(word, "det", "det:predet", "amod") if k.lower == "all"), None)


def _is_counted_or_owned(sentence: Sentence, word: Token) -> bool:
    return any(k.pos in {"PRON", "NUM"} for k in sentence.children(word, "nmod:poss", "nummod"))


def _contains_for_another(sentence: Sentence, cue: Cue) -> bool:
    """Tell whether "which contained a request" joins a noun that is no document ("a letter to Oslo, which …")."""
    relative = cue.lent == "contain" and cue.anchor.dep == "acl:relcl"
    return relative and cue.performer is not None and not is_document(cue.performer)


def _place(sentence: Sentence, cue: Cue, place: str) -> list[Token]:
    """Return the words in one of a cue's places: its object, or a noun after a preposition."""
    if place == "obj":
        if cue.entry.pos != "verb":
            return []
        return sentence.children(cue.token, "iobj") or objects(sentence, cue.token)
    if place == "iobj":
        return sentence.children(cue.token, "iobj") + sentence.children(cue.anchor, "iobj")
    if place == "poss":
        return sentence.children(cue.token, "nmod:poss")
    things = objects(sentence, cue.anchor) if cue.anchor.is_verb else []
    things = [t for t in things if place == "to" or is_document(t)]
    heads = {t.i: t for t in (cue.token, cue.anchor, *things)}
    return list(_obliques(sentence, heads.values(), (place,)))


def _near_documents(sentence: Sentence, cue: Cue) -> list[Token]:
    """Return the words that can name the document of an act: its objects, itself, and nouns after a preposition."""
    words = objects(sentence, cue.anchor) if cue.anchor.is_verb else []
    if cue.entry.pos == "noun" and is_document(cue.token):
        words.append(cue.token)
    heads = {t.i: t for t in (cue.token, cue.anchor)}
    return [*words, *_obliques(sentence, heads.values(), _TO_A_DOCUMENT)]


def _obliques(sentence: Sentence, heads: Iterable[Token], prepositions: Sequence[str]) -> Iterator[Token]:
    for preposition in prepositions:
        for head in heads:
            found = oblique(sentence, head, preposition)
            if found is not None:
                yield found


def _answered(sentence: Sentence, cue: Cue) -> frozenset[str]:
    """Return by lemma what a response answers ("rejected the plan", "no reply to it")."""
    words = objects(sentence, cue.token) if cue.entry.pos == "verb" else []
    words = [*words, *_obliques(sentence, [cue.token], _TO_WHAT_IS_ANSWERED)]
    return frozenset(w.lemma for w in words) | frozenset(w.lower for w in words if w.pos == "PRON")


def _content(sentence: Sentence, cue: Cue) -> Span | None:
    """Return what is proposed, asked or told: the first place of the cue's row that is filled."""
    for place in cue.entry.content:
        found = _content_at(sentence, cue, place)
        if found is not None:
            return sentence.reach(found)
    return None


def _content_at(sentence: Sentence, cue: Cue, place: str) -> Token | None:
    if place in {"clause", "that"}:
        clauses = ((head, sentence.child(head, *_CLAUSES)) for head in (cue.token, cue.anchor))
        return next((c for head, c in clauses if c is not None and c.start > head.start), None)
    if place == "obj":
        return next(iter(objects(sentence, cue.token)), None)
    found = oblique(sentence, cue.token, place)
    if found is None and "obj" in cue.entry.addressee and cue.entry.pos == "verb":
        return next(_obliques(sentence, objects(sentence, cue.token), (place,)), None)
    return found


def _evidence(sentence: Sentence, cue: Cue) -> Span:
    """Return the clause that tells an act, or the sentence when the act is its main clause."""
    if cue.anchor.dep not in _OWN_CLAUSES:
        return sentence.span
    reach = sentence.reach(cue.anchor)
    return Span(min(reach.start, cue.token.start), max(reach.end, cue.token.end))


def _is_contained(sentence: Sentence, cue: Cue) -> bool:
    """Tell whether a directive is what a document says, or what somebody writes ("wrote, asking each …")."""
    if FAMILY[cue.type] != "Directive":
        return False
    if cue.lent == "contain" or (cue.performer is not None and is_document(cue.performer)):
        return True
    within = oblique(sentence, cue.anchor, "in")
    if within is not None and within.lower == "it":
        return True
    head = sentence.head(cue.anchor)
    participle = cue.anchor.dep in {"advcl", "acl"} and cue.anchor.tag == "VBG"
    return participle and head is not None and (head.lemma in lexicon.among("writing") or is_document(head))
