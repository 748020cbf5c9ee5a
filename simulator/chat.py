"""POST /v1/chat/completions."""

from aiohttp import web

from simulator import catalogue
from simulator.admission import Shape, check_key, model_of, read
from simulator.answering import Asked, answer
from simulator.argument_rules import chat_rules
from simulator.body import Body
from simulator.chat_shapes import ChatFrames, whole
from simulator.conversation import from_chat, of
from simulator.world import WORLD

SHAPE = Shape(
    {
        "model": "string", "messages": "array", "stream": "bool", "stream_options": "object", "temperature": "number",
        "top_p": "number", "max_completion_tokens": "int", "max_tokens": "int", "n": "int", "seed": "int",
        "stop": "string or array", "presence_penalty": "number", "frequency_penalty": "number", "logprobs": "bool",
        "top_logprobs": "int", "reasoning_effort": "string", "response_format": "object", "tools": "array",
        "tool_choice": "string or object", "parallel_tool_calls": "bool", "deferred": "bool", "service_tier": "string",
        "prompt_cache_key": "string", "user": "string", "safety_identifier": "string",
    },
    required=("messages",),
    as_json=False,
)  # fmt: skip


async def completions(request: web.Request) -> web.StreamResponse:
    """Answer a chat, streamed or whole."""
    body = await read(request, SHAPE)
    model = model_of(body, catalogue.find, "latest")
    check_key(request.headers, request.app[WORLD].settings)
    chat_rules(body, model)
    schema, as_json = wanted_format(body)
    conversation = of(from_chat(body.items("messages")), schema, as_json)
    include_usage = body.inner("stream_options").flag("include_usage")
    return await answer(
        request,
        Asked(
            route="chat",
            model=model,
            conversation=conversation,
            effort=body.text("reasoning_effort") or None,
            most=body.whole("max_completion_tokens") or body.whole("max_tokens"),
            stream=body.flag("stream"),
            priority=body.text("service_tier") == "priority",
            affinity=request.headers.get("x-grok-conv-id", "") or body.text("prompt_cache_key"),
            frames=lambda telling: ChatFrames(telling, include_usage=include_usage),
            whole=whole,
        ),
    )


def wanted_format(body: Body) -> tuple[dict[str, object] | None, bool]:
    """The schema asked for, and whether any JSON will do."""
    wanted = body.inner("response_format")
    schema = wanted.inner("json_schema").inner("schema").values
    return (schema or None) if wanted.text("type") == "json_schema" else None, wanted.text("type") == "json_object"
