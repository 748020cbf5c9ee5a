"""The invisible mark of this house: what it is drawn from, what each picture is given, and which picture a mark leads to."""

import secrets

from django.conf import settings
from django.db import connection

from studio.media.watermarks import BITS, SLIPS, Watermark
from studio.models import Asset, WatermarkSeed

NEARLY = """
SELECT id FROM studio_asset WHERE watermark IS NOT NULL AND bit_count((watermark # %s)::bit(64)) <= %s
ORDER BY bit_count((watermark # %s)::bit(64)) LIMIT 1
"""


def seed() -> int:
    """Of this house; the same for as long as its database lives."""
    return int(WatermarkSeed.objects.get_or_create(pk=1)[0].seed)


def new() -> Watermark | None:
    """For one picture. None: the house marks none."""
    return Watermark(seed(), secrets.randbits(BITS)) if settings.STUDIO_WATERMARK else None


def of(tag: int) -> Asset | None:
    """What was given this mark, however many bits up to SLIPS were lost. None: nothing that is kept."""
    if found := Asset.objects.filter(watermark=tag).first():
        return found
    with connection.cursor() as cursor:
        cursor.execute(NEARLY, [tag, SLIPS, tag])
        row = cursor.fetchone()
    return Asset.objects.filter(pk=row[0]).first() if row else None
