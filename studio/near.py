"""Finding what looks nearly the same among all that hangs: by hashes of which at most NEAR bits differ, also in a mirror.

Two hashes that differ in so few bits of 256 are, in one of their sixteen bands of sixteen bits, the same but for one bit.
The database keeps the bands of each thing (`studio_asset_bands`) under an index; only what shares one is counted out.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.db import connection, transaction

from studio.media.pdq import MIRROR

NEAR = 31  # of 256 bits, as the makers of PDQ say
BANDS, WIDTH = 16, 16
FEWEST_BITS, MOST_BITS = 64, 192  # PDQ sets half of the bits; what is far from that is nearly one colour, and like much
MOST = 1_000

LIKE = """
SELECT asset.id, min(bit_count(('x' || each.hash)::bit(256) # ('x' || asked.hash)::bit(256))) AS apart
FROM studio_asset AS asset
  CROSS JOIN LATERAL unnest(asset.frames || asset.pdq) AS each(hash)
  CROSS JOIN unnest(%(asked)s::text[]) AS asked(hash)
WHERE asset.bands && %(bands)s::int[] AND length(each.hash) = 64
  AND bit_count(('x' || each.hash)::bit(256) # ('x' || asked.hash)::bit(256)) <= %(near)s
GROUP BY asset.id ORDER BY apart, asset.id LIMIT %(most)s
"""


@dataclass(frozen=True, slots=True)
class Like:
    """A thing, by its key, and in how many bits it differs where it is nearest."""

    key: int
    apart: int


def to(hashes: Collection[str], *, near: int = NEAR, most: int = MOST) -> list[Like]:
    """All that looks like one of these, the nearest first; of them itself, too. One query for each hash."""
    found: dict[int, int] = {}
    for each in filter(_says_something, dict.fromkeys(hashes)):
        for key, apart in _like(each, near, most):
            found[key] = min(apart, found.get(key, apart))
    return [Like(key, apart) for key, apart in sorted(found.items(), key=lambda pair: (pair[1], pair[0]))][:most]


def _like(bits: str, near: int, most: int) -> list[tuple[int, int]]:
    both = [bits, f"{int(bits, 16) ^ MIRROR:064x}"]
    bands = [band for each in both for band in bands_near(each)]
    with transaction.atomic(), connection.cursor() as cursor:
        # Nobody told the planner how rare a band is: it takes hundreds of them for half the table, and reads all of it.
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(LIKE, {"asked": both, "bands": bands, "near": near, "most": most})
        found = cursor.fetchall()
        cursor.execute("SET LOCAL enable_seqscan = on")
    return [(int(key), int(apart)) for key, apart in found]


def bands_near(bits: str) -> Iterator[int]:
    """Every band that something near may share: each of the sixteen as it is, and with any one bit turned."""
    for n in range(BANDS):
        value = int(bits[4 * n : 4 * n + 4], 16)
        yield n << WIDTH | value
        for bit in range(WIDTH):
            yield n << WIDTH | value ^ 1 << bit


def _says_something(bits: str) -> bool:
    return len(bits) == 64 and FEWEST_BITS <= int(bits, 16).bit_count() <= MOST_BITS
