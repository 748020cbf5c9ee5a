"""The lists of models, the key's own page, and the tokenizer (reference 1.5, 6 and 7)."""

from aiohttp import web

from simulator import catalogue, tokens
from simulator.admission import Shape, check_key, model_of, read
from simulator.catalogue import LONG_CONTEXT, LanguageModel
from simulator.media_catalogue import PICTURES, VIDEOS, PictureModel, VideoModel
from simulator.refusals import bare
from simulator.responses import given
from simulator.staging import stage_free
from simulator.world import WORLD

Entry = dict[str, object]
Entries = dict[str, Entry]
USER = "59fbe5f2-040b-46d5-8325-868bb8f23eb2"


def token_prices(model: LanguageModel) -> Entry:
    """A language model's prices, as both lists show them."""
    now, long = model.prices, model.prices_at(LONG_CONTEXT)
    return {
        "prompt_text_token_price": now.text,
        "cached_prompt_text_token_price": now.cached,
        "prompt_image_token_price": now.text,
        "completion_text_token_price": now.output,
        "prompt_text_token_price_long_context": long.text,
        "cached_prompt_text_token_price_long_context": long.cached,
        "completion_text_token_price_long_context": long.output,
        "long_context_threshold": LONG_CONTEXT,
    }


def model_entry(model: LanguageModel) -> Entry:
    """One language model in /v1/models."""
    return {
        "id": model.id, "aliases": list(model.aliases), "context_length": model.context, "created": model.created,
        "object": "model", "owned_by": "xai", **token_prices(model),
    }  # fmt: skip


def language_entry(model: LanguageModel) -> Entry:
    """One language model in /v1/language-models."""
    able = {"reasoning_effort": list(model.efforts), "default_reasoning_effort": model.default_effort}
    return {
        "id": model.id, "fingerprint": "fp_777a9f8466", "created": model.created, "object": "model",
        "owned_by": "xai", "version": "1.0", "input_modalities": ["text", "image"], "output_modalities": ["text"],
        **token_prices(model), "search_price": 0, "aliases": list(model.aliases),
        "capabilities": able if model.efforts else {},
    }  # fmt: skip


def picture_prices(model: PictureModel) -> Entry:
    """A picture model's prices: one, and a table where quality matters."""
    one: Entry = {"image_price": model.price(model.default_quality, "1k")}
    if not model.default_quality:
        return one
    table = [
        {"quality": quality, "resolution": resolution, "price_per_image": price}
        for (quality, resolution), price in model.prices.items()
    ]
    return {**one, "pricing": table}


def media_entry(model: PictureModel | VideoModel) -> Entry:
    """One picture or video model in its own list."""
    makes = "image" if isinstance(model, PictureModel) else "video"
    entry: Entry = {
        "id": model.id, "fingerprint": "fp_ca78641a52", "created": model.created, "object": "model",
        "owned_by": "xai", "version": "1.0.0", "input_modalities": ["text", "image"], "output_modalities": [makes],
        "aliases": list(model.aliases),
    }  # fmt: skip
    return entry | ({"max_prompt_length": 1024, **picture_prices(model)} if isinstance(model, PictureModel) else {})


def plain_media_entry(model: PictureModel | VideoModel) -> Entry:
    """One picture or video model in /v1/models; videos show no price there."""
    entry: Entry = {
        "id": model.id, "aliases": list(model.aliases), "created": model.created, "object": "model", "owned_by": "xai",
    }  # fmt: skip
    return entry | (picture_prices(model) if isinstance(model, PictureModel) else {})


def every_model() -> list[Entry]:
    """All of /v1/models."""
    return [model_entry(model) for model in catalogue.MODELS] + [
        plain_media_entry(model) for model in (*PICTURES, *VIDEOS)
    ]


LISTS: dict[str, list[Entry]] = {
    "models": every_model(),
    "language-models": [language_entry(model) for model in catalogue.MODELS],
    "image-generation-models": [media_entry(model) for model in PICTURES],
    "video-generation-models": [media_entry(model) for model in VIDEOS],
    "embedding-models": [],
}


async def listed(request: web.Request) -> web.StreamResponse:
    """GET a list. `/v1/models` says `data`, the others say `models`."""
    check_key(request.headers, request.app[WORLD].settings)
    if (staged := await stage_free(request, "models")) is not None:
        return staged
    which = request.match_info["list"]
    entries = LISTS[which]
    return given(request, {"object": "list", "data": entries} if which == "models" else {"models": entries})


async def one(request: web.Request) -> web.StreamResponse:
    """GET one entry, by id or alias."""
    check_key(request.headers, request.app[WORLD].settings)
    if (staged := await stage_free(request, "models")) is not None:
        return staged
    wanted = request.match_info["id"]
    for entry in LISTS[request.match_info["list"]]:
        aliases = entry["aliases"]
        if wanted == entry["id"] or (isinstance(aliases, list) and wanted in aliases):
            return given(request, entry)
    raise bare(404)


async def api_key(request: web.Request) -> web.StreamResponse:
    """GET /v1/api-key."""
    key = check_key(request.headers, request.app[WORLD].settings)
    if (staged := await stage_free(request, "api-key")) is not None:
        return staged
    when = "2026-01-01T05:55:35.000Z"
    return given(
        request,
        {
            "redacted_api_key": f"xai-...{key[-4:]}", "user_id": USER, "name": "The stand-in's key",
            "create_time": when, "modify_time": when, "modified_by": USER,
            "team_id": "5ea6f6bd-7815-4b8a-9135-28b2d7ba6722", "acls": ["api-key:model:*", "api-key:endpoint:*"],
            "api_key_id": "ae1e1841-4326-4b36-a8a9-8a1a7237db11", "team_blocked": False, "api_key_blocked": False,
            "api_key_disabled": False,
        },
    )  # fmt: skip


TOKENIZE = Shape({"text": "string", "model": "string", "user": "string"}, required=("text",), as_json=True)


async def tokenize(request: web.Request) -> web.StreamResponse:
    """POST /v1/tokenize-text."""
    body = await read(request, TOKENIZE)
    model_of(body, catalogue.find, "latest")
    check_key(request.headers, request.app[WORLD].settings)
    pieces = tokens.split(body.text("text"))
    return given(request, {"token_ids": [token(piece) for piece in pieces]})


def token(piece: str) -> dict[str, object]:
    """One token with an id of its own."""
    raw = piece.encode("utf-8", "surrogatepass")
    return {"token_id": sum(raw) * 31 % 131_072, "string_token": piece, "token_bytes": list(raw)}
