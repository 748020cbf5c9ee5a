"""What whoever asked wrote goes half a year after the decision, or with their account: nobody else can ask us to erase it."""

from datetime import timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from moderation.models import Case, Takedown
from moderation.models.takedown import Reached


def forget_old() -> int:
    """Forget those that are due; returns how many."""
    before = timezone.now() - timedelta(days=settings.REPORT_KEPT_DAYS)
    return forget(Takedown.objects.filter(decided_at__lt=before))


def forget(decided: "QuerySet[Takedown]") -> int:
    """Blank names, words, addresses and the key of their page; that there was a request stays. Returns how many.

    What is said about locked material stays: it is evidence.
    """
    locked = Case.objects.held().filter(subject_kind=OuterRef("kind"), subject=OuterRef("subject"))
    kept = Reached.objects.filter(Exists(locked), takedown=OuterRef("pk"))
    return (
        decided.filter(forgotten_at=None)
        .exclude(Exists(kept))
        .update(
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
            forgotten_at=timezone.now(),
        )
    )
