"""The birth date: told once, then fixed; an administrator corrects a slip."""

from datetime import date

from django.conf import settings
from django.urls import reverse

from accounts import administrators, ages, audit, notices, people, sentences
from accounts.models import Role, User
from accounts.models.user import role_set


def tell(person: User, born: date, today: date) -> bool:
    """Keep what the person says about themselves. False: it is known already and stays."""
    roles = role_set([*person.roles, Role.CREATOR]) if _grants_creator(born, today) else person.roles
    told = User.objects.filter(pk=person.pk, birth_date=None).update(birth_date=born, roles=roles) == 1
    person.refresh_from_db()
    return told


def correct(person: User, born: date, *, by: User, reason: str) -> None:
    """An administrator sets another date. The audit says that it happened, not which dates: it outlives the person."""
    with administrators.one_stays():
        User.objects.filter(pk=person.pk).update(birth_date=born)
        notices.tell(person, "account.birth_date", body=sentences.BIRTH_DATE_CORRECTED, subject_url=reverse("me"))
        audit.record(by, "person.birth_date", people.target_of(person), reason)


def _grants_creator(born: date, today: date) -> bool:
    """Whether the studio opens by itself to somebody born then (CREATORS=adults), or waits for an administrator."""
    return settings.CREATORS == "adults" and ages.age_on(born, today) >= settings.MINIMUM_STUDIO_AGE
