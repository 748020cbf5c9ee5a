"""Stop means the provider's connection is closed within a second, whatever it was waiting for and whoever says so."""

import asyncio
import socket
import time
from collections.abc import Awaitable, Callable

import pytest
import uvloop

from tests.xai.conftest import KEY, Door, ask, told, until
from tests.xai.frames import chunk, delta, response_frames
from tests.xai.provider import Provider, answers, event, says_nothing, streams, then_waits
from xai import errors
from xai.catalogue import Catalogue
from xai.exchange import Trail
from xai.memory_store import InMemoryStore
from xai.provider import Upstream
from xai.settings import Limit, XaiSettings
from xai.stream import ReplyStream
from xai.values import StreamEvent

Stop = Callable[[ReplyStream, "asyncio.Task[list[StreamEvent]]"], Awaitable[None]]


async def by_closing(stream: ReplyStream, reading: "asyncio.Task[list[StreamEvent]]") -> None:
    """Another task closes the stream; the reader sees the end."""
    await stream.aclose()
    assert isinstance(await reading, list)


async def by_cancelling(stream: ReplyStream, reading: "asyncio.Task[list[StreamEvent]]") -> None:
    """The reading task is cancelled."""
    reading.cancel()
    await asyncio.gather(reading, return_exceptions=True)
    assert reading.cancelled()


STOPS = pytest.mark.parametrize("stop", [by_closing, by_cancelling])


@STOPS
async def test_stop_while_waiting_for_the_head(provider: Provider, door: Door, stop: Stop) -> None:
    provider.plays(says_nothing)
    stream = door().stream(ask())
    reading = asyncio.create_task(told(stream))
    visit = await provider.visit()
    await asyncio.sleep(0.01)  # now it waits

    async with asyncio.timeout(1):
        await stop(stream, reading)
        await visit.gone.wait()
    assert stream.left


@STOPS
async def test_stop_before_the_first_word(provider: Provider, door: Door, stop: Stop) -> None:
    provider.plays(then_waits(*response_frames("Hi")[:3]))
    stream = door().stream(ask())
    await anext(stream)
    reading = asyncio.create_task(told(stream))
    visit = await provider.visit()
    await asyncio.sleep(0.01)  # now it waits

    async with asyncio.timeout(1):
        await stop(stream, reading)
        await visit.gone.wait()


@STOPS
async def test_stop_between_words(provider: Provider, door: Door, stop: Stop) -> None:
    provider.plays(then_waits(event(chunk(delta(content="Hel")))))
    stream = door(route="chat").stream(ask())
    await anext(stream)
    await anext(stream)
    reading = asyncio.create_task(told(stream))
    visit = await provider.visit()
    await asyncio.sleep(0.01)  # now it waits

    async with asyncio.timeout(1):
        await stop(stream, reading)
        await visit.gone.wait()


async def test_stop_without_reading_on(provider: Provider, door: Door) -> None:
    provider.plays(then_waits(event(chunk(delta(content="Hel")))))
    stream = door(route="chat").stream(ask())
    await anext(stream)
    visit = await provider.visit()

    async with asyncio.timeout(1):
        await stream.aclose()
        await visit.gone.wait()
    assert await told(stream) == []


@STOPS
async def test_stop_while_connecting(door: Door, stop: Stop) -> None:
    with socket.create_server(("127.0.0.1", 0)) as deaf:  # it never answers the TLS greeting
        stream = door(base_url=f"https://127.0.0.1:{deaf.getsockname()[1]}/v1").stream(ask())
        reading = asyncio.create_task(told(stream))
        connection = await asyncio.to_thread(lambda: deaf.accept()[0])
        connection.settimeout(1)
        assert await asyncio.to_thread(connection.recv, 1)

        started = time.monotonic()
        await stop(stream, reading)
        await asyncio.to_thread(_read_to_the_end, connection)

        assert time.monotonic() - started < 1


@STOPS
async def test_stop_while_the_question_is_still_leaving(door: Door, stop: Stop) -> None:
    with socket.create_server(("127.0.0.1", 0)) as deaf:  # it accepts, and never reads
        deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        stream = door(base_url=f"http://127.0.0.1:{deaf.getsockname()[1]}/v1").stream(ask("x" * 8_000_000))
        reading = asyncio.create_task(told(stream))
        connection = await asyncio.to_thread(lambda: deaf.accept()[0])
        connection.settimeout(1)
        assert await asyncio.to_thread(connection.recv, 1)

        started = time.monotonic()
        await stop(stream, reading)
        size = await asyncio.to_thread(_read_to_the_end, connection)

        assert time.monotonic() - started < 1
        assert size < 8_000_000


def _read_to_the_end(connection: socket.socket) -> int:
    size = 0
    try:
        while data := connection.recv(1 << 16):
            size += len(data)
    except ConnectionResetError:
        pass
    finally:
        connection.close()
    return size


