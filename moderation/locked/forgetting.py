"""Whoever left while something of theirs was kept as evidence is forgotten once it was let go."""

from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from accounts import privacy
from accounts.models import User
from moderation.models import Case, Report

# Who was on the way out when it was let go may have left something behind: a case is looked at again for this long.
ON_THE_WAY = timedelta(days=1)


def forget_let_go() -> int:
    """Erase once more from every store what a case had kept there; returns of how many people. Doing it twice does no harm."""
    now = timezone.now()
    freed = Case.objects.filter(Q(forgotten_at=None) | Q(forgotten_at__lt=F("freed_at")), freed_at__lte=now)
    reporters = Report.objects.filter(flag__case__in=freed).values("owner")
    left = User.objects.filter(Q(pk__in=freed.values("owner")) | Q(pk__in=reporters), is_active=False)
    people = sum(_forgotten(person.pk) for person in left)
    freed.filter(freed_at__lte=now - ON_THE_WAY).update(forgotten_at=now)
    return people


@transaction.atomic
def _forgotten(key: int) -> bool:
    privacy.erase_all(User.objects.select_for_update().get(pk=key))
    return True
