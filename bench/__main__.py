"""`python -m bench`: run the loads, print the table."""

import argparse
import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import aiohttp
import uvloop

from bench import raw
from bench.figures import Reply, Row, row
from bench.house import House, open_house
from bench.salon import Tab, spread
from bench.table import table

TOKENS, RATE = 400, 50
FLOOD_TOKENS = 4000
SEND_WITHIN_SECONDS = 4.0
RESULTS = Path(__file__).with_name("results.md")

Ask = Callable[[int], Awaitable[Reply]]


async def together(count: int, ask: Ask, within: float) -> list[Reply]:
    """N people press Send within some seconds, and all are read to the end."""

    async def one(number: int) -> Reply:
        await spread(count, within, number)
        return await ask(number)

    return list(await asyncio.gather(*(one(number) for number in range(count))))


async def measured(house: House, tabs: list[Tab], count: int, prompt: str, tokens: int, within: float) -> Row:
    """One load through Salon."""
    before = house.watched.cpu()
    async with house.watched.peak():
        replies = await together(count, lambda number: tabs[number].ask(prompt), within)
    cpu = {name: seconds - before[name] for name, seconds in house.watched.cpu().items()}
    for reply in {reply.failed for reply in replies if reply.failed}:
        print(f"  a reply failed: {reply}")
    return row("Salon", replies, tokens, cpu, house.watched.peak_mib)


async def straight(
    house: House, session: aiohttp.ClientSession, count: int, prompt: str, tokens: int, within: float
) -> Row:
    """The same load straight from the stand-in."""
    replies = await together(count, lambda _: raw.read(session, house.upstream, prompt, house.engine), within)
    return row("raw", replies, tokens, {}, 0)


async def run(house: House, loads: list[int], floods: list[int]) -> list[str]:
    """All loads; returns the text."""
    headers = {"Authorization": "Bearer xai-test-key"}
    session = aiohttp.ClientSession(headers=headers, connector=aiohttp.TCPConnector(limit=0))
    tabs = [await Tab.open(house.web, cookies) for cookies in house.cookies]
    await tabs[0].ask("[[scene:pace rate=0 tokens=20 stamp=1]]")  # the first reply pays for what is loaded lazily
    paced = f"[[scene:pace rate={RATE} tokens={TOKENS} stamp=1]] Write."
    rows: list[Row] = []
    for count in loads:
        rows.append(await straight(house, session, count, paced, TOKENS, SEND_WITHIN_SECONDS))
        rows.append(await measured(house, tabs, count, paced, TOKENS, SEND_WITHIN_SECONDS))
        print(table(rows[-2:]).split("\n", 2)[2], flush=True)
    text = [f"### {RATE} tokens/s, {TOKENS} tokens, N people within {SEND_WITHIN_SECONDS:.0f} s", "", table(rows), ""]
    text += [
        "### Flood, unpaced",
        "",
        "| streams | raw tokens/s | Salon tokens/s | complete |",
        "|---:|---:|---:|---:|",
    ]
    for count in floods:
        text.append(await flood(house, session, tabs, count))
        print(text[-1], flush=True)
    for tab in tabs:
        await tab.close()
    await session.close()
    return text


async def flood(house: House, session: aiohttp.ClientSession, tabs: list[Tab], count: int) -> str:
    """How many tokens a second go through when nobody waits."""
    prompt = f"[[scene:flood tokens={FLOOD_TOKENS} stamp=1]] Write."
    loop = asyncio.get_running_loop()
    began = loop.time()
    await together(count, lambda _: raw.read(session, house.upstream, prompt, house.engine), 0)
    between = loop.time()
    replies = await together(count, lambda number: tabs[number].ask(prompt), 0)
    ended = loop.time()
    whole = sum(reply.whole(FLOOD_TOKENS) for reply in replies)
    tokens = count * FLOOD_TOKENS
    return f"| {count} | {tokens / (between - began):,.0f} | {tokens / (ended - between):,.0f} | {whole} |"


def main() -> None:
    """Parse, measure, print."""
    parser = argparse.ArgumentParser(prog="bin/bench")
    parser.add_argument("--loads", default="1,10,50,100,200")
    parser.add_argument("--flood", default="1,10")
    parser.add_argument("--keep", action="store_true", help="write bench/results.md")
    asked = parser.parse_args()
    loads = [int(word) for word in asked.loads.split(",") if word]
    floods = [int(word) for word in asked.flood.split(",") if word]
    with open_house(max([*loads, *floods, 1])) as house:
        print("Measuring. People and the stand-in share one core, the house the other.", flush=True)
        text = uvloop.run(run(house, loads, floods))
    print("\n".join(text))
    if asked.keep:
        RESULTS.write_text("# What was measured\n\n" + "\n".join(text) + "\n")


if __name__ == "__main__":
    main()
