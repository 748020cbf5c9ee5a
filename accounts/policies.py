"""The written policy of every address: on the view itself by `accounts.doors`, or, where the view is not ours, here."""

from collections.abc import Callable
from enum import StrEnum
from typing import Final


class Policy(StrEnum):
    """Who may pass."""

    PUBLIC = "public"
    SIGNED_IN = "signed in"
    PEOPLE = "people"
    CREATORS = "creators"
    REVIEWERS = "reviewers"
    ADMINISTRATORS = "administrators"
    KEEPERS = "keepers"  # of the locked lane: reviewer and administrator both


# By the name of the address. Pages of django-allauth guard themselves; the access test asks each whether it does.
NOT_OURS: Final = {
    "account_login": Policy.PUBLIC,
    "account_logout": Policy.PUBLIC,
    "account_inactive": Policy.PUBLIC,
    "account_signup": Policy.PUBLIC,
    "account_email_verification_sent": Policy.PUBLIC,
    "account_confirm_email": Policy.PUBLIC,
    "account_reset_password": Policy.PUBLIC,
    "account_reset_password_done": Policy.PUBLIC,
    "account_reset_password_from_key": Policy.PUBLIC,
    "account_reset_password_from_key_done": Policy.PUBLIC,
    "account_confirm_login_code": Policy.PUBLIC,
    "account_reauthenticate": Policy.SIGNED_IN,
    "account_email": Policy.SIGNED_IN,
    "account_change_password": Policy.SIGNED_IN,
    "account_set_password": Policy.SIGNED_IN,
    "usersessions_list": Policy.SIGNED_IN,
    # Below the rooms, so they cannot wear a door: a signed link opens itself, a probe tells no secret.
    "media": Policy.PUBLIC,
    "healthz": Policy.PUBLIC,
    "readyz": Policy.PUBLIC,
}


def policy_of(view: Callable[..., object], name: str | None) -> Policy | None:
    """What is written about this address; None: nothing, and the access test fails."""
    written = getattr(view, "policy", None)
    if isinstance(written, Policy):
        return written
    return NOT_OURS.get(name or "")
