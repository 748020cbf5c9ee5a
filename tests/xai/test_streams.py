"""A reply as it arrives, on both routes: the same events for the same reply, however the bytes come."""

import json

import pytest

from tests.xai import frames
from tests.xai.conftest import Door, ask, told, words
from tests.xai.frames import Frames, chat_frames, chunk, delta, response_frames
from tests.xai.provider import Provider, answers, event, streams, streams_chunked
from xai.values import Accepted, Finished, ReasoningDelta, StreamEvent, TextDelta, Usage

SAID = ("Grüße, ", "\u2028", "👋 “wörld”", "\n\n", "x\u0085y")
ROUTES = pytest.mark.parametrize(("route", "whole"), [("chat", chat_frames), ("responses", response_frames)])


def deltas(events: list[StreamEvent]) -> list[StreamEvent]:
    """The words, thought and said."""
    return [each for each in events if isinstance(each, (TextDelta, ReasoningDelta))]


@ROUTES
@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
async def test_a_reply_comes_whole_and_in_order(
    provider: Provider, door: Door, route: str, whole: Frames, end: bytes
) -> None:
    provider.plays(streams(b"".join(whole(*SAID, end=end))))

    events = await told(door(route=route).stream(ask()))

    assert events[0] == Accepted("r-1")
    assert words(events) == "".join(SAID)
    assert isinstance(events[-1], Finished)
    assert events[-1].reason == "stop"


@ROUTES
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
async def test_one_byte_per_packet_changes_nothing(
    provider: Provider, door: Door, route: str, whole: Frames, end: bytes
) -> None:
    stream = b": keep-alive\n\n" + b"".join(whole(*SAID, end=end))
    provider.plays(streams(*(stream[n : n + 1] for n in range(len(stream)))))

    events = await told(door(route=route).stream(ask()))

    assert deltas(events) == deltas(await _in_one_packet(provider, door, route, stream))
    assert words(events) == "".join(SAID)


async def _in_one_packet(provider: Provider, door: Door, route: str, stream: bytes) -> list[StreamEvent]:
    provider.plays(streams(stream))
    return await told(door(route=route).stream(ask()))


async def test_usage_counts_visible_output_alone_on_both_routes(provider: Provider, door: Door) -> None:
    provider.plays(streams(b"".join(chat_frames("Hello"))), streams(b"".join(response_frames("Hi"))))

    chat = (await told(door(route="chat").stream(ask())))[-1]
    responses = (await told(door(route="responses").stream(ask())))[-1]

    assert isinstance(chat, Finished)
    assert isinstance(responses, Finished)
    assert chat.usage == Usage(12, 11, 0, 1, 290, 303, 1466250)
    assert responses.usage == Usage(208, 128, 0, 9, 33, 250, 4760000)
    assert (chat.engine, chat.response_id, chat.fingerprint) == ("grok-4.6", frames.CHAT_ID, "fp_2a885414fb")
    assert (responses.engine, responses.response_id, responses.fingerprint) == ("grok-4.6", "R", "fp_a39489019fa99b6e")


async def test_output_that_includes_the_reasoning_is_told_by_its_total(provider: Provider, door: Door) -> None:
    usage = {
        "prompt_tokens": 10,
        "completion_tokens": 30,
        "total_tokens": 40,
        "completion_tokens_details": {"reasoning_tokens": 25},
    }
    provider.plays(streams(b"".join([*chat_frames("Hi")[:-2], event(chunk(usage=usage)), event("[DONE]")])))

    end = (await told(door(route="chat").stream(ask())))[-1]

    assert isinstance(end, Finished)
    assert end.usage == Usage(10, 0, 0, 5, 25, 40, None)


