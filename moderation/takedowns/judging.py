"""A person judges a request: it is removed and blocked, or everything is as it was. Whoever asked may also take it back."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts import audit
from foundation import outbox
from moderation.decisions import AlreadyDecided, NoReason, NotYours
from moderation.models.takedown import State, Takedown
from moderation.takedowns import carrying_out, forgetting, receiving, telling


@dataclass(frozen=True, slots=True)
class Ticks:
    """What a reviewer ticked of what one page showed, and how many were ticked on the others when it did."""

    shown: Collection[UUID]
    ticked: Collection[UUID]
    elsewhere: int


class Changed(Exception):
    """More came, or somebody ticked otherwise, while the reviewer looked."""


@transaction.atomic
def tick(takedown: Takedown, ticks: Ticks) -> None:
    """Keep what was ticked on one page, for whoever decides. Raises AlreadyDecided."""
    if not Takedown.objects.open().select_for_update(no_key=True).filter(pk=takedown.pk).exists():
        raise AlreadyDecided
    rows = takedown.reached.filter(public_id__in=ticks.shown)
    rows.filter(public_id__in=ticks.ticked).update(wanted=True)
    rows.exclude(public_id__in=ticks.ticked).update(wanted=False)


@transaction.atomic
@audit.at_the_end()
def uphold(takedown: Takedown, *, reviewer: Any, reason: str, ticks: Ticks) -> None:
    """Remove what is ticked, block its files, and show the rest again. Raises NoReason, NotYours, AlreadyDecided, Changed.

    The first few, of what was named, are done at once, the others in batches (`carrying_out`); until then they stay hidden.
    """
    tick(takedown, ticks)
    if takedown.reached.filter(wanted=True).exclude(public_id__in=ticks.shown).count() != ticks.elsewhere:
        raise Changed
    _close(takedown, State.UPHELD, reviewer, reason)
    hidden = takedown.reached.filter(hidden_at__isnull=False).count()
    _carry_out(takedown)
    audit.record(
        reviewer, "takedown.upheld", receiving.target_of(takedown), reason,
        {"hidden": hidden}, {"to be removed": takedown.reached.filter(wanted=True).count()},
    )  # fmt: skip


@transaction.atomic
@audit.at_the_end()
def decline(takedown: Takedown, *, reviewer: Any, reason: str, bad_faith: bool = False) -> None:
    """Everything is shown again, exactly as it was. Raises NoReason, NotYours, AlreadyDecided.

    `bad_faith`: what they ask next is not hidden before it is judged.
    """
    _close(takedown, State.DECLINED, reviewer, reason)
    if bad_faith:
        takedown.bad_faith_at = timezone.now()
        takedown.save(update_fields=["bad_faith_at"])
    _carry_out(takedown)
    audit.record(
        reviewer, "takedown.declined", receiving.target_of(takedown), reason, {"state": State.OPEN},
        {"state": State.DECLINED, "bad faith": bad_faith},
    )  # fmt: skip


@transaction.atomic
@audit.at_the_end()
def withdraw(takedown: Takedown) -> bool:
    """Whoever asked takes it back: everything is as it was. False: it is decided."""
    try:
        _close(takedown, State.WITHDRAWN, None, "-")
    except AlreadyDecided:
        return False
    _carry_out(takedown)
    audit.record(None, "takedown.withdrawn", receiving.target_of(takedown))
    return True


def _close(takedown: Takedown, state: State, reviewer: Any, reason: str) -> None:
    """The first one to judge wins."""
    reason = reason.strip()
    if not reason:
        raise NoReason
    if reviewer is not None and not Takedown.objects.shown_to(reviewer).filter(pk=takedown.pk).exists():
        raise NotYours
    said = "" if state == State.WITHDRAWN else reason
    changes = {"state": state, "decided_at": timezone.now(), "decided_by": reviewer, "reason": said}
    if not Takedown.objects.open().filter(pk=takedown.pk).update(**changes):
        raise AlreadyDecided
    takedown.refresh_from_db()


def _carry_out(takedown: Takedown) -> None:
    carrying_out.some(takedown.pk)
    telling.decided(takedown)
    if takedown.asker_left:
        forgetting.forget(Takedown.objects.filter(pk=takedown.pk))
    outbox.ring("moderation.tasks.carry_out_takedown", takedown.pk, queue="sweeps")
