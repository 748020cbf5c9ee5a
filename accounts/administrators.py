"""The house always has somebody who keeps it."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from accounts.models import Role, User


class LastAdministrator(Exception):
    """Afterwards nobody could administer the house."""


def missing() -> bool:
    """Whether nobody keeps the house yet."""
    return not User.objects.holding(Role.ADMINISTRATOR).exists()


@contextmanager
def one_stays() -> Iterator[None]:
    """Run a change of people under a lock on all administrators; raises LastAdministrator, undoing it, if none is left.

    Two administrators who remove each other at the same moment wait here for one another. Lock nobody before.
    """
    with transaction.atomic():
        before = list(User.objects.holding(Role.ADMINISTRATOR).order_by("pk").select_for_update())
        yield
        left = User.objects.filter(pk__in=[person.pk for person in before])
        if any(person.may_administer for person in before) and not any(person.may_administer for person in left):
            raise LastAdministrator
