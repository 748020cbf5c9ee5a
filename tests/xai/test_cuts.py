"""A stream that breaks off: what came is kept, and it never passes for whole."""

import pytest

from tests.xai import frames
from tests.xai.conftest import Door, ask, told_until_broken, words
from tests.xai.frames import Frames, chat_frames, chunk, delta, response_frames
from tests.xai.provider import Provider, Visit, answers, drops, event, says_nothing, streams
from xai import errors
from xai.errors import Billed
from xai.values import Finished

SAID = ("Grüße ", "an ", "alle")
ROUTES = pytest.mark.parametrize(("route", "whole"), [("chat", chat_frames), ("responses", response_frames)])


@ROUTES
async def test_every_cut_leaves_a_prefix_and_only_a_finish_marker_makes_it_whole(
    provider: Provider, door: Door, route: str, whole: Frames
) -> None:
    stream = b"".join(whole(*SAID))
    marker = b'"finish_reason":"stop"' if route == "chat" else b'"type":"response.completed"'
    whole_from = stream.index(b"\n\n", stream.index(marker)) + 2
    upstream = door(route=route)

    for cut in range(0, len(stream), 3):
        provider.plays(streams(stream[:cut]))
        events, error = await told_until_broken(upstream.stream(ask()))
        finished = any(isinstance(each, Finished) for each in events)
        assert "".join(SAID).startswith(words(events))
        assert finished == (cut >= whole_from), cut
        assert finished == (error is None)
        assert finished or (isinstance(error, errors.Cut) and error.request_id == "r-1")


@ROUTES
async def test_what_arrived_with_the_break_is_not_lost(
    provider: Provider, door: Door, route: str, whole: Frames
) -> None:
    async def all_at_once_then_broken(visit: Visit) -> None:
        body = b"".join(whole(*SAID))
        await visit.head(content_type="text/event-stream", transfer_encoding="chunked")
        visit.writer.write(b"%x\r\n%s\r\n" % (len(body), body))  # the chunk is whole, the stream is not
        visit.hang_up()

    provider.plays(all_at_once_then_broken)
    stream = door(route=route).stream(ask())
    await anext(stream)
    visit = await provider.visit()
    while not visit.writer.transport.is_closing():
        await visit.gone.wait()

    events, error = await told_until_broken(stream)

    assert words(events) == "".join(SAID)
    assert isinstance(events[-1], Finished)
    assert error is None


@pytest.mark.parametrize("reason", [None, ""])
async def test_an_empty_reason_does_not_make_a_cut_reply_whole(provider: Provider, door: Door, reason: object) -> None:
    provider.plays(streams(event(chunk({"index": 0, "delta": {"content": "Hel"}, "finish_reason": reason}))))

    events, error = await told_until_broken(door(route="chat").stream(ask()))

    assert words(events) == "Hel"
    assert isinstance(error, errors.Cut)


async def test_a_cut_is_billed_once_words_were_heard_and_perhaps_before(provider: Provider, door: Door) -> None:
    upstream = door(route="chat")
    provider.plays(drops, streams(event(chunk(delta(role="assistant")))), streams(event(chunk(delta(content="Hi")))))

    ends = [(await told_until_broken(upstream.stream(ask())))[1] for _ in range(3)]

    assert [type(end) for end in ends] == [errors.Cut] * 3
    assert [end.billed for end in ends if isinstance(end, errors.XaiError)] == [
        Billed.UNKNOWN,
        Billed.UNKNOWN,
        Billed.YES,
    ]
    assert not any(end.may_retry for end in ends if isinstance(end, errors.XaiError))


@pytest.mark.parametrize(
    ("frame", "kind"),
    [
        ({"code": "The service is currently unavailable", "error": "Overloaded"}, errors.Unavailable),
        ({"error": {"message": "slow down", "code": "rate_limit_exceeded"}}, errors.RateLimited),
        ({"error": "something broke"}, errors.ServerBroke),
    ],
)
async def test_an_error_inside_a_chat_stream_ends_it(provider: Provider, door: Door, frame: object, kind: type) -> None:
    provider.plays(streams(event(chunk(delta(content="Hel"))) + event(frame), *chat_frames("lo")))

    events, error = await told_until_broken(door(route="chat").stream(ask()))

    assert words(events) == "Hel"
    assert type(error) is kind
    assert isinstance(error, errors.XaiError)
    assert (error.billed, error.may_retry) == (Billed.YES, False)


@pytest.mark.parametrize(
    ("frame", "kind", "transient"),
    [
        ({"type": "error", "code": None, "message": "Service temporarily unavailable."}, errors.ServerBroke, True),
        (
            {
                "type": "response.failed",
                "response": {"status": "failed", "error": {"code": "server_error", "message": "x"}},
            },
            errors.ServerBroke,
            True,
        ),
        (
            {"type": "response.failed", "response": {"error": {"code": "context_length_exceeded"}}},
            errors.ContextTooLong,
            False,
        ),
    ],
)
async def test_an_error_inside_a_response_stream_ends_it(
    provider: Provider, door: Door, frame: object, kind: type, transient: bool
) -> None:
    provider.plays(streams(*response_frames("Hi")[:5], event(frame)))

    _, error = await told_until_broken(door().stream(ask()))

    assert type(error) is kind
    assert isinstance(error, errors.XaiError)
    assert (error.billed, error.may_retry, error.transient) == (Billed.YES, False, transient)


async def test_an_answer_that_makes_no_sense_is_unreadable(provider: Provider, door: Door) -> None:
    upstream = door(max_line_bytes=1000, max_stream_bytes=5000)
    provider.plays(
        streams(event("this is no JSON")),
        streams(b"data: " + b"x" * 2000),
        streams(*[b": padding padding padding\n\n"] * 300),
        streams(b"<html>hello</html>", kind="text/html"),
        answers(body=b"[]"),
        answers(body=b"{", kind="application/json"),
        answers(frames.completed("x"), content_encoding="gzip"),
    )

    ends = [(await told_until_broken(upstream.stream(ask())))[1] for _ in range(7)]

    assert [type(end).__name__ for end in ends] == ["Unreadable"] * 7
    codes = [end.code for end in ends if isinstance(end, errors.XaiError)]
    assert codes == ["frame_unreadable", "event_too_large", "answer_too_large", *["unreadable"] * 3, "encoded_answer"]


async def test_a_finished_reply_does_not_wait_for_a_lazy_tail(provider: Provider, door: Door) -> None:
    async def never_ends(visit: Visit) -> None:
        await visit.head(content_type="text/event-stream")
        await visit.send(*chat_frames("Hi")[:-2])
        await says_nothing(visit)

    provider.plays(never_ends)

    events, error = await told_until_broken(door(route="chat", tail_seconds=0.1).stream(ask()))

    assert (type(events[-1]), error) == (Finished, None)
