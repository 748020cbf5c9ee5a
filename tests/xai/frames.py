"""Streams as the reference records them, for both routes."""

from typing import Protocol

from tests.xai.provider import event

CHAT_ID = "7327b9f5-1c2f-0a15-3fef-c14a71c460d3"
CHAT_USAGE = {
    "prompt_tokens": 12,
    "completion_tokens": 1,
    "total_tokens": 303,
    "prompt_tokens_details": {"text_tokens": 12, "audio_tokens": 0, "image_tokens": 0, "cached_tokens": 11},
    "completion_tokens_details": {"reasoning_tokens": 290},
    "num_sources_used": 0,
    "cost_in_usd_ticks": 1466250,
}
RESPONSE_USAGE = {
    "input_tokens": 208,
    "input_tokens_details": {"cached_tokens": 128},
    "output_tokens": 42,
    "output_tokens_details": {"reasoning_tokens": 33},
    "total_tokens": 250,
    "cost_in_usd_ticks": 4760000,
}


class Frames(Protocol):
    """Makes the events of a whole reply."""

    def __call__(self, *words: str, end: bytes = b"\n") -> list[bytes]: ...


def chunk(*choices: object, **more: object) -> dict[str, object]:
    """One chunk of the chat route."""
    return {
        "id": CHAT_ID,
        "object": "chat.completion.chunk",
        "created": 1770774058,
        "model": "grok-4.6",
        "choices": list(choices),
        "system_fingerprint": "fp_2a885414fb",
    } | more


def delta(**piece: object) -> dict[str, object]:
    """A choice that is still going on: no finish_reason at all."""
    return {"index": 0, "delta": piece}


def chat_frames(*words: str, thoughts: tuple[str, ...] = ("First", ","), end: bytes = b"\n") -> list[bytes]:
    """A whole reply: reasoning, words, finish, usage, [DONE]."""
    values: list[object] = [chunk(delta(reasoning_content=thought, role="assistant")) for thought in thoughts]
    values += [chunk(delta(content=word)) for word in words]
    values += [chunk({"index": 0, "delta": {}, "finish_reason": "stop"}), chunk(usage=CHAT_USAGE), "[DONE]"]
    return [event(value, end=end) for value in values]


def response(**more: object) -> dict[str, object]:
    """The response object of the other route."""
    return {"id": "R", "model": "grok-4.6", "object": "response", "output": [], "usage": None, "metadata": {}} | more


def message(text: str) -> dict[str, object]:
    """A message item."""
    return {"type": "message", "role": "assistant", "content": [{"type": "output_text", "text": text}]}


def completed(*words: str, kind: str = "response.completed", **more: object) -> dict[str, object]:
    """The last event of a reply."""
    said = response(
        status="completed",
        output=[message("".join(words))],
        usage=RESPONSE_USAGE,
        metadata={"system_fingerprint": "fp_a39489019fa99b6e"},
        **more,
    )
    return {"type": kind, "response": said}


def response_frames(*words: str, thoughts: tuple[str, ...] = ("First",), end: bytes = b"\n") -> list[bytes]:
    """A whole reply: events we know and events we do not, no [DONE]."""
    events: list[dict[str, object]] = [
        {"type": "response.created", "response": response(status="in_progress")},
        {"type": "response.in_progress", "response": response(status="in_progress")},
        {"type": "response.output_item.added", "item": {"id": "rs_R", "type": "reasoning"}, "output_index": 0},
        {"type": "response.reasoning_summary_part.added", "item_id": "rs_R", "summary_index": 0},
    ]
    events += [thought(each) for each in thoughts]
    events += [{"type": "response.content_part.added", "item_id": "msg_R", "part": {"type": "output_text", "text": ""}}]
    events += [{"type": "response.output_text.delta", "delta": word, "item_id": "msg_R"} for word in words]
    events += [{"type": "response.output_text.done", "text": "".join(words), "item_id": "msg_R"}, completed(*words)]
    return [event(e | {"sequence_number": n}, name=str(e["type"]), end=end) for n, e in enumerate(events)]


def thought(text: str, part: int = 0) -> dict[str, object]:
    """A piece of reasoning."""
    return {"type": "response.reasoning_summary_text.delta", "delta": text, "item_id": "rs_R", "summary_index": part}
