"""POST /v1/responses, streamed and not: the provider's main route."""

from collections.abc import Iterator

from xai import parameters, reading, refusals, routes
from xai.values import Answer, ChatMessage, ChatRequest, Finished, Reason, ReasoningDelta, StreamEvent, TextDelta, Usage

ENDS = frozenset({"response.completed", "response.done", "response.incomplete"})
THOUGHTS = frozenset({"response.reasoning_summary_text.delta", "response.reasoning_text.delta"})
BETWEEN_PARTS = "\n\n"


class ResponsesRoute:
    """The route the vendor recommends."""

    path = "/responses"

    def body(self, request: ChatRequest, effort: str | None, *, stream: bool) -> dict[str, object]:
        """Nothing is kept by the provider."""
        messages = [{"role": each.role, "content": content(each)} for each in request.messages if each]
        body: dict[str, object] = {"model": request.engine, "input": messages, "stream": stream, "store": False}
        if effort:
            body["reasoning"] = {"effort": effort}
        if request.max_output_tokens is not None:
            body["max_output_tokens"] = request.max_output_tokens
        body |= parameters.said(request)
        if request.cache_key:
            body["prompt_cache_key"] = request.cache_key
        if request.json_schema is not None:
            schema = {"type": "json_schema", "name": "answer", "schema": request.json_schema, "strict": True}
            body["text"] = {"format": schema}
        return body

    def headers(self, request: ChatRequest) -> dict[str, str]:
        """Nothing: the cache key is in the body here."""
        return {}

    def answer(self, value: reading.Json, request: ChatRequest, request_id: str | None) -> Answer:
        """A whole reply. Under a schema only the last message counts: two whole ones have been seen in one reply."""
        messages = list(texts(value))
        return Answer(
            text=messages[-1] if messages and request.json_schema is not None else "".join(messages),
            reasoning=BETWEEN_PARTS.join(thoughts(value)),
            reason=reason(value),
            engine=reading.text(value, "model") or None,
            response_id=reading.text(value, "id") or None,
            request_id=request_id,
            fingerprint=fingerprint(value),
            usage=usage(value),
        )

    def reader(self, request_id: str | None, key: str) -> "ResponsesReader":
        """For a reply as it arrives."""
        return ResponsesReader(request_id, key)


def content(message: ChatMessage) -> object:
    """Words alone are a string; beside pictures they are one part among others. The picture is a plain string here."""
    if not message.pictures:
        return message.text
    parts: list[object] = [{"type": "input_image", "image_url": each.url} for each in message.pictures]
    return [*parts, {"type": "input_text", "text": message.text}] if message.text else parts


def texts(value: reading.Json) -> Iterator[str]:
    """The text of each message in an answer."""
    for item in reading.mappings(value.get("output")):
        if reading.text(item, "type") == "message":
            parts = reading.mappings(item.get("content"))
            yield "".join(reading.text(part, "text") or reading.text(part, "refusal") for part in parts)


def thoughts(value: reading.Json) -> Iterator[str]:
    """The parts of the reasoning in an answer; placeholders of tool output have none."""
    for item in reading.mappings(value.get("output")):
        if reading.text(item, "type") == "reasoning":
            summary = [reading.text(part, "text") for part in reading.mappings(item.get("summary"))]
            raw = [reading.text(part, "text") for part in reading.mappings(item.get("content"))]
            yield from filter(None, summary or raw)


def reason(value: reading.Json) -> Reason:
    """Why an answer ended."""
    if reading.text(value, "status") != "incomplete":
        return "stop"
    return routes.reason(reading.text(reading.mapping(value.get("incomplete_details")), "reason") or "length")


def fingerprint(value: reading.Json) -> str | None:
    """The system that answered; a change of it is worth noticing."""
    return reading.text(reading.mapping(value.get("metadata")), "system_fingerprint") or None


def usage(value: reading.Json) -> Usage | None:
    """The usage of an answer. Here the provider counts reasoning into the output; we keep it apart."""
    said = value.get("usage")
    if not isinstance(said, dict):
        return None
    inputs = reading.mapping(said.get("input_tokens_details"))
    given, output = reading.count(said, "input_tokens"), reading.count(said, "output_tokens")
    thought = reading.count(reading.mapping(said.get("output_tokens_details")), "reasoning_tokens")
    total = reading.count(said, "total_tokens") or given + output
    return Usage(
        input_tokens=given,
        cached_tokens=reading.count(inputs, "cached_tokens"),
        image_tokens=reading.count(inputs, "image_tokens"),
        output_tokens=routes.visible(output, thought, total, given),
        reasoning_tokens=thought,
        total_tokens=total,
        ticks=reading.whole(said, "cost_in_usd_ticks"),
    )


class ResponsesReader:
    """Reads events by the type in their data, whatever `event:` says; types it does not know mean nothing."""

    def __init__(self, request_id: str | None, key: str) -> None:
        self.done = False
        self.marked = False
        self._request_id = request_id
        self._key = key
        self._end: reading.Json = reading.NOTHING
        self._said = False
        self._thinking = ""  # the kind of event that told thoughts first: some send the same ones twice
        self._part: object = None

    def read(self, data: bytes, into: list[StreamEvent]) -> None:
        """Add what this event means. Raises XaiError for an error inside the stream."""
        if data == b"[DONE]":
            self.done = True
            return
        event = routes.frame(data, self._request_id)
        kind = event.get("type")
        if kind == "response.output_text.delta" or kind == "response.refusal.delta":
            said = event.get("delta")
            if said and isinstance(said, str):
                self._said = True
                into.append(TextDelta(said))
        elif kind in THOUGHTS:
            self._think(event, into)
        elif kind in ENDS:
            self._finish(reading.mapping(event.get("response")), into)
        elif kind == "response.failed":
            raise routes.stream_error(reading.mapping(event.get("response")), self._request_id, self._key)
        elif kind == "error" or (kind is None and refusals.is_error(event)):
            raise routes.stream_error(event, self._request_id, self._key)

    def finished(self) -> Finished:
        """The end of a reply that is whole."""
        end = self._end
        return Finished(
            reason(end),
            reading.text(end, "model") or None,
            reading.text(end, "id") or None,
            fingerprint(end),
            usage(end),
        )

    def _think(self, event: reading.Json, into: list[StreamEvent]) -> None:
        kind = reading.text(event, "type")
        thought = reading.text(event, "delta")
        if not thought or kind != (self._thinking or kind):
            return
        part = (event.get("item_id"), event.get("summary_index"), event.get("content_index"))
        if self._thinking and part != self._part:
            into.append(ReasoningDelta(BETWEEN_PARTS))
        self._thinking, self._part = kind, part
        into.append(ReasoningDelta(thought))

    def _finish(self, end: reading.Json, into: list[StreamEvent]) -> None:
        self._end = end
        self.done = self.marked = True
        if not self._said and (whole := "".join(texts(end))):
            into.append(TextDelta(whole))  # a server that streams only the end
