"""Start-up checks of this room."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from foundation.start_checks import OURS

CHOICES = {
    "SIGNUP": ("open", "invite", "closed"),
    "CREATORS": ("adults", "granted"),
    "ACCOUNT_EMAIL_VERIFICATION": ("none", "optional", "mandatory"),
}


@register(OURS)
def choices_are_known(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """A misspelt choice must not quietly mean the laxest one."""
    return [
        Error(f"{name} is {getattr(settings, name)!r}; it can be {', '.join(allowed)}.", id="accounts.E001")
        for name, allowed in CHOICES.items()
        if getattr(settings, name) not in allowed
    ]


@register(OURS)
def ages_are_in_order(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """The studio never opens to somebody the parlour is closed to."""
    if 0 < settings.MINIMUM_CHAT_AGE <= settings.MINIMUM_STUDIO_AGE:
        return []
    return [Error("MINIMUM_CHAT_AGE must be above 0 and not above MINIMUM_STUDIO_AGE.", id="accounts.E002")]
