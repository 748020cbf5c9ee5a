"""Trying an arrival again: after a pause when a part was away, and from the sweep when its doorbell was lost."""

import uuid
from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from accounts.models import User
from foundation import outbox
from studio.arrivals.taking import TASK
from studio.models import Arrival
from studio.pipeline import sorting

MOST_TRIES = 6
AT_ONCE = 200


def count(arrival: Arrival) -> None:
    """One more try. It is written down before: a file that ends whoever opens it is not opened for ever."""
    Arrival.objects.filter(pk=arrival.pk).update(tries=F("tries") + 1)


def is_hopeless(arrival: Arrival) -> bool:
    """It was tried often enough, and its owner is told."""
    return arrival.tries >= MOST_TRIES


def later(arrival: Arrival, lease: uuid.UUID, *, counts: bool) -> None:
    """Give it back, due again after a pause that grows with each try. What an outage ended was no try."""
    pause = timedelta(seconds=sorting.pause_seconds(arrival.tries))
    mine = Arrival.objects.filter(pk=arrival.pk, lease=lease)
    tries = arrival.tries + counts
    mine.update(lease=None, lease_until=None, rung_at=None, due_at=Now() + pause, tries=tries)


def ring_next(owner: User) -> None:
    """This person's turn is over: ring for the next thing they brought, at the end of the queue."""
    waits = Arrival.objects.due().owned_by(owner).order_by("due_at", "pk").values_list("pk", flat=True).first()
    if waits is None:
        return
    with transaction.atomic():
        Arrival.objects.filter(pk=waits).update(rung_at=Now())
        outbox.ring(TASK, waits, queue="arrivals")


def ring_again() -> int:
    """Ring for arrivals that are due and whose doorbell was not heard, one of each person; returns how many."""
    rung = 0
    due = Arrival.objects.due().unheard().order_by("owner_id", "due_at").distinct("owner_id")
    for arrival in due.values_list("pk", flat=True)[:AT_ONCE]:
        with transaction.atomic():
            if Arrival.objects.filter(pk=arrival).due().unheard().update(rung_at=Now()):
                outbox.ring(TASK, arrival, queue="arrivals")
                rung += 1
    return rung
