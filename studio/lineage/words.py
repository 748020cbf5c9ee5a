"""What changed from one prompt to the next, word by word."""

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

MOST_WORDS = 120  # of each prompt are compared: it is a hint on an edge, not a proof
KEPT_AROUND = 2  # words left standing beside a change

Does = Literal["same", "added", "removed"]


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words, and what became of them."""

    does: Does
    words: str


def difference(before: str, after: str) -> tuple[Piece, ...]:
    """The changes from one to the other, each with a word or two beside it. Nothing for the same words."""
    old, new = before.split()[:MOST_WORDS], after.split()[:MOST_WORDS]
    if old == new:
        return ()
    pieces: list[Piece] = []
    for does, old_from, old_to, new_from, new_to in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if does == "equal":
            pieces.append(Piece("same", _beside(new[new_from:new_to], first=new_from == 0, last=new_to == len(new))))
            continue
        if old_to > old_from:
            pieces.append(Piece("removed", " ".join(old[old_from:old_to])))
        if new_to > new_from:
            pieces.append(Piece("added", " ".join(new[new_from:new_to])))
    return tuple(pieces)


def _beside(words: list[str], *, first: bool, last: bool) -> str:
    """The end of what stands before a change and the beginning of what stands behind it."""
    head = [] if first else words[:KEPT_AROUND]
    tail = [] if last else words[-KEPT_AROUND:]
    if len(words) <= len(head) + len(tail) + 1:  # a sign in place of one word would save nothing
        return " ".join(words)
    return " ".join([*head, "…", *tail])
