"""What has hung as long as its owner, or its board, wanted goes into the trash by itself, where it can still be had back."""

from datetime import timedelta
from typing import Any

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import DurationField, ExpressionWrapper, F, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce, Now

from accounts.models import User
from studio.models import Asset, Keeping
from studio.sharing import shares

log = structlog.get_logger(__name__)

AT_ONCE = 500


@transaction.atomic
def sweep() -> int:
    """Throw away what is due, at most AT_ONCE; returns how many. What has a star stays, whatever was chosen."""
    theirs = Subquery(Keeping.objects.filter(owner=OuterRef("owner")).values("days"))
    kept = Asset.objects.approved().filter(deleted_at=None, starred=False)
    kept = kept.annotate(days=Coalesce("board__keep_days", theirs)).exclude(days=None)
    due = kept.annotate(until=F("made_at") + _as_time(F("days"))).filter(until__lte=Now())
    until = Now() + timedelta(days=settings.STUDIO_TRASH_DAYS)
    keys = list(due.order_by("until").values_list("pk", flat=True)[:AT_ONCE])
    still = Asset.objects.filter(pk__in=keys, deleted_at=None, starred=False)
    thrown: int = still.update(deleted_at=Now(), purge_after=until)
    shares.withdraw(keys)
    if thrown:
        log.info("kept_long_enough", count=thrown)
    return thrown


def days_of(person: User) -> int | None:
    """How long this person lets their things hang; None: for ever."""
    return Keeping.objects.filter(owner=person).values_list("days", flat=True).first()


def choose(person: User, days: int | None) -> None:
    """From now on, also for what hangs already."""
    Keeping.objects.update_or_create(owner=person, defaults={"days": days})


def _as_time(days: Any) -> Any:
    return ExpressionWrapper(days * Value(timedelta(days=1)), output_field=DurationField())
