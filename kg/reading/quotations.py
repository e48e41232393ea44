"""Quotation marks, and the stretch of a sentence that is told on a speaker's word."""

from __future__ import annotations

from collections.abc import Sequence

from kg.model import Span
from kg.reading import lexicon
from kg.reading.frames import agent, is_negated, is_passive, own_subject
from kg.reading.parse import Sentence, Token

_LONGEST_ADDRESS = 14
_OPEN, _CLOSE = "“«„", "”»"


def quotes(text: str, paragraphs: Sequence[Span]) -> tuple[Span, ...]:
    """Return the stretches between double quotation marks, the marks left out.

    A quotation left open runs to the end of its paragraph; when the next paragraph opens with a mark, it goes on there.
    Single marks are left alone: they are apostrophes more often.

    >>> [s.of('He said "no" twice.') for s in quotes('He said "no" twice.', (Span(0, 19),))]
    ['no']
    """
    found: list[Span] = []
    for paragraph in paragraphs:
        start: int | None = None
        for i in range(paragraph.start, paragraph.end):
            mark = text[i]
            if mark in _OPEN or (mark == '"' and start is None):
                start = i + 1 if start is None else start
            elif (mark in _CLOSE or mark == '"') and start is not None:
                found.append(Span(start, i))
                start = None
        if start is not None and start < paragraph.end:
            found.append(Span(start, paragraph.end))
    return tuple(found)


def saying(sentence: Sentence, verb: Token, phrase: Sequence[Token] = ()) -> Span:
    """Return the words of the reporting clause itself: the verb, its subject and auxiliaries ("Berg said").

    Parameters:
        phrase: the words of the speaker, where they are known better than the parse has them.
    """
    words = [verb, *sentence.children(verb, "aux", "aux:pass", "advmod"), *phrase]
    own = None if phrase else own_subject(sentence, verb)
    by = agent(sentence, verb) if is_passive(sentence, verb) else None
    if by is not None:
        words += sentence.subtree(by, ("parataxis", "appos"))
    if own:
        words += [w for w in sentence.subtree(own, ("acl:relcl", "parataxis")) if own.i < verb.i or w.i > verb.i]
        words = [w for w in words if w.pos != "PUNCT"]
        words += _office_before(sentence, min(w.i for w in words))
    return Span(min(w.start for w in words), max(w.end for w in words))


def _office_before(sentence: Sentence, i: int) -> list[Token]:
    """Return the words of an office right before a name, where the parser joined them to something else."""
    run: list[Token] = []
    for token in reversed(sentence.tokens[:i]):
        if token.pos not in {"NOUN", "PROPN", "ADJ"} and token.tag != "POS":
            break
        run.append(token)
    near = [*run, *sentence.tokens[i : i + 2]]
    told = any(lexicon.people().get(t.lower) == "person" or t.lower in lexicon.words("titles") for t in near)
    return run if told else []


