"""POST /v1/responses, and what it stored."""

from aiohttp import web

from simulator import catalogue, header_set
from simulator.admission import Shape, check_key, model_of, read
from simulator.answering import Asked, answer
from simulator.argument_rules import responses_rules
from simulator.body import Body
from simulator.conversation import Said, from_input, of
from simulator.refusals import bare, encoded, uncoded
from simulator.responses_shapes import Envelope, ResponsesFrames
from simulator.shelf import Stored
from simulator.telling import Frames, Telling
from simulator.world import WORLD, World

SHAPE = Shape(
    {
        "model": "string", "input": "string or array", "instructions": "string", "max_output_tokens": "int",
        "temperature": "number", "top_p": "number", "stream": "bool", "store": "bool",
        "previous_response_id": "string", "include": "array", "reasoning": "object", "text": "object",
        "tools": "array", "tool_choice": "string or object", "parallel_tool_calls": "bool",
        "prompt_cache_key": "string", "service_tier": "string", "user": "string", "safety_identifier": "string",
        "background": "bool", "seed": "int",
    },
    required=("input",),
    as_json=True,
)  # fmt: skip


async def create(request: web.Request) -> web.StreamResponse:
    """Answer an input, streamed or whole; keep the answer unless `store` is false."""
    world = request.app[WORLD]
    body = await read(request, SHAPE)
    model = model_of(body, catalogue.find, "latest")
    check_key(request.headers, world.settings)
    responses_rules(body, model)
    said = [*continued(world, body), *from_input(body.values["input"])]
    wanted = body.inner("text").inner("format")
    schema = (wanted.inner("schema").values or None) if wanted.text("type") == "json_schema" else None
    instructions = [Said("system", body.text("instructions"))] if "instructions" in body else []
    effort = body.inner("reasoning").text("effort") or None
    keeper = Keeper(world, body, Envelope(body, effort or model.default_effort, body.flag("store", True)), said)
    return await answer(
        request,
        Asked(
            route="responses",
            model=model,
            conversation=of([*instructions, *said], schema, wanted.text("type") == "json_object"),
            effort=effort,
            most=body.whole("max_output_tokens"),
            stream=body.flag("stream"),
            priority=body.text("service_tier") == "priority",
            affinity=body.text("prompt_cache_key") or request.headers.get("x-grok-conv-id", ""),
            frames=keeper.frames,
            whole=keeper.whole,
        ),
    )


def continued(world: World, body: Body) -> list[Said]:
    """The words of the response this one continues. Instructions are not inherited."""
    previous = body.text("previous_response_id")
    if not previous:
        return []
    stored = world.shelf.kept.get(previous)
    if stored is None:
        raise uncoded(404, f"Response with id={previous} not found.")
    return stored.said


class Keeper:
    """Dresses the answer, and keeps it on the shelf when it is complete."""

    def __init__(self, world: World, body: Body, envelope: Envelope, said: list[Said]) -> None:
        self.world = world
        self.body = body
        self.envelope = envelope
        self.said = said

    def whole(self, telling: Telling) -> dict[str, object]:
        """The answer in one piece."""
        response = self.envelope.ended(telling)
        self.keep(telling, response)
        return response

    def frames(self, telling: Telling) -> Frames:
        """The answer as events."""
        return KeptFrames(telling, self)

    def keep(self, telling: Telling, response: dict[str, object]) -> None:
        """Store it trimmed: no reasoning, no instructions."""
        if not self.envelope.store:
            return
        output = response["output"]
        assert isinstance(output, list)
        messages = [item for item in output if item["type"] == "message"]
        given = self.body.values["input"]
        words = [*self.said, Said("assistant", "".join(telling.said))]
        trimmed = {**response, "output": messages, "instructions": None}
        self.world.shelf.keep(Stored(trimmed, words, given if isinstance(given, list) else [as_item(given)]))


class KeptFrames(ResponsesFrames):
    """Events whose answer is kept before the last of them leaves."""

    def __init__(self, telling: Telling, keeper: Keeper) -> None:
        super().__init__(telling, keeper.envelope)
        self.keeper = keeper

    def closing(self, telling: Telling) -> bytes:
        """Keep it, then close."""
        self.keeper.keep(telling, self.envelope.ended(telling))
        return super().closing(telling)


def as_item(text: object) -> dict[str, object]:
    """A string input as the item it stands for."""
    return {"type": "message", "role": "user", "content": [{"type": "input_text", "text": text}]}


def stored(request: web.Request) -> Stored:
    """The stored response a path names; 404 when there is none."""
    check_key(request.headers, request.app[WORLD].settings)
    found = request.app[WORLD].shelf.kept.get(request.match_info["id"])
    if found is None:
        raise bare(404)
    return found


def given(request: web.Request, value: object) -> web.Response:
    """A JSON answer that was not an inference."""
    headers = header_set.common(str(request["id"]))
    return web.Response(body=encoded(value), content_type="application/json", headers=headers)


async def retrieve(request: web.Request) -> web.StreamResponse:
    """GET /v1/responses/{id}."""
    return given(request, stored(request).response)


async def delete(request: web.Request) -> web.StreamResponse:
    """DELETE /v1/responses/{id}: gone at once, a second time 404."""
    id = str(stored(request).response["id"])
    request.app[WORLD].shelf.drop(id)
    return given(request, {"id": id, "object": "response", "deleted": True})


async def input_items(request: web.Request) -> web.StreamResponse:
    """GET /v1/responses/{id}/input_items."""
    data = list(reversed(stored(request).input))
    return given(request, {"object": "list", "data": data, "first_id": None, "last_id": None, "has_more": False})
