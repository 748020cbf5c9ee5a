"""Plain code calls asyncio code: one event loop per process, in a thread of its own, made after the fork."""

import asyncio
import os
import threading
from collections.abc import Coroutine
from typing import Any, TypeVar

Result = TypeVar("Result")

_lock = threading.Lock()
_loops: dict[int, asyncio.AbstractEventLoop] = {}


def _loop() -> asyncio.AbstractEventLoop:
    # Keyed by process: a loop inherited through a fork has no thread any more.
    with _lock:
        if os.getpid() not in _loops:
            loop = asyncio.new_event_loop()
            threading.Thread(target=loop.run_forever, name="background-loop", daemon=True).start()
            _loops[os.getpid()] = loop
        return _loops[os.getpid()]


def run(work: Coroutine[Any, Any, Result], timeout: float) -> Result:
    """Run to the end and return the result; after `timeout` seconds the work is cancelled and TimeoutError raised."""
    return asyncio.run_coroutine_threadsafe(asyncio.wait_for(work, timeout), _loop()).result()
