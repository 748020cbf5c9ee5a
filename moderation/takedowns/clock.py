"""The clock of a request: how long is left, and when the alarms ring."""

from datetime import datetime, timedelta

from django.conf import settings

from moderation.models import Takedown

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def alarms() -> list[timedelta]:
    """After how long each alarm rings, the first first."""
    return sorted(timedelta(hours=float(each)) for each in settings.TAKEDOWN_ALARM_HOURS)


def rung_by(takedown: Takedown, now: datetime) -> int:
    """How many alarms should have rung by now: once it is late, one more at once and each day."""
    days_late = (now - takedown.due_at) // DAY + 1
    return sum(now >= takedown.asked_at + after for after in alarms()) + max(0, days_late)


def words(left: timedelta) -> str:
    """ "23 h left", "40 min left", "2 h late"."""
    late = left < timedelta(0)
    much = abs(left)
    said = f"{int(much / HOUR)} h" if much >= HOUR else f"{int(much.total_seconds() // 60)} min"
    return f"{said} late" if late else f"{said} left"
