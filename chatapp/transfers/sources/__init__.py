"""The forms a file may have; each reads one conversation of it."""

from collections.abc import Callable
from typing import Any

from chatapp.transfers.raw import Brought
from chatapp.transfers.sources import chatgpt, open_webui, salon

Read = Callable[[dict[str, Any]], Brought]
_KNOWN: tuple[tuple[str, type, Read], ...] = (
    ("mapping", dict, chatgpt.read),
    ("chat", dict, open_webui.read),
    ("messages", list, salon.read),
)


def read(item: Any) -> Brought | None:
    """The conversation this item is, by its shape. None: it is none we know."""
    if not isinstance(item, dict):
        return None
    for key, kind, reads in _KNOWN:
        if isinstance(item.get(key), kind):
            return reads(item)
    return None
