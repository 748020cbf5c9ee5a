"""Four eyes: one keeper asks for a package for an authority, another releases it. Each step is a row of the audit."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import audit
from accounts.models import Role, User
from moderation.models import Case, Handover


class NotLocked(Exception):
    """Only the locked lane is handed over, and only by who may open it. Nobody is told which."""


class AskedAlready(Exception):
    """Somebody asked for this case; it waits for the second person."""


class SamePerson(Exception):
    """Who asked does not release: it takes a second person with both roles."""


class TooLate(Exception):
    """It was released or withdrawn meanwhile. Nothing was changed."""


@transaction.atomic
def ask(case: Case, *, by: User, authority: str, reference: str, reason: str) -> Handover:
    """Ask for a package. Nothing leaves the house before a second person has released it."""
    if not case.is_locked or not may_keep(by) or not Case.objects.shown_to(by).filter(pk=case.pk).exists():
        raise NotLocked
    try:
        with transaction.atomic():
            made = Handover.objects.create(
                case=case, asked_by=by, authority=authority, reference=reference, reason=reason
            )
    except IntegrityError:
        raise AskedAlready from None
    after = {"authority": authority, "reference": reference}
    audit.record(by, "handover.asked", target_of(made), reason, before=None, after=after)
    return made


@transaction.atomic
def release(handover: Handover, *, by: User, reason: str) -> None:
    """The second person has looked and agrees: from now on, for a day, either of the two may fetch the package."""
    if not may_keep(by) or not Case.objects.locked().shown_to(by).filter(pk=handover.case_id).exists():
        raise NotLocked
    if handover.asked_by_id == by.pk:
        raise SamePerson
    waiting = Handover.objects.asked().filter(pk=handover.pk)
    if not waiting.update(released_by=by, released_at=timezone.now()):
        raise TooLate
    audit.record(by, "handover.released", target_of(handover), reason, {"released": False}, {"released": True})


@transaction.atomic
def withdraw(handover: Handover, *, by: User, reason: str) -> None:
    """Either of the two, or another keeper, closes it: nothing can be fetched any more."""
    if not may_keep(by):
        raise NotLocked
    if not Handover.objects.filter(pk=handover.pk, withdrawn_at=None).update(withdrawn_at=timezone.now()):
        raise TooLate
    audit.record(by, "handover.withdrawn", target_of(handover), reason, {"withdrawn": False}, {"withdrawn": True})


def may_keep(person: User) -> bool:
    """Whether somebody opens the locked lane."""
    return person.may_review and person.may_administer


def another_than(person: User, case: Case) -> bool:
    """Whether somebody else is here who could release what this person asks for."""
    keepers = User.objects.holding(Role.REVIEWER, Role.ADMINISTRATOR).exclude(pk__in=[person.pk, case.owner_id])
    return any(may_keep(keeper) for keeper in keepers)


def target_of(handover: Handover) -> str:
    """How the audit names it: found by the case as well."""
    return f"case {handover.case.public_id} handover:{handover.public_id}"
