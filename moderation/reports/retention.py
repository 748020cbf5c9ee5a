"""Reports of people without an account go half a year after the decision: nobody else can ask us to erase them."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from moderation.models import Case, Report


def forget_old() -> int:
    """Delete their words, contacts and receipts; the flag stays and says that somebody reported. Returns how many."""
    long_ago = timezone.now() - timedelta(days=settings.REPORT_KEPT_DAYS)
    old = Report.objects.filter(owner=None, flag__case__decided_at__lt=long_ago)
    # Whoever reported in bad faith is known by it as long as it counts.
    counts = timezone.now() - timedelta(days=settings.REPORT_BAD_FAITH_DAYS)
    return old.exclude(bad_faith_at__gt=counts).exclude(flag__case__in=Case.objects.held()).delete()[0]
