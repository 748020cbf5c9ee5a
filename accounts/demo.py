"""The demo's people: one for each role, with passwords of this machine only."""

import json
import os
import secrets
from datetime import date
from pathlib import Path
from typing import TypedDict

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction

from accounts.models import Role, User
from accounts.models.user import role_set

BORN = date(1990, 5, 31)
PEOPLE = (
    (Role.CREATOR, "Alice", "alice@salon.example"),
    (Role.REVIEWER, "Rosa", "rosa@salon.example"),
    (Role.ADMINISTRATOR, "Ada", "ada@salon.example"),
)


class DemoPerson(TypedDict):
    """One line of the file: who to sign in as."""

    role: str
    roles: list[str]
    email: str
    password: str


def path() -> Path:
    """Where the passwords are kept, readable by the owner of the process only."""
    return Path(settings.VAR_DIR) / "demo-people.json"


@transaction.atomic
def seed() -> list[DemoPerson]:
    """Make the people there are not, keep those there are; returns who to sign in as. Safe to repeat.

    A password that the file no longer knows, or that no longer fits, is replaced.
    """
    known = {person["email"]: person["password"] for person in _kept()}
    people = [_made(role, name, email, known.get(email, "")) for role, name, email in PEOPLE]
    _keep(people)
    return people


def _made(role: Role, name: str, email: str, password: str) -> DemoPerson:
    person, _ = User.objects.get_or_create(email=email, defaults={"display_name": name, "birth_date": BORN})
    person.roles = role_set([*person.roles, role, Role.CREATOR])
    if not password or not person.check_password(password):
        password = secrets.token_urlsafe(12)
        person.set_password(password)
    person.save()
    EmailAddress.objects.get_or_create(user=person, email=email, defaults={"verified": True, "primary": True})
    roles = [role for role in person.roles if role != Role.USER]
    return {"role": role.value, "roles": roles, "email": email, "password": password}


def _kept() -> list[DemoPerson]:
    try:
        kept: list[DemoPerson] = json.loads(path().read_text())
    except (FileNotFoundError, ValueError):
        return []
    return kept


def _keep(people: list[DemoPerson]) -> None:
    # Written beside and moved over: a reader sees the old file or the new one, and nobody else ever sees either.
    fresh = path().with_suffix(".new")
    fresh.unlink(missing_ok=True)
    path().parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump(people, file, indent=1)
    fresh.replace(path())
