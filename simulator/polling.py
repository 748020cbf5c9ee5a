"""GET /v1/videos/{id}: where a job stands (reference 5.5)."""

from aiohttp import web

from simulator import header_set
from simulator.admission import check_key
from simulator.jobs import Job
from simulator.media_urls import link
from simulator.moderation_words import is_blocked
from simulator.refusals import bare, business, encoded
from simulator.scenes import Play, cues
from simulator.staging import stage_free
from simulator.world import WORLD, World

# Every third poll of a pending job has an empty body, as was seen in the wild.
EMPTY_EACH = 3


def play_of(world: World, job: Job) -> Play:
    """The play the job was started with."""
    return world.stage.play(cues(job.scene), job.prompt)


async def poll(request: web.Request) -> web.StreamResponse:
    """Pending 202, else 200 or 400."""
    world = request.app[WORLD]
    check_key(request.headers, world.settings)
    job = world.jobs.by_id.get(request.match_info["id"])
    if job is None:
        raise bare(404)
    if (staged := await stage_free(request, "videos.poll")) is not None:
        return staged
    play = play_of(world, job)
    job.polls += 1
    count_poll(world, job)
    if job.age < play.video.missing_for:
        raise bare(404)
    if job.polls <= play.video.poll_times:
        raise business("The service is currently unavailable", status=play.video.poll_status)
    if play.video.outcome == "never" or job.age < job.done_after:
        return pending(request, job, play)
    return ended(request, world, job, play)


def count_poll(world: World, job: Job) -> None:
    """Enter the poll in the job's record."""
    for record in world.journal.records.values():
        if record.request_id == job.request_id:
            record.polls += 1


def answered(request: web.Request, status: int, value: object | None) -> web.Response:
    """An answer to a poll; None is an empty body."""
    headers = header_set.common(str(request["id"]))
    body = b"" if value is None else encoded(value)
    return web.Response(status=status, body=body, content_type="application/json", headers=headers)


def pending(request: web.Request, job: Job, play: Play) -> web.Response:
    """202, sometimes with an empty body."""
    empty = play.video.empty_pending
    if empty == "all" or (empty == "some" and job.polls % EMPTY_EACH == 0):
        return answered(request, 202, None)
    progress = min(99, job.progress)
    return answered(
        request, 202, {"progress": progress} if empty == "old" else {"status": "pending", "progress": progress}
    )


def ended(request: web.Request, world: World, job: Job, play: Play) -> web.Response:
    """The outcome."""
    outcome = "moderated" if play.video.outcome == "done" and is_blocked(job.prompt) else play.video.outcome
    match outcome:
        case "failed":
            error = {"code": play.video.error_code, "message": play.video.error_text}
            return answered(request, 200, {"status": "failed", "error": error})
        case "expired":
            return answered(request, 200, {"status": "expired"})
        case "moderated":
            sentence = "Generated video rejected by content moderation."
            return answered(request, 400, {"code": "imagine:content-moderated", "error": sentence})
        case _:
            return answered(request, 200, done(request, world, job, outcome))


def done(request: web.Request, world: World, job: Job, outcome: str) -> dict[str, object]:
    """The finished video, in the shape the scene wants."""
    url = link(request, world.settings, f"/xai-vidgen-bucket/xai-video-{job.request_id}.mp4")
    seconds = int(job.seconds) if float(job.seconds).is_integer() else job.seconds
    video: dict[str, object] = {"url": url, "duration": seconds, "respect_moderation": True}
    if outcome == "blocked":
        video |= {"url": "", "respect_moderation": False}
    if outcome == "no_url":
        video = {"duration": seconds, "respect_moderation": True}
    answer: dict[str, object] = {"status": "done", "video": video, "model": job.model}
    if outcome == "no_status":
        return {"video": video, "model": job.model}
    return {**answer, "usage": {"cost_in_usd_ticks": job.ticks}, "progress": 100}
