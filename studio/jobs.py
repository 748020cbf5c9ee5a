"""What a person may do with a job: order it, cancel it, order an uncertain one again."""

import uuid
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.models import User
from foundation import idempotency, request_id
from moderation import gates
from moderation import standing as moderation_standing
from moderation.flags import raise_flag
from moderation.verdicts import Action, Verdict
from studio import moves, orders
from studio.consents import deciding, stopping
from studio.models import BatchRow, Job
from studio.orders import Order
from studio.outcomes import Outcome
from studio.states import SENT, UNSENT, State
from studio.subject_kinds import ORDER
from usage import holds
from xai.prices import PriceUnknown

PROMPTS_READ, PROMPTS_SHOWN = 120, 40


class TooManyOpen(Exception):
    """This person has as many open jobs as one may have."""


class NotOffered(PriceUnknown):
    """No engine of today takes such an order, whatever it would cost: the last gate, behind the forms'. For logs."""


class Limited(NotOffered):
    """The desk decided that this person orders nothing until then."""

    def __init__(self, until: datetime) -> None:
        super().__init__(f"limited until {until.isoformat()}")
        self.until = until


def limited(owner: User) -> None:
    """Raises Limited. One query."""
    if (until := moderation_standing.limited_until(owner)) is not None:
        raise Limited(until)


class TooLate(Exception):
    """The job has come too far for that. Nothing was changed."""


def request(owner: User, order: Order, *, key: str, row: BatchRow | None = None) -> Job:
    """Reserve the price, record the order, start the work once both are safe. The same key again is the same job.

    Raises OverAllowance, OverBudget, TooManyOpen, PriceUnknown, idempotency.KeyReused. A prompt the policy turns away becomes a
    refused job, one it wants a person to look at waits; neither leaves the house. `row`: of a batch, which it is for.
    """
    verdict = deciding.before_sending(order, person=owner)
    try:
        return _accept(owner, order, key, verdict, row=row)
    except idempotency.AlreadyDone as again:
        return Job.objects.owned_by(owner).get(public_id=again.outcome["job"])


@transaction.atomic
def resubmit(owner: User, job_id: uuid.UUID, *, key: str) -> Job:
    """Order an uncertain job again, at its owner's word: a new job naming the old one, which ends here.

    Raises TooLate for a job that is not uncertain, Job.DoesNotExist, and what `request` raises.
    """
    old = Job.objects.owned_by(owner).select_for_update().get(public_id=job_id)
    again = Job.objects.filter(resubmits=old).first()
    if again is not None:
        return again
    if old.state != State.UNCERTAIN:
        raise TooLate
    verdict = deciding.before_sending(old.frozen_order, person=owner)
    job = _accept(owner, old.frozen_order, key, verdict, resubmits=old, row=old.row)
    # The old hold stays: whether that send was billed is not known yet. A sweep books it to the house when it is due.
    moves.move(old, State.CANCELLED, reason=f"ordered again as {job.public_id}", outcome=Outcome.RESUBMITTED)
    return job


def repeat(owner: User, job_id: uuid.UUID) -> Job:
    """Order what came to nothing once more, by the same recipe, at today's price. A second click is the same new job.

    Raises TooLate for what cannot be repeated, Job.DoesNotExist, and what `request` raises.
    """
    old = Job.objects.owned_by(owner).get(public_id=job_id)
    if not old.may_be_repeated:
        raise TooLate
    return request(owner, old.frozen_order, key=f"repeat-{old.public_id}", row=old.row)


def again(owner: User, job_id: str) -> Job | None:
    """An old order of this person's to begin the next one with; None for what is no id, not theirs, or erased."""
    try:
        old = Job.objects.owned_by(owner).filter(public_id=uuid.UUID(job_id)).first()
    except ValueError:
        return None
    return old if old and old.prompt else None


def last_prompts(owner: User) -> list[str]:
    """What this person wrote last, each once, newest first."""
    orders = Job.objects.owned_by(owner).newest_first().values_list("order__styled__typed", "order__prompt")
    written = (typed if prompt and typed is not None else prompt for typed, prompt in orders[:PROMPTS_READ])
    return [prompt for prompt in dict.fromkeys(written) if prompt][:PROMPTS_SHOWN]


@transaction.atomic
def cancel(owner: User, job_id: uuid.UUID) -> Job:
    """Before sending this ends a job and frees its money; after, it is a wish: the result is thrown away when it comes.

    An uncertain job is let go. Raises TooLate for a job that has ended or is being looked at, Job.DoesNotExist.
    """
    job = Job.objects.owned_by(owner).select_for_update().get(public_id=job_id)
    if job.state in UNSENT:
        moves.move(job, State.CANCELLED, reason="by its owner", outcome=Outcome.CANCELLED)
        if job.hold is not None:
            holds.settle(job.hold)
    elif job.state == State.UNCERTAIN:
        moves.move(job, State.CANCELLED, reason="let go by its owner", outcome=Outcome.DISMISSED)
    elif job.state in SENT:
        _mark_cancelled(job)
    else:
        raise TooLate
    return job


