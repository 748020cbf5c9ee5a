"""One sweep over exact copies, near copies and descendants of what a request names; again while it is open."""

from datetime import timedelta

import structlog
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from accounts import audit
from foundation import rounds
from moderation.models.takedown import Noted, Reached, Takedown, Why
from moderation.takedowns import confirming, hiding, reach, telling
from moderation.takedowns.receiving import target_of

log = structlog.get_logger(__name__)

AGAIN_AFTER = timedelta(minutes=2)  # what was being made from it meanwhile comes home
AT_ONCE = 50
MOST = 1_000  # that one request reaches; more would be a mistake of somebody's


def sweep_due() -> int:
    """Sweep for each open request that has not been swept lately, the new ones first; returns how many.

    One that fails comes again in its turn, and stops none of the others.
    """
    long_ago = timezone.now() - AGAIN_AFTER
    due = Takedown.objects.open().filter(Q(swept_at=None) | Q(swept_at__lte=long_ago))
    oldest = due.order_by(F("swept_at").asc(nulls_first=True), "pk")
    keys = list(oldest.values_list("pk", flat=True)[:AT_ONCE])
    for key in keys:
        with rounds.alone(log, "takedown_not_swept", key=key):
            try:
                sweep(key)
            except Exception:
                Takedown.objects.filter(pk=key).update(swept_at=timezone.now())
                raise
    return len(keys)


def sweep(key: int) -> None:
    """Reach what is around the things that were named, and tell both sides what is hidden."""
    takedown = Takedown.objects.open().filter(pk=key).first()
    if takedown is None:
        return
    before = {*_hidden(takedown).values_list("pk", flat=True)}
    if takedown.spreads:
        confirming.hide_noted(takedown)
    kinds = sorted(set(_hidden(takedown).values_list("kind", flat=True)))
    reached = sum(_around(takedown, kind) for kind in kinds)
    with transaction.atomic():
        Takedown.objects.filter(pk=key).update(swept_at=timezone.now())
        # Each is told once, so of two sweeps at once it is in the audit of one.
        if fresh := telling.hidden(takedown) - before:
            hidden = _hidden(takedown).count()
            sides = {"hidden": hidden - len(fresh)}, {"hidden": hidden}
            audit.record(None, "takedown.swept", target_of(takedown), "", *sides)
    log.info("takedown_swept", takedown=str(takedown.public_id), reached=reached)


def _hidden(takedown: Takedown) -> "QuerySet[Reached]":
    return takedown.reached.filter(hidden_at__isnull=False, released_at=None)


def is_full(takedown: Takedown) -> bool:
    """Whether no more copies are looked for: there may be some that are not hidden."""
    return _many(takedown) >= MOST


def _many(takedown: Takedown) -> int:
    """Messages of which nobody has said that they are meant take no room."""
    return takedown.reached.exclude(hidden_at=None, noted=Noted.UNCLEAR).count()


def _around(takedown: Takedown, kind: str) -> int:
    named = dict(_hidden(takedown).filter(kind=kind, why=Why.NAMED).values_list("subject", "owner"))
    owners, known = set(named.values()), set(takedown.reached.filter(kind=kind).values_list("subject", flat=True))
    near = [each for each in reach.of(kind).around(list(named)) if each.subject not in known]
    # Whoever we do not know reaches what they named, and nobody else's wall.
    new = [each for each in near if takedown.spreads or each.owner in owners]
    room = max(0, MOST - _many(takedown))
    if len(new) > room:
        log.warning("takedown_too_wide", takedown=str(takedown.public_id))
    return sum(
        hiding.hide(takedown, kind, each.subject, owner=each.owner, title=each.title, why=each.why, apart=each.apart)
        for each in new[:room]
    )
