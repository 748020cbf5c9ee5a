"""The routes, and the door every request comes through."""

import time
import uuid

from aiohttp import web
from aiohttp.typedefs import Handler

from simulator import catalogue_routes, chat, control, header_set, images, media, polling, responses, videos
from simulator.records import Record
from simulator.refusals import Refused
from simulator.settings import Settings
from simulator.staging import trace, turn_away
from simulator.world import WORLD, World, living, stopping

LARGEST_BODY = 64 * 1024 * 1024
OWN = "/_simulator/"


@web.middleware
async def door(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Give each request its id, answer refusals in the provider's words, and enter them in the log."""
    request["id"] = str(uuid.uuid4())
    try:
        return await handler(request)
    except Refused as refused:
        return turned_away(request, refused.status, refused.body, refused.content_type, refused.headers)
    except web.HTTPException as problem:
        return turned_away(request, problem.status, b"", "text/plain; charset=utf-8", {})


def turned_away(
    request: web.Request, status: int, body: bytes, content_type: str, headers: dict[str, str]
) -> web.Response:
    """A refusal, written down before it leaves. Nothing is billed."""
    if not request.path.startswith(OWN):
        record = Record(str(request["id"]), trace(request), request.path, accepted=False, accepted_at=time.time())
        turn_away(request.app[WORLD], record, body[:500].decode("utf-8", "replace"), status=status)
    every = header_set.common(str(request["id"])) | {"Content-Type": content_type} | headers
    return web.Response(status=status, body=body, headers=every)


def build(settings: Settings) -> web.Application:
    """The application."""
    app = web.Application(middlewares=[door], client_max_size=LARGEST_BODY)
    app[WORLD] = World(settings)
    app.cleanup_ctx.append(living)
    app.on_shutdown.append(stopping)
    lists = "|".join(catalogue_routes.LISTS)
    app.add_routes(
        [
            web.post("/v1/chat/completions", chat.completions),
            web.post("/v1/responses", responses.create),
            web.get("/v1/responses/{id}", responses.retrieve),
            web.delete("/v1/responses/{id}", responses.delete),
            web.get("/v1/responses/{id}/input_items", responses.input_items),
            web.post("/v1/images/generations", images.generate),
            web.post("/v1/images/edits", images.edit),
            web.post("/v1/videos/generations", videos.generate),
            web.post("/v1/videos/edits", videos.edit),
            web.post("/v1/videos/extensions", videos.extend),
            web.get("/v1/videos/{id}", polling.poll),
            web.get(f"/v1/{{list:{lists}}}", catalogue_routes.listed),
            web.get(f"/v1/{{list:{lists}}}/{{id}}", catalogue_routes.one),
            web.get("/v1/api-key", catalogue_routes.api_key),
            web.post("/v1/tokenize-text", catalogue_routes.tokenize),
            web.get("/xai-imgen/{name}", media.picture),
            web.get("/xai-vidgen-bucket/{name}", media.video),
            web.get("/_simulator/health", control.health),
            web.get("/_simulator/requests", control.requests),
            web.delete("/_simulator/requests", control.clear),
            web.get("/_simulator/connections", control.connections),
            web.get("/_simulator/scene", control.get_scene),
            web.post("/_simulator/scene", control.set_scene),
            web.post("/_simulator/limits", control.set_limits),
        ]
    )
    return app
