"""The shapes of /v1/chat/completions (reference 2.4 and 2.5)."""

import pytest

from tests.simulator.calls import Caller
from tests.support.simulator import Simulator


def test_a_whole_answer_has_the_recorded_keys(call: Caller) -> None:
    answer = call.chat("hello")

    body = answer.json()
    assert list(body) == [
        "id", "object", "created", "model", "choices", "usage", "system_fingerprint", "service_tier",
    ]  # fmt: skip
    assert list(body["choices"][0]) == ["index", "message", "finish_reason"]
    assert list(body["choices"][0]["message"]) == ["role", "content", "reasoning_content", "refusal"]
    assert list(body["usage"]) == [
        "prompt_tokens", "completion_tokens", "total_tokens", "prompt_tokens_details", "completion_tokens_details",
        "num_sources_used", "cost_in_usd_ticks",
    ]  # fmt: skip


def test_completion_tokens_exclude_reasoning_and_total_includes_it(call: Caller) -> None:
    usage = call.chat("Explain the tides").json()["usage"]

    reasoning = usage["completion_tokens_details"]["reasoning_tokens"]
    assert reasoning > 0
    assert usage["total_tokens"] == usage["prompt_tokens"] + usage["completion_tokens"] + reasoning


def test_a_stream_thinks_first_and_ends_with_finish_usage_and_mark(call: Caller) -> None:
    heard = call.hear("chat", "Explain the tides")

    chunks = [event["choices"] for event in heard.events]
    deltas = [choices[0]["delta"] for choices in chunks if choices]  # type: ignore[index]
    kinds = ["thinking" if "reasoning_content" in delta else "text" for delta in deltas[:-1]]
    assert kinds == sorted(kinds, reverse=True)
    assert [("role" in delta) for delta in deltas] == [True] + [False] * (len(deltas) - 1)
    assert all("finish_reason" not in choices[0] for choices in chunks[:-2])  # type: ignore[index]
    assert chunks[-2] == [{"index": 0, "delta": {}, "finish_reason": "stop"}]
    assert chunks[-1] == []
    assert "usage" in heard.events[-1]
    assert heard.frames[-1] == "data: [DONE]"
    assert not any(frame.startswith("event:") for frame in heard.frames)


def test_usage_is_only_streamed_when_it_is_asked_for(call: Caller) -> None:
    heard = call.hear("chat", "hello", stream_options=None)

    assert all("usage" not in event for event in heard.events)
    assert heard.frames[-1] == "data: [DONE]"


def test_streamed_and_whole_answers_say_and_cost_the_same(call: Caller) -> None:
    whole = call.chat("Explain the tides").json()
    heard = call.hear("chat", "Explain the tides")

    assert heard.text == whole["choices"][0]["message"]["content"]
    assert heard.events[-1]["usage"] == whole["usage"]


def test_the_limit_caps_only_the_visible_text(call: Caller) -> None:
    body = call.chat("Explain the tides", max_tokens=5).json()

    assert body["usage"]["completion_tokens"] == 5
    assert body["usage"]["completion_tokens_details"]["reasoning_tokens"] > 5
    assert body["choices"][0]["finish_reason"] == "length"


def test_a_model_that_does_not_reason_shows_no_thinking(call: Caller) -> None:
    body = call.chat("Explain the tides", model="grok-4.20-non-reasoning").json()

    assert body["model"] == "grok-4.20-0309-non-reasoning"
    assert "reasoning_content" not in body["choices"][0]["message"]
    assert body["usage"]["completion_tokens_details"]["reasoning_tokens"] == 0


def test_more_effort_costs_more_reasoning(call: Caller) -> None:
    low, high = (call.chat("Explain the tides", reasoning_effort=effort).json()["usage"] for effort in ("low", "xhigh"))

    assert low["completion_tokens_details"]["reasoning_tokens"] < high["completion_tokens_details"]["reasoning_tokens"]


@pytest.mark.parametrize("stream", [False, True])
def test_success_carries_the_recorded_headers(call: Caller, stand_in: Simulator, stream: bool) -> None:
    answer = call.chat("hello", stream=stream)

    headers = answer.headers
    assert headers["x-request-id"] == stand_in.requests()[-1]["id"]
    assert headers["server"] == "cloudflare"
    assert {"cf-ray", "x-ratelimit-limit-requests", "x-ratelimit-remaining-tokens", "x-data-retention"} <= set(headers)
    assert not any(name.startswith("x-ratelimit-reset") for name in headers)
    assert ("x-metrics-e2e-ms" in headers) is (not stream)


def test_a_conversation_that_goes_on_finds_its_beginning_cached(call: Caller) -> None:
    long = "Tell me about tides. " * 60
    first = call.chat(long, prompt_cache_key="same").json()["usage"]
    second = call.chat(long + "And then?", prompt_cache_key="same").json()["usage"]

    assert first["prompt_tokens_details"]["cached_tokens"] == 128
    assert second["prompt_tokens_details"]["cached_tokens"] >= 256


def test_a_changed_beginning_is_cached_no_further_than_it_is_the_same(call: Caller) -> None:
    tides = "Tell me about tides. " * 60
    first = [{"role": "system", "content": "Be brief."}, {"role": "user", "content": tides}]
    dated = [{"role": "system", "content": "Today is Friday."}, {"role": "user", "content": tides}]

    def cached(messages: list[dict[str, str]]) -> int:
        body = {"model": "grok-4.7", "messages": messages, "prompt_cache_key": "dated"}
        usage = call.client.post("/chat/completions", json=body).json()["usage"]
        return int(usage["prompt_tokens_details"]["cached_tokens"])

    cached(first)

    assert cached(first) >= 384
    assert cached(dated) == 128


def test_input_pictures_are_weighed(call: Caller, small_picture: str) -> None:
    picture = {"type": "image_url", "image_url": {"url": small_picture, "detail": "high"}}
    content = [{"type": "text", "text": "What is this?"}, picture]
    usage = call.client.post(
        "/chat/completions", json={"model": "grok-4.7", "messages": [{"role": "user", "content": content}]}
    ).json()["usage"]

    assert usage["prompt_tokens_details"]["image_tokens"] == 4 * 2 + 2
    assert usage["prompt_tokens"] == usage["prompt_tokens_details"]["text_tokens"] + 10
