"""Things on somebody's wall, without a job having made them."""

import uuid
from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from accounts.models import User
from foundation.storage import media
from studio.media.links import EXTENSIONS
from studio.models import Asset, Origin
from studio.shelf import sha256_of


def hang(owner: User, alt: str = "a fox crossing a river", *, ago: float = 0, **columns: Any) -> Asset:
    """Hang one, made so many seconds ago. No bytes are stored."""
    base, digest = f"assets/{uuid.uuid4().hex}/0", uuid.uuid4().hex * 2
    mime = columns.get("mime", "image/png")
    plain: dict[str, Any] = {
        "owner": owner, "origin": Origin.UPLOADED, "kind": "picture", "verb": "imagine", "engine": "grok-imagine-image",
        "ratio": "3:2", "base": base, "key": f"{base}.{EXTENSIONS[mime]}", "sha256": digest, "approved_sha256": digest,
        "bytes": 4, "mime": mime, "codec": "png", "width": 3, "height": 2, "recipe": {"prompt": alt}, "alt": alt,
        "made_at": timezone.now() - timedelta(seconds=ago),
    }  # fmt: skip
    asset: Asset = Asset.objects.create(**{**plain, **columns})
    return asset


def film(owner: User, seconds: float, alt: str = "a heron lifts off", **columns: Any) -> Asset:
    """Hang a film."""
    plain = {"kind": "video", "verb": "film", "engine": "grok-imagine-video", "mime": "video/mp4", "ratio": "16:9"}
    return hang(owner, alt, **{**plain, "seconds": seconds, **columns})


def stored(asset: Asset, content: bytes, folder: Any) -> Asset:
    """Put bytes where the row says they are."""
    media().save(asset.key, ContentFile(content))
    copy = folder / uuid.uuid4().hex
    copy.write_bytes(content)
    asset.sha256 = asset.approved_sha256 = sha256_of(copy)
    asset.bytes = len(content)
    asset.save(update_fields=["sha256", "approved_sha256", "bytes"])
    return asset
