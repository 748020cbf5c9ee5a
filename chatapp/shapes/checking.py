"""After an answer in a shape: read it, and where it does not fit ask for a better one, at most twice."""

from uuid import UUID

import structlog
from celery.exceptions import SoftTimeLimitExceeded
from django.db import transaction

from chatapp import turns
from chatapp.models import State, Turn, Wish
from chatapp.models.turn import Shape
from chatapp.refusals import Refused
from chatapp.shapes.fitting import Unfit, read
from foundation.wakeups import wake

logger = structlog.get_logger(__name__)

MOST_REPAIRS = 2
SECONDS = 20  # for one answer; the task that checks it is stopped then


def unchecked() -> list[UUID]:
    """Answers in a shape that nobody has read yet, the oldest first: their doorbell was lost."""
    waiting = Turn.objects.filter(state=State.FINISHED, shape="", prompt__json_schema__isnull=False)
    return list(waiting.order_by("pk").values_list("public_id", flat=True)[:100])


def check(turn_id: UUID) -> Turn | None:
    """Say whether this answer fits, once; ask again if it does not. None: it was said before, or there is nothing to say."""
    related = ("prompt", "answer", "conversation", "owner", "than")
    turn = Turn.objects.select_related(*related).filter(public_id=turn_id, state=State.FINISHED, shape="").first()
    if turn is None or turn.prompt.json_schema is None:
        return None
    turn.shape, turn.shape_problem = _judged(turn)
    # The verdict and the repair together: whoever dies in between has said nothing, and is asked once more.
    with transaction.atomic():
        said = {"shape": turn.shape, "shape_problem": turn.shape_problem}
        if not Turn.objects.filter(pk=turn.pk, shape="").update(**said):
            return None
        if turn.shape == Shape.UNFIT and repairs_before(turn) < MOST_REPAIRS:
            _ask_again(turn)
        place = str(turn.conversation.public_id)
        wake(turn.owner.public_id, "turn", turn.public_id, conversation=place, state=turn.state)
    return turn


def repairs_before(turn: Turn) -> int:
    """How many repairs led to this answer."""
    count = 0
    while turn.wish == Wish.FITTING and turn.than is not None:
        count, turn = count + 1, turn.than
    return count


def _judged(turn: Turn) -> tuple[Shape, str]:
    try:
        read(turn.answer.shown_text, turn.prompt.json_schema or {})
    except Unfit as unfit:
        return Shape.UNFIT, str(unfit)
    except SoftTimeLimitExceeded:
        return Shape.UNFIT, f"it is too large to be checked within {SECONDS} seconds"
    return Shape.FITS, ""


def _ask_again(turn: Turn) -> None:
    """As if its owner had; not when they have gone on to something else. A key of its own makes it once."""
    if turn.conversation.leaf_id != turn.answer_id:
        return
    try:
        turns.retry(turn.owner, turn.public_id, key=f"fitting-{turn.public_id.hex}", wish=Wish.FITTING)
    except (Refused, Turn.DoesNotExist) as error:
        logger.info("not_repaired", turn=str(turn.public_id), cause=str(error))
