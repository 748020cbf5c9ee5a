"""Trying again: only what cannot be billed twice, never sooner than asked, never for ever."""

import asyncio
import time
from typing import NoReturn

import pytest

from tests.xai import frames
from tests.xai.conftest import Door, ask, told, words
from tests.xai.frames import response_frames
from tests.xai.provider import Provider, Scene, answers, drops, streams
from xai import errors
from xai.errors import Billed
from xai.memory_store import InMemoryStore
from xai.settings import Limit
from xai.values import PictureRequest, VideoRequest

BUSY = {"code": "resource-exhausted", "error": "Too many requests for team x and model y."}
AWAY = {"code": "The service is currently unavailable", "error": "Timed out waiting for first token"}
QUICK = {"retries": 4, "retry_base_seconds": 0.01}
HELLO = answers(frames.completed("Hello")["response"])


@pytest.mark.parametrize("no", [answers(BUSY, 429), answers(AWAY, 503), answers(AWAY, 200)])
async def test_a_clear_no_is_tried_again(provider: Provider, door: Door, no: Scene) -> None:
    provider.plays(no, no, streams(*response_frames("Hello")))

    # Each 429 leaves the engine alone for a second at least.
    events = await told(door(**QUICK).stream(ask()))

    assert words(events) == "Hello"
    assert len(provider.visits) == 3


@pytest.mark.parametrize(
    "unknown", [drops, answers(AWAY, 500), answers(body=b"<html>", status=502), answers(body=b"", status=503)]
)
async def test_what_may_have_been_accepted_is_never_sent_again(provider: Provider, door: Door, unknown: Scene) -> None:
    provider.plays(unknown, HELLO)
    upstream = door(**QUICK)

    with pytest.raises(errors.FateUnknown) as caught:
        await upstream.answer(ask())

    assert len(provider.visits) == 1
    assert (caught.value.billed, caught.value.may_retry, caught.value.transient) == (Billed.UNKNOWN, False, True)


@pytest.mark.parametrize("unknown", [drops, answers(AWAY, 500), answers(body=b"{", status=200), answers({}, 200)])
async def test_a_media_start_of_unknown_fate_is_sent_once(provider: Provider, door: Door, unknown: Scene) -> None:
    provider.plays(unknown)
    upstream = door(**QUICK)

    with pytest.raises((errors.FateUnknown, errors.Unreadable)):
        await upstream.start_video(VideoRequest("grok-imagine-video", "a fox"))
    with pytest.raises((errors.FateUnknown, errors.Unreadable)):
        await upstream.imagine(PictureRequest("grok-imagine-image", "a fox"))

    assert [visit.path for visit in provider.visits] == ["/v1/videos/generations", "/v1/images/generations"]


async def test_reading_is_tried_again_whatever_happened(provider: Provider, door: Door) -> None:
    provider.plays(drops, answers(AWAY, 502), answers({"status": "pending"}, 202))

    progress = await door(**QUICK).poll_video("v-1")

    assert progress.status == "pending"
    assert len(provider.visits) == 3


async def test_tries_have_an_end_and_the_last_failure_is_told(provider: Provider, door: Door) -> None:
    provider.plays(answers(AWAY, 503))

    with pytest.raises(errors.Unavailable):
        await door(**QUICK | {"retries": 3}).answer(ask())

    assert len(provider.visits) == 4


async def test_retry_after_is_waited_for(provider: Provider, door: Door) -> None:
    provider.plays(answers(AWAY, 503, retry_after="0.4"), HELLO)
    started = time.monotonic()

    await door(**QUICK).answer(ask())

    assert 0.4 <= time.monotonic() - started < 1.5


@pytest.mark.parametrize("changes", [{"retry_cap_seconds": 5}, {"patience_seconds": 5}])
async def test_a_long_retry_after_is_handed_to_the_caller(
    provider: Provider, door: Door, changes: dict[str, float]
) -> None:
    provider.plays(answers(BUSY, 429, retry_after="17"))
    started = time.monotonic()

    with pytest.raises(errors.RateLimited) as caught:
        await door(**QUICK | changes).answer(ask())

    assert (caught.value.retry_after, len(provider.visits)) == (17.0, 1)
    assert time.monotonic() - started < 1


async def test_a_refused_connection_is_tried_again(provider: Provider, door: Door) -> None:
    upstream = door(base_url="http://127.0.0.1:9/v1", **QUICK)

    with pytest.raises(errors.ConnectFailed) as caught:
        await upstream.answer(ask())

    assert (caught.value.billed, caught.value.may_retry) == (Billed.NO, True)


async def test_a_429_leaves_its_engine_alone_and_no_other(provider: Provider, door: Door) -> None:
    store = InMemoryStore()
    provider.plays(answers(BUSY, 429, retry_after="2"), HELLO)
    # Two doors, one store: as two processes are.
    one, other = door(store, patience_seconds=0.5), door(store, patience_seconds=0.5)
    with pytest.raises(errors.RateLimited):
        await one.answer(ask())

    with pytest.raises(errors.RateLimited) as caught:
        await other.answer(ask())
    fine = await other.answer(ask(engine="grok-4.3"))

    assert fine.text == "Hello"
    assert len(provider.visits) == 2
    assert caught.value.status is None
    assert caught.value.retry_after is not None
    assert 1 < caught.value.retry_after <= 2


async def test_requests_keep_to_the_limit_by_waiting(provider: Provider, door: Door) -> None:
    provider.plays(HELLO)
    upstream = door(limits={"grok-4.7": Limit(600)})
    started = time.monotonic()

    for _ in range(6):  # two at once, and the rest a tenth of a second apart
        await upstream.answer(ask())

    assert time.monotonic() - started > 0.25


async def test_tokens_keep_to_the_limit_too_until_it_is_known_how_few_were_used(provider: Provider, door: Door) -> None:
    provider.plays(HELLO)
    upstream = door(limits={"grok-4.7": Limit(60_000, tokens_per_minute=3000)}, patience_seconds=1)

    first, second = await asyncio.gather(*[upstream.answer(ask("x" * 4000)) for _ in range(2)], return_exceptions=True)
    after = await upstream.answer(ask("x" * 4000))

    assert isinstance(second, errors.RateLimited)
    assert [getattr(each, "text", None) for each in (first, after)] == ["Hello", "Hello"]
    assert len(provider.visits) == 2


async def test_headers_of_a_success_correct_the_limit(provider: Provider, door: Door) -> None:
    provider.plays(
        answers(frames.completed("Hi")["response"], x_ratelimit_limit_requests="60", x_ratelimit_limit_tokens="9000000")
    )
    upstream = door(patience_seconds=0.1)

    with pytest.raises(errors.RateLimited):  # noqa: PT012  which of them is held back is a matter of the clock
        for _ in range(5):
            await upstream.answer(ask())

    assert len(provider.visits) < 5


async def test_a_store_that_is_down_stops_nobody(provider: Provider, door: Door) -> None:
    class Broken(InMemoryStore):
        async def admit(self, *_: object, **__: object) -> NoReturn:
            raise ConnectionError

    provider.plays(HELLO)

    answer = await door(Broken()).answer(ask())

    assert answer.text == "Hello"
