"""`python -m bench.limit`: the least a relay can do, to know how fast this machine is today. It keeps nothing.

One socket, one question, one stream: each packet of the provider is forwarded as one text frame.
"""

import argparse
import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import orjson
import uvloop
from aiohttp import web

from bench.figures import Reply
from bench.stamps import Stamps

UPSTREAM = web.AppKey("upstream", str)
SESSION = web.AppKey("session", aiohttp.ClientSession)


async def deltas(answer: aiohttp.ClientResponse) -> AsyncIterator[list[str]]:
    """What each packet of a streamed answer says."""
    rest = b""
    async for chunk in answer.content.iter_any():
        *events, rest = (rest + chunk).split(b"\n\n")
        data = [event[event.find(b"data: ") + 6 :] for event in events]
        yield [orjson.loads(each)["delta"] for each in data if b'"response.output_text.delta"' in each]


def body(prompt: str, engine: str) -> dict[str, object]:
    """A streamed request to the provider."""
    return {"model": engine, "input": prompt, "stream": True, "store": False, "reasoning": {"effort": "low"}}


async def relay(request: web.Request) -> web.WebSocketResponse:
    """Answer one question over a socket."""
    socket = web.WebSocketResponse(compress=False)
    await socket.prepare(request)
    asked = await socket.receive_json(loads=orjson.loads)
    async with request.app[SESSION].post(request.app[UPSTREAM], json=body(**asked)) as answer:
        async for said in deltas(answer):
            if said:
                await socket.send_str("".join(said))
    await socket.close()
    return socket


async def read(session: aiohttp.ClientSession, base_url: str, prompt: str, engine: str) -> Reply:
    """One reply through the relay, as a person's tab would read it."""
    reply = Reply()
    stamps = Stamps(reply, time.monotonic())
    async with session.ws_connect(f"{base_url}/ws", max_msg_size=0, compress=0) as socket:
        await socket.send_json({"prompt": prompt, "engine": engine})
        async for message in socket:
            stamps.take(message.data)
    return reply


@asynccontextmanager
async def _session(key: str) -> AsyncIterator[aiohttp.ClientSession]:
    headers = {"Authorization": f"Bearer {key}"}
    async with aiohttp.ClientSession(headers=headers, connector=aiohttp.TCPConnector(limit=0)) as session:
        yield session


async def serve(upstream: str, key: str) -> None:
    """Serve until killed."""
    async with _session(key) as session:
        app = web.Application()
        app[UPSTREAM], app[SESSION] = f"{upstream}/responses", session
        app.router.add_get("/ws", relay)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        print(f"ready at http://127.0.0.1:{runner.addresses[0][1]}", flush=True)
        await asyncio.Event().wait()


def main() -> None:
    """Parse and serve."""
    parser = argparse.ArgumentParser(prog="python -m bench.limit")
    parser.add_argument("--upstream", required=True)
    parser.add_argument("--key", required=True)
    asked = parser.parse_args()
    uvloop.run(serve(asked.upstream, asked.key))


if __name__ == "__main__":
    main()
