"""What prompts are checked for before a batch is ordered: words nobody wants, length, tone.

The tone is judged by a rule, not by an engine: prompts that shout. What the house does not want anywhere is its policy's
business (`moderation.gates`), which looks at every order anyway.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from moderation.normal import normal

MOST_WORDS = 200
SHOUTED_LETTERS = 12  # fewer may be an abbreviation
BETWEEN = re.compile(r"[,;\n]")
LOUD = re.compile(r"[!?]{2,}")


@dataclass(frozen=True, slots=True)
class Words:
    """`unwanted` as somebody typed them; `longest` 0: as long as any prompt may be; `calm`: nothing that shouts."""

    unwanted: tuple[str, ...] = ()
    longest: int = 0
    calm: bool = False

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
        unwanted = dict.fromkeys((*settings.STUDIO_UNWANTED_WORDS, *self.unwanted))
        text = normal(prompt) if unwanted else ""
        return [word for word in unwanted if re.search(rf"(?<!\w){re.escape(normal(word))}(?!\w)", text)]


def listed(typed: str) -> tuple[str, ...]:
    """Words between commas, semicolons or line ends, each once."""
    words = (" ".join(word.split()) for word in BETWEEN.split(typed))
    return tuple(dict.fromkeys(word for word in words if word))[:MOST_WORDS]


def shouts(prompt: str) -> bool:
    """Whether more than half of its letters are capitals, or signs stand in rows."""
    letters = [letter for letter in prompt if letter.isalpha()]
    loud = sum(letter.isupper() for letter in letters)
    return bool(LOUD.search(prompt)) or (len(letters) >= SHOUTED_LETTERS and loud * 2 > len(letters))
