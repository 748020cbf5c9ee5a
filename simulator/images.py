"""POST /v1/images/generations and /v1/images/edits: synchronous, billed per picture."""

import asyncio
import base64
import uuid
from dataclasses import dataclass

from aiohttp import web

from simulator import header_set
from simulator.admission import Shape, check_key, model_of, read
from simulator.body import Body
from simulator.inputs import input_urls, keep_input
from simulator.media_catalogue import PICTURES_BY_NAME, PictureModel
from simulator.media_urls import Size, link, name_of, sized
from simulator.moderation_words import is_blocked
from simulator.money import CENT
from simulator.records import Record
from simulator.refusals import bare, business, encoded
from simulator.scenes import Play, cues_in
from simulator.staging import begin, finish, note, plan, stage_before
from simulator.world import WORLD, World

FIELDS = {
    "model": "string", "prompt": "string", "n": "int", "aspect_ratio": "string", "resolution": "string",
    "quality": "string", "response_format": "string", "storage_options": "object", "user": "string",
}  # fmt: skip
GENERATE = Shape(FIELDS, required=("prompt",), as_json=True)
EDIT = Shape({**FIELDS, "image": "string or object", "images": "array"}, required=("prompt",), as_json=True)
AREAS = {"1k": 1024 * 1024, "2k": 2048 * 2048}
MOST = 10
ENDINGS = {"jpeg": ".jpeg", "png": ".png", "webp": ".webp"}


@dataclass
class Drawing:
    """An admitted order for pictures."""

    prompt: str
    model: PictureModel
    quality: str
    resolution: str
    many: int
    size: Size
    as_bytes: bool
    inputs: list[str]

    @property
    def ticks(self) -> int:
        """The bill."""
        one = self.model.price(self.quality, self.resolution) + len(self.inputs) * self.model.per_input
        return one * self.many


async def generate(request: web.Request) -> web.StreamResponse:
    """Pictures from words. Input pictures are ignored here, and still billed as a plain picture."""
    body = await read(request, GENERATE)
    return await draw(request, body, "images.generations", [])


async def edit(request: web.Request) -> web.StreamResponse:
    """Pictures from pictures: JSON only, `image` or `images` but not both."""
    if not request.headers.get("Content-Type", "").startswith("application/json"):
        raise bare(415)
    body = await read(request, EDIT)
    if ("image" in body) == ("images" in body):
        raise business("Exactly one of `image` and `images` must be given.")
    return await draw(request, body, "images.edits", input_urls(body.values.get("image"), body.items("images")))


async def draw(request: web.Request, body: Body, route: str, urls: list[str]) -> web.StreamResponse:
    """Check, bill, paint, answer."""
    world = request.app[WORLD]
    model = model_of(body, PICTURES_BY_NAME.get, "grok-imagine-image")
    check_key(request.headers, world.settings)
    prompt, marked = cues_in(body.text("prompt"))
    drawing = admitted(world, body, model, prompt, urls)
    cues, play = plan(request, route, prompt, marked)
    record = note(request, route, model.id, prompt, cues)
    record.ticks = drawing.ticks
    if (staged := await stage_before(request, play, record, lambda: begin(world, record))) is not None:
        return staged
    begin(world, record)
    try:
        return await drawn(request, world, record, drawing, play)
    except (asyncio.CancelledError, ConnectionError):
        finish(world, record, world.how_lost())
        raise


def admitted(world: World, body: Body, model: PictureModel, prompt: str, urls: list[str]) -> Drawing:
    """Step 5 of the checks for pictures."""
    for field in ("size", "style", "background"):
        if body.values.get(field) is not None:
            raise business(f"Argument not supported: {field}")
    if not prompt and not body.text("prompt"):
        raise business("Prompt cannot be empty.")
    many = 1 if (given := body.whole("n")) is None else given
    ratio, resolution = body.text("aspect_ratio", "auto"), body.text("resolution", "1k")
    quality = body.text("quality") or model.default_quality
    quality = model.default_quality if quality == "auto" else quality
    check_choices(model, many, ratio, resolution, quality)
    if len(urls) > model.most_inputs:
        raise business(f"At most {model.most_inputs} input images are supported.")
    kept = [keep_input(world.settings.data, url) for url in urls]
    shown = kept[0].ratio if kept and ratio == "auto" else "1:1" if ratio == "auto" else ratio
    size = sized(shown, AREAS[resolution], 16)
    as_bytes = body.text("response_format", "url") == "b64_json"
    return Drawing(prompt, model, quality, resolution, many, size, as_bytes, [one.path for one in kept])


def check_choices(model: PictureModel, many: int, ratio: str, resolution: str, quality: str) -> None:
    """Refuse what the model does not offer."""
    if not 1 <= many <= MOST:
        raise business(f"Invalid request content: n must be between 1 and {MOST}.")
    if ratio not in model.ratios:
        raise business(f"Invalid aspect ratio: {ratio}")
    if resolution not in AREAS:
        raise business(f"Invalid resolution: {resolution}")
    if model.default_quality and (quality, resolution) not in model.prices:
        raise business(f"Invalid quality: {quality}")


async def drawn(request: web.Request, world: World, record: Record, drawing: Drawing, play: Play) -> web.StreamResponse:
    """The finished answer, or the moderated one; both are billed."""
    await asyncio.sleep(play.picture_seconds)
    if play.picture_outcome == "moderated" or is_blocked(drawing.prompt):
        return moderated(world, record)
    entries = [await entry(request, world, record, drawing, play, number) for number in range(drawing.many)]
    record.status = 200
    finish(world, record, "finished")
    body = encoded({"data": entries, "usage": {"cost_in_usd_ticks": record.ticks}})
    headers = header_set.inference(record.id, requests=300, tokens=False)
    return web.Response(body=body, content_type="application/json", headers=headers)


def moderated(world: World, record: Record) -> web.Response:
    """400, and billed (reference 4.5)."""
    record.status = 400
    finish(world, record, "finished")
    answer = {
        "code": "imagine:content-moderated",
        "error": "Generated image rejected by content moderation.",
        "usage": {"cost_in_usd_ticks": record.ticks or 2 * CENT},
    }
    headers = header_set.common(record.id)
    return web.Response(status=400, body=encoded(answer), content_type="application/json", headers=headers)


async def entry(
    request: web.Request, world: World, record: Record, drawing: Drawing, play: Play, number: int
) -> dict[str, object]:
    """One picture of the answer."""
    mime = f"image/{play.picture_format}"
    if play.picture_outcome == "blocked":
        return {"url": "", "mime_type": mime, "respect_moderation": False}
    what: dict[str, object] = {
        "what": "picture", "prompt": drawing.prompt, "width": drawing.size.width, "height": drawing.size.height,
        "seed": play.seed + number, "format": play.picture_format, "inputs": drawing.inputs,
    }  # fmt: skip
    name = name_of(what.values(), ENDINGS[play.picture_format])
    path = await world.painter.paint(name, what)
    if drawing.as_bytes:
        raw = await asyncio.to_thread(path.read_bytes)
        return {"b64_json": base64.b64encode(raw).decode(), "mime_type": mime}
    public = f"xai-tmp-imgen-{uuid.uuid4()}-{name}"
    world.gallery.hang(public, name, record)
    return {"url": link(request, world.settings, f"/xai-imgen/{public}"), "mime_type": mime}
