"""The objects and events of /v1/responses (reference 3.3 and 3.7)."""

import json
import time
from dataclasses import dataclass

from simulator.body import Body
from simulator.chat_shapes import ticks
from simulator.refusals import encoded
from simulator.telling import Telling

FINGERPRINT = "fp_a39489019fa99b6e"
# Why an answer is not complete, in the words of this route.
INCOMPLETE = {"length": "max_output_tokens", "content_filter": "content_filter"}


@dataclass
class Envelope:
    """What a response repeats of its request."""

    body: Body
    effort: str | None
    store: bool

    def started(self, telling: Telling) -> dict[str, object]:
        """The object as it is before there is an answer."""
        body = self.body
        return {
            "created_at": int(telling.record.accepted_at),
            "completed_at": None,
            "id": telling.record.id,
            "max_output_tokens": body.whole("max_output_tokens"),
            "model": telling.record.model,
            "object": "response",
            "output": [],
            "parallel_tool_calls": body.flag("parallel_tool_calls", True),
            "previous_response_id": body.text("previous_response_id") or None,
            "reasoning": {"effort": self.effort, "summary": "detailed"},
            "temperature": 0.7 if (given := body.number("temperature")) is None else given,
            "text": {"format": echoed_format(body)},
            "tool_choice": body.values.get("tool_choice") or "auto",
            "tools": body.items("tools"),
            "top_p": 0.95 if (given := body.number("top_p")) is None else given,
            "usage": None,
            "user": body.text("user") or None,
            "incomplete_details": None,
            "status": "in_progress",
            "store": self.store,
            "metadata": {},
        }

    def ended(self, telling: Telling) -> dict[str, object]:
        """The object with everything in it."""
        cut_short = INCOMPLETE.get(telling.speech.finish)
        return self.started(telling) | {
            "completed_at": None if cut_short else int(time.time()),
            "output": output(telling, "incomplete" if cut_short else "completed"),
            "usage": usage(telling) if telling.play.usage_at_all else None,
            "incomplete_details": {"reason": cut_short} if cut_short else None,
            "status": "incomplete" if cut_short else "completed",
            "metadata": {"system_fingerprint": FINGERPRINT},
            "background": False,
            "service_tier": "priority" if telling.bill.priority else "default",
            "truncation": "disabled",
            "top_logprobs": 0,
            "presence_penalty": 0,
            "frequency_penalty": 0,
            "prompt_cache_key": self.body.text("prompt_cache_key") or None,
            "max_tool_calls": None,
            "safety_identifier": self.body.text("safety_identifier") or None,
            "error": None,
            "instructions": self.body.text("instructions") or None,
        }


def echoed_format(body: Body) -> dict[str, object]:
    """The format as it is echoed: the name and `strict` are lost on the way."""
    wanted = body.inner("text").inner("format").values
    return {key: value for key, value in wanted.items() if key not in ("name", "strict")} or {"type": "text"}


def usage(telling: Telling) -> dict[str, object]:
    """The usage: output tokens include reasoning."""
    spent = telling.bill.spent(telling.record)
    out = spent.visible + spent.reasoning
    return {
        "input_tokens": spent.all_input,
        "input_tokens_details": {"cached_tokens": spent.cached},
        "output_tokens": out,
        "output_tokens_details": {"reasoning_tokens": spent.reasoning},
        "total_tokens": spent.all_input + out,
        "num_sources_used": 0,
        "num_server_side_tools_used": 0,
        **ticks(telling),
        "context_details": {"input_tokens": spent.all_input, "output_tokens": out},
    }


def text_part(text: str) -> dict[str, object]:
    """The one part of a message."""
    return {"type": "output_text", "text": text, "logprobs": [], "annotations": []}


def reasoning_item(id: str, text: str | None, status: str) -> dict[str, object]:
    """The summary of the thinking; None is a summary not begun."""
    summary = [] if text is None else [{"text": text, "type": "summary_text"}]
    return {"id": f"rs_{id}", "summary": summary, "type": "reasoning", "status": status}


def message_item(id: str, text: str | None, status: str) -> dict[str, object]:
    """The answer; None is an answer not begun."""
    content = [] if text is None else [text_part(text)]
    return {"content": content, "id": f"msg_{id}", "role": "assistant", "type": "message", "status": status}


def output(telling: Telling, status: str) -> list[object]:
    """All items."""
    items: list[object] = []
    if telling.thought:
        items.append(reasoning_item(telling.record.id, "".join(telling.thought), "completed"))
    items.append(message_item(telling.record.id, "".join(telling.said), status))
    return items


