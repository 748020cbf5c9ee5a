"""The shapes of /v1/responses (reference 3.3, 3.7 and 3.10)."""

import itertools
import uuid

from tests.simulator.calls import Caller
from tests.support.simulator import Simulator

ORDER = [
    "response.created",
    "response.in_progress",
    "response.output_item.added",
    "response.reasoning_summary_part.added",
    "response.reasoning_summary_text.delta",
    "response.reasoning_summary_text.done",
    "response.reasoning_summary_part.done",
    "response.output_item.done",
    "response.output_item.added",
    "response.content_part.added",
    "response.output_text.delta",
    "response.output_text.done",
    "response.content_part.done",
    "response.output_item.done",
    "response.completed",
]
KEYS = {
    "created_at", "completed_at", "id", "max_output_tokens", "model", "object", "output", "parallel_tool_calls",
    "previous_response_id", "reasoning", "temperature", "text", "tool_choice", "tools", "top_p", "usage", "user",
    "incomplete_details", "status", "store", "metadata", "background", "service_tier", "truncation", "top_logprobs",
    "presence_penalty", "frequency_penalty", "prompt_cache_key", "max_tool_calls", "safety_identifier", "error",
    "instructions",
}  # fmt: skip


def test_a_whole_answer_has_the_recorded_keys(call: Caller) -> None:
    answer = call.responses("hello")

    body = answer.json()
    assert set(body) == KEYS
    assert str(uuid.UUID(body["id"])) == body["id"] == answer.headers["x-request-id"]
    assert [item["id"] for item in body["output"]] == [f"rs_{body['id']}", f"msg_{body['id']}"]
    assert body["reasoning"] == {"effort": "high", "summary": "detailed"}


def test_output_tokens_include_reasoning(call: Caller, stand_in: Simulator) -> None:
    usage = call.responses("Explain the tides").json()["usage"]

    row = stand_in.requests()[0]
    reasoning = usage["output_tokens_details"]["reasoning_tokens"]
    assert reasoning == row["reasoning"] != 0
    assert usage["output_tokens"] == reasoning + int(str(row["tokens"]))
    assert usage["total_tokens"] == usage["input_tokens"] + usage["output_tokens"]


def test_events_come_in_the_recorded_order_numbered_from_zero(call: Caller) -> None:
    heard = call.hear("responses", "Explain the tides")

    types = [str(event["type"]) for event in heard.events]
    assert [kind for kind, _ in itertools.groupby(types)] == ORDER
    assert [event["sequence_number"] for event in heard.events] == list(range(len(types)))
    assert [frame.split("\n")[0] for frame in heard.frames] == [f"event: {kind}" for kind in types]
    assert "[DONE]" not in heard.raw.decode()


def test_usage_comes_only_with_the_last_event(call: Caller) -> None:
    heard = call.hear("responses", "hello")

    responses = [event["response"] for event in heard.events if "response" in event]
    assert [bool(response["usage"]) for response in responses] == [False, False, True]  # type: ignore[index]


def test_the_pieces_make_the_whole(call: Caller) -> None:
    heard = call.hear("responses", "Explain the tides")
    whole = call.responses("Explain the tides").json()

    done = next(event for event in heard.events if event["type"] == "response.output_text.done")
    assert heard.text == done["text"] == whole["output"][1]["content"][0]["text"]


def test_an_answer_over_the_limit_is_incomplete(call: Caller) -> None:
    body = call.responses("Explain the tides", max_output_tokens=4).json()
    heard = call.hear("responses", "Explain the tides", max_output_tokens=4)

    assert body["status"] == "incomplete"
    assert body["incomplete_details"] == {"reason": "max_output_tokens"}
    assert body["completed_at"] is None
    assert heard.events[-1]["type"] == "response.incomplete"


def test_what_is_stored_can_be_fetched_trimmed_and_deleted_once(call: Caller) -> None:
    id = call.responses("hello", instructions="Be kind.").json()["id"]

    kept = call.client.get(f"/responses/{id}").json()
    deleted = call.client.delete(f"/responses/{id}")
    again = call.client.delete(f"/responses/{id}")

    assert [item["type"] for item in kept["output"]] == ["message"]
    assert kept["instructions"] is None
    assert deleted.json() == {"id": id, "object": "response", "deleted": True}
    assert again.status_code == 404


def test_what_is_not_stored_is_not_there(call: Caller) -> None:
    id = call.responses("hello", store=False).json()["id"]

    assert call.client.get(f"/responses/{id}").status_code == 404


def test_a_stored_response_can_be_continued(call: Caller) -> None:
    first = call.responses("My name is Ada.", store=True).json()["id"]

    answer = call.responses("What is my name?", previous_response_id=first).json()

    assert "Ada" in answer["output"][-1]["content"][0]["text"]
    assert answer["previous_response_id"] == first


def test_input_items_of_many_kinds_are_read(call: Caller, small_picture: str) -> None:
    items = [
        {"role": "system", "content": "You are helpful."},
        {"role": "user", "content": [{"type": "input_text", "text": "My name is Ada."}]},
        {"type": "reasoning", "id": "rs_1", "summary": [], "encrypted_content": None},
        {"role": "assistant", "content": [{"type": "output_text", "text": "Hello, Ada."}]},
        {"type": "function_call", "call_id": "c", "name": "f", "arguments": "{}"},
        {"type": "function_call_output", "call_id": "c", "output": "42"},
        {"type": "message", "role": "user", "content": [{"type": "input_image", "image_url": small_picture},
                                                        {"type": "input_text", "text": "What is my name?"}]},
    ]  # fmt: skip

    answer = call.client.post("/responses", json={"model": "grok-4.7", "input": items})

    assert "Ada" in answer.json()["output"][-1]["content"][0]["text"]
