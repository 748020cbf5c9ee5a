"""The net: consents whose time is over end by themselves, and what a kill left undone is carried through."""

from collections.abc import Callable

import structlog
from django.db import transaction

from foundation import rounds
from moderation.consent import stating
from moderation.models import Consent
from moderation.models.consent import ConsentQuerySet, Standing

log = structlog.get_logger(__name__)

AT_ONCE = 100


def sweep() -> int:
    """One round; returns how many were ended or carried through. Two at once are harmless: rows are locked.

    One that cannot be stops none of the others.
    """
    return _each(Consent.objects.overdue(), _expire) + _each(Consent.objects.unreached(), _carry)


def _expire(consent: Consent) -> None:
    stating.ended(consent, Standing.EXPIRED, by=None)


def _carry(consent: Consent) -> None:
    acts = stating.reach(consent)
    stating.written(consent, None, "carried", acts=acts)


def _each(due: ConsentQuerySet, act: Callable[[Consent], None]) -> int:
    return sum(_done(due, key, act) for key in list(due.order_by("pk").values_list("pk", flat=True)[:AT_ONCE]))


def _done(due: ConsentQuerySet, key: int, act: Callable[[Consent], None]) -> bool:
    with rounds.alone(log, "consent_not_ended", key=key), transaction.atomic():
        row = due.filter(pk=key).select_for_update(skip_locked=True, of=("self",)).first()
        if row is not None:
            act(row)
        return row is not None
    return False
