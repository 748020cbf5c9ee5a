"""What the invisible mark of this house is drawn from."""

import secrets

from django.db import models
from django.db.models import CheckConstraint, Q

SEED_BITS = 62  # fits a bigint


def drawn() -> int:
    """A new one."""
    return secrets.randbits(SEED_BITS)


class WatermarkSeed(models.Model):
    """One row, made when it is first asked for. Without it no mark can be read: it is kept where the pictures are named."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    seed = models.BigIntegerField(default=drawn)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [CheckConstraint(condition=Q(id=1), name="watermark_seed_only_one")]

    def __str__(self) -> str:
        return "the seed of this house"
