"""The same stream read straight from the stand-in: what is left when Salon is taken away."""

import time

import aiohttp

from bench.figures import Reply
from bench.limit import body, deltas
from bench.stamps import Stamps


async def read(session: aiohttp.ClientSession, base_url: str, prompt: str, engine: str) -> Reply:
    """One reply, read as fast as it comes."""
    reply = Reply()
    stamps = Stamps(reply, time.monotonic())
    async with session.post(f"{base_url}/responses", json=body(prompt, engine)) as answer:
        async for said in deltas(answer):
            if said:
                stamps.take("".join(said))
    return reply
