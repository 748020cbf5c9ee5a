"""How far somebody's word goes before a person has looked: the form is open to everybody, so it can be turned on anybody."""

from datetime import timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from moderation.models.takedown import Noted, Reached, State, Takedown, Why

DAY = timedelta(days=1)


def why_not(takedown: Takedown, row: Reached) -> str:
    """Why this is only noted; empty: it is hidden. Under the lock of `hiding`, or two requests would take the last place."""
    if takedown.vouched_at is not None:
        return ""
    if row.why == Why.NAMED and not takedown.trusted:
        return Noted.DISTRUST
    if _declined_lately(row):
        return Noted.LATELY
    return Noted.MANY if not takedown.spreads and _full(row) else ""


def _declined_lately(row: Reached) -> bool:
    """A person looked, or a second one after an appeal, and let it stay.

    What was taken back nobody has judged, nor a message of which nobody had said that it was meant.
    """
    since = timezone.now() - timedelta(days=settings.TAKEDOWN_DECLINED_DAYS)
    same = Reached.objects.filter(kind=row.kind, subject=row.subject, removed_at=None, released_at__gt=since)
    judged = same.exclude(hidden_at=None, noted=Noted.UNCLEAR)
    return judged.filter(takedown__state__in=(State.DECLINED, State.UPHELD)).exists()


def _full(row: Reached) -> bool:
    today = _unseen_today()
    if today.filter(owner=row.owner_id).count() >= settings.TAKEDOWNS_UNSEEN_PER_OWNER:
        return True
    return today.count() >= settings.TAKEDOWNS_UNSEEN_PER_DAY


def _unseen_today() -> "QuerySet[Reached]":
    """What was hidden on the word of people we do not know, and nobody found them right since."""
    hidden = Reached.objects.filter(hidden_at__gt=timezone.now() - DAY)
    unknown = hidden.filter(takedown__confirmed_at=None, takedown__vouched_at=None)
    return unknown.exclude(takedown__state=State.UPHELD)
