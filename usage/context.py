"""What every page knows of money: how the month of the person looking at it stands."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts.models import User
from usage import allowances


def standing(request: HttpRequest) -> dict[str, object]:
    """`standing` for the meter beside a person's name: one query, and only on pages that show it."""
    person = getattr(request, "user", None)
    if not isinstance(person, User):
        return {}
    return {"standing": SimpleLazyObject(lambda: allowances.standing(person))}
