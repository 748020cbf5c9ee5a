"""The routes that are not the provider's: the log, the open connections, the default scene."""

from aiohttp import web

from simulator.body import Body, parse
from simulator.limits import Limits
from simulator.refusals import encoded
from simulator.scenes import REGISTER, cues
from simulator.stage import Default
from simulator.world import WORLD


def plainly(value: object) -> web.Response:
    """JSON without ceremony."""
    return web.Response(body=encoded(value), content_type="application/json")


async def requests(request: web.Request) -> web.StreamResponse:
    """GET: every request of the log, oldest first; `?trace=` and `?route=` narrow it."""
    world = request.app[WORLD]
    world.settle()
    records = [record.as_json() for record in world.journal.records.values()]
    for name in ("trace", "route", "request_id"):
        if (wanted := request.query.get(name)) is not None:
            records = [record for record in records if record[name] == wanted]
    return plainly({"requests": records})


async def clear(request: web.Request) -> web.StreamResponse:
    """DELETE: forget the log and the closed connections. Jobs go on."""
    world = request.app[WORLD]
    world.journal.clear()
    world.connections.clear()
    world.stage.played.clear()
    return plainly({"cleared": True})


async def connections(request: web.Request) -> web.StreamResponse:
    """GET: which answers are open, and how the others were closed."""
    return plainly(request.app[WORLD].connections.as_json())


async def get_scene(request: web.Request) -> web.StreamResponse:
    """GET: the default scene, and the register."""
    default = request.app[WORLD].stage.default
    return plainly(
        {
            "scene": "; ".join(str(cue) for cue in default.cues),
            "routes": list(default.routes),
            "helpers": default.helpers,
            "register": {scene.name: {"says": scene.sentence, **scene.defaults} for scene in REGISTER.values()},
        }
    )


async def set_scene(request: web.Request) -> web.StreamResponse:
    """POST `{"scene": "…", "routes": […], "helpers": false}`: what every request plays; "" for nothing."""
    stage = request.app[WORLD].stage
    body: Body = parse(await request.read(), "application/json")
    routes = tuple(str(route) for route in body.items("routes"))
    stage.default = Default(cues(body.text("scene")), routes, body.flag("helpers"), stage.default.number + 1)
    return await get_scene(request)


async def set_limits(request: web.Request) -> web.StreamResponse:
    """POST `{"requests_per_minute": 60, …}`: what the team may ask of each engine from now on; 0 or left out: no limit."""
    body: Body = parse(await request.read(), "application/json")
    world = request.app[WORLD]
    world.limits = Limits(**{name: body.whole(name) or 0 for name in Limits().as_json()})
    return plainly(world.limits.as_json())


async def health(request: web.Request) -> web.StreamResponse:
    """GET: ready."""
    return plainly({"ready": True})