def region(
    sentence: Sentence, verb: Token, text: str, quoted: Sequence[Span] = (), phrase: Sequence[Token] = ()
) -> Span | None:
    """Return what a verb of saying reports in its sentence, or ``None`` when it reports no clause.

    The clause may follow ("said that …"), go before ("…, said Berg") or lie around ("The plan, he said, is …").
    """
    clause = saying(sentence, verb, phrase)
    content = _content(sentence, verb)
    left, right = Span(sentence.span.start, clause.start), Span(clause.end, sentence.span.end)
    before = text[left.start : left.end].rstrip()
    after = text[right.start : right.end].strip()
    closes = before.endswith((",", '"', "”", "—", "–", "?", "!", "-", "»"))
    told_before = closes and verb.tag != "VBG" and _has_clause(sentence, left, verb)
    opened = next((q for q in quoted if 0 <= q.start - verb.end < 5 and q.start < sentence.span.end), None)
    if opened is not None:
        return _trim(text, Span(opened.start, clause_end(sentence, opened.start)))
    around = before.endswith(",") and after.startswith(",")
    if around and content is not None and sentence.reach(content).start < verb.start < content.start:
        return _trim(text, Span(left.start, right.end))
    if content is not None and content.start > verb.end:
        end = _right_end(sentence, verb, content)
        start = min(w.start for w in sentence.subtree(content))
        lies_around = start < clause.start and after.startswith(",")
        return _trim(text, Span(start if lies_around else max(verb.end, start), end))
    if told_before and not is_negated(sentence, verb) and not after.lower().startswith(("that ", "it ")):
        start = clause_start(sentence, left.end)
        goes_on = after[:1] == "," and len(after) > 12 and not _belongs(sentence, verb, clause.end)
        return _trim(text, Span(start, clause_end(sentence, clause.end) if goes_on else clause.start))
    if content is not None:
        return _trim(text, sentence.reach(content))
    if before.endswith(",") and left.start < clause.start and _is_inserted(sentence, verb, after, text):
        return _trim(text, Span(left.start, right.end))
    quote = next((q for q in quoted if q.start >= clause.end and q.start < sentence.span.end), None)
    if quote is not None:
        return _trim(text, Span(quote.start, min(quote.end, sentence.span.end)))
    if after.lower().startswith(("that ", ": ")) or text[clause.end : clause.end + 1] == ":":
        return _trim(text, Span(clause.end, clause_end(sentence, clause.end)))
    if _is_as_clause(sentence, verb):
        return _trim(text, _beside_as_clause(sentence, verb, clause))
    that = _that_clause(sentence, verb)
    if that is not None:
        return _trim(text, Span(that.start, clause_end(sentence, that.start)))
    complement = sentence.child(verb, "xcomp", "advcl", "parataxis", "obj", "conj")
    if (
        complement is not None
        and complement.start > verb.end
        and _has_clause(sentence, Span(complement.start, sentence.span.end), verb)
    ):
        return _trim(text, sentence.reach(complement))
    return None


def _belongs(sentence: Sentence, verb: Token, offset: int) -> bool:
    """Tell whether what follows a postposed speaker belongs to the saying ("…, he said, meaning …")."""
    following = next((t for t in sentence.tokens if t.start >= offset and t.pos != "PUNCT"), None)
    if following is None:
        return True
    own = sentence.subtree(verb, ("ccomp", "parataxis", "conj"))
    if verb.dep in {"parataxis", "ROOT"} and any(t.i == following.i for t in own):
        return True
    return following.pos == "CCONJ" and _is_own_deed(sentence, sentence.head(following))


def _is_own_deed(sentence: Sentence, verb: Token | None) -> bool:
    """Tell whether a coordinated verb tells what the speaker did besides ("…, he said, and asked them to leave")."""
    if verb is None or not verb.is_verb or sentence.child(verb, "aux") is not None:
        return False
    own = own_subject(sentence, verb)
    return own is None or own.lower in {"he", "she"}


def _is_inserted(sentence: Sentence, verb: Token, after: str, text: str) -> bool:
    """Tell whether a saying, with where or when it was said, stands between commas ("…, she noted on Monday, …")."""
    if after.startswith(","):
        return True
    own = own_subject(sentence, verb)
    places = sentence.children(verb, "obl", "obl:unmarked", "iobj", "advmod")
    end = max((sentence.reach(p).end for p in places if p.start > verb.end), default=None)
    return own is not None and own.start < verb.start and end is not None and text[end : end + 1] == ","


def _has_clause(sentence: Sentence, part: Span, verb: Token) -> bool:
    """Tell whether a part of the sentence holds a verb of its own or is a quotation."""
    words = [t for t in sentence.tokens if part.start <= t.start < part.end]
    if any(t.text in {'"', "”", "“", "»"} for t in words):
        return True
    return len(words) > 2 and any(t.is_verb and t.i != verb.i for t in words)


