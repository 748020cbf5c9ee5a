"""What both routes to the provider have in common: the shape that the rest of this room sees."""

from typing import Protocol

import orjson
import structlog

from xai import errors, reading, refusals
from xai.values import Answer, ChatRequest, Finished, Reason, StreamEvent

logger = structlog.get_logger("xai")

REASONS: dict[str, Reason] = {
    "stop": "stop",
    "end_turn": "stop",
    "length": "length",
    "max_tokens": "length",
    "max_output_tokens": "length",
    "max_len": "length",
    "max_context": "length",
    "time_limit": "length",
    "tool_calls": "tool_calls",
    "content_filter": "filtered",
}


class Reader(Protocol):
    """Turns the data of a stream's events into ours. One for each reply."""

    done: bool  # nothing more will come
    marked: bool  # a finish marker was seen: the reply is whole

    def read(self, data: bytes, into: list[StreamEvent]) -> None:
        """Add what this event means. Raises XaiError for an error inside the stream."""

    def finished(self) -> Finished:
        """The end of a reply that is whole."""


class Route(Protocol):
    """One way of asking."""

    path: str

    def body(self, request: ChatRequest, effort: str | None, *, stream: bool) -> dict[str, object]:
        """The JSON to send."""

    def headers(self, request: ChatRequest) -> dict[str, str]:
        """What goes beside it."""

    def answer(self, value: reading.Json, request: ChatRequest, request_id: str | None) -> Answer:
        """A whole reply."""

    def reader(self, request_id: str | None, key: str) -> Reader:
        """For a reply as it arrives."""


def reason(word: str) -> Reason:
    """The provider's word for why it stopped; a word we do not know is a plain stop."""
    known = REASONS.get(word.lower().removeprefix("reason_"))
    if known is None:
        logger.warning("The provider gave an unknown reason for its end.", reason=word[:100])
    return known or "stop"


def visible(output: int, reasoning: int, total: int, given: int) -> int:
    """The visible part of what is called output, which may or may not include the reasoning: the total tells.

    xAI leaves reasoning out on one route and counts it in on the other; other servers of the same shape differ again.
    """
    if given + output + reasoning == total:
        return output
    return max(output - reasoning, 0) if given + output == total else output


def packed(value: object) -> bytes:
    """JSON as bytes; half a surrogate pair, which no server reads, becomes U+FFFD."""
    try:
        return orjson.dumps(value)
    except (TypeError, orjson.JSONEncodeError):
        return orjson.dumps(_mended(value))


def _mended(value: object) -> object:
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, dict):
        return {_mended(key): _mended(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_mended(each) for each in value]
    return value


def frame(data: bytes, request_id: str | None) -> reading.Json:
    """The object in an event's data. Raises Unreadable."""
    try:
        value = reading.parsed(data)
    except ValueError:
        value = None
    if not isinstance(value, dict):
        raise errors.Unreadable(status=200, request_id=request_id, code="frame_unreadable")
    return value


def stream_error(value: reading.Json, request_id: str | None, key: str) -> errors.XaiError:
    """The error in a frame; whether text was heard before it is added by whoever reads the stream."""
    return refusals.in_stream(value, request_id=request_id, heard_text=False, key=key)
