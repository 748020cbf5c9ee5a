"""Leaving a case to somebody more senior: no decision, and never one's own again."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.models import Role, User
from moderation.decisions.errors import AlreadyDecided, NoReason, NotYours
from moderation.measures import Conflict
from moderation.models import Case, Escalation


@transaction.atomic
def escalate(case: Case, *, reviewer: Any, reason: str) -> Case:
    """From now on only who is reviewer and administrator both may decide it, and not who left it.

    Raises NoReason, NotYours, AlreadyDecided, and Conflict where it was left to a senior before or there is none.
    """
    if not reason.strip():
        raise NoReason
    if not Case.objects.shown_to(reviewer).filter(pk=case.pk).exists():
        raise NotYours
    fresh = Case.objects.open().select_for_update(of=("self",)).filter(pk=case.pk).first()
    if fresh is None:
        raise AlreadyDecided
    if fresh.escalated_by_id is not None:
        raise Conflict("This was left to a senior before. Decide it, or skip it.")
    seniors = User.objects.holding(Role.REVIEWER, Role.ADMINISTRATOR).exclude(pk__in=[reviewer.pk, case.owner_id])
    if not seniors.exists():
        raise Conflict("Nobody else here is reviewer and administrator both, so nobody could take it.")
    fresh.escalated_by, fresh.escalated_at, fresh.claimed_by, fresh.claimed_at = reviewer, timezone.now(), None, None
    fresh.save(update_fields=["escalated_by", "escalated_at", "claimed_by", "claimed_at"])
    Escalation.objects.create(case=fresh, by=reviewer, reason=reason.strip())
    audit.record(reviewer, "case.escalated", f"case {case.public_id}", reason.strip())
    return fresh
