"""The prepared texts: `texts/<kind>-<number>.md`, the thinking above the first `---`, the answer below it.

Another file is another variant; nothing else needs to know.
"""

import functools
import random
import re
from dataclasses import dataclass
from pathlib import Path

WORD = re.compile(r"[a-z0-9]{4,}")
COMMON = {
    "what",
    "with",
    "write",
    "that",
    "this",
    "about",
    "have",
    "does",
    "from",
    "explain",
    "compare",
    "give",
    "some",
}
FOLDER = Path(__file__).parent / "texts"


@dataclass(frozen=True)
class Reply:
    """The visible text and the summary of the thinking before it."""

    text: str
    thinking: str


@functools.cache
def variants(kind: str) -> tuple[Reply, ...]:
    """All prepared replies of a kind, in order of their numbers."""
    paths = sorted(FOLDER.glob(f"{kind}-[0-9]*.md"))
    return tuple(read(path) for path in paths)


def read(path: Path) -> Reply:
    """One prepared reply."""
    thinking, _, text = path.read_text("utf-8").partition("\n---\n")
    return Reply(text.strip() + "\n", thinking.strip() + "\n")


def one(kind: str, dice: random.Random, **words: str) -> Reply:
    """A reply of a kind, `{{name}}` replaced by the word of that name, `{{Name}}` by its capitalised form."""
    chosen = nearest(variants(kind), words.get("asked", ""), dice)
    return Reply(filled(chosen.text, words).rstrip("\n"), filled(chosen.thinking, words))


def nearest(replies: tuple[Reply, ...], asked: str, dice: random.Random) -> Reply:
    """The reply that has most words in common with the question; among equals the dice decide."""
    wanted = {word for word in WORD.findall(asked.lower()) if word not in COMMON}
    common = [sum(word in reply.text.lower() for word in wanted) for reply in replies]
    return dice.choice([reply for reply, many in zip(replies, common, strict=True) if many == max(common)])


def filled(text: str, words: dict[str, str]) -> str:
    """The text with its gaps filled."""
    for name, word in words.items():
        text = text.replace("{{" + name + "}}", word)
        text = text.replace("{{" + name.capitalize() + "}}", word[:1].upper() + word[1:])
    return text
