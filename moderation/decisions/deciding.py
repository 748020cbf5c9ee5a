"""A person decides: one transaction for the decision, what it does, the owner's notice and the audit row."""

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any, Unpack
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts import administrators, audit, notices
from moderation import measures, policies
from moderation.decisions import freeing, wishing
from moderation.decisions.carrying import Outcome, Wish, carried_out
from moderation.decisions.errors import AlreadyDecided, NoReason, NotYours, Unread
from moderation.decisions.wishing import Wanted
from moderation.measures import Measure
from moderation.models import Case, Decision, DecisionMeasure

TOLD = "case_decided"


@transaction.atomic
@audit.at_the_end()
def decide(
    case: Case, *, bundle: UUID | None = None, seen: int | None = None, **wanted: Unpack[Wanted]
) -> Decision:  # fmt: skip
    """Decide a case: carry the measures out, tell the owner, write the audit row.

    `seen`: how many of its flags the reviewer has read; None: whoever calls answers for that. Raises NoReason, Conflict,
    NotYours, AlreadyDecided, Unread, and then nothing was done.
    """
    reviewer = wanted["reviewer"]
    if not wanted["reason"].strip():
        raise NoReason
    with with_administrators_first(wanted["measures"]):
        if reviewer is not None and not Case.objects.shown_to(reviewer).filter(pk=case.pk).exists():
            raise NotYours
        allows = any(each.name == "allow" for each in wanted["measures"])
        took = _taken(case, reviewer, seen=seen if allows else None)
        wish = wishing.wish(case, wanted)
        return _written(wish, carried_out(wish), took=took, bundle=bundle)


def anew(case: Case, **wanted: Unpack[Wanted]) -> Decision:
    """Decide a case otherwise that was decided before, and stays so. Inside the transaction that took the other back."""
    wish = wishing.wish(case, wanted)
    return _written(wish, carried_out(wish), took=None, bundle=None)


def with_administrators_first(chosen: Sequence[Measure]) -> AbstractContextManager[None]:
    """A suspension locks every administrator, and who holds another lock then could wait in a circle."""
    return administrators.one_stays() if any(each.name == "suspend" for each in chosen) else nullcontext()


def _taken(case: Case, reviewer: Any, *, seen: int | None) -> int | None:
    """The case is decided, and nobody else's any more; how many seconds that took."""
    now = timezone.now()
    fresh = Case.objects.open().select_for_update(of=("self",)).filter(pk=case.pk).first()
    if fresh is None:
        raise AlreadyDecided
    if seen is not None and fresh.is_held and fresh.flags.count() > seen:  # every flag waits for this lock
        raise Unread(case)
    began = fresh.taken_at if reviewer is not None and fresh.claimed_by_id == reviewer.pk else None
    case.decided_at, case.claimed_by = now, reviewer
    case.save(update_fields=["decided_at", "claimed_by"])
    return round((now - began).total_seconds()) if began else None


def _written(wish: Wish, outcome: Outcome, *, took: int | None, bundle: UUID | None) -> Decision:
    policies.keep(policies.current().version)
    decision = Decision.objects.create(
        case=wish.case,
        reviewer=wish.reviewer,
        clause=wish.clause,
        policy_version=policies.current().version,
        reason=wish.reason,
        scope=wish.scope,
        statement=outcome.statement,
        took_seconds=took,
        bundle=bundle,
        final=wish.final,
    )
    DecisionMeasure.objects.bulk_create(
        DecisionMeasure(
            decision=decision,
            name=each.name,
            restricts=measures.of(each.name).restricts,
            until=each.until,
            effect=done.effect,
            before=dict(done.before),
        )
        for each, done in outcome.done
    )
    freeing.weigh(wish.case)
    notices.tell(wish.case.owner, TOLD, subject_url=address(decision), body=outcome.statement)
    audit.record(
        wish.reviewer, "case.decided", f"case {wish.case.public_id}", wish.reason, after=_said(wish, decision, bundle)
    )
    return decision


def address(decision: Decision) -> str:
    """The owner's page of it; by this a notice is known as the one about this decision."""
    return reverse("decision", args=[decision.public_id])


def _said(wish: Wish, decision: Decision, bundle: UUID | None) -> dict[str, Any]:
    ends = {each.name: each.until for each in wish.measures}
    return {
        "decision": decision.public_id,
        "measures": ends,
        "clause": wish.clause,
        "scope": wish.scope,
        "bundle": bundle,
    }
