"""The objects of /v1/chat/completions (reference 2.4 and 2.5)."""

import json
import time

from simulator.refusals import encoded
from simulator.telling import Telling

FINGERPRINT = "fp_2a885414fb"
# What follows the text in a chunk; the finish reason's key is absent until the end.
TAIL = b'}}],"system_fingerprint":"' + FINGERPRINT.encode() + b'"}\n\n'


def usage(telling: Telling) -> dict[str, object]:
    """The usage: completion tokens exclude reasoning, total includes everything."""
    spent = telling.bill.spent(telling.record)
    return {
        "prompt_tokens": spent.all_input,
        "completion_tokens": spent.visible,
        "total_tokens": spent.all_input + spent.visible + spent.reasoning,
        "prompt_tokens_details": {
            "text_tokens": spent.text_input,
            "audio_tokens": 0,
            "image_tokens": spent.pictures,
            "cached_tokens": spent.cached,
        },
        "completion_tokens_details": {
            "reasoning_tokens": spent.reasoning,
            "audio_tokens": 0,
            "accepted_prediction_tokens": 0,
            "rejected_prediction_tokens": 0,
        },
        "num_sources_used": 0,
    } | ticks(telling)


def ticks(telling: Telling) -> dict[str, object]:
    """The price, unless the scene leaves it out."""
    return {"cost_in_usd_ticks": telling.bill.ticks(telling.record)} if telling.play.ticks_at_all else {}


def whole(telling: Telling) -> dict[str, object]:
    """The answer in one piece."""
    message: dict[str, object] = {"role": "assistant", "content": "".join(telling.said)}
    if telling.thought:
        message["reasoning_content"] = "".join(telling.thought)
    message["refusal"] = None
    counted: dict[str, object] = {"usage": usage(telling)} if telling.play.usage_at_all else {}
    return {
        "id": telling.record.id,
        "object": "chat.completion",
        "created": int(telling.record.accepted_at),
        "model": telling.record.model,
        "choices": [{"index": 0, "message": message, "finish_reason": telling.speech.finish}],
        **counted,
        "system_fingerprint": FINGERPRINT,
        "service_tier": "priority" if telling.bill.priority else "default",
    }


class ChatFrames:
    """The chunks of one stream."""

    def __init__(self, telling: Telling, *, include_usage: bool) -> None:
        self.telling = telling
        self.include_usage = include_usage
        self.head = {
            "id": telling.record.id,
            "object": "chat.completion.chunk",
            "created": int(time.time()),
            "model": telling.record.model,
        }
        start = b"data: " + encoded(self.head)[:-1] + b',"choices":[{"index":0,"delta":{'
        self.thinking_start = start + b'"reasoning_content":'
        self.text_start = start + b'"content":'
        self.role = b',"role":"assistant"'

    def opening(self) -> bytes:
        """Nothing: the first piece opens the stream."""
        if not self.telling.play.unknown_events:
            return b""
        odd = {**self.head, "choices": [], "mood": "sunny", "usage": None}
        return b"retry: 3000\nid: 7\nevent: weather\n" + self._frame(odd) + b"event: ping\n\n"

    def thinking(self, piece: str) -> bytes:
        """A piece of the thinking."""
        return self._piece(self.thinking_start, piece)

    def text(self, piece: str) -> bytes:
        """A piece of the answer."""
        return self._piece(self.text_start, piece)

    def _piece(self, start: bytes, piece: str) -> bytes:
        role, self.role = self.role, b""
        words = json.dumps(piece, ensure_ascii=False).encode("utf-8", "surrogatepass")
        if self.telling.play.usage_on_each or self.telling.play.empty_finish:
            return self._odd_piece(start + words + role)
        return start + words + role + TAIL

    def _odd_piece(self, start: bytes) -> bytes:
        frame = json.loads(start[6:] + TAIL)
        if self.telling.play.usage_on_each:
            frame["usage"] = usage(self.telling)
        if self.telling.play.empty_finish:
            frame["choices"][0]["finish_reason"] = ""
        return self._frame(frame)

    def finishing(self, telling: Telling) -> bytes:
        """Why it ended: an empty delta and the reason."""
        finish = {"index": 0, "delta": {}, "finish_reason": telling.speech.finish}
        return self._frame({**self.head, "choices": [finish], "system_fingerprint": FINGERPRINT})

    def closing(self, telling: Telling) -> bytes:
        """The finish, the usage, and the mark."""
        frames = self.finishing(telling)
        if self.include_usage and telling.play.usage_at_all:
            last = {**self.head, "choices": [], "usage": usage(telling), "system_fingerprint": FINGERPRINT}
            frames += self._frame(last)
        return frames + (b"" if telling.play.done_mark is False else b"data: [DONE]\n\n")

    def error(self, kind: str) -> bytes:
        """An error where a chunk should be."""
        if kind == "object":
            return self._frame({"error": {"message": "The model stopped responding.", "type": "server_error"}})
        return self._frame({"code": "The service is currently unavailable", "error": "The model stopped responding."})

    def _frame(self, value: object) -> bytes:
        return b"data: " + encoded(value) + b"\n\n"
