"""What notices of this room say."""

from collections.abc import Sequence
from datetime import UTC, datetime

from django.conf import settings

from accounts.models.user import UNTIL_FURTHER_NOTICE

UNSUSPENDED = "Your account is open again. Everything is where you left it."
BIRTH_DATE_CORRECTED = "An administrator corrected your date of birth."


def suspended(until: datetime, reason: str) -> str:
    """What, until when, why, and whom to answer."""
    return f"Your account is suspended {until_when(until)}. The reason given: “{reason}” {objection()}"


def until_when(until: datetime) -> str:
    """The end of a suspension, in words."""
    if until == UNTIL_FURTHER_NOTICE:
        return "until further notice"
    return f"until {until.astimezone(UTC):%-d %B %Y, %H:%M} UTC"


def objection() -> str:
    """Where to go with "this is wrong"."""
    whom = f"write to {settings.CONTACT}" if settings.CONTACT else "write to whoever runs this house"
    return f"If you think this is wrong, {whom}."


def roles(gained: Sequence[str], lost: Sequence[str]) -> str:
    """What somebody may be now, and no longer."""
    parts = [f"You are now {_listed(gained)}." if gained else "", f"You are no longer {_listed(lost)}." if lost else ""]
    return " ".join(part for part in parts if part)


def _listed(names: Sequence[str]) -> str:
    return " and ".join(f"an {name}" if name[0] in "aeio" else f"a {name}" for name in names)
