"""Quotation marks, and the stretch of a sentence that is told on a speaker's word."""

from __future__ import annotations

from collections.abc import Sequence

from kg.model import Span
from kg.reading import lexicon
from kg.reading.frames import is_negated, own_subject
from kg.reading.parse import Sentence, Token

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


def saying(sentence: Sentence, verb: Token) -> Span:
    """Return the words of the reporting clause itself: the verb, its subject and auxiliaries ("Lavrov said")."""
    words = [verb, *sentence.children(verb, "aux", "aux:pass", "advmod")]
    own = own_subject(sentence, verb)
    if own:
        words += sentence.subtree(own, ("acl:relcl", "parataxis"))
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


def region(sentence: Sentence, verb: Token, text: str, quoted: Sequence[Span] = ()) -> Span | None:
    """Return what a verb of saying reports in its sentence, or ``None`` when it reports no clause.

    The clause may follow ("said that …"), go before ("…, said Lavrov") or lie around ("The plan, he said, is …").
    """
    clause = saying(sentence, verb)
    content = sentence.child(verb, "ccomp")
    left, right = Span(sentence.span.start, clause.start), Span(clause.end, sentence.span.end)
    before = text[left.start : left.end].rstrip()
    after = text[right.start : right.end].strip()
    closes = before.endswith((",", '"', "”", "—", "–", "?", "!", "-", "»"))
    told_before = closes and _has_clause(sentence, left, verb)
    opened = next((q for q in quoted if 0 <= q.start - verb.end < 5 and q.start < sentence.span.end), None)
    if opened is not None:
        return _trim(text, Span(opened.start, sentence.span.end))
    around = before.endswith(",") and after.startswith(",")
    if around and content is not None and sentence.reach(content).start < verb.start < content.start:
        return _trim(text, Span(left.start, right.end))
    if content is not None and content.start > verb.end:
        end = _right_end(sentence, verb, content)
        return _trim(text, Span(max(verb.end, min(w.start for w in sentence.subtree(content))), end))
    if told_before and not is_negated(sentence, verb) and not after.lower().startswith(("that ", "it ")):
        start = _left_start(sentence, left)
        goes_on = after[:1] in {",", ";"} and len(after) > 12 and not _belongs(sentence, verb, clause.end)
        return _trim(text, Span(start, right.end if goes_on else clause.start))
    if content is not None:
        return _trim(text, sentence.reach(content))
    if verb.dep == "parataxis" and around:
        return _trim(text, Span(left.start, right.end))
    quote = next((q for q in quoted if q.start >= clause.end and q.start < sentence.span.end), None)
    if quote is not None:
        return _trim(text, Span(quote.start, sentence.span.end))
    if after.lower().startswith(("that ", ": ")) or text[clause.end : clause.end + 1] == ":":
        return _trim(text, Span(clause.end, sentence.span.end))
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
    return verb.dep in {"parataxis", "ROOT"} and any(t.i == following.i for t in own)


def _has_clause(sentence: Sentence, part: Span, verb: Token) -> bool:
    """Tell whether a part of the sentence holds a verb of its own or is a quotation."""
    words = [t for t in sentence.tokens if part.start <= t.start < part.end]
    if any(t.text in {'"', "”", "“", "»"} for t in words):
        return True
    return len(words) > 2 and any(t.is_verb and t.i != verb.i for t in words)


def _left_start(sentence: Sentence, left: Span) -> int:
    """Return where the clause before a postposed speaker begins: after an earlier semicolon, else at the start."""
    start = left.start
    for token in sentence.tokens:
        if token.start >= left.end:
            break
        if token.text == ";":
            start = token.end
    return start


def _right_end(sentence: Sentence, verb: Token, content: Token) -> int:
    """Return where a clause after its verb ends: before a coordinated act of the same speaker, else at the end."""
    reach = sentence.reach(content)
    for kid in sentence.children(verb, "conj", "advcl", "parataxis"):
        if kid.is_verb and kid.start > content.start and kid.start >= reach.end - 1:
            start = min(w.start for w in sentence.subtree(kid))
            if start > content.start:
                return start
    return sentence.span.end


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
