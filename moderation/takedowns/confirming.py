"""Whoever asked proves that the mail address is theirs, or a reviewer has looked: from then on a request reaches everybody."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts import audit
from foundation import outbox
from moderation.finding import Found
from moderation.models.takedown import Noted, Reached, State, Takedown, Why
from moderation.takedowns import hiding, receiving


@transaction.atomic
def confirm(takedown: Takedown) -> None:
    """They opened our mail. Copies with other people are looked for at once; twice, or once it is decided, changes nothing."""
    if Takedown.objects.open().filter(pk=takedown.pk, confirmed_at=None).update(confirmed_at=timezone.now()):
        hide_noted(takedown, why=Why.NAMED)
        outbox.ring("moderation.tasks.sweep_takedown", takedown.pk, queue="sweeps")
        hidden = takedown.reached.exclude(hidden_at=None).count()
        audit.record(None, "takedown.confirmed", receiving.target_of(takedown), after={"hidden": hidden})


@transaction.atomic
def vouch(takedown: Takedown, *, reviewer: Any) -> bool:
    """A reviewer has looked: all that was only noted is hidden, and copies with others are looked for. False: it is decided.

    Messages of which nobody said that they are meant stay as they are.
    """
    if not Takedown.objects.open().filter(pk=takedown.pk).update(vouched_at=timezone.now()):
        return False
    noted = takedown.reached.filter(hidden_at=None, noted__in=(Noted.DISTRUST, Noted.LATELY)).update(noted=Noted.MANY)
    hide_noted(takedown, why=Why.NAMED)
    outbox.ring("moderation.tasks.sweep_takedown", takedown.pk, queue="sweeps")
    audit.record(
        reviewer, "takedown.vouched", receiving.target_of(takedown), "", {"reaches": "its owners"},
        {"reaches": "everybody", "looked at again": noted},
    )  # fmt: skip
    return True


@transaction.atomic
def point(takedown: Takedown, named: list[Found], *, reviewer: Any) -> int:
    """A reviewer says where it is: that is hidden, and its copies, whoever they belong to; returns how many it hides now.

    What was too much for a stranger's word is hidden by the next sweep; messages of which nobody said that they are meant
    stay noted. 0: it was decided meanwhile, or only noted.
    """
    if named:
        Takedown.objects.open().filter(pk=takedown.pk).update(vouched_at=timezone.now())
    receiving.reaches(takedown, named)
    after = {"things": [f"{each.kind} {each.subject}" for each in named]}
    audit.record(reviewer, "takedown.pointed", receiving.target_of(takedown), after=after)
    rows = Reached.objects.filter(takedown=takedown, takedown__state=State.OPEN, released_at=None)
    return rows.filter(subject__in=[each.subject for each in named], hidden_at__isnull=False).count()


def hide_noted(takedown: Takedown, **which: Any) -> None:
    """Hide what was only too much for a stranger's word."""
    for row in Reached.objects.filter(takedown=takedown, hidden_at=None, noted=Noted.MANY, **which).order_by("pk"):
        why = Why(row.why)
        hiding.hide(takedown, row.kind, row.subject, owner=row.owner_id, title=row.title, why=why, apart=row.apart)
