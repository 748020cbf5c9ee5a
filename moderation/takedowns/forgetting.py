"""What whoever asked wrote goes half a year after the decision, or with their account: nobody else can ask us to erase it."""

from datetime import timedelta

from django.conf import settings
from django.db.models import Case as Choice
from django.db.models import Exists, F, OuterRef, QuerySet, Value, When
from django.utils import timezone

from moderation.models import Case, Takedown
from moderation.models.takedown import Reached
from moderation.reports import weights


def forget_old() -> int:
    """Forget those that are due, and who asked in bad faith once that counts no more; returns how many of the first."""
    over = Takedown.objects.filter(forgotten_at__isnull=False, bad_faith_at__lte=weights.lately())
    over.exclude(reporter="").update(reporter="")
    before = timezone.now() - timedelta(days=settings.REPORT_KEPT_DAYS)
    return forget(Takedown.objects.filter(decided_at__lt=before))


def forget(decided: "QuerySet[Takedown]") -> int:
    """Blank names, words, addresses and the key of their page; that there was a request stays. Returns how many.

    What is said about locked material stays: it is evidence. So does, while bad faith counts, the hash by which its sender is
    known again: who leaves and comes back would start anew.
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
            reporter=Choice(When(bad_faith_at__gt=weights.lately(), then=F("reporter")), default=Value("")),
            asked_as="",
            forgotten_at=timezone.now(),
        )
    )
