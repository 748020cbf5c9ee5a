"""Raising a flag: it opens a case, or joins the open one about the same thing."""

from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from moderation import policies, prompts
from moderation.gates import Room
from moderation.models import Case, Flag
from moderation.models.case import Lane
from moderation.models.flag import Source
from moderation.verdicts import Action, Verdict


@transaction.atomic
def raise_flag(
    *,
    subject_kind: str,
    subject: UUID,
    owner: Any,
    verdict: Verdict,
    source: str = Source.RULE,
    detail: str = "",
    raised_by: Any = None,
) -> Flag:
    """Record one check's (or person's) word about a thing and put it on the desk."""
    policies.keep(verdict.policy_version)
    case = _open_case(subject_kind, subject, owner, verdict)
    return Flag.objects.create(
        case=case,
        source=source,
        check_name=verdict.check,
        action=verdict.action,
        clause=verdict.clause,
        policy_version=verdict.policy_version,
        detail=detail or verdict.detail,
        raised_by=raised_by,
    )


@transaction.atomic
def refuse_prompt(owner: Any, text: str, room: Room, verdict: Verdict) -> Flag:
    """A gate kept a prompt in the house: remember it, and let a person see what the rules did."""
    return raise_flag(subject_kind=prompts.KIND, subject=prompts.keep(owner, text, room), owner=owner, verdict=verdict)


def _open_case(kind: str, subject: UUID, owner: Any, verdict: Verdict) -> Case:
    about = {"subject_kind": kind, "subject": subject}
    lane = _lane(verdict)
    case = Case.objects.open().filter(**about).first()
    if case is None:
        try:
            with transaction.atomic():
                return Case.objects.create(owner=owner, lane=lane, **about)
        except IntegrityError:  # a second flag was quicker
            case = Case.objects.open().get(**about)
    if lane == Lane.LOCKED and case.lane != Lane.LOCKED:
        case.lane = lane
        case.save(update_fields=["lane"])
    return case


def _lane(verdict: Verdict) -> Lane:
    if verdict.action == Action.LOCK:
        return Lane.LOCKED
    return Lane.LIKENESS if verdict.clause.startswith("likeness.") else Lane.OTHER
