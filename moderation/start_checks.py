"""A policy that cannot be read is said where the house is checked and started, and not first by everything waiting."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from foundation.start_checks import OURS
from moderation import policies


@register(OURS)
def policy_can_be_read(**_: Any) -> list[CheckMessage]:
    """Names the file and the clause. No process starts with it; `manage.py policy FOLDER` tries one beforehand."""
    try:
        policies.read(settings.POLICY_DIR)
    except policies.BadPolicy as error:
        return [
            Error(
                f"The policy in {settings.POLICY_DIR} cannot be read: {error}.",
                hint="Mend the file, or try a folder with: manage.py policy FOLDER",
                id="salon.E030",
            )
        ]
    return []
