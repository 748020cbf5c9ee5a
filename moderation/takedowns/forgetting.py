"""What whoever asked wrote goes half a year after the decision: nobody else can ask us to erase it."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from moderation.models import Takedown


def forget_old() -> int:
    """Blank names, words, addresses and the key of their page; that there was a request stays. Returns how many."""
    now = timezone.now()
    old = Takedown.objects.filter(decided_at__lt=now - timedelta(days=settings.REPORT_KEPT_DAYS), forgotten_at=None)
    return old.update(
        who="", contact="", where="", why="", signature="", token="", token_hash=None, reporter="", forgotten_at=now
    )
