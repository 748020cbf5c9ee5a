"""What prompts are checked for before a batch is ordered: words nobody wants, length, tone.

The tone is judged by a rule, not by an engine: prompts that shout. What the house does not want anywhere is its policy's
business (`moderation.gates`), which looks at every order anyway.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings

from moderation.normal import normal

MOST_WORDS = 200
SHOUTED_LETTERS = 12  # fewer may be an abbreviation
BETWEEN = re.compile(r"[,;\n]")
LOUD = re.compile(r"[!?]{2,}")

# A word as it was typed, as it is looked for, and where it stands by itself.
Sought = tuple[str, str, re.Pattern[str]]


@dataclass(frozen=True, slots=True)
class Words:
    """`unwanted` as somebody typed them; `longest` 0: as long as any prompt may be; `calm`: nothing that shouts.

    One of these reads all prompts of a batch: what it looks for is made ready once.
    """

    unwanted: tuple[str, ...] = ()
    longest: int = 0
    calm: bool = False
    _sought: tuple[Sought, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        words = dict.fromkeys((*settings.STUDIO_UNWANTED_WORDS, *self.unwanted))
        object.__setattr__(self, "_sought", tuple(_sought(words)))

    @classmethod
    def by(cls, rules: Mapping[str, Any]) -> "Words":
        """From a batch's column."""
        return cls(listed(rules.get("unwanted", "")), int(rules.get("longest") or 0), bool(rules.get("calm")))

    def against(self, prompt: str) -> Iterator[str]:
        """What is to be said against a prompt, sentence by sentence."""
        if found := self._found(prompt):
            yield f"It has {' and '.join(f'“{word}”' for word in found)}, which is on the list of words not to be used."
        if self.longest and len(prompt) > self.longest:
            yield f"It has {len(prompt):,} characters; {self.longest:,} are the most you want."
        if self.calm and shouts(prompt):
            yield "It shouts: mostly capital letters, or several exclamation marks."

    def _found(self, prompt: str) -> list[str]:
        text = normal(prompt) if self._sought else ""
        # Most words stand nowhere in it, which is found out much faster than that they do not stand by themselves.
        return [word for word, plain, alone in self._sought if plain in text and alone.search(text)]


def _sought(words: Iterable[str]) -> Iterator[Sought]:
    for word in words:
        if plain := normal(word).strip():
            yield word, plain, re.compile(rf"(?<!\w){re.escape(plain)}(?!\w)")


def listed(typed: str) -> tuple[str, ...]:
    """Words between commas, semicolons or line ends, each once."""
    words = (" ".join(word.split()) for word in BETWEEN.split(typed))
    return tuple(dict.fromkeys(word for word in words if word))[:MOST_WORDS]


def shouts(prompt: str) -> bool:
    """Whether more than half of its letters are capitals, or signs stand in rows."""
    letters = [letter for letter in prompt if letter.isalpha()]
    loud = sum(letter.isupper() for letter in letters)
    return bool(LOUD.search(prompt)) or (len(letters) >= SHOUTED_LETTERS and loud * 2 > len(letters))
