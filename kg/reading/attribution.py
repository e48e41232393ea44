"""On whose word a place is told: who reports which stretch of the text, and through which media."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from kg.model import Actor, Attribution, Span
from kg.reading import lexicon
from kg.reading.frames import oblique, own_subject
from kg.reading.instruments import Instruments
from kg.reading.media import carriers, quoted_as_saying, quoting
from kg.reading.nouns import is_document
from kg.reading.parse import Sentence, Token
from kg.reading.quotations import clause_end, clause_start, region, saying
from kg.reading.resolve import Resolver
from kg.reading.sources import Sources
from kg.reading.telling import Cue, Report

_REACH_OF_A_SPEAKER = 2


class Attributor:
    """Collects the reports of one article, sentence by sentence, and answers on whose word a place is told."""

    def __init__(
        self, resolver: Resolver, instruments: Instruments, quoted: Sequence[Span], reports: Iterable[Report] = ()
    ) -> None:
        self._resolver = resolver
        self._sources = Sources(resolver, instruments)
        self._quoted = quoted
        self._text = resolver.article.text
        self._reports = list(reports)
        self._last: tuple[int, Report] | None = None

    def read(self, sentence: Sentence, cues: Sequence[Cue]) -> list[tuple[Report, Cue | None]]:
        """Find the reports of a sentence: verbs of saying, phrases like "according to", and quotations that go on.

        Returns each report with the cue that makes it, ``None`` for those without a verb.
        """
        made: list[tuple[Report, Cue | None]] = []
        running = [r for r in self._reports if r.speakers and r.region.start < sentence.span.start < r.region.end]
        if running:
            self._last = (sentence.index, running[-1])
        for report in self._phrases(sentence):
            made.append((report, None))
        for cue in cues:
            said = self._verb(sentence, cue)
            if said is not None:
                made.append((said, cue))
        made = [(self._under(sentence, r, made) if c is None else r, c) for r, c in made]
        media = tuple(dict.fromkeys(m for r, c in made if c is None for m in r.media))
        made = [(replace(r, media=r.media or media) if r.speakers else r, c) for r, c in made]
        made += [(r, None) for r in self._continued(sentence, [r for r, _ in made])]
        spoken = [r for r, _ in made if r.speakers]
        if spoken:
            self._last = (sentence.index, spoken[-1])
        self._reports += [r for r, _ in made]
        return made

    def goes_on(self, report: Report, sentence: Sentence) -> bool:
        """Tell whether a saying only names again who speaks in a quotation that runs on from an earlier sentence."""
        return any(
            r is not report and r.place < sentence.span.start and r.region.contains(report.region)
            for r in self._reports
            if r.speakers == report.speakers
        )

    def speaker(self, place: int) -> tuple[Actor, ...]:
        """Return who says "I" and "we" at a place: the speakers of the smallest stretch around it."""
        around = [r for r in self._reports if r.speakers and r.region.start <= place < r.region.end]
        return min(around, key=lambda r: r.region.end - r.region.start).speakers if around else ()

    def chain(self, place: int, performers: Sequence[Actor]) -> tuple[Attribution, ...]:
        """Return on whose word a place is told, innermost first; who acts is not their own source."""
        around = [
            r
            for r in self._reports
            if r.region.start <= place < r.region.end and not r.words.start <= place < r.words.end
        ]
        levels: list[Attribution] = []
        media: list[Attribution] = []
        for report in sorted(around, key=lambda r: (-_depth(r, around), r.region.end - r.region.start, r.place)):
            levels += [Attribution(s, report.words) for s in report.speakers[:1] if s not in performers]
            media += [Attribution(m, report.words) for m in report.media]
        seen: set[str] = set()
        chain = []
        for level in [*levels, *media]:
            if level.source.label not in seen:
                seen.add(level.source.label)
                chain.append(level)
        return tuple(chain)

    def _verb(self, sentence: Sentence, cue: Cue) -> Report | None:
        if not cue.anchor.is_verb or cue.entry.pos != "verb":
            return None
        quoted, by = quoted_as_saying(sentence, cue.token)
        phrase = self._sources.phrase(sentence, cue)
        reach = region(sentence, cue.token, self._text, self._quoted, phrase)
        if reach is None and quoted is not None:
            reach = region(sentence, sentence.tokens[cue.token.head], self._text, self._quoted)
        if reach is None or (
            cue.entry.type != "Statement"
            and not sentence.child(cue.token, "ccomp")
            and not self._quotes(reach, cue.token.start)
        ):
            return None
        if quoted is not None:
            who = self._sources.called(sentence, quoted)
        else:
            who = self._sources.of_verb(sentence, cue, self.speaker(cue.token.start))
            by = quoting(sentence, cue.performer) if cue.performer is not None else None
        through = self._sources.called(sentence, by) if by is not None else ()
        media = tuple(a for a in who if a.kind == "MediaOrganization") + through + self._told_to(sentence, cue.token)
        labels = {m.label for m in media}
        speakers = tuple(a for a in who if a.kind != "MediaOrganization" and a.label not in labels)
        if not speakers and not media:
            return None
        clause = saying(sentence, cue.token, phrase)
        return Report(cue.token.start, speakers, tuple(dict.fromkeys(media)), self._through_quotes(reach), clause)

    def _quotes(self, reach: Span, place: int) -> bool:
        """Tell whether a stretch holds a quotation that opens after the verb or closes before it."""
        return any(q.overlaps(reach) and not q.start <= place < q.end for q in self._quoted)

    def _through_quotes(self, reach: Span) -> Span:
        """Let a reported stretch run on to the end of the quotation it opens."""
        ends = [q.end for q in self._quoted if q.overlaps(reach) and q.end > reach.end]
        return Span(reach.start, max([reach.end, *ends]))

    def _under(self, sentence: Sentence, phrase: Report, made: Sequence[tuple[Report, Cue | None]]) -> Report:
        """Let one who is cited tell what the one who cites reports ("Oslo has left, Tass said, citing an official")."""
        token = sentence.at(phrase.place)
        if token is None or token.lower not in lexicon.among("citing"):
            return phrase
        above = {a.start for a in sentence.ancestors(token)}
        report = next((r for r, c in made if c is not None and c.token.start in above), None)
        sole = [r for r, c in made if c is not None]
        report = report or (sole[0] if len(sole) == 1 else None)
        return replace(phrase, region=report.region, place=report.region.start) if report else phrase

    def _told_to(self, sentence: Sentence, verb: Token) -> tuple[Actor, ...]:
        """Return the media to which or in which something is told ("told Reuters", "in an interview with …")."""
        found: list[Actor] = []
        for kid in sentence.children(verb, "obj", "iobj", "obl", "obl:agent", "nmod"):
            words = sentence.subtree(kid, ("acl:relcl", "ccomp", "advcl"))
            names = [n.actor for w in words for n in [self._resolver.named_at(sentence, w)] if n]
            found += [a for a in names if a.kind == "MediaOrganization"]
            if not found:
                found += [a for w in carriers(sentence, words) for a in self._sources.called(sentence, w)]
        return tuple(dict.fromkeys(found))

    def _phrases(self, sentence: Sentence) -> list[Report]:
        found = []
        for token in sentence.tokens:
            source = self._source_of_phrase(sentence, token)
            if source is None:
                continue
            report = self._phrase(sentence, token, source)
            if report is not None:
                found.append(report)
        return found

    def _source_of_phrase(self, sentence: Sentence, token: Token) -> Token | None:
        """Return the noun after "according to", "in the words of", "citing", or the owner in "by his account"."""
        following = sentence.tokens[token.i + 1].lower if token.i + 1 < len(sentence.tokens) else ""
        if token.lower == "according" and following == "to":
            head = sentence.head(token)
            if head is not None and head.start > token.start and token.dep == "case":
                return head
            return sentence.child(token, "obl", "obj", "nmod") or next(
                (t for t in sentence.tokens[token.i + 2 :] if t.is_noun or t.pos == "PRON"), None
            )
        if token.lower in lexicon.among("citing"):
            return sentence.child(token, "obj") or oblique(sentence, token, "to")
        if token.lemma in lexicon.among("learning") and _first_person(sentence, token):
            return oblique(sentence, token, "from")
        if token.lemma == "reference" and sentence.case(token) == "with":
            return oblique(sentence, token, "to")
        if {token.lower, token.lemma} & lexicon.among("account") and sentence.case(token) in {"in", "by", "on", "from"}:
            owner = sentence.child(token, "nmod:poss")
            of = next((k for k in sentence.children(token, "nmod") if sentence.case(k) == "of"), None)
            return of or (owner if owner is None or owner.lower not in lexicon.among("speaking_own") else None)
        return None

    def _phrase(self, sentence: Sentence, token: Token, source: Token) -> Report | None:
        who = self._actors_of_source(sentence, source)
        if not who:
            return None
        speakers = tuple(a for a in who if a.kind != "MediaOrganization")
        by = quoting(sentence, source)
        through = self._sources.called(sentence, by) if by is not None else ()
        media = tuple(a for a in who if a.kind == "MediaOrganization") + through
        reach = sentence.reach(source)
        case = sentence.child(token, "case")
        start = min(token.start, reach.start, case.start if case is not None else token.start)
        words = Span(start, max(token.end, reach.end, source.end))
        return Report(token.start, speakers, media, self._scope(sentence, token, words), words)

    def _scope(self, sentence: Sentence, token: Token, words: Span) -> Span:
        """Return what a phrase of source covers: its clause where the phrase stands inside one, else the sentence."""
        above = next(
            (a for a in sentence.ancestors(token) if a.is_verb and not words.start <= a.start < words.end), None
        )
        if above is None or above.dep not in {"acl:relcl", "advcl", "conj", "ccomp", "parataxis"}:
            return Span(clause_start(sentence, token.start), clause_end(sentence, token.start))
        reach = sentence.reach(above, ("mark",))
        return Span(min(reach.start, words.start), max(reach.end, words.end))

    def _actors_of_source(self, sentence: Sentence, source: Token) -> tuple[Actor, ...]:
        """Return whose word a noun is: an actor, or who made the statement or report it names, and to whom."""
        if not (is_document(source) or source.lemma in lexicon.among("talk")):
            return self._sources.called(sentence, source)
        found: list[Actor] = []
        owner = sentence.child(source, "nmod:poss")
        if owner is not None:
            found += self._resolver.actors(sentence, owner)
        for kid in sentence.children(source, "nmod", "obl", "amod", "compound"):
            if sentence.case(kid) in {"by", "from", "of", "to", "in", "with", ""}:
                for word in sentence.subtree(kid):
                    named = self._resolver.named_at(sentence, word)
                    if (
                        named
                        and named.role != "adjective"
                        and (named.actor.kind == "MediaOrganization" or sentence.case(kid) in {"by", "from", "of"})
                    ):
                        found.append(named.actor)
        return tuple(dict.fromkeys(found))

    def _continued(self, sentence: Sentence, made: Sequence[Report]) -> list[Report]:
        """Give a quotation that nobody in its sentence speaks to the last speaker."""
        found = []
        for quote in self._quoted:
            if not sentence.span.start <= quote.start < sentence.span.end or not self._is_speech(sentence, quote):
                continue
            if any(
                r.speakers and (r.region.overlaps(quote) or r.region.contains(quote)) for r in [*made, *self._reports]
            ):
                continue
            if made and any(r.speakers for r in made):
                speaker = next(r for r in made if r.speakers)
            elif self._last and sentence.index - self._last[0] <= _REACH_OF_A_SPEAKER:
                speaker = self._last[1]
            else:
                continue
            found.append(Report(quote.start, speaker.speakers, speaker.media, quote, speaker.words))
        return found

    def _is_speech(self, sentence: Sentence, quote: Span) -> bool:
        """Tell a quotation of a whole utterance from a quoted word or a title."""
        inside = [t for t in sentence.tokens if quote.start <= t.start < quote.end]
        opens = self._text[sentence.span.start : quote.start].strip(' \n"“«„') == ""
        return opens and len(inside) > 2 and any(t.is_verb for t in inside)


def _first_person(sentence: Sentence, verb: Token) -> bool:
    own = own_subject(sentence, verb)
    return own is not None and own.lower in lexicon.among("speaking")


def _depth(report: Report, around: Sequence[Report]) -> int:
    """Return in how many other reports a report stands: what is told within another's words is nearer to the act."""
    return sum(o is not report and o.region.contains(report.words) for o in around)
