"""Raising a flag: it opens a case, or joins the open one about the same thing."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from moderation import bell, policies, prompts
from moderation.gates import Room
from moderation.models import Case, Flag
from moderation.models.case import Lane
from moderation.models.flag import Source
from moderation.verdicts import Action, Judge, Verdict


@transaction.atomic
def raise_flag(
    *,
    subject_kind: str,
    subject: UUID,
    owner: Any,
    verdict: Verdict,
    source: str = "",
    detail: str = "",
    raised_by: Any = None,
    suspected: bool = False,
    for_seniors: bool = False,
) -> Flag | None:
    """Record one check's (or person's) word about a thing and put it on the desk.

    `suspected`: the word would lock, of somebody whose word alone does not. The lane stays, seniors look, nothing is purged.

    `for_seniors`: only who is reviewer and administrator both decides about it.

    A person's second word about one case is their first. None: the owner's cases fill the lane, and nothing was written.
    """
    source = source or (Source.CLASSIFIER if verdict.check == "classifier" else Source.RULE)
    case = _open_case(subject_kind, subject, owner, verdict, bounded=_bounded(source, verdict))
    if case is None:
        return None
    if suspected and case.suspected_at is None:
        case.suspected_at = timezone.now()
        case.save(update_fields=["suspected_at"])
    if for_seniors and not case.for_seniors:
        case.for_seniors = True
        case.save(update_fields=["for_seniors"])
    if raised_by is not None and (said := case.flags.filter(raised_by=raised_by).first()):
        return said
    policies.keep(verdict.policy_version)
    words = detail or verdict.detail
    bell.ring()
    return Flag.objects.create(
        case=case,
        source=source,
        check_name=verdict.check,
        action=verdict.action,
        clause=verdict.clause,
        policy_version=verdict.policy_version,
        score=verdict.score,
        judge=Judge.PERSON if source == Source.PERSON else verdict.judge,
        detail=words if raised_by is None else "",
        raised_by=raised_by,
    )


@transaction.atomic
def refuse_prompt(owner: Any, text: str, room: Room, verdict: Verdict) -> Flag | None:
    """A gate kept a prompt in the house: remember it, and let a person see what the rules did.

    None, and nothing is written, when the same words wait already or the owner's cases fill the lane.
    """
    if _full(prompts.KIND, owner, verdict) or prompts.waits(owner, text):
        return None
    return raise_flag(subject_kind=prompts.KIND, subject=prompts.keep(owner, text, room), owner=owner, verdict=verdict)


def _bounded(source: str, verdict: Verdict) -> bool:
    """Clicks are free, so these are counted. What waits for a word, or has been paid for at the provider, always comes;
    what people report is counted by who reports it (`moderation.reports`), not by whose it is."""
    return source == Source.RULE and verdict.action in {Action.REFUSE, Action.LOCK}


def _full(kind: str, owner: Any, verdict: Verdict) -> bool:
    """By lane: mild cases by the dozen make no room for a grave one to be lost in."""
    theirs = Case.objects.open().filter(owner=owner, subject_kind=kind, lane=_lane(verdict))
    return theirs.count() >= settings.MAX_OPEN_CASES_PER_PERSON


def _open_case(kind: str, subject: UUID, owner: Any, verdict: Verdict, *, bounded: bool) -> Case | None:
    about = Case.objects.open().select_for_update().filter(subject_kind=kind, subject=subject)
    lane = _lane(verdict)
    case = about.first()
    if case is None:
        if bounded and _full(kind, owner, verdict):
            return None
        try:
            with transaction.atomic():
                return Case.objects.create(owner=owner, lane=lane, subject_kind=kind, subject=subject)
        except IntegrityError:  # a second flag was quicker
            case = about.get()
    if lane == Lane.LOCKED and case.lane != Lane.LOCKED:
        case.lane = lane
        case.save(update_fields=["lane"])
    return case


def _lane(verdict: Verdict) -> Lane:
    if verdict.action == Action.LOCK:
        return Lane.LOCKED
    return Lane.LIKENESS if verdict.clause.startswith("likeness.") else Lane.OTHER
