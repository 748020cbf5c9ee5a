"""`python -m bench`: run the loads, print the table."""

import argparse
import asyncio
from collections.abc import Awaitable, Callable
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import uvloop

from bench import copies, desk, gallery, limit, marks, page, policy, raw, search, studio
from bench.figures import Reply, Row, row
from bench.house import House, open_house
from bench.processes import Watched
from bench.salon import Tabs, spread
from bench.table import line, table

TOKENS, RATE = 400, 50
FLOOD_TOKENS = 4000
SEND_WITHIN_SECONDS = 4.0
WARM_UP = 8
RESULTS = Path(__file__).with_name("results.md")
PAGE = Path(__file__).with_name("page-results.md")
# What needs no house of ours, or makes its own, and prints what it finds.
ALONE: dict[str, tuple[Callable[[], list[str]], Path]] = {
    "search": (search.main, Path(__file__).with_name("search-results.md")),
    "gallery": (gallery.main, Path(__file__).with_name("gallery-results.md")),
    "studio": (studio.main, Path(__file__).with_name("studio-results.md")),
    "policy": (policy.main, Path(__file__).with_name("policy-results.md")),
    "copies": (copies.main, Path(__file__).with_name("copies-results.md")),
    "desk": (desk.main, Path(__file__).with_name("desk-results.md")),
    "marks": (marks.main, Path(__file__).with_name("marks-results.md")),
}

Ask = Callable[[int], Awaitable[Reply]]


async def together(count: int, ask: Ask, within: float) -> list[Reply]:
    """N people press Send within some seconds, and all are read to the end."""

    async def one(number: int) -> Reply:
        await spread(count, within, number)
        return await ask(number)

    return list(await asyncio.gather(*(one(number) for number in range(count))))


@dataclass(frozen=True, slots=True)
class Subject:
    """One way to read a reply, and the processes it costs."""

    name: str
    ask: Callable[[int, str], Awaitable[Reply]]  # whose tab, which prompt
    watched: Watched | None = None
    tabs: Tabs | None = None  # opened before the clocks run: people look at a page before they write


async def asked(subject: Subject, count: int, prompt: str, within: float) -> list[Reply]:
    """N people ask this, each in an open tab."""
    return await together(count, lambda number: subject.ask(number, prompt), within)


async def measured(subject: Subject, count: int, prompt: str, tokens: int) -> Row:
    """One load through one subject."""
    watched = subject.watched or Watched({})
    async with subject.tabs.opened(count) if subject.tabs else nullcontext(), watched.peak():
        before = watched.cpu()
        replies = await asked(subject, count, prompt, SEND_WITHIN_SECONDS)
    cpu = {name: seconds - before[name] for name, seconds in watched.cpu().items()}
    for failed in {reply.failed for reply in replies if reply.failed}:
        print(f"  a reply failed: {failed}")
    return row(subject.name, replies, tokens, cpu, watched.peak_mib)


async def run(house: House, loads: list[int], floods: list[int]) -> list[str]:
    """All loads; returns the text."""
    headers = {"Authorization": f"Bearer {house.key}"}
    session = aiohttp.ClientSession(headers=headers, connector=aiohttp.TCPConnector(limit=0))
    tabs = Tabs(house.web, house.cookies)
    subjects = [
        Subject("raw", lambda _, prompt: raw.read(session, house.upstream, prompt, house.engine)),
        Subject("limit", lambda _, prompt: limit.read(session, house.limit, prompt, house.engine), house.limit_watched),
        Subject("Salon", tabs.ask, house.watched, tabs),
    ]
    # The first replies pay for what is loaded lazily: threads, connections, compiled templates.
    async with tabs.opened(min(len(house.cookies), WARM_UP)) as many:
        await asked(subjects[-1], many, "[[scene:pace rate=0 tokens=20 stamp=1]]", 0)
    paced = f"[[scene:pace rate={RATE} tokens={TOKENS} stamp=1]] Write."
    rows: list[Row] = []
    for count in loads:
        for subject in subjects:
            rows.append(await measured(subject, count, paced, TOKENS))
            print(line(rows[-1]), flush=True)
    head = f"### {RATE} tokens/s, {TOKENS} tokens, N people within {SEND_WITHIN_SECONDS:.0f} s"
    text = [head, "", table(rows), "", "### Flood, unpaced", ""]
    text += ["| streams | raw tokens/s | limit tokens/s | Salon tokens/s | complete |", "|---:|---:|---:|---:|---:|"]
    for count in floods:
        text.append(await flood(subjects, count))
        print(text[-1], flush=True)
    await session.close()
    return text


async def flood(subjects: list[Subject], count: int) -> str:
    """How many tokens a second go through when nobody waits."""
    prompt = f"[[scene:flood tokens={FLOOD_TOKENS} stamp=1]] Write."
    loop = asyncio.get_running_loop()
    speeds: list[str] = []
    whole = 0
    for subject in subjects:
        async with subject.tabs.opened(count) if subject.tabs else nullcontext():
            began = loop.time()
            replies = await asked(subject, count, prompt, 0)
        speeds.append(f"{count * FLOOD_TOKENS / (loop.time() - began):,.0f}")
        whole = sum(reply.whole(FLOOD_TOKENS) for reply in replies)
    return f"| {count} | {' | '.join(speeds)} | {whole} |"


def keep(text: list[str], place: Path) -> None:
    """Write the results down."""
    place.write_text("# What was measured\n\n" + "\n".join(text) + "\n")


def main() -> None:
    """Parse, measure, print."""
    parser = argparse.ArgumentParser(prog="bin/bench")
    parser.add_argument("what", nargs="?", choices=["relay", "page", *ALONE], default="relay")
    parser.add_argument("--loads", default="1,10,50,100,200")
    parser.add_argument("--flood", default="1,10")
    parser.add_argument(
        "--keep",
        action="store_true",
        help="write bench/results.md, or <what>-results.md beside it",
    )
    parser.add_argument("--own", type=Path, metavar="FOLDER", help="marks: in the pictures there, not in drawn ones")
    asked = parser.parse_args()
    loads = [int(word) for word in asked.loads.split(",") if word]
    floods = [int(word) for word in asked.flood.split(",") if word]
    if asked.what in ALONE:
        measure, place = ALONE[asked.what]
        text = marks.main(asked.own) if asked.own else measure()
        if asked.what == "policy":
            print("\n".join(text))
        if asked.keep:
            keep(text, place)
        return
    if asked.what == "page":
        with open_house(1) as house:
            text = page.measured(house)
        print("\n".join(text))
        if asked.keep:
            keep(text, PAGE)
        return
    with open_house(max([*loads, *floods, 1])) as house:
        print("Measuring. People and the stand-in share one core, the house the other.", flush=True)
        text = uvloop.run(run(house, loads, floods))
    print("\n".join(text))
    if asked.keep:
        keep(text, RESULTS)


if __name__ == "__main__":
    main()
