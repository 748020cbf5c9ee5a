"""Asking for another look."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import audit
from moderation.appeals import telling
from moderation.models import Appeal, AppealMessage, Case, Decision, Reversal
from moderation.statements import appeal_ends

LONGEST = 4_000
TAKEN_BACK = "This decision was taken back, so there is nothing to appeal against."


class Closed(Exception):
    """This cannot be appealed, or no longer. The text says why, for the owner; nothing was changed."""


class NoWords(Exception):
    """An appeal says something."""


def may_appeal(decision: Decision) -> str:
    """Why not, in a sentence; empty: they may."""
    if not decision.stands:
        return TAKEN_BACK
    if not decision.restricts:
        return "Nothing was decided against you, so there is nothing to appeal against."
    if decision.final:
        return "This was decided on an appeal and is final here."
    if Appeal.objects.filter(decision=decision).exists():
        return "You have appealed against this before. A decision is appealed once."
    if timezone.now() > appeal_ends(decision.decided_at):
        return "The six months in which this could be appealed are over."
    return ""


def appeal(decision: Decision, *, owner: Any, words: str) -> Appeal:
    """Open it with the owner's first words. Raises Closed, NoWords."""
    if not words.strip():
        raise NoWords
    if reason := may_appeal(decision):
        raise Closed(reason)
    try:
        return _opened(decision, owner, words.strip()[:LONGEST])
    except IntegrityError as error:  # a second click was quicker
        raise Closed("You have appealed against this before. A decision is appealed once.") from error


@transaction.atomic
def _opened(decision: Decision, owner: Any, words: str) -> Appeal:
    # Whoever takes the decision back has locked its case, and looks for appeals.
    Case.objects.select_for_update(of=("self",)).get(pk=decision.case_id)
    if Reversal.objects.filter(decision=decision).exists():
        raise Closed(TAKEN_BACK)
    made = Appeal.objects.create(decision=decision, owner=owner, first_reviewer=decision.reviewer)
    AppealMessage.objects.create(appeal=made, owner=owner, by_owner=True, text=words)
    telling.waits(made)
    audit.record(owner, "appeal.opened", f"appeal {made.public_id}", after={"decision": decision.public_id})
    return made
