"""What whoever asked wrote goes half a year after the decision: nobody else can ask us to erase it."""

from datetime import timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.utils import timezone

from moderation.models import Case, Takedown
from moderation.models.takedown import Reached


def forget_old() -> int:
    """Blank names, words, addresses and the key of their page; that there was a request stays. Returns how many.

    What is said about locked material stays: it is evidence.
    """
    now = timezone.now()
    locked = Case.objects.held().filter(subject_kind=OuterRef("kind"), subject=OuterRef("subject"))
    kept = Reached.objects.filter(Exists(locked), takedown=OuterRef("pk"))
    old = Takedown.objects.filter(decided_at__lt=now - timedelta(days=settings.REPORT_KEPT_DAYS), forgotten_at=None)
    return old.exclude(Exists(kept)).update(
        who="",
        contact="",
        where="",
        why="",
        signature="",
        token="",
        token_hash=None,
        confirmation_hash=None,
        reporter="",
        asked_as="",
        forgotten_at=now,
    )
