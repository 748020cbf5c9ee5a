"""What a turn's log is made of. An event is encoded once, by the relay; whoever passes it on passes bytes."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import orjson

# A frame stays well below the socket's acknowledgement window, whatever is kept or rewritten at once.
PIECE_CHARACTERS = 16_384
LABEL = "label"
INSTEAD = "instead"
CHOOSING = "choosing"  # told, never kept: the row says connecting
MOST_DIGITS = 15  # Redis refuses a place beyond 64 bits, and the refusal would reach everybody the reader reads for
EPOCHS_PER_CLAIM = 1_000  # a relay may begin its log anew this often; the next claim begins above all of them


class Kind(StrEnum):
    """What happened to a turn."""

    STATE = "state"
    REASONING = "reasoning"
    TEXT = "text"
    NOTICE = "notice"
    END = "end"


@dataclass(frozen=True, slots=True, order=True)
class Cursor:
    """A place in a log, `epoch.n`: the last event somebody has. Numbers count from 1 in each epoch."""

    epoch: int = 0
    n: int = 0

    def __str__(self) -> str:
        return f"{self.epoch}.{self.n}" if self.epoch else "0"

    @classmethod
    def parse(cls, said: str) -> "Cursor":
        """From a browser: `0` (nothing yet) or `epoch.n`. Raises ValueError."""
        epoch, _, n = said.partition(".")
        numbers = [part for part in (epoch, n) if part or part is epoch]
        if not all(part.isascii() and part.isdigit() and len(part) <= MOST_DIGITS for part in numbers):
            raise ValueError(said)
        return cls(int(epoch), int(n or 0))


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened. `text` is only what is new; `state` is for state and end, the rest for notice and end."""

    kind: Kind
    text: str = ""
    state: str = ""
    code: str = ""
    more: dict[str, Any] | None = None


def state(name: str) -> Event:
    """The turn is now in this state."""
    return Event(Kind.STATE, state=name)


def label(sentence: str) -> Event:
    """A sentence of the policy that stands beside an answer; the answer goes on."""
    return Event(Kind.NOTICE, text=sentence, code=LABEL)


def instead(sentence: str) -> Event:
    """Another engine answers than the one that was to; the answer goes on."""
    return Event(Kind.NOTICE, text=sentence, code=INSTEAD)


def pieces(kind: Kind, text: str) -> Iterator[Event]:
    """Text of any length as events of bounded length; nothing for no text."""
    for begin in range(0, len(text), PIECE_CHARACTERS):
        yield Event(kind, text=text[begin : begin + PIECE_CHARACTERS])


def frame(turn: str, epoch: int, n: int, event: Event) -> bytes:
    """The event as a browser gets it."""
    said: dict[str, Any] = {"turn": turn, "e": epoch, "n": n, "k": event.kind.value}
    if event.text:
        said["t"] = event.text
    if event.state:
        said["s"] = event.state
    if event.code:
        said["code"] = event.code
    if event.more:
        said |= event.more
    return orjson.dumps(said)


def parse(encoded: bytes | str) -> tuple[Cursor, Event]:
    """A frame read back. What this version does not know of it is kept in `more`."""
    said = orjson.loads(encoded)
    del said["turn"]
    cursor = Cursor(said.pop("e"), said.pop("n"))
    event = Event(
        Kind(said.pop("k")),
        text=said.pop("t", ""),
        state=said.pop("s", ""),
        code=said.pop("code", ""),
        more=said or None,
    )
    return cursor, event
