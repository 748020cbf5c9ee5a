"""Families without bytes: what was made from what, as rows."""

import uuid
from typing import Any

from django.utils import timezone

from accounts.models import User
from studio.models import Asset, Lineage
from studio.models.asset import Origin


def thing(owner: User, alt: str = "a fox", *parents: Asset, **columns: Any) -> Asset:
    """A picture whose bytes nobody needs, made from these."""
    name = uuid.uuid4().hex
    digest = name * 2  # no two are the same picture
    plain: dict[str, Any] = {
        "origin": Origin.UPLOADED, "kind": "picture", "verb": "edit" if parents else "",
        "sha256": digest, "approved_sha256": digest, "made_at": timezone.now(), "recipe": {"prompt": alt}, "alt": alt,
        "mime": "image/png",
    }  # fmt: skip
    made = Asset.objects.create(
        owner=owner, base=name, key=f"{name}.png", bytes=4, codec="png", width=2, height=1,
        **{**plain, **columns},
    )  # fmt: skip
    for parent in parents:
        Lineage.objects.create(child=made, parent=parent, role="source")
    return made
