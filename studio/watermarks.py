"""The invisible mark of this house: what it is drawn from, what each picture is given, and which picture a mark leads to."""

import secrets

from django.conf import settings
from django.db import connection

from foundation import bands
from studio.media.watermarks import BITS, SLIPS, Watermark
from studio.models import Asset, WatermarkSeed

DIGITS = BITS // 4
NEAREST = """
SELECT id FROM studio_asset
WHERE watermark IS NOT NULL AND foundation_bands(lpad(to_hex(watermark), 12, '0')) && (SELECT %(bands)s::int[])
  AND bit_count((watermark # %(tag)s)::bit(64)) <= %(slips)s
ORDER BY bit_count((watermark # %(tag)s)::bit(64)), id LIMIT 1
"""


def seed() -> int:
    """Of this house; the same for as long as its database lives."""
    return int(WatermarkSeed.objects.get_or_create(pk=1)[0].seed)


def new() -> Watermark | None:
    """For one picture. None: the house marks none."""
    return Watermark(seed(), secrets.randbits(BITS)) if settings.STUDIO_WATERMARK else None


def of(tag: int) -> Asset | None:
    """What was given this mark, however many bits up to SLIPS were lost. None: nothing that is kept."""
    with connection.cursor() as cursor:
        cursor.execute(NEAREST, {"bands": bands.near(f"{tag:0{DIGITS}x}"), "tag": tag, "slips": SLIPS})
        row = cursor.fetchone()
    return Asset.objects.filter(pk=row[0]).first() if row else None
