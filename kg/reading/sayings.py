"""Statements: one a speaker for what a sentence says on somebody's word, and one a turn of a transcript."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kg.model import Article, Attribution, Span
from kg.reading.acts import Acts, is_headline, modality_of
from kg.reading.commitments import commitment
from kg.reading.dates import When
from kg.reading.frames import own_subject
from kg.reading.parse import Sentence
from kg.reading.telling import Cue, Report, Telling
from kg.reading.timing import date_of
from kg.reading.turns import Turn

_LONGEST_COURTESY = 4
_BELOW = frozenset({"acl:relcl", "acl", "nmod", "nmod:poss", "nsubj", "nsubj:pass", "csubj", "obl", "advcl"})


@dataclass(frozen=True, slots=True)
class Sayings:
    """Makes the statements of one article."""

    article: Article
    sentences: tuple[Sentence, ...]
    turns: tuple[Turn, ...]
    acts: Acts

    def told_in_turns(self, told: Sequence[Telling]) -> list[Telling]:
        """Return a statement for each turn of a transcript that says more than acts, and a request for each question.

        Parameters:
            told: the acts that the article tells.
        """
        acts = [t for t in told if t.type != "Statement"]
        return [
            self._turn(number, turn)
            for number, turn in enumerate(self.turns)
            if (self._asks(turn) if turn.part in {"asks", "presents"} else self._says_something(turn, acts))
        ]

    def told_in(
        self,
        sentence: Sentence,
        reports: Sequence[tuple[Report, Cue | None]],
        cues: Sequence[Cue],
        whens: Sequence[When],
        told: Sequence[Telling],
    ) -> list[Telling]:
        """Return one statement a speaker for what a sentence says, but none where the speaker tells only own acts.

        Parameters:
            reports: the sayings of the sentence, each with the cue that makes it.
            cues: all its cues.
            whens: its times.
            told: the acts it tells.
        """
        said: list[Telling] = []
        for report, cue in reports:
            is_other_act = cue is not None and cue.entry.type != "Statement"
            own = is_other_act or _tells_own_act(sentence, report, told) or self._in_own_turn(report)
            own = own or self.acts.attributor.goes_on(report, sentence)
            if report.speakers and not own:
                said.append(self._statement(sentence, report, cue, whens))
        reporting = {c.token.start for _, c in reports if c is not None}
        for cue in cues:
            if cue.entry.type == "Statement" and cue.token.start not in reporting:
                telling = self._by_grammar(self.acts.telling(sentence, cue, whens))
                if telling.performers and (telling.content is not None or cue.lent == "express"):
                    said.append(telling)
        return _one_a_speaker(said)

    def _by_grammar(self, telling: Telling) -> Telling:
        """Return a statement as the grammar of its clause tells it: who was chosen for acts may not be who speaks."""
        performers = next((c.actors for c in telling.weighed if "rule" in c.features), ())
        chain = self.acts.attributor.chain(telling.place, performers)
        return replace(telling, performers=performers, attribution=chain)

    def _statement(self, sentence: Sentence, report: Report, cue: Cue | None, whens: Sequence[When]) -> Telling:
        token = cue.token if cue else sentence.at(report.place) or sentence.root
        chain = self.acts.attributor.chain(report.place, report.speakers)
        known = {level.source.label for level in chain}
        media = tuple(Attribution(m, report.words) for m in report.media if m.label not in known)
        committed = commitment(sentence, cue.token, report.speakers) if cue else None
        return Telling(
            sentence=sentence.index,
            place=report.place,
            type=committed or "Statement",
            performers=report.speakers,
            addressees=self.acts.addressees(sentence, cue, (), report.speakers) if cue else (),
            date=date_of(sentence, token, token, whens),
            documents=(),
            content=_said(self.article.text, report),
            modality=modality_of(sentence, cue) if cue else "actual",
            attribution=(*chain, *media),
            evidence=self._said_in(sentence, report),
            cue=report.words,
            confidence=0.8 if cue else 0.6,
            headline=is_headline(self.article, sentence),
        )

    def _said_in(self, sentence: Sentence, report: Report) -> tuple[Span, ...]:
        """Return the sentences that a saying fills: its own, and those into which its quotation runs on."""
        following = self.sentences[sentence.index + 1 :]
        return (sentence.span, *(s.span for s in following if s.span.start < report.region.end))

    def _turn(self, number: int, turn: Turn) -> Telling:
        stated = turn.part == "answers"
        answering = next((t.speaker for t in self.turns[number + 1 :] if not t.asks), None)
        return Telling(
            sentence=turn.first,
            place=turn.label.start,
            type="Statement" if stated else "Request",
            performers=(turn.speaker,),
            addressees=(answering,) if answering and not stated else (),
            date=self.article.published,
            documents=(),
            content=self._after_label(turn),
            modality="actual",
            attribution=(),
            evidence=tuple(s.span for s in self._sentences_of(turn)),
            cue=turn.label,
            confidence=0.8,
        )

    def _sentences_of(self, turn: Turn) -> Sequence[Sentence]:
        """Return the sentences of a turn; of one who presents the news, the last, which puts the question."""
        inside = [s for s in self.sentences[turn.first :] if s.span.start < turn.region.end]
        spoken = [s for s in inside if not s.span.of(self.article.text).startswith(("(", "["))] or inside
        return spoken[-1:] if turn.part == "presents" else spoken

    def _after_label(self, turn: Turn) -> Span:
        words = turn.region.of(self.article.text)
        return Span(turn.region.start + len(words) - len(words.lstrip(" :\n")), turn.region.end)

    def _says_something(self, turn: Turn, acts: Sequence[Telling]) -> bool:
        """Tell a turn with something to say from one of own acts, thanks and greetings, or one who only leads."""
        if turn.part == "leads":
            return False
        own = {t.sentence for t in acts if turn.speaker in t.performers}
        said = [s for s in self._sentences_of(turn) if s.index not in own]
        return sum(self._words(s, turn) for s in said) > _LONGEST_COURTESY

    def _words(self, sentence: Sentence, turn: Turn) -> int:
        return len(self.article.text[max(sentence.span.start, turn.region.start) : sentence.span.end].split())

    def _asks(self, turn: Turn) -> bool:
        """Tell a question from thanks; one who presents the news asks only where a turn ends with a question."""
        last = self._sentences_of(turn)[-1].span.of(self.article.text).rstrip()
        if turn.part == "presents":
            return last.endswith("?") or last.split(": ")[-1].lower().startswith("remind ")
        words = turn.region.of(self.article.text).split()
        return len(words) > _LONGEST_COURTESY or last.endswith("?")

    def _in_own_turn(self, report: Report) -> bool:
        return any(t.region.start <= report.place < t.region.end and t.speaker in report.speakers for t in self.turns)


def _said(text: str, report: Report) -> Span:
    """Return what is said: the reported stretch without a phrase of source at its edge ("According to X, …")."""
    region, words = report.region, report.words
    if words.start == region.start and words.end < region.end:
        after = text[words.end : region.end]
        return Span(words.end + len(after) - len(after.lstrip(" ,:")), region.end)
    if region.start < words.start and words.end <= region.end and not text[words.end : region.end].strip(" ."):
        return Span(region.start, region.start + len(text[region.start : words.start].rstrip(" ,")))
    return region


def _tells_own_act(sentence: Sentence, report: Report, told: Sequence[Telling]) -> bool:
    """Tell whether what a saying reports is itself an act of its speaker, and not only speaks of one in passing."""
    return any(
        report.region.start <= t.place < report.region.end
        and set(t.performers) & set(report.speakers)
        and t.modality == "actual"
        and not _in_passing(sentence, t.place, report.region)
        for t in told
    )


def _in_passing(sentence: Sentence, place: int, region: Span) -> bool:
    """Tell whether a word stands below the main clauses of a stretch ("the plan he handed over")."""
    token = sentence.at(place)
    while token is not None:
        head = sentence.head(token)
        if head is None or not region.start <= head.start < region.end:
            return False
        if token.dep in _BELOW or (token.dep == "conj" and own_subject(sentence, token) is None):
            return True
        token = head
    return False


def _one_a_speaker(said: Sequence[Telling]) -> list[Telling]:
    """Keep one statement a speaker: that with most evidence, then the surest, then the first."""
    kept: dict[tuple[str, ...], Telling] = {}
    for telling in sorted(said, key=lambda t: (-len(t.evidence), -t.confidence, t.place)):
        kept.setdefault(tuple(a.label for a in telling.performers), telling)
    return list(kept.values())
