"""What was not taken is forgotten in time: its owner has read why, and its name may say more than they want kept."""

from datetime import timedelta

from django.db.models import Q
from django.db.models.functions import Now

from studio.models import Arrival, Stage

KEPT = timedelta(days=30)
ASIDE = timedelta(days=1)  # what its owner put aside


def forget_old() -> int:
    """Delete the rows of what was refused and became nothing; returns how many. What the desk has stays with its thing."""
    old = Q(ended_at__lt=Now() - KEPT) | Q(cleared_at__lt=Now() - ASIDE)
    deleted: int = Arrival.objects.filter(old, stage=Stage.REFUSED, asset=None).delete()[0]
    return deleted
