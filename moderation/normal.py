"""Text as the rules read it: disguises taken off, words left apart."""

import re
import unicodedata
from functools import lru_cache

# Letters of other scripts, digits and signs that stand in for Latin letters when somebody hides a word.
LOOKALIKES = str.maketrans({
    "а": "a", "е": "e", "о": "o", "р": "p", "с": "c", "у": "y", "х": "x", "і": "i", "ѕ": "s", "ԁ": "d", "һ": "h", "ո": "n",
    "α": "a", "ο": "o", "ν": "v", "ι": "i", "κ": "k", "ρ": "p", "τ": "t", "υ": "u", "ε": "e",
    "0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "!": "i", "|": "i",
})  # fmt: skip
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]"
)
# It begins only where a word begins and never goes back into the digits before its letter: a long number costs its length.
_LEET = re.compile(r"(?<!\w)(?=[\d_]*+[^\W\d_])[\w@$!|]+")
_SPACED = re.compile(r"\b(?:\w[ .\-_*]){2,}\w\b")
_BLANKS = re.compile(r"\s+")


def normal(text: str) -> str:
    """Folded case and width, accents off, invisible letters gone, look-alikes and s p a c e d letters brought home."""
    plain = text.lower() if text.isascii() else "".join(map(_folded, _INVISIBLE.sub("", text)))
    # Only inside words that have a letter: "2024" stays a number.
    plain = _LEET.sub(lambda word: word[0].translate(LOOKALIKES), plain)
    plain = _SPACED.sub(lambda word: re.sub(r"[ .\-_*]", "", word[0]), plain)
    return _BLANKS.sub(" ", plain)


@lru_cache(maxsize=4096)
def _folded(letter: str) -> str:
    """One letter at a time: a whole text is decomposed by sorting its accents, and a long run of them takes minutes."""
    decomposed = unicodedata.normalize("NFKD", letter).casefold()
    return "".join(part for part in decomposed if not unicodedata.combining(part))
