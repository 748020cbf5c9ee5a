"""The recipe: everything needed to order a thing again. The same recipe makes a sibling, not the same picture."""

import json
from typing import Any

from studio.models import Asset, Lineage

PROMISE = "Ordering this again uses the same recipe. It does not make the same picture or film."


def of(asset: Asset) -> dict[str, Any]:
    """As JSON, to be kept or ordered again. What it was made from is named as far as its owner may still see it."""
    return {
        **asset.recipe,
        "promise": PROMISE,
        "id": str(asset.public_id),
        "origin": asset.origin,
        "verb": asset.verb,
        "made_from": _sources(asset),
        "made_at": asset.made_at.isoformat(),
        "mime": asset.mime,
        "sha256": asset.sha256,
        "bytes": asset.bytes,
        "width": asset.width,
        "height": asset.height,
        "seconds": asset.seconds,
    }


def as_json(asset: Asset) -> str:
    """The same as a file."""
    return json.dumps(of(asset), indent=2, ensure_ascii=False)


def _sources(asset: Asset) -> list[dict[str, Any]]:
    edges = Lineage.objects.filter(child=asset).select_related("parent").order_by("pk")
    return [_source(edge, edge.parent) for edge in edges]


def _source(edge: Lineage, parent: Asset) -> dict[str, Any]:
    if parent.owner_id != edge.child.owner_id or not parent.is_approved or parent.is_deleted:
        return {"role": edge.role, "gone": True}
    return {"role": edge.role, "id": str(parent.public_id), "sha256": parent.sha256}
