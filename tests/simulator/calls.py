"""Small calls to the stand-in, the way a stranger would make them: plain HTTP, bytes split by hand."""

import json
import time
from dataclasses import dataclass, field

import httpx

CHAT_ENGINE = "grok-4.7"


@dataclass
class Heard:
    """A stream as it was heard: its bytes, and whether it ended the way HTTP wants."""

    status: int
    headers: httpx.Headers
    raw: bytes
    whole: bool
    arrivals: list[float] = field(default_factory=list)

    @property
    def frames(self) -> list[str]:
        """The blocks between blank lines."""
        text = self.raw.decode("utf-8", "replace").replace("\r\n", "\n")
        return [block for block in text.split("\n\n") if block]

    @property
    def events(self) -> list[dict[str, object]]:
        """The JSON of every data line."""
        lines = [line for frame in self.frames for line in frame.split("\n")]
        datas = [line[6:] for line in lines if line.startswith("data: ") and line != "data: [DONE]"]
        return [json.loads(data) for data in datas]

    @property
    def text(self) -> str:
        """The visible text of either route."""
        return "".join(visible(event) for event in self.events)


def visible(event: dict[str, object]) -> str:
    """The visible text in one event."""
    if event.get("type") == "response.output_text.delta":
        return str(event["delta"])
    choices = event.get("choices")
    if isinstance(choices, list) and choices and "delta" in choices[0]:
        return str(choices[0]["delta"].get("content", ""))
    return ""


class Caller:
    """Calls by route."""

    def __init__(self, client: httpx.Client) -> None:
        self.client = client

    def chat(self, prompt: str, **more: object) -> httpx.Response:
        """A chat, whole."""
        return self.client.post("/chat/completions", json=chat_body(prompt) | more)

    def responses(self, prompt: str, **more: object) -> httpx.Response:
        """A response, whole."""
        return self.client.post("/responses", json={"model": CHAT_ENGINE, "input": prompt} | more)

    def picture(self, prompt: str, **more: object) -> httpx.Response:
        """Pictures."""
        return self.client.post("/images/generations", json={"model": "grok-imagine-image", "prompt": prompt} | more)

    def video(self, prompt: str, **more: object) -> httpx.Response:
        """The start of a video."""
        return self.client.post("/videos/generations", json={"model": "grok-imagine-video", "prompt": prompt} | more)

    def poll(self, request_id: str) -> httpx.Response:
        """Where a video stands."""
        return self.client.get(f"/videos/{request_id}")

    def finished(self, request_id: str, seconds: float = 10) -> httpx.Response:
        """The first answer that is neither pending nor not found."""
        until = time.monotonic() + seconds
        while (answer := self.poll(request_id)).status_code in (202, 404, 503):
            assert time.monotonic() < until, answer.text
            time.sleep(0.02)
        return answer

    def hear(self, route: str, prompt: str, *, stop_after: int | None = None, **more: object) -> Heard:
        """A stream to its end, however it ends; or so many packets of it, and then hang up."""
        body = chat_body(prompt) if route == "chat" else {"model": CHAT_ENGINE, "input": prompt, "store": False}
        if route == "chat":
            body["stream_options"] = {"include_usage": True}
        path = "/chat/completions" if route == "chat" else "/responses"
        with self.client.stream("POST", path, json=body | {"stream": True} | more) as answer:
            return heard(answer, stop_after)


def heard(answer: httpx.Response, stop_after: int | None) -> Heard:
    """Everything that came."""
    raw, arrivals, whole = b"", [], True
    try:
        for packet in answer.iter_raw():
            raw += packet
            arrivals.append(time.monotonic())
            if stop_after is not None and len(arrivals) >= stop_after:
                break
    except (httpx.RemoteProtocolError, httpx.ReadError):
        whole = False
    return Heard(answer.status_code, answer.headers, raw, whole, arrivals)


def chat_body(prompt: str) -> dict[str, object]:
    """A chat of one message."""
    return {"model": CHAT_ENGINE, "messages": [{"role": "user", "content": prompt}]}
