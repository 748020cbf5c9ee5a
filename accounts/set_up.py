"""The first administrator, who comes by a one-time link while there is none."""

import secrets
from datetime import date, timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts import administrators, audit, people
from accounts.models import Invitation, Role, User
from accounts.models.invitation import token_hash
from accounts.models.user import role_set

# Until there are others, one person keeps the whole house: the desk too, so that no flag waits for nobody.
FIRST_ROLES = role_set([Role.CREATOR, Role.REVIEWER, Role.ADMINISTRATOR])


class TooLate(Exception):
    """The link was used, has expired or was replaced, or there is an administrator already."""


@transaction.atomic
def new_token() -> str:
    """A fresh token; earlier ones stop working."""
    first = Invitation.Kind.FIRST_ADMINISTRATOR
    Invitation.objects.open().filter(kind=first).update(revoked_at=timezone.now())
    token = secrets.token_urlsafe(32)
    ends = timezone.now() + timedelta(hours=settings.SETUP_LINK_HOURS)
    Invitation.objects.create(kind=first, token_hash=token_hash(token), expires_at=ends)
    return token


def opens(token: str) -> bool:
    """Whether this token may make the first administrator just now."""
    first = Invitation.objects.open().filter(kind=Invitation.Kind.FIRST_ADMINISTRATOR)
    return administrators.missing() and first.by_token(token).exists()


@transaction.atomic
def make_first_administrator(token: str, *, email: str, password: str, born: date) -> User:
    """Use the link up and make its holder administrator; of two holders one gets TooLate."""
    # The row's lock makes the second holder wait here and then find the link used.
    row = Invitation.objects.by_token(token).select_for_update().first()
    if row is None or not opens(token):
        raise TooLate
    person = User.objects.create_user(email, password, birth_date=born, roles=FIRST_ROLES)
    # Whoever reads the server's terminal is trusted with the address too: mail may not be set up yet.
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    Invitation.objects.filter(pk=row.pk).update(used_at=timezone.now(), used_by=person)
    audit.record(person, "administrator.first", people.target_of(person), after={"roles": person.roles})
    return person
