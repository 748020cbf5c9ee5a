"""Which consents bind a thing, for the pages of the rooms above."""

from collections.abc import Sequence
from uuid import UUID

from django import template
from django.urls import reverse

from accounts.models import User
from moderation.consent import showing
from moderation.models import Consent
from moderation.models.consent import Standing

register = template.Library()


@register.simple_tag
def who_is_this(owner: User, kind: str, subject: UUID) -> str:
    """The way to the question that this thing, or an order, waits for; to the list of them where there are several."""
    said = showing.binding(owner, kind, subject)
    asked = [each for each in said if each.state != Standing.GIVEN] or list(said)
    return reverse("consent", args=[asked[0].public_id]) if len(asked) == 1 else reverse("consents")


@register.simple_tag
def unanswered(owner: User, kind: str, subject: UUID) -> Consent | None:
    """The question about this thing that its owner has still to answer."""
    return showing.unanswered(owner, kind, subject)


@register.simple_tag
def consents_of(owner: User, kind: str, subject: UUID) -> Sequence[Consent]:
    """The owner's answers that count for this thing and what it was made from."""
    return showing.binding(owner, kind, subject)
