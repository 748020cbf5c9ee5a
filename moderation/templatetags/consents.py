"""Which consents bind a thing, for the pages of the rooms above."""

from collections.abc import Sequence
from uuid import UUID

from django import template

from accounts.models import User
from moderation.consent import showing
from moderation.models import Consent

register = template.Library()


@register.simple_tag
def consents_of(owner: User, kind: str, subject: UUID) -> Sequence[Consent]:
    """The owner's answers that count for this thing and what it was made from."""
    return showing.binding(owner, kind, subject)
