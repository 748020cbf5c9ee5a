"""A person decides: one transaction for the decision, its effect, the owner's notice and the audit row."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts import audit, notices
from moderation import policies, statements, subjects
from moderation.models import Case, Decision
from moderation.models.decision import Outcome


class NotYours(Exception):
    """Nobody judges what is theirs, or locked to them."""


class AlreadyDecided(Exception):
    """Somebody decided first. Nothing was changed."""


class NoReason(Exception):
    """A decision needs a reason its owner can read."""


@transaction.atomic
def decide(case: Case, *, reviewer: Any, outcome: str, reason: str, clause: str = "") -> Decision:
    """Decide a case: hide or show its subject, tell the owner, write the audit row. Raises what is named above."""
    reason = reason.strip()
    if not reason:
        raise NoReason
    if not Case.objects.shown_to(reviewer).filter(pk=case.pk).exists():
        raise NotYours
    if Case.objects.open().filter(pk=case.pk).update(decided_at=timezone.now(), claimed_by=reviewer) != 1:
        raise AlreadyDecided
    clause = clause or _first_clause(case)
    link = subjects.of(case.subject_kind).link(case.subject)
    statement = _carried_out(case, outcome=outcome, reason=reason, clause=clause)
    decision = Decision.objects.create(
        case=case, reviewer=reviewer, outcome=outcome, clause=clause, reason=reason, statement=statement
    )
    notices.tell(case.owner, "case_decided", subject_url=link, body=statement)
    audit.record(reviewer, f"case.{outcome}", f"case {case.public_id}", reason, after={"clause": clause})
    return decision


@transaction.atomic
def rehearse(case: Case, *, outcome: str, reason: str, clause: str = "") -> str:
    """What the owner would read of such a decision: it is carried out and taken back, so it says what is so now."""
    statement = _carried_out(case, outcome=outcome, reason=reason, clause=clause or _first_clause(case))
    transaction.set_rollback(True)
    return statement


def _carried_out(case: Case, *, outcome: str, reason: str, clause: str) -> str:
    """Hide or show the subject; the statement follows from what that did."""
    handler, allowed = subjects.of(case.subject_kind), outcome == Outcome.ALLOW
    effect = handler.show(case.subject) if allowed else handler.hide(case.subject, statements.in_its_place(reason))
    rule = policies.current().clause(clause)
    return statements.of_reasons(case, outcome=Outcome(outcome), clause=rule, reason=reason, effect=effect)


def _first_clause(case: Case) -> str:
    return case.flags.exclude(clause="").values_list("clause", flat=True).order_by("pk").first() or ""
