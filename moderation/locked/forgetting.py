"""Whoever left while something of theirs was kept as evidence is forgotten once it was let go."""

from datetime import timedelta

import structlog
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from accounts import audit, privacy
from accounts.models import User
from foundation import rounds
from moderation.models import Case, Report

log = structlog.get_logger(__name__)

# Who was on the way out when it was let go may have left something behind: a case is looked at again for this long.
ON_THE_WAY = timedelta(days=1)
AT_ONCE = 200


def forget_let_go() -> int:
    """Erase once more from every store what a case had kept there; returns of how many people. Doing it twice does no harm.

    Each case is written down as done by itself, so that a round that is killed has not been for nothing. Who cannot be
    erased is tried again with the next, and keeps nobody else waiting.
    """
    now, tried = timezone.now(), dict[int, bool]()
    freed = Case.objects.filter(Q(forgotten_at=None) | Q(forgotten_at__lt=F("freed_at")), freed_at__lte=now)
    for case in freed.order_by("freed_at", "pk").iterator(chunk_size=AT_ONCE):
        left = _left(case)
        for key in left:
            if key not in tried:
                tried[key] = _forgotten(key)
        if all(tried[key] for key in left):
            freed.filter(pk=case.pk, freed_at__lte=now - ON_THE_WAY).update(forgotten_at=now)
    return sum(tried.values())


def _left(case: Case) -> list[int]:
    """Its owner, and whoever reported it, as far as they have left."""
    reporters = Report.objects.filter(flag__case=case).values("owner")
    people = User.objects.filter(Q(pk=case.owner_id) | Q(pk__in=reporters), is_active=False)
    return list(people.order_by("pk").values_list("pk", flat=True))


def _forgotten(key: int) -> bool:
    with rounds.alone(log, "not_forgotten", person=key), transaction.atomic(), audit.at_the_end():
        privacy.erase_all(User.objects.select_for_update().get(pk=key))
        return True
    return False
