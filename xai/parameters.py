"""What each engine takes beside the words: what it would refuse is never sent.

By engine and route, as recorded until 2026-11-20: every current Grok refuses both penalties, even at zero; `stop` works
only before 4.5 and only on the older route, `top_k` only on the newer one. A server of the same shape with engines of its
own takes what the older route has always had.
"""

from collections.abc import Mapping
from dataclasses import replace

from xai.values import ChatRequest

GROK = "grok-"
ALWAYS = frozenset({"max_output_tokens", "temperature", "top_p", "seed"})
BY_ROUTE: Mapping[str, frozenset[str]] = {"responses": frozenset({"top_k"}), "chat": frozenset()}
FOREIGN: Mapping[str, frozenset[str]] = {
    "responses": frozenset(),
    "chat": frozenset({"stop", "presence_penalty", "frequency_penalty"}),
}
TAKE_STOP = ("grok-4.3", "grok-4.20")

# What leaves a parameter out.
NOTHING: Mapping[str, object] = {
    "temperature": None,
    "top_p": None,
    "top_k": None,
    "seed": None,
    "stop": (),
    "presence_penalty": None,
    "frequency_penalty": None,
}


def taken(engine: str, route: str) -> frozenset[str]:
    """The names of what this engine (its id, not an alias) takes on this route."""
    if not engine.startswith(GROK):
        return ALWAYS | FOREIGN[route]
    stop = frozenset({"stop"}) if route == "chat" and engine.startswith(TAKE_STOP) else frozenset()
    return ALWAYS | BY_ROUTE[route] | stop


def fitting(request: ChatRequest, engine: str, route: str) -> ChatRequest:
    """The request without what its engine would refuse."""
    refused = NOTHING.keys() - taken(engine, route)
    return replace(request, **{name: NOTHING[name] for name in refused})  # type: ignore[arg-type]


def said(request: ChatRequest) -> dict[str, object]:
    """The parameters of a request as both routes spell them; the longest output has a name of its own on each."""
    values = {name: getattr(request, name) for name in NOTHING}
    return {name: list(value) if name == "stop" else value for name, value in values.items() if value not in (None, ())}