class ResponsesFrames:
    """The events of one stream, numbered from 0."""

    def __init__(self, telling: Telling, envelope: Envelope) -> None:
        self.telling = telling
        self.envelope = envelope
        self.id = telling.record.id
        self.number = 0
        self.index = 0
        self.open = ""
        self.delta_end = b""

    def opening(self) -> bytes:
        """The response is created and in progress."""
        started = self.envelope.started(self.telling)
        frames = self._event("response.created", response=started)
        frames += self._event("response.in_progress", response=started)
        if self.telling.play.unknown_events:
            item = {"id": f"hg_{self.id}", "type": "hologram_call", "status": "completed", "content": None}
            frames += b"retry: 3000\nid: 7\n" + self._event("response.weather.delta", delta={"sky": "blue"})
            frames += self._event("response.output_item.done", item=item, output_index=0)
        return frames

    def thinking(self, piece: str) -> bytes:
        """A piece of the summary, its item opened first if need be."""
        return (b"" if self.open == "thinking" else self._open_thinking()) + self._delta(piece)

    def text(self, piece: str) -> bytes:
        """A piece of the answer, its item opened first if need be."""
        return (b"" if self.open == "text" else self._open_text()) + self._delta(piece)

    def _delta(self, piece: str) -> bytes:
        number, self.number = self.number, self.number + 1
        words = json.dumps(piece, ensure_ascii=False).encode("utf-8", "surrogatepass")
        return self.delta_start + str(number).encode() + self.delta_middle + words + self.delta_end

    def _prepare_delta(self, kind: str, rest: dict[str, object]) -> None:
        self.delta_start = f'event: {kind}\ndata: {{"sequence_number":'.encode()
        self.delta_middle = f',"type":"{kind}","delta":'.encode()
        self.delta_end = b"," + encoded(rest)[1:] + b"\n\n"

    def _open_thinking(self) -> bytes:
        self.open = "thinking"
        place = {"item_id": f"rs_{self.id}", "output_index": self.index, "summary_index": 0}
        self._prepare_delta("response.reasoning_summary_text.delta", place)
        item = reasoning_item(self.id, None, "in_progress")
        return self._event("response.output_item.added", item=item, output_index=self.index) + self._event(
            "response.reasoning_summary_part.added", **place, part={"text": "", "type": "summary_text"}
        )

    def _close_thinking(self) -> bytes:
        text = "".join(self.telling.thought)
        place = {"item_id": f"rs_{self.id}", "output_index": self.index, "summary_index": 0}
        frames = self._event("response.reasoning_summary_text.done", **place, text=text)
        frames += self._event(
            "response.reasoning_summary_part.done", **place, part={"text": text, "type": "summary_text"}
        )
        item = reasoning_item(self.id, text, "completed")
        frames += self._event("response.output_item.done", item=item, output_index=self.index)
        self.index += 1
        return frames

    def _open_text(self) -> bytes:
        closed = self._close_thinking() if self.open == "thinking" else b""
        self.open = "text"
        place = {"content_index": 0, "item_id": f"msg_{self.id}", "output_index": self.index}
        self._prepare_delta("response.output_text.delta", {**place, "logprobs": []})
        item = message_item(self.id, None, "in_progress")
        return (
            closed
            + self._event("response.output_item.added", item=item, output_index=self.index)
            + self._event("response.content_part.added", **place, part=text_part(""))
        )

    def finishing(self, telling: Telling) -> bytes:
        """Every item closed."""
        frames = b"" if self.open == "text" else self._open_text()
        text = "".join(telling.said)
        short = telling.speech.finish in INCOMPLETE
        place = {"content_index": 0, "item_id": f"msg_{self.id}", "output_index": self.index}
        frames += self._event("response.output_text.done", **place, text=text, logprobs=[])
        frames += self._event("response.content_part.done", **place, part=text_part(text))
        item = message_item(self.id, text, "incomplete" if short else "completed")
        return frames + self._event("response.output_item.done", item=item, output_index=self.index)

    def closing(self, telling: Telling) -> bytes:
        """Every item closed, then the whole object."""
        frames = self.finishing(telling)
        short = telling.speech.finish in INCOMPLETE
        kind = "response.incomplete" if short else "response.completed"
        frames += self._event(kind, response=self.envelope.ended(telling))
        return frames + (b"data: [DONE]\n\n" if telling.play.done_mark else b"")

    def error(self, kind: str) -> bytes:
        """An error where an event should be."""
        sentence = "Service temporarily unavailable. The model did not respond to this request."
        if kind == "object":
            failed = self.envelope.started(self.telling) | {
                "status": "failed",
                "error": {"code": "server_error", "message": sentence},
            }
            return self._event("response.failed", response=failed)
        return self._event("error", code=None, message=sentence, param=None)

    def _event(self, kind: str, **rest: object) -> bytes:
        number, self.number = self.number, self.number + 1
        return f"event: {kind}\ndata: ".encode() + encoded({"sequence_number": number, "type": kind, **rest}) + b"\n\n"
