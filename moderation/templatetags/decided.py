"""The decision that keeps a thing from sight, for the pages of the rooms above."""

from uuid import UUID

from django import template

from moderation.measures import in_force
from moderation.models import Decision
from moderation.models.decision import HIDING

register = template.Library()


@register.simple_tag
def hidden_by(owner: int, subject: UUID, *, for_adults: bool) -> Decision | None:
    """The newest that hides this thing of theirs now; None where a rule did, or nobody has decided yet.

    `for_adults`: what stands in its place is that alone, so it is the decision that says so.
    """
    does = in_force.of(owner, subject, ("age_limit",) if for_adults else HIDING)
    newest = does.select_related("decision").order_by("-pk").first()
    return newest.decision if newest else None
