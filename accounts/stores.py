"""The stores of this room: what of a person is here, how it is taken along, how it is erased."""

from collections.abc import Iterable, Mapping
from typing import Any

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession

from accounts import privacy
from accounts.models import Invitation, Notice, User


def register() -> None:
    """Write them down. The account itself first: stores are erased in the opposite order."""
    privacy.register("account", export=_account, erase=_nothing)
    privacy.register("email_addresses", export=_addresses, erase=_erase_addresses)
    privacy.register("invitations", export=_invitations, erase=_erase_invitations)
    privacy.register("notices", export=_notices, erase=_erase_notices)
    privacy.register("sign_ins", export=_sign_ins, erase=_end_sign_ins)


def _account(person: User) -> Iterable[Mapping[str, Any]]:
    columns = (
        "public_id", "email", "display_name", "birth_date", "roles", "date_joined", "last_login", "theme", "engine",
        "effort", "parameters", "instructions", "stand_in", "suspended_until", "suspended_because",
    )  # fmt: skip
    yield {column: getattr(person, column) for column in columns}


def _nothing(_person: User) -> Mapping[str, int]:
    return {"rows": 1}  # the row becomes a tombstone in `accounts.leaving`, after every store


def _addresses(person: User) -> Iterable[Mapping[str, Any]]:
    return EmailAddress.objects.filter(user=person).order_by("pk").values("email", "verified", "primary")  # type: ignore[no-any-return]


def _erase_addresses(person: User) -> Mapping[str, int]:
    return {"rows": EmailAddress.objects.filter(user=person).delete()[0]}


def _invitations(person: User) -> Iterable[Mapping[str, Any]]:
    return Invitation.objects.filter(used_by=person).values("email", "made_at", "used_at")


def _erase_invitations(person: User) -> Mapping[str, int]:
    return {"addresses": Invitation.objects.filter(used_by=person).exclude(email="").update(email="")}


def _notices(person: User) -> Iterable[Mapping[str, Any]]:
    return Notice.objects.owned_by(person).order_by("pk").values("code", "body", "subject_url", "created_at", "read_at")


def _erase_notices(person: User) -> Mapping[str, int]:
    return {"rows": Notice.objects.owned_by(person).delete()[0]}


def _sign_ins(person: User) -> Iterable[Mapping[str, Any]]:
    kept = UserSession.objects.filter(user=person).order_by("pk")
    return kept.values("created_at", "last_seen_at", "ip", "user_agent")  # type: ignore[no-any-return]


def _end_sign_ins(person: User) -> Mapping[str, int]:
    ended = list(UserSession.objects.filter(user=person))
    for session in ended:
        session.end()
    return {"rows": len(ended)}
