"""The only room that talks to the provider. It knows no other room and no framework.

`configure()` once for the process, then `upstream()` wherever an event loop runs. What goes over the wire (`provider` and what
it stands on) is loaded with the first of them: most processes know prices and engines and never ask anything.
"""

import asyncio
import logging
import threading
from collections.abc import Iterable
from importlib import import_module
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from xai.catalogue import Catalogue, known_engines
from xai.errors import Billed, XaiError
from xai.limiter import Limiter, LimiterStore, Pace, Ticket, Wish
from xai.memory_store import InMemoryStore
from xai.settings import Limit, XaiSettings
from xai.values import Engine

if TYPE_CHECKING:
    from xai.exchange import Trail
    from xai.provider import Upstream
    from xai.stream import ReplyStream

__all__ = [
    "Billed",
    "Engine",
    "InMemoryStore",
    "Limit",
    "Limiter",
    "LimiterStore",
    "Pace",
    "ReplyStream",
    "Ticket",
    "Trail",
    "Upstream",
    "Wish",
    "XaiError",
    "XaiSettings",
    "aclose",
    "configure",
    "engines",
    "known_engine",
    "learn",
    "load",
    "upstream",
]

# They write full addresses, headers or frames at INFO and below.
TALKATIVE = ("httpx", "httpcore", "aiohttp", "aiohttp.client", "aiohttp.internal")

ON_THE_WIRE = {"Trail": "xai.exchange", "ReplyStream": "xai.stream", "Upstream": "xai.provider"}

_lock = threading.Lock()
_configured: tuple[XaiSettings, LimiterStore] | None = None
_catalogue = Catalogue()
_upstreams: "WeakKeyDictionary[asyncio.AbstractEventLoop, Upstream]" = WeakKeyDictionary()


def configure(settings: XaiSettings, store: LimiterStore) -> None:
    """Say where the provider is and where limits are counted. Asked for again, it starts afresh."""
    global _configured, _catalogue
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
    with _lock:
        _configured = (settings, store)
        _catalogue = Catalogue()
        _upstreams.clear()


def __getattr__(name: str) -> Any:
    """Three names of this room are loaded when they are first asked for."""
    if name in ON_THE_WIRE:
        return getattr(import_module(ON_THE_WIRE[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def load() -> None:
    """Load now what goes over the wire: for processes that will ask, whose first call should not wait for it."""
    import_module("xai.provider")


def upstream() -> "Upstream":
    """The provider, for the running event loop: connections belong to the loop they were opened in."""
    from xai.provider import Upstream

    loop = asyncio.get_running_loop()
    with _lock:
        if _configured is None:
            raise RuntimeError("xai.configure() has not been called in this process.")
        if loop not in _upstreams:
            _upstreams[loop] = Upstream(*_configured, _catalogue)
        return _upstreams[loop]


async def aclose() -> None:
    """Close the running loop's connections. The next `upstream()` opens new ones."""
    with _lock:
        open_one = _upstreams.pop(asyncio.get_running_loop(), None)
    if open_one is not None:
        await open_one.aclose()


def learn(engines: Iterable[Engine]) -> None:
    """From now on this process goes by these, as somebody else read them from the provider: prices, context, efforts."""
    _catalogue.engines = tuple(engines)


def known_engine(name: str) -> Engine | None:
    """What this process knows of an engine, by id or alias, without asking; needs no event loop."""
    return _catalogue.engine(name)


def engines() -> tuple[Engine, ...]:
    """All engines for words this process knows of, without asking: the provider's word, else the dated table."""
    return _catalogue.engines or known_engines()
