"""Each phase of a request has its own clock: nothing waits for ever, and a server that only drips gains no time."""

import asyncio
import socket
import time
from collections.abc import Awaitable, Callable
from itertools import count

import pytest

from tests.xai import frames
from tests.xai.conftest import Door, ask, told, told_until_broken, words
from tests.xai.frames import chat_frames, chunk, delta, response_frames
from tests.xai.provider import Provider, Scene, Visit, answers, event, says_nothing, streams, then_waits
from xai import errors
from xai.errors import Billed
from xai.provider import Upstream
from xai.values import Finished, PictureRequest, VideoRequest

# The engine's own effort is high: eight times as long for the first word.
SHORT = {"first_data_seconds": 0.02, "idle_seconds": 0.15, "total_seconds": 0.5, "read_seconds": 0.3}


def drips(first: bytes, part: bytes) -> Scene:
    """The same again and again, sooner than any idle clock."""

    async def scene(visit: Visit) -> None:
        await visit.head(content_type="text/event-stream")
        await visit.send(first)
        while not visit.gone.is_set():
            await visit.send(part)
            await asyncio.sleep(0.03)

    return scene


WORD = event(chunk(delta(content="Hel")))


@pytest.mark.parametrize(
    ("scene", "code", "billed"),
    [
        (says_nothing, "first_data_timed_out", Billed.UNKNOWN),
        (then_waits(), "first_data_timed_out", Billed.UNKNOWN),
        (drips(b"", b": alive\n\n"), "first_data_timed_out", Billed.UNKNOWN),
        (drips(b"", event(chunk(delta(role="assistant")))), "first_data_timed_out", Billed.UNKNOWN),
        (then_waits(WORD), "idle_timed_out", Billed.YES),
        (drips(WORD, b": alive\n\n"), "idle_timed_out", Billed.YES),
        (drips(WORD, b"x"), "idle_timed_out", Billed.YES),
        (drips(WORD, WORD), "total_timed_out", Billed.YES),
    ],
)
async def test_a_stream_ends_when_its_clock_runs_out(
    provider: Provider, door: Door, scene: Scene, code: str, billed: Billed
) -> None:
    provider.plays(scene)

    _, error = await told_until_broken(door(route="chat", **SHORT).stream(ask()))

    assert isinstance(error, errors.TimedOut)
    assert (error.code, error.billed, error.may_retry) == (code, billed, False)
    async with asyncio.timeout(1):
        await (await provider.visit()).gone.wait()


async def test_announcements_alone_do_not_start_the_idle_clock(provider: Provider, door: Door) -> None:
    async def thinks(visit: Visit) -> None:
        await visit.head(content_type="text/event-stream")
        await visit.send(*response_frames("Hi")[:3])
        await asyncio.sleep(0.3)
        await visit.send(*response_frames("Hi")[3:])
        visit.hang_up()

    provider.plays(thinks)

    events = await told(door(first_data_seconds=2, idle_seconds=0.1).stream(ask()))

    assert words(events) == "Hi"


async def test_a_steady_stream_outlives_its_idle_clock(provider: Provider, door: Door) -> None:
    async def steady(visit: Visit) -> None:
        await visit.head(content_type="text/event-stream")
        for part in chat_frames(*"abcdefghij"):
            await visit.send(part)
            await asyncio.sleep(0.05)
        visit.hang_up()

    provider.plays(steady)

    events = await told(door(route="chat", idle_seconds=0.2, first_data_seconds=0.2).stream(ask()))

    assert (words(events), type(events[-1])) == ("abcdefghij", Finished)


async def test_an_answer_that_drips_ends_at_its_total(provider: Provider, door: Door) -> None:
    async def drip(visit: Visit) -> None:
        await visit.head(content_type="application/json")
        while not visit.gone.is_set():
            await visit.send(b" ")
            await asyncio.sleep(0.03)

    provider.plays(drip)

    with pytest.raises(errors.TimedOut) as caught:
        await door(**SHORT).answer(ask())

    assert caught.value.code == "total_timed_out"


async def test_a_connect_that_takes_too_long_was_not_sent(door: Door) -> None:
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        upstream = door(base_url=f"https://127.0.0.1:{deaf.getsockname()[1]}/v1", connect_seconds=0.1)
        started = time.monotonic()

        with pytest.raises(errors.ConnectFailed) as caught:
            await upstream.answer(ask())

    assert time.monotonic() - started < 1.5
    assert (caught.value.code, caught.value.billed, caught.value.may_retry) == ("connect_timed_out", Billed.NO, True)


