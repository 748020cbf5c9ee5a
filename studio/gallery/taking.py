"""Many things as one zip, made while it is sent: nothing is written down here, and the browser knows how long it will be.

Each thing as it is stored, with its credentials, under a name made of its prompt; its recipe beside it. A thing that is
missing in the store, or that may not be seen any more when its turn comes, cuts the download short: a zip with a hole would
look whole.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Iterator

from django.db import close_old_connections
from zipstream import ZIP_STORED, ZipStream

from foundation.storage import media
from studio import recipes
from studio.media import links
from studio.models import Asset
from studio.models.asset import AssetQuerySet

MOST = 2_000
MOST_BYTES = 20 * 2**30
PIECE_BYTES = 256 * 1024


class Gone(Exception):
    """One of the things was deleted or hidden while the zip was sent."""


class TooMuch(Exception):
    """The words say what would be less."""


def chosen(found: AssetQuerySet) -> list[Asset]:
    """What goes into one zip. Raises TooMuch."""
    things: list[Asset] = list(found.select_related("owner").newest_first()[: MOST + 1])
    if len(things) > MOST:
        raise TooMuch(f"That is more than {MOST:,} in one download. Choose fewer.")
    if sum(thing.bytes for thing in things) > MOST_BYTES:
        raise TooMuch(f"That is more than {MOST_BYTES // 2**30} GB in one download. Choose fewer.")
    if not things:
        raise TooMuch("There is nothing to download. Choose something first.")
    return things


def packed(things: Iterable[Asset]) -> ZipStream:
    """The zip, not begun; its length is known."""
    packing = ZipStream(compress_type=ZIP_STORED, sized=True)
    seen: Counter[str] = Counter()
    named = list(things)
    for thing, recipe in zip(named, recipes.each_as_json(named), strict=True):
        name, _, ending = links.filename(thing).rpartition(".")
        seen[name] += 1
        name = name if seen[name] == 1 else f"{name}-{seen[name]}"
        packing.add(_pieces(thing), f"{name}.{ending}", size=thing.bytes)
        packing.add(recipe.encode(), f"{name}.recipe.json")
    return packing


async def sent(packing: ZipStream) -> AsyncIterator[bytes]:
    """Piece by piece; whoever reads sets the pace, whoever leaves ends it."""
    pieces = iter(packing)
    while piece := await asyncio.to_thread(_next, pieces):
        yield piece


def _next(pieces: Iterator[bytes]) -> bytes:
    try:
        return next((piece for piece in pieces if piece), b"")
    finally:
        close_old_connections()  # in a thread that no request ends


def _pieces(thing: Asset) -> Iterator[bytes]:
    if not Asset.objects.visible_to(thing.owner).filter(pk=thing.pk, sha256=thing.sha256).exists():
        raise Gone(str(thing.public_id))
    with media().open(thing.key) as stored:
        while piece := stored.read(PIECE_BYTES):
            yield piece
