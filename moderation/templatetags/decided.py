"""The decision that keeps a thing from sight, for the pages of the rooms above."""

from uuid import UUID

from django import template

from moderation.models import Decision
from moderation.models.decision import HIDING

register = template.Library()


@register.simple_tag
def hidden_by(owner: int, kind: str, subject: UUID) -> Decision | None:
    """The newest that hides this thing of theirs and stands; None where a rule did, or nobody has decided yet."""
    about = Decision.objects.about(owner).standing().filter(case__subject_kind=kind, case__subject=subject)
    return about.filter(measures__name__in=HIDING).first()
