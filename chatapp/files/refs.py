"""A file as a path names it: what it weighs, not yet what is in it. Its contents are loaded once it is needed."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from usage import estimates
from xai.values import ChatMessage


@dataclass(frozen=True, slots=True)
class FileRef:
    """One file beside a message. `most_tokens`: no more of a text than this; None: all of it."""

    pk: int
    is_picture: bool
    name: str
    tokens: int
    bytes: int
    gone: bool
    most_tokens: int | None = None

    @property
    def weight(self) -> int:
        """What it adds to a context, in tokens."""
        return self.tokens if self.most_tokens is None else min(self.tokens, self.most_tokens)

    @property
    def ceiling(self) -> int:
        """What it may add at most: a picture's tokens are known, those of a text are guessed."""
        if self.is_picture:
            return self.weight
        return -(-self.weight * estimates.TYPICAL_BYTES // estimates.CEILING_BYTES)


@dataclass(frozen=True, slots=True)
class Said(ChatMessage):
    """A message as it was said: the words, and the files beside them, which somebody has still to load."""

    files: tuple[FileRef, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.text or self.pictures or self.files)


def refs(rows: list[list[Any]] | None) -> tuple[FileRef, ...]:
    """What the query of a path gave of one message."""
    return tuple(FileRef(*row) for row in rows or ())


def files_of(message: ChatMessage) -> tuple[FileRef, ...]:
    """Those beside it; a message of the house's own has none."""
    return message.files if isinstance(message, Said) else ()


def weight(messages: Iterable[ChatMessage]) -> int:
    """What all files beside these messages probably add, in tokens."""
    return sum(ref.weight for message in messages for ref in files_of(message))


def ceiling(messages: Iterable[ChatMessage]) -> int:
    """The most that they may add."""
    return sum(ref.ceiling for message in messages for ref in files_of(message))
