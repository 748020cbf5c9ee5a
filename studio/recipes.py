"""The recipe: everything needed to order a thing again. The same recipe makes a sibling, not the same picture."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from studio.models import Asset, Lineage

PROMISE = "Ordering this again uses the same recipe. It does not make the same picture or film."


def of(asset: Asset) -> dict[str, Any]:
    """As JSON, to be kept or ordered again. What it was made from is named as far as its owner may still see it."""
    return _with_sources(asset, _edges([asset])[asset.pk])


def each_as_json(assets: Iterable[Asset]) -> Iterator[str]:
    """The same of many, as files. One query."""
    named = list(assets)
    edges = _edges(named)
    return (_written(_with_sources(asset, edges[asset.pk])) for asset in named)


def _written(recipe: Mapping[str, Any]) -> str:
    return json.dumps(recipe, indent=2, ensure_ascii=False)


def _with_sources(asset: Asset, edges: Iterable[Lineage]) -> dict[str, Any]:
    return {
        **asset.recipe,
        "promise": PROMISE,
        "made_with_ai": asset.by_a_machine,
        "id": str(asset.public_id),
        "origin": asset.origin,
        "verb": asset.verb,
        "made_from": [_source(asset, edge) for edge in edges],
        "made_at": asset.made_at.isoformat(),
        "mime": asset.mime,
        "sha256": asset.sha256,
        "bytes": asset.bytes,
        "width": asset.width,
        "height": asset.height,
        "seconds": asset.seconds,
    }


def _edges(assets: Iterable[Asset]) -> Mapping[int, list[Lineage]]:
    """By child, in the order in which they were named."""
    found: defaultdict[int, list[Lineage]] = defaultdict(list)
    keys = [asset.pk for asset in assets]
    for edge in Lineage.objects.filter(child__in=keys).select_related("parent").order_by("pk"):
        found[edge.child_id].append(edge)
    return found


def _source(child: Asset, edge: Lineage) -> dict[str, Any]:
    parent = edge.parent
    if parent.owner_id != child.owner_id or not parent.is_approved or parent.is_deleted:
        return {"role": edge.role, "gone": True}
    return {"role": edge.role, "id": str(parent.public_id), "sha256": parent.sha256}
