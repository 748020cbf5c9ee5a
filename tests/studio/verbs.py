"""Orders of each verb, sent as the bench sends them, and things to use for them."""

import uuid
from typing import Any

from django.db import transaction
from django.test import Client

from accounts.models import User
from studio import assets
from studio.models import Asset

HTMX = {"HX-Request": "true"}


def sent(tab: Client, verb: str, **fields: Any) -> Any:
    """The answer to an order."""
    form = {"verb": verb, "prompt": "at dusk", "key": uuid.uuid4().hex, **fields}
    return tab.post("/studio/orders/", form, headers=HTMX)


def quoted(tab: Client, verb: str, **fields: Any) -> str:
    return str(tab.get("/studio/quote/", {"verb": verb, **fields}, headers=HTMX).content.decode())


def words(answer: Any) -> str:
    return str(answer.content.decode())


EDIT = {"engine": "grok-imagine-image-2.0", "ratio": "", "resolution": "1k", "quality": "low", "n": "1"}
ANIMATE = {"engine": "grok-imagine-video", "ratio": "", "resolution": "480p", "seconds": "2"}
CHANGE = {"engine": "grok-imagine-video"}
EXTEND = {"engine": "grok-imagine-video", "seconds": "2"}


def hide(asset: Asset) -> None:
    """As the desk does it."""
    with transaction.atomic():
        assets.hide(asset.public_id)


def thing(owner: User, kind: str = "picture", **columns: Any) -> Asset:
    """A thing on somebody's wall; nobody looks into its file."""
    id = uuid.uuid4()
    plain: dict[str, Any] = {
        "public_id": id, "owner": owner, "origin": "uploaded", "kind": kind, "base": f"assets/{id.hex}",
        "key": f"assets/{id.hex}.{'mp4' if kind == 'video' else 'png'}", "sha256": id.hex * 2, "bytes": 1000,
        "mime": "video/mp4" if kind == "video" else "image/png", "codec": "h264", "width": 854, "height": 480,
        "recipe": {}, "alt": "a thing", "approved_sha256": id.hex * 2,
    }  # fmt: skip
    return Asset.objects.create(**{**plain, **columns})
