"""Finding what looks nearly the same among all that hangs: by hashes of which at most NEAR bits differ, also in a mirror.

The database keeps the bands of each thing's hashes (`studio_asset_bands`) under an index; only what shares one that something
near may have (`foundation.bands`) is counted out.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db import connection

from moderation import looks

FEWEST_BITS, MOST_BITS = 64, 192  # PDQ sets half of the bits; what is far from that is nearly one colour, and like much
MOST = 1_000

LIKE = """
SELECT asset.id, min(bit_count(('x' || each.hash)::bit(256) # ('x' || asked.hash)::bit(256))) AS apart
FROM studio_asset AS asset
  CROSS JOIN LATERAL unnest(asset.frames || asset.pdq) AS each(hash)
  CROSS JOIN unnest(%(asked)s::text[]) AS asked(hash)
WHERE asset.bands && (SELECT %(bands)s::int[]) AND length(each.hash) = 64 AND asset.id > %(since)s
  AND bit_count(('x' || each.hash)::bit(256) # ('x' || asked.hash)::bit(256)) <= %(near)s
GROUP BY asset.id ORDER BY apart, asset.id LIMIT %(most)s
"""


@dataclass(frozen=True, slots=True)
class Like:
    """A thing, by its key, and in how many bits it differs where it is nearest."""

    key: int
    apart: int


def to(hashes: Collection[str], *, crops: Collection[str] = (), since: int = 0) -> list[Like]:
    """All that looks like one of these, the nearest first; of them itself, too. One query for each hash.

    `crops`: hundreds that lie close together. What one of them misses by being asked for less carefully, its neighbours find.
    `since`: only what has a greater key than this.
    """
    asked = {**dict.fromkeys(crops, True), **dict.fromkeys(hashes, False)}
    return nearest(like for each, whole in asked.items() if says_something(each) for like in _like(each, whole, since))


def nearest(found: Iterable[Like]) -> list[Like]:
    """Each thing once, where it is nearest, the nearest first; no more than `MOST`."""
    apart: dict[int, int] = {}
    for each in found:
        apart[each.key] = min(each.apart, apart.get(each.key, each.apart))
    return [Like(key, bits) for key, bits in sorted(apart.items(), key=lambda pair: (pair[1], pair[0]))][:MOST]


def _like(bits: str, whole: bool, since: int) -> list[Like]:
    with connection.cursor() as cursor:
        cursor.execute(LIKE, {**looks.question(bits, whole=whole), "most": MOST, "since": since})
        return [Like(int(key), int(apart)) for key, apart in cursor.fetchall()]


def says_something(bits: str) -> bool:
    """Not of what is nearly one colour, and like very much."""
    return len(bits) == 64 and FEWEST_BITS <= int(bits, 16).bit_count() <= MOST_BITS
