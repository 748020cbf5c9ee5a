"""What administrators do to people: each act has a reason, an audit row and a notice to whom it is about."""

from collections.abc import Iterable
from datetime import UTC, datetime

from django.urls import reverse

from accounts import administrators, audit, notices, sentences
from accounts.models import Role, User
from accounts.models.user import UNTIL_FURTHER_NOTICE, role_set
from foundation.wakeups import wake

# Where somebody who has a role from now on finds what it is for.
ROOMS: dict[str, str] = {Role.ADMINISTRATOR: "people", Role.REVIEWER: "desk", Role.CREATOR: "studio"}


class TooYoung(Exception):
    """Age binds every role: nobody under the studio's age holds one."""


def suspend(person: User, *, by: User, reason: str, until: datetime = UNTIL_FURTHER_NOTICE, tells: bool = True) -> None:
    """Shut every room to them from their next click on; they hear why and until when. Raises LastAdministrator.

    `tells` False: whoever calls tells them, once and better.
    """
    with administrators.one_stays():
        fresh = _locked(person)
        before = {"until": fresh.suspended_until}
        _write(fresh, suspended_until=until, suspended_because=reason)
        if tells:
            _told(fresh, "account.suspended", sentences.suspended(until, reason))
        else:
            _look_again(fresh)
        audit.record(by, "person.suspended", target_of(person), reason, before, {"until": until.astimezone(UTC)})


def unsuspend(person: User, *, by: User, reason: str) -> None:
    """Open the rooms again."""
    with administrators.one_stays():
        fresh = _locked(person)
        before = {"until": fresh.suspended_until}
        _write(fresh, suspended_until=None, suspended_because="")
        _told(fresh, "account.unsuspended", sentences.UNSUSPENDED)
        audit.record(by, "person.unsuspended", target_of(person), reason, before, {"until": None})


def put_back(person: User, *, by: User | None, until: datetime | None, because: str) -> None:
    """A suspension was taken back: the standing before it, with its end and reason; `by` None is the house.

    Whoever calls tells them, with what else was taken back.
    """
    with administrators.one_stays():
        fresh = _locked(person)
        before = {"until": fresh.suspended_until}
        _write(fresh, suspended_until=until, suspended_because=because)
        _look_again(fresh)
        audit.record(by, "person.put_back", target_of(person), "", before, {"until": until})


def give_roles(person: User, roles: Iterable[str], *, by: User, reason: str) -> None:
    """Set the whole set of roles. Raises TooYoung for a new role of a minor, LastAdministrator when nobody is left."""
    after = role_set(roles)
    with administrators.one_stays():
        fresh = _locked(person)
        before = fresh.roles
        gained, lost = [role for role in after if role not in before], [role for role in before if role not in after]
        if gained and not fresh.is_adult:
            raise TooYoung
        if not gained and not lost:
            return
        _write(fresh, roles=after)
        _told(
            fresh,
            "account.roles",
            sentences.roles(gained, lost),
            where=next(filter(None, map(ROOMS.get, gained)), "me"),
        )
        audit.record(by, "person.roles", target_of(person), reason, {"roles": before}, {"roles": after})


def target_of(person: User) -> str:
    """How the audit names a person."""
    return f"person:{person.public_id}"


def _locked(person: User) -> User:
    return User.objects.select_for_update().get(pk=person.pk)


def _write(person: User, **columns: object) -> None:
    for name, value in columns.items():
        setattr(person, name, value)
    person.save(update_fields=list(columns))


def _told(person: User, code: str, sentence: str, *, where: str = "me") -> None:
    notices.tell(person, code, body=sentence, subject_url=reverse(where))
    _look_again(person)


def _look_again(person: User) -> None:
    """Open sockets look at once what they may, not at their next interval."""
    wake(person.public_id, "standing", person.public_id)
