"""Bringing a scene on: choosing it, entering the request in the log, and what may happen before any answer."""

import asyncio
import time
from collections.abc import Iterable

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
    """Accept: from here on it is billed."""
    world.journal.add(record)
    world.connections.opened(record.id, record.trace, record.route)


def finish(world: World, record: Record, how: str) -> None:
    """The answer is complete, or lost."""
    if not record.ended:
        world.journal.end(record, how)
        world.connections.ended(record.id, how)


async def stage_before(request: web.Request, play: Play, record: Record) -> web.StreamResponse | None:
    """What a scene does before or instead of the answer; None to go on."""
    world = request.app[WORLD]
    if play.drop:
        return await dropped(request, world, play, record)
    if play.never_answers or play.wait_before_headers:
        await held(world, play, record)
    if play.instead is None:
        return None
    return given_instead(world, play.instead, record)


async def dropped(request: web.Request, world: World, play: Play, record: Record) -> web.StreamResponse:
    """Hang up without an answer, before or after accepting."""
    if play.drop == "accepted":
        begin(world, record)
        finish(world, record, "cut")
    else:
        record.accepted, record.ticks, record.error = False, 0, "connection refused by the scene"
        world.journal.add(record)
    hang_up(request, reset=play.drop == "reset")
    return web.Response()


async def held(world: World, play: Play, record: Record) -> None:
    """Say nothing, not even headers."""
    world.connections.opened(record.id, record.trace, record.route)
    try:
        await asyncio.sleep(play.wait_before_headers or 10**9)
    except asyncio.CancelledError:
        world.journal.add(record)
        finish(world, record, "client closed")
        raise


def given_instead(world: World, instead: Instead, record: Record) -> web.StreamResponse:
    """The scene's own answer."""
    record.status = instead.status
    record.error = instead.body[:500].decode("utf-8", "replace")
    if not instead.accepted:
        record.accepted, record.ticks = False, 0
        record.ended, record.ended_at = "refused", time.time()
    world.journal.add(record)
    finish(world, record, "finished")
    headers = header_set.common(record.id) | {"Content-Type": instead.content_type} | instead.headers
    return web.Response(status=instead.status, body=instead.body, headers=headers)
