"""What can still be taken back: the reviewer's own last decision, offered on the next page for some seconds."""

import time
from collections.abc import MutableMapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse

KEY = "desk_undo"


@dataclass(frozen=True, slots=True)
class Offer:
    """What was done, where to take it back, and for how many seconds yet."""

    words: str
    address: str
    seconds: int


def offer(session: MutableMapping[str, Any], words: str, *, decision: UUID, bundle: UUID | None = None) -> None:
    """The next page offers to take this back."""
    address = reverse("desk_undo_all", args=[bundle]) if bundle else reverse("desk_undo", args=[decision])
    session[KEY] = {"words": words, "address": address, "at": time.time()}


def offered(session: MutableMapping[str, Any]) -> Offer | None:
    """What is still offered; None once its seconds are over."""
    kept = session.get(KEY)
    left = round(kept["at"] + settings.UNDO_SECONDS - time.time()) if kept else 0
    return Offer(kept["words"], kept["address"], left) if kept and left > 0 else None


def over(session: MutableMapping[str, Any]) -> None:
    """It was taken back."""
    session.pop(KEY, None)
