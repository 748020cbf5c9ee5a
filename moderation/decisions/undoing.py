"""A decision is taken back within seconds by who made it: everything is as it was, and the case waits for them again."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts import audit, notices
from accounts.models import Notice
from moderation.decisions import freeing, restoring
from moderation.decisions.deciding import TOLD, address, with_administrators_first
from moderation.decisions.errors import AlreadyDecided, NotYours, TooLate
from moderation.measures import Measure
from moderation.models import Appeal, Case, Decision, Reversal
from moderation.statements import THINGS

# The key was pressed in time: what the request took to come is not held against it.
GRACE = timedelta(seconds=3)
DROPPED = "Your appeal against it is not needed any more; whatever is decided now, you can appeal against that."


@transaction.atomic
@audit.at_the_end()
def undo(decision: Decision, *, reviewer: Any, since: datetime | None = None, held: bool = True) -> Case:
    """Put back what was, and open the case anew in the same hands. Raises NotYours, TooLate, AlreadyDecided.

    `held` False: in nobody's hands, for they will be at another one. `since`: when the last of several that were decided
    together was. The owner's notice goes if it was not read yet; else another one corrects it. So does an appeal
    that they were quick enough to write, of which they are told.
    """
    if decision.reviewer_id is None or decision.reviewer_id != reviewer.pk:
        raise NotYours
    if timezone.now() - (since or decision.decided_at) > timedelta(seconds=settings.UNDO_SECONDS) + GRACE:
        raise TooLate
    with with_administrators_first([Measure(each.name) for each in decision.measures.all()]):
        case = Case.objects.select_for_update(of=("self",)).select_related("owner").get(pk=decision.case_id)
        if Reversal.objects.filter(decision=decision).exists():
            raise AlreadyDecided
        effect = restoring.put_back(decision, by=reviewer, for_good=False)
        Reversal.objects.create(decision=decision, by=reviewer, why=Reversal.Why.UNDO, effect=effect)
        _reopened(case, reviewer if held else None)
        dropped = _dropped(decision, by=reviewer)
        _untold(decision, case, f"{effect} {DROPPED}" if dropped else effect, always=dropped)
        audit.record(
            reviewer,
            "case.undone",
            f"case {case.public_id}",
            after={"decision": decision.public_id, "bundle": decision.bundle},
        )
        return case


def _reopened(case: Case, reviewer: Any) -> None:
    """Unless the thing was flagged again meanwhile: then that case waits already, with the newer word."""
    newer = Case.objects.open().about(case.subject_kind, case.subject).select_for_update(of=("self",)).first()
    if newer is not None:
        freeing.hand_on(case, newer)
        return
    now = timezone.now() if reviewer else None
    case.decided_at, case.claimed_by, case.claimed_at, case.taken_at = None, reviewer, now, now
    case.freed_at = None
    case.save(update_fields=["decided_at", "claimed_by", "claimed_at", "taken_at", "freed_at"])


def _dropped(decision: Decision, *, by: Any) -> bool:
    """Nobody need judge an appeal against what is taken back, and nobody could. False: there is none that waits."""
    appeal = Appeal.objects.open().select_for_update(of=("self",)).filter(decision=decision).first()
    if appeal is None:
        return False
    audit.record(by, "appeal.dropped", f"appeal {appeal.public_id}", before={"decision": decision.public_id})
    appeal.talk.all().delete()
    appeal.delete()
    return True


def _untold(decision: Decision, case: Case, effect: str, *, always: bool) -> None:
    told = Notice.objects.owned_by(case.owner).filter(code=TOLD, subject_url=address(decision))
    if told.unread().delete()[0] and not always:
        return
    thing = THINGS.get(case.subject_kind, "what you made")
    body = f"The decision about {thing} was taken back a moment later; it is being looked at again. {effect}"
    notices.tell(case.owner, "case_undone", subject_url=address(decision), body=body)
