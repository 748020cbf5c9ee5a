"""Where the words stand: a stretch of the text around them, with each of them marked. Accents and case as in the index."""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from chatapp.search.asked import Term

BEFORE, LENGTH = 60, 220
UNSPACED = r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
LETTER = r"[^\W_]"


@dataclass(frozen=True, slots=True)
class Part:
    """Some words, marked or not."""

    words: str
    marked: bool = False


def snippet(text: str, terms: Collection[Term], *, whole: bool = False) -> list[Part]:
    """The stretch where most of the terms begin, or the beginning. `whole`: all of the text (a title)."""
    pattern = _pattern(tuple(term for term in terms if not term.unwanted))
    first = pattern.search(text) if pattern else None
    if not whole:
        text = _cut(text, first.start() if first else 0)
    parts: list[Part] = []
    at = 0
    for match in pattern.finditer(text) if pattern else ():
        if match.start() > at:
            parts.append(Part(text[at : match.start()]))
        parts.append(Part(match[0], marked=True))
        at = match.end()
    return [*parts, Part(text[at:])] if at < len(text) else parts


def _cut(text: str, at: int) -> str:
    """On one line, from a little before, between words where there are any."""
    start = max(0, at - BEFORE)
    if start:
        space = text.find(" ", start, at)
        start = space + 1 if space >= 0 else start
    words = " ".join(text[start : start + 2 * LENGTH].split())
    short = words[:LENGTH].rsplit(" ", 1)[0] if len(words) > LENGTH and " " in words[:LENGTH] else words[:LENGTH]
    end = "…" if start + 2 * LENGTH < len(text) or len(short) < len(words) else ""
    return ("…" if start else "") + short + end


@lru_cache(256)
def _pattern(terms: tuple[Term, ...]) -> re.Pattern[str] | None:
    alternatives = [found for term in terms if (found := _of(term))]
    return re.compile("|".join(alternatives), re.IGNORECASE) if alternatives else None


def _of(term: Term) -> str:
    folded = "".join(
        each for each in unicodedata.normalize("NFKD", term.words.lower()) if not "\u0300" <= each <= "\u036f"
    )
    pieces = re.findall(rf"[{UNSPACED}]+|(?:(?![{UNSPACED}]){LETTER})+", unicodedata.normalize("NFKC", folded))
    if not pieces:
        return ""
    words = r"[\W_]*".join("".join(map(_letter, piece)) for piece in pieces)
    open_start, open_end = (re.match(rf"[{UNSPACED}]", pieces[at][end]) for at, end in ((0, 0), (-1, -1)))
    start = "" if open_start else rf"(?<!{LETTER})"
    end = "" if open_end else rf"(?!{LETTER})" if term.whole else rf"{LETTER}*"
    return start + words + end


def _letter(letter: str) -> str:
    """This letter with any accent, or none."""
    variants = _variants().get(letter, "")
    return f"[{re.escape(letter + variants)}][\u0300-\u036f]*"


@lru_cache(1)
def _variants() -> dict[str, str]:
    """Letters with accents, by the letter without."""
    known: dict[str, str] = {}
    for number in (*range(0xC0, 0x530), *range(0x1E00, 0x2000)):
        folded = "".join(
            each for each in unicodedata.normalize("NFKD", chr(number).lower()) if not "\u0300" <= each <= "\u036f"
        )
        if len(folded) == 1 and folded != chr(number):
            known[folded] = known.get(folded, "") + chr(number)
    return known