@pytest.mark.parametrize("reason", ["missing", None, ""])
async def test_an_empty_reason_is_no_end_and_the_last_usage_counts(
    provider: Provider, door: Door, reason: object
) -> None:
    def piece(text: str, tokens: int) -> bytes:
        choice: dict[str, object] = {"index": 0, "message": {"role": "assistant", "content": text}}
        if reason != "missing":
            choice["finish_reason"] = reason
        return event(chunk(choice, usage={"prompt_tokens": 4, "completion_tokens": tokens, "total_tokens": 4 + tokens}))

    end = event(chunk({"index": 0, "message": {}, "finish_reason": "length"}, usage=frames.CHAT_USAGE))
    provider.plays(streams(piece("One ", 1), piece("two", 2), end, event("[DONE]")))

    events = await told(door(route="chat").stream(ask()))

    assert words(events) == "One two"
    assert events[-1] == Finished(
        "length", "grok-4.6", frames.CHAT_ID, "fp_2a885414fb", Usage(12, 11, 0, 1, 290, 303, 1466250)
    )


async def test_a_chat_that_says_only_done_is_whole(provider: Provider, door: Door) -> None:
    provider.plays(streams(event(chunk(delta(content="Hi"), usage=frames.CHAT_USAGE)), event("[DONE]")))

    events = await told(door(route="chat").stream(ask()))

    assert isinstance(events[-1], Finished)


async def test_a_message_that_sums_up_the_deltas_is_not_said_twice(provider: Provider, door: Door) -> None:
    summing_up = {"index": 0, "message": {"role": "assistant", "content": "Hello"}, "finish_reason": "stop"}
    provider.plays(
        streams(event(chunk(delta(content="Hel"))), event(chunk(delta(content="lo"))), event(chunk(summing_up)))
    )

    events = await told(door(route="chat").stream(ask()))

    assert words(events) == "Hello"


@ROUTES
async def test_a_missing_done_mark_is_no_loss(provider: Provider, door: Door, route: str, whole: Frames) -> None:
    provider.plays(streams(*[part for part in whole("All here") if b"[DONE]" not in part]))

    events = await told(door(route=route).stream(ask()))

    assert isinstance(events[-1], Finished)
    assert events[-1].usage is not None


async def test_a_done_mark_after_a_response_is_no_harm(provider: Provider, door: Door) -> None:
    provider.plays(streams(*response_frames("Hi"), event("[DONE]")))

    events = await told(door().stream(ask()))

    assert [type(each) for each in events] == [Accepted, ReasoningDelta, TextDelta, Finished]


async def test_a_reply_that_hit_its_limit_says_so(provider: Provider, door: Door) -> None:
    end = frames.completed("Hi", kind="response.incomplete")
    said = dict(end["response"])  # type: ignore[call-overload]
    said |= {"status": "incomplete", "incomplete_details": {"reason": "max_output_tokens"}}
    cut_short = end | {"response": said}
    provider.plays(streams(*response_frames("Hi")[:-1], event(cut_short)))

    events = await told(door().stream(ask()))

    assert isinstance(events[-1], Finished)
    assert events[-1].reason == "length"


async def test_thoughts_of_several_parts_are_kept_apart_and_never_told_twice(provider: Provider, door: Door) -> None:
    raw = {"type": "response.reasoning_text.delta", "delta": "First", "item_id": "rs_R", "content_index": 0}
    provider.plays(
        streams(*map(event, [frames.thought("First", 0), raw, frames.thought("Then", 1), frames.completed("Hi")]))
    )

    events = await told(door().stream(ask()))

    assert "".join(each.text for each in events if isinstance(each, ReasoningDelta)) == "First\n\nThen"


async def test_a_server_that_streams_only_the_end_is_understood(provider: Provider, door: Door) -> None:
    provider.plays(streams(event(frames.completed("All at once"))))

    events = await told(door().stream(ask()))

    assert words(events) == "All at once"


