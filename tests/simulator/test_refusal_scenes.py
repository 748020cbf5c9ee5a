"""Scenes with another answer than the one asked for, or none."""

import httpx
import pytest

from tests.simulator.calls import Caller
from tests.support.simulator import Simulator

ANSWERS = [
    ("rate_limited", 429, "resource-exhausted", None),
    ("rate_limited retry_after=17", 429, "Too many requests", "17"),
    ("out_of_credit", 403, "used all available credits", None),
    ("out_of_credit status=429", 429, "used all available credits", None),
    ("wrong_key", 400, "Incorrect API key provided.", None),
    ("no_permission", 403, "permission-denied", None),
    ("safety_refused", 403, "SAFETY_CHECK_TYPE_CYBER", None),
    ("context_too_long", 400, "maximum prompt length", None),
    ("engine_gone model=grok-5", 400, "Model not found: grok-5", None),
    ("outage", 503, "currently unavailable", None),
    ("outage status=500", 500, "currently unavailable", None),
    ("outage status=502 html=1", 502, "<!DOCTYPE html>", None),
    ("outage status=503 retry_after=2", 503, "currently unavailable", "2"),
    ("error_with_200", 200, "Timed out waiting for first token", None),
    ("answer status=418 body=teapot type=text/plain", 418, "teapot", None),
    ("answer status=200 base64=e30", 200, "{}", None),
]


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize(("scene", "status", "said", "retry_after"), ANSWERS)
def test_an_answer_instead_is_logged_and_not_billed(
    call: Caller, stand_in: Simulator, scene: str, status: int, said: str, retry_after: str | None, stream: bool
) -> None:
    answer = call.chat(f"[[scene:{scene}]] hello", stream=stream)

    assert answer.status_code == status
    assert said in answer.text
    assert answer.headers.get("retry-after") == retry_after
    row = stand_in.requests()[0]
    assert (row["accepted"], row["status"], row["ticks"]) == (False, status, 0)


@pytest.mark.parametrize("scene", ["error_with_200 billed=1", "answer billed=1"])
def test_an_answer_instead_can_be_billed(call: Caller, stand_in: Simulator, scene: str) -> None:
    call.chat(f"[[scene:{scene}]] hello")

    row = stand_in.requests()[0]
    assert row["accepted"] is True
    assert int(str(row["ticks"])) > 0


@pytest.mark.parametrize("route", ["/chat/completions", "/images/generations", "/videos/generations"])
@pytest.mark.parametrize(
    ("scene", "accepted"),
    [
        ("refuse_before_accept", False),
        ("reset_connection", False),
        ("accept_then_drop", True),
        ("accept_then_drop reset=1", True),
    ],
)
def test_a_connection_lost_before_the_answer_is_billed_only_if_accepted(
    call: Caller, stand_in: Simulator, route: str, scene: str, accepted: bool
) -> None:
    prompt = f"[[scene:{scene}]] a fox"
    body = {"prompt": prompt, "model": None, "messages": [{"role": "user", "content": prompt}]}
    body["model"] = "grok-4.7" if "chat" in route else None

    with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):
        call.client.post(route, json=body)

    row = stand_in.requests()[0]
    assert row["accepted"] is accepted
    assert (int(str(row["ticks"])) > 0) is accepted


def test_a_video_that_was_accepted_and_dropped_is_really_made(call: Caller, stand_in: Simulator) -> None:
    with pytest.raises(httpx.HTTPError):
        call.video("[[scene:accept_then_drop]] a fox")

    request_id = str(stand_in.requests()[0]["request_id"])
    assert call.finished(request_id).json()["status"] == "done"


def test_scenes_come_by_header_too(call: Caller) -> None:
    answer = call.client.post(
        "/responses",
        json={"model": "grok-4.7", "input": "hi"},
        headers={"X-Simulator-Scene": "pace rate=0 tokens=3; no_usage"},
    )

    assert answer.json()["usage"] is None


def test_a_default_scene_is_for_its_routes_and_not_for_helpers(call: Caller, stand_in: Simulator) -> None:
    stand_in.set_scene("outage", routes=["chat"])
    title = {"role": "system", "content": "Write a short title for this conversation."}

    chat = call.chat("hello")
    helper = call.chat("", messages=[title, {"role": "user", "content": "hello"}])
    responses = call.responses("hello")

    assert [chat.status_code, helper.status_code, responses.status_code] == [503, 200, 200]


def test_a_default_scene_can_be_for_helpers_too(call: Caller, stand_in: Simulator) -> None:
    stand_in.set_scene("outage", helpers=True)
    title = {"role": "system", "content": "Write a short title for this conversation."}

    assert call.chat("", messages=[title, {"role": "user", "content": "hello"}]).status_code == 503


def test_a_helper_call_does_not_play_the_scene_its_quoted_prompt_asks_for(call: Caller) -> None:
    title = {"role": "system", "content": "Write a short title for this conversation."}
    quoted = {"role": "user", "content": "How do tides work? [[scene:outage]]"}

    answer = call.chat("", messages=[title, quoted])

    assert answer.json()["choices"][0]["message"]["content"] == "Tides work"


def test_a_scene_can_be_played_only_so_many_times(call: Caller, stand_in: Simulator) -> None:
    prompt = "[[scene:outage times=2]] hello"

    assert [call.chat(prompt).status_code for _ in range(4)] == [503, 503, 200, 200]
    stand_in.set_scene("outage times=1", routes=["responses"])
    assert [call.responses("hello").status_code for _ in range(2)] == [503, 200]


@pytest.mark.parametrize("path", ["/models", "/api-key", "/language-models/grok-4.7"])
def test_free_routes_play_the_default_scene(call: Caller, stand_in: Simulator, path: str) -> None:
    stand_in.set_scene("outage status=502 html=1", routes=["models", "api-key"])

    assert call.client.get(path).status_code == 502
