"""Frames that a tab may send. Whatever is not one of these closes the socket."""

from dataclasses import dataclass
from uuid import UUID

import orjson

from chatapp.events import Cursor

LONGEST_FRAME = 1_024  # characters; the longest honest frame has about a hundred


class BadFrame(Exception):
    """Not a frame of ours."""


@dataclass(frozen=True, slots=True)
class WatchFrame:
    """Send me this turn from here on."""

    turn: UUID
    cursor: Cursor


@dataclass(frozen=True, slots=True)
class UnwatchFrame:
    """I am not interested any more."""

    turn: UUID


@dataclass(frozen=True, slots=True)
class AckFrame:
    """I have read so many bytes since I last said so."""

    count: int


@dataclass(frozen=True, slots=True)
class PingFrame:
    """Are you there?"""


Frame = WatchFrame | UnwatchFrame | AckFrame | PingFrame


def parse(text: str | None) -> Frame:
    """Read a frame. Raises BadFrame."""
    if text is None or len(text) > LONGEST_FRAME:
        raise BadFrame
    try:
        said = orjson.loads(text)
        match said:
            case {"do": "watch", "turn": str(turn), "cursor": str(cursor), **rest} if not rest:
                return WatchFrame(UUID(turn), Cursor.parse(cursor))
            case {"do": "unwatch", "turn": str(turn), **rest} if not rest:
                return UnwatchFrame(UUID(turn))
            case {"do": "ack", "bytes": int(count), **rest} if not rest and type(count) is int and count >= 0:
                return AckFrame(count)
            case {"do": "ping", **rest} if not rest:
                return PingFrame()
    except ValueError:
        pass
    raise BadFrame
