"""The forms of the verbs that the lexicon knows, for where the parser's lemma is none of them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from kg.reading.lexicon import cues, irregular, light_verbs

_VOWELS = "aeiou"


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
