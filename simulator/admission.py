"""The checks before anything is billed, in the provider's order (reference 1.4)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from aiohttp import web

from simulator.body import Body, Fields, check, parse
from simulator.refusals import NO_KEY, WRONG_KEY, business, uncoded
from simulator.settings import Settings

Model = TypeVar("Model")
WRONG = "xai-wrong"


@dataclass(frozen=True)
class Shape:
    """What a route's body looks like: known fields with their types, and those it cannot do without."""

    fields: Fields
    required: tuple[str, ...]
    as_json: bool


async def read(request: web.Request, shape: Shape) -> Body:
    """Steps 1 and 2: the body is JSON, and its known fields have the right types."""
    body = parse(await request.read(), request.headers.get("Content-Type", ""))
    check(body, shape.fields, shape.required, as_json=shape.as_json)
    return body


def model_of(body: Body, find: Callable[[str], Model | None], default: str) -> Model:
    """Step 3: the model, before anybody asks who you are."""
    name = body.text("model", default)
    model = find(name)
    if model is None:
        raise business(f"Model not found: {name}")
    return model


def check_key(headers: Mapping[str, str], settings: Settings) -> str:
    """Step 4: a missing header is 401, a wrong key 400. Without configured keys any key will do but `xai-wrong…`."""
    scheme, _, key = headers.get("Authorization", "").partition(" ")
    key = key.strip() if scheme.lower() == "bearer" else ""
    if not key:
        raise uncoded(401, NO_KEY)
    right = key in settings.keys if settings.keys else not key.startswith(WRONG)
    if not right:
        raise business(WRONG_KEY)
    return key
