"""Orders that were not sent yet, when somebody they show answers anew: they go on, go on waiting, or end."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q

from moderation.consent import closing
from moderation.consent.things import Act
from moderation.flags import raise_flag
from moderation.verdicts import Action
from studio import moves
from studio.consents import deciding
from studio.models import Asset, Job
from studio.outcomes import Outcome
from studio.states import UNSENT, State
from studio.subject_kinds import ORDER
from studio.undoing import orders
from usage import holds


def look_again(kind: str, subject: UUID) -> list[Act]:
    """Each as everybody says now who is in it."""
    return [act for job in _unsent(kind, subject) for act in _looked_at(job)]


def refuse(job: Job, sentence: str) -> Act:
    """An unsent order ends for want of a consent; its money is free. The caller has locked it, and tells the audit."""
    moves.move(job, State.REFUSED, reason="no consent", outcome=Outcome.NO_CONSENT, sentence=sentence)
    if job.hold is not None:
        holds.settle(job.hold)
    return Act("consent.stopped", f"order {job.public_id}")


def noted(kind: str, subject: UUID) -> list[dict[str, Any]]:
    """Those of them that wait for an answer or a reviewer, as they are."""
    waiting = (job for job in _unsent(kind, subject) if job.state == State.AWAITING)
    return [{"order": str(job.public_id), **orders.state(job.public_id)} for job in waiting]


def take_up(before: Sequence[Mapping[str, Any]]) -> None:
    """What an answer stopped that is none any more waits again, where its time and its money still allow.

    Its case was closed as it stopped: it is with a reviewer again, where it was.
    """
    for each in before:
        job = orders.taken_up(UUID(each["order"]), each, ended_by=Outcome.NO_CONSENT)
        if job is None or job.outcome != Outcome.UNDER_REVIEW:
            continue
        verdict = deciding.of_words(job.frozen_order, job.public_id, person=job.owner)
        if verdict.action == Action.REVIEW:
            raise_flag(subject_kind=ORDER, subject=job.public_id, owner=job.owner, verdict=verdict)


def _looked_at(job: Job) -> list[Act]:
    verdict = deciding.passes_again(job)
    if verdict.passes:
        return _let_go(job)
    if verdict.action != Action.REVIEW:
        return [refuse(job, verdict.sentence), *closing.answered(ORDER, job.public_id)]
    if job.state == State.AWAITING and deciding.is_ours(verdict) and verdict.sentence != job.sentence:
        Job.objects.filter(pk=job.pk).update(sentence=verdict.sentence)
        moves.tell(job)
    return []


def _let_go(job: Job) -> list[Act]:
    if job.state != State.AWAITING:
        return []
    moves.move(job, State.QUEUED, reason="everybody agreed", sentence="")
    return closing.answered(ORDER, job.public_id)


def _unsent(kind: str, subject: UUID) -> list[Job]:
    """Only what was not sent is locked: who ends a sent one locks it before the consents, and we the other way round."""
    bound = Asset.objects.filter(likenesses__kind=kind, likenesses__subject=subject)
    ids = {str(each) for each in bound.values_list("public_id", flat=True)}
    itself = Q(public_id=subject) if kind == ORDER else Q(pk=None)
    theirs = Q(owner__in=bound.values("owner"), order__has_key="inputs")
    waiting = Job.objects.filter(itself | theirs, state__in=sorted(UNSENT))
    keys = [
        job.pk for job in waiting if job.public_id == subject or ids & {each.asset for each in job.frozen_order.inputs}
    ]
    locked = Job.objects.filter(pk__in=keys, state__in=sorted(UNSENT)).select_related("owner", "hold", "row__batch")
    return list(locked.select_for_update(of=("self",)).order_by("pk"))
