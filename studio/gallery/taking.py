"""Many things as one zip, made while it is sent: nothing is written down here, and the browser knows how long it will be.

Each thing as it is stored, with its credentials, under a name made of its prompt; its recipe beside it. A thing that is
missing in the store cuts the download short: a zip with a hole would look whole.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Iterator

from zipstream import ZIP_STORED, ZipStream

from foundation.storage import media
from studio import recipes
from studio.media import links
from studio.models import Asset
from studio.models.asset import AssetQuerySet

MOST = 2_000
MOST_BYTES = 20 * 2**30
PIECE_BYTES = 256 * 1024


class TooMuch(Exception):
    """The words say what would be less."""


def chosen(found: AssetQuerySet) -> list[Asset]:
    """What goes into one zip. Raises TooMuch."""
    things: list[Asset] = list(found.newest_first()[: MOST + 1])
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
    for thing in things:
        name, _, ending = links.filename(thing).rpartition(".")
        seen[name] += 1
        name = name if seen[name] == 1 else f"{name}-{seen[name]}"
        packing.add(_pieces(thing.key), f"{name}.{ending}", size=thing.bytes)
        packing.add(recipes.as_json(thing).encode(), f"{name}.recipe.json")
    return packing


async def sent(packing: ZipStream) -> AsyncIterator[bytes]:
    """Piece by piece; whoever reads sets the pace, whoever leaves ends it."""
    pieces = iter(packing)
    while piece := await asyncio.to_thread(_next, pieces):
        yield piece


def _next(pieces: Iterator[bytes]) -> bytes:
    return next((piece for piece in pieces if piece), b"")


def _pieces(key: str) -> Iterator[bytes]:
    with media().open(key) as stored:
        while piece := stored.read(PIECE_BYTES):
            yield piece
