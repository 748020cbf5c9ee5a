"""Queued → submitting → rendering (films) or fetching (pictures come with the answer).

The attempt and the state are committed before the first byte goes out. The provider has no idempotency key: whatever
happens between that commit and the next one, nobody sends this job again by themselves.
"""

import uuid

import structlog
from django.conf import settings
from django.db import transaction

import xai
from foundation import background_loop, heartbeats, kill_points, request_id
from foundation.storage import StorageDown
from moderation import gates
from moderation.flags import raise_flag
from moderation.verdicts import Action, Verdict
from studio import inputs, moves
from studio.consents import deciding
from studio.line import pace, places
from studio.models import Delivery, Job
from studio.orders import Given, likely_ticks
from studio.outcomes import Outcome
from studio.pipeline import claims, later, settling, sorting
from studio.pipeline.patience import patiently
from studio.states import State
from studio.subject_kinds import ORDER
from usage import attempts
from usage.models import Attempt
from xai.errors import XaiError
from xai.provider import upload_seconds
from xai.values import FilmRequest, PictureRequest, Pictures

log = structlog.get_logger(__name__)

Answer = Pictures | str | Exception

# Above all of xai's own clocks together (its waits, and a connect for each try), so that it is always xai that says
# what happened.
MARGIN_SECONDS = 30.0
# What it is made from is brought within this, or later.
BRINGING_SECONDS = 60.0


def send_next(kind: str) -> None:
    """Send whoever is next in this line, if the provider takes one more this second and nobody else has them."""
    if not places.stands(kind):
        return
    if wait := pace.until_next(kind):
        pace.ring(kind, wait)
        return
    claimed = places.take(kind)
    if claimed is None:
        return
    pace.ring(kind, pace.between(kind))  # before our own call, which may take minutes
    job, lease = claimed
    request_id.begin(job.request_id)
    try:
        if _may_leave(job, lease) and (given := _packed(job, lease)) is not None:
            _send(job, lease, given)
    except moves.Overtaken as overtaken:
        log.info("overtaken", job=str(job.public_id), reason=str(overtaken))


def _may_leave(job: Job, lease: uuid.UUID) -> bool:
    """The gates once more: between the click and now the person, or the policy, may have changed."""
    if job.cancel_asked:  # while an earlier try was under way, which the provider then turned away
        _stop(job, lease, State.CANCELLED, Outcome.CANCELLED, "by its owner")
        return False
    verdict = deciding.of_words(job.frozen_order, job.public_id, person=job.owner)
    if job.cleared_at is None and gates.may_be_settled(verdict):
        with claims.kept(job, lease):
            verdict = gates.second_look(job.prompt, verdict, person=job.owner, subject=job.public_id)
    if not job.owner.may_create:
        _stop(job, lease, State.REFUSED, Outcome.NOT_ALLOWED, "owner may not create")
    elif verdict.action in {Action.REFUSE, Action.LOCK}:
        _stop(job, lease, State.REFUSED, Outcome.POLICY, f"policy {verdict.clause}", verdict)
    elif verdict.action == Action.REVIEW and job.cleared_at is None:
        _stop(job, lease, State.AWAITING, Outcome.UNDER_REVIEW, f"policy {verdict.clause}", verdict)
    else:
        return _agreed_to(job, lease)
    return False


def _agreed_to(job: Job, lease: uuid.UUID) -> bool:
    """Whoever it shows may have taken their consent back since."""
    verdict = deciding.of_order(job.frozen_order, job.public_id)
    if verdict.action == Action.REVIEW:
        _stop(job, lease, State.AWAITING, Outcome.AWAITS_CONSENT, "somebody has still to agree", verdict)
    elif not verdict.passes:
        _stop(job, lease, State.REFUSED, Outcome.NO_CONSENT, "no consent", verdict)
    return verdict.passes


