"""Whoever left while something of theirs was kept as evidence is forgotten once it was let go."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts import privacy
from accounts.models import User
from moderation.models import Case, Report

# The sweep comes every few hours; what it finds again is empty by then.
LATELY = timedelta(days=7)


def forget_let_go() -> int:
    """Erase once more from every store what a case had kept there; returns of how many people. Doing it twice does no harm."""
    now = timezone.now()
    freed = Case.objects.filter(freed_at__gt=now - LATELY, freed_at__lte=now)
    reporters = Report.objects.filter(flag__case__in=freed).values("owner")
    left = User.objects.filter(Q(pk__in=freed.values("owner")) | Q(pk__in=reporters), is_active=False)
    return sum(_forgotten(person.pk) for person in left)


@transaction.atomic
def _forgotten(key: int) -> bool:
    privacy.erase_all(User.objects.select_for_update().get(pk=key))
    return True
