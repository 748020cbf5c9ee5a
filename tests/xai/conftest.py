"""A raw provider and our door to it, in the test's own event loop."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace

import pytest

from tests.xai.provider import Provider
from xai.catalogue import Catalogue
from xai.memory_store import InMemoryStore
from xai.provider import Upstream
from xai.settings import XaiSettings
from xai.stream import ReplyStream
from xai.values import ChatMessage, ChatRequest, StreamEvent, TextDelta

KEY = "xai-aVerySecretKeyOfOurs1234567890"
Door = Callable[..., Upstream]


@pytest.fixture
async def provider() -> AsyncIterator[Provider]:
    """A server that plays scenes."""
    server = Provider()
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
async def door(provider: Provider) -> AsyncIterator[Door]:
    """Makes a door to it; no retries unless asked for."""
    made: list[Upstream] = []

    def make(store: InMemoryStore | None = None, **changes: object) -> Upstream:
        settings = XaiSettings(base_url=provider.base_url, api_key=KEY, retries=0, media_hosts=("127.0.0.1",))
        made.append(Upstream(replace(settings, **changes), store or InMemoryStore(), Catalogue()))  # type: ignore[arg-type]
        return made[-1]

    yield make
    for each in made:
        await each.aclose()


def ask(text: str = "Say hello", **changes: object) -> ChatRequest:
    """A question."""
    return replace(ChatRequest("grok-4.7", (ChatMessage("user", text),), trace="click-1"), **changes)  # type: ignore[arg-type]


async def told(stream: ReplyStream) -> list[StreamEvent]:
    """Everything that comes."""
    return [event async for event in stream]


async def told_until_broken(stream: ReplyStream) -> tuple[list[StreamEvent], Exception | None]:
    """Everything that comes, and how it ended."""
    events: list[StreamEvent] = []
    try:
        async for event in stream:
            events.append(event)
    except Exception as error:
        return events, error
    return events, None


def words(events: list[StreamEvent]) -> str:
    """The text in them."""
    return "".join(event.text for event in events if isinstance(event, TextDelta))


async def until(happens: Callable[[], bool]) -> None:
    """Wait for a state."""
    async with asyncio.timeout(5):
        while not happens():  # noqa: ASYNC110  a state of somebody else's
            await asyncio.sleep(0.002)
