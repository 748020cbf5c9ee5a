"""Django's test client builds the middleware anew for each browser, and WhiteNoise looks at every static file each time:
twelve milliseconds, ten thousand times a session. A house builds it once in a process, and so do its tests.
"""

from typing import Any

from django.core.handlers.base import BaseHandler
from django.core.signals import setting_changed
from django.test.client import ClientHandler

_built: dict[str, Any] = {}


def share_middleware() -> None:
    """From now on, until a setting changes, test clients share what the first of them built."""
    ClientHandler.load_middleware = _load  # type: ignore[assignment, method-assign]
    setting_changed.connect(_forget)


def _load(handler: BaseHandler, is_async: bool = False) -> None:
    if not _built:
        before = dict(handler.__dict__)
        BaseHandler.load_middleware(handler, is_async)
        _built.update({name: made for name, made in handler.__dict__.items() if name not in before})
    handler.__dict__.update(_built)


def _forget(**_: object) -> None:
    _built.clear()