@transaction.atomic
def _stop(job: Job, lease: uuid.UUID, to: State, outcome: Outcome, reason: str, verdict: Verdict | None = None) -> None:
    sentence = verdict.sentence if verdict else ""
    moves.move(job, to, lease=lease, reason=reason, outcome=outcome, sentence=sentence)
    if to != State.AWAITING:
        settling.close(job)
    if verdict and not deciding.is_ours(verdict):
        raise_flag(subject_kind=ORDER, subject=job.public_id, owner=job.owner, verdict=verdict)
        deciding.ask_about_words(job, verdict)


def _packed(job: Job, lease: uuid.UUID) -> tuple[Given, ...] | None:
    """Everything the order is made from; None: it cannot be had, and nothing was sent. A store that is away is waited for."""
    order = job.frozen_order
    if not order.inputs:
        return ()
    try:
        with claims.kept(job, lease):
            return inputs.brought(job.owner, order, within=BRINGING_SECONDS)
    except inputs.Gone as gone:
        _stop(job, lease, State.REFUSED, Outcome.INPUTS_GONE, str(gone))
    except (StorageDown, OSError) as error:
        log.warning("inputs_not_had", job=str(job.public_id), cause=type(error).__name__)
        later.again(job, lease, outcome=Outcome.STORE_AWAY)
    return None


def _send(job: Job, lease: uuid.UUID, given: tuple[Given, ...]) -> None:
    kill_points.reach("job.claimed")
    attempt = _depart(job, lease)
    if attempt is None:
        return
    kill_points.reach("job.departing")
    with claims.kept(job, lease):
        answer = _ask(job, attempt, given)
        kill_points.reach("job.answered")
        try:
            patiently(lambda: _arrive(job, lease, attempt, answer), doing="arrive")
        except moves.Overtaken:
            patiently(lambda: _found(job, attempt, answer), doing="find")
    kill_points.reach("job.arrived")


@transaction.atomic
def _depart(job: Job, lease: uuid.UUID) -> Attempt | None:
    # Job first, then its hold: cancelling locks in that order, and two orders would wait for each other.
    ours = Job.objects.select_related("owner", "hold").select_for_update(of=("self",)).filter(pk=job.pk, lease=lease)
    locked = ours.first()
    if locked is None:
        raise moves.Overtaken(f"{job}: somebody else has it")
    job = locked
    if job.cancel_asked:
        _stop(job, lease, State.CANCELLED, Outcome.CANCELLED, "by its owner")
        return None
    order = job.frozen_order
    assert job.hold is not None
    try:
        attempt = attempts.begin(job.hold, endpoint=order.endpoint, engine=order.engine, request_id=job.request_id)
    except attempts.HoldEnded:
        moves.move(job, State.FAILED, lease=lease, reason="the hold had ended", outcome=Outcome.BUSY)
        return None
    moves.move(job, State.SUBMITTING, lease=lease, keep_lease=True, reason=attempt.trace, tries=job.tries)
    return attempt


def _ask(job: Job, attempt: Attempt, given: tuple[Given, ...]) -> Answer:
    request = job.frozen_order.request(attempt.trace, given)
    try:
        if isinstance(request, PictureRequest):
            return background_loop.run(_imagine(request), timeout=longest_seconds(settings.XAI_PICTURE_SECONDS))
        return background_loop.run(_start_video(request), timeout=longest_seconds(settings.XAI_CALL_SECONDS))
    except XaiError as error:
        log.warning("order_not_taken", job=str(job.public_id), **error.log_fields())
        return error
    except Exception as error:  # it may have left the house all the same
        log.exception("order_lost", job=str(job.public_id))
        return error


