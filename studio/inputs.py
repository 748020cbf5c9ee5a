"""What an order is made from, looked up and brought: only the person's own, only what they may see, only as it was stored."""

import base64
import hashlib
import time
from collections.abc import Iterable, Sequence
from uuid import UUID

from django.conf import settings

from accounts.models import User
from foundation.storage import media
from studio.models import Asset, Lineage
from studio.orders import Given, Input, Order
from xai.values import MediaIn

SLICE = 1 << 20


class Gone(Exception):
    """An input is not there any more, or not for this person: deleted, hidden, changed. The text is for logs."""


def found(owner: User, ids: Iterable[str | UUID]) -> dict[str, Asset]:
    """Those of these assets that this person may use, by public id. One query; what is no id is nothing."""
    wanted = [each for each in map(as_id, ids) if each]
    if not wanted:
        return {}
    return {str(asset.public_id): asset for asset in Asset.objects.visible_to(owner).filter(public_id__in=wanted)}


def as_id(words: str | UUID) -> UUID | None:
    """A public id; None for what is none."""
    try:
        return words if isinstance(words, UUID) else UUID(words)
    except ValueError:
        return None


def brought(owner: User, order: Order, *, within: float) -> tuple[Given, ...]:
    """Every input with its bytes, each exactly as it was approved. Raises Gone, StorageDown, and TimeoutError soon after
    so many seconds.
    """
    there = found(owner, (each.asset for each in order.inputs))
    room, given, until = settings.STUDIO_INPUT_BYTES, [], time.monotonic() + within
    for each in order.inputs:
        asset = there.get(each.asset)
        if asset is None:
            raise Gone(f"input {each.asset}")
        data = _bytes(asset, room, until)
        room -= len(data)
        given.append(Given(each, MediaIn(f"data:{asset.mime};base64,{base64.b64encode(data).decode()}")))
    return tuple(given)


def _bytes(asset: Asset, room: int, until: float) -> bytes:
    """What is stored of an asset. Raises Gone when it is not there, is another, or is more than may be sent."""
    parts: list[bytes] = []
    size = 0
    try:
        with media().open(asset.key) as stored:
            while part := stored.read(SLICE):
                parts.append(part)
                size += len(part)
                if size > room:
                    raise Gone(f"input {asset.public_id}: too large")
                if time.monotonic() > until:
                    raise TimeoutError(f"input {asset.public_id}: the store is slow")
    except FileNotFoundError as error:
        raise Gone(f"input {asset.public_id}: not in the store") from error
    data = b"".join(parts)
    if hashlib.sha256(data).hexdigest() != asset.approved_sha256:
        raise Gone(f"input {asset.public_id}: changed in the store")
    return data


def parents(order: Order) -> dict[str, Asset]:
    """The assets an order was made from that are still rows, by public id, whoever may see them now."""
    return {str(asset.public_id): asset for asset in Asset.objects.filter(public_id__in=_ids(order.inputs))}


def write_edges(children: Sequence[Asset], order: Order) -> None:
    """One line of lineage for each child and each part its inputs played. Runs in the transaction of the children.

    An input that was purged meanwhile leaves no line: there is nothing any more to lead to.
    """
    rows = Asset.objects.select_for_update(no_key=True).filter(public_id__in=_ids(order.inputs)).order_by("pk")
    there = {str(asset.public_id): asset for asset in rows}
    # In the order they were named: lineage leads through the first, as the credentials do.
    edges = dict.fromkeys((each.asset, each.role) for each in order.inputs if each.asset in there)
    Lineage.objects.bulk_create(
        [Lineage(child=child, parent=there[asset], role=role) for child in children for asset, role in edges]
    )


def _ids(inputs: Iterable[Input]) -> list[str]:
    return [each.asset for each in inputs]
