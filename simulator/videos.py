"""POST /v1/videos/generations, edits, extensions: accepted at once, billed per second, finished by wall clock."""

import uuid
from dataclasses import dataclass

from aiohttp import web

from simulator import films, header_set
from simulator.admission import Shape, check_key, model_of, read
from simulator.body import Body
from simulator.inputs import Kept, KeptFilm, keep_film, keep_input, url_of
from simulator.jobs import Job
from simulator.media_catalogue import VIDEO_RATIOS, VIDEOS_BY_NAME, VideoModel
from simulator.media_urls import Size, with_short_side
from simulator.records import Record
from simulator.refusals import business, encoded
from simulator.scenes import Play, cues_in
from simulator.staging import begin, finish, note, plan, stage_before
from simulator.world import WORLD, World

SHAPE = Shape(
    {
        "prompt": "string", "model": "string", "duration": "int or string", "seconds": "int or string",
        "aspect_ratio": "string", "resolution": "string", "image": "string or object", "reference_images": "array",
        "reference_audios": "array", "generate_audio": "bool", "last_frame": "object", "keyframes": "array",
        "video": "string or object", "output": "object", "storage_options": "object", "user": "string",
    },
    required=(),
    as_json=True,
)  # fmt: skip
SHORT_SIDES = {"480p": 480, "720p": 720, "1080p": 1080}
LONGEST_PROMPT = 4096
LONGEST, LONGEST_BY_REFERENCE = 15, 10
MOST_REFERENCES = 7
LONGEST_CHANGED = 8.7
EXTENDED_FROM, EXTENDED_TO = 2.0, 30.0
FINEST_REMADE = 720


@dataclass
class Filming:
    """An admitted order for a video. `seconds` is the whole result, `billed` what is paid for by the second.

    `picture` is the file of what it begins with, a picture or (remade) a film.
    """

    mode: str
    prompt: str
    model: VideoModel
    seconds: float
    billed: float
    resolution: str
    size: Size
    picture: str = ""
    pictures: int = 0
    input_seconds: float = 0.0

    @property
    def ticks(self) -> int:
        """The bill."""
        seconds = self.model.prices[self.resolution] * self.billed
        given = self.model.per_input_picture * self.pictures + self.model.per_input_second * self.input_seconds
        return round(seconds + given)


async def generate(request: web.Request) -> web.StreamResponse:
    """A video from words, from a first frame, or from references."""
    return await start(request, "generations")


async def edit(request: web.Request) -> web.StreamResponse:
    """A video from a video; length and ratio follow the input."""
    return await start(request, "edits")


async def extend(request: web.Request) -> web.StreamResponse:
    """A longer video."""
    return await start(request, "extensions")


async def start(request: web.Request, mode: str) -> web.StreamResponse:
    """Check, bill, begin, answer with the request id."""
    world = request.app[WORLD]
    body = await read(request, SHAPE)
    model = model_of(body, VIDEOS_BY_NAME.get, "grok-imagine-video")
    check_key(request.headers, world.settings)
    prompt, marked = cues_in(body.text("prompt"))
    filming = (
        generation(world, body, model, prompt) if mode == "generations" else remake(world, body, model, prompt, mode)
    )
    cues, play = plan(request, f"videos.{mode}", prompt, marked)
    record = note(request, f"videos.{mode}", model.id, prompt, cues)
    record.request_id, record.ticks = (
        str(uuid.uuid4()),
        0 if play.video.outcome in ("failed", "expired") else filming.ticks,
    )
    job = job_of(record, filming, play)
    if (staged := await stage_before(request, play, record, lambda: accept(world, record, job, play))) is not None:
        return staged
    record.status = 200
    accept(world, record, job, play)
    finish(world, record, "finished")
    headers = header_set.inference(record.id, requests=60, tokens=False)
    answer = encoded({"request_id": record.request_id})
    return web.Response(body=answer, content_type="application/json", headers=headers)


def accept(world: World, record: Record, job: Job, play: Play) -> None:
    """Begin the work and the bill, once."""
    begin(world, record)
    if job.request_id not in world.jobs.by_id:
        world.jobs.start(job)
        films.begin(world, job, play)


def job_of(record: Record, filming: Filming, play: Play) -> Job:
    """The job as it is kept."""
    return Job(
        request_id=record.request_id or "",
        mode=filming.mode,
        model=filming.model.id,
        prompt=filming.prompt,
        seconds=filming.seconds,
        width=filming.size.width,
        height=filming.size.height,
        ticks=record.ticks,
        created_at=record.accepted_at,
        done_after=play.video.seconds or 0.0,
        scene=record.scene,
        seed=play.seed,
        picture=filming.picture,
    )


