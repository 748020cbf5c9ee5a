"""A person judges a request: it is removed and blocked, or everything is as it was. Whoever asked may also take it back."""

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts import audit
from moderation import decisions, policies
from moderation import measures as acts
from moderation.decisions import AlreadyDecided, Measure, NoReason, NotYours
from moderation.flags import raise_flag
from moderation.models import Case, Decision
from moderation.models.flag import Source
from moderation.models.takedown import Reached, State, Takedown
from moderation.takedowns import hiding, telling
from moderation.verdicts import Action, Verdict

CHECK = "removal"
INTIMATE, SHOWN = "likeness.1", "likeness.2"


@transaction.atomic
@audit.at_the_end()
def uphold(takedown: Takedown, *, reviewer: Any, reason: str, wanted: Collection[Reached]) -> list[Decision]:
    """Remove these things, block their files, and show the rest again. Raises NoReason, NotYours, AlreadyDecided.

    Each is a decision of its own, with a statement to its owner and a way to appeal.
    """
    _close(takedown, State.UPHELD, reviewer, reason)
    keys = {row.pk for row in wanted}
    rows = list(takedown.reached.select_related("owner").order_by("pk"))
    made = []
    # All of it, so that an appeal that is won finds it as it was before all this.
    shown = [row for row in rows if hiding.give_back(row)]
    for row in rows:
        if row.pk in keys:
            made.append(_removed(takedown, row, reviewer, reason))
    telling.given_back(row for row in shown if row.pk not in keys)
    telling.decided(takedown)
    audit.record(
        reviewer, "takedown.upheld", f"takedown {takedown.public_id}", reason,
        {"hidden": sum(row.hidden_at is not None for row in rows)}, {"removed": len(made)},
    )  # fmt: skip
    return made


@transaction.atomic
def decline(takedown: Takedown, *, reviewer: Any, reason: str, bad_faith: bool = False) -> None:
    """Everything is shown again, exactly as it was. Raises NoReason, NotYours, AlreadyDecided.

    `bad_faith`: what they ask next is not hidden before it is judged.
    """
    _close(takedown, State.DECLINED, reviewer, reason)
    if bad_faith:
        takedown.bad_faith_at = timezone.now()
        takedown.save(update_fields=["bad_faith_at"])
    _all_back(takedown)
    telling.decided(takedown)
    audit.record(
        reviewer, "takedown.declined", f"takedown {takedown.public_id}", reason, {"state": State.OPEN},
        {"state": State.DECLINED, "bad faith": bad_faith},
    )  # fmt: skip


@transaction.atomic
def withdraw(takedown: Takedown) -> bool:
    """Whoever asked takes it back: everything is as it was. False: it is decided."""
    try:
        _close(takedown, State.WITHDRAWN, None, "-")
    except AlreadyDecided:
        return False
    _all_back(takedown)
    telling.decided(takedown)
    audit.record(None, "takedown.withdrawn", f"takedown {takedown.public_id}")
    return True


def _close(takedown: Takedown, state: State, reviewer: Any, reason: str) -> None:
    """The first one to judge wins."""
    reason = reason.strip()
    if not reason:
        raise NoReason
    if reviewer is not None and not Takedown.objects.shown_to(reviewer).filter(pk=takedown.pk).exists():
        raise NotYours
    said = "" if state == State.WITHDRAWN else reason
    changes = {"state": state, "decided_at": timezone.now(), "decided_by": reviewer, "reason": said}
    if not Takedown.objects.open().filter(pk=takedown.pk).update(**changes):
        raise AlreadyDecided
    takedown.refresh_from_db()


def _all_back(takedown: Takedown) -> None:
    rows = list(takedown.reached.select_related("owner").order_by("pk"))
    telling.given_back([row for row in rows if hiding.give_back(row)])


def _removed(takedown: Takedown, row: Reached, reviewer: Any, reason: str) -> Decision:
    policy, wanted = policies.current(), INTIMATE if takedown.intimate else SHOWN
    clause = wanted if policy.clause(wanted) else ""
    verdict = Verdict(
        action=Action.REVIEW, check=CHECK, policy_version=policy.version if clause else "", clause=clause,
        detail=f"Removal request {takedown.number}",
    )  # fmt: skip
    flag = raise_flag(
        subject_kind=row.kind, subject=row.subject, owner=row.owner, verdict=verdict, source=Source.PERSON
    )
    assert flag is not None  # a person's word is not bounded there
    case = Case.objects.select_related("owner").get(pk=flag.case_id)
    made = decisions.decide(case, reviewer=reviewer, measures=_measures(case), reason=reason, clause=clause)
    row.removed_at = timezone.now()
    row.save(update_fields=["removed_at"])
    telling.removed(row.owner, made.statement)
    return made


def _measures(case: Case) -> list[Measure]:
    """What is a file is blocked, too."""
    return [Measure(name) for name in ("remove", "block_hash") if acts.of(name).fits(case)]
