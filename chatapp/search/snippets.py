"""Where the words stand: a stretch of the text around them, with each of them marked. Accents and case as in the index.

Plain words in parts: the page escapes them, whatever was said.
"""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from chatapp.search.asked import Term
from chatapp.search.plain import begins_in_code, plain

BEFORE, LENGTH = 60, 220
READ_BEFORE, READ_AFTER = 300, 900  # of Markdown: what makes a snippet once its signs are gone
UNSPACED = r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
LETTER = r"[^\W_]"


@dataclass(frozen=True, slots=True)
class Part:
    """Some words, marked or not."""

    words: str
    marked: bool = False


def snippet(text: str, terms: Collection[Term], *, whole: bool = False, markdown: bool = False) -> list[Part]:
    """The stretch where most of the terms begin, or the beginning. `whole`: all of the text (a title). `markdown`: without
    its signs, unless it is only in them that a term stands (the address of a link)."""
    pattern = _pattern(tuple(term for term in terms if not term.unwanted))
    if not whole:
        text = _stretch(text, pattern, markdown=markdown)
    parts: list[Part] = []
    at = 0
    for match in pattern.finditer(text) if pattern else ():
        if match.start() > at:
            parts.append(Part(text[at : match.start()]))
        parts.append(Part(match[0], marked=True))
        at = match.end()
    return [*parts, Part(text[at:])] if at < len(text) else parts


def _stretch(text: str, pattern: re.Pattern[str] | None, *, markdown: bool) -> str:
    first = pattern.search(text) if pattern else None
    at = first.start() if first else 0
    if not markdown:
        return _cut(text, at)
    start = max(text.rfind("\n", 0, max(0, at - BEFORE)) + 1, at - READ_BEFORE, 0)
    words = plain(text[start : at + READ_AFTER], in_code=begins_in_code(text, start))
    again = pattern.search(words) if pattern else None
    if first and not again:
        return _cut(text, at)
    return _cut(words, again.start() if again else 0, begins=start == 0, ends=at + READ_AFTER >= len(text))


def _cut(text: str, at: int, *, begins: bool = True, ends: bool = True) -> str:
    """On one line, from a little before, between words where there are any. `begins`, `ends`: nothing stands around it."""
    start = max(0, at - BEFORE)
    if start:
        space = text.find(" ", start, at)
        start = space + 1 if space >= 0 else start
    words = " ".join(text[start : start + 2 * LENGTH].split())
    short = words[:LENGTH].rsplit(" ", 1)[0] if len(words) > LENGTH and " " in words[:LENGTH] else words[:LENGTH]
    end = "" if ends and start + 2 * LENGTH >= len(text) and len(short) == len(words) else "…"
    return ("" if begins and start == 0 else "…") + short + end


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
