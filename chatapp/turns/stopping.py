"""Stop: by whoever asked, or by whoever may."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from chatapp import closing, hints, sealing
from chatapp.closing import Bill, Ending
from chatapp.models import State, Turn


@transaction.atomic
def stop(person: User, turn_id: UUID) -> bool:
    """Ask that this very turn ends now. False: it had ended already. Raises Turn.DoesNotExist."""
    return end_soon(Turn.objects.owned_by(person).get(public_id=turn_id))


def end_soon(turn: Turn) -> bool:
    """The same by whoever may; in the caller's transaction. False: it had ended already."""
    if not turn.is_open:
        return False
    Turn.objects.filter(pk=turn.pk, stop_asked_at=None).open().update(stop_asked_at=timezone.now())
    if turn.state == State.WAITING:  # no relay has it: nothing to close but the rows
        ended = closing.close(turn.pk, None, Ending(State.STOPPED, turn.kept_text), None, Bill(error_type="not_sent"))
        if ended is not None:
            transaction.on_commit(lambda: sealing.seal_soon(ended))
            return True
    hints.ring(hints.Hint.STOP, turn.public_id)
    return True