def generation(world: World, body: Body, model: VideoModel, prompt: str) -> Filming:
    """Step 5 of the checks for a new video."""
    references = body.items("reference_images")
    if not prompt and "image" not in body and not body.text("prompt"):
        raise business("Prompt cannot be empty.")
    check_prompt(prompt)
    check_together(body, model, len(references))
    seconds = length(body, by_reference=bool(references))
    resolution = resolution_of(body, model)
    if references and resolution == "1080p":
        raise business("Resolution 1080p is not supported for reference-to-video.")
    data = world.settings.data
    first = keep_input(data, url_of(body.values["image"])) if "image" in body else None
    last = keep_input(data, url_of(body.values["last_frame"])) if "last_frame" in body else None
    shown = [keep_input(data, url_of(each)) for each in references]
    size = with_short_side(ratio_of(body, first), SHORT_SIDES[resolution])
    path = next((each.path for each in (first, *shown) if each), "")
    pictures = len(shown) + sum(each is not None for each in (first, last))
    return Filming("generations", prompt, model, seconds, seconds, resolution, size, path, pictures)


def check_together(body: Body, model: VideoModel, references: int) -> None:
    """Refuse pictures that do not go together, are too many, or that the model has no use for."""
    if "image" in body and references:
        raise business("`image` and `reference_images` cannot be used together.")
    if references > MOST_REFERENCES:
        raise business(f"At most {MOST_REFERENCES} reference images are supported.")
    if "last_frame" in body and not model.takes_last_frame:
        raise business(f"Model {model.id} does not support `last_frame`.")
    if "last_frame" in body and "image" not in body:
        raise business("`last_frame` requires `image`.")


def remake(world: World, body: Body, model: VideoModel, prompt: str, mode: str) -> Filming:
    """Step 5 of the checks for an edit or an extension. Films made here are known by their link, others are measured."""
    check_prompt(prompt)
    if "video" not in body:
        raise business("Invalid request content: `video` is required.")
    source = source_of(world, url_of(body.values["video"]))
    before, size = source.seconds, remade_size(source)
    resolution = "720p" if min(size.width, size.height) >= FINEST_REMADE and "720p" in model.prices else "480p"
    if mode == "edits":
        if before > LONGEST_CHANGED:
            raise business(
                f"Video duration {before:g}s exceeds the maximum allowed for editing, which is {LONGEST_CHANGED}s."
            )
        return Filming(mode, prompt, model, before, before, resolution, size, source.path, input_seconds=before)
    if not EXTENDED_FROM <= before <= EXTENDED_TO:
        raise business(f"Video duration {before:g}s is not supported for extension: it must be between 2s and 30s.")
    added = 6 if (given := body.whole("duration")) is None else given
    if not 2 <= added <= 10:
        raise business("Invalid request content: duration must be between 2 and 10 seconds.")
    return Filming(mode, prompt, model, before + added, added, resolution, size, source.path, input_seconds=before)


def remade_size(source: KeptFilm) -> Size:
    """As large as the input, at most 720p; both sides even."""
    scale = min(1.0, FINEST_REMADE / min(source.width, source.height))
    return Size(round(source.width * scale / 2) * 2, round(source.height * scale / 2) * 2)


def source_of(world: World, url: str) -> KeptFilm:
    """The film that is handed in. Of one that lives elsewhere nothing is known."""
    if url.startswith("data:"):
        return keep_film(world.settings.data, url)
    job = source_job(world, url)
    return KeptFilm("", job.seconds, job.width, job.height) if job else KeptFilm("", 5.0, 854, 480)


def source_job(world: World, url: str) -> Job | None:
    """The job behind one of our own video links."""
    for request_id, job in world.jobs.by_id.items():
        if request_id in url:
            return job
    return None


def check_prompt(prompt: str) -> None:
    """Refuse what is too long."""
    if len(prompt) > LONGEST_PROMPT:
        raise business(f"Prompt length {len(prompt)} exceeds the maximum allowed, which is {LONGEST_PROMPT}.")


def length(body: Body, *, by_reference: bool) -> int:
    """The length asked for, in seconds."""
    given = body.whole("duration")
    given = body.whole("seconds") if given is None else given
    seconds = 8 if given is None else given
    if by_reference and LONGEST_BY_REFERENCE < seconds <= LONGEST:
        raise business(
            f"Duration {seconds}s exceeds the maximum allowed for reference-to-video, which is {LONGEST_BY_REFERENCE}s."
        )
    if not 1 <= seconds <= LONGEST:
        raise business(f"Duration {seconds}s is not supported: it must be between 1s and {LONGEST}s.")
    return seconds


def resolution_of(body: Body, model: VideoModel) -> str:
    """The resolution, if the model offers it."""
    resolution = body.text("resolution", "480p")
    if resolution not in model.prices:
        raise business(f"Model {model.id} does not support resolution {resolution}.")
    return resolution


def ratio_of(body: Body, first: Kept | None) -> str:
    """The ratio asked for, else the first frame's."""
    ratio = body.text("aspect_ratio") or (first.ratio if first else "16:9")
    if "aspect_ratio" in body and ratio not in VIDEO_RATIOS:
        raise business(f"Invalid aspect ratio: {ratio}")
    return ratio
