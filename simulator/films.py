"""The file behind a video job: painted when it is fetched, or ahead of that when there is time."""

import asyncio
from pathlib import Path

from simulator.jobs import Job
from simulator.media_urls import name_of
from simulator.scenes import Play
from simulator.world import World

# A job that takes at least this long is painted meanwhile; a quicker one (a test's) only if somebody wants the file.
AHEAD_SECONDS = 2.0


async def film(world: World, job: Job, play: Play, *, ahead: bool = False) -> Path:
    """The job's file. The same words, seed, size and length are the same film, painted once."""
    seconds = play.file.actual_seconds or job.seconds
    what = {
        "what": "film", "prompt": job.prompt, "width": job.width, "height": job.height, "seconds": seconds,
        "seed": job.seed, "inputs": [job.picture] if job.picture else [], "mode": "dark" if play.file.dark else job.mode,
    }  # fmt: skip
    return await world.painter.paint(name_of(what.values(), ".mp4"), what, ahead=ahead)


def begin(world: World, job: Job, play: Play) -> None:
    """Paint ahead if there is time and somebody may want it."""
    if job.done_after < AHEAD_SECONDS or play.video.outcome not in ("done", "no_status"):
        return

    async def ahead() -> None:
        try:
            await film(world, job, play, ahead=True)
        except OSError as problem:
            print(f"could not paint {job.request_id} ahead: {problem}", flush=True)

    task = asyncio.create_task(ahead())
    world.ahead.add(task)
    task.add_done_callback(world.ahead.discard)
