"""Breaking the glass: one transaction for the leave to read, the owner's notice and the audit row."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts import audit, notices
from accounts.models import User
from accounts.sentences import objection
from moderation.glass import chats
from moderation.models import Case, Glass


class NotAllowed(Exception):
    """This reviewer may not open this, or there is nothing to open. Nobody is told which."""


class NoReason(Exception):
    """The owner reads the reason: there must be one."""


def for_case(case: Case, *, by: User, reason: str, minutes: int) -> Glass:
    """Open the one conversation an open case is about, for a reviewer who may judge it. Raises what is named above."""
    place = conversation_of(case, by)
    if place is None:
        raise NotAllowed
    return _broken(case.owner, by=by, reason=reason, minutes=minutes, conversation=place, case=case)


def for_person(owner: User, *, by: User, reason: str, minutes: int, conversation: UUID | None = None) -> Glass:
    """Open one conversation or all of a person's, without a case: reviewer and administrator both, nobody else."""
    if not may_without_case(by) or owner.pk == by.pk or not owner.is_active:
        raise NotAllowed
    if conversation is not None and not chats.room().there(owner, conversation):
        raise NotAllowed
    return _broken(owner, by=by, reason=reason, minutes=minutes, conversation=conversation, case=None)


def may_without_case(reviewer: User) -> bool:
    """A case narrows what one looks at to what somebody flagged; without one it takes both roles."""
    return reviewer.may_review and reviewer.may_administer


def conversation_of(case: Case, reviewer: User) -> UUID | None:
    """What this reviewer could open for this case; None: nothing."""
    if not Case.objects.open().shown_to(reviewer).filter(pk=case.pk).exists():
        return None
    place = chats.room().around(case.subject_kind, case.subject)
    if place is None or _holds_locked(case.owner, place, reviewer):
        return None
    return place if chats.room().there(case.owner, place) else None


def still_opens(glass: Glass) -> bool:
    """Whether who broke it might break it now: a right that ended, or a lock since, closes it before its time."""
    if glass.case is None:
        return may_without_case(glass.opened_by)
    if not Case.objects.shown_to(glass.opened_by).filter(pk=glass.case.pk).exists():
        return False
    return glass.conversation is None or not _holds_locked(glass.owner, glass.conversation, glass.opened_by)


def _holds_locked(owner: User, conversation: UUID, reviewer: User) -> bool:
    """Whether something that is locked to this reviewer stands in it, on whatever branch."""
    locked = Case.objects.locked_to(reviewer).filter(owner=owner).values_list("subject_kind", "subject")
    return any(chats.room().around(kind, subject) == conversation for kind, subject in locked)


@transaction.atomic
def close(glass: Glass) -> bool:
    """Be done before its end; False: it had ended."""
    ended = Glass.objects.live().filter(pk=glass.pk).update(closed_at=timezone.now()) == 1
    if ended:
        before, after = {"until": glass.ends_at}, {"until": timezone.now()}
        audit.record(glass.opened_by, "glass.closed", target_of(glass), before=before, after=after)
    return ended


def target_of(glass: Glass) -> str:
    """How the audit names it: found by the person as well."""
    return f"person:{glass.owner.public_id} glass:{glass.public_id}"


@transaction.atomic
def _broken(owner: User, *, by: User, reason: str, minutes: int, conversation: UUID | None, case: Case | None) -> Glass:
    reason = reason.strip()
    if not reason:
        raise NoReason
    until = timezone.now() + timedelta(minutes=max(1, min(minutes, settings.GLASS_MINUTES)))
    glass = Glass.objects.create(
        opened_by=by, owner=owner, case=case, conversation=conversation, reason=reason, ends_at=until
    )
    notices.tell(owner, "glass.opened", body=_told(glass), subject_url=f"{reverse('me')}#group-looked")
    scope = {"conversation": conversation or "all of them", "case": case and case.public_id}
    audit.record(by, "glass.opened", target_of(glass), reason, before=None, after={**scope, "until": until})
    return glass


def _told(glass: Glass) -> str:
    """At once, in one sentence, with everything: staff, what, until when, why."""
    return (
        f"Staff opened {what(glass)} to read it, until {_time(glass.ends_at)}. The reason given: “{glass.reason}” "
        f"Your settings list every such look and what was read. {objection()}"
    )


def what(glass: Glass) -> str:
    """What was opened, in the owner's words."""
    if glass.conversation is None:
        return "your conversations"
    title = chats.room().named(glass.owner, [glass.conversation]).get(glass.conversation, "")
    return f"your conversation “{title}”" if title else "a conversation of yours"


def _time(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%-d %B %Y, %H:%M} UTC"
