"""The media hosts: temporary downloads, without any key."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from aiohttp import web

from simulator.films import film
from simulator.polling import play_of
from simulator.records import Record
from simulator.refusals import Refused, bare
from simulator.scenes import Play, cues
from simulator.staging import stage_free
from simulator.world import WORLD, World

SLICE = 16_384
TYPES = {".jpeg": "image/jpeg", ".png": "image/png", ".webp": "image/webp", ".mp4": "video/mp4"}


def keyless(request: web.Request) -> None:
    """Refuse a request that carries a key: it has no business here."""
    if "Authorization" in request.headers or "x-api-key" in request.headers:
        raise Refused(403, b"This host takes no credentials: a key was sent where none belongs.", "text/plain")


async def picture(request: web.Request) -> web.StreamResponse:
    """GET a picture by its temporary link."""
    keyless(request)
    if (staged := await stage_free(request, "media")) is not None:
        return staged
    world = request.app[WORLD]
    hung = world.gallery.hung.get(request.match_info["name"])
    if hung is None:
        raise bare(404)
    play = world.stage.play(cues(hung.scene), "")
    check_alive(world, play, hung.made_at)
    count_download(world, lambda record: record.id == hung.record)

    async def hung_there() -> Path:
        return world.painter.folder / hung.name

    return await given(request, Path(hung.name).suffix, hung_there, play)


async def video(request: web.Request) -> web.StreamResponse:
    """GET a video by its temporary link; painted now if it was not painted before."""
    keyless(request)
    if (staged := await stage_free(request, "media")) is not None:
        return staged
    world = request.app[WORLD]
    job = world.jobs.by_id.get(request.match_info["name"].removeprefix("xai-video-").removesuffix(".mp4"))
    if job is None or job.progress < 100:
        raise bare(404)
    play = play_of(world, job)
    check_alive(world, play, job.created_at + job.done_after)
    count_download(world, lambda record: record.request_id == job.request_id)
    return await given(request, ".mp4", lambda: film(world, job, play), play)


def check_alive(world: World, play: Play, since: float) -> None:
    """404 when the link is too old."""
    lifetime = world.settings.media_lifetime if play.file.lifetime is None else play.file.lifetime
    if time.time() - since > lifetime:
        raise bare(404)


def count_download(world: World, concerned: Callable[[Record], bool]) -> None:
    """Enter the download in the log."""
    for record in world.journal.records.values():
        if concerned(record):
            record.downloads += 1


async def given(
    request: web.Request, suffix: str, file: Callable[[], Awaitable[Path]], play: Play
) -> web.StreamResponse:
    """The file as the scene gives it; painted only where something of it is given."""
    match play.file.kind:
        case "redirect":
            raise Refused(302, b"", "text/plain", {"Location": play.file.location})
        case "status":
            raise bare(play.file.status)
        case "nonsense":
            body = b"<html><body>This is not the video you are looking for.</body></html>" * 40
            return web.Response(body=body, content_type=TYPES[suffix])
        case "truncated":
            whole = await asyncio.to_thread((await file()).read_bytes)
            return web.Response(body=whole[: len(whole) * 2 // 3], content_type=TYPES[suffix])
        case "endless":
            return await endless(request, TYPES[suffix])
        case _:
            return await whole_file(request, await file(), play)


async def whole_file(request: web.Request, path: Path, play: Play) -> web.StreamResponse:
    """The file, at full speed or dripped; `cut` ends it in the middle of the promised length."""
    if not play.file.rate and play.file.kind != "cut":
        return web.FileResponse(path, headers={"Content-Type": TYPES[path.suffix]})
    raw = await asyncio.to_thread(path.read_bytes)
    response = web.StreamResponse(headers={"Content-Type": TYPES[path.suffix], "Content-Length": str(len(raw))})
    await response.prepare(request)
    end = len(raw) // 2 if play.file.kind == "cut" else len(raw)
    for start in range(0, end, SLICE):
        part = raw[start : min(start + SLICE, end)]
        await response.write(part)
        if play.file.rate:
            await asyncio.sleep(len(part) / play.file.rate)
    if end < len(raw) and request.transport is not None:
        request.transport.close()
    return response


async def endless(request: web.Request, content_type: str) -> web.StreamResponse:
    """Bytes without end."""
    response = web.StreamResponse(headers={"Content-Type": content_type})
    response.enable_chunked_encoding()
    await response.prepare(request)
    while True:
        await response.write(bytes(SLICE))
        await asyncio.sleep(0)