@STOPS
async def test_stop_while_pausing_before_another_try(provider: Provider, door: Door, stop: Stop) -> None:
    provider.plays(answers({"code": "resource-exhausted", "error": "Too many requests"}, 429, retry_after=15))
    stream = door(retries=3).stream(ask())
    reading = asyncio.create_task(told(stream))
    await provider.visit()
    await until(lambda: not stream.left)  # what was refused is not billed

    async with asyncio.timeout(1):
        await stop(stream, reading)
    assert len(provider.visits) == 1


@STOPS
async def test_stop_while_waiting_for_one_of_our_connections(provider: Provider, door: Door, stop: Stop) -> None:
    provider.plays(says_nothing, streams(*response_frames("Hi")))
    upstream = door(stream_connections=1)
    first = asyncio.create_task(told(upstream.stream(ask())))
    await provider.visit()
    stream = upstream.stream(ask())
    reading = asyncio.create_task(told(stream))
    await asyncio.sleep(0.05)

    async with asyncio.timeout(1):
        await stop(stream, reading)
    assert not stream.left
    first.cancel()

    assert await told(upstream.stream(ask()))
    assert len(provider.visits) == 2


async def test_given_up_connects_and_waits_give_their_places_back(provider: Provider, door: Door) -> None:
    provider.plays(streams(*response_frames("Hi")))
    upstream = door(stream_connections=2, pool_seconds=1)
    for n in range(200):
        reading = asyncio.create_task(told(upstream.stream(ask())))
        for _ in range(n % 12):  # each at another moment of its life
            await asyncio.sleep(0)
        reading.cancel()
        await asyncio.gather(reading, return_exceptions=True)

    events = await asyncio.gather(*(told(upstream.stream(ask())) for _ in range(6)))

    assert all(events)
    assert upstream._pools.stream.seats._value == 2


async def test_given_up_greetings_give_their_places_back(door: Door) -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=64) as deaf:
        upstream = door(
            base_url=f"https://127.0.0.1:{deaf.getsockname()[1]}/v1", stream_connections=3, connect_seconds=0.2
        )
        for _ in range(12):
            reading = asyncio.create_task(told(upstream.stream(ask())))
            await asyncio.sleep(0.01)
            reading.cancel()

        with pytest.raises(errors.ConnectFailed) as caught:
            await told(upstream.stream(ask()))

    assert caught.value.code == "connect_timed_out"


async def test_a_stream_that_opens_in_the_moment_of_the_stop_is_closed(provider: Provider, door: Door) -> None:
    provider.plays(then_waits())
    upstream = door()
    for n in range(60):
        reading = asyncio.create_task(anext(upstream.stream(ask())))
        visit = await provider.visit(n + 1)
        for _ in range(n % 20):
            await asyncio.sleep(0)
        reading.cancel()
        stream = await asyncio.gather(reading, return_exceptions=True)
        del stream
        if reading.cancelled():
            async with asyncio.timeout(1):
                await visit.gone.wait()


def test_stop_closes_at_once_under_uvloop_too() -> None:
    async def story() -> None:
        provider = Provider()
        await provider.start()
        provider.plays(says_nothing, then_waits(event(chunk(delta(content="Hel")))))
        settings = XaiSettings(base_url=provider.base_url, api_key=KEY, route="chat")
        upstream = Upstream(settings, InMemoryStore(), Catalogue())
        for number in (1, 2):
            stream = upstream.stream(ask())
            reading = asyncio.create_task(told(stream))
            visit = await provider.visit(number)
            async with asyncio.timeout(1):
                await stream.aclose()
                await visit.gone.wait()
                await reading
        await until(lambda: upstream._pools.stream.seats._value == settings.stream_connections)
        await upstream.aclose()
        await provider.stop()

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(story())


async def test_a_call_that_is_given_up_tells_whether_it_had_left(provider: Provider, door: Door) -> None:
    provider.plays(says_nothing)
    upstream = door(limits={"grok-4.7": Limit(60_000, tokens_per_minute=3000)})
    sent, held_back = Trail(), Trail()
    asked = asyncio.create_task(upstream.answer(ask("x" * 4000), sent))
    await provider.visit()
    waiting = asyncio.create_task(upstream.answer(ask("x" * 4000), held_back))

    with pytest.raises(errors.RateLimited):  # it says how long it would wait for its own turn
        await upstream.answer(ask("x" * 4000, patience_seconds=0.1))
    for each in (asked, waiting):
        each.cancel()
    await asyncio.gather(asked, waiting, return_exceptions=True)

    assert (sent.left, held_back.left) == (True, False)


async def test_a_call_that_was_refused_and_waits_to_be_sent_again_has_not_left(provider: Provider, door: Door) -> None:
    provider.plays(answers({"code": "The service is currently unavailable", "error": "Timed out"}, 503))
    trail = Trail()
    asked = asyncio.create_task(door(retries=1, retry_base_seconds=10, retry_cap_seconds=10).answer(ask(), trail))
    await provider.visit()
    await until(lambda: not trail.left)

    asked.cancel()
    await asyncio.gather(asked, return_exceptions=True)

    assert not trail.left
    assert len(provider.visits) == 1
