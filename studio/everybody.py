"""How busy the house is, by person: counts for those who run it, and nobody's words."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Q

from studio.models import Job
from studio.states import SENT, State

MOST = 100  # people; the busiest first


@dataclass(frozen=True, slots=True)
class AtWork:
    """One person's open jobs. `since`: when the oldest that waits to be sent was ordered."""

    name: str
    in_line: int
    paused: int
    sent: int
    with_a_person: int
    uncertain: int
    since: datetime | None


def at_work() -> list[AtWork]:
    """Everybody with an open job, the longest line first. One query."""
    queued = Q(state=State.QUEUED, paused_at=None)
    rows = (
        Job.objects.filter(state__in=[*SENT, State.QUEUED, State.AWAITING, State.REVIEWING, State.UNCERTAIN])
        .values("owner_id", "owner__display_name")
        .annotate(
            in_line=Count("pk", filter=queued),
            paused=Count("pk", filter=Q(state=State.QUEUED, paused_at__isnull=False)),
            sent=Count("pk", filter=Q(state__in=SENT)),
            with_a_person=Count("pk", filter=Q(state__in=[State.AWAITING, State.REVIEWING])),
            uncertain=Count("pk", filter=Q(state=State.UNCERTAIN)),
            since=Min("ordered_at", filter=queued),
        )
        .order_by("-in_line", "-sent", "owner_id")[:MOST]
    )
    return [
        AtWork(
            name=row["owner__display_name"], in_line=row["in_line"], paused=row["paused"], sent=row["sent"],
            with_a_person=row["with_a_person"], uncertain=row["uncertain"], since=row["since"],
        )
        for row in rows
    ]  # fmt: skip
