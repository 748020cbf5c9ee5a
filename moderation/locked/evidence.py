"""What a kind of thing can give to an authority: what is known of it, and its files."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable
from uuid import UUID

from foundation.storage import media
from moderation import subjects

PIECE_BYTES = 256 * 1024


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One file, as it is stored. `sha256`: what it was when it came; empty where nobody counted."""

    name: str
    pieces: Callable[[], Iterator[bytes]]
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """`facts` are JSON values: words also where they are hidden from everybody else."""

    facts: Mapping[str, Any]
    exhibits: Sequence[Exhibit] = ()


@runtime_checkable
class Evident(Protocol):
    """Things that have more to give than their excerpt."""

    def evidence(self, subject: UUID) -> Evidence:
        """All of it, as it is now; nothing but facts when the thing is gone."""


def of(kind: str, subject: UUID) -> Evidence:
    """What there is of this thing."""
    handler = subjects.of(kind)
    return handler.evidence(subject) if isinstance(handler, Evident) else Evidence({"text": handler.excerpt(subject)})


def stored(key: str) -> Callable[[], Iterator[bytes]]:
    """Piece by piece from the media store, when its turn comes."""

    def pieces() -> Iterator[bytes]:
        with media().open(key) as file:
            while piece := file.read(PIECE_BYTES):
                yield piece

    return pieces
