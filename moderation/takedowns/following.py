"""What was removed on a request may be appealed against: whoever asked is told when that is won."""

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from moderation.measures import in_force
from moderation.models import Reversal
from moderation.models.takedown import Reached, State, Takedown
from moderation.takedowns import telling

AT_ONCE = 100


def follow() -> int:
    """Write down what is shown again after an appeal, and tell whoever asked; returns how many requests. Twice does no harm.

    Where the appeal only changed how it is kept from sight there is nothing to tell.
    """
    keys = list(freed().values_list("takedown", flat=True).distinct()[:AT_ONCE])
    for key in keys:
        with transaction.atomic():
            takedown = Takedown.objects.select_for_update().get(pk=key)
            if freed().filter(takedown=key).update(removed_at=None, released_at=timezone.now()):
                telling.overturned(takedown)
    return len(keys)


def freed() -> "QuerySet[Reached]":
    """What was removed on a request, and an appeal has given back: no decision that stands keeps it from sight."""
    kept = in_force.of(OuterRef("owner"), OuterRef("subject"))
    ended = Reversal.objects.filter(
        decision__case__subject_kind=OuterRef("kind"), decision__case__subject=OuterRef("subject"),
        decision__decided_at__gte=OuterRef("takedown__decided_at"), why=Reversal.Why.APPEAL,
    )  # fmt: skip
    removed = Reached.objects.filter(takedown__state=State.UPHELD, removed_at__isnull=False)
    return removed.filter(Exists(ended), ~Exists(kept))