def longest_seconds(answer_seconds: float) -> float:
    """The longest that xai may take over one call."""
    sending = upload_seconds(settings.STUDIO_INPUT_BYTES * 4 // 3)
    connecting = settings.XAI_CONNECT_SECONDS * (settings.XAI_RETRIES + 1)
    return float(answer_seconds + sending + connecting + MARGIN_SECONDS)


def whole_seconds() -> float:
    """The longest that one send may take, from the first look into the store to the last word written down."""
    return BRINGING_SECONDS + longest_seconds(settings.XAI_PICTURE_SECONDS) + settings.STUDIO_PATIENCE_SECONDS


async def _imagine(request: PictureRequest) -> Pictures:
    return await xai.upstream().imagine(request)


async def _start_video(request: FilmRequest) -> str:
    return await xai.upstream().start_video(request)


@transaction.atomic
def _arrive(job: Job, lease: uuid.UUID, attempt: Attempt, answer: Answer) -> None:
    """Write down what was answered: one transaction for the state, the ledger and the bytes."""
    # `move` changes the row it is given; a try that the database cut short must not leave its mark on the next.
    job = Job.objects.select_related("owner", "hold").get(pk=job.pk)
    if isinstance(answer, Exception):
        _refused(job, lease, attempt, answer)
        return
    transaction.on_commit(lambda: heartbeats.beat("upstream"))
    if isinstance(answer, str):
        moves.move(
            job, State.RENDERING, lease=lease, reason="accepted",
            upstream_request_id=answer, progress=0, due_in=settings.STUDIO_POLL_SECONDS,
        )  # fmt: skip
        return
    moves.move(
        job, State.FETCHING, lease=lease, reason="answered with pictures",
        upstream_request_id=answer.request_id or "", reported_ticks=answer.ticks,
        detail=f"{answer.moderated} withheld by the provider" if answer.moderated else "",
    )  # fmt: skip
    Delivery.objects.bulk_create(
        [Delivery(job=job, part=part, data=picture.data) for part, picture in enumerate(answer.items)]
    )


@transaction.atomic
def _found(job: Job, attempt: Attempt, answer: Answer) -> None:
    """We were taken for dead, and the order for lost; but here is the film's name at the provider. Raises Overtaken."""
    job = Job.objects.select_related("owner", "hold").select_for_update(of=("self",)).get(pk=job.pk)
    if not isinstance(answer, str) or job.state != State.UNCERTAIN or settling.last_attempt(job) != attempt:
        raise moves.Overtaken(f"{job}: is {job.state}")
    moves.move(
        job, State.RENDERING, reason="found after all",
        upstream_request_id=answer, progress=0, due_in=settings.STUDIO_POLL_SECONDS,
    )  # fmt: skip


def _refused(job: Job, lease: uuid.UUID, attempt: Attempt, error: Exception) -> None:
    fate = sorting.of_a_send(error)
    status = error.status if isinstance(error, XaiError) else None
    retry_after = error.retry_after if isinstance(error, XaiError) else None
    code = error.code if isinstance(error, XaiError) else type(error).__name__
    again = fate.to == State.QUEUED
    request = (error.request_id if isinstance(error, XaiError) else None) or ""
    moves.move(
        job, fate.to, lease=lease, reason=code, detail=code, upstream_request_id=request,
        outcome="" if again else fate.outcome,
        tries=job.tries + 1 if again else 0,
        due_in=sorting.pause_seconds(job.tries, retry_after) if again else 0,
    )  # fmt: skip
    if fate.billed:
        ticks = error.ticks if isinstance(error, XaiError) else None
        settling.book(job, fate.to, ticks=ticks, guess=likely_ticks(job.frozen_order), error=code, status=status)
        if fate.outcome == Outcome.MODERATED:
            flag_by_provider(job)
    elif fate.to != State.UNCERTAIN:
        attempts.not_billed(attempt, error_type=code, status=status)
    if job.has_ended:
        settling.close(job)


def flag_by_provider(job: Job) -> None:
    """Put what the provider withheld on the desk."""
    verdict = gates.before_showing(job.prompt, provider_allowed=False)
    raise_flag(subject_kind=ORDER, subject=job.public_id, owner=job.owner, verdict=verdict, source="provider")
