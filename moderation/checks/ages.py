"""The age of somebody who is not grown up, in figures and words, in four languages."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from moderation.checks.rule import Lists, Rule, terms_rule

GROWN_UP = 18
ENGLISH = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
]
GERMAN = [
    "ein",
    "zwei",
    "drei",
    "vier",
    "fünf",
    "sechs",
    "sieben",
    "acht",
    "neun",
    "zehn",
    "elf",
    "zwölf",
    "dreizehn",
    "vierzehn",
    "fünfzehn",
    "sechzehn",
    "siebzehn",
]
FRENCH = [
    "un",
    "deux",
    "trois",
    "quatre",
    "cinq",
    "six",
    "sept",
    "huit",
    "neuf",
    "dix",
    "onze",
    "douze",
    "treize",
    "quatorze",
    "quinze",
    "seize",
    "dix-sept",
]
SPANISH = [
    "un",
    "dos",
    "tres",
    "cuatro",
    "cinco",
    "seis",
    "siete",
    "ocho",
    "nueve",
    "diez",
    "once",
    "doce",
    "trece",
    "catorce",
    "quince",
    "dieciséis",
    "diecisiete",
]
# A number alone may be of anything: it is an age by what stands beside it.
SAYS_AGE = {
    "en": ("{} year old*", "{} years old", "{} yr old*", "{} yrs old", "{} years of age", "aged {}", "age {}", "turned {}"),
    "de": ("{} jahre alt*", "{} jährig*", "{} jaehrig*", "im alter von {}"),
    "fr": ("{} ans", "agee de {}", "age de {}"),
    "es": ("{} años", "{} anos", "{} añitos"),
}  # fmt: skip
SHORT = ("{}yo", "{}yr", "{} yo", "{} y o", "{}yrs", "{}yearold*", "{}jährig*")
JOINED = ("{}jährig*", "{}jaehrig*")


def rule(raw: dict[str, Any], lists: Lists) -> Rule:
    """A rule that holds where such an age stands `beside` one of the terms. Raises ValueError for one without."""
    made = terms_rule("ages", raw, lists, more=terms())
    if not made.beside:
        raise ValueError("an age alone breaks nothing: name what it stands beside")
    return made


@cache
def terms() -> tuple[str, ...]:
    """Every way of saying such an age that is looked for."""
    return tuple(dict.fromkeys(_terms()))


def _terms() -> Iterator[str]:
    for language, numbers in (("en", ENGLISH), ("de", GERMAN), ("fr", FRENCH), ("es", SPANISH)):
        for age, word in enumerate(numbers, 1):
            for form in SAYS_AGE[language]:
                yield form.format(age)
                yield form.format(word)
            for form in SHORT if language == "en" else ():
                yield form.format(age)
            for form in JOINED if language == "de" else ():
                yield form.format(word)
