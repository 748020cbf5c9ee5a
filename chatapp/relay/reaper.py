"""Finds turns whose relay died, and logs that lack their end. Every relay runs it; beat's sweep is the second net."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import TypeVar
from uuid import UUID, uuid4

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from chatapp import closing, context, engines, events, hints, log, sealing
from chatapp.closing import Bill, Ending
from chatapp.files import folder, refs
from chatapp.fold import Fold
from chatapp.models import CARRIED, FINAL, Look, State, Turn
from chatapp.relay.claims import MAX_CLAIMS
from foundation.kill_points import reach
from foundation.outages import DOWN
from foundation.redis import sync
from usage import estimates
from usage.models import Attempt, Payer

logger = structlog.get_logger(__name__)

Each = TypeVar("Each", int, Turn)

AT_ONCE = 50
UNSENT = (State.WAITING, events.CHOOSING, State.CONNECTING)


def reap(grace: float = 0) -> int:
    """End or give back every turn whose lease ran out more than `grace` seconds ago; returns how many.

    Needs the log to know what was shown: raises redis' errors while it is away. Of a turn that was just being taken
    then only lease and epoch are new; when that lease has run out, too, a later round takes it again.
    """
    silent = Now() - timedelta(seconds=grace)
    dead = Turn.objects.filter(state__in=CARRIED, lease_until__lt=silent).order_by("lease_until")
    found = list(dead.values_list("pk", flat=True)[:AT_ONCE])
    if found:
        sync().ping()  # while the log is away, rather leave them as they are
    return _one_by_one(_reap, found)


def give_up_late() -> int:
    """End turns that nobody took in time; returns how many."""
    late = Now() - timedelta(seconds=settings.TURN_DEADLINE_SECONDS)
    waiting = Turn.objects.filter(state=State.WAITING, asked_at__lt=late).select_related("answer")
    return _one_by_one(_give_up, waiting[:AT_ONCE])


def seal_forgotten(after: float | None = None) -> int:
    """Write the end into logs that lack it `after` seconds (default: a lease) after their turn ended; returns how many."""
    seconds = settings.RELAY_LEASE_SECONDS if after is None else after
    ended = Turn.objects.filter(state__in=FINAL, sealed=False, ended_at__lt=Now() - timedelta(seconds=seconds))
    return _one_by_one(sealing.seal, ended.select_related("answer", "owner", "conversation")[:AT_ONCE])


def _one_by_one(end: Callable[[Each], bool], turns: Iterable[Each]) -> int:
    """How many of these could be ended. One that cannot be must not keep the others from their ends."""
    return sum(_could(end, turn) for turn in turns)


def _could(end: Callable[[Each], bool], turn: Each) -> bool:
    try:
        return end(turn)
    except DOWN:
        raise
    except Exception:
        logger.exception("turn_left", turn=str(turn), work=end.__name__)
        return False


def _give_up(turn: Turn) -> bool:
    ending = Ending(State.FAILED, turn.answer.text, notice="too_late")
    return closing.close(turn.pk, None, ending, None, Bill()) is not None


def _reap(turn_id: int) -> bool:
    lease = uuid4()
    found = Turn.objects.filter(pk=turn_id, state__in=CARRIED, lease_until__lt=Now())
    seconds = timedelta(seconds=settings.RELAY_LEASE_SECONDS)
    # A new epoch, so that a relay that only slept can write nothing any more: here into the database, below into the log.
    if not found.update(lease=lease, lease_until=Now() + seconds, epoch=F("epoch") + events.EPOCHS_PER_CLAIM):
        return False
    reach("turn.reaping")
    turn = Turn.objects.select_related("answer", "conversation", "hold", "than__answer").get(pk=turn_id)
    told = log.take_over_now(turn.public_id, turn.epoch)
    if told is None:
        return False
    reach("turn.taken_over")
    _end_or_give_back(turn, lease, told)
    return True


def _end_or_give_back(turn: Turn, lease: UUID, told: Fold) -> None:
    text = max(told.text, turn.answer.text, key=len)
    reasoning = max(told.reasoning, turn.answer.reasoning, key=len)
    attempt = Attempt.objects.filter(hold=turn.hold).open().order_by("-n").first()
    bill = _bill(turn, text, reasoning, accepted=told.state not in UNSENT)
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
    if turn.look == Look.BEGUN:  # the row says otherwise before a byte of it leaves
        return Bill(error_type="relay_died")
    engine = engines.known(turn.engine)
    path = context.path_to(turn.prompt_id)
    path.folder = folder.refs_of(turn.project_file_ids)  # those that went, whatever lies in the project by now
    built = context.of_turn(turn, path, engine=engine, room_tokens=0)
    usage = estimates.charge_for_cut(
        engine,
        texts=context.texts(built.messages),
        text=text[len(turn.kept_text) :],
        reasoning=reasoning,
        pictures=refs.weight(built.messages),
    )
    return Bill(usage=usage, error_type="relay_died", payer=None if accepted else Payer.HOUSE)
