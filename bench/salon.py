"""The same stream through Salon: press Send, watch over the socket, acknowledge, read to the end."""

import asyncio
import re
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from uuid import uuid4

import aiohttp
import orjson

from bench.figures import Reply
from bench.stamps import Stamps

TURN = re.compile(r'id="turn-([0-9a-f-]{36})"')
ACKNOWLEDGE_BYTES = 32_768  # what the browser does


@dataclass(slots=True)
class Tab:
    """One person's open tab: a signed-in session and its socket."""

    web: str
    session: aiohttp.ClientSession
    socket: aiohttp.ClientWebSocketResponse

    @classmethod
    async def open(cls, web: str, cookies: dict[str, str]) -> "Tab":
        """Connect as a browser would."""
        session = aiohttp.ClientSession(cookies=cookies, headers={"Origin": web})
        return cls(web, session, await session.ws_connect(f"{web}/ws", origin=web, max_msg_size=0))

    async def close(self) -> None:
        """Shut the tab."""
        await self.socket.close()
        await self.session.close()

    async def ask(self, prompt: str) -> Reply:
        """Send a prompt in a new conversation and read the answer to its end."""
        reply = Reply()
        stamps = Stamps(reply, time.monotonic())
        turn = await self._send(prompt)
        await self._say({"do": "watch", "turn": turn, "cursor": "0"})
        unacknowledged = 0
        async for message in self.socket:
            data = message.data.encode()
            unacknowledged += len(data)
            for frame in _frames(data):
                if frame.get("k") == "text":
                    stamps.take(str(frame["t"]))
                elif frame.get("k") == "end" or "gone" in frame:
                    reply.failed = "" if frame.get("s") == "finished" else str(frame)
                    return reply
            if unacknowledged >= ACKNOWLEDGE_BYTES:
                await self._say({"do": "ack", "bytes": unacknowledged})
                unacknowledged = 0
        reply.failed = f"socket closed {self.socket.close_code}"
        return reply

    async def _send(self, prompt: str) -> str:
        """As the page's script does: the answer is the fragment to put in, and names the turn to watch."""
        form = {"text": prompt, "key": uuid4().hex, "csrfmiddlewaretoken": "c" * 32}
        async with self.session.post(f"{self.web}/c/send/", data=form, headers={"HX-Request": "true"}) as answer:
            found = TURN.search(await answer.text())
            if answer.status != 200 or found is None:
                raise RuntimeError(f"send answered {answer.status}: {(await answer.text())[:500]}")
            return found[1]

    async def _say(self, frame: dict[str, object]) -> None:
        await self.socket.send_str(orjson.dumps(frame).decode())


class Tabs:
    """The tabs of several people, open while a load runs: one that is left alone answers no ping, and is closed."""

    def __init__(self, web: str, cookies: list[dict[str, str]]) -> None:
        self._web = web
        self._cookies = cookies
        self._tabs: list[Tab] = []

    @asynccontextmanager
    async def opened(self, count: int) -> AsyncIterator[int]:
        """So many people have the page open."""
        self._tabs = [await Tab.open(self._web, cookies) for cookies in self._cookies[:count]]
        yield count
        for tab in self._tabs:
            await tab.close()

    async def ask(self, number: int, prompt: str) -> Reply:
        """One of them asks."""
        return await self._tabs[number].ask(prompt)


def _frames(data: bytes) -> list[dict[str, object]]:
    """One socket message holds one frame, or several as a list."""
    parsed = orjson.loads(data)
    return parsed if isinstance(parsed, list) else [parsed]


async def spread(count: int, over: float, number: int) -> None:
    """Wait for this one's turn: N people press Send within `over` seconds."""
    await asyncio.sleep(over * number / max(count, 1))
