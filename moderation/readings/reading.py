"""Reading a case a second time: what one would do is written down once, then the first decision is shown."""

from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.models import User
from moderation.models import SecondReading


class ReadAlready(Exception):
    """Somebody was quicker. Nothing was changed."""


@transaction.atomic
def read(reading: SecondReading, *, by: User, restricts: bool, clause: str, reason: str) -> None:
    """Keep the second word. The decision stands, whatever it is. Raises ReadAlready."""
    waiting = SecondReading.objects.waiting().shown_to(by).filter(pk=reading.pk)
    said = {"restricts": restricts, "clause": clause, "reason": reason}
    if not waiting.update(read_by=by, read_at=timezone.now(), **said):
        raise ReadAlready
    target = f"case {reading.decision.case.public_id} reading:{reading.public_id}"
    audit.record(by, "reading.read", target, reason, before=None, after={"restricts": restricts, "clause": clause})


def next_for(reviewer: User) -> SecondReading | None:
    """The one that has waited longest of those this person may read."""
    waiting = SecondReading.objects.waiting().shown_to(reviewer)
    return waiting.select_related("decision__case").order_by("drawn_at", "pk").first()
