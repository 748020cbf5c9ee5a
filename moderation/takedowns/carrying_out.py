"""What was decided about a request is done some things at a time: a worker that is killed leaves the rest to the next."""

from collections.abc import Sequence
from typing import TypedDict

import structlog
from django.db import transaction
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts import audit
from foundation import rounds
from moderation import decisions, policies
from moderation import measures as acts
from moderation.decisions import Measure
from moderation.flags import raise_flag
from moderation.models import Case
from moderation.models.flag import Source
from moderation.models.takedown import Reached, State, Takedown, Why
from moderation.takedowns import hiding, telling
from moderation.verdicts import REMOVAL, Action, Verdict

log = structlog.get_logger(__name__)

INTIMATE, SHOWN = "likeness.1", "likeness.3"
AT_ONCE = 25
REQUESTS = 50


class Removal(TypedDict):
    """The part of a decision that follows from the request."""

    measures: Sequence[Measure]
    clause: str


NAMED_FIRST = ExpressionWrapper(Q(why=Why.NAMED), output_field=BooleanField())


def go_on() -> int:
    """Go on with what is not done; returns with how many requests something was done.

    Those that wait until somebody else has judged, or that fail, are only looked at: they keep no other one from its turn.
    """
    did = 0
    for key in list(Takedown.objects.unfinished().order_by("decided_at", "pk").values_list("pk", flat=True)):
        with rounds.alone(log, "takedown_not_carried_out", key=key):
            did += finish(key) > 0
        if did == REQUESTS:
            break
    return did


def finish(key: int) -> int:
    """Do all that is left of one request; returns how many things. What is not done yet stays hidden meanwhile."""
    done = 0
    while many := some(key):
        done += many
    return done


def goes_on(takedown: Takedown) -> bool:
    """Something is left of it that nobody else has to judge first."""
    return takedown.finished_at is None and _left(takedown).exists()


@transaction.atomic
@audit.at_the_end()
def some(key: int) -> int:
    """Do the next few, what was named first; returns how many. Of two workers one does it.

    Locks the request, then cases by their keys, then what `hiding` locks, then things: as everybody who takes several.
    """
    locked = Takedown.objects.unfinished().select_for_update(skip_locked=True, no_key=True, of=("self",))
    takedown = locked.select_related("decided_by").filter(pk=key).first()
    if takedown is None:
        return 0
    rows = list(_left(takedown).select_related("owner").annotate(named=NAMED_FIRST).order_by("-named", "pk")[:AT_ONCE])
    goes = [row for row in rows if takedown.state == State.UPHELD and row.wanted]
    found = cases(takedown, goes)
    hiding.one_at_a_time()
    for row in rows:
        if row.pk in found:
            _remove(takedown, row, found[row.pk])
        _give_back(row)
    if not _left(takedown).exists():
        _end(takedown)
    return len(rows)


def _left(takedown: Takedown) -> "QuerySet[Reached]":
    """What is to be done. What is not for this reviewer any more stays hidden, and waits until somebody has judged it."""
    rows, reviewer = Reached.objects.filter(takedown=takedown, released_at=None), takedown.decided_by
    about = {"subject_kind": OuterRef("kind"), "subject": OuterRef("subject")}
    if reviewer is None:  # whoever asked took it back
        return rows.exclude(Exists(Case.objects.held().filter(**about)))
    rows = rows.exclude(Exists(Case.objects.locked_to(reviewer).filter(**about)))
    others = Case.objects.open().filter(**about).exclude(pk__in=Case.objects.shown_to(reviewer).values("pk"))
    return rows.exclude(Exists(others), wanted=True) if takedown.state == State.UPHELD else rows


def cases(takedown: Takedown, rows: Sequence[Reached]) -> dict[int, Case]:
    """A case for each; those that wait already are locked first."""
    about = Q(pk=None)
    for row in rows:
        about |= Q(subject_kind=row.kind, subject=row.subject)
    list(Case.objects.open().select_for_update(of=("self",)).filter(about).order_by("pk").values_list("pk"))
    policy, wanted = policies.current(), INTIMATE if takedown.intimate else SHOWN
    clause = wanted if policy.clause(wanted) else ""
    verdict = Verdict(
        action=Action.REVIEW, check=REMOVAL, policy_version=policy.version if clause else "", clause=clause,
        detail=f"Removal request {takedown.number}",
    )  # fmt: skip
    flags = {
        row.pk: raise_flag(
            subject_kind=row.kind, subject=row.subject, owner=row.owner, verdict=verdict, source=Source.PERSON
        )
        for row in rows
    }
    # A person's word is not bounded there, so each has its flag.
    return {key: Case.objects.select_related("owner").get(pk=flag.case_id) for key, flag in flags.items() if flag}


def _remove(takedown: Takedown, row: Reached, case: Case) -> None:
    """A decision of its own, with a statement to its owner and a way to appeal."""
    made = decisions.decide(
        case, reviewer=takedown.decided_by, reason=takedown.reason, **wanted(takedown, case)
    )  # fmt: skip
    row.removed_at = timezone.now()
    row.save(update_fields=["removed_at"])
    telling.removed(row.owner, made.statement)


def wanted(takedown: Takedown, case: Case) -> Removal:
    """How it is removed: what is a file is blocked, too."""
    clause = INTIMATE if takedown.intimate else SHOWN
    return {
        "measures": [Measure(name) for name in ("remove", "block_hash") if acts.of(name).fits(case)],
        "clause": clause if policies.current().clause(clause) else "",
    }


def _give_back(row: Reached) -> None:
    """`told_at` None: its owner is to hear at the end, once for all of it, that it is shown again."""
    shown = hiding.give_back(row)
    row.told_at = None if shown and row.removed_at is None else row.told_at or timezone.now()
    row.save(update_fields=["told_at"])


def _end(takedown: Takedown) -> None:
    rows = Reached.objects.filter(takedown=takedown, released_at__isnull=False, told_at=None)
    telling.given_back(rows.select_related("owner").order_by("pk"))
    rows.update(told_at=timezone.now())
    if not Reached.objects.filter(takedown=takedown, released_at=None).exists():
        Takedown.objects.filter(pk=takedown.pk).update(finished_at=timezone.now())
