"""Rest for the garbage collector while a process starts, and no second look at what it has found by then.

A start makes two hundred thousand objects and throws next to nothing away; looking through them again and again was a fifth of
the time it took. What is there once all is loaded stays: frozen, it is never looked through again, so that a full collection
in a process that streams is no pause of a tenth of a second, and the children of a worker share its pages.
"""

import gc
import sys
from importlib import import_module

SELDOM = 500_000  # new objects between two looks: none in a start, and a process that is never ready does not grow without end
_usual = gc.get_threshold()


def begin() -> None:
    """From here on the collector hardly looks."""
    gc.set_threshold(SELDOM, *_usual[1:])
    _plain_logs()


def done() -> None:
    """All that is loaded by now stays, and the collector looks as ever. May be said again when more was loaded."""
    gc.freeze()
    gc.set_threshold(*_usual)


def _plain_logs() -> None:
    """structlog loads rich wherever it happens to be installed, as beside tests, for colours that no log of ours has."""
    if not {"structlog", "rich"} & sys.modules.keys():
        sys.modules["rich"] = None  # type: ignore[assignment]
        import_module("structlog")
        del sys.modules["rich"]
