"""Text as the rules read it: disguises taken off, words left apart."""

import re
import unicodedata
from functools import lru_cache

from confusable_homoglyphs.confusables import confusables_data

DIGITS = {"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "!": "i", "|": "i"}


def _lookalikes() -> dict[int, str]:
    """Letters of other scripts that are drawn like a Latin one, small and (because case is folded first) large."""
    found: dict[str, str] = {}
    for letter, others in confusables_data.items():
        latin = next(
            (each["c"] for each in others if len(each["c"]) == 1 and each["c"].isascii() and each["c"].isalpha()), ""
        )
        if latin and not letter.isascii() and letter.isalpha():
            found.setdefault(letter, latin.lower())
    for letter, latin in list(
        found.items()
    ):  # the small one of a large look-alike stands for it, unless it is one itself
        found.setdefault(letter.lower(), latin)
    return {ord(letter): latin for letter, latin in found.items() if len(letter) == 1}


# Letters of other scripts, digits and signs that stand in for Latin letters when somebody hides a word.
LETTERS = _lookalikes()
LOOKALIKES = LETTERS | {ord(sign): latin for sign, latin in DIGITS.items()}
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]"
)
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
_FOREIGN = re.compile(r"[^\W\d_]*[^\W\d_\x00-\x7f]\w*")
# It begins only where a word begins and never goes back into the letters before its digit: a long word costs its length.
_LEET = re.compile(r"(?<!\w)[^\W\d_]*+[\d@$!|][\w@$!|]*")
_SPACED = re.compile(r"\b(?:\w[ .\-_*]){2,}\w\b")
_BLANKS = re.compile(r"\s+")


def folded(text: str) -> str:
    """Case and width folded, accents off, invisible letters gone, letters of other scripts brought home where all of a word is."""
    plain = each_folded(text)
    return plain if plain.isascii() else _FOREIGN.sub(_home, plain)


def each_folded(text: str) -> str:
    """Each letter by itself, whatever stands beside it: of two joined texts it is the two, joined."""
    return text.lower() if text.isascii() else _BEYOND_ASCII.sub(_run_folded, text).lower()


def normal(text: str) -> str:
    """Folded, digits in words read as letters, s p a c e d letters joined."""
    plain = _LEET.sub(lambda word: spelled(word[0]), folded(text))
    plain = _SPACED.sub(lambda word: re.sub(r"[ .\-_*]", "", word[0]), plain)
    return _BLANKS.sub(" ", plain)


def spelled(word: str) -> str:
    """A word with its digits and signs read as letters; one without a letter ("2024") stays, and a sign that ends it ("no!")."""
    inner = word.rstrip("!|")
    if not any(letter.isalpha() for letter in inner):
        return word
    return inner.translate(LOOKALIKES) + word[len(inner) :]


def _home(word: re.Match[str]) -> str:
    """A word of which every letter is drawn like a Latin one; in another the letters are what they are."""
    home = word[0].translate(LETTERS)
    return home if home.isascii() else word[0]


def _run_folded(run: re.Match[str]) -> str:
    return "".join(map(_folded, run[0]))


@lru_cache(maxsize=4096)
def _folded(letter: str) -> str:
    """One letter at a time: a whole text is decomposed by sorting its accents, and a long run of them takes minutes."""
    if _INVISIBLE.match(letter):
        return ""
    decomposed = unicodedata.normalize("NFKD", letter).casefold()
    return "".join(part for part in decomposed if not unicodedata.combining(part))
