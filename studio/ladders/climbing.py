"""Begin a ladder, go up a rung, leave it and take it up again."""

import uuid

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from foundation.idempotency import KeyReused
from studio import jobs
from studio.ladders import rungs
from studio.ladders.rungs import Asked, NotClimbed
from studio.models import Asset, Job, Ladder, Rung, Step


@transaction.atomic
def begin(owner: User, key: uuid.UUID, **columns: object) -> Ladder:
    """A new ladder with its first rung ordered. The same key again is the same ladder, with other columns KeyReused.

    Raises NotClimbed, and what `jobs.request` raises; no ladder is there then.
    """
    ladder: Ladder
    ladder, is_new = Ladder.objects.owned_by(owner).get_or_create(public_id=key, defaults={"owner": owner, **columns})
    if not is_new and any(getattr(ladder, name) != value for name, value in columns.items()):
        raise KeyReused(str(key))
    climb(owner, ladder, Asked(Step.STILLS), key=str(key))
    return ladder


@transaction.atomic
def climb(owner: User, ladder: Ladder, asked: Asked, *, key: str) -> Job:
    """Order the next rung, as any order; a final is chosen by its clip. Raises NotClimbed, and what `jobs.request` raises."""
    # Locked, so that its words are not forgotten, nor itself removed, while something is ordered by them.
    locked = Ladder.objects.select_for_update().filter(pk=ladder.pk).first()
    if locked is None:
        raise NotClimbed("This ladder was removed. Nothing was ordered.")
    if asked.step == Step.STILLS and not locked.prompt:
        raise NotClimbed("The words of this ladder were deleted. Nothing was ordered. Begin another ladder.")
    if asked.step != Step.STILLS:
        asked = _from(_chosen(owner, ladder, asked), asked)
    job = jobs.request(owner, rungs.order(owner, locked, asked), key=f"ladder-{key}")
    Rung.objects.get_or_create(job=job, defaults={"ladder": ladder, "step": asked.step})
    Ladder.objects.filter(pk=ladder.pk).update(left_at=None)
    return job


def leave(owner: User, ladder_id: uuid.UUID, *, again: bool = False) -> Ladder:
    """Go on to something else, or with `again` come back. Raises Ladder.DoesNotExist."""
    ladder: Ladder = Ladder.objects.owned_by(owner).get(public_id=ladder_id)
    ladder.left_at = None if again else ladder.left_at or timezone.now()
    ladder.save(update_fields=["left_at"])
    return ladder


def remove(owner: User, ladder_id: uuid.UUID) -> None:
    """It is gone, with its words; its orders and what was made stay. Raises Ladder.DoesNotExist."""
    Ladder.objects.owned_by(owner).get(public_id=ladder_id).delete()


def _chosen(owner: User, ladder: Ladder, asked: Asked) -> Asset:
    """What is chosen must stand on this ladder, a rung below."""
    here = Asset.objects.visible_to(owner).filter(job__rung__ladder=ladder, job__rung__step=rungs.BELOW[asked.step])
    try:
        found: Asset | None = here.filter(public_id=uuid.UUID(asked.of)).select_related("job").first()
    except ValueError:
        found = None
    if found is None:
        raise NotClimbed("Choose one of those first. Nothing was ordered.")
    return found


def _from(chosen: Asset, asked: Asked) -> Asked:
    """The final is made of the still its clip was made of, with the clip's words."""
    if asked.step != Step.FINAL or chosen.job is None:
        return asked
    return Asked(asked.step, chosen.job.frozen_order.inputs[0].asset, chosen.job.prompt)
