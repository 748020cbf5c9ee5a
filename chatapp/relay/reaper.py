"""Finds turns whose relay died, and logs that lack their end. Every relay runs it; beat's sweep is the second net."""

from datetime import timedelta
from uuid import UUID, uuid4

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from chatapp import closing, context, engines, events, hints, log, sealing
from chatapp.closing import Bill, Ending
from chatapp.fold import Fold, Gap
from chatapp.models import CARRIED, FINAL, State, Turn
from chatapp.relay.claims import MAX_CLAIMS
from foundation.kill_points import reach
from foundation.outages import DOWN
from usage import estimates
from usage.models import Attempt, Payer

logger = structlog.get_logger(__name__)

AT_ONCE = 50


def reap(grace: float = 0) -> int:
    """End or give back every turn whose lease ran out more than `grace` seconds ago; returns how many.

    Needs the log to know what was shown: raises redis' errors while it is away, having changed nothing.
    """
    silent = Now() - timedelta(seconds=grace)
    dead = Turn.objects.filter(state__in=CARRIED, lease_until__lt=silent).order_by("lease_until")
    return sum(_reaped(turn_id) for turn_id in dead.values_list("pk", flat=True)[:AT_ONCE])


def give_up_late() -> int:
    """End turns that nobody took in time; returns how many."""
    late = Now() - timedelta(seconds=settings.TURN_DEADLINE_SECONDS)
    waiting = Turn.objects.filter(state=State.WAITING, asked_at__lt=late).values_list("pk", "answer__text")[:AT_ONCE]
    ending = [(pk, Ending(State.FAILED, text, notice="too_late")) for pk, text in waiting]
    return sum(closing.close(pk, None, each, None, Bill()) is not None for pk, each in ending)


def seal_forgotten(after: float | None = None) -> int:
    """Write the end into logs that lack it `after` seconds (default: a lease) after their turn ended; returns how many."""
    seconds = settings.RELAY_LEASE_SECONDS if after is None else after
    ended = Turn.objects.filter(state__in=FINAL, sealed=False, ended_at__lt=Now() - timedelta(seconds=seconds))
    return sum(sealing.seal(turn) for turn in ended.select_related("answer", "owner", "conversation")[:AT_ONCE])


def _reaped(turn_id: int) -> bool:
    try:
        return _reap(turn_id)
    except DOWN:
        raise
    except Exception:  # one turn that cannot be ended must not keep the others from their ends
        logger.exception("turn_not_reaped", turn=turn_id)
        return False


def _reap(turn_id: int) -> bool:
    lease = uuid4()
    found = Turn.objects.filter(pk=turn_id, state__in=CARRIED, lease_until__lt=Now())
    _told(turn_id)  # raises while the log cannot be read
    seconds = timedelta(seconds=settings.RELAY_LEASE_SECONDS)
    # A new epoch, so that a relay that only slept can write nothing any more, neither in the database nor in the log.
    if not found.update(lease=lease, lease_until=Now() + seconds, epoch=F("epoch") + events.EPOCHS_PER_CLAIM):
        return False
    reach("turn.reaping")
    turn = Turn.objects.select_related("answer", "conversation", "hold").get(pk=turn_id)
    _end_or_give_back(turn, lease, _told(turn_id))  # read now: until this moment it may have grown
    return True


def _told(turn_id: int) -> Fold:
    public_id = Turn.objects.values_list("public_id", flat=True).get(pk=turn_id)
    try:
        return log.folded_now(public_id)
    except Gap:  # Redis lost a part of it; the database has the rest
        return Fold()


def _end_or_give_back(turn: Turn, lease: UUID, told: Fold) -> None:
    text = max(told.text, turn.answer.text, key=len)
    reasoning = max(told.reasoning, turn.answer.reasoning, key=len)
    attempt = Attempt.objects.filter(hold=turn.hold).open().order_by("-n").first()
    bill = _bill(turn, text, reasoning, accepted=told.state not in ("waiting", State.CONNECTING))
    ending: Ending | None = None
    if turn.stop_asked_at is not None:
        ending = Ending(State.STOPPED, text, reasoning, told.label)
    elif len(text) > len(turn.kept_text):
        ending = Ending(State.INTERRUPTED, text, reasoning, told.label, notice="interrupted")
    elif turn.claims >= MAX_CLAIMS:
        ending = Ending(State.FAILED, text, reasoning, told.label, notice="gave_up")
    if ending is None:
        with transaction.atomic():
            if closing.hand_back(turn.pk, lease, attempt, bill):
                hints.ring(hints.Hint.NEW, turn.public_id)
        logger.warning("turn_given_back", turn=str(turn.public_id), claims=turn.claims)
        return
    closed = closing.close(turn.pk, lease, ending, attempt, bill)
    if closed is not None:
        logger.warning("turn_reaped", turn=str(turn.public_id), state=closed.state)
        sealing.seal_soon(closed)


def _bill(turn: Turn, text: str, reasoning: str, *, accepted: bool) -> Bill:
    """What the lost send probably cost. Whether it was accepted the log tells: before that, it is the house's."""
    engine = engines.known(turn.engine)
    said = context.path_to(turn.prompt_id)
    built = context.build(said, kind=turn.kind, kept_text=turn.kept_text, engine=engine, room_tokens=0)
    usage = estimates.charge_for_cut(
        engine, texts=context.texts(built.messages), text=text[len(turn.kept_text) :], reasoning=reasoning
    )
    return Bill(usage=usage, error_type="relay_died", payer=None if accepted else Payer.HOUSE)
