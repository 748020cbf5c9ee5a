"""Cases of which nothing is left to decide."""

from uuid import UUID

from django.utils import timezone

from moderation.consent.things import Act
from moderation.models import Case

KIND = "consent"  # a consent itself, as the subject of a case


def answered(kind: str, subject: UUID) -> list[Act]:
    """Nothing is left to decide of this: whom an order names has answered, or a consent is over. Its open case is closed."""
    # What is locked or suspected is let go by a reviewer's decision alone.
    open_cases = Case.objects.open().about(kind, subject).exclude(pk__in=Case.objects.held().values("pk"))
    # Who decides one now holds it, and waits for the consent held here: theirs is left to them.
    free = list(open_cases.select_for_update(of=("self",), skip_locked=True))
    Case.objects.filter(pk__in=[each.pk for each in free]).update(decided_at=timezone.now())
    return [Act("case.answered", f"case {each.public_id}") for each in free]