@pytest.mark.parametrize("route", ["chat", "responses"])
async def test_a_server_that_answers_whole_is_understood(provider: Provider, door: Door, route: str) -> None:
    chat = {
        "id": "c",
        "model": "m",
        "choices": [{"message": {"content": "Whole"}, "finish_reason": "stop"}],
        "usage": frames.CHAT_USAGE,
    }
    provider.plays(answers(chat if route == "chat" else frames.completed("Whole")["response"]))

    events = await told(door(route=route).stream(ask()))

    assert words(events) == "Whole"
    assert isinstance(events[-1], Finished)
    assert events[-1].usage is not None


@ROUTES
@pytest.mark.parametrize("kind", ["text/html", "application/json", ""])
async def test_a_stream_under_another_name_is_read_all_the_same(
    provider: Provider, door: Door, route: str, whole: Frames, kind: str
) -> None:
    provider.plays(streams(*whole("Hello", "!"), kind=kind))

    events = await told(door(route=route).stream(ask()))

    assert words(events) == "Hello!"
    assert isinstance(events[-1], Finished)


async def test_bytes_that_are_no_text_and_halves_of_characters_become_marks(provider: Provider, door: Door) -> None:
    broken = event(chunk(delta(content="a?b"))).replace(b"?", b"\xff")
    half = event('{"choices":[{"index":0,"delta":{"content":"c\\ud83dd"}}]}')
    provider.plays(streams(broken, half, *chat_frames()[-3:]))

    events = await told(door(route="chat").stream(ask()))

    assert words(events) == "a\ufffdbc\ufffdd"


@ROUTES
async def test_a_finished_streams_connection_serves_the_next(
    provider: Provider, door: Door, route: str, whole: Frames
) -> None:
    provider.plays(streams_chunked(*whole("Again")))
    upstream = door(route=route)

    for _ in range(3):
        await told(upstream.stream(ask()))

    assert (len(provider.visits), provider.connections) == (3, 1)


async def test_batches_hold_the_same_events(provider: Provider, door: Door) -> None:
    provider.plays(streams(b"".join(response_frames("a", "b", "c"))))
    stream = door().stream(ask())

    events = []
    while batch := await stream.batch():
        events += batch

    assert words(events) == "abc"
    assert isinstance(events[-1], Finished)
    assert await stream.batch() == []


async def test_a_whole_answer_reads_the_same_on_both_routes(provider: Provider, door: Door) -> None:
    chat = {
        "id": "c-1", "model": "grok-4.6", "system_fingerprint": "fp_1", "usage": frames.CHAT_USAGE,
        "choices": [{"index": 0, "message": {"content": "Hello", "reasoning_content": "One word."}, "finish_reason": "stop"}],
    }  # fmt: skip
    response = json.loads(json.dumps(frames.completed("Hello")["response"]))
    response["output"].insert(0, {"type": "reasoning", "summary": [{"type": "summary_text", "text": "One word."}]})
    response["output"].insert(1, {"type": "reasoning", "id": "tco_1", "summary": []})
    provider.plays(answers(chat), answers(response))

    one = await door(route="chat").answer(ask())
    other = await door(route="responses").answer(ask())

    assert (one.text, one.reasoning, one.reason, one.response_id, one.fingerprint) == (
        "Hello",
        "One word.",
        "stop",
        "c-1",
        "fp_1",
    )
    assert (other.text, other.reasoning, other.reason, other.response_id, other.request_id) == (
        "Hello",
        "One word.",
        "stop",
        "R",
        "r-1",
    )
    assert one.usage == Usage(12, 11, 0, 1, 290, 303, 1466250)
    assert other.usage == Usage(208, 128, 0, 9, 33, 250, 4760000)


async def test_under_a_schema_only_the_last_message_counts(provider: Provider, door: Door) -> None:
    twice = frames.response(status="completed", output=[frames.message('{"a":1}'), frames.message('{"a":2}')])
    provider.plays(answers(twice))

    answer = await door().answer(ask(json_schema={"type": "object"}))

    assert json.loads(answer.text) == {"a": 2}
