"""The forms of words: of the verbs that the lexicon knows, and lemmas that a parser cuts one letter short of right."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from kg.reading.lexicon import among, cues, irregular, light_verbs, people, singulars

_VOWELS = "aeiou"
_HISSING = ("ches", "shes", "sses", "xes", "zzes")


@cache
def known_verbs() -> frozenset[str]:
    """Return the verbs that make or lend an act."""
    return frozenset({lemma for lemma, pos in cues() if pos == "verb"} | {words[0] for words in light_verbs()})


@cache
def lemmas() -> dict[str, str]:
    """Return the forms of the known verbs, each with its lemma; the irregular ones are a data file."""
    regular = {form: verb for verb in sorted(known_verbs()) for form in forms(verb)}
    return regular | {form: verb for form, verb in irregular().items() if verb in known_verbs()}


def forms(verb: str) -> Iterator[str]:
    """Yield the regular forms of a verb, those too with a doubled last letter.

    >>> list(forms("defer"))
    ['defers', 'defered', 'defering', 'deferred', 'deferring']
    >>> list(forms("deny")), list(forms("urge"))
    (['denies', 'denied', 'denying'], ['urges', 'urged', 'urging'])
    """
    if verb.endswith("e"):
        yield from (f"{verb}s", f"{verb}d", f"{verb[:-1]}ing")
    elif verb.endswith("y") and verb[-2] not in _VOWELS:
        yield from (f"{verb[:-1]}ies", f"{verb[:-1]}ied", f"{verb}ing")
    else:
        yield f"{verb}es" if verb.endswith(("s", "sh", "ch", "x", "z")) else f"{verb}s"
        yield from (f"{verb}ed", f"{verb}ing")
        if verb[-1] not in f"{_VOWELS}hswxy" and verb[-2] in _VOWELS:
            yield from (f"{verb}{verb[-1]}ed", f"{verb}{verb[-1]}ing")


def mended(form: str, lemma: str, noun: bool) -> str:
    """Return a lemma in the spelling of the dictionary, where only the last letter of a form was cut off.

    Parameters:
        form: the word as written, in lower case.
        lemma: what the parser gives.
        noun: whether the word is a noun.

    >>> mended("treaties", "treatie", True), mended("speeches", "speeche", True), mended("tries", "trie", False)
    ('treaty', 'speech', 'try')
    >>> mended("spokesmen", "spokesmen", True), mended("ties", "tie", True), mended("crises", "crise", True)
    ('spokesman', 'tie', 'crisis')
    >>> mended("aides", "aid", True)
    'aide'
    """
    if noun and form.endswith("s") and form[:-1] in people():
        return form[:-1]
    if lemma.endswith("ie") and form.endswith(("ies", "ied")) and lemma not in among("in_ie"):
        return f"{lemma[:-2]}y"
    if form.endswith(_HISSING) and lemma == form[:-1] and lemma not in among("in_e"):
        return lemma[:-1]
    if noun and lemma == form and form.endswith("men") and form not in among("no_men"):
        return f"{form[:-2]}an"
    return singulars().get(lemma, lemma) if noun else lemma