def let_through(job_id: uuid.UUID) -> None:
    """A reviewer allows a waiting prompt: it is queued, unless somebody it shows has still to agree.

    Rows only; runs inside the decision's transaction.
    """
    job = Job.objects.select_for_update().get(public_id=job_id)
    if job.state != State.AWAITING:
        return
    verdict, cleared = deciding.of_order(job.frozen_order, job.public_id), timezone.now()
    if verdict.passes:
        moves.move(job, State.QUEUED, reason="allowed by a reviewer", cleared_at=cleared, sentence="")
    elif verdict.action == Action.REVIEW:
        job.cleared_at, job.outcome, job.sentence = cleared, Outcome.AWAITS_CONSENT, verdict.sentence
        job.save(update_fields=["cleared_at", "outcome", "sentence"])
        moves.tell(job)
    else:
        act = stopping.refuse(job, verdict.sentence)
        audit.record(None, act.action, act.target)


def turn_away(job_id: uuid.UUID, sentence: str) -> None:
    """A reviewer refuses a prompt: unsent it is refused, sent its result is not wanted any more."""
    job = Job.objects.select_for_update().get(public_id=job_id)
    if job.state in UNSENT:
        moves.move(
            job, State.REFUSED, reason="refused by a reviewer", outcome=Outcome.POLICY, sentence=sentence
        )  # fmt: skip
        if job.hold is not None:
            holds.settle(job.hold)
    elif job.state in SENT:
        _mark_cancelled(job)


def stop_for_good(job: Job) -> None:
    """Its owner is leaving: nothing more is sent for this job, and nothing of it is ever shown. Rows only."""
    if job.state in UNSENT:
        moves.move(job, State.CANCELLED, reason="its owner left", outcome=Outcome.CANCELLED)
        if job.hold is not None:
            holds.settle(job.hold)
    elif job.state in SENT:
        _mark_cancelled(job)
    elif job.state == State.REVIEWING:
        moves.move(job, State.BLOCKED, reason="its owner left", outcome=Outcome.WITHHELD)


def _mark_cancelled(job: Job) -> None:
    """A mark, acted on when the cost is known."""
    if job.cancel_asked_at is None:
        job.cancel_asked_at = timezone.now()
        job.save(update_fields=["cancel_asked_at"])
        moves.tell(job)


def unwritten(owner: User, order: Order, row: BatchRow | None = None, **columns: Any) -> Job:
    """A job that is to be judged, paid for and written down by whoever wants it. `row`: of a batch, which it is for."""
    return Job(
        public_id=uuid.uuid4(),
        owner=owner,
        kind=order.kind,
        order=order.columns(),
        request_id=request_id.current(),
        row=row,
        in_batch=row is not None,
        **columns,
    )


@transaction.atomic
def _accept(
    owner: User,
    order: Order,
    key: str,
    verdict: Verdict,
    resubmits: Job | None = None,
    row: BatchRow | None = None,
) -> Job:
    job = unwritten(owner, order, row, resubmits=resubmits, state=_first_state(verdict))
    job.sentence = "" if gates.may_be_settled(verdict) else verdict.sentence
    body = idempotency.fingerprint({**order.columns(), "resubmits": resubmits and resubmits.public_id})
    idempotency.remember(owner.pk, f"order:{key}", body, {"job": str(job.public_id)})
    limited(owner)
    if job.state == State.REFUSED:
        job.outcome = deciding.turned_away_by(verdict)
        moves.born(job, reason=f"policy {verdict.clause}")
    else:
        if wrong := orders.problems(order):
            raise NotOffered(", ".join(wrong))
        _hold(job, order)
        job.outcome = deciding.waiting_for(verdict) if job.state == State.AWAITING else ""
        moves.born(job, reason=f"policy {verdict.clause}" if job.state == State.AWAITING else "ordered")
    if not may_go_on(verdict) and not deciding.is_ours(verdict):
        raise_flag(subject_kind=ORDER, subject=job.public_id, owner=owner, verdict=verdict)
        deciding.ask_about_words(job, verdict)
    return job


def may_go_on(verdict: Verdict) -> bool:
    """It passes, or an engine is asked about it before it is sent (`studio.pipeline.submitting`)."""
    return verdict.passes or gates.may_be_settled(verdict)


def _first_state(verdict: Verdict) -> State:
    if may_go_on(verdict):
        return State.QUEUED
    return State.AWAITING if verdict.action == Action.REVIEW else State.REFUSED


def _hold(job: Job, order: Order) -> None:
    """Put the price aside. While the job goes on, no sweep ends the hold (`studio.subjects.over`)."""
    job.hold = holds.reserve(job.owner, order.price, purpose=order.kind, subject=job.public_id)
    # Counted after the hold: its UPDATE lets parallel clicks of one person through one after the other.
    if (
        not job.in_batch
        and Job.objects.owned_by(job.owner).by_hand().unfinished().count() >= settings.MAX_OPEN_JOBS_PER_PERSON
    ):
        raise TooManyOpen
