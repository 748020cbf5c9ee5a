"""All terms of a policy, looked for in one reading of a text: what it costs grows with the text, not with the terms."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from moderation.normal import DIGITS, LOOKALIKES, folded

_WORD = re.compile(r"[\w@$!|]+")
_DISGUISED = re.compile(r"[\d@$!|]")
_STRETCHED = re.compile(r"([^\W\d_])\1{2,}")
# Between two words of one term: not the end of a sentence, and not far.
_APART = re.compile(r"[.!?;:]\s|\n\s*\n")
GAP = 3
SPELLED_OUT = 3  # letters that stand alone, one after another, are a word
STOPS = "!|"
USUAL = 40  # letters of a word that is worth remembering
_ONES = {ord(sign): "l" for sign, letter in DIGITS.items() if letter == "i"}


class Hit(NamedTuple):
    """A term found, and where in the folded text."""

    term: str
    begin: int
    end: int

    def term_in(self, reading: "Reading") -> str:
        """As it stands in the text, without case and accents."""
        return reading.plain[self.begin : self.end]


class Word(NamedTuple):
    """A word of a text: where it stands, and all it may be meant to be."""

    begin: int
    end: int
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a lexicon found in a text. `text` is as it was written, `plain` folded.

    `judged`: what stands before this place was read with what stood before it, which is not there any more.
    """

    text: str
    plain: str
    hits: dict[str, list[Hit]]
    judged: int = 0


class Term(NamedTuple):
    """A term as it is compared: its first word, those after it, and whether the last one may go on."""

    first: str
    rest: tuple[str, ...]
    open_end: bool
    written: str


class Row:
    """The terms that begin with one word. Many begin with "the" or "in": which of them may stand here, the second word says."""

    __slots__ = ("alone", "open_second", "second")

    def __init__(self) -> None:
        self.alone: list[Term] = []
        self.second: dict[str, list[Term]] = {}
        self.open_second: list[Term] = []

    def add(self, term: Term) -> None:
        """Sort it in."""
        if not term.rest:
            self.alone.append(term)
        elif term.open_end and len(term.rest) == 1:
            self.open_second.append(term)
        else:
            self.second.setdefault(term.rest[0], []).append(term)

    def before(self, after: Word | None) -> list[Term]:
        """Those that may go on with this word."""
        if after is None or not (self.second or self.open_second):
            return self.alone
        found = self.alone + self.open_second
        for form in after.forms:
            if form in self.second:
                found += self.second[form]
        return found


class Lexicon:
    """Terms are whole words or rows of them; a trailing * allows endings of the last one."""

    def __init__(self, terms: Iterable[str]) -> None:
        self._rows: dict[str, Row] = {}
        self._stems: dict[str, list[Term]] = {}  # by their first letters: one look tells for most words that none fits
        stems = []
        for written in dict.fromkeys(terms):
            if words := words_of(written):
                term = Term(words[0], words[1:], written.endswith("*"), written)
                if term.open_end and not term.rest:
                    stems.append(term)
                else:
                    self._rows.setdefault(term.first, Row()).add(term)
        self._head = min((len(term.first) for term in stems), default=1)
        for term in stems:
            self._stems.setdefault(term.first[: self._head], []).append(term)

    def read(self, text: str, *, judged: int = 0) -> Reading:
        """Every term that stands in the text, and where. `judged`: letters of a longer text that were read before."""
        plain = folded(text).replace("_", " ")
        hits: dict[str, list[Hit]] = {}
        words = _words(plain)
        rows, stems, head = self._rows, self._stems, self._head
        for at, word in enumerate(words):
            for form in word.forms:
                if form in rows:
                    after = words[at + 1] if at + 1 < len(words) else None
                    for term in rows[form].before(after):
                        last = _last(plain, words, at, term)
                        if last is not None:
                            hits.setdefault(term.written, []).append(Hit(term.written, word.begin, last.end))
                if form[:head] in stems:
                    for term in stems[form[:head]]:
                        if form.startswith(term.first):
                            hits.setdefault(term.written, []).append(Hit(term.written, word.begin, word.end))
        return Reading(text, plain, hits, len(folded(text[:judged])) if judged else 0)


def words_of(term: str) -> tuple[str, ...]:
    """A term as it is looked for."""
    words = (word.strip(STOPS) for word in _WORD.findall(folded(term.rstrip("*")).replace("_", " ")))
    return tuple(word for word in words if word)


def _last(plain: str, words: list[Word], at: int, term: Term) -> Word | None:
    """The word with which the term ends that began at `at`; None: other words follow."""
    last = at + len(term.rest)
    if last >= len(words):
        return None
    for n, wanted in enumerate(term.rest, at + 1):
        word = words[n]
        if not _near(plain, words[n - 1].end, word.begin):
            return None
        if wanted in word.forms:
            continue
        if not (term.open_end and n == last and any(form.startswith(wanted) for form in word.forms)):
            return None
    return words[last]


def _words(plain: str) -> list[Word]:
    words: list[Word] = []
    alone: list[Word] = []
    widest = GAP
    for found in _WORD.finditer(plain):
        begin, end = found.span()
        if end - begin > 1:
            if alone:
                words += _joined(alone, plain)
                alone = []
            words.append(Word(begin, end, _forms(found[0])))
            continue
        if alone and not (_near(plain, alone[-1].end, begin) and begin - alone[-1].end <= widest):
            words += _joined(alone, plain)
            alone = []
        # Two words spelled out lie further apart than their letters.
        widest = begin - alone[-1].end if alone else GAP
        alone.append(Word(begin, end, _forms(found[0])))
    return words + _joined(alone, plain)


def _near(plain: str, before: int, begin: int) -> bool:
    """Whether one word follows another closely: no sentence ends between them, and nothing is called out."""
    if begin - before > GAP or plain[begin] in STOPS or (before and plain[before - 1] in STOPS):
        return False
    return begin - before == 1 or not _APART.search(plain, before, begin)


def _joined(alone: list[Word], plain: str) -> list[Word]:
    """Letters that stand alone: a word spelled out, perhaps with an "a" or "I" before it."""
    if len(alone) < SPELLED_OUT:
        return alone
    word = "".join(plain[each.begin] for each in alone)
    forms = dict.fromkeys(_forms(word))
    if word[0] in "ai":
        forms |= dict.fromkeys(_forms(word[1:]))
    return [Word(alone[0].begin, alone[-1].end, tuple(forms))]


def _forms(word: str) -> tuple[str, ...]:
    return _known_forms(word) if len(word) <= USUAL else _meant(word)


@lru_cache(maxsize=16_384)
def _known_forms(word: str) -> tuple[str, ...]:
    return _meant(word)


def _meant(word: str) -> tuple[str, ...]:
    """What a word may be meant to be: itself, with digits as letters (a 1 is an i or an l), with stretched letters shortened."""
    bare = word.strip(STOPS)
    forms = [bare]
    if _DISGUISED.search(bare) and any(map(str.isalpha, bare)):
        forms += [bare.translate(LOOKALIKES), bare.translate(LOOKALIKES | _ONES)]
    if _STRETCHED.search(bare):
        forms += [_STRETCHED.sub(r"\1" * times, form) for form in tuple(forms) for times in (1, 2)]
    return tuple(dict.fromkeys(forms))
