"""POST /v1/chat/completions, streamed and not. Any OpenAI-compatible server speaks it, with its own habits."""

from xai import parameters, reading, refusals, routes
from xai.values import Answer, ChatMessage, ChatRequest, Finished, Reason, ReasoningDelta, StreamEvent, TextDelta, Usage

DONE = b"[DONE]"


class ChatRoute:
    """The older route."""

    path = "/chat/completions"

    def body(self, request: ChatRequest, effort: str | None, *, stream: bool) -> dict[str, object]:
        """The question in this route's words."""
        messages = [{"role": each.role, "content": content(each)} for each in request.messages if each]
        body: dict[str, object] = {"model": request.engine, "messages": messages, "stream": stream}
        if stream:
            body["stream_options"] = {"include_usage": True}
        if effort:
            body["reasoning_effort"] = effort
        if request.max_output_tokens is not None:
            body["max_completion_tokens"] = request.max_output_tokens
        body |= parameters.said(request)
        if request.json_schema is not None:
            schema = {"name": "answer", "schema": request.json_schema, "strict": True}
            body["response_format"] = {"type": "json_schema", "json_schema": schema}
        return body

    def headers(self, request: ChatRequest) -> dict[str, str]:
        """The same value leads to the same server, where the conversation's beginning is still cached."""
        return {"x-grok-conv-id": request.cache_key} if request.cache_key else {}

    def answer(self, value: reading.Json, request: ChatRequest, request_id: str | None) -> Answer:
        """A whole reply."""
        choice = next(reading.mappings(value.get("choices")), reading.NOTHING)
        message = reading.mapping(choice.get("message"))
        return Answer(
            text=reading.text(message, "content") or reading.text(message, "refusal"),
            reasoning=reading.text(message, "reasoning_content"),
            reason=routes.reason(reading.text(choice, "finish_reason") or "stop"),
            engine=reading.text(value, "model") or None,
            response_id=reading.text(value, "id") or None,
            request_id=request_id,
            fingerprint=reading.text(value, "system_fingerprint") or None,
            usage=usage(value),
        )

    def reader(self, request_id: str | None, key: str) -> "ChatReader":
        """For a reply as it arrives."""
        return ChatReader(request_id, key)


def content(message: ChatMessage) -> object:
    """Words alone are a string; beside pictures they are one part among others. The picture is an object here."""
    if not message.pictures:
        return message.text
    parts: list[object] = [{"type": "image_url", "image_url": {"url": each.url}} for each in message.pictures]
    return [*parts, {"type": "text", "text": message.text}] if message.text else parts


def usage(value: reading.Json) -> Usage | None:
    """The usage of an answer or a frame."""
    said = value.get("usage")
    if not isinstance(said, dict):
        return None
    inputs = reading.mapping(said.get("prompt_tokens_details"))
    given, output = reading.count(said, "prompt_tokens"), reading.count(said, "completion_tokens")
    thought = reading.count(reading.mapping(said.get("completion_tokens_details")), "reasoning_tokens")
    total = reading.count(said, "total_tokens")
    return Usage(
        input_tokens=given,
        cached_tokens=reading.count(inputs, "cached_tokens"),
        image_tokens=reading.count(inputs, "image_tokens"),
        output_tokens=routes.visible(output, thought, total, given),
        reasoning_tokens=thought,
        total_tokens=total,
        ticks=reading.whole(said, "cost_in_usd_ticks"),
    )


class ChatReader:
    """Reads chunks: `delta`, or `message` in its place; the last usage counts; missing or empty reasons are no end."""

    def __init__(self, request_id: str | None, key: str) -> None:
        self.done = False
        self.marked = False
        self._request_id = request_id
        self._key = key
        self._id: str | None = None
        self._engine: str | None = None
        self._fingerprint: str | None = None
        self._reason: Reason = "stop"
        self._usage: Usage | None = None
        self._deltas = False

    def read(self, data: bytes, into: list[StreamEvent]) -> None:
        """Add what this event means. Raises XaiError for an error inside the stream."""
        if data == DONE:
            self.done = self.marked = True  # the oldest servers give no other sign
            return
        chunk = routes.frame(data, self._request_id)
        if self._id is None:
            self._introduce(chunk)
        choices = chunk.get("choices")
        if choices:
            for choice in reading.mappings(choices):
                if not choice.get("index"):  # one answer is all we ask for
                    self._read(choice, into)
        elif refusals.is_error(chunk):
            raise routes.stream_error(chunk, self._request_id, self._key)
        if chunk.get("usage"):
            self._usage = usage(chunk) or self._usage

    def finished(self) -> Finished:
        """The end of a reply that is whole."""
        return Finished(self._reason, self._engine, self._id, self._fingerprint, self._usage)

    def _introduce(self, chunk: reading.Json) -> None:
        self._id = reading.text(chunk, "id") or None
        self._engine = reading.text(chunk, "model") or None
        self._fingerprint = reading.text(chunk, "system_fingerprint") or None

    def _read(self, choice: reading.Json, into: list[StreamEvent]) -> None:
        piece = choice.get("delta")
        if isinstance(piece, dict):
            self._deltas = True
        elif not self._deltas:  # after deltas a message is only a summing up
            piece = choice.get("message")
        if isinstance(piece, dict):
            thought = piece.get("reasoning_content")
            if thought and isinstance(thought, str):
                into.append(ReasoningDelta(thought))
            said = piece.get("content") or piece.get("refusal")
            if said and isinstance(said, str):
                into.append(TextDelta(said))
        why = choice.get("finish_reason")
        if why and isinstance(why, str):
            self._reason = routes.reason(why)
            self.marked = True