async def test_a_question_nobody_takes_in_ends_at_the_write_clock(door: Door) -> None:
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        upstream = door(base_url=f"http://127.0.0.1:{deaf.getsockname()[1]}/v1", write_seconds=0.2)

        with pytest.raises(errors.TimedOut) as caught:
            await upstream.answer(ask("x" * 8_000_000))

    assert caught.value.code == "write_timed_out"


async def test_a_question_that_left_in_time_is_not_held_to_the_write_clock(provider: Provider, door: Door) -> None:
    async def slow(visit: Visit) -> None:
        await asyncio.sleep(0.25)
        await answers(frames.completed("Hi")["response"])(visit)

    provider.plays(slow)

    answer = await door(write_seconds=0.1).answer(ask())

    assert answer.text == "Hi"


async def test_no_free_connection_in_time_was_not_sent(provider: Provider, door: Door) -> None:
    provider.plays(says_nothing)
    upstream = door(call_connections=1, pool_seconds=0.1)
    first = asyncio.create_task(upstream.answer(ask()))
    await provider.visit()

    with pytest.raises(errors.PoolFull):
        await upstream.answer(ask())

    first.cancel()
    assert len(provider.visits) == 1


async def test_streams_never_wait_for_calls_or_media(provider: Provider, door: Door) -> None:
    number = count()

    async def scene(visit: Visit) -> None:
        await (says_nothing(visit) if next(number) < 2 else streams(*response_frames("Hi"))(visit))

    provider.plays(scene)
    upstream = door(call_connections=1, media_connections=1, stream_connections=1)
    busy = [asyncio.create_task(upstream.answer(ask())), asyncio.create_task(upstream.check_key())]
    await provider.visit()

    provider.plays(streams(*response_frames("Hi")))
    events = await told(upstream.stream(ask()))

    for each in busy:
        each.cancel()
    assert words(events) == "Hi"


@pytest.mark.parametrize(
    ("engine", "effort", "times"),
    [
        ("grok-4.3", "none", 1),
        ("grok-4.20-0309-non-reasoning", "high", 1),
        ("grok-4.7", "low", 2),
        ("grok-4.7", "medium", 4),
        ("grok-4.20-0309-reasoning", None, 4),
        ("a-model-nobody-knows", None, 4),
        ("grok-4.7", None, 8),
        ("grok-4.7", "xhigh", 16),
    ],
)
async def test_a_first_word_that_is_thought_about_may_take_longer(
    provider: Provider, door: Door, engine: str, effort: str | None, times: int
) -> None:
    provider.plays(says_nothing)
    upstream, began = door(first_data_seconds=0.05), time.monotonic()

    _, error = await told_until_broken(upstream.stream(ask(engine=engine, effort=effort)))

    assert isinstance(error, errors.TimedOut)
    assert 0.05 * times <= time.monotonic() - began < 0.05 * times + 0.4


# Every way to ask the provider for something, as somebody would who waits for it.
CALLS: dict[str, Callable[[Upstream], Awaitable[object]]] = {
    "stream": lambda upstream: told(upstream.stream(ask())),
    "answer": lambda upstream: upstream.answer(ask()),
    "imagine": lambda upstream: upstream.imagine(PictureRequest("grok-imagine-image", "a fox")),
    "start_video": lambda upstream: upstream.start_video(VideoRequest("grok-imagine-video", "a fox")),
    "poll_video": lambda upstream: upstream.poll_video("v-1"),
    "engines": lambda upstream: upstream.engines(fresh=True),
    "picture_prices": lambda upstream: upstream.picture_prices(),
    "check_key": lambda upstream: upstream.check_key(),
}
NO_CALLS = {"limiter", "engine", "aclose"}
FETCHED = {"fetch"}  # from another host: tests/xai/test_downloads.py


def test_no_call_is_forgotten_here() -> None:
    public = {name for name in vars(Upstream) if not name.startswith("_")}

    assert public - NO_CALLS - FETCHED == CALLS.keys()


@pytest.mark.parametrize("call", CALLS)
async def test_no_call_waits_for_ever_for_a_provider_that_says_nothing(
    provider: Provider, door: Door, call: str
) -> None:
    provider.plays(says_nothing)
    times = {"first_data_seconds": 0.02, "read_seconds": 0.2, "call_seconds": 0.2, "picture_seconds": 0.2}

    async with asyncio.timeout(3):
        with pytest.raises(errors.TimedOut):
            await CALLS[call](door(**times))
