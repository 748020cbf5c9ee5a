"""Holds whose owner died, or never learned what became of a send: ended when they are due."""

import structlog
from django.db import transaction
from django.utils import timezone

from usage import attempts, holds, subjects
from usage.models import Hold, Payer

log = structlog.get_logger(__name__)

AT_ONCE = 200
UNRESOLVED = "unresolved"


def end_due_holds() -> int:
    """End what is due, each in its own transaction; returns how many holds ended. Two sweeps at once are harmless."""
    due = Hold.objects.open().filter(due_at__lt=timezone.now()).order_by("due_at").values_list("pk", flat=True)
    unclosed = Hold.objects.with_forgotten_sends().values_list("pk", flat=True)
    return sum(end_if_due(pk) for pk in {*due[:AT_ONCE], *unclosed[:AT_ONCE]})


@transaction.atomic
def end_if_due(pk: int) -> bool:
    """End one hold if it is still due: sends of unknown fate are booked, estimated, to the house.

    A hold without any such send whose subject still goes on (an order that waits for a reviewer) gets more time.
    """
    hold = Hold.objects.select_for_update(skip_locked=True).filter(pk=pk, due_at__lt=timezone.now()).first()
    if hold is None:
        return False
    unknown = list(hold.attempts.open())
    if hold.is_open and not unknown and not subjects.is_over(hold.purpose, hold.subject):
        hold.due_at = timezone.now() + holds.due_after(None)
        hold.save(update_fields=["due_at"])
        return False
    for attempt in unknown:
        # The most it can have cost: nobody knows better, and the house does not tell itself less.
        attempts.charge(attempt, ticks=hold.ticks, exact=False, error_type=UNRESOLVED, payer=Payer.HOUSE)
    holds.settle(hold)
    log.info("hold_ended", hold=hold.pk, purpose=hold.purpose, subject=str(hold.subject), booked=len(unknown))
    return True
