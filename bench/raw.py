"""The same stream read straight from the stand-in: what is left when Salon is taken away."""

import time

import aiohttp
import orjson

from bench.figures import Reply
from bench.stamps import Stamps


async def read(session: aiohttp.ClientSession, base_url: str, prompt: str, engine: str) -> Reply:
    """One reply, read as fast as it comes."""
    reply = Reply()
    stamps = Stamps(reply, time.monotonic())
    body = {"model": engine, "input": prompt, "stream": True, "store": False, "reasoning": {"effort": "low"}}
    async with session.post(f"{base_url}/responses", json=body) as answer:
        rest = b""
        async for chunk in answer.content.iter_any():
            *events, rest = (rest + chunk).split(b"\n\n")
            for event in events:
                data = event[event.find(b"data: ") + 6 :]
                if b'"response.output_text.delta"' in data:
                    stamps.take(orjson.loads(data)["delta"])
    return reply
