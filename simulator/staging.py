"""Bringing a scene on: choosing it, entering the request in the log, and what may happen before any answer."""

import asyncio
import time
from collections.abc import Callable, Iterable

from aiohttp import web

from simulator import header_set
from simulator.records import Record
from simulator.scenes import Cue, Instead, Play
from simulator.stage import HEADER
from simulator.wire import hang_up
from simulator.world import WORLD, World

PROMPT_KEPT = 2000


def trace(request: web.Request) -> str:
    """The client's own id for this request."""
    return request.headers.get("X-Request-Id", "")


def plan(
    request: web.Request, route: str, prompt: str, wanted: Iterable[Cue], *, helper: bool = False
) -> tuple[list[Cue], Play]:
    """The cues and the play for this request."""
    stage = request.app[WORLD].stage
    chosen = stage.choose(route, request.headers.get(HEADER, ""), wanted, prompt, helper=helper)
    return chosen, stage.play(chosen, prompt)


def note(request: web.Request, route: str, model: str, prompt: str, cues: list[Cue]) -> Record:
    """A record of this request, not yet in the log."""
    return Record(
        id=str(request["id"]),
        trace=trace(request),
        route=route,
        accepted=True,
        accepted_at=time.time(),
        model=model,
        scene="; ".join(str(cue) for cue in cues),
        prompt=prompt[:PROMPT_KEPT],
    )


def begin(world: World, record: Record) -> None:
    """Accept, once: from here on it is billed."""
    if record.id not in world.journal.records:
        world.journal.add(record)
        world.connections.opened(record.id, record.trace, record.route)


def finish(world: World, record: Record, how: str) -> None:
    """The answer is complete, or lost."""
    if not record.ended:
        world.journal.end(record, how)
        world.connections.ended(record.id, how)


def turn_away(world: World, record: Record, error: str, *, status: int = 0) -> None:
    """Enter a request that was not accepted: nothing is billed."""
    record.accepted, record.ticks, record.error, record.status = False, 0, error, status
    record.ended, record.ended_at = "refused", time.time()
    world.journal.add(record)
    world.connections.ended(record.id, "refused")


Accept = Callable[[], None]


async def stage_before(request: web.Request, play: Play, record: Record, accept: Accept) -> web.StreamResponse | None:
    """What a scene does before or instead of the answer; None to go on. `accept` begins the work and the bill."""
    world = request.app[WORLD]
    if play.drop:
        return dropped(request, world, play, record, accept)
    if play.wait_before_headers:
        await held(world, play, record, accept)
    if play.instead is None:
        return None
    return given_instead(world, play.instead, record, accept)


def dropped(request: web.Request, world: World, play: Play, record: Record, accept: Accept) -> web.StreamResponse:
    """Hang up without an answer, before or after accepting."""
    if play.drop == "accepted":
        accept()
        finish(world, record, "cut")
    else:
        turn_away(world, record, "the connection was refused by the scene")
    hang_up(request, reset=play.drop_resets)
    return web.Response()


async def held(world: World, play: Play, record: Record, accept: Accept) -> None:
    """Say nothing, not even headers."""
    if play.accepted_before_wait:
        accept()
    else:
        world.connections.opened(record.id, record.trace, record.route)
    try:
        await asyncio.sleep(play.wait_before_headers)
    except asyncio.CancelledError:
        if record.id in world.journal.records:
            finish(world, record, world.how_lost())
        else:
            turn_away(world, record, "the client left before it was accepted")
        raise


def given_instead(world: World, instead: Instead, record: Record, accept: Accept) -> web.StreamResponse:
    """The scene's own answer."""
    said = instead.body[:500].decode("utf-8", "replace")
    if instead.accepted:
        accept()
        record.status = instead.status
        finish(world, record, "finished")
    else:
        turn_away(world, record, said, status=instead.status)
    headers = header_set.common(record.id) | {"Content-Type": instead.content_type} | instead.headers
    return web.Response(status=instead.status, body=instead.body, headers=headers)


async def stage_free(request: web.Request, route: str) -> web.StreamResponse | None:
    """The same for a route that costs nothing: only the default scene and the header's are played."""
    cues, play = plan(request, route, request.path, [])
    if not cues:
        return None
    return await stage_before(request, play, note(request, route, "", "", cues), lambda: None)
