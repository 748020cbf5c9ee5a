"""Questions to the wall, kept under a name."""

import uuid

from django.db import IntegrityError, transaction
from django.db.models import QuerySet, Value
from django.db.models.functions import Lower
from django.utils import timezone

from accounts.models import User
from studio.gallery.asked import parse
from studio.models import SavedSearch

MOST = 50
LONGEST = 60


class NotKept(Exception):
    """The words say why."""


def of(person: User) -> QuerySet[SavedSearch]:
    """One's kept questions, by name."""
    own: QuerySet[SavedSearch] = SavedSearch.objects.owned_by(person)
    return own.order_by(Lower("name"))


def keep(person: User, name: str, query: str) -> SavedSearch:
    """Keep a question; one of this name is replaced. Raises NotKept, NotUnderstood."""
    name = " ".join(name.replace("\x00", " ").split())
    asked = parse(query, timezone.now().date())
    if asked.empty:
        raise NotKept("There is nothing to keep: search for something first.")
    if not name or len(name) > LONGEST:
        raise NotKept(f"Give it a name of 1 to {LONGEST} letters.")
    try:
        with transaction.atomic():
            return _replaced(person, name, asked.said) or _made(person, name, asked.said)
    except IntegrityError:  # one of this name came meanwhile
        found = _replaced(person, name, asked.said)
        assert found
        return found


def _replaced(person: User, name: str, query: str) -> SavedSearch | None:
    # Compared as the constraint compares: other ways to ignore capitals take two names for one.
    same = SavedSearch.objects.owned_by(person).annotate(low=Lower("name")).filter(low=Lower(Value(name)))
    same.update(query=query)
    found: SavedSearch | None = same.first()
    return found


def _made(person: User, name: str, query: str) -> SavedSearch:
    if SavedSearch.objects.owned_by(person).count() >= MOST:
        raise NotKept(f"You keep {MOST} searches, which are the most. Forget one first.")
    made: SavedSearch = SavedSearch.objects.create(owner=person, name=name, query=query)
    return made


def forget(person: User, search_id: uuid.UUID) -> None:
    """Raises SavedSearch.DoesNotExist."""
    SavedSearch.objects.owned_by(person).get(public_id=search_id).delete()