def _content(sentence: Sentence, verb: Token) -> Token | None:
    """Return the head of the clause that a verb reports, one after it first; none beyond a semicolon."""
    clauses = sentence.children(verb, "ccomp")
    content = next((c for c in clauses if c.start > verb.end), next(iter(clauses), None))
    return content if content is not None and content.start <= clause_end(sentence, verb.end) else None


def _is_as_clause(sentence: Sentence, verb: Token) -> bool:
    """Tell whether a verb of saying stands in a clause with "as", set off ("as the minister put it, …")."""
    opening = next((k for k in sentence.children(verb, "mark", "advmod", "case") if k.lower == "as"), None)
    if opening is None or opening.start > verb.start:
        return False
    return opening.i == 0 or sentence.tokens[opening.i - 1].pos == "PUNCT"


def _beside_as_clause(sentence: Sentence, verb: Token, clause: Span) -> Span:
    """Return what a clause with "as" speaks of: what follows one that opens the sentence, else what goes before it."""
    reach = sentence.reach(verb)
    start = min(reach.start, clause.start)
    if not any(t.start < start and t.pos != "PUNCT" for t in sentence.tokens):
        return Span(reach.end, clause_end(sentence, reach.end))
    begin = clause_start(sentence, start)
    lies_around = not _has_clause(sentence, Span(begin, start), verb)
    return Span(begin, clause_end(sentence, reach.end) if lies_around else start)


def _that_clause(sentence: Sentence, verb: Token) -> Token | None:
    """Return the "that" which opens what is said after those to whom it is said, where the parse lost it."""
    for token in sentence.tokens[verb.i + 1 : verb.i + _LONGEST_ADDRESS]:
        if token.lower == "that" and token.tag in {"IN", "WDT"}:
            return token
        if token.text in {";", ":"} or token.is_verb:
            break
    return None


def clause_start(sentence: Sentence, offset: int) -> int:
    """Return where the part of a sentence around a place begins: after the semicolon or colon before it, if any."""
    marks = [t.end for t in sentence.tokens if t.text in {";", ":"} and t.end <= offset]
    return max(marks, default=sentence.span.start)


def _right_end(sentence: Sentence, verb: Token, content: Token) -> int:
    """Return where a clause after its verb ends: before a coordinated act of the same speaker, else at the end."""
    reach = sentence.reach(content)
    above = next((a for a in sentence.ancestors(verb) if a.is_verb), None)
    if verb.dep == "acl:relcl" and above is not None and above.start > reach.end:
        return reach.end
    for kid in sentence.children(verb, "conj", "advcl", "parataxis"):
        if kid.is_verb and kid.start > content.start and kid.start >= reach.end - 1:
            start = min(w.start for w in sentence.subtree(kid))
            if start > content.start:
                return start
    return clause_end(sentence, content.start)


def clause_end(sentence: Sentence, offset: int) -> int:
    """Return where the part of a sentence around a place ends: at the next semicolon, else with the sentence."""
    return next((t.start for t in sentence.tokens if t.text == ";" and t.start >= offset), sentence.span.end)


def _trim(text: str, span: Span) -> Span | None:
    """Return a stretch without the marks at its edges; a closing quotation mark stays where its opening one does."""
    start, end = span.start, span.end
    while start < end and text[start] in f' \n\t,:;—–-"{_OPEN}{_CLOSE}':
        start += 1
    if text[start : start + 5].lower() == "that ":
        start += 5
    while end > start and (text[end - 1] in " \n\t,:;—–-" or _closes_alone(text, start, end)):
        end -= 1
    return Span(start, end) if end > start else None


def _closes_alone(text: str, start: int, end: int) -> bool:
    words = text[start:end]
    if words[-1] == '"':
        return words.count('"') % 2 == 1
    return words[-1] in _CLOSE and sum(words.count(m) for m in _OPEN) < sum(words.count(m) for m in _CLOSE)
